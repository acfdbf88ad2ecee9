"""Whether recorded runs show that migrations ran in an environment."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from deploylint.evidence.migrationsdeclared import same_environment
from deploylint.evidence.weigh import Weighed, nothing, proven, together, violated, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.migrationruns import MigrationRun, MigrationRuns
from deploylint.facts.source import Piece
from deploylint.model.migratecommands import Direction, migrating_commands
from deploylint.model.verdict import Cause, Finding, Status, Verdict
from deploylint.model.wording import listed, quoted

NOUN = "recorded run of the migrations"
SHORT = 7


def judge_runs(
    runs: MigrationRuns, said: Verdict, wanted: str, clock: Clock, max_age: timedelta
) -> Verdict:
    """Return what the runs in the environment `wanted` show; without any, what was `said`.

    The last run in it decides. A run of other contents is stale, whatever was said.
    """
    found = weigh(runs, clock, max_age)
    ours = [piece for piece in found.counted if _is_in(piece, wanted)]
    if ours:
        last = max(ours, key=_ended)
        problems = tuple(_problems(last))
        if problems:
            return violated(found, together(problems), *problems, *_contradicted(said))
        return _shown(found, last, wanted)
    return _without(runs, found, said, wanted)


def _without(
    runs: MigrationRuns, found: Weighed[MigrationRun], said: Verdict, wanted: str
) -> Verdict:
    """Return the verdict where no run in the environment counts."""
    against = tuple(_against(runs, found))
    elsewhere = tuple(_elsewhere(found.counted, wanted))
    if found.troubles:
        return _because(nothing(found, NOUN), against)
    if any(piece.source.named for piece in found.counted):
        return violated(found, together(elsewhere), *elsewhere, *_contradicted(said))
    changed = tuple(_changed(runs, found, wanted))
    if changed:
        stale = nothing(found, NOUN)._replace(reason=together(changed), cause=Cause.STALE)
        return stale._replace(findings=(*changed, *found.notes, *_contradicted(said)))
    if said.status is Status.PASS or said.cause is Cause.VIOLATED:
        return said._replace(findings=(*said.findings, *elsewhere, *found.notes, *against))
    none = nothing(found, f"{NOUN} in {wanted}")
    findings = (*said.findings, *elsewhere, *found.notes, *against)
    return none._replace(reason=f"{said.reason}; {none.reason}", findings=findings)


def _shown(found: Weighed[MigrationRun], last: Piece[MigrationRun], wanted: str) -> Verdict:
    """Return the verdict on a run that succeeded, with how it is tied to the release."""
    run = last.content
    assert run is not None  # noqa: S101  # what counts was read
    commit = f" at commit {run.recorded.commit[:SHORT]}" if run.recorded.commit else ""
    command = quoted(" ".join(run.recorded.command))
    reason = f"{command} was recorded in {run.environment}{commit} and succeeded"
    if run.environment != wanted:
        reason += f"; {run.environment} stands for {wanted}"
    return proven(found, reason)


def _because(verdict: Verdict, against: Sequence[Finding]) -> Verdict:
    """Return a verdict with what was different, so that nobody has to compare commits."""
    if not against:
        return verdict
    reason = f"{verdict.reason}: {against[0].message}"
    return verdict._replace(reason=reason, findings=(*verdict.findings, *against))


def _problems(piece: Piece[MigrationRun]) -> Iterator[Finding]:
    """Yield what shows that a run did not apply the migrations."""
    run = piece.content
    assert run is not None  # noqa: S101  # what counts was read
    command = quoted(" ".join(run.recorded.command))
    where = f"in {run.environment}"
    if run.recorded.exit_code != 0:
        message = f"{command} {where} ended with {run.recorded.exit_code}"
        yield Finding(message, piece.source.at)
        return
    found = migrating_commands(run.recorded.command)
    if found and all(one.direction is not Direction.UP for one in found):
        message = f"{command} {where} applied no migration: {found[-1].why}"
        yield Finding(message, piece.source.at)


def _elsewhere(pieces: Iterable[Piece[MigrationRun]], wanted: str) -> Iterator[Finding]:
    for piece in pieces:
        if piece.content is not None:
            where = piece.content.environment
            message = f"{piece.source.path} is of a run in {where}, not in {wanted}"
            hint = f"; record it with `--name {wanted}`" if where == "migrations" else ""
            yield Finding(f"{message}{hint}", piece.source.at)


def _against(runs: MigrationRuns, found: Weighed[MigrationRun]) -> Iterator[Finding]:
    """Yield why runs at another commit do not count."""
    for piece in _left_out(runs, found):
        run = piece.content
        if run is None or run.recorded.commit is None:
            continue
        commit, at = run.recorded.commit[:SHORT], piece.source.at
        if run.changed:
            yield Finding(f"{_have(run.changed)} since {commit}", at)
        if run.absent:
            yield Finding(f"{listed(run.absent)} did not exist at {commit}", at)
        if run.unknown:
            yield Finding(run.unknown, at)


def _changed(runs: MigrationRuns, found: Weighed[MigrationRun], wanted: str) -> Iterator[Finding]:
    """Yield the runs in the environment of migrations that were changed afterwards."""
    for piece in _left_out(runs, found):
        run = piece.content
        if run is not None and run.changed and _is_in(piece, wanted):
            commit = (run.recorded.commit or "")[:SHORT]
            message = f"{_have(run.changed)} since {commit}, where the run in {run.environment} was"
            yield Finding(f"{message} recorded; run and record it anew", piece.source.at)


def _left_out(runs: MigrationRuns, found: Weighed[MigrationRun]) -> Iterator[Piece[MigrationRun]]:
    counted = {piece.source.path for piece in found.counted}
    return (piece for piece in runs.pieces if piece.source.path not in counted)


def _have(names: Sequence[str]) -> str:
    return f"{listed(names)} {'was' if len(names) == 1 else 'were'} changed"


def _contradicted(said: Verdict) -> Iterator[Finding]:
    if said.status is Status.PASS:
        yield Finding(f"the plan says otherwise: {said.reason}")


def _ended(piece: Piece[MigrationRun]) -> float:
    return piece.content.recorded.ended_at.timestamp() if piece.content else 0.0


def _is_in(piece: Piece[MigrationRun], wanted: str) -> bool:
    """Say whether a run was in the environment."""
    return piece.content is not None and same_environment(piece.content.environment, wanted)
