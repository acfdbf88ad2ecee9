"""The cases of the specification, from YAML to the answer."""

from datetime import UTC
from typing import Any

import pytest

from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.load.values import parse_duration, parse_instant
from deploylint.load.windows import read_windows
from deploylint.model.location import Spot
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import OnCall, WindowAnswer, WindowRules
from deploylint.windows.judge import Question, judge
from tests.windows.specification import DOCUMENT, FOLDER, SPECIFICATION


def rules_of(policy: str) -> WindowRules:
    container = SPECIFICATION["policies"][policy]
    return read_windows(container["windows"], Spot(DOCUMENT.places, container, "windows"))


POLICIES = {name: rules_of(name) for name in SPECIFICATION["policies"]}


def answer_to(case: dict[str, Any]) -> WindowAnswer:
    rules = POLICIES[case["policy"]]
    at = parse_instant(case["at"])
    priority = case["change"]["priority"]
    on_call = case["on_call"] if case["on_call"] in set(OnCall) else OnCall.UNKNOWN
    around = Circumstances(on_call=OnCall(on_call), root=str(FOLDER))
    schedule = collect_schedule(rules, around, at)
    question = Question(
        at=at,
        type=ChangeType(case["change"]["type"]),
        priority=Priority(priority) if priority else None,
        duration=parse_duration(case["duration"]),
        on_call=schedule.on_call,
        holidays=schedule.holidays,
        calendars=schedule.calendars,
        timezone=schedule.timezone,
    )
    return judge(rules, question)


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in SPECIFICATION["cases"]]
)
def test_case_of_the_specification(case: dict[str, Any]) -> None:
    answer = answer_to(case)
    expected = case["expect"]["next_permitted"]
    assert {
        "tier": answer.tier,
        "permitted": answer.permitted,
        "next_permitted": answer.next_permitted and answer.next_permitted.astimezone(UTC),
    } == {**case["expect"], "next_permitted": expected and parse_instant(expected).astimezone(UTC)}
