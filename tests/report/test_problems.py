"""Failing items as problems: which, where, in which words, and by what they are known."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from deploylint.model.location import Location
from deploylint.model.policy import Action, Severity
from deploylint.model.report import Answer, Refusal, Trouble
from deploylint.model.verdict import Finding, Status
from deploylint.report.problems import Problem, Run, wrong
from deploylint.report.style import Style
from tests.report.hostile import answers
from tests.report.reports import abort, go, item, place, plan, report

STYLE = Style()
FAIL = Status.FAIL
PLAN = "deployment:\n  version: v1.0.0\n  notify: {}\n"
VERSION = place(PLAN, "version")
NOTIFY = place(PLAN, "notify")


def told(*items: Any, style: Style = STYLE, **fields: Any) -> list[Problem]:
    return list(wrong(report(*items, **fields), style))


def known_by(source: str, text: str, **fields: Any) -> str:
    """Return the fingerprint of a problem at `text` in a plan."""
    failing = item("a-rule", FAIL, findings=(Finding("it is wrong", place(source, text)),))
    (problem,) = told(failing, plan=plan(source, **fields))
    return problem.fingerprint


def test_each_failing_item_is_a_problem_at_each_of_its_places() -> None:
    assert [
        (one.rule, one.at.line, one.blocking, one.severity.label, one.waiver is not None)
        for one in wrong(abort(), STYLE)
    ] == [
        ("no-placeholders", 17, True, "error", False),
        ("end-to-end-tests-pass", 1, False, "warning", False),
        ("migrations-reversible", 15, True, "error", False),
        ("migrations-reversible", 16, True, "error", False),
        ("migrations-keep-data", 1, False, "error", True),
        ("rollback-plan-present", 17, True, "error", False),
        ("rollback-plan-present", 17, True, "error", False),
        ("communication-planned", 18, True, "error", False),
        ("staging-validated", 11, True, "error", False),
        ("checklist-item", 12, True, "error", False),
        ("release-size-reasonable", 1, False, "info", False),
    ]


def test_what_passes_or_does_not_apply_is_no_problem() -> None:
    noted = item("b-rule", findings=(Finding("a note", VERSION),))
    assert told(noted, item("a-rule", Status.NA)) == []
    assert list(wrong(go(), STYLE)) == []


@pytest.mark.parametrize(
    ("reason", "findings", "expected"),
    [
        pytest.param("two are wrong", [], ["two are wrong"], id="nothing-found"),
        pytest.param("it is wrong", [("it is wrong", VERSION)], ["it is wrong"], id="same-words"),
        pytest.param(
            "it is wrong",
            [("it is wrong; write `x`", VERSION)],
            ["it is wrong; write `x`"],
            id="reason-goes-on",
        ),
        pytest.param(
            "two are wrong",
            [("this", VERSION), ("that", VERSION), ("this", VERSION)],
            ["two are wrong; this; that"],
            id="one-place",
        ),
        pytest.param(
            "two are wrong",
            [("this", VERSION), ("that", NOTIFY)],
            ["two are wrong; this", "that"],
            id="two-places",
        ),
        pytest.param(
            "this, and 1 more problem",
            [("this; write `x`", VERSION), ("that", NOTIFY)],
            ["this; write `x`", "that"],
            id="two-places-say-the-reason",
        ),
        pytest.param(
            "two are wrong",
            [("", VERSION), ("that", NOTIFY)],
            ["two are wrong", "that"],
            id="nothing-said-at-a-place",
        ),
        pytest.param("", [("", VERSION)], ["A rule"], id="nothing-said-at-all"),
    ],
)
def test_messages_say_what_is_wrong_there(
    reason: str, findings: list[tuple[str, Location]], expected: list[str]
) -> None:
    found = tuple(Finding(message, at) for message, at in findings)
    failing = item("a-rule", FAIL, reason=reason, findings=found)
    assert [one.message for one in told(failing, plan=plan(PLAN))] == expected


def test_findings_without_a_place_are_at_the_plan() -> None:
    failing = item("a-rule", FAIL, findings=(Finding("it is wrong"),))
    (problem,) = told(failing)
    assert problem.at == problem.plan == plan().at


def test_files_are_named_from_the_root_and_each_is_looked_up_once() -> None:
    asked = []

    def from_root(file: str) -> str:
        asked.append(file)
        return f"web/{file}"

    found = [Finding("it is wrong", VERSION._replace(line=line)) for line in (2, 3)]
    found += [Finding("it is wrong", Location("001.sql", line, 1)) for line in (1, 2)]
    style = Style(from_root=from_root)
    told_there = told(item("a-rule", FAIL, findings=tuple(found)), style=style)
    assert [one.at.file for one in told_there] == ["web/deploy/plan.yaml"] * 2 + ["web/001.sql"] * 2
    assert {one.plan and one.plan.file for one in told_there} == {"web/deploy/plan.yaml"}
    assert asked == ["deploy/plan.yaml", "001.sql"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(PLAN, "# a\n# b\n\n# c\n# d\n" + PLAN, id="lines-inserted-above"),
        pytest.param(PLAN, PLAN.replace("  notify", "      notify"), id="indented"),
        pytest.param(PLAN, PLAN + "  owner: release-manager\n", id="lines-added-below"),
        pytest.param(PLAN, PLAN.replace("\n", "\r\n"), id="other-line-ends"),
    ],
)
def test_a_problem_is_known_again_when_its_line_moves(before: str, after: str) -> None:
    assert known_by(before, "notify") == known_by(after, "notify")


@pytest.mark.parametrize(
    ("source", "fields"),
    [
        pytest.param(PLAN.replace("{}", "{before: now}"), {}, id="another-line"),
        pytest.param(PLAN, {"file": "deploy/other.yaml"}, id="another-plan"),
        pytest.param(PLAN, {"document": 2}, id="another-document"),
    ],
)
def test_problems_differ(source: str, fields: dict[str, Any]) -> None:
    assert known_by(PLAN, "notify") != known_by(source, "notify", **fields)


def test_places_with_the_same_line_differ() -> None:
    twice = "deployment:\n  a: TODO\n  b: {\n  a: TODO\n}\n"
    found = tuple(Finding("left", Location("deploy/plan.yaml", line, 6)) for line in (2, 4))
    first, second = told(item("a-rule", FAIL, findings=found), plan=plan(twice))
    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == known_by(twice, "TODO")


def test_a_line_in_another_file_is_known_by_what_is_shown_of_it() -> None:
    def at(line: int, source: str | None) -> str:
        found = Finding("it drops a table", Location("001.sql", line, 1), source)
        (problem,) = told(item("a-rule", FAIL, findings=(found,)))
        return problem.fingerprint

    assert at(3, "DROP TABLE a;") == at(9, "  DROP TABLE  a;") != at(3, "DROP TABLE b;")
    assert at(3, None) == at(9, None)


def test_refusals_are_problems_of_their_file() -> None:
    at = Location("plan.yaml", 3, 4)
    refusal = Refusal(
        "plan.yaml", (Trouble("`x` is no key", at, "did you mean `y`?"), Trouble("it is too large"))
    )
    style = Style(from_root=lambda file: f"web/{file}")
    assert [
        (one.rule, one.message, one.at, one.blocking, one.severity, one.fix, one.item)
        for one in wrong(refusal, style)
    ] == [
        (
            "plan-judged",
            "`x` is no key",
            at._replace(file="web/plan.yaml"),
            True,
            Severity.ERROR,
            "did you mean `y`?",
            None,
        ),
        (
            "plan-judged",
            "it is too large",
            Location("web/plan.yaml", 1, 1),
            True,
            Severity.ERROR,
            None,
            None,
        ),
    ]


def test_one_plan_twice_in_a_run_has_different_problems() -> None:
    run = Run(STYLE)
    once, again = ([one.fingerprint for one in run.problems(abort())] for _ in range(2))
    assert once == [one.fingerprint for one in wrong(abort(), STYLE)]
    assert not set(once) & set(again)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(abort()._replace(plan=plan(file="./deploy/plan.yaml")), id="judged"),
        pytest.param(Refusal("./deploy/plan.yaml", (Trouble("it is too large"),)), id="refused"),
    ],
)
def test_one_file_by_two_names_has_different_problems(answer: Answer) -> None:
    plain = (
        answer._replace(file="deploy/plan.yaml")
        if isinstance(answer, Refusal)
        else answer._replace(plan=plan(file="deploy/plan.yaml"))
    )
    run = Run(Style(from_root=lambda file: file.removeprefix("./")))
    found = [one.fingerprint for one in (*run.problems(answer), *run.problems(plain))]
    assert len(found) == len(set(found)) > 1


@pytest.mark.parametrize(
    "items",
    [
        pytest.param([], id="no-rule"),
        pytest.param([item("a-rule", Status.NA)], id="no-rule-applies"),
        pytest.param([item("ready", origin=None)], id="own-lines-alone"),
    ],
)
def test_a_blocked_plan_without_a_failing_item_is_a_problem(items: list[Any]) -> None:
    (problem,) = Run(STYLE).problems(report(*items))
    assert (problem.rule, problem.at, problem.blocking) == ("plan-judged", plan().at, True)
    assert problem.message == (
        'nothing was judged: no rule of the policy "essential" applies to the plan'
    )


def test_a_plan_that_may_go_is_no_problem_even_if_nothing_applies() -> None:
    compared = report(item("a-rule", Status.NA), decision=Action.GO, blocked=False)
    assert list(Run(STYLE).problems(compared)) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_no_two_problems_of_a_run_are_known_by_the_same(given_answers: list[Answer]) -> None:
    run = Run(STYLE)
    found = [one.fingerprint for answer in given_answers for one in run.problems(answer)]
    assert len(found) == len(set(found))
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in found)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_nothing_that_fails_is_lost(given_answers: list[Answer]) -> None:
    run = Run(STYLE)
    for answer in given_answers:
        found = list(run.problems(answer))
        if isinstance(answer, Refusal):
            assert [one.message for one in found] == [one.message for one in answer.troubles]
            continue
        failing = {one.rule for one in answer.items if one.status is FAIL}
        assert {one.item.rule for one in found if one.item is not None} == failing
        assert bool(found) is bool(failing) or answer.blocked
