"""SARIF that the real program writes: found again, from anywhere, whatever the plans are."""

from pathlib import Path
from typing import Any

import pytest

from deploylint import __version__
from tests.program import EXAMPLE, TUESDAY, run
from tests.report.sariflaws import checked


def checked_run(folder: Path, *arguments: str, stdin: bytes | None = None) -> list[Any]:
    """Return the results that the real program reports."""
    command = ("check", "--at", TUESDAY, "--now", TUESDAY, "-o", "sarif", *arguments)
    return list(checked(run(*command, cwd=folder, stdin=stdin).out)["results"])


def known(results: list[Any]) -> list[str]:
    return [one["partialFingerprints"]["deploylint/v1"] for one in results]


def uris(results: list[Any]) -> set[str]:
    return {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Return a plan with problems at several places."""
    text = EXAMPLE.read_text("utf-8").replace("#deployments", "TODO").replace("pass", "fail")
    (tmp_path / "plan.yaml").write_text(text, "utf-8")
    return tmp_path / "plan.yaml"


def test_problems_are_known_again_below_new_lines(faulty: Path) -> None:
    before = checked_run(faulty.parent, "plan.yaml")
    faulty.write_text("# 1\n# 2\n# 3\n# 4\n# 5\n" + faulty.read_text("utf-8"), "utf-8")
    after = checked_run(faulty.parent, "plan.yaml")
    lines = [
        [one["locations"][0]["physicalLocation"]["region"]["startLine"] for one in results]
        for results in (before, after)
    ]
    assert len(before) > 4
    assert known(after) == known(before)
    assert lines[1] == [line + 5 for line in lines[0]]


def test_two_plans_two_documents_and_standard_input(faulty: Path) -> None:
    text = faulty.read_text("utf-8")
    (faulty.parent / "other.yaml").write_text(text, "utf-8")
    (faulty.parent / "both.yaml").write_text(f"{text}\n---\n{text}", "utf-8")
    plans = ("plan.yaml", "other.yaml", "both.yaml", "-")
    found = checked_run(faulty.parent, *plans, stdin=text.encode())
    alone = checked_run(faulty.parent, "plan.yaml")
    assert len(found) == 5 * len(alone)
    assert known(found)[: len(alone)] == known(alone)
    assert uris(found) == {"plan.yaml", "other.yaml", "both.yaml", "%3Cstdin%3E"}


def test_problems_are_known_by_the_same_however_many_judge_at_once(faulty: Path) -> None:
    (faulty.parent / "other.yaml").write_bytes(faulty.read_bytes())
    plans = ("plan.yaml", "other.yaml")
    by_one, by_two = (checked_run(faulty.parent, *plans, "--jobs", jobs) for jobs in ("1", "2"))
    assert by_one == by_two


def test_paths_are_those_from_the_root_of_the_repository(faulty: Path) -> None:
    (faulty.parent / ".git").mkdir()
    folder = faulty.parent / "web" / "a b"
    folder.mkdir(parents=True)
    found = checked_run(folder, "../../plan.yaml")
    faulty.rename(folder / "plan.yaml")
    moved = checked_run(folder, "plan.yaml")
    assert (uris(found), uris(moved)) == ({"plan.yaml"}, {"web/a%20b/plan.yaml"})


def test_help_comes_from_the_checks(faulty: Path) -> None:
    command = ("check", "--at", TUESDAY, "-o", "sarif", "plan.yaml")
    driver = checked(run(*command, cwd=faulty.parent).out)["tool"]["driver"]
    assert driver["semanticVersion"] == __version__
    (rule,) = [one for one in driver["rules"] if one["id"] == "no-placeholders"]
    assert "**Why.**" in rule["help"]["markdown"]
    assert "deploylint explain no-placeholders" in rule["help"]["markdown"]


def test_what_cannot_be_judged_at_all_is_a_report(tmp_path: Path) -> None:
    (found,) = checked_run(tmp_path, "none.yaml")
    assert found["ruleId"] == "plan-judged"
    (found,) = checked_run(tmp_path, "none.yaml", "--policy", "none")
    assert found["ruleId"] == "plan-judged"
