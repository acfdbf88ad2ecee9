"""The reports as JUnit XML, as strict parsers and readers of other tools see it."""

import re
from collections import Counter
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, fromstring
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.tests import Outcome
from deploylint.formats.junit import read_junit
from deploylint.model.location import Location
from deploylint.model.policy import Action, Severity
from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.model.verdict import Cause, Evidence, Finding, Status
from deploylint.report.junit import render
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.report.hostile import hostile_reports
from tests.report.reports import abort, go, item, plan, postpone, report
from tests.report.streamed import held_at_most, taken_with_pieces

REFUSAL = Refusal(
    "deploy/broken.yaml",
    (
        Trouble("the version is missing", Location("deploy/broken.yaml", 3, 5), "write `version`"),
        Trouble("there is no zone `Mars`"),
    ),
)
SHAPE = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase"},
    "properties": {"property"},
    "testcase": {"failure", "error", "skipped", "system-out"},
}


def rendered(*answers: Answer) -> str:
    return "".join(render(answers, Style()))


def suites(*answers: Answer) -> list[Element]:
    return list(fromstring(rendered(*answers)))


def cases(*answers: Answer) -> list[Element]:
    return [case for suite in suites(*answers) for case in suite.iter("testcase")]


def says(case: Element) -> list[tuple[str, str | None]]:
    return [(child.tag, child.get("message")) for child in case]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        pytest.param("none", [], id="no-report"),
        pytest.param("abort", [abort()], id="abort"),
        pytest.param("several", [go(), postpone(), REFUSAL], id="several"),
    ],
)
def test_whole_document(name: str, answers: list[Answer], golden: Golden) -> None:
    golden(f"{name}.junit.xml", rendered(*answers))


BLOCKS = item("a-rule", Status.FAIL)
BREAKS = item("b-rule", Status.FAIL, cause=Cause.ERROR)


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        pytest.param(report(item("a-rule")), [("system-out", None)], id="pass"),
        pytest.param(
            report(item("a-rule", Status.NA), item("b-rule")),
            [("skipped", "it was looked at")],
            id="not-applicable",
        ),
        pytest.param(
            report(BLOCKS),
            [("failure", "it was looked at"), ("system-out", None)],
            id="blocks",
        ),
        pytest.param(
            report(BREAKS),
            [("error", "it was looked at"), ("system-out", None)],
            id="could-not-look",
        ),
        pytest.param(
            report(item("a-rule", Status.FAIL, severity=Severity.WARNING)),
            [
                ("skipped", "warning, does not block: it was looked at"),
                ("system-out", None),
            ],
            id="warning",
        ),
        pytest.param(
            report(item("a-rule", Status.FAIL, severity=Severity.WARNING), strict=True),
            [("failure", "it was looked at"), ("system-out", None)],
            id="strict-warning",
        ),
        pytest.param(
            report(item("a-rule", Status.FAIL, on_fail=Action.CAUTION)),
            [("skipped", "error, does not block: it was looked at"), ("system-out", None)],
            id="error-that-asks-for-caution",
        ),
        pytest.param(
            report(item("a-rule", Status.FAIL, cause=Cause.ERROR, waiver="until May")),
            [("skipped", "waived, does not block: it was looked at"), ("system-out", None)],
            id="waived",
        ),
    ],
)
def test_what_an_item_becomes(judged: Report, expected: list[tuple[str, str | None]]) -> None:
    assert says(cases(judged)[0]) == expected


def test_one_of_two_items_of_a_rule_is_waived() -> None:
    waived = item("a-rule", Status.FAIL, waiver="until May")
    assert [says(case)[0][0] for case in cases(report(BLOCKS, waived))] == ["failure", "skipped"]


def test_nothing_judged_is_red() -> None:
    idle = report(item("a-rule", Status.NA))
    said = 'nothing was judged: no rule of the policy "essential" applies to the plan'
    assert [says(case) for case in cases(idle)] == [
        [("skipped", "it was looked at")],
        [("error", said)],
    ]


def test_a_refusal_is_one_errored_case() -> None:
    (suite,) = suites(REFUSAL)
    assert suite.attrib == {
        "name": "deploy/broken.yaml",
        "tests": "1",
        "failures": "0",
        "errors": "1",
        "skipped": "0",
        "time": "0",
    }
    (case,) = suite
    assert case.attrib == {
        "classname": "deploy/broken_yaml.plan",
        "name": "plan-judged: The plan can be judged",
        "file": "deploy/broken.yaml",
        "line": "3",
        "time": "0",
    }
    assert case[0].text == (
        "deploy/broken.yaml:3:5: the version is missing\n"
        "hint: write `version`\n"
        "there is no zone `Mars`"
    )


def test_what_is_said_about_a_plan() -> None:
    later = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    judged = postpone()._replace(next_permitted=later, plan=plan(document=2))
    (suite,) = suites(judged)
    assert suite.get("name") == "deploy/plan.yaml:1: v1.2.0 to production"
    assert suite.get("timestamp") == "2026-11-20T14:30:00+01:00"
    assert {one.get("name"): one.get("value") for one in suite.iter("property")} == {
        "decision": "postpone",
        "blocked": "true",
        "policy": "essential",
        "policy-digest": judged.policy_digest,
        "plan-digest": judged.plan.digest,
        "simulated": "true",
        "at": "2026-11-20T14:30:00+01:00",
        "now": "2026-11-20T14:30:00+01:00",
        "next-permitted": "2026-11-23T12:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("file", "at", "expected"),
    [
        pytest.param("", "", ("migrations.tests", None), id="migrations"),
        pytest.param("<stdin>", "<stdin>", ("<stdin>.tests", None), id="standard-input"),
        pytest.param(
            "deploy/v1.2.yaml", "db/1.sql", ("deploy/v1_2_yaml.tests", "db/1.sql"), id="other-file"
        ),
    ],
)
def test_where_a_case_is(file: str, at: str, expected: tuple[str, str | None]) -> None:
    failing = item("a-rule", Status.FAIL, findings=(Finding("seen", Location(at, 4, 2)),))
    (case,) = cases(report(failing, plan=plan(file=file)))
    assert (case.get("classname"), case.get("file")) == expected
    assert case.get("line") == ("4" if expected[1] else None)


