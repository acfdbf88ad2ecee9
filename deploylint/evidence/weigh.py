"""From what was found of one kind to what counts, and to the verdict that says so."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Generic, NamedTuple, TypeVar

from deploylint.evidence.standing import Standing, standing
from deploylint.facts.clock import Clock
from deploylint.facts.source import Collected, Piece, Source
from deploylint.model.location import Location
from deploylint.model.verdict import (
    Assurance,
    Cause,
    Evidence,
    Finding,
    Status,
    Verdict,
    failed,
    unproven,
)
from deploylint.model.wording import listed

T = TypeVar("T")

WORST = (Cause.ERROR, Cause.STALE)
"""Which cause stands for several pieces that do not count, strongest first."""


SHOWN = 5
"""How many pieces are named that were found unasked and do not count."""

SEARCHED = 3
"""How many of the places are named that were searched in vain."""


class Trouble(NamedTuple):
    """Why something that must count does not."""

    cause: Cause
    finding: Finding


class Weighed(NamedTuple, Generic[T]):
    """The pieces that count, and what keeps others from it.

    `troubles` are about evidence that must count: named in the plan or the settings, or recorded at
    this commit. `notes` are about evidence that was found unasked and is left out. `assurance` is
    the least of what counts; `valid_until` is when the first of it becomes too old.
    """

    counted: tuple[Piece[T], ...]
    assurance: Assurance
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[Finding, ...] = ()
    searched: tuple[str, ...] = ()
    valid_until: datetime | None = None

    @property
    def contents(self) -> list[T]:
        """Return what the pieces that count hold."""
        return [piece.content for piece in self.counted if piece.content is not None]


def weigh(collected: Collected[T], clock: Clock, max_age: timedelta) -> Weighed[T]:
    """Return which pieces count: those that were named, and those of this very commit."""
    counted: list[Piece[T]] = []
    standings: list[Standing] = []
    troubles = [
        Trouble(Cause.ERROR, Finding(f"{gap.place.pattern} {gap.why}", gap.place.at))
        for gap in collected.missing
    ]
    if collected.release_problem is not None:
        troubles.append(Trouble(Cause.ERROR, Finding(collected.release_problem)))
    notes: list[Finding] = []
    for piece in collected.pieces:
        worth = standing(piece.source, collected.release, clock, max_age)
        trouble = _trouble(piece, worth)
        if trouble is None:
            counted.append(piece)
            standings.append(worth)
        elif _must_count(piece.source, worth):
            # a person's word does not stand in for evidence that was named and proves nothing
            cause = Cause.STALE if trouble.cause is Cause.UNPROVEN else trouble.cause
            troubles.append(trouble._replace(cause=cause))
        else:
            message = f"found, but not counted: {trouble.finding.message}"
            notes.append(trouble.finding._replace(message=message))
    return Weighed(
        counted=tuple(counted),
        assurance=min((worth.assurance for worth in standings), default=Assurance.ATTESTED),
        troubles=tuple(troubles),
        notes=_few(notes),
        searched=collected.searched,
        valid_until=min((w.expires for w in standings if w.expires), default=None),
    )


def _few(notes: list[Finding]) -> tuple[Finding, ...]:
    """Return the first notes, and how many more there are: a folder may hold hundreds."""
    more = len(notes) - SHOWN
    if more <= 0:
        return tuple(notes)
    return (*notes[:SHOWN], Finding(f"and {more} more that were found and are not counted"))


def _trouble(piece: Piece[T], worth: Standing) -> Trouble | None:
    """Return why the piece does not count, None when it does."""
    source = piece.source
    if piece.problem is not None and source.run_problem is None:
        return Trouble(Cause.ERROR, Finding(f"{source.path} {piece.problem}", source.at))
    if worth.cause is not None:
        return Trouble(worth.cause, Finding(f"{source.path} {worth.why}", source.at))
    if source.named is None and worth.assurance is not Assurance.BOUND:
        why = f"{source.path} {worth.why}; name it under `evidence: {{{source.kind}: ...}}`"
        return Trouble(Cause.UNPROVEN, Finding(why, source.at))
    return None


def _must_count(source: Source, worth: Standing) -> bool:
    """Say whether it would be wrong to pass over the piece in silence."""
    recorded_here = worth.assurance is Assurance.BOUND or source.run_problem is not None
    return source.named is not None or recorded_here


def nothing(weighed: Weighed[T], noun: str, at: Location | None = None) -> Verdict:
    """Return the verdict when no piece counts; `noun` names one, such as "test report"."""
    if weighed.troubles:
        return _troubled(weighed)
    reason = f"no {noun} of this release was found{_searched(weighed.searched)}"
    return unproven(reason, *weighed.notes, *((Finding(reason, at),) if at else ()))


def _searched(places: Sequence[str]) -> str:
    """Say where was looked, for short; `deploylint evidence` lists every place."""
    if not places:
        return ""
    more = len(places) - SEARCHED
    shown = ", ".join(places[:SEARCHED]) + f" and {more} more" if more > 0 else listed(places)
    return f" (looked for {shown})"


def violated(weighed: Weighed[T], reason: str, *findings: Finding) -> Verdict:
    """Return the verdict when what counts shows that the rule does not hold."""
    others = [trouble.finding for trouble in weighed.troubles]
    return failed(reason, *findings, *others, evidence=tuple(evidence_of(weighed)))


def proven(weighed: Weighed[T], reason: str, *notes: Finding) -> Verdict:
    """Return the verdict when what counts shows that the rule holds.

    It fails all the same when other evidence that must count does not.
    """
    if weighed.troubles:
        return _troubled(weighed)
    return Verdict(
        status=Status.PASS,
        reason=reason,
        assurance=weighed.assurance,
        findings=(*notes, *weighed.notes),
        evidence=tuple(evidence_of(weighed)),
        valid_until=weighed.valid_until,
    )


def _troubled(weighed: Weighed[T]) -> Verdict:
    cause = min((trouble.cause for trouble in weighed.troubles), key=WORST.index)
    findings = sorted(weighed.troubles, key=lambda trouble: WORST.index(trouble.cause))
    messages = [trouble.finding for trouble in findings]
    return Verdict(
        status=Status.FAIL,
        reason=together(messages),
        cause=cause,
        findings=(*messages, *weighed.notes),
        evidence=tuple(evidence_of(weighed)),
    )


def together(findings: Sequence[Finding]) -> str:
    """Return the message of the first, and how many more there are."""
    first = findings[0].message
    more = len(findings) - 1
    return first if not more else f"{first}, and {more} more"


def evidence_of(weighed: Weighed[T]) -> Iterator[Evidence]:
    """Yield what the pieces that count are, each with the record of its run."""
    for piece in weighed.counted:
        source, run = piece.source, piece.source.run
        time = run.ended_at if run else source.time
        yield Evidence(
            kind=source.kind.value,
            source=source.path,
            digest=source.digest,
            commit=(run.commit if run else None) or source.commit,
            time=time.isoformat() if time else None,
        )
        if run is not None and run.path != source.path:
            yield Evidence("record", run.path, run.digest, run.commit, run.ended_at.isoformat())
