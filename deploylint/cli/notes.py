"""What `deploylint window` says beside its answer: what was assumed, and what may surprise."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from deploylint.facts.clock import Basis, Clock
from deploylint.facts.schedule import Schedule
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.policy import Condition, Policy
from deploylint.model.windowreport import Change, Versions
from deploylint.model.windows import Requirement, WindowAnswer, WindowException
from deploylint.model.windowwords import moment
from deploylint.model.wording import listed

CHECK = "deploy-window"
"""The check by which the rules of a policy judge the time of a plan."""


class Asked(NamedTuple):
    """The change, the moment, and what decides: everything that an answer depends on."""

    policy: Policy
    plan: Plan | None
    change: Change
    clock: Clock
    at: datetime
    schedule: Schedule


def notes(asked: Asked, answer: WindowAnswer) -> Iterator[str]:
    """Yield what a person should know because it may not be what they meant."""
    plan, change = asked.plan, asked.change
    if plan is not None and plan.scheduled_at is not None and asked.clock.basis is Basis.NOW:
        passed = moment(plan.scheduled_at.astimezone(answer.searched_until.tzinfo))
        yield f"the plan was scheduled for {passed}, which has passed, so now is judged"
    if answer.permitted:
        return
    if plan is not None and plan.declared_type is not change.type:
        declared = plan.declared_type
        yield f"the plan says {declared}, which counts only with `incident` and `reason`"
    if change.incident is None:
        for exception in asked.schedule.rules.exceptions:
            if _lacks_incident(exception, change):
                lacking = "but asks for an incident: give --incident"
                yield f"exception {exception.id} is for such a change, {lacking}"
    yield from _unasked(asked)


def _lacks_incident(exception: WindowException, change: Change) -> bool:
    return (
        Requirement.INCIDENT in exception.requires
        and (not exception.types or change.type in exception.types)
        and (not exception.priorities or change.priority in exception.priorities)
    )


def _unasked(asked: Asked) -> Iterator[str]:
    """Yield that `check` would not look at the windows, where the policy says so."""
    rules = [rule for rule in asked.policy.rules if rule.check == CHECK and rule.disabled is None]
    unmet = [[one for one in rule.when if not _holds(one, asked)] for rule in rules]
    if rules and all(unmet):
        when = [f"{one.field} {' or '.join(one.allowed)}" for one in unmet[0]]
        rule = f"its rule {rules[0].id} is for {listed(when)}"
        yield f"`deploylint check` would not look at the windows here: {rule}"


def _holds(condition: Condition, asked: Asked) -> bool:
    """Return whether a condition holds for the change, or may hold."""
    plan = asked.plan
    match condition.field:
        case "type":
            return asked.change.type.value in condition.allowed
        case "environment" if plan is not None:
            named = {plan.environment.strip().lower(), plan.environment_kind.value}
            return not named.isdisjoint(condition.allowed)
        case _:
            return True


def assumptions(asked: Asked, used: Versions) -> Iterator[str]:
    """Yield what is taken for granted besides what the engine assumes."""
    kind, plan = asked.change.type, asked.plan
    if kind is not ChangeType.STANDARD and (plan is None or plan.type is not kind):
        yield f"the plan will give `incident` and `reason`, without which a {kind} does not count"
    if used.tzdata_source is not None:
        release = used.tzdata or "of unknown release"
        yield f"time zones are those of the tz database {release} ({used.tzdata_source})"
    if used.holidays is not None:
        yield f"public holidays are those of the package holidays {used.holidays}"
