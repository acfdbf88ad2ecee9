"""The rollback was rehearsed recently.

## Why
A way back that nobody has tried fails when it is needed: a flag was renamed, an image is gone.

## How to fix
Rehearse the rollback in staging, then write `tested_at` under `rollback_plan`.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.model.plan import Plan
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed, unproven
from deploylint.model.wording import spoken

_DAY = timedelta(days=1)
"""A bare date is its first moment in UTC, so today's may seem to lie ahead."""


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    max_age: Annotated[timedelta, "How long ago the rehearsal may be.", "lower"] = timedelta(
        days=90
    )


def check(plan: Plan, clock: Clock, params: Params) -> Verdict:
    """Judge how long before the deployment the rollback was last tried."""
    tested = plan.rollback_plan.tested_at if plan.rollback_plan else None
    if tested is None:
        reason = "the plan does not say when the rollback was rehearsed"
        return unproven(reason, Finding(reason, plan.where("rollback_plan")))
    judged = clock.at or clock.now
    if judged is None:
        return not_applicable("no clock: how long ago the rehearsal was cannot be judged")
    at, age, day = plan.where("rollback_plan", "tested_at"), judged - tested, tested.date()
    if age <= -_DAY:
        message = f"the rehearsal is dated {day}, {spoken(age)} after the deployment"
        return failed(message, Finding(message, at))
    if clock.now is not None and tested - clock.now >= _DAY:
        message = f"the rehearsal of {day} is planned and has not happened yet"
        return unproven(message, Finding(message, at))
    if age > params.max_age:
        limit = f"the policy permits {spoken(params.max_age)}"
        message = f"the rollback was rehearsed on {day}, {spoken(age)} before; {limit}"
        return failed(message, Finding(message, at))
    verdict = passed(f"the rollback was rehearsed on {day}", evidence=stated(at))
    return verdict._replace(valid_until=tested + params.max_age)
