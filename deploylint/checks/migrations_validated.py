"""A check before and after each migration is stated.

## Why
A check before says whether the migration is needed and can run; a check after says whether it did
what it should, before users find out.

## How to fix
Write `check_before` and `check_after` beside each migration, or put a step of `kind: verify` before
and after the step that migrates. A verify script of sqitch is the check after its change.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

from deploylint.facts.migrations import Framework, Migration, Migrations
from deploylint.migrations.identity import is_called
from deploylint.migrations.verdicts import without_files
from deploylint.model.location import Location
from deploylint.model.plan import Migration as Declared
from deploylint.model.plan import Plan, StepKind
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Evidence, Finding, Verdict, passed, unproven
from deploylint.model.wording import listed, quoted, share

FRAME = frozenset(("", "BEGIN", "START TRANSACTION", "ROLLBACK", "COMMIT"))
"""Statements around a verification that verify nothing."""

BEFORE, AFTER = "check_before", "check_after"


class Checked(NamedTuple):
    """A migration that the plan names or the release adds, and the checks that it lacks.

    `verified` is the script that checks it afterwards.
    """

    name: str
    at: Location
    lacking: tuple[str, ...]
    verified: str | None = None


def check(plan: Plan, migrations: Annotated[Migrations | None, "always"]) -> Verdict:
    """Look for both checks beside each migration, else for steps around the migrating ones."""
    unseen = without_files(migrations, plan)
    if unseen is not None and not plan.migrations:
        return unseen
    added = migrations.in_release if migrations is not None else ()
    checked = tuple(_checked(plan, added))
    if not any(one.lacking for one in checked):
        reason = f"checked before and after: {listed([one.name for one in checked])}"
        return passed(reason, evidence=_evidence(plan, checked, migrations))
    around = _steps_around(plan)
    if around is not None:
        return around
    findings = [
        Finding(f"{one.name} has no {' and no '.join(f'`{key}`' for key in one.lacking)}", one.at)
        for one in checked
        if one.lacking
    ]
    which = share(len(findings), len(checked), "migration")
    return unproven(f"no check before and after is stated for {which}", *findings)


def _checked(plan: Plan, added: Sequence[Migration]) -> Iterator[Checked]:
    """Yield what the plan names, then what the release adds beside."""
    declared = plan.migrations or ()
    for said in declared:
        script = next((_verify(one) for one in added if is_called(one, said.name)), None)
        yield Checked(said.name, said.at, _lacking(said, script), script)
    for one in added:
        if not any(is_called(one, said.name) for said in declared):
            script = _verify(one)
            lacking = (BEFORE,) if script is not None else (BEFORE, AFTER)
            yield Checked(one.name, one.at, lacking, script)


def _lacking(declared: Declared, script: str | None) -> tuple[str, ...]:
    texts = {BEFORE: declared.check_before, AFTER: declared.check_after}
    keys = (key for key, text in texts.items() if not real(text))
    return tuple(key for key in keys if key != AFTER or script is None)


def _verify(migration: Migration) -> str | None:
    """Return the script by which sqitch checks a change; one that does nothing is none.

    https://sqitch.org/docs/manual/sqitch-verify/
    """
    if migration.framework is not Framework.SQITCH:
        return None
    start = f"{migration.project}/" if migration.project else ""
    path = f"{start}verify/{migration.version}.sql"
    return path if path in migration.files and _asks(migration.texts.get(path, "")) else None


def _asks(script: str) -> bool:
    """Say whether a script holds more than the template that sqitch writes."""
    code = "\n".join(line.partition("--")[0] for line in script.splitlines())
    statements = (" ".join(one.split()).upper() for one in code.split(";"))
    return any(one not in FRAME for one in statements)


def _evidence(
    plan: Plan, checked: Sequence[Checked], migrations: Migrations | None
) -> tuple[Evidence, ...]:
    release = migrations.release if migrations is not None else None
    commit = release.commit if release is not None else None
    scripts = (one.verified for one in checked if one.verified is not None)
    written = (Evidence("migration", path, commit=commit) for path in scripts)
    return (*stated(*(one.at for one in plan.migrations or ())), *written)


def _steps_around(plan: Plan) -> Verdict | None:
    """Return a pass when steps that verify stand before and after all steps that migrate."""
    migrate = [i for i, step in enumerate(plan.steps) if step.kind is StepKind.MIGRATE]
    verify = [i for i, step in enumerate(plan.steps) if step.kind is StepKind.VERIFY]
    if not migrate or not verify or not verify[0] < migrate[0] <= migrate[-1] < verify[-1]:
        return None
    before = plan.steps[verify[0]]
    after = plan.steps[next(i for i in verify if i > migrate[-1])]
    reason = f"{quoted(before.name)} comes before the migrations, {quoted(after.name)} after them"
    return passed(reason, evidence=stated(before.at, after.at))
