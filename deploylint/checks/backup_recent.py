"""A recent backup exists before the data changes.

## Why
When a migration goes wrong, the backup decides whether an hour of work is lost or a week of it.

## How to fix
Take a backup, then write `backup: {taken_at, location}`; `restored_at` says when a restore was last
tried.
"""

from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.migrations import Migrations
from deploylint.migrations.verdicts import without_files
from deploylint.model.plan import Backup, Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import (
    Finding,
    Status,
    Verdict,
    failed,
    not_applicable,
    passed,
    unproven,
)
from deploylint.model.wording import moment, quoted, spoken


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    max_age: Annotated[
        timedelta, "How old the backup may be at the moment of the deployment.", "lower"
    ] = timedelta(hours=24)


def check(
    plan: Plan,
    clock: Clock,
    migrations: Annotated[Migrations | None, "always"],
    params: Params,
) -> Verdict:
    """Judge the age of the backup that the plan names; without migrations nothing needs one."""
    unseen = without_files(migrations, plan)
    if unseen is not None and not plan.migrations:
        na = unseen.status is Status.NA
        return not_applicable(f"{unseen.reason}, so no data changes") if na else unseen
    backup = plan.backup
    if backup is None or backup.taken_at is None or not real(backup.location):
        what = "where its backup lies" if backup and backup.taken_at else "when a backup was taken"
        reason = f"the plan does not say {what}"
        return unproven(reason, Finding(reason, plan.where("backup")))
    if clock.at is None:
        return not_applicable("no clock: the age of the backup cannot be judged")
    fault = _fault(backup.taken_at, clock.at, params.max_age)
    if fault is not None:
        return failed(fault, Finding(fault, plan.where("backup", "taken_at")))
    if clock.now is not None and backup.taken_at > clock.now:
        ahead = spoken(backup.taken_at - clock.now)
        reason = f"the backup is planned for {ahead} from now; it does not exist yet"
        return unproven(reason, Finding(reason, plan.where("backup", "taken_at")))
    verdict = passed(_summary(backup, clock.at - backup.taken_at), evidence=stated(backup.at))
    return verdict._replace(valid_until=backup.taken_at + params.max_age)


def _fault(taken: datetime, judged: datetime, max_age: timedelta) -> str | None:
    """Return what is wrong with the age that a backup has at the moment judged."""
    age = judged - taken
    if age < timedelta():
        return f"the backup is dated {moment(taken)}, {spoken(age)} after the deployment"
    if age > max_age:
        limit = f"the policy permits {spoken(max_age)}"
        return f"the backup of {moment(taken)} is {spoken(age)} old at the deployment; {limit}"
    return None


def _summary(backup: Backup, age: timedelta) -> str:
    parts = [
        f"the backup in {quoted(backup.location or '')} is {spoken(age)} old at the deployment"
    ]
    if backup.restored_at is not None:
        parts.append(f"it was restored as a test on {backup.restored_at.date().isoformat()}")
    return "; ".join(parts)
