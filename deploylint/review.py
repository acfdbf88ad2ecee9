"""One straight line for each plan: collect facts, evaluate the rules, decide, report."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from deploylint.collect.clock import gate_clock, no_clock, read_clock
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.decision import blocks, count, decide, severity_of, weighed
from deploylint.engine import (
    Case,
    Outline,
    evaluate,
    needed_facts,
    open_case,
    prepare,
    sketch,
    verdicts,
)
from deploylint.errors import UnavailableError
from deploylint.facts.clock import Clock
from deploylint.facts.schedule import Schedule
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.settings import Settings
from deploylint.model.plan import ChangeType, Plan, Priority
from deploylint.model.policy import Policy, Severity, Stage
from deploylint.model.report import Item, Report, Rung
from deploylint.model.verdict import Status, Verdict, errored, unproven
from deploylint.model.windows import OnCall
from deploylint.model.wording import listed
from deploylint.registry import bind

MAX_GATHERED = 1000
"""Plans of one release share the facts that were gathered for it; beyond this they start anew."""

LADDER = ("essential", "production", "strict")
"""The shipped policies, each of which asks for more than the one before."""


class Request(NamedTuple):
    """What is asked of a run: which policy and stages, which moment, which change.

    `now` is the system clock or what simulates it. `type` and `priority` override the plan's.
    Without `ladder` no other policy is looked at. `calendars` is the folder in which the calendar
    files of the policy are read; None means the root of the settings. `unversioned` says that this
    root is a folder without history: all migrations in it are new in the release. With an
    `environment`, only plans for it are judged.
    """

    policy: str
    settings: Settings
    stages: tuple[Stage, ...]
    now: datetime
    at: datetime | None = None
    simulated: bool = False
    gate: bool = False
    clock: bool = True
    type: ChangeType | None = None
    priority: Priority | None = None
    on_call: OnCall = OnCall.UNKNOWN
    strict: bool = False
    ladder: bool = True
    calendars: str | None = None
    unversioned: bool = False
    environment: str | None = None


class Seen(NamedTuple):
    """What was seen of a plan: its case with all facts, and an item per rule."""

    clock: Clock
    case: Case
    items: tuple[Item, ...]


class Review:
    """A policy made ready to judge plans, one after the other."""

    def __init__(self, request: Request) -> None:
        """Read the policy. Raises UserErrors when it, the zone or the country is wrong."""
        self.request = request
        self.policy = load_policy(request.policy)
        self.judge = prepare(bind(self.policy.rules), request.stages)
        self.timed = any(Schedule in types for _, types in self.judge.wants)
        self.circumstances = Circumstances(
            timezone=request.settings.timezone,
            country=request.settings.country,
            on_call=request.on_call,
            root=request.settings.root if request.calendars is None else request.calendars,
        )
        self.gathered: dict[tuple[type, Any], object] = {}

    def examine(self, plan: Plan) -> Seen:
        """Return the facts about `plan` that the rules ask for, and what each rule says."""
        plan = self._as_requested(plan)
        clock = self._clock(plan)
        case = open_case(plan, {Clock: clock, Schedule: self._schedule(clock)})
        case = case._replace(facts={**case.facts, **self._gather(case)})
        return Seen(clock=clock, case=case, items=evaluate(self.judge, case))

    def report(self, plan: Plan) -> Report:
        """Return the report on `plan`."""
        seen = self.examine(plan)
        report = concluded(seen, self.policy, self.request)
        return report._replace(
            ladder=tuple(self._climb(seen.case._replace(checklist=None))),
            assumptions=_assumptions(seen.case),
        )

    def _gather(self, case: Case) -> dict[type, object]:
        """Return what the rules that apply want to know beside clock and windows."""
        wanted = needed_facts(self.judge, case).difference(case.facts)
        if not wanted:
            return {}
        # a policy that is content with statements looks at nothing else
        from deploylint.collect.around import Around, ask
        from deploylint.collect.gather import gather

        if len(self.gathered) > MAX_GATHERED:
            self.gathered.clear()
        around = Around(ask(case.plan, self.request.settings))
        if self.request.unversioned:
            # only policies under test are judged by such a folder
            from deploylint.collect.unversioned import gather_unversioned

            return gather_unversioned(wanted, around, self.gathered)
        return gather(wanted, around, self.gathered)

    def _as_requested(self, plan: Plan) -> Plan:
        request = self.request
        if request.type is not None:
            plan = plan._replace(declared_type=request.type)
        if request.priority is not None:
            plan = plan._replace(priority=request.priority)
        return plan

    def _clock(self, plan: Plan) -> Clock:
        """Return the moment to judge; a date is meant in the zone of the settings."""
        return self._moment(plan)._replace(timezone=self.request.settings.timezone or "UTC")

    def _moment(self, plan: Plan) -> Clock:
        request = self.request
        if not request.clock:
            return no_clock(plan)
        if request.gate:
            return gate_clock(request.now, simulated=request.simulated)
        return read_clock(plan, request.now, request.at, simulated=request.simulated)

    def _schedule(self, clock: Clock) -> Schedule | Verdict:
        """Return the windows, completed by the settings, or why there are none."""
        if not self.timed:
            return unproven("no rule of the policy asks for the windows")
        if self.policy.windows is None:
            return unproven("the policy states no windows, so no time is known to be permitted")
        try:
            return collect_schedule(self.policy.windows, self.circumstances, clock.at)
        except UnavailableError as error:
            return errored(str(error))

    def _climb(self, case: Case) -> Iterator[Rung]:
        """Yield the shipped policies above this one, up to the first that would block."""
        files = {file.name for file in self.policy.files}
        for name in LADDER if self.request.ladder else ():
            if PREFIX + name not in files:
                rung = self._rung(name, case)
                if rung:
                    yield rung
                if rung is None or rung.blocking:
                    return

    def _rung(self, name: str, case: Case) -> Rung | None:
        """Return what would block under another policy, None if it has nothing to judge."""
        strict = self.request.strict
        least = Severity.WARNING if strict else Severity.ERROR
        found = list(verdicts(_shipped(name, self.request.stages, least), case))
        if all(verdict.status is Status.NA for _, verdict in found):
            return None
        blocking = (
            rule.id
            for rule, verdict in found
            if blocks(severity_of(rule.severity, strict=strict), verdict, rule.on_fail)
        )
        return Rung(name, tuple(blocking))


def concluded(seen: Seen, policy: Policy, request: Request, *, answered: bool = False) -> Report:
    """Return what was seen as a report, with the decision.

    With `answered` it is an answer, and a good one, that there was nothing to judge.
    """
    clock, case, _ = seen
    schedule = case.facts.get(Schedule)
    items = weighed(seen.items, strict=request.strict)
    decision = decide(items, strict=request.strict, answered=answered)
    return Report(
        plan=case.plan,
        policy=policy.name,
        policy_files=policy.files,
        policy_digest=policy.digest,
        now=clock.now,
        at=clock.at,
        basis=clock.basis.value,
        timezone=schedule.timezone if isinstance(schedule, Schedule) else None,
        simulated=clock.simulated,
        stages=request.stages,
        decision=decision.action,
        blocked=decision.blocked,
        counts=count(items, strict=request.strict),
        items=items,
        next_permitted=decision.next_permitted,
        valid_until=decision.valid_until,
    )


def _assumptions(case: Case) -> tuple[str, ...]:
    schedule = case.facts.get(Schedule)
    known = schedule.assumptions if isinstance(schedule, Schedule) else ()
    read = {getattr(fact, "kind", None) for fact in case.facts.values()}
    unread = [f"`{kind}`" for kind in case.plan.evidence if kind not in read]
    if not unread:
        return known
    what = listed(unread)
    return (*known, f"no rule that applies reads the evidence of kind {what} that the plan names")


@cache
def _shipped(name: str, stages: tuple[Stage, ...], least: Severity) -> Outline:
    """Return the rules of a shipped policy; a thousand plans read it once."""
    return sketch(load_policy(PREFIX + name).rules, stages, least)
