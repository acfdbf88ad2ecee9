"""The rollback takes less than the limit, from the decision to a stable system.

## Why
Every minute of a rollback is a minute of outage; ten minutes from the decision to a stable system
are enough for one that was prepared.

## How to fix
Write `rollback_plan: {stable_within}` with the time from the decision to a stable system; shorten
it by a faster strategy if it is too long. The `duration` of the deployment is only a part of it.
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
    """Compare `rollback_plan.stable_within` with the limit."""
    if plan.declared_type is not ChangeType.ROLLBACK:
        return not_applicable("the plan is not a rollback")
    planned = plan.rollback_plan.stable_within if plan.rollback_plan else None
    at, limit = plan.where("rollback_plan", "stable_within"), f"less than {spoken(params.limit)}"
    if planned is None:
        reason = (
            "the plan does not say how long it takes until the system is stable (`stable_within`)"
        )
        return unproven(reason, Finding(reason, at))
    if planned >= params.limit:
        message = f"the rollback takes {spoken(planned)}; {limit} is needed"
        return failed(message, Finding(message, at))
    return passed(f"the rollback takes {spoken(planned)}, {limit}", evidence=stated(at))