def test_paths_are_those_from_the_root() -> None:
    style = Style(from_root=lambda file: f"app/{file}")
    failing = item(
        "a-rule",
        Status.FAIL,
        findings=(Finding("seen", Location("db/1.sql", 4, 2)),),
        evidence=(Evidence("checklist", "deploy/plan.yaml:10:7"), Evidence("git", "HEAD")),
        origin=Location("policy.yaml", 9, 3),
    )
    root = fromstring("".join(render([report(failing), REFUSAL], style)))
    assert [suite.get("name") for suite in root] == [
        "app/deploy/plan.yaml: v1.2.0 to production",
        "app/deploy/broken.yaml",
    ]
    assert [(case.get("classname"), case.get("file")) for case in root.iter("testcase")] == [
        ("app/deploy/plan_yaml.tests", "app/db/1.sql"),
        ("app/deploy/broken_yaml.plan", "app/deploy/broken.yaml"),
    ]
    case, broken = root.iter("testcase")
    assert (case[0].text or "").endswith("\napp/db/1.sql:4:2: seen")
    assert (case[1].text or "").split("\n") == [
        "rule: app/policy.yaml:9 (error)",
        "assurance: attested (attested required)",
        "evidence: checklist app/deploy/plan.yaml:10:7",
        "evidence: git HEAD",
    ]
    assert (broken[0].text or "").startswith("app/deploy/broken.yaml:3:5: the version")


@given(st.lists(st.sampled_from(["a", "a (2)", "a (3)", "b"]), min_size=1, max_size=8))
def test_no_two_cases_of_a_plan_have_one_name(names: list[str]) -> None:
    found = [
        case.get("name") for case in cases(report(*(item(name, title=name) for name in names)))
    ]
    assert len(set(found)) == len(names)


def test_lines_of_a_checklist_with_one_text_are_counted() -> None:
    lines = [item(name, title=name) for name in ("Call", "Call", "Wait", "Call")]
    assert [case.get("name") for case in cases(report(*lines))] == [
        "Call",
        "Call (2)",
        "Wait",
        "Call (3)",
    ]


def test_without_a_clock_there_is_no_time() -> None:
    (suite,) = suites(report(item("a-rule"), now=None, at=None))
    assert suite.get("timestamp") is None


@given(st.lists(hostile_reports(), max_size=2))
def test_hostile_text_stays_text(judged: list[Report]) -> None:
    text = rendered(*judged)
    parser = expat.ParserCreate()
    parser.Parse(text.encode("utf-8"), True)
    assert text.replace("\n", "").isprintable()
    assert not re.search(r"##\w*\[|\[\[ATTACHMENT\|", text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)
    root = fromstring(text)
    for parent in root.iter():
        assert {child.tag for child in parent} <= SHAPE.get(parent.tag, set())
    found = [len(list(suite.iter("testcase"))) for suite in root]
    unjudged = [one.blocked and not one.blocking for one in judged]
    assert found == [len(one.items) + extra for one, extra in zip(judged, unjudged, strict=True)]


@given(st.lists(hostile_reports(), min_size=1, max_size=2))
def test_counts_are_those_of_the_cases(judged: list[Report]) -> None:
    for suite in suites(*judged):
        tags = Counter(child.tag for case in suite.iter("testcase") for child in case)
        assert suite.get("tests") == str(len(list(suite.iter("testcase"))))
        assert suite.get("failures") == str(tags["failure"])
        assert suite.get("errors") == str(tags["error"])
        assert suite.get("skipped") == str(tags["skipped"])


@given(st.lists(hostile_reports(), min_size=1, max_size=2))
def test_a_plan_is_red_exactly_when_it_is_blocked(judged: list[Report]) -> None:
    red = [suite.get("failures") != "0" or suite.get("errors") != "0" for suite in suites(*judged)]
    assert red == [one.blocked for one in judged]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(
            [abort()],
            {Outcome.PASSED: 1, Outcome.FAILED: 6, Outcome.SKIPPED: 4},
            id="abort",
        ),
        pytest.param(
            [go(), report(BREAKS), REFUSAL], {Outcome.PASSED: 10, Outcome.ERROR: 2}, id="several"
        ),
    ],
)
def test_our_own_reader_reads_it(answers: list[Answer], expected: dict[Outcome, int]) -> None:
    text = rendered(*answers)
    with pytest.raises(UserError, match=re.escape("the report of a linter (deploylint)")):
        read_junit(text.encode(), "deploylint.xml")
    # of another tool it would be
    text = text.replace('<testsuites name="deploylint">', "<testsuites>")
    text = text.replace("policy-digest", "policy")
    run = read_junit(text.encode(), "deploylint.xml").content
    assert Counter(case.outcome for case in run.cases) == expected
    assert (run.faults, run.partial, run.uncounted) == ((), (), 0)


def test_no_report_is_kept() -> None:
    most, _ = held_at_most(render, 60)
    assert most <= 2


def test_each_answer_is_written_as_soon_as_it_is_there() -> None:
    assert taken_with_pieces(render) == [1, 2, 3]
