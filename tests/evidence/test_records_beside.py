"""Records beside evidence: of which kind, of which file, and whose word they outweigh."""

from pathlib import Path

import pytest

from deploylint.model.evidence import Kind
from tests.evidence.judging import judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal

SUITE = (
    '<testsuite name="s" tests="1" failures="{bad}" timestamp="2026-11-24T07:00:00+00:00">'
    '<testcase classname="c" name="n">{child}</testcase></testsuite>'
)
GOOD = SUITE.format(bad=0, child="")
BAD = SUITE.format(bad=1, child='<failure message="no"/>')
NAMED = {"evidence": {"tests": "reports/junit.xml"}}


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "project")
    new.commit({"app.py": "\n", ".gitignore": "reports/\nartifacts/\n"})
    return new


def test_a_record_of_another_kind_proves_nothing(project: Repository) -> None:
    project.write({"reports/junit.xml": GOOD})
    seal(project, Kind.BUILD, "reports/junit.xml")
    assert written(judge(project.path, "tests-pass", plan=NAMED)) == (
        "fail error: reports/junit.xml was recorded as `build`, not as `tests`:"
        " name it under that kind, or record it as this one\n"
        "  reports/junit.xml:1 reports/junit.xml was recorded as `build`, not as `tests`:"
        " name it under that kind, or record it as this one"
    )
    assert outcome(judge(project.path, "tests-pass")) == "fail unproven"


def test_a_run_of_the_tests_may_write_coverage_as_well(project: Repository) -> None:
    lines = "".join(f"DA:{number},1\n" for number in (1,))
    project.write({"reports/lcov.info": f"SF:app.py\n{lines}end_of_record\n"})
    seal(project, Kind.TESTS, "reports/lcov.info")
    plan = {"evidence": {"coverage": "reports/lcov.info"}}
    assert outcome(judge(project.path, "coverage-sufficient", plan=plan)) == "pass bound"


def test_what_was_carried_to_another_folder_is_known_by_its_digest(project: Repository) -> None:
    project.write({"reports/junit.xml": GOOD})
    seal(project, Kind.TESTS, "reports/junit.xml")
    (project.path / "artifacts").mkdir()
    for name in ("junit.xml", "junit.xml.evidence.json"):
        (project.path / "reports" / name).rename(project.path / "artifacts" / name)
    plan = {"evidence": {"tests": "artifacts/junit.xml"}}
    assert outcome(judge(project.path, "tests-pass", plan=plan)) == "pass bound"
    project.write({"artifacts/junit.xml": GOOD + "\n"})
    assert outcome(judge(project.path, "tests-pass", plan=plan)) == "fail error"


def test_naming_a_good_report_does_not_hide_a_recorded_bad_one(project: Repository) -> None:
    project.write({"reports/mine.xml": GOOD, "reports/junit.xml": BAD})
    seal(project, Kind.TESTS, "reports/junit.xml", exit_code=1)
    plan = {"evidence": {"tests": "reports/mine.xml"}}
    assert outcome(judge(project.path, "tests-pass", plan=plan)) == "fail violated"


def test_a_copied_report_is_not_made_new_by_a_record(project: Repository) -> None:
    project.write({"reports/junit.xml": GOOD.replace("2026", "2019")})
    seal(project, Kind.TESTS, "reports/junit.xml", command="cp old.xml reports/junit.xml")
    item = judge(project.path, "tests-pass", plan=NAMED)
    assert item["reason"] == (
        "reports/junit.xml says it was made on 2019-11-24 07:00 UTC,"
        " before the run that is recorded"
    )
    assert outcome(item) == "fail stale"


def test_na_does_not_escape_a_rule_that_asks_for_proof(project: Repository) -> None:
    project.write({"reports/junit.xml": GOOD})
    na = {"checklist": [{"id": "the-rule", "status": "na", "reason": "later"}]}
    plan = {**NAMED, **na}
    assert outcome(judge(project.path, "tests-pass", plan=NAMED)) == "pass evidenced"
    item = judge(project.path, "tests-pass", plan=plan, assurance="bound")
    assert outcome(item) == "fail unproven"
    item = judge(project.path, "tests-pass", plan=plan, assurance="evidenced")
    assert outcome(item) == "pass evidenced"
    assert outcome(judge(project.path, "tests-pass", plan=plan)) == "na"
