"""Whether the lists of bugs that were found show one that blocks, or may lack one."""

from collections.abc import Callable, Iterator, Sequence

from deploylint.evidence.issuequery import Asked, gaps
from deploylint.evidence.weigh import Weighed, nothing, proven, violated
from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.source import Piece
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted, listed, quoted


def judge(
    found: Weighed[IssueList],
    unrecorded: Sequence[Piece[IssueList]],
    asked: Asked,
    blocks: Callable[[str], bool],
) -> Verdict:
    """Return whether an issue with a label that `blocks` is open, and lists hold all of them.

    `unrecorded` are lists without the record of their command; what they show to be open is open.
    """
    blocking = [
        (piece, issue)
        for piece in (*found.counted, *unrecorded)
        for issue in _open(piece)
        if any(map(blocks, issue.labels or ()))
    ]
    if blocking:
        verb = "is" if len(blocking) == 1 else "are"
        names = listed([issue.id for _, issue in blocking])
        reason = f"{counted(len(blocking), 'blocking bug')} {verb} open: {names}"
        return violated(found, reason, *[_finding(*one) for one in blocking])
    if not found.counted:
        return nothing(found, "list of bugs")
    incomplete = [
        Finding(f"{piece.source.path} {gap}", piece.source.at)
        for piece in found.counted
        for gap in (*gaps(piece, asked), *_unlabelled(piece))
    ]
    if incomplete:
        return violated(found, incomplete[0].message, *incomplete)
    return proven(found, _summary(found))


def _open(piece: Piece[IssueList]) -> Iterator[Issue]:
    for issue in piece.content.issues if piece.content else ():
        if issue.open and not issue.request:
            yield issue


def _unlabelled(piece: Piece[IssueList]) -> Iterator[str]:
    """Yield that it is not stated whether an issue blocks."""
    names = [issue.id for issue in _open(piece) if issue.labels is None]
    if names:
        yield f"does not state the labels of {listed(names)}; ask for them"


def _finding(piece: Piece[IssueList], issue: Issue) -> Finding:
    labels = listed([quoted(label) for label in issue.labels or ()])
    return Finding(f"{issue.id} {quoted(issue.title)} is open ({labels})", piece.source.at)


def _summary(found: Weighed[IssueList]) -> str:
    number = sum(1 for piece in found.counted for _ in _open(piece))
    runs = [piece.source.run for piece in found.counted]
    asked = listed([quoted(" ".join(run.command)) for run in runs if run is not None])
    seen = f"none of {counted(number, 'open issue')} blocks" if number else "no issue is open"
    return f"{seen}; asked by {asked}"
