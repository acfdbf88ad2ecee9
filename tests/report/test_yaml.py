"""The checklist filled in, as YAML and as a plan."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deploylint.load.plan import read_plans
from deploylint.model.report import Report
from deploylint.model.verdict import Status
from deploylint.report.style import Style
from deploylint.report.yaml import render
from tests.conftest import Golden
from tests.report.hostile import PIECES, TEXT, hostile_reports
from tests.report.reports import abort, go, item, plan, postpone, report
from tests.report.streamed import taken_with_pieces

SURROGATE = re.compile("[\ud800-\udfff]")


def rendered(*reports: Report) -> str:
    return "".join(render(reports, Style()))


def deployments(text: str) -> list[Any]:
    return [document["deployment"] for document in yaml.safe_load_all(text)]


@pytest.mark.parametrize(
    ("name", "reports"),
    [
        pytest.param("postpone", [postpone()], id="postpone"),
        pytest.param("several", [go(), abort()], id="several"),
    ],
)
def test_whole_document(name: str, reports: list[Report], golden: Golden) -> None:
    golden(f"{name}.yaml", rendered(*reports))


def test_numbers_of_a_plan_stand_as_they_were_written() -> None:
    """A plan in YAML may give versions and status codes as numbers."""
    text = "{version: 1, environment: prod, checklist: [], smoke_tests: [{name: n, expect: 200}]"
    plan_text = f"deployment: {text}, rollback_plan: 1.10, migrations: [1e3, +7, -0.50, .5]}}\n"
    (read,) = read_plans(plan_text.encode(), "plan.yaml")
    written = rendered(report(item("a-rule"), plan=read))
    for line in ("rollback_plan: 1.10", "- 1000.0", "- +7", "- -0.50", "- .5", "expect: 200"):
        assert f"  {line}\n" in written
    (again,) = read_plans(written.encode(), "out.yaml")
    for key in ("rollback_plan", "migrations", "smoke_tests"):
        assert again.data[key] == read.data[key]
    assert [one.text for one in (read.rollback_plan, again.rollback_plan) if one] == ["1.10"] * 2


def test_document_has_the_checklist_and_what_the_plan_states() -> None:
    stated = {"smoke_tests": ["Login works"], "owner": "on-call", "migrations": []}
    items = (
        item("a-rule", title="All is well"),
        item("b-rule", Status.FAIL, title="It is tested", reason="2 tests fail"),
        item("c-rule", Status.NA, title="It is saved", reason="nothing changes"),
    )
    assert deployments(rendered(report(*items, plan=plan(data=stated)))) == [
        {
            "version": "v1.2.0",
            "environment": "production",
            "checklist": [
                {"item": "All is well", "status": "pass"},
                {"item": "It is tested", "status": "fail", "reason": "2 tests fail"},
                {"item": "It is saved", "status": "na", "reason": "nothing changes"},
            ],
            "smoke_tests": ["Login works"],
            "owner": "on-call",
            "migrations": [],
        }
    ]


def test_no_report_is_no_document() -> None:
    assert rendered() == ""


def test_document_is_a_plan_again() -> None:
    text = rendered(go(), postpone())
    first, second = read_plans(text.encode(), "filled.yaml")
    assert (first.version, first.environment) == ("v1.2.0", "production")
    assert [line.item for line in first.checklist] == [one.title for one in go().items]
    assert [line.status for line in second.checklist] == [one.status for one in postpone().items]
    assert first.rollback_plan is not None
    assert first.rollback_plan.text == go().plan.data["rollback_plan"]


@given(title=TEXT, reason=TEXT, back=TEXT)
def test_document_with_hostile_text_is_a_plan_again(title: str, reason: str, back: str) -> None:
    failing = item("a-rule", Status.FAIL, title=f"It is {title}", reason=reason)
    text = rendered(report(failing, plan=plan(data={"rollback_plan": f"Back {back}"})))
    (read,) = read_plans(text.encode(), "filled.yaml")
    assert [line.item for line in read.checklist] == [SURROGATE.sub("\ufffd", failing.title)]
    assert read.rollback_plan is not None
    assert read.rollback_plan.text == SURROGATE.sub("\ufffd", f"Back {back}")


MISREAD = (
    *("no", "NO", "on", "y", "N", "true", "null", "~", "", " ", "nan", ".inf", "inf"),
    *("10:30", "1.10", "1e3", "0777", "0o17", "0x1f", "1_000", "08", "+1", "-.5", ".5", "12e03"),
    *("2026-11-24", "2026-11-24T10:30:00+01:00", "=", "<<", "*a", "&a", "!x", "%x", "@x", "`x`"),
    *("- a", "? a", "a: b", "a #b", "[a]", "{a: b}", "| a", "> a", "'a'", '"a"', "---", "..."),
    *("a\n##[group]", "a\n##vso[x]\n", "a\n::error::b\n", "a\n  ::error::b\n", "::error::"),
    *("a ", " a", "a\n", "a\nb", "a\n\n  b\n", "\n", "a\tb", "a,b", "é", "naïve", "v1.2.0"),
)


@pytest.mark.parametrize("text", [*MISREAD, *(SURROGATE.sub("", piece) for piece in PIECES)])
def test_texts_stay_texts(text: str) -> None:
    stated = {"rollback_plan": text, "smoke_tests": [text], "notify": {text: text}}
    written = rendered(report(plan=plan(data=stated)))
    found = deployments(written)[0]
    assert {key: found[key] for key in stated} == stated
    assert not re.search(r"##\w*\[|^\s*::", written, re.MULTILINE)


@pytest.mark.parametrize(
    "text", ["no", "y", "1e3", "08", "10:30", "1.10", "0o17", "2026-11-24", "nan", "+1", "12e03"]
)
def test_texts_that_some_reader_misreads_are_quoted(text: str) -> None:
    stated = {"rollback_plan": text}
    assert f'rollback_plan: "{text}"\n' in rendered(report(plan=plan(data=stated)))


def test_lines_of_a_command_stay_lines() -> None:
    stated = {"rollback_plan": "helm rollback\n  --wait\n"}
    text = rendered(report(plan=plan(data=stated)))
    assert "  rollback_plan: |\n    helm rollback\n      --wait\n" in text


def test_values_that_are_no_texts_keep_their_type() -> None:
    shared = ["Login works"]
    test = {"name": "Homepage", "critical": True, "expect": 200, "url": None}
    stated = {"smoke_tests": [test], "migrations": shared, "notify": {"before": shared}}
    text = rendered(report(plan=plan(data=stated)))
    found = deployments(text)[0]
    assert {key: found[key] for key in stated} == stated
    assert "&" not in text


def test_each_report_is_rendered_as_soon_as_it_is_there() -> None:
    assert taken_with_pieces(render) == [1, 2, 3]


@given(st.lists(hostile_reports(), max_size=2))
def test_hostile_text_comes_back_and_obeys_no_terminal(judged: list[Report]) -> None:
    text = rendered(*judged)
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text
    )
    assert not re.search(r"##\w*\[", text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)
    for found, one in zip(deployments(text), judged, strict=True):
        assert found["version"] == SURROGATE.sub("\ufffd", one.plan.version)
        reasons = [
            SURROGATE.sub("\ufffd", line.reason)
            for line in one.items
            if line.status is not Status.PASS
        ]
        assert [line["reason"] for line in found["checklist"] if "reason" in line] == reasons


@given(TEXT)
def test_comments_stay_comments(name: str) -> None:
    text = rendered(report(item("a-rule"), policy=name))
    assert deployments(text) == deployments(rendered(report(item("a-rule"))))
