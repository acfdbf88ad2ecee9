"""The report for machines, against its schema."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from deploylint.model.location import Location
from deploylint.model.plan import ChangeType
from deploylint.model.policy import Action, PolicyFile, Severity, Stage
from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.model.verdict import Assurance, Cause, Finding, Ranked, Status
from deploylint.report.json import render
from deploylint.report.style import Style
from deploylint.schemas.texts import schema_text
from tests.conftest import Golden
from tests.report.hostile import hostile_reports
from tests.report.reports import DIGEST, PARIS, abort, go, item, plan, postpone, report
from tests.report.streamed import taken_with_pieces

SCHEMA = json.loads(schema_text("report"))
SURROGATE = re.compile("[\ud800-\udfff]")


def rendered(*answers: Answer) -> str:
    return "".join(render(answers, Style()))


def read(*answers: Answer) -> Any:
    """Return the document, after the schema has accepted it."""
    document = json.loads(rendered(*answers))
    Draft202012Validator(SCHEMA).validate(document)
    return document


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every schema of an object within `schema`."""
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, (dict, list)):
            yield from objects(value)
    if isinstance(schema, dict) and schema.get("type") == "object":
        yield schema


@pytest.mark.parametrize(
    ("name", "reports"),
    [
        pytest.param("none", [], id="no-report"),
        pytest.param("abort", [abort()], id="abort"),
        pytest.param("several", [go(), postpone()], id="several"),
    ],
)
def test_whole_document(name: str, reports: list[Report], golden: Golden) -> None:
    read(*reports)
    golden(f"{name}.json", rendered(*reports))


def test_layout_is_that_of_json_with_two_blanks() -> None:
    text = rendered(go(), abort())
    assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


REFUSED = Refusal("deploy/broken.yaml", (Trouble("is no plan"),))


def held_until(hour: int) -> Report:
    """Return a report that postpones to that hour of a day."""
    later = datetime(2026, 11, 23, hour, tzinfo=PARIS)
    window = item("deploy-window", Status.FAIL, on_fail=Action.POSTPONE, next_permitted=later)
    return report(window)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([], ("none", True, None), id="nothing-was-judged"),
        pytest.param([go()], ("go", False, None), id="one-goes"),
        pytest.param([report()], ("investigate", True, None), id="no-rule-had-anything-to-judge"),
        pytest.param(
            [held_until(13), go(), held_until(9)],
            ("postpone", True, "2026-11-23T13:00:00+01:00"),
            id="the-latest-time",
        ),
        pytest.param(
            [held_until(13), abort()],
            ("abort", True, "2026-11-23T13:00:00+01:00"),
            id="the-strongest",
        ),
        pytest.param([REFUSED, go()], ("error", True, None), id="not-all-were-judged"),
        pytest.param(
            [
                report(
                    item("a-rule"),
                    item(
                        "deploy-window",
                        Status.FAIL,
                        severity=Severity.WARNING,
                        on_fail=Action.POSTPONE,
                        next_permitted=datetime(2026, 11, 23, 13, tzinfo=PARIS),
                    ),
                )
            ],
            ("caution", False, None),
            id="what-may-go-out-waits-for-nothing",
        ),
    ],
)
def test_the_last_keys_say_what_it_all_comes_to(
    answers: list[Answer], expected: tuple[str, bool, str | None]
) -> None:
    document = read(*answers)
    assert list(document)[-3:] == ["decision", "blocked", "next_permitted"]
    assert tuple(document.values())[-3:] == expected


def test_documents_of_one_file_can_be_told_apart() -> None:
    plans = [report(item("a-rule"), plan=plan(document=number)) for number in (1, 2)]
    said = [one["plan"] for one in read(*plans)["reports"]]
    assert [(one["file"], one["document"]) for one in said] == [
        ("deploy/plan.yaml", 1),
        ("deploy/plan.yaml", 2),
    ]


