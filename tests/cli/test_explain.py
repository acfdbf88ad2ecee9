"""`deploylint explain`: one explanation, for people, for machines and as Markdown."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploylint.cli.explaining import help_markdown
from deploylint.load.policy import load_policy
from deploylint.registry import check_ids
from tests.conftest import Golden
from tests.program import EXAMPLE, FRIDAY, Result, run

POLICY = """\
policy: web
extends: deploylint:production
rules:
  tests-pass: {severity: warning, with: {max_age: 12h, required: [unit]}}
  owner-signed:
    title: "The owner signed <b>off</b>, says @owner in #1"
    item: true
    fix: "Ask `owner`, see http://example.com/[x](y)"
  shape:
    title: {fr: "La forme est bonne"}
    schema: {type: object}
  off:
    title: Nobody looks
    item: true
    disabled: we have none
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my policy.yaml").write_text(POLICY, "utf-8")
    return tmp_path


def explained(folder: Path, *arguments: str) -> Any:
    result = run("explain", *arguments, "-p", "my policy.yaml", "-o", "json", cwd=folder)
    assert (result.code, result.err) == (0, "")
    return json.loads(result.out)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
@pytest.mark.parametrize("name", ["tests-pass", "owner-signed"])
def test_whole_explanation(folder: Path, golden: Golden, name: str, form: str) -> None:
    result = run("explain", name, "-p", "my policy.yaml", "-o", form, cwd=folder)
    assert (result.code, result.err) == (0, "")
    golden(f"explain-{name}.{form.replace('markdown', 'md').replace('text', 'txt')}", result.out)


def test_a_check_that_no_rule_of_this_name_uses_is_explained_alone(folder: Path) -> None:
    (folder / "small.yaml").write_text("rules: {a: {item: true}}", "utf-8")
    result = run("explain", "tests-pass", "-p", "small.yaml", "-o", "json", cwd=folder)
    told = json.loads(result.out)
    assert {key for key, value in told.items() if value is not None} == {
        *("schema_version", "tool", "check", "what", "why", "how_to_fix"),
        *("evidence", "parameters", "command"),
    }
    assert told["command"] == ["deploylint", "explain", "tests-pass"]


GENERAL = {
    "plan-judged": """\
plan-judged: A file could not be read or used, or no rule applies, so nothing
  is known about the plan.

How to fix
  Mend what the message says, and judge the plan again.

Evidence
  files: whether plan, policy and settings can be read, and hold for each other
""",
    "checklist-item": """\
checklist-item: A line of the plan's checklist, which belongs to no rule of
  the policy, says that it does not hold.

How to fix
  Do what the line asks for, then set its `status` to `pass`.

Evidence
  checklist: a person's line in the checklist of the plan
""",
}


@pytest.mark.parametrize(("name", "expected"), GENERAL.items(), ids=GENERAL)
def test_what_stands_in_reports_for_a_rule_is_explained(
    folder: Path, name: str, expected: str
) -> None:
    assert run("explain", name, cwd=folder) == Result(0, expected, "")
    told = explained(folder, name)
    assert (told["rule"], told["check"]) == (None, None)
    assert told["command"] == ["deploylint", "explain", name]
    schema = json.loads(run("schema", "explanation", cwd=folder).out)
    assert list(Draft202012Validator(schema).iter_errors(told)) == []


def test_names_near_one_that_is_explained_are_named(folder: Path) -> None:
    result = run("explain", "plan-judge", cwd=folder)
    assert (result.code, result.err) == (
        2,
        "there is no rule or check `plan-judge`\n  hint: did you mean `plan-judged`?\n",
    )


def test_a_policy_sets_parameters_and_says_where(folder: Path) -> None:
    told = explained(folder, "tests-pass")
    values = {one["name"]: (one["default"], one["value"]) for one in told["parameters"]}
    assert values["max_age"] == ("24h", "12h")
    assert values["required"] == ([], ["unit"])
    assert values["min_tests"] == (1, 1)
    assert (told["policy"], told["severity"]) == ("web", "warning")
    assert told["place"]["file"] == "deploylint:essential"
    assert told["origin"]["severity"] == {"file": "my policy.yaml", "line": 4, "column": 16}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("owner-signed", {"check": None, "title": POLICY.split('"')[1]}, id="person"),
        pytest.param("shape", {"check": None, "titles": {"fr": "La forme est bonne"}}, id="schema"),
        pytest.param("off", {"disabled": "we have none"}, id="switched-off"),
    ],
)
def test_rules_without_a_check(folder: Path, name: str, expected: dict[str, object]) -> None:
    told = explained(folder, name)
    assert {key: told[key] for key in expected} == expected
    assert (told["why"], told["parameters"]) == (None, [])


@pytest.mark.parametrize("name", ["tests-pass", "owner-signed"])
def test_the_command_in_an_explanation_prints_it_again(folder: Path, name: str) -> None:
    first = run("explain", name, "-p", "my policy.yaml", "-o", "json", cwd=folder)
    command = json.loads(first.out)["command"]
    assert command[0] == "deploylint"
    assert run(*command[1:], "-o", "json", cwd=folder) == first


def test_the_command_at_the_end_of_a_report_works_when_it_is_pasted(folder: Path) -> None:
    (folder / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    options = ("-p", "my policy.yaml", "--now", FRIDAY)
    lines = run("check", "plan.yaml", *options, cwd=folder).out.splitlines()
    pasted = next(line for line in lines if line.startswith("explain: "))
    words = shlex.split(pasted.removeprefix("explain: "))
    assert words[0] == "deploylint"
    result = run(*words[1:], cwd=folder)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{words[2]}: ")


def test_a_policy_that_cannot_be_used_is_no_fault_of_ours(folder: Path) -> None:
    (folder / "bad.yaml").write_text("rules: {a: {title: A, check: no-such-check}}", "utf-8")
    result = run("explain", "a", "-p", "bad.yaml", cwd=folder)
    assert (result.code, result.out) == (2, "")
    assert "there is no check `no-such-check`" in result.err


def test_text_keeps_to_the_width_but_for_commands(folder: Path) -> None:
    for name in check_ids():
        out = run("explain", name, cwd=folder, env={"COLUMNS": "60"}).out
        long = [line for line in out.splitlines() if len(line) > 60]
        assert [line for line in long if line[:4].strip() and " " in line.strip()] == []


def test_help_says_what_why_and_how_for_every_rule() -> None:
    for rule in load_policy("deploylint:production").rules:
        text = help_markdown(rule, "production", "deploylint:production")
        assert text.startswith(f"**{rule.title}**\n\nRule `{rule.id}` of `production` ")
        command = f"deploylint explain {rule.id} --policy deploylint:production"
        assert text.endswith(f"\n\nMore: `{command}`\n")
        assert ("\n\n**Why.** " in text) is (rule.check is not None)
