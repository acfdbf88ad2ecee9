"""`deploylint evidence`: which release it is about, and what it is asked."""

import json
from pathlib import Path

import pytest

from tests.cli.evidenceasked import answer, ask, junit, kind, recorded
from tests.evidence.repository import Repository, repository
from tests.program import run


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "project")
    new.commit({"app.py": "print(1)\n"})
    return new


def test_without_a_plan_what_needs_none_is_judged(project: Repository) -> None:
    recorded(project, "reports/junit.xml", junit())
    report = answer(project)
    assert report["plan"] is None
    assert report["release"]["commit"] == project.head
    judged = [(rule["rule"], rule["status"], rule["assurance"]) for rule in report["rules"]]
    assert judged == [
        ("tests-pass", "pass", "bound"),
        ("branch-up-to-date", None, None),
        ("somebody-signed", None, None),
    ]


def test_a_rule_under_a_condition_is_not_judged_without_a_plan(project: Repository) -> None:
    rule = {"check": "tests-pass", "when": {"environment": "staging"}}
    (judged,) = answer(project, policy={"rules": {"staged": rule}})["rules"]
    assert (judged["status"], judged["reason"]) == (
        None,
        "it is judged with a plan, and none is given",
    )


def test_the_commit_of_the_plan_is_the_release(project: Repository) -> None:
    first = project.head
    second = project.commit({"app.py": "print(2)\n"})
    project.git("checkout", "--quiet", "--detach")
    report = answer(project, plan={"commit": first[:12]})
    column = (project.path.parent / "plan.yaml").read_text().index('"commit"') + 1
    assert report["release"] == {
        "commit": first,
        "tree": project.git("rev-parse", f"{first}^{{tree}}"),
        "committed_at": "2026-11-23T09:00:00+00:00",
        "head": second,
        "branch": None,
        "shallow": False,
        "at": {"file": "../plan.yaml", "line": 1, "column": column},
    }
    text = ask(project, plan={"commit": first[:12]}).out
    assert f"  release {first[:7]}, named in ../plan.yaml:1:{column}, committed Mon 2026-" in text
    assert f"  checked out is another commit, {second[:7]}\n" in text


def test_a_commit_that_is_not_there_is_said_in_a_sentence(project: Repository) -> None:
    report = answer(project, plan={"commit": "3f9c1e2"})
    said = 'the commit "3f9c1e2" that the plan names is not in this repository'
    assert (report["release"], report["release_problem"]) == (None, said)


def test_a_shallow_clone_is_said(project: Repository, tmp_path: Path) -> None:
    project.commit({"app.py": "print(2)\n"})
    shallow = project.clone(tmp_path / "shallow", "--depth", "1")
    assert answer(shallow)["release"]["shallow"] is True
    assert "  the clone is shallow: " in ask(shallow).out


def test_outside_a_repository_there_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    folder = Repository(tmp_path / "folder")
    folder.write({"reports/junit.xml": junit()})
    report = answer(folder, plan={"evidence": {"tests": "reports/junit.xml"}})
    assert (report["release"], report["release_problem"]) == (None, "this is no git repository")
    (piece,) = kind(report, "tests")["pieces"]
    assert piece["assurance"] == "evidenced"


def test_settings_name_plans_and_places(project: Repository) -> None:
    settings = {"plans": ["plans/*.yaml"], "evidence": {"tests": ["out/*.xml"]}}
    plans = {
        "plans/a.yaml": "deployment: {version: v1, environment: staging}",
        "plans/b.yaml": "deployment: {version: v2, environment: production}\n---\n"
        "deployment: {version: v3, environment: production}",
    }
    project.write({".deploylint.yaml": json.dumps(settings), **plans})
    result = ask(project, "-o", "json")
    assert (result.code, result.err) == (0, "")
    reports = json.loads(result.out)["reports"]
    assert [one["plan"]["version"] for one in reports] == ["v1", "v2", "v3"]
    assert [kind(one, "tests")["missing"][0]["place"] for one in reports] == ["out/*.xml"] * 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("nosuch.yaml",), "nosuch.yaml: does not exist", id="no-plan"),
        pytest.param(("-p", "nosuch.yaml"), "nosuch.yaml: does not exist", id="no-policy"),
        pytest.param(("-o", "yaml"), "there is no output format `yaml`", id="format"),
        pytest.param(("--now", "later"), "`--now`: `later` is no moment", id="moment"),
    ],
)
def test_what_is_asked_wrongly_is_an_error(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    result = run("evidence", *arguments, cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