def test_absent_values_are_null() -> None:
    bare = item("a-rule", Status.NA, origin=None)
    document = read(report(bare, now=None, at=None, basis="--no-clock", timezone=None))
    first = document["reports"][0]
    absent = ("now", "at", "timezone", "next_permitted", "valid_until")
    assert {key: first[key] for key in absent} == dict.fromkeys(absent)
    assert first["plan"]["service"] is None
    assert first["items"] == [
        {
            "rule": "a-rule",
            "title": "A rule",
            "category": "tests",
            "stage": "pre-deploy",
            "status": "na",
            "cause": None,
            "severity": "error",
            "assurance": None,
            "required_assurance": "attested",
            "reason": "it was looked at",
            "fix": None,
            "findings": [],
            "evidence": [],
            "origin": None,
            "waiver": None,
            "blocks": False,
            "explain": None,
        }
    ]


def test_each_rule_says_which_command_explains_it() -> None:
    policy = (PolicyFile("deploylint:strict", DIGEST), PolicyFile("my policy.yaml", DIGEST))
    document = read(report(item("a-rule"), item("own line", origin=None), policy_files=policy))
    assert [one["explain"] for one in document["reports"][0]["items"]] == [
        ["deploylint", "explain", "a-rule", "--policy", "my policy.yaml"],
        None,
    ]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(None, (None, None, None, None, None), id="nowhere"),
        pytest.param(Location("a.yaml", 1, 2), ("a.yaml", 1, 2, None, None), id="without-end"),
        pytest.param(Location("a.yaml", 1, 2, 1, 9), ("a.yaml", 1, 2, 1, 9), id="with-end"),
    ],
)
def test_findings_have_all_keys(at: Location | None, expected: tuple[object, ...]) -> None:
    failing = item("a-rule", Status.FAIL, findings=(Finding("seen", at),))
    keys = ("file", "line", "column", "end_line", "end_column")
    assert read(report(failing))["reports"][0]["items"][0]["findings"] == [
        {"message": "seen", **dict(zip(keys, expected, strict=True))}
    ]


@pytest.mark.parametrize("action", Action)
def test_decisions_are_words(action: Action) -> None:
    assert read(report(decision=action))["reports"][0]["decision"] == action.name.lower()


def test_each_report_is_rendered_as_soon_as_it_is_there() -> None:
    assert taken_with_pieces(render) == [1, 2, 3]


@given(st.lists(hostile_reports(), max_size=2))
def test_hostile_text_comes_back_and_obeys_no_terminal(judged: list[Report]) -> None:
    text = rendered(*judged)
    text.encode("utf-8")  # raises on what no file can hold
    assert not re.search(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text
    )
    assert not re.search(r"##\w*\[", text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)
    for said, given_report in zip(read(*judged)["reports"], judged, strict=True):
        assert said["plan"]["version"] == SURROGATE.sub("\ufffd", given_report.plan.version)
        reasons = [SURROGATE.sub("\ufffd", one.reason) for one in given_report.items]
        assert [one["reason"] for one in said["items"]] == reasons


def test_schema_is_one_and_closes_every_object() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for schema in objects(SCHEMA):
        assert schema["additionalProperties"] is False
        assert schema["required"] == [key for key in schema["properties"] if key != "$schema"]
        assert all(value.get("description") for value in schema["properties"].values())


def labels(words: type[Ranked]) -> list[str]:
    return [word.label for word in words]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        pytest.param(SCHEMA["$defs"]["stage"], list(Stage), id="stage"),
        pytest.param(SCHEMA["$defs"]["assurance"], labels(Assurance), id="assurance"),
        pytest.param(
            SCHEMA["$defs"]["report"]["properties"]["decision"], labels(Action), id="decision"
        ),
        pytest.param(
            SCHEMA["properties"]["decision"], ["none", *labels(Action), "error"], id="overall"
        ),
        pytest.param(SCHEMA["$defs"]["item"]["properties"]["status"], list(Status), id="status"),
        pytest.param(SCHEMA["$defs"]["item"]["properties"]["cause"], [*Cause, None], id="cause"),
        pytest.param(
            SCHEMA["$defs"]["item"]["properties"]["severity"], labels(Severity)[::-1], id="severity"
        ),
        pytest.param(SCHEMA["$defs"]["plan"]["properties"]["type"], list(ChangeType), id="type"),
    ],
)
def test_schema_knows_the_words_of_the_model(found: dict[str, Any], words: list[object]) -> None:
    assert found["enum"] == words
