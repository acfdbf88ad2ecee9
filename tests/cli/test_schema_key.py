"""Files in JSON say under `$schema` where their schema lies; YAML has comments for that."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import run

AWAY = {"$schema": ".deploylint/schema.json"}
PLAN = {"deployment": {"version": "v1.0.0", "environment": "staging", "smoke_tests": ["GET /"]}}
POLICY = {"policy": "p", "rules": {"health": {"title": "Health is watched", "item": True}}}
TESTS = {
    "policy": "policy.json",
    "tests": [{"name": "t", "plan": PLAN["deployment"], "expect": {"decision": "abort"}}],
}


def write(folder: Path, name: str, content: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps(content), "utf-8")


def judged(text: str) -> list[tuple[str, str, str]]:
    """Return which rules a JSON report tells of, with status and cause."""
    (report,) = json.loads(text)["reports"]
    return [(item["rule"], item["status"], item["cause"]) for item in report["items"]]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write(tmp_path, "plan.json", AWAY | PLAN)
    write(tmp_path, "policy.json", AWAY | POLICY)
    write(tmp_path, "policy.test.json", AWAY | TESTS)
    write(tmp_path, ".deploylint.yaml", AWAY | {"policy": "policy.json", "plans": "."})
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("check", "plan.json"), id="plan"),
        pytest.param(("check", "."), id="folder"),
        pytest.param(("check",), id="settings"),
    ],
)
def test_the_key_changes_nothing(here: Path, command: tuple[str, ...]) -> None:
    found = run(*command, "--now", "2026-11-24T10:30:00Z", "-o", "json", cwd=here)
    for name, content in (("plan.json", PLAN), ("policy.json", POLICY)):
        write(here, name, content)
    without = run(*command, "--now", "2026-11-24T10:30:00Z", "-o", "json", cwd=here)
    assert (found.code, found.err) == (without.code, without.err)
    assert judged(found.out) == judged(without.out) == [("health", "fail", "unproven")]


def test_tests_of_a_policy_may_have_it(here: Path) -> None:
    result = run("policy", "test", "policy.test.json", cwd=here)
    assert (result.code, result.err) == (0, "")


def test_it_stands_for_no_plan_and_is_known_at_the_top_alone(here: Path) -> None:
    write(here, "plan.json", AWAY)
    assert "the key `deployment` is missing" in run("check", "plan.json", cwd=here).err
    write(here, "plan.json", {"deployment": AWAY | PLAN["deployment"]})
    assert "the key `$schema` is not known here" in run("check", "plan.json", cwd=here).err
