"""The moment that is judged."""

from datetime import UTC, datetime

from deploylint.facts.clock import Basis, Clock
from deploylint.model.plan import Plan


def system_now() -> datetime:
    """Return the system clock, in UTC and to the second."""
    return datetime.now(tz=UTC).replace(microsecond=0)  # noqa: TID251  # where Clock is made


def read_clock(plan: Plan, now: datetime, at: datetime | None, *, simulated: bool) -> Clock:
    """Return the moment to judge: `at`, else the plan's schedule if it lies ahead, else `now`."""
    if at is not None:
        return Clock(now=now, at=at, basis=Basis.AT, simulated=simulated)
    if plan.scheduled_at is not None and plan.scheduled_at > now:
        return Clock(now=now, at=plan.scheduled_at, basis=Basis.SCHEDULE, simulated=simulated)
    return Clock(now=now, at=now, basis=Basis.NOW, simulated=simulated)


def gate_clock(now: datetime, *, simulated: bool) -> Clock:
    """Return the clock of a deployment that is about to start."""
    return Clock(now=now, at=now, basis=Basis.NOW, simulated=simulated, gate=True)


def no_clock(plan: Plan) -> Clock:
    """Return the clock of a hook, which judges a scheduled plan alone, at its schedule."""
    basis = Basis.NONE if plan.scheduled_at is None else Basis.SCHEDULE
    return Clock(now=None, at=plan.scheduled_at, basis=basis)
