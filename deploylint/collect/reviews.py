"""The pull or merge requests of the release, read from files and from the event of the CI run."""

from deploylint.collect.around import Around
from deploylint.collect.eventpiece import with_event
from deploylint.collect.pieces import collect_pieces
from deploylint.facts.reviews import Request, Reviews
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (
    "reports/pr.json",
    "reports/pr-*.json",
    "reports/pull-request*.json",
    "reports/merge-request*.json",
    "reports/approvals*.json",
    "reports/review*.json",
)
"""Where requests are looked for when no place is named."""

Requests = tuple[Request, ...]


def collect(around: Around) -> Reviews:
    """Return the requests, each tied to the commit that is released if it leads there.

    A request leads there when its head is released, or what the platform made of it by merging, or
    a merge of its head, or a commit with the same files.
    """
    found = collect_pieces(Reviews, around, Kind.REVIEW, _read, KNOWN)
    found = with_event(found, around, _read)
    release = found.release
    if release is None or not found.pieces:
        return found
    # most runs find no request
    from deploylint.collect.requests import headless, tied

    pieces = tuple(tied(around, release, piece) for piece in found.pieces)
    leading = [piece for piece in pieces if piece.source.commit == release.commit]
    keys = {(one.platform, one.key) for piece in leading for one in piece.content or ()}
    return found._replace(pieces=tuple(headless(release, piece, keys) for piece in pieces))


def _read(data: bytes, name: str) -> Reading[tuple[Request, ...]]:
    # most runs find nothing to read
    from deploylint.formats.reviewdata import read_reviews

    return read_reviews(data, name)
