"""Reports for GitLab Code Quality: the shape it asks for, and one entry per problem."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from deploylint.model.location import Location
from deploylint.model.policy import Action, Severity
from deploylint.model.report import Answer, Refusal, Trouble
from deploylint.model.verdict import Finding, Status
from deploylint.report.gitlab import render
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.program import EXAMPLE, TUESDAY, run
from tests.report.hostile import answers
from tests.report.reports import abort, go, item, postpone, report
from tests.report.sariflaws import harmless
from tests.report.streamed import taken_with_pieces

STYLE = Style()
FAIL = Status.FAIL
BROKEN = Refusal("deploy/broken.yaml", (Trouble("`x` is no key", None, "did you mean `y`?"),))
ASKED = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "additionalProperties": False,
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin", "end"],
                            "properties": {
                                "begin": {"type": "integer", "minimum": 1},
                                "end": {"type": "integer", "minimum": 1},
                            },
                        },
                    },
                },
            },
        },
    }
)
"""https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format"""


def checked(text: str) -> Any:
    """Return the entries, after all that GitLab asks for has been looked at."""
    harmless(text)
    assert text.startswith("[")
    entries = json.loads(text)
    ASKED.validate(entries)
    known = [entry["fingerprint"] for entry in entries]
    assert len(set(known)) == len(known)
    assert all(
        entry["location"]["lines"]["begin"] <= entry["location"]["lines"]["end"]
        for entry in entries
    )
    return entries


def read(*given_answers: Answer) -> Any:
    return checked("".join(render(given_answers, STYLE)))


def entry(*findings: Finding, **fields: Any) -> Any:
    """Return the one entry of a report with one failing item."""
    (only,) = read(report(item("a-rule", FAIL, findings=findings, **fields)))
    return only


@pytest.mark.parametrize(
    ("name", "given_answers"),
    [
        pytest.param("none", [], id="no-plan"),
        pytest.param("several", [go(), abort(), BROKEN, go(), postpone()], id="several"),
    ],
)
def test_whole_document(name: str, given_answers: list[Answer], golden: Golden) -> None:
    read(*given_answers)
    golden(f"{name}.gitlab.json", "".join(render(given_answers, STYLE)))


def test_what_passes_gives_an_empty_list() -> None:
    assert "".join(render([go(), go()], STYLE)) == "[]\n"


@pytest.mark.parametrize(
    ("fields", "strict", "severity"),
    [
        pytest.param({}, False, "blocker", id="blocks"),
        pytest.param({"on_fail": Action.CAUTION}, False, "critical", id="asks-for-caution"),
        pytest.param({"severity": Severity.WARNING}, False, "major", id="warning"),
        pytest.param({"severity": Severity.WARNING}, True, "blocker", id="strict"),
        pytest.param({"severity": Severity.INFO}, True, "info", id="info"),
        pytest.param({"waiver": "empty since v1.0.0"}, True, "info", id="waived"),
    ],
)
def test_severities(fields: dict[str, Any], strict: bool, severity: str) -> None:
    (found,) = read(report(item("a-rule", FAIL, **fields), strict=strict))
    assert found["severity"] == severity


@pytest.mark.parametrize(
    ("fields", "description"),
    [
        pytest.param({}, "A rule: it was looked at", id="reason"),
        pytest.param({"fix": "Mend it."}, "A rule: it was looked at. Fix: Mend it.", id="fix"),
        pytest.param(
            {"fix": "Mend it.", "waiver": "not now"},
            "A rule: it was looked at (waived: not now)",
            id="waived",
        ),
        pytest.param(
            {"reason": "a\n\x1b[2Jb\ud800"}, "A rule: a \\x1b[2Jb\\ud800", id="control-characters"
        ),
        pytest.param({"reason": "x" * 100_000}, f"A rule: {'x' * 999}…", id="very-long"),
    ],
)
def test_descriptions_say_what_is_wrong_and_what_to_do(
    fields: dict[str, Any], description: str
) -> None:
    assert entry(**fields)["description"] == description


@pytest.mark.parametrize(
    ("at", "location"),
    [
        pytest.param(("a.yaml", 3, 5), ("a.yaml", 3, 3), id="without-end"),
        pytest.param(("a.yaml", 3, 5, 4, 2), ("a.yaml", 3, 4), id="over-lines"),
        pytest.param(("a.yaml", 3, 5, 4, 1), ("a.yaml", 3, 3), id="up-to-the-next-line"),
        pytest.param(("a.yaml", 3, 5, 2, 1), ("a.yaml", 3, 3), id="end-before-start"),
        pytest.param(("./a/../b.yaml", 1, 1), ("b.yaml", 1, 1), id="dots"),
        pytest.param(("a b%20#.yaml", 1, 1), ("a b%20#.yaml", 1, 1), id="no-uri"),
        pytest.param(("", 1, 1), (".deploylint.yaml", 1, 1), id="no-file"),
    ],
)
def test_places(at: tuple[Any, ...], location: tuple[str, int, int]) -> None:
    path, begin, end = location
    found = entry(Finding("it is seen", Location(*at)))
    assert found["location"] == {"path": path, "lines": {"begin": begin, "end": end}}


def test_what_could_not_be_judged_blocks() -> None:
    (found,) = read(go(), BROKEN)
    assert (found["check_name"], found["severity"]) == ("plan-judged", "blocker")
    assert found["description"] == ("The plan can be judged: `x` is no key. Fix: did you mean `y`?")


def test_each_answer_is_rendered_as_soon_as_it_is_there() -> None:
    assert taken_with_pieces(render) == [1, 2, 3]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers())
def test_hostile_text_gives_valid_reports_that_nothing_obeys(given_answers: list[Answer]) -> None:
    found = read(*given_answers)
    blocked = [one for one in given_answers if isinstance(one, Refusal) or one.blocked]
    assert any(one["severity"] == "blocker" for one in found) or not blocked
    assert all(one["description"].isprintable() for one in found)


def test_the_real_program_writes_it(tmp_path: Path) -> None:
    text = EXAMPLE.read_text("utf-8").replace("#deployments", "TODO")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    command = ("check", "--at", TUESDAY, "-o", "gitlab=report.json", "plan.yaml", "none.yaml")
    assert run(*command, cwd=tmp_path).code == 2
    before = checked((tmp_path / "report.json").read_text("utf-8"))
    assert {one["location"]["path"] for one in before} == {"plan.yaml", "none.yaml"}
    (tmp_path / "plan.yaml").write_text(f"# 1\n# 2\n{text}", "utf-8")
    run(*command, cwd=tmp_path)
    after = checked((tmp_path / "report.json").read_text("utf-8"))
    assert [one["fingerprint"] for one in after] == [one["fingerprint"] for one in before]
