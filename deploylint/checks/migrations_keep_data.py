"""No migration of the release destroys data.

## Why
Code can be rolled back, dropped rows cannot. From that step on there is no return but the backup,
and what came in after it is gone.

## How to fix
Stop using a table or column in one release and drop it in a later one, when nobody has missed it.
Widen instead of narrowing; copy before overwriting. What has to go, goes with a reason in the
migration, and with a backup in the plan:
`-- deploylint: allow migrations-keep-data reason="archived" until=2027-01-31`.
"""

from typing import Annotated, Literal, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.verdicts import Terms, verdict_on, without_files
from deploylint.model.plan import Plan, StepKind
from deploylint.model.statements import real
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted

BY_FILES = True
"""Files alone decide: `deploylint migrations` judges it, too."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    backup: Annotated[bool, "Whether a waived loss needs a backup in the plan.", "higher"] = True
    opaque: Annotated[Literal["note", "fail"], "What a step is that cannot be read.", "higher"] = (
        "note"
    )
    approval: Annotated[bool, "Whether a waiver needs `approved_by`.", "higher"] = False


def check(
    plan: Plan,
    clock: Clock,
    migrations: Annotated[Migrations | None, "always"],
    params: Params,
) -> Verdict:
    """Fail on each loss of the release; a waiver lifts it together with a backup."""
    unseen = without_files(migrations, plan)
    if unseen is not None:
        return unseen
    assert migrations is not None  # noqa: S101  # it would have been unseen
    # only a release with migrations pays for it
    from deploylint.migrations.analysis.loss import loss_problems
    from deploylint.migrations.analysis.scope import Scope

    problems = loss_problems(Scope(migrations.in_release, migrations.server))
    terms = Terms("migrations-keep-data", clock, params.opaque == "fail", params.approval)
    number = counted(len(migrations.in_release), "migration")
    seen = verdict_on(problems, migrations, terms, f"{number} without a loss of data that shows")
    if seen.waiver is None or not params.backup or _has_backup(plan):
        return seen
    if not plan.file:  # there is no plan to look into
        lost = seen.findings[0]
        note = lost._replace(message="the waived loss needs a backup in the plan of the release")
        return seen._replace(findings=(*seen.findings, note))
    message = "the loss is waived, but the plan names no backup and has no step that takes one"
    finding = Finding(f"{message}; waived: {seen.waiver}", plan.where("backup"))
    return seen._replace(
        waiver=None, reason=f"{seen.reason}; {message}", findings=(*seen.findings, finding)
    )


def _has_backup(plan: Plan) -> bool:
    """Say whether the plan names a backup, or takes one before it migrates."""
    if plan.backup is not None and plan.backup.taken_at is not None and real(plan.backup.location):
        return True
    kinds = [step.kind for step in plan.steps]
    if StepKind.BACKUP not in kinds:
        return False
    migrating = kinds.index(StepKind.MIGRATE) if StepKind.MIGRATE in kinds else len(kinds)
    return kinds.index(StepKind.BACKUP) < migrating
