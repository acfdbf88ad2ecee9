"""The schemas for editors: sound, helpful, and of one mind with the program."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from deploylint.cli.schema import NAMES
from deploylint.load.library import shipped_names
from deploylint.read.yaml import read_documents
from deploylint.registry import bind, check_ids
from deploylint.schemas.texts import schema_text
from tests.program import ROOT, TUESDAY, environment, run

SCHEMAS: dict[str, Any] = {name: json.loads(schema_text(name)) for name in NAMES}
EXAMPLES = sorted((ROOT / "docs/examples").rglob("*.yaml"))
FILES = [
    *(("plan", path) for path in EXAMPLES if not path.name.endswith(".test.yaml")),
    *(("policy-test", path) for path in EXAMPLES if path.name.endswith(".test.yaml")),
    ("plan", ROOT / ".ci/release.yaml"),
    *(("policy", path) for path in sorted((ROOT / "policies").rglob("*.yaml"))),
    ("policy", ROOT / ".ci/policy.yaml"),
    ("settings", ROOT / ".deploylint.yaml"),
]
"""Files that are written by hand here."""

MINIMAL = "deployment:\n  version: v1\n  environment: production\n"


def mistakes(name: str, text: bytes | str) -> list[str]:
    """Return what is wrong with each document of a text, as paths with the word that says so."""
    validator = Draft202012Validator(SCHEMAS[name])
    data = text if isinstance(text, bytes) else text.encode()
    return [
        f"{'.'.join(map(str, error.absolute_path))}: {error.validator}"
        for document in read_documents(data, "example.yaml")
        for error in validator.iter_errors(document.data)
    ]


def properties(schema: Any, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every property that is stated anywhere in a schema, with its path."""
    if isinstance(schema, list):
        for number, one in enumerate(schema):
            yield from properties(one, f"{at}/{number}")
    elif isinstance(schema, dict):
        stated = schema.get("properties")
        if isinstance(stated, dict) and "if" not in at.split("/")[-2:]:
            yield from ((f"{at}/properties/{key}", one) for key, one in stated.items())
        for key, one in schema.items():
            yield from properties(one, f"{at}/{key}")


# The schemas themselves


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_schema_with_a_title_whose_references_lead_somewhere(
    name: str, tmp_path: Path
) -> None:
    printed = run("schema", name, cwd=tmp_path)
    assert (printed.code, printed.err, printed.out) == (0, "", schema_text(name))
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == f"deploylint {name.replace('-', ' ')}"
    references = re.findall(r'"\$ref": "#/\$defs/([^"]+)"', schema_text(name))
    assert set(references) == set(schema["$defs"]) & set(references)
    assert set(schema["$defs"]) - set(references) == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_where_it_is_offered(name: str) -> None:
    """What refines a key that is described elsewhere stands under `then`, `else` or `with-`."""
    titles = {
        one["description"]
        for one in SCHEMAS["policy"]["properties"]["rules"]["properties"].values()
    }
    silent = [
        at
        for at, schema in properties(SCHEMAS[name], "")
        if not re.search(r"/(?:then|else|if)/|\$defs/with-", at)
        and not (said(name, schema).endswith(".") or said(name, schema) in titles)
    ]
    assert silent == []


def said(name: str, schema: dict[str, Any]) -> str:
    """Return the description of a schema, or of what it refers to."""
    where = schema.get("$ref", "").removeprefix("#/$defs/")
    text = schema.get("description") or SCHEMAS[name].get("$defs", {}).get(where, schema)
    return text if isinstance(text, str) else str(text.get("description", ""))


def test_they_are_what_the_readers_and_the_shipped_rules_say() -> None:
    command = [sys.executable, ".ci/generate_schemas.py", "--check"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_left_to_guess(name: str) -> None:
    """A word of a closed set says what it means, unless everybody knows."""
    known = {"mon", "low", "postgresql", "alembic"}
    silent = [
        words
        for words in enums(SCHEMAS[name])
        if "enumDescriptions" not in words
        and not known & set(map(str, words["enum"]))
        and words["enum"] != [False]
        and "errorMessage" not in words
    ]
    assert name in NAMES[4:] or silent == []


def enums(schema: Any) -> Iterator[dict[str, Any]]:
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, dict | list):
            yield from enums(value)
    if isinstance(schema, dict) and isinstance(schema.get("enum"), list):
        yield schema


# What they accept


