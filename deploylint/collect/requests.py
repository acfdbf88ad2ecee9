"""Which pull or merge requests lead to the commit that is released."""

from deploylint.collect.around import Around
from deploylint.collect.ownership import ownership
from deploylint.collect.ties import committed_at, same_files
from deploylint.facts.release import Release, names_commit
from deploylint.facts.reviews import Platform, Request
from deploylint.facts.source import Piece

Requests = tuple[Request, ...]


def tied(around: Around, release: Release, piece: Piece[Requests]) -> Piece[Requests]:
    """Return a piece with those of its requests that lead to the release, if any does.

    What was recorded at this commit may speak of another all the same, so its record does not tie
    it.
    """
    requests = [request for request in piece.content or () if request.head]
    if not requests:
        return piece
    ties = ((one, _tie(around, release, one)) for one in requests)
    leading = [one._replace(tie=tie or None) for one, tie in ties if tie is not None]
    if not leading:
        source = piece.source._replace(commit=requests[0].head, run=None)
        return piece._replace(source=source)
    source = piece.source._replace(commit=release.commit)
    return piece._replace(
        source=source, content=tuple(_completed(around, release, one) for one in leading)
    )


def _tie(around: Around, release: Release, request: Request) -> str | None:
    """Return how the head of a request became the release, empty if it is it; None if it is not."""
    head = request.head or ""
    if release.is_commit(head):
        return ""
    if any(map(release.is_commit, request.merged_as)):
        return f"which was merged as {release.short}"
    if any(names_commit(head, parent) for parent in release.parents[1:]):
        return f"which {release.short} merges"
    if same_files(around, release, head):
        return f"which has the same files as {release.short}"
    return None


def _completed(around: Around, release: Release, request: Request) -> Request:
    """Return a request with what the repository knows of it."""
    pushed = request.pushed_at
    if pushed is None and request.head is not None:
        pushed = committed_at(around, request.head)
    return request._replace(pushed_at=pushed, ownership=ownership(around, release, request))


def headless(
    release: Release, piece: Piece[Requests], keys: set[tuple[Platform, str]]
) -> Piece[Requests]:
    """Return a piece that names no commit, such as the approvals of GitLab, with its request's."""
    requests = piece.content or ()
    if not requests or any(one.head or (one.platform, one.key) not in keys for one in requests):
        return piece
    return piece._replace(source=piece.source._replace(commit=release.commit))
