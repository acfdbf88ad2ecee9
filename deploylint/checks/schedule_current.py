"""The planned time of the deployment has not passed.

## Why
A plan that was due yesterday was made for another situation: other approvals, another window, other
people on duty.

## How to fix
Set `scheduled_at` to the new time and have it approved again, or remove it to deploy now.
"""

from datetime import datetime

from deploylint.facts.clock import Clock
from deploylint.model.plan import Plan
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import moment, spoken


def check(plan: Plan, clock: Clock) -> Verdict:
    """Compare `scheduled_at` with now; when the deployment is about to start, with its slot."""
    if plan.slot is None:
        return not_applicable("the plan has no `scheduled_at`")
    if clock.now is None:
        return not_applicable("no clock: whether the planned time has passed cannot be judged")
    if clock.gate:
        return _in_slot(plan, plan.slot, clock.now)
    return _ahead(plan, plan.slot[0], clock.now)


def _ahead(plan: Plan, start: datetime, now: datetime) -> Verdict:
    at, gap = plan.where("scheduled_at"), spoken(now - start)
    if start < now:
        message = f"the planned time {moment(start)} passed {gap} ago"
        return failed(message, Finding(message, at))
    return passed(f"planned for {moment(start)}, {gap} from now", evidence=stated(at))


def _in_slot(plan: Plan, bounds: tuple[datetime, datetime], now: datetime) -> Verdict:
    """Judge the slot from `scheduled_at`, its end excluded."""
    at, (start, end) = plan.where("scheduled_at"), bounds
    slot = f"the slot {moment(start)} to {moment(end)}"
    if now < start:
        message = f"{slot} begins in {spoken(start - now)}"
        return failed(message, Finding(message, at))._replace(next_permitted=start)
    if now >= end:
        message = f"{slot} ended {spoken(now - end)} ago"
        return failed(message, Finding(message, at))
    verdict = passed(f"now is inside {slot}", evidence=stated(at))
    return verdict._replace(valid_until=end)
