"""No critical bug is open for this release.

## Why
A bug that was called critical before the release is critical after it, and then it is everybody's.

## How to fix
Repair what is open, or take its feature out of the release. Then ask the tracker anew and keep the
question: `deploylint record --kind bugs --log reports/bugs.json -- gh issue list --state open
--limit 1000 --json number,title,state,labels,url`, with `evidence: {bugs: reports/bugs.json}`.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Annotated, NamedTuple

from deploylint.evidence.issuequery import TRACKERS, gaps
from deploylint.evidence.weigh import Weighed, nothing, proven, violated, weigh
from deploylint.facts.bugs import Bugs
from deploylint.facts.clock import Clock
from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.source import Piece
from deploylint.model.statements import folded
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted, listed, quoted

_GENERIC_WORDS = (
    "priority prio severity bug type kind level issue impact importance urgency status release"
    " gravite priorite"
)
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Words of labels that say of what they speak: `severity: critical` and `critical` are one."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    labels: Annotated[
        tuple[str, ...],
        "The labels, priorities and severities that stop a release; `critical` stands for"
        " `severity: critical`, `priority/critical` and `Critical bug` too.",
    ] = (
        *("critical", "blocker", "blocking", "showstopper", "highest"),
        *("P0", "P1", "S0", "S1", "sev0", "sev1"),
    )
    programs: Annotated[
        tuple[str, ...], "The programs whose recorded answer about issues is believed."
    ] = TRACKERS
    max_age: Annotated[timedelta, "How old the list may be.", "lower"] = timedelta(hours=24)


def check(bugs: Bugs, clock: Clock, params: Params) -> Verdict:
    """Fail on each open issue that blocks, and on lists that may lack one.

    A list does not say when it was made nor what was asked for, so it counts only with the record
    of its command; a blocking bug in a list without one is a failure all the same.
    """
    found = weigh(bugs, clock, params.max_age)
    wanted = partial(blocks, {essence(label) for label in params.labels})
    unrecorded = [p for p in bugs.pieces if p.source.named and p.source.run is None]
    blocking = [
        (piece, issue)
        for piece in (*found.counted, *unrecorded)
        for issue in _open(piece)
        if any(map(wanted, issue.labels or ()))
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
        for gap in (*gaps(piece, params.programs, wanted), *_unlabelled(piece))
    ]
    if incomplete:
        return violated(found, incomplete[0].message, *incomplete)
    return proven(found, _summary(found))


def blocks(essences: set[str], label: str) -> bool:
    """Say whether `label` means one of those labels, of which the essence is given."""
    return essence(label) in essences


def essence(label: str) -> str:
    """Return what a label says, without case, signs and the word for what it speaks of."""
    words = folded(label).split()
    telling = [word for word in words if word not in GENERIC]
    # `priority::1` is not `severity::1`
    if not telling or all(word.isdecimal() for word in telling):
        telling = words
    return "".join(telling)


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
