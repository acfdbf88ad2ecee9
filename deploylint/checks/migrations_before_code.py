"""Schema changes run before the code that needs them.

## Why
New code on an old schema fails from its first request. Old code on a schema that was only added to
keeps working, so the database goes first.

## How to fix
Order the `steps`: backup, migrate, deploy. A step that removes what the old code needs belongs to a
later release.
"""

from deploylint.model.plan import Plan, PlanStep, StepKind
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import quoted


def check(plan: Plan) -> Verdict:
    """Compare the order of the steps that migrate with the first one that deploys."""
    migrating = _of_kind(plan, StepKind.MIGRATE)
    if not plan.migrations and not migrating:
        return not_applicable("the plan names no migration")
    if not plan.steps:
        return unproven("the plan names no steps, so nothing says what runs first")
    deploying = _of_kind(plan, StepKind.DEPLOY)
    if not migrating or not deploying:
        absent = "runs the migrations" if not migrating else "deploys the code"
        reason = f"no step {absent}"
        return unproven(reason, Finding(reason, plan.where("steps")))
    first, deploy = next(iter(deploying.items()))
    notes = _late_backup(plan, min(migrating))
    late = [step for i, step in migrating.items() if i > first]
    if late:
        code = quoted(deploy.name)
        findings = [Finding(f"{quoted(step.name)} runs after {code}", step.at) for step in late]
        findings.append(Finding(f"{code} deploys the code before it", deploy.at))
        order = f"{quoted(late[0].name)} comes after {code}"
        return failed(
            f"the code is deployed before the schema it needs: {order}", *findings, *notes
        )
    last = migrating[max(migrating)]
    reason = f"{quoted(last.name)} runs before {quoted(deploy.name)}"
    return passed(reason, *notes, evidence=stated(last.at, deploy.at))


def _of_kind(plan: Plan, kind: StepKind) -> dict[int, PlanStep]:
    return {i: step for i, step in enumerate(plan.steps) if step.kind is kind}


def _late_backup(plan: Plan, start: int) -> list[Finding]:
    """Return a finding when each backup is taken after the step `start` has changed the data."""
    backups = _of_kind(plan, StepKind.BACKUP)
    if not backups or min(backups) < start:
        return []
    backup = backups[min(backups)]
    order = f"{quoted(backup.name)} comes after {quoted(plan.steps[start].name)}"
    return [Finding(f"{order}: that backup no longer holds the data as it was", backup.at)]
