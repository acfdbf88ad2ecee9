"""A report that postpones names the first moment at which the gate opens, or none."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from deploylint.facts.clock import Basis
from deploylint.load.settings import Settings
from deploylint.model.plan import Plan
from deploylint.model.policy import Stage
from deploylint.model.report import Report
from deploylint.model.windows import OnCall
from deploylint.review import Request, Review
from tests.checks.plans import plan
from tests.windows.test_second_opinion import CHANGES, policies

ABOUT = {"category": "window", "stage": "production", "fix": "Wait."}
RULES = {
    "deploy-window": ABOUT | {"title": "In a window", "severity": "error", "on_fail": "postpone"},
    "schedule-current": ABOUT | {"title": "Up to date", "severity": "warning"},
}
HORIZON = timedelta(days=5)


class Gate(NamedTuple):
    """A policy about time alone, asked at a moment."""

    review: Review

    def judge(self, plan: Plan, now: datetime, *, gate: bool = True) -> Report:
        self.review.request = self.review.request._replace(now=now, gate=gate)
        return self.review.report(plan)


def opened(windows: dict[str, Any], on_call: OnCall, *, strict: bool) -> Gate:
    policy = {
        "policy": "time",
        "rules": {name: {"check": name, **rule} for name, rule in RULES.items()},
        "windows": windows,
    }
    with TemporaryDirectory() as folder:
        path = Path(folder, "policy.yaml")
        path.write_text(json.dumps(policy), "utf-8")
        request = Request(
            policy=str(path),
            settings=Settings(root=folder),
            stages=(Stage.PRODUCTION,),
            now=datetime.min.replace(tzinfo=UTC),
            on_call=on_call,
            strict=strict,
            ladder=False,
        )
        return Gate(Review(request))


def planned(draw: st.DrawFn, now: datetime) -> Plan:
    """Return a plan, perhaps scheduled around now, perhaps with a time that it takes."""
    text = draw(st.sampled_from(("", "duration: 30m", "duration: 90m", "duration: 400m")))
    if draw(st.sampled_from((False, True, True))):
        start = now + timedelta(minutes=draw(st.integers(-600, 3000)))
        text += f"\nscheduled_at: {start.isoformat()}"
    return plan(text)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_time_named_is_the_first_at_which_the_gate_opens(data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from(sorted(CHANGES)))
    change = datetime.fromisoformat(data.draw(st.sampled_from(CHANGES[zone]))).replace(tzinfo=UTC)
    gate = opened(
        data.draw(policies(zone, change)),
        data.draw(st.sampled_from((OnCall.PRESENT, OnCall.ABSENT))),
        strict=data.draw(st.booleans()),
    )
    now = change + timedelta(minutes=data.draw(st.integers(-2000, 600)))
    wanted = data.draw(st.composite(planned)(now))
    asked = gate.judge(wanted, now, gate=data.draw(st.booleans()))
    assume(asked.blocked)
    ahead = asked.basis == Basis.SCHEDULE
    assert asked.at is not None

    def opens(at: datetime) -> bool:
        """Say whether the gate opens; a plan that is judged ahead is given that time first."""
        there = wanted._replace(scheduled_at=at) if ahead else wanted
        return not gate.judge(there, at).blocked

    found = asked.next_permitted and asked.next_permitted.astimezone(UTC)
    closed = asked.at.astimezone(UTC)
    if found is not None:
        event("comes back")
        assert found > closed
        assert opens(found)
    elif ahead or wanted.slot is None:
        event("not within the horizon")
        found = closed + HORIZON
    else:
        event("not in the slot")
        found = max(wanted.slot[1].astimezone(UTC), closed + timedelta(days=1))
    minutes = (found - closed) // timedelta(minutes=1)
    early = data.draw(st.integers(0, max(minutes - 1, 0)))
    assert not opens(closed + timedelta(minutes=early))
