"""`deploylint check --environment`: plans for another environment are refused."""

import json
from pathlib import Path

import pytest

from tests.program import EXAMPLE, TUESDAY, Result, run

POLICY = "--policy=deploylint:essential"
HINT = (
    "  hint: give the plan of this deployment; names are compared as written, whatever their case"
)


def plan(folder: Path, name: str, *environments: str) -> None:
    """Write a plan for each of the environments into one file."""
    text = EXAMPLE.read_text("utf-8")
    documents = [text.replace("production", one, 1) for one in environments]
    (folder / name).write_text("---\n".join(documents), "utf-8")


def check(folder: Path, *arguments: str) -> Result:
    (folder / ".deploylint.yaml").write_text("timezone: Europe/Paris\n", "utf-8")
    now = () if "--no-clock" in arguments else ("--gate", f"--now={TUESDAY}")
    return run("check", POLICY, *now, *arguments, cwd=folder)


@pytest.mark.parametrize("asked", ["production", "Production", " PRODUCTION "])
def test_a_plan_for_the_environment_is_judged(tmp_path: Path, asked: str) -> None:
    plan(tmp_path, "plan.yaml", "production")
    result = check(tmp_path, "plan.yaml", "-q", f"--environment={asked}")
    assert (result.code, result.err) == (0, "")
    assert "GO: may go out" in result.out


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        pytest.param("staging", "production", id="another"),
        pytest.param("prod-eu", "production", id="another-of-the-same-kind"),
        pytest.param("prod", "production", id="another-name"),
        pytest.param("production", "staging", id="more-demanding"),
    ],
)
@pytest.mark.parametrize("moment", [(), ("--no-clock",)], ids=["gate", "no-clock"])
def test_a_plan_for_another_is_refused_at_its_place(
    tmp_path: Path, environment: str, asked: str, moment: tuple[str, ...]
) -> None:
    plan(tmp_path, "plan.yaml", environment)
    result = check(tmp_path, "plan.yaml", f"--environment={asked}", *moment)
    said = f'plan.yaml:3:3: the plan is for "{environment}", not for "{asked}"\n{HINT}\n'
    assert (result.code, result.out, result.err) == (2, "", said)


def test_each_of_several_plans_is_looked_at(tmp_path: Path) -> None:
    plan(tmp_path, "a.yaml", "production", "qa", "production")
    plan(tmp_path, "b.yaml", "staging")
    files = ("a.yaml", "b.yaml")
    result = check(tmp_path, *files, "--environment=production", "-o", "json", "--jobs=2")
    told = json.loads(result.out)
    assert result.code == 2
    assert [(one["plan"]["file"], one["decision"]) for one in told["reports"]] == [
        ("a.yaml", "go"),
        ("a.yaml", "go"),
    ]
    assert [(one["file"], one["message"]) for one in told["errors"]] == [
        ("a.yaml", 'the plan is for "qa", not for "production"'),
        ("b.yaml", 'the plan is for "staging", not for "production"'),
    ]


@pytest.mark.parametrize("given", ["", " "])
def test_no_name_is_no_environment(tmp_path: Path, given: str) -> None:
    plan(tmp_path, "plan.yaml", "production")
    result = check(tmp_path, "plan.yaml", "--environment", given)
    assert (result.code, result.out) == (2, "")
    assert "this names no environment" in result.err
