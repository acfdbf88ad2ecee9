"""The planned time of the deployment has not passed.

## Why
A plan that was due yesterday was made for another situation: other approvals, another window, other
people on duty.

## How to fix
Set `scheduled_at` to the new time and have it approved again, or remove it to deploy now.
"""

from datetime import datetime, timedelta

from deploylint.facts.clock import Clock
from deploylint.model.plan import Plan
from deploylint.model.statements import stated
from deploylint.model.verdict import Finding, Verdict, failed, not_applicable, passed
from deploylint.model.wording import moment, spoken

SLOT = timedelta(hours=1)
"""How long the slot of a plan is that does not state its `duration`."""

_LONGEST = timedelta(days=366)
"""The longest slot; the calendar ends somewhere, and no deployment takes a year."""


def check(plan: Plan, clock: Clock) -> Verdict:
    """Compare `scheduled_at` with now; when the deployment is about to start, with its slot."""
    start = plan.scheduled_at
    if start is None:
        return not_applicable("the plan has no `scheduled_at`")
    if clock.now is None:
        return not_applicable("no clock: whether the planned time has passed cannot be judged")
    return _in_slot(plan, start, clock.now) if clock.gate else _ahead(plan, start, clock.now)


def _ahead(plan: Plan, start: datetime, now: datetime) -> Verdict:
    at, gap = plan.where("scheduled_at"), spoken(now - start)
    if start < now:
        message = f"the planned time {moment(start)} passed {gap} ago"
        return failed(message, Finding(message, at))
    return passed(f"planned for {moment(start)}, {gap} from now", evidence=stated(at))


def _in_slot(plan: Plan, start: datetime, now: datetime) -> Verdict:
    """Judge the slot from `scheduled_at`, its end excluded."""
    at, end = plan.where("scheduled_at"), start + min(plan.duration or SLOT, _LONGEST)
    slot = f"the slot {moment(start)} to {moment(end)}"
    if now < start:
        message = f"{slot} begins in {spoken(start - now)}"
        return failed(message, Finding(message, at))._replace(next_permitted=start)
    if now >= end:
        message = f"{slot} ended {spoken(now - end)} ago"
        return failed(message, Finding(message, at))
    verdict = passed(f"now is inside {slot}", evidence=stated(at))
    return verdict._replace(valid_until=end)
