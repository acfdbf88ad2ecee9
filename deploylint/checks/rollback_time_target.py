"""The rollback takes less than the limit, from the decision to a stable system.

## Why
Every minute of a rollback is a minute of outage; ten minutes from the
decision to a stable system are enough for one that was prepared.

## How to fix
Write `duration` with the time from the decision to a stable system; shorten it by a faster strategy
if it is too long.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import spoken


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    limit: Annotated[timedelta, "The rollback must take less than this.", "lower"] = timedelta(
        minutes=10
    )


def check(plan: Plan, params: Params) -> Verdict:
    """Compare `duration`, else `rollback_plan.stable_within`, with the limit."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    path: tuple[str, ...] = ("duration",)
    planned = plan.duration
    if planned is None and plan.rollback_plan:
        path, planned = ("rollback_plan", "stable_within"), plan.rollback_plan.stable_within
    if planned is None:
        return unproven("the plan does not say how long the rollback takes (`duration`)")
    at, limit = plan.where(*path), f"less than {spoken(params.limit)}"
    if planned >= params.limit:
        message = f"the rollback takes {spoken(planned)}; {limit} is needed"
        return failed(message, Finding(message, at))
    return passed(f"the rollback takes {spoken(planned)}, {limit}", evidence=stated(at))
