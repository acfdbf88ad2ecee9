"""The hostile reports themselves: only what the program could have said, and all kinds of that."""

from functools import cache

import pytest
from hypothesis import given, seed, settings

from deploylint.decision import count, decide, evaluated, weighed
from deploylint.engine import OWN_CATEGORY
from deploylint.model.location import Location
from deploylint.model.policy import Action, Severity
from deploylint.model.report import Item, Report
from deploylint.model.verdict import Cause, Status
from tests.report.hostile import hostile_reports, misplaced


@given(hostile_reports() | misplaced())
def test_it_is_decided_as_the_program_decides(judged: Report) -> None:
    said = (judged.decision, judged.blocked, judged.next_permitted, judged.valid_until)
    assert any(
        (said, judged.counts, judged.items)
        == (
            tuple(decide(judged.items, strict=strict)),
            count(judged.items, strict=strict),
            weighed(judged.items, strict=strict),
        )
        for strict in (False, True)
    )


def possible(item: Item) -> bool:
    """Say whether a rule, or a line of the checklist, can have come to this."""
    failing = item.status is Status.FAIL
    told = bool(item.findings) or not failing
    placed = all(finding.at is not None and finding.at.file for finding in item.findings)
    caused = (item.cause is not None) is failing
    waived = item.waiver is None or item.cause is Cause.VIOLATED
    advised = item.on_fail > Action.CAUTION
    return told and placed and caused and waived and advised and _own(item)


def _own(item: Item) -> bool:
    if item.origin is not None:
        return True
    named = item.rule == item.title and item.category == OWN_CATEGORY and bool(item.rule.strip())
    plain = (item.severity, item.on_fail, item.fix, item.waiver)
    seen = [finding.message for finding in item.findings]
    told = seen == [item.reason] * (item.status is Status.FAIL)
    return named and told and plain == (Severity.ERROR, Action.ABORT, None, None)


@given(hostile_reports() | misplaced())
def test_each_item_can_be(judged: Report) -> None:
    assert [item for item in judged.items if not possible(item)] == []
    rules = [item.rule for item in judged.items if item.origin is not None]
    assert len(set(rules)) == len(rules)
    ends = [at for at in places(judged) if at.end_line is not None]
    assert all((at.end_line, at.end_column or 0) >= (at.line, at.column) for at in ends)


def places(judged: Report) -> list[Location]:
    found = [finding.at for item in judged.items for finding in item.findings]
    return [at for at in (judged.plan.at, *found) if at is not None]


@given(hostile_reports() | misplaced())
def test_each_plan_can_be(judged: Report) -> None:
    plan = judged.plan
    assert plan.environment.strip()
    assert bool(plan.version.strip()) is bool(plan.file)
    assert plan.document == 1 or (plan.file and plan.at.line >= plan.document)
    assert plan.at.file == plan.file or not plan.file


@cache
def drawn() -> frozenset[str]:
    """Return which decisions are drawn, which causes, and what else, from several beginnings."""
    found: set[str] = set()

    @settings(max_examples=200, derandomize=False, database=None)
    @given(hostile_reports())
    def draw(judged: Report) -> None:
        idle = UNJUDGED if judged.items else NO_ITEM
        found.add(judged.decision.label if evaluated(judged.items) else idle)
        found.update(str(item.cause) for item in judged.items if item.cause)
        found.update(WAIVED for item in judged.items if item.waiver is not None)

    for beginning in range(3):
        seed(beginning)(draw)()
    return frozenset(found)


NO_ITEM, UNJUDGED, WAIVED = "no item", "items of which none is judged", "waived"


@pytest.mark.parametrize(
    "kind", [*(action.label for action in Action), *Cause, NO_ITEM, UNJUDGED, WAIVED]
)
def test_every_kind_is_drawn(kind: str) -> None:
    assert kind in drawn()
