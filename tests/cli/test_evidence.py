"""`deploylint evidence`: each piece, and each rule."""

import json
from importlib import import_module
from pathlib import Path

import pytest

from deploylint.facts.source import Collected
from deploylint.read.digest import digest_of
from tests.cli.evidenceasked import OTHER, answer, junit, kind, recorded
from tests.evidence.judging import NOW
from tests.evidence.repository import Repository, repository
from tests.program import ROOT, run


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "project")
    new.commit({"app.py": "print(1)\n"})
    return new


def test_each_piece_says_what_it_is_worth(project: Repository) -> None:
    good, old = junit(), junit("2026-11-23T08:00:00+00:00")
    recorded(project, "r/bound.xml", good)
    recorded(project, "r/failed.xml", good, exit_code=1)
    recorded(project, "r/edited.xml", good, written=b"other")
    recorded(project, "r/elsewhere.xml", good, commit=OTHER, tree=OTHER)
    recorded(project, "r/dirty.xml", good, dirty=True)
    recorded(project, "r/gone.xml", None, written=good)
    recorded(project, "r/never.xml", None)
    project.write({"r/plain.xml": good, "r/old.xml": old, "r/broken.xml": b"<testsuite"})
    report = answer(project, plan={"evidence": {"tests": "r/*.xml"}})
    found = {
        one["path"].removeprefix("r/"): (one["assurance"], one["why"].split(";")[0])
        for one in kind(report, "tests")["pieces"]
    }
    short = project.head[:7]
    worth, why = found.pop("broken.xml")
    assert worth is None
    assert why.startswith("is not well-formed XML: ")
    assert found == {
        "bound.xml": ("bound", f"was recorded at commit {short}"),
        "failed.xml": ("bound", f"was recorded at commit {short}"),
        "edited.xml": (
            None,
            "was changed after the run that is recorded in r/edited.xml.evidence.json",
        ),
        "elsewhere.xml": (None, f"was recorded at commit aaaaaaa, and the release is {short}"),
        "dirty.xml": (
            None,
            f"was recorded with changes that are not in the commit {short}",
        ),
        "gone.xml": (None, "is gone"),
        "never.xml": (
            None,
            "was not written by `pytest --junitxml=r/never.xml`, which ended with 0",
        ),
        "plain.xml": ("evidenced", "was made on 2026-11-23 12:00 UTC"),
        "old.xml": (None, f"was made on 2026-11-23 08:00 UTC, before the commit {short} was"),
    }


def test_a_piece_is_told_whole(project: Repository) -> None:
    recorded(project, "reports/junit.xml", junit())
    report = answer(project, plan={"evidence": {"tests": "reports/junit.xml"}})
    column = (project.path.parent / "plan.yaml").read_text().index('"reports/junit.xml"') + 1
    assert kind(report, "tests") == {
        "kind": "tests",
        "rules": ["tests-pass"],
        "max_age_seconds": 172800.0,
        "pieces": [
            {
                "path": "reports/junit.xml",
                "counts": True,
                "assurance": "bound",
                "why": f"was recorded at commit {project.head[:7]}",
                "digest": digest_of(junit()),
                "commit": project.head,
                "time": "2026-11-24T08:30:00+00:00",
                "age_seconds": 3600.0,
                "command": ["pytest", "--junitxml=reports/junit.xml"],
                "exit_code": 0,
                "record": "reports/junit.xml.evidence.json",
                "named": {"file": "../plan.yaml", "line": 1, "column": column},
            }
        ],
        "missing": [],
        "searched": [],
        "problem": None,
    }


def test_what_is_found_unasked_counts_only_if_it_is_bound(project: Repository) -> None:
    recorded(project, "reports/junit.xml", junit())
    project.write({"junit.xml": junit()})
    pieces = kind(answer(project), "tests")["pieces"]
    assert [(one["path"], one["assurance"], one["named"]) for one in pieces] == [
        ("junit.xml", None, None),
        ("reports/junit.xml", "bound", None),
    ]
    assert pieces[0]["why"].endswith("; name it under `evidence: {tests: ...}`")


def test_a_named_place_that_is_empty_is_missing(project: Repository) -> None:
    project.write({"junit.xml": junit()})
    report = answer(project, plan={"evidence": {"tests": ["r/*.xml", "../out.xml"]}})
    found = kind(report, "tests")
    assert (found["pieces"], found["searched"]) == ([], [])
    assert [(one["place"], one["why"]) for one in found["missing"]] == [
        ("r/*.xml", "matches no file"),
        ("../out.xml", "does not stay inside the repository; write it relative to the root"),
    ]


def test_rules_say_what_they_ask_for_and_what_they_get(project: Repository) -> None:
    recorded(project, "reports/junit.xml", junit())
    report = answer(project, plan={"evidence": {"tests": "reports/junit.xml"}})
    asked = [
        [rule[key] for key in ("rule", "required_assurance", "status", "cause", "assurance")]
        for rule in report["rules"]
    ]
    assert asked == [
        ["tests-pass", "bound", "pass", None, "bound"],
        ["branch-up-to-date", "evidenced", "pass", None, "evidenced"],
        ["somebody-signed", "evidenced", "fail", "unproven", None],
    ]


def test_every_kind_of_evidence_is_looked_at(project: Repository) -> None:
    modules = sorted((ROOT / "deploylint/facts").glob("[a-z]*.py"))
    facts = [
        one
        for module in (import_module(f"deploylint.facts.{path.stem}") for path in modules)
        for one in vars(module).values()
        if isinstance(one, type) and one.__module__ == module.__name__
        if issubclass(one, Collected) and one is not Collected
    ]
    kinds = answer(project)["kinds"]
    assert len(kinds) == len(facts)
    assert {"tests", "coverage", "vulnerabilities"} <= {one["kind"] for one in kinds}


def test_check_says_the_same_of_each_rule(project: Repository) -> None:
    recorded(project, "reports/junit.xml", junit())
    (project.path.parent / "plan.yaml").write_text(
        '{"deployment": {"version": "v1.2.0", "environment": "production"}}'
    )
    asked = answer(project, plan={})["rules"]
    arguments = ("check", "../plan.yaml", "--policy", "../policy.yaml", "--now", NOW, "-o", "json")
    items = json.loads(run(*arguments, cwd=project.path).out)["reports"][0]["items"]
    said = {item["rule"]: (item["status"], item["reason"]) for item in items}
    assert {
        rule["rule"]: (rule["status"], rule["reason"]) for rule in asked
    }.items() <= said.items()
