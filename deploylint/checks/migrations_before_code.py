"""Schema changes run before the code that needs them.

## Why
New code on an old schema fails from its first request. Old code on a schema that was only added to
keeps working, so the database goes first. Where every replica migrates while it starts, two of them
may do so at the same time.

## How to fix
Order the `steps` of the plan: backup, migrate, deploy. In the pipeline, migrate once and before the
rollout: a `pre-upgrade` hook of Helm, `PreSync` of Argo CD, a release phase, a job that the one
which deploys `needs`. What removes what the old code needs belongs to a later release.
"""

from typing import Annotated

from deploylint.facts.migrations import Migrations
from deploylint.facts.rollout import Rollout
from deploylint.migrations.verdicts import without_files
from deploylint.model.plan import Plan, PlanStep, StepKind
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import quoted


def check(
    plan: Plan,
    migrations: Annotated[Migrations | None, "always"],
    rollout: Annotated[Rollout | None, "always"],
) -> Verdict:
    """Compare the order of migrating and deploying, in the plan and in the pipeline's files."""
    migrating = _of_kind(plan, StepKind.MIGRATE)
    unseen = without_files(migrations, plan)
    if unseen is not None and not plan.migrations and not migrating:
        return unseen
    added = migrations.in_release if migrations is not None else ()
    if not added and (rollout is None or not (rollout.steps or rollout.unreadable)):
        return _planned(plan, migrating, None)
    # only a release with migrations pays for it
    from deploylint.evidence.rolledout import judge_both, needs_of

    needs = needs_of(added)
    planned = _planned(plan, migrating, needs.why if needs.later else None)
    verdict = planned if rollout is None else judge_both(planned, rollout, needs)
    # what runs after the code says why by itself
    notes = () if needs.why and needs.why in verdict.reason else needs.notes
    return verdict._replace(findings=(*verdict.findings, *notes))


def _planned(plan: Plan, migrating: dict[int, PlanStep], later: str | None) -> Verdict:
    """Compare the order of the steps that migrate with the first one that deploys.

    `later` says why these migrations may run after it.
    """
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
    last, code = migrating[max(migrating)], quoted(deploy.name)
    if not late:
        reason = f"{quoted(last.name)} runs before {code}"
        return passed(reason, *notes, evidence=stated(last.at, deploy.at))
    order = f"{quoted(late[0].name)} comes after {code}"
    if later is not None:
        reason = f"{order}, where it belongs: {later}"
        return passed(reason, *notes, evidence=stated(last.at, deploy.at))
    findings = [Finding(f"{quoted(step.name)} runs after {code}", step.at) for step in late]
    findings.append(Finding(f"{code} deploys the code before it", deploy.at))
    return failed(f"the code is deployed before the schema it needs: {order}", *findings, *notes)


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
