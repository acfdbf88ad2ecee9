"""Reports as SARIF: by the schema, read back, and found again by the real program."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from deploylint.formats.scanreport import read_scan
from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.report import Answer, Refusal, Trouble
from deploylint.model.verdict import Assurance, Cause, Finding, Status
from deploylint.report import sarif
from deploylint.report.sarif import render
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.program import TUESDAY
from tests.report.hostile import answers
from tests.report.reports import DIGEST, abort, go, item, postpone, report
from tests.report.sariflaws import VALIDATOR, checked

STYLE = Style()
FAIL = Status.FAIL
NO_KEY = Refusal(
    "deploy/broken.yaml",
    (Trouble("`x` is no key", Location("deploy/broken.yaml", 3, 1, 3, 2), "did you mean `y`?"),),
)


def rendered(*given_answers: Answer, style: Style = STYLE) -> str:
    return "".join(render(given_answers, style))


def read(*given_answers: Answer, style: Style = STYLE) -> Any:
    """Return the run, after the schema and the laws of the format have accepted it."""
    return checked(rendered(*given_answers, style=style))


def result(*findings: Finding, **fields: Any) -> Any:
    """Return the one result of a report with one failing item."""
    failing = item("a-rule", FAIL, findings=findings, **fields)
    (only,) = read(report(failing))["results"]
    return only


@pytest.mark.parametrize(
    ("name", "given_answers"),
    [
        pytest.param("none", [], id="no-plan"),
        pytest.param("go", [go()], id="nothing-fails"),
        pytest.param("several", [go(), abort(), NO_KEY, postpone()], id="several"),
    ],
)
def test_whole_document(name: str, given_answers: list[Answer], golden: Golden) -> None:
    read(*given_answers)
    golden(f"{name}.sarif", rendered(*given_answers))


def test_the_schema_is_one() -> None:
    VALIDATOR.check_schema(VALIDATOR.schema)
    document = json.loads(rendered(abort()))
    del document["runs"][0]["tool"]["driver"]["name"]
    assert not VALIDATOR.is_valid(document)


def test_a_result_says_what_is_wrong_where_and_what_to_do() -> None:
    found = Finding("it is seen", Location("deploy/plan.yaml", 3, 5, 3, 9))
    assert result(
        found,
        title="All tests pass",
        reason="2 of 3 tests fail",
        fix="Mend them.",
        cause=Cause.STALE,
        assurance=Assurance.EVIDENCED,
        required_assurance=Assurance.BOUND,
    ) == {
        "ruleId": "a-rule",
        "ruleIndex": 0,
        "kind": "fail",
        "level": "error",
        "message": {
            "text": "All tests pass: 2 of 3 tests fail; it is seen.\n\nFix: Mend them.",
            "markdown": "**All tests pass.** 2 of 3 tests fail; it is seen\n\n**Fix.** Mend them.",
        },
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "deploy/plan.yaml", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9},
                }
            }
        ],
        "partialFingerprints": {"deploylint/v1": "218b97f1f46d31287542478bd8afd0d7"},
        "suppressions": [],
        "properties": {
            "blocking": True,
            "cause": "stale",
            "assurance": "evidenced",
            "required_assurance": "bound",
            "plan": "deploy/plan.yaml",
            "document": 1,
        },
    }


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        pytest.param("add {id: a, status: pass}", "add {id: a, status: pass}", id="braces"),
        pytest.param("left: {0} and {{12}}", "left: { 0} and {{ 12}}", id="placeholders"),
        pytest.param("see [here](1) a[0]", "see [here] (1) a[0]", id="links"),
        pytest.param("a\n\x1b[2Jb\u202e", "a \\x1b[2Jb\\u202e", id="control-characters"),
        pytest.param("x" * 100_000, "x" * 998 + "…", id="very-long"),
        pytest.param("it ends.", "it ends", id="whole-sentence"),
    ],
)
def test_nothing_acts_in_messages(said: str, shown: str) -> None:
    text = result(reason=said)["message"]["text"]
    assert text.removesuffix(".") == f"A rule: {shown}"


def test_what_is_waived_is_suppressed() -> None:
    found = result(waiver="empty since v1.0.0", fix="Archive the table first.")
    assert found["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": "empty since v1.0.0"}
    ]
    assert found["message"]["text"].endswith("\n\nWaived: empty since v1.0.0.")
    assert found["level"] == "note"


@pytest.mark.parametrize(
    ("severity", "strict", "level"),
    [
        pytest.param(Severity.ERROR, False, "error", id="error"),
        pytest.param(Severity.WARNING, False, "warning", id="warning"),
        pytest.param(Severity.WARNING, True, "error", id="warning-that-blocks"),
        pytest.param(Severity.INFO, False, "note", id="info"),
    ],
)
def test_levels(severity: Severity, strict: bool, level: str) -> None:
    failing = item("a-rule", FAIL, severity=severity)
    (found,) = read(report(failing, strict=strict))["results"]
    assert found["level"] == level


def test_a_line_of_the_checklist_says_which() -> None:
    failing = item("Legal agreed", FAIL, title="Legal agreed", origin=None, reason="it says `fail`")
    told = read(report(failing))
    (rule,) = told["tool"]["driver"]["rules"]
    assert rule["properties"]["explain"] == ["deploylint", "explain", "checklist-item"]
    assert told["results"][0]["message"]["text"] == "Legal agreed: it says `fail`."


def test_what_could_not_be_judged_is_a_result_and_a_failed_run() -> None:
    told = read(go(), NO_KEY)
    (found,) = told["results"]
    (invocation,) = told["invocations"]
    (notice,) = invocation["toolExecutionNotifications"]
    assert (found["ruleId"], found["level"]) == ("plan-judged", "error")
    assert invocation["executionSuccessful"] is False
    assert notice["associatedRule"] == {"id": "plan-judged", "index": 0}
    assert notice["message"] == found["message"]
    assert notice["locations"] == found["locations"]
    assert found["message"]["text"] == (
        "The plan can be judged: `x` is no key.\n\nFix: did you mean `y`?"
    )


def test_the_run_says_what_is_the_same_for_all() -> None:
    assert read(go(), go())["properties"] == {
        "decisions": {"go": 2},
        "policy": "essential",
        "policy_digest": DIGEST,
        "at": TUESDAY,
        "now": TUESDAY,
        "basis": "--at",
        "simulated": False,
    }
    assert read(go(), postpone(), go())["properties"] == {
        "decisions": {"go": 2, "postpone": 1},
        "policy": "essential",
        "policy_digest": DIGEST,
        "basis": "--at",
    }
    assert read(NO_KEY)["properties"] == {"decisions": {}}


def test_more_than_code_scanning_takes_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 12)
    told = read(abort(), abort())
    (invocation,) = told["invocations"]
    assert len(told["results"]) == 12
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "warning",
            "message": {"text": "10 further results left out: code scanning takes 12 of a run."},
        }
    ]


def test_each_answer_is_rendered_as_soon_as_it_is_there() -> None:
    taken: list[int] = []
    answered: list[Answer] = [go(), abort(), NO_KEY]

    def several() -> Iterator[Answer]:
        for answer in answered:
            taken.append(len(taken))
            yield answer

    chunks = render(several(), STYLE)
    assert [list(taken) for _, _ in zip(range(4), chunks, strict=False)] == [
        [],
        [0],
        [0, 1],
        [0, 1, 2],
    ]


def test_our_own_reader_finds_every_result() -> None:
    scan = read_scan(rendered(abort(), NO_KEY).encode(), "a.sarif").content
    assert scan.tool == "deploylint"
    assert scan.left_out == ("1 result suppressed in the report",)
    assert [one.id for one in scan.findings if one.place == "deploy/plan.yaml:17"] == [
        "no-placeholders",
        "rollback-plan-present",
        "rollback-plan-present",
    ]
    assert scan.problems[0] == "did not finish"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_hostile_text_gives_valid_reports_that_nothing_obeys(given_answers: list[Answer]) -> None:
    told = read(*given_answers)
    refused = [answer for answer in given_answers if isinstance(answer, Refusal)]
    assert told["invocations"][0]["executionSuccessful"] is not bool(refused)
    blocked = [one for one in given_answers if isinstance(one, Refusal) or one.blocked]
    assert bool(told["results"]) or not blocked