@pytest.mark.parametrize(
    ("name", "path"), [pytest.param(*one, id=str(one[1].relative_to(ROOT))) for one in FILES]
)
def test_every_file_of_this_repository_fits(name: str, path: Path) -> None:
    assert mistakes(name, path.read_bytes()) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("plan", MINIMAL, [], id="minimal-plan"),
        pytest.param(
            "plan",
            f"{MINIMAL}  checklist: [{{id: our-own, status: pass}}, {{item: Ours, status: na}}]",
            [],
            id="own-checklist-lines",
        ),
        pytest.param(
            "plan",
            f"{MINIMAL}  checklist: [{{id: null, status: pass}}]",
            ["deployment.checklist.0: required"],
            id="line-without-name",
        ),
        pytest.param(
            "plan", f"{MINIMAL}  migrations: [{{name: a, reversible: No}}]", [], id="word-for-false"
        ),
        pytest.param("plan", f"{MINIMAL}  type:\n  duration:\n", [], id="empty-keys"),
        pytest.param(
            "plan", f"{MINIMAL}  typ: hotfix", ["deployment: additionalProperties"], id="typo"
        ),
        pytest.param(
            "plan", f"{MINIMAL}  duration: 30", ["deployment.duration: anyOf"], id="no-unit"
        ),
        pytest.param(
            "plan",
            f"{MINIMAL}  scheduled_at: 2026-11-24T10:30:00",
            ["deployment.scheduled_at: anyOf"],
            id="no-offset",
        ),
        pytest.param("policy", "rules: {our-own: {item: true}}", [], id="own-rule"),
        pytest.param("policy", "rules: {tests-pass: warning, b: error}", [], id="severities"),
        pytest.param("policy", "rules: {a: err}", ["rules.a: enum"], id="no-severity"),
        pytest.param(
            "policy", "rules: {a: {check: test-pass}}", ["rules.a.check: anyOf"], id="no-check"
        ),
        pytest.param(
            "policy",
            "rules: {a: {check: rollback-tested, with: {max_agee: 3d}}}",
            ["rules.a.with: anyOf"],
            id="no-parameter",
        ),
        pytest.param(
            "policy",
            "rules: {rollback-tested: {check: tests-pass, with: {max_age: 3d}}}",
            [],
            id="shipped-rule-judged-by-another-check",
        ),
        pytest.param(
            "policy",
            "rules: {rollback-tested: {with: {of_a_middle_layer: 3}}}",
            [],
            id="shipped-rule-that-a-middle-layer-may-have-changed",
        ),
        pytest.param("settings", "timezone: Mars Phobos", ["timezone: anyOf"], id="no-zone"),
    ],
)
def test_what_is_accepted(name: str, text: str, expected: list[str]) -> None:
    assert mistakes(name, text) == expected


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("evidence", ("evidence",), id="evidence-of-the-repository"),
        pytest.param(
            "evidence", ("evidence", "docs/examples/v1.2.0.yaml"), id="evidence-of-a-plan"
        ),
        pytest.param("window", ("window",), id="window"),
        pytest.param("window", ("window", "docs/examples/v1.2.0.yaml"), id="window-of-a-plan"),
        pytest.param("migrations", ("migrations", "docs/examples", "--all"), id="migrations"),
    ],
)
def test_answers_for_machines_fit(name: str, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--now", TUESDAY, "-o", "json", cwd=ROOT)
    assert done.err == ""
    assert mistakes(name, done.out) == []


# What they offer


def offered(schema: Any) -> list[str]:
    return [one["const"] for one in schema["anyOf"] if "const" in one]


def test_rules_checks_and_policies_that_travel_with_the_program_are_offered() -> None:
    from deploylint.load.policy import load_policy

    rules = bind(load_policy("deploylint:production").rules)
    titles = {title for bound in rules for title in bound.rule.titles.values()}
    ids = {bound.rule.id for bound in rules}
    line = SCHEMAS["plan"]["properties"]["deployment"]["properties"]["checklist"]["items"]
    policy = SCHEMAS["policy"]
    assert set(offered(line["properties"]["id"])) == ids
    assert set(offered(line["properties"]["item"])) == titles
    assert set(policy["properties"]["rules"]["properties"]) == ids
    check = policy["$defs"]["rule"]["then"]["properties"]["check"]
    assert tuple(offered(check)) == check_ids()
    assert {
        name.removeprefix("deploylint:") for name in offered(policy["properties"]["extends"])
    } == set(shipped_names())
