"""What `deploylint window` asks the engine, once its arguments are read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from deploylint.cli.defaults import STDIN, read_input, settings_policy
from deploylint.cli.notes import Asked, assumptions, notes
from deploylint.collect.clock import read_clock, system_now
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.collect.versions import versions
from deploylint.errors import UserError
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.schedule import Schedule
from deploylint.load.policy import load_policy
from deploylint.load.settings import Settings
from deploylint.model.holidaynames import named_days
from deploylint.model.plan import ChangeType, Plan, Priority
from deploylint.model.windowreport import Change, WindowReport
from deploylint.model.windows import OnCall, WindowAnswer, WindowRules
from deploylint.windows.judge import Question, judge


def ask(file: str | None, options: dict[str, Any], settings: Settings) -> WindowReport:
    """Return the answer for the plan `file` with the options of `window.WINDOW`.

    Raises UserErrors as `gather` does.
    """
    return answered(gather(file, options, settings), settings)


def gather(file: str | None, options: dict[str, Any], settings: Settings) -> Asked:
    """Return what is asked about the plan `file`, and all that decides the answer.

    Raises UserErrors for a policy, plan, zone or calendar that cannot be used, and when the policy
    states no windows.
    """
    reference = options["policy"] or settings_policy(settings)
    policy = load_policy(reference, rules_needed=False)
    rules = policy.windows
    if rules is None:
        message = "the policy states no windows, so no time is known to be permitted"
        hint = "add `windows:`, or extend deploylint:essential"
        raise UserError(message, policy.files[-1].name, hint)
    if options["horizon"] is not None:
        rules = rules._replace(horizon=options["horizon"])
    plan = None if file is None else _amended(_read_plan(file), options)
    clock = _clock(plan, options)
    at = clock.at or system_now()
    on_call = OnCall(options["on_call"] or OnCall.UNKNOWN)
    around = Circumstances(settings.timezone, settings.country, on_call, settings.root)
    return Asked(
        policy=policy,
        plan=plan,
        change=_change(plan, options, on_call),
        clock=clock,
        at=at,
        schedule=collect_schedule(rules, around, at),
    )


def _read_plan(file: str) -> Plan:
    # a policy alone does not pay for the shape of plans
    from deploylint.load.plan import read_plans

    data, name = read_input(file)
    try:
        first, *more = read_plans(data, name)
    except UserError:
        if _is_policy(data, name):
            hint = f"to ask about a policy, write --policy {'FILE' if file == STDIN else file}"
            raise UserError("this is a policy, not a plan", name, hint) from None
        raise
    if more:
        message = f"the file holds {1 + len(more)} plans; `window` answers for one"
        raise UserError(message, more[0].at, "`deploylint check` judges several plans")
    return first


def _is_policy(data: bytes, name: str) -> bool:
    from deploylint.read.yaml import read_documents

    found = [document.data for document in read_documents(data, name)]
    keys = found[0].keys() if found and isinstance(found[0], dict) else set()
    return "deployment" not in keys and not keys.isdisjoint({"windows", "rules"})


def _amended(plan: Plan, options: dict[str, Any]) -> Plan:
    """Return the plan with what the options say in place of it."""
    if options["incident"] is not None:
        plan = plan._replace(incident=options["incident"])
    if options["kind"] is not None:
        plan = plan._replace(declared_type=ChangeType(options["kind"]))
    return plan


def _clock(plan: Plan | None, options: dict[str, Any]) -> Clock:
    simulated = options["now"] is not None
    now, at = options["now"] or system_now(), options["at"]
    if plan is not None:
        return read_clock(plan, now, at, simulated=simulated)
    basis = Basis.NOW if at is None else Basis.AT
    return Clock(now=now, at=at or now, basis=basis, simulated=simulated)


def _change(plan: Plan | None, options: dict[str, Any], on_call: OnCall) -> Change:
    """Return the change: what the options say, else the plan.

    A type that somebody asks about is taken at their word; that of a plan counts as in `check`.
    """
    kind, priority = options["kind"], options["priority"]
    if plan is None:
        plan_type, stated = ChangeType.STANDARD, Change()
    else:
        plan_type = plan.type
        stated = Change(priority=plan.priority, incident=plan.incident, duration=plan.duration)
    duration: timedelta | None = options["duration"]
    return Change(
        type=plan_type if kind is None else ChangeType(kind),
        priority=stated.priority if priority is None else Priority(priority),
        incident=options["incident"] or stated.incident,
        duration=stated.duration if duration is None else duration,
        on_call=on_call,
    )


def answered(asked: Asked, settings: Settings) -> WindowReport:
    """Return the answer."""
    policy, rules = asked.policy, asked.schedule.rules
    answer = _answer(asked, asked.at)
    used = versions(_zones(asked.schedule), holidays=_from_library(rules, settings))
    return WindowReport(
        at=asked.at.astimezone(answer.searched_until.tzinfo),
        now=(asked.clock.now or asked.at).astimezone(answer.searched_until.tzinfo),
        basis=asked.clock.basis.value,
        simulated=asked.clock.simulated,
        change=asked.change,
        answer=answer,
        next_closes_at=_next_closes(asked, answer),
        permit=rules.permit,
        policy=policy.name,
        policy_files=policy.files,
        policy_digest=policy.digest,
        versions=used,
        plan=asked.plan,
        days=named_days(rules, asked.schedule.holidays, answer.deciding),
        notes=tuple(notes(asked, answer)),
        assumptions=(
            *asked.schedule.assumptions,
            *answer.assumptions,
            *assumptions(asked, used),
        ),
    )


def _answer(asked: Asked, at: datetime) -> WindowAnswer:
    return judge(asked.schedule.rules, question(asked, at))


def question(asked: Asked, at: datetime) -> Question:
    """Return the question about the moment `at`."""
    change, schedule = asked.change, asked.schedule
    return Question(
        at=at,
        type=change.type,
        priority=change.priority,
        incident=change.incident is not None,
        duration=change.duration or timedelta(),
        on_call=change.on_call,
        holidays=schedule.holidays,
        calendars=schedule.calendars,
        timezone=schedule.timezone,
    )


def _next_closes(asked: Asked, answer: WindowAnswer) -> datetime | None:
    """Return when the next permitted time ends, as far as the answer has looked."""
    if answer.permitted or answer.next_permitted is None:
        return answer.closes_at
    closes = _answer(asked, answer.next_permitted).closes_at
    known = answer.searched_until.astimezone(UTC)
    return None if closes is None or closes.astimezone(UTC) > known else closes


def _zones(schedule: Schedule) -> Iterator[str]:
    rules = schedule.rules
    yield schedule.timezone
    for entries in (rules.rules, rules.freezes, rules.openings, rules.exceptions):
        yield from (entry.timezone for entry in entries if entry.timezone)


def _from_library(rules: WindowRules, settings: Settings) -> bool:
    return any(one.country or settings.country for one in rules.holidays)
