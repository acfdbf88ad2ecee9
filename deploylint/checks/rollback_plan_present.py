"""The plan says how to return to the version before.

## Why
When a release goes wrong, there is no time to think out how to undo it. A way back that was written
down calmly takes minutes (the command at most 5, from the decision to a stable system at most
10).

## How to fix
Write `rollback_plan: {command, target, trigger, time_limit, owner}`. Where the policy accepts a
sentence, it says more than "revert": to which version, or by which command or runbook.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.facts.tags import Tag, Tags
from deploylint.model.databases import wipes_in
from deploylint.model.location import Location
from deploylint.model.plan import ChangeType, Plan, RollbackPlan
from deploylint.model.semver import same_version
from deploylint.model.statements import at_each_place, folded, real, stated
from deploylint.model.verdict import Assurance, Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import dotted, listed, quoted, spoken

_RETURNING = (
    "revert reverted rollback roll rolled back undo return go revenir retour annuler arriere"
)
_FILLING = (
    "a an the it this that to we you will can be is if when needed necessary required in case of"
    " for problem problems issue issues plan procedure process standard usual yes ok ready exists"
    " exist available documented known defined done possible and or with le la les l un une de du"
    " des d en cas si besoin necessaire probleme on va peut faire prevu pret existe disponible"
    " documente connu oui est sera fait"
)
_EMPTY = frozenset(f"{_RETURNING} {_FILLING}".split())
"""Words that say neither to what nor how; a text of these alone is no plan."""

_LACKS = "the rollback plan has no"


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    structured: Annotated[
        bool,
        "Whether command, target, trigger, time limit and owner are needed. If not, a sentence is"
        " enough, and limits and target are pointed out, not judged.",
        "higher",
    ] = True
    time_limit: Annotated[timedelta, "How long the command may take.", "lower"] = timedelta(
        minutes=5
    )
    stable_within: Annotated[
        timedelta, "How long it may take from the decision to a stable system.", "lower"
    ] = timedelta(minutes=10)
    destructive: Annotated[
        Literal["note", "fail"], "What to do with a command that wipes a database.", "higher"
    ] = "fail"


def check(plan: Plan, tags: Tags | None, params: Params) -> Verdict:
    """Judge what the rollback plan says: parts, limits, target, and commands that lose data.

    In a repository, a target that is tagged makes it more than a statement.
    """
    rollback = plan.rollback_plan
    if rollback is None:
        return unproven("the plan has no rollback plan")
    missing = _missing(plan, rollback) if params.structured else {}
    reasons = [f"{_LACKS} {listed(list(missing))}"] if missing else []
    findings = at_each_place(_LACKS, missing.items())
    faults = [] if params.structured else list(_says_nothing(plan, rollback))
    notes: list[Finding] = []
    # a part that nobody asks for must not be better left out than written
    (faults if params.structured else notes).extend(_out_of_bounds(plan, rollback, params))
    (faults if params.destructive == "fail" else notes).extend(_wipes(plan, rollback))
    reasons += [fault.message for fault in faults]
    if reasons:
        return failed("; ".join(reasons), *findings, *faults, *notes)
    said = passed(_summary(rollback), *notes, evidence=stated(rollback.at))
    return said if tags is None or tags.release is None else _backed(plan, rollback, tags, said)


def _backed(plan: Plan, rollback: RollbackPlan, tags: Tags, said: Verdict) -> Verdict:
    """Return the verdict resting on the tag of the target, or with a note that none fits."""
    # most runs look at no tags
    from deploylint.evidence.tagged import short, tag_evidence, tags_in, unfetched

    path = ("rollback_plan", "target") if rollback.target else ("rollback_plan",)
    text = rollback.target or rollback.text or rollback.command or ""
    found = _earlier(plan, tags_in(tags.tags, text, plan.service))
    if len({tag.commit for tag in found}) == 1:
        return said._replace(
            reason=f"{said.reason}; the tag {found[0].name} leads to {short(found[0].commit)}",
            assurance=Assurance.EVIDENCED,
            evidence=(*said.evidence, tag_evidence(found[0])),
        )
    names = listed([tag.name for tag in found]) if found else ""
    message = (
        f"{quoted(text)} fits several tags: {names}" if found else f"{quoted(text)} has no tag"
    )
    why = None if found else unfetched(tags)
    note = Finding(f"{message} here: {why}" if why else message, plan.where(*path))
    return said._replace(findings=(*said.findings, note))


def _earlier(plan: Plan, tags: tuple[Tag, ...]) -> list[Tag]:
    """Leave out the tag of what is being deployed; a rollback deploys what it returns to."""
    # most runs look at no tags
    from deploylint.evidence.tagged import names_version

    if plan.declared_type is ChangeType.ROLLBACK:
        return list(tags)
    return [tag for tag in tags if not names_version(tag.name, plan.version, plan.service)]


def _missing(plan: Plan, rollback: RollbackPlan) -> dict[str, Location]:
    """Return the parts that are absent or say nothing, and where."""
    missing = {}
    for name in ("command", "target", "trigger", "owner"):
        text: str | None = getattr(rollback, name)
        if not real(text):
            at = rollback.at if text is None else plan.where("rollback_plan", name)
            missing[f"`{name}`"] = at
    if rollback.time_limit is None:
        missing["`time_limit`"] = rollback.at
    return missing


def _out_of_bounds(plan: Plan, rollback: RollbackPlan, params: Params) -> Iterator[Finding]:
    yield from _too_long(plan, rollback, params)
    yield from _same_target(plan, rollback)


def _says_nothing(plan: Plan, rollback: RollbackPlan) -> Iterator[Finding]:
    """Yield a finding unless a text says to what or how: one word beyond "we will roll back"."""
    texts = (rollback.text, rollback.command, rollback.target, rollback.database)
    if not any(real(text) and set(folded(text).split()) - _EMPTY for text in texts):
        written = next(
            (f"only {quoted(text)}" for text in texts if text), "neither to what nor how"
        )
        message = (
            f"the rollback plan says {written}: say to which version, and by which command or"
            " runbook"
        )
        yield Finding(message, plan.where("rollback_plan"))


def _too_long(plan: Plan, rollback: RollbackPlan, params: Params) -> Iterator[Finding]:
    for name in ("time_limit", "stable_within"):
        span: timedelta | None = getattr(rollback, name)
        limit: timedelta = getattr(params, name)
        if span is not None and span > limit:
            message = f"`{name}` is {spoken(span)}; the policy permits {spoken(limit)}"
            yield Finding(message, plan.where("rollback_plan", name))


def _same_target(plan: Plan, rollback: RollbackPlan) -> Iterator[Finding]:
    """Yield a finding when it returns to what is deployed; in a rollback that is the aim."""
    target, is_rollback = rollback.target, plan.declared_type is ChangeType.ROLLBACK
    if target and same_version(target, plan.version) and not is_rollback:
        message = f"the target {target} is the version being deployed, not the one before"
        yield Finding(message, plan.where("rollback_plan", "target"))


def _wipes(plan: Plan, rollback: RollbackPlan) -> Iterator[Finding]:
    written: dict[tuple[str, ...], str | None] = {
        ("rollback_plan",): rollback.text,
        ("rollback_plan", "command"): rollback.command,
        ("rollback_plan", "database"): rollback.database,
    }
    for path, text in written.items():
        for wipe in wipes_in(text or ""):
            message = (
                f"`{wipe.name}` in `{dotted(path)}` wipes the database, and all data is lost;"
                f" {wipe.instead}"
            )
            yield Finding(message, plan.places.at(("deployment", *path)))


def _summary(rollback: RollbackPlan) -> str:
    if rollback.text is not None:
        return f"the plan says how to return: {quoted(rollback.text)}"
    parts = [f"{quoted(rollback.command)}" if rollback.command else "the rollback"]
    parts += [f"returns to {rollback.target}"] if rollback.target else []
    parts += [f"within {spoken(rollback.time_limit)}"] if rollback.time_limit else []
    parts += [f"when {quoted(rollback.trigger)}"] if rollback.trigger else []
    parts += [f"by {rollback.owner}"] if rollback.owner else []
    return " ".join(parts)
