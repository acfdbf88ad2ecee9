"""A check before and after each migration is stated.

## Why
A check before says whether the migration is needed and can run; a check after says whether it did
what it should, before users find out.

## How to fix
Write `check_before` and `check_after` beside each migration, or put a step of `kind: verify` before
and after the step that migrates.
"""

from deploylint.model.plan import Migration, Plan, StepKind
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, not_applicable, passed, unproven
from deploylint.model.wording import listed, quoted, share


def check(plan: Plan) -> Verdict:
    """Look for both checks beside each migration, else for steps around the migrating ones."""
    if not plan.migrations:
        return not_applicable("the plan names no migration")
    lacking = {m.name: _lacking(m) for m in plan.migrations}
    if not any(lacking.values()):
        reason = f"checked before and after: {listed(list(lacking))}"
        return passed(reason, evidence=stated(*[m.at for m in plan.migrations]))
    around = _steps_around(plan)
    if around is not None:
        return around
    findings = [
        Finding(f"{m.name} has no {' and no '.join(lacking[m.name])}", m.at)
        for m in plan.migrations
        if lacking[m.name]
    ]
    which = share(len(findings), len(plan.migrations), "migration")
    return unproven(f"no check before and after is stated for {which}", *findings)


def _lacking(migration: Migration) -> list[str]:
    checks = {"check_before": migration.check_before, "check_after": migration.check_after}
    return [f"`{name}`" for name, text in checks.items() if not real(text)]


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
