"""Whether a pipeline runs migrations before the code that needs them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import WITHOUT_EFFECT, Does
from deploylint.facts.rollout import Mechanism, Rollout, RolloutStep, When
from deploylint.model.migrationtools import Framework
from deploylint.model.verdict import (
    Assurance,
    Cause,
    Evidence,
    Finding,
    Status,
    Verdict,
    failed,
    passed,
)
from deploylint.model.wording import counted, listed

WITHOUT_LOCK = frozenset((Framework.DJANGO, Framework.TYPEORM))
"""Tools that keep no second run of theirs from migrating at the same time."""

DROPS = frozenset(
    (Does.DROP_TABLE, Does.DROP_COLUMN, Does.DROP_TYPE, Does.DROP_ENUM_VALUE, Does.DROP_OBJECT)
)
RENAMES = frozenset(
    (Does.RENAME_TABLE, Does.RENAME_COLUMN, Does.RENAME_TYPE, Does.RENAME_ENUM_VALUE)
)
FEW = 4
"""Places that are named of each sort."""


class Needs(NamedTuple):
    """What the migrations of a release ask for.

    `later` says that all of them belong after the code, with `why`; `notes` are said beside.
    """

    later: bool = False
    why: str = ""
    notes: tuple[Finding, ...] = ()


def needs_of(migrations: Sequence[Migration]) -> Needs:
    """Return when migrations should run, as far as what they do shows it."""
    first = [one for one in migrations if not one.after_code]
    if migrations and not first:
        return Needs(later=True, why=f"{_names(migrations)} are made to run after the code")
    does = {
        step.does for one in first for step in one.up.operations if step.does not in WITHOUT_EFFECT
    }
    if not does or not does <= DROPS | RENAMES:
        return Needs()
    what = f"{_names(first)} only {'removes' if len(first) == 1 else 'remove'} or renames"
    message = f"{what} parts of the schema: that belongs after the code that no longer uses them"
    note = Finding(message, first[0].at)
    return Needs(later=does <= DROPS, why=f"{_names(first)} only drops parts", notes=(note,))


def judge_rollout(rollout: Rollout, needs: Needs) -> Verdict | None:
    """Return what the files of the pipeline show, None where they show nothing."""
    before, during, after = (
        [one for one in rollout.steps if one.when is when and not one.conditional]
        for when in (When.BEFORE, When.WITH, When.AFTER)
    )
    racing = list(_racing(during))
    # compose files are often for development: they do not speak for the pipeline
    first = any(one.mechanism is not Mechanism.COMPOSE for one in (*before, *during))
    late = [] if first or needs.later else after
    notes = tuple(rollout_notes(rollout))
    if late or racing:
        problems = [*map(_late, late), *racing]
        findings = [*problems, *(_deploying(one) for one in late if one.other is not None)]
        return failed(_first(problems), *findings, *notes, evidence=_evidence(rollout, late))
    proof = [*before, *during] or (after if needs.later else [])
    if not proof:
        return None
    return _shown(rollout, proof, needs, notes)


def _shown(
    rollout: Rollout, proof: Sequence[RolloutStep], needs: Needs, notes: tuple[Finding, ...]
) -> Verdict:
    first = proof[0]
    where = f"({first.at.file}:{first.at.line})"
    order = {
        When.BEFORE: "runs the migrations before the code",
        When.WITH: "runs the migrations before its own code",
        When.AFTER: f"runs the migrations after the code, where they belong: {needs.why}",
    }[first.when]
    reason = f"{first.how} {order} {where}"
    verdict = passed(reason, *notes, evidence=_evidence(rollout, proof))
    return verdict._replace(assurance=Assurance.EVIDENCED)


def judge_both(planned: Verdict, rollout: Rollout, needs: Needs) -> Verdict:
    """Return the worse of what the plan says and what the files show; both have a say."""
    seen = judge_rollout(rollout, needs)
    if seen is None:
        return planned._replace(findings=(*planned.findings, *rollout_notes(rollout)))
    if seen.status is Status.FAIL:
        agreed = planned.status is not Status.PASS
        more = planned.findings if agreed else (Finding(f"the plan says: {planned.reason}"),)
        return seen._replace(findings=(*seen.findings, *more))
    if planned.cause is Cause.VIOLATED:
        finding = Finding(f"the files of the pipeline say: {seen.reason}")
        return planned._replace(findings=(*planned.findings, finding))
    said = planned.findings if planned.status is Status.PASS else ()
    evidence = (*seen.evidence, *planned.evidence)
    return seen._replace(findings=(*seen.findings, *said), evidence=evidence)


def _late(step: RolloutStep) -> Finding:
    return Finding(f"{step.how} runs the migrations after the code", step.at)


def _deploying(step: RolloutStep) -> Finding:
    return Finding("the code is deployed here, before it", step.other)


def _racing(steps: Iterable[RolloutStep]) -> Iterator[Finding]:
    """Yield what migrates several times at once with a tool that does not prevent it."""
    for one in steps:
        if one.tool in WITHOUT_LOCK and one.replicas > 1:
            at_once = counted(one.replicas, "replica")
            message = (
                f"{one.how} runs the migrations in {at_once} at the same time, and {one.tool} takes"
                " no lock; run them once, in a job before the rollout"
            )
            yield Finding(message, one.at)


def rollout_notes(rollout: Rollout) -> Iterator[Finding]:
    """Yield what the files of the pipeline show beside the verdict."""
    by_when = {when: [one for one in rollout.steps if one.when is when] for when in When}
    for one in by_when[When.WITH][:FEW]:
        if one.conditional:
            yield Finding(f"{one.how} may run the migrations, under a condition", one.at)
        elif not (one.tool in WITHOUT_LOCK and one.replicas > 1):
            yield Finding(f"{one.how} runs the migrations in every replica that starts", one.at)
    for one in by_when[When.UNKNOWN][:FEW]:
        message = f"{one.how} runs the migrations, and nothing says whether before the code"
        yield Finding(message, one.at)
    if by_when[When.BEFORE] or by_when[When.WITH]:
        for one in by_when[When.AFTER][:FEW]:
            yield Finding(f"{one.how} runs migrations after the code, too", one.at)
    yield from rollout.unreadable[:FEW]


def _evidence(rollout: Rollout, steps: Iterable[RolloutStep]) -> tuple[Evidence, ...]:
    commit = rollout.release.commit if rollout.release is not None else None
    places = dict.fromkeys(f"{one.at.file}:{one.at.line}" for one in steps)
    return tuple(Evidence("pipeline", place, commit=commit) for place in list(places)[:FEW])


def _first(findings: Sequence[Finding]) -> str:
    more = len(findings) - 1
    first = findings[0].message
    return f"{first}, and {counted(more, 'more problem')}" if more else first


def _names(migrations: Sequence[Migration]) -> str:
    return listed([one.name for one in migrations])
