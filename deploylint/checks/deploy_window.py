"""The deployment falls into a permitted window.

## Why
What goes wrong on a Friday afternoon, before a public holiday or on a weekend without on-call is
found late and mended slowly. A window is when people are there, and have time to react.

## How to fix
Wait for the next permitted time, which the report names, and set `scheduled_at` to it. A hotfix
may go out earlier: state `type: hotfix`, `priority`, `incident` and `reason`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from deploylint.facts.clock import Basis, Clock
from deploylint.facts.schedule import Schedule
from deploylint.model.holidaynames import named_days
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.statements import real
from deploylint.model.verdict import (
    Assurance,
    Evidence,
    Finding,
    Verdict,
    failed,
    not_applicable,
    passed,
)
from deploylint.model.windows import WindowAnswer
from deploylint.model.windowwords import entry, moment
from deploylint.model.wording import spoken
from deploylint.windows.judge import Question, judge


class Return(NamedTuple):
    """When the plan as it is would be let through, None if at no time, and that in words."""

    when: datetime | None
    said: str


def check(plan: Plan, clock: Clock, schedule: Schedule) -> Verdict:
    """Fail when the moment judged, or the time the deployment takes, is not permitted."""
    if clock.at is None:
        return not_applicable("no clock: the plan has no schedule, so no moment is judged")
    answer = judge(schedule.rules, _question(plan, clock.at, schedule))
    at = clock.at.astimezone(answer.searched_until.tzinfo)
    # nobody wants to read the seconds of a clock that is running
    shown = at.replace(second=0) if clock.basis is Basis.NOW else at
    again = _again(plan, clock, schedule, answer)
    missed = _missed_slot(plan, clock, answer)
    if missed is not None:
        reason = f"{missed}; {again.said}"
        verdict = failed(reason, Finding(reason, plan.where("scheduled_at")))
        return verdict._replace(next_permitted=again.when)
    evidence = tuple(_evidence(clock, at, answer))
    if not answer.permitted:
        reason = f"{_closed(plan, shown, answer, schedule)}; {again.said}"
        scheduled = clock.basis is Basis.SCHEDULE
        findings = (Finding("this is the moment judged", plan.where("scheduled_at")),)
        verdict = failed(reason, *(findings if scheduled else ()), evidence=evidence)
        return verdict._replace(next_permitted=again.when)
    # the system clock is a witness; a moment that somebody named is only what they said
    seen = clock.basis is Basis.NOW and not clock.simulated
    verdict = passed(
        _open(shown, answer, schedule),
        evidence=evidence,
        assurance=Assurance.EVIDENCED if seen else Assurance.ATTESTED,
    )
    return verdict._replace(valid_until=answer.closes_at)


def _evidence(clock: Clock, at: datetime, answer: WindowAnswer) -> Iterator[Evidence]:
    yield Evidence("clock", f"{clock.basis}", time=at.isoformat())
    for one in answer.deciding:
        yield Evidence("window", f"{one.kind} {one.id}")
    for text in answer.assumptions:
        yield Evidence("assumption", text)


def _question(plan: Plan, at: datetime, schedule: Schedule) -> Question:
    return Question(
        at=at,
        type=plan.type,
        priority=plan.priority,
        incident=real(plan.incident),
        duration=plan.duration or timedelta(),
        on_call=schedule.on_call,
        holidays=schedule.holidays,
        calendars=schedule.calendars,
        timezone=schedule.timezone,
    )


def _missed_slot(plan: Plan, clock: Clock, answer: WindowAnswer) -> str | None:
    """Say that the gate is asked outside the slot that the plan was scheduled for."""
    if not clock.gate or plan.slot is None or clock.at is None:
        return None
    start, end = plan.slot
    if start <= clock.at < end:
        return None
    now = _told(clock.at.replace(second=0), answer)
    side = "before" if clock.at < start else "after"
    return (
        f"it is {now}, {side} the slot of the plan, {_told(start, answer)} to {_told(end, answer)}"
    )


def _again(plan: Plan, clock: Clock, schedule: Schedule, answer: WindowAnswer) -> Return:
    """Return when to come back; a plan that has a slot can go out in no other."""
    judged_now = clock.gate or clock.basis is Basis.NOW
    if not judged_now or plan.slot is None or clock.at is None:
        return Return(answer.next_permitted, _permitted(answer))
    start, end = plan.slot
    there = answer
    if clock.at < start:
        there = judge(schedule.rules, _question(plan, start, schedule))
    first = there.next_permitted
    if first is not None and first < end:
        return Return(first, f"permitted from {moment(first)}")
    known = "this moment is permitted" if there.permitted else _permitted(there)
    ends = "" if _missed_slot(plan, clock, answer) else f", as its slot ends {_told(end, answer)}"
    return Return(None, f"the plan needs a new `scheduled_at`{ends}; {known}")


def _open(at: datetime, answer: WindowAnswer, schedule: Schedule) -> str:
    closes = "" if answer.closes_at is None else f", open until {moment(answer.closes_at)}"
    return f"{moment(at)} ({answer.timezone}) is {_tier(answer, schedule)}{closes}"


def _closed(plan: Plan, at: datetime, answer: WindowAnswer, schedule: Schedule) -> str:
    when = f"{moment(at)} ({answer.timezone})"
    if answer.closes_at is not None:
        takes = plan.duration or timedelta()
        return (
            f"the deployment takes {spoken(takes)} from {when},"
            f" but the window closes at {moment(answer.closes_at)}"
        )
    if plan.declared_type is not plan.type and plan.declared_type is ChangeType.HOTFIX:
        lacking = "and a hotfix without incident and reason is no exception"
        return f"{when} is {_tier(answer, schedule)}, {lacking}"
    return f"{when} is {_tier(answer, schedule)}"


def _tier(answer: WindowAnswer, schedule: Schedule) -> str:
    """Return the tier with the entries that decided it, and the holidays they are about."""
    if not answer.deciding:
        return f"`{answer.tier}`: no rule covers it, so the default holds"
    days = named_days(schedule.rules, schedule.holidays, answer.deciding)
    said = (entry(one, answer.timezone, days.get(one.id)) for one in answer.deciding)
    return f"`{answer.tier}`: {', '.join(said)}"


def _permitted(answer: WindowAnswer) -> str:
    if answer.next_permitted is None:
        return f"no time is permitted until {moment(answer.searched_until)}"
    return f"permitted again from {moment(answer.next_permitted)}"


def _told(time: datetime, answer: WindowAnswer) -> str:
    """Return an instant on the clock of the windows."""
    return moment(time.astimezone(answer.searched_until.tzinfo))
