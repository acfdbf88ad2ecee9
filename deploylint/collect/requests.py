"""Which pull or merge requests lead to the commit that is released."""

from deploylint.collect.around import Around
from deploylint.collect.ownership import ownership
from deploylint.collect.ties import committed_at, merged, same_files
from deploylint.facts.release import Release
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
    led = (_led(around, release, one) for one in requests)
    leading = [one for one in led if one is not None]
    if not leading:
        source = piece.source._replace(commit=requests[0].head, run=None)
        return piece._replace(source=source)
    source = piece.source._replace(commit=release.commit)
    return piece._replace(
        source=source, content=tuple(_completed(around, release, one) for one in leading)
    )


def _led(around: Around, release: Release, request: Request) -> Request | None:
    """Return a request with how its head became the release; None if it did not."""
    head = request.head or ""
    if release.is_commit(head):
        return request._replace(tie=None)
    if any(map(release.is_commit, request.merged_as)):
        return request._replace(tie=f"which was merged as {release.short}")
    merge = merged(around, release, head, request.base)
    tie = f"which {release.short} merges"
    if merge is not None and merge.surplus is None:
        return request._replace(tie=tie, local=merge.local)
    if same_files(around, release, head):
        return request._replace(tie=f"which has the same files as {release.short}")
    return None if merge is None else request._replace(tie=tie, surplus=merge.surplus)


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
