"""What one piece of evidence is worth: of which commit it is, how old, and on what that rests."""

from datetime import datetime, timedelta
from typing import NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.release import Release, names_commit
from deploylint.facts.source import RecordedRun, Source
from deploylint.model.evidence import Kind
from deploylint.model.verdict import Assurance, Cause
from deploylint.model.wording import spoken

AHEAD = timedelta(minutes=5)
"""How far the clocks of two machines may be apart."""

ZONES = timedelta(hours=14)
"""How far a time without a zone may be off: zones reach from UTC-12 to UTC+14."""

SENSIBLE = (1970, 9000)
"""Years that a tool may state; others are mistakes, and arithmetic fails near the ends."""

MEASURED = frozenset(
    (
        *(Kind.TESTS, Kind.END_TO_END, Kind.VALIDATIONS),
        *(Kind.COVERAGE, Kind.BUDGETS, Kind.VULNERABILITIES),
    )
)
"""Kinds whose own time is that of the run that made them; others state when something happened."""

SHORT = 7


class Standing(NamedTuple):
    """What a piece proves, or why it does not count.

    `cause` is None when it counts. `why` is a clause about the piece: "was recorded at commit
    3f9c1e2". `expires` is when it becomes too old.
    """

    assurance: Assurance
    why: str
    cause: Cause | None = None
    expires: datetime | None = None


def standing(source: Source, release: Release | None, clock: Clock, max_age: timedelta) -> Standing:
    """Return what `source` is worth for `release`.

    The four tests, strongest first: the recorded run, the commit it states, and its own time, which
    must not be before the commit, nor ahead of the clock, nor older than `max_age`. The time of the
    file itself proves nothing and is not looked at. Without a clock its age is not judged.
    """
    if source.run_problem is not None:
        return _out(Cause.ERROR, source.run_problem)
    tied = _copied(source, release) or _tie(source, release)
    if tied is not None and tied.cause is not None:
        return tied
    bound = tied is not None
    made = source.run.ended_at if source.run else source.time
    vague = source.vague and source.run is None
    if made is None:
        return tied or _out(
            Cause.UNPROVEN,
            "says neither when it was made nor of which commit;"
            " run its command through `deploylint record`",
        )
    late = _late(made, ZONES if vague else timedelta(0), clock, max_age)
    if late is not None:
        return late
    if not bound and release is not None and made + (ZONES if vague else AHEAD) < _born(release):
        return _out(Cause.STALE, f"was made on {_day(made)}, before the commit {release.short} was")
    assurance = Assurance.BOUND if bound else Assurance.EVIDENCED
    why = tied.why if tied else f"was made on {_day(made)}; nothing ties it to the commit"
    return Standing(assurance, why, None, made + max_age)


def _copied(source: Source, release: Release | None) -> Standing | None:
    """Return why what a report states does not agree with the recorded run that wrote it."""
    run = source.run
    if run is None or source.kind not in MEASURED or not _sensible(run.started_at, run.ended_at):
        return None
    slack = AHEAD + (ZONES if source.vague else timedelta(0))
    if source.time is not None and not (
        run.started_at - slack <= source.time <= run.ended_at + slack
    ):
        side = "before" if source.time < run.started_at else "after"
        return _out(
            Cause.STALE, f"says it was made on {_day(source.time)}, {side} the run that is recorded"
        )
    if source.commit is None or release is None or release.is_commit(source.commit):
        return None
    if run.commit is not None and names_commit(source.commit, run.commit):
        return None
    return _other_commit(source.commit, release)


def _other_commit(commit: str, release: Release) -> Standing:
    return _out(Cause.STALE, f"is of commit {commit[:SHORT]}, and the release is {release.short}")


def _tie(source: Source, release: Release | None) -> Standing | None:
    """Return how the source is tied to the commit, or to another; None if nothing is said."""
    if release is None:
        return None
    if source.run is not None and source.run.commit is not None:
        return _tie_run(source.run, source.run.commit, release)
    if source.commit is not None:
        if release.is_commit(source.commit):
            return Standing(Assurance.BOUND, f"is of commit {release.short}")
        return _other_commit(source.commit, release)
    return None


def _tie_run(run: RecordedRun, commit: str, release: Release) -> Standing:
    if run.dirty:
        return _out(
            Cause.STALE,
            f"was recorded with changes that are not in the commit {commit[:SHORT]};"
            " commit them and record it anew",
        )
    if release.is_commit(commit):
        return Standing(Assurance.BOUND, f"was recorded at commit {release.short}")
    if run.tree is not None and run.tree == release.tree:
        why = f"was recorded at commit {commit[:SHORT]}, which has the same files"
        return Standing(Assurance.BOUND, why)
    return _out(
        Cause.STALE, f"was recorded at commit {commit[:SHORT]}, and the release is {release.short}"
    )


def _late(
    made: datetime, tolerance: timedelta, clock: Clock, max_age: timedelta
) -> Standing | None:
    """Return why the time of the source speaks against it."""
    if not _sensible(made):
        return _out(Cause.STALE, f"says that it was made in the year {made.year}")
    if clock.now is None:
        return None
    if made - tolerance > clock.now + AHEAD:
        return _out(Cause.STALE, f"says it was made on {_day(made)}, which lies ahead")
    age = clock.now - made
    if age - tolerance > max_age:
        return _out(
            Cause.STALE, f"is {spoken(age)} old; the policy accepts {spoken(max_age)} at most"
        )
    return None


def _sensible(*moments: datetime) -> bool:
    return all(SENSIBLE[0] <= moment.year <= SENSIBLE[1] for moment in moments)


def _out(cause: Cause, why: str) -> Standing:
    return Standing(Assurance.ATTESTED, why, cause)


def _born(release: Release) -> datetime:
    return max(release.committed_at, release.parents_at or release.committed_at)


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M %Z}"
