"""What `explain` and `policy test` write for machines, and the schemas that describe it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploylint.cli.explaining import explain_check, explain_rule
from deploylint.load.library import PREFIX, shipped_names
from deploylint.load.policy import load_policy
from deploylint.registry import check_ids, find_check
from deploylint.report.explain_json import render
from deploylint.report.style import Style
from deploylint.schemas.texts import schema_text
from tests.program import ROOT, run

EXPLANATION: dict[str, Any] = json.loads(schema_text("explanation"))
TESTED: dict[str, Any] = json.loads(schema_text("policy-test-report"))
AS_STATED = [
    ["en", "fr"],
    ["environment", "service", "type", "priority", "strategy", "migrations"],
]
"""The keys of what a policy states as it likes: titles and conditions."""

POLICY = """\
policy: shop
extends: deploylint:essential
rules:
  tests-pass: {severity: warning, with: {max_age: 12h, required: [unit]}}
  everywhere:
    title: {fr: Partout}
    item: true
    fix: Ask.
    na: never
    waivable: false
    aliases: [anywhere]
    assurance: bound
    when:
      environment: [staging, production]
      service: shop
      type: hotfix
      priority: [P1, P2]
      strategy: canary
      migrations: [true, false]
  small: {title: It is small, schema: {properties: {version: {maxLength: 3}}}}
  shipped: {title: It was shipped, item: true, disabled: we deliver by air}
"""
PLAN = "    plan: {version: v1, environment: development}\n"
TESTS = f"""\
policy: shop.yaml
tests:
  - name: as expected
{PLAN}    expect: {{rules: {{everywhere: na, small: pass}}}}
  - name: "not \u202e ]]> </script>"
{PLAN}    expect: {{decision: go, rules: {{small: fail, shipped: na}}}}
"""


def mistakes(schema: dict[str, Any], text: str) -> list[str]:
    """Return what is wrong with a document, as paths with the word that says so."""
    return [
        f"{error.json_path}: {error.validator}"
        for error in Draft202012Validator(schema).iter_errors(json.loads(text))
    ]


def objects(schema: object) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and "type" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(POLICY, "utf-8")
    (tmp_path / "shop.test.yaml").write_text(TESTS, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["rules", "explanation", "policy-test-report", "evidence", "migrations"]
)
def test_every_object_is_closed_and_every_key_always_there(name: str) -> None:
    for schema in objects(json.loads(schema_text(name))):
        keys = [key for key in schema["properties"] if key != "$schema"]
        assert schema["additionalProperties"] is False
        assert schema.get("required", []) == ([] if keys in AS_STATED else keys)
        assert all(value.get("description") for value in schema["properties"].values())


@pytest.mark.parametrize(
    ("name", "judge"),
    [
        pytest.param("tests-pass", "tests-pass", id="rule-with-parameters"),
        pytest.param("everywhere", None, id="rule-for-a-person-with-all-conditions"),
        pytest.param("small", None, id="rule-with-a-schema"),
        pytest.param("shipped", None, id="rule-that-is-switched-off"),
        pytest.param("rollback-tested", "rollback-tested", id="check-without-rule"),
    ],
)
def test_explanations_fit(folder: Path, name: str, judge: str | None) -> None:
    done = run("explain", name, "-p", "shop.yaml", "-o", "json", cwd=folder)
    assert (done.code, done.err) == (0, "")
    assert mistakes(EXPLANATION, done.out) == []
    found = json.loads(done.out)
    assert (found["schema_version"], found["tool"]["name"]) == (1, "deploylint")
    assert found["check"] == judge


@pytest.mark.parametrize("policy", ["shop.yaml", "deploylint:strict"])
def test_rules_fit_and_their_file_leads_to_the_schema(folder: Path, policy: str) -> None:
    done = run("rules", "-p", policy, "-o", "json=rules.json", "-o", "json", cwd=folder)
    assert (done.code, done.err) == (0, "")
    schema = json.loads(schema_text("rules"))
    written = (folder / "rules.json").read_text("utf-8")
    assert mistakes(schema, done.out) == mistakes(schema, written) == []
    assert json.loads(written).pop("$schema").endswith("rules.json")


def test_explanations_of_all_that_travels_with_the_program_fit() -> None:
    told = [explain_check(find_check(check)) for check in check_ids()]
    for policy in shipped_names():
        reference = f"{PREFIX}{policy}"
        rules = load_policy(reference).rules
        told += [explain_rule(rule, policy, reference) for rule in rules]
    wrong = {
        one.command: found
        for one in told
        if (found := mistakes(EXPLANATION, "".join(render(one, Style()))))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param((), 1, id="some-fail"),
        pytest.param(("--min-coverage", "30"), 1, id="too-little-covered"),
        pytest.param(("--min-coverage", "0", str(ROOT / "docs/examples")), 0, id="examples"),
    ],
)
def test_outcomes_of_policy_tests_fit(folder: Path, arguments: tuple[str, ...], code: int) -> None:
    done = run("policy", "test", *arguments, "-o", "json", cwd=folder)
    assert (done.code, done.err) == (code, "")
    assert mistakes(TESTED, done.out) == []
    found = json.loads(done.out)
    assert sum(found["counts"].values()) == len(found["tests"])
    assert bool(found["counts"]["fail"]) is bool(code)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        pytest.param("schema_version", 2, id="another-version"),
        pytest.param("more", None, id="unknown-key"),
        pytest.param("severity", "fatal", id="unknown-severity"),
        pytest.param("when", {"colour": ["blue"]}, id="unknown-condition"),
        pytest.param("place", {"file": "x", "line": 0, "column": 1}, id="line-0"),
    ],
)
def test_what_is_no_explanation_does_not_fit(folder: Path, key: str, value: object) -> None:
    done = run("explain", "everywhere", "-p", "shop.yaml", "-o", "json", cwd=folder)
    assert mistakes(EXPLANATION, json.dumps(json.loads(done.out) | {key: value})) != []
