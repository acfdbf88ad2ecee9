"""Test reports judged by the program itself: those of real tools, recorded runs, and fresh ones."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import write_run
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of
from tests.checks.testruns import expected
from tests.evidence.judging import SAMPLES, judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.program import environment

COMMITTED = "2026-11-20T20:00:00+00:00"
"""Before the samples were made, and not a day before they are judged."""

NOW = "2026-11-21T10:00:00+01:00"
REPORT = "reports/report.txt"
RECORD = f"{REPORT}.evidence.json"
NAMED = {"evidence": {"tests": [REPORT]}}


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    found = repository(tmp_path / "project")
    found.commit({"app.py": "print(1)\n", ".gitignore": "/reports/\n"}, at=COMMITTED)
    return found


def put(project: Repository, sample: str) -> None:
    project.write({REPORT: (SAMPLES / sample).read_bytes()})


def record(project: Repository, command: str, code: int, **more: Any) -> None:
    """Write the record of a run that made the report just before the judgement."""
    path = project.path / REPORT
    sealed = digest_of(path.read_bytes()) if path.exists() else None
    ended = datetime.fromisoformat(NOW) - timedelta(minutes=5)
    found: dict[str, Any] = {
        "kind": Kind.TESTS,
        "name": "tests",
        "command": tuple(command.split()),
        "exit_code": code,
        "started_at": datetime.fromisoformat("2020-01-01T00:00:00+00:00"),
        "ended_at": ended,
        "commit": project.head,
        "tree": None,
        "dirty": False,
        "outputs": (Sealed(REPORT, sealed),),
        "lockfiles": (),
        "versions": {},
        "ci": None,
        "path": RECORD,
        "digest": "",
    }
    project.write({RECORD: write_run(RecordedRun(**{**found, **more}))})


def seen(project: Repository, **more: Any) -> str:
    return written(judge(project.path, "tests-pass", now=NOW, **{"plan": NAMED, **more}))


GREEN = [
    pytest.param(
        "go/gotestsum_buildfail.xml",
        f"""
        fail violated: {REPORT} counts 1 failure that no test shows; a package crashed or does
              not build
          {REPORT}:2 {REPORT} counts 1 failure that no test shows; a package crashed or does not
              build
        """,
        id="2-a-go-package-does-not-build",
    ),
    pytest.param(
        "ctest/ctest.xml",
        f"""
        fail violated: 3 of 5 tests failed
          {REPORT}:14 "bad" failed
          {REPORT}:28 "missing" ended in an error: "Unable to find executable"
          {REPORT}:32 "slow" failed
        """,
        id="3-ctest-finds-no-executable",
    ),
    pytest.param(
        "js/node-junit-toplevel-fail.xml",
        f"""
        fail violated: the only test failed
          {REPORT}:3 "bad" failed: "x"
          {REPORT}:1 {REPORT} says neither when it was made nor of which commit; run its command
              through `deploylint record`
        """,
        id="4-a-test-of-node-outside-of-suites",
    ),
    pytest.param(
        "js/playwright_load_error.json",
        f"""
        fail violated: {REPORT} reports an error outside of every test: "Error: load error", and
              1 more
          {REPORT}:1 {REPORT} reports an error outside of every test: "Error: load error"
          {REPORT}:1 {REPORT} reports an error outside of every test: "Error: No tests found."
        """,
        id="5-a-file-of-playwright-does-not-load",
    ),
    pytest.param(
        "newman/newman-junit-404-noassert-rc0.xml",
        f"""
        fail violated: {REPORT} holds no test, and 1 more
          {REPORT}:1 {REPORT} holds no test
          {REPORT}:3 {REPORT} asserts nothing about the request "noassert404", so nothing of it
              was tested
        """,
        id="11-newman-asserts-nothing",
    ),
    pytest.param(
        "js/jest.json",
        f"""
        fail violated: 2 of 5 tests failed
          {REPORT}:1 "suite A > fails" failed: "Error: expect(received).toBe(expected) //
              Object.is equality"
          {REPORT}:1 "in ba" failed: "Error: ba"
          {REPORT}:1 {REPORT} says that the file "/home/user/project/js/jt/broken.test.js"
              failed as a whole: "Test suite failed to run"
        """,
        id="the-json-of-jest-shows-what-its-xml-hides",
    ),
    pytest.param(
        "js/vitest-none-junit.xml",
        f"""
        fail violated: {REPORT} holds no test
          {REPORT}:1 {REPORT} holds no test
          {REPORT}:1 {REPORT} says neither when it was made nor of which commit; run its command
              through `deploylint record`
        """,
        id="vitest-found-nothing",
    ),
]


@pytest.mark.parametrize(("sample", "verdict"), GREEN)
def test_a_green_report_of_a_tool_that_failed_does_not_pass(
    project: Repository, sample: str, verdict: str
) -> None:
    put(project, sample)
    assert seen(project) == expected(verdict)


def test_newman_got_no_answer(project: Repository) -> None:  # the twelfth
    put(project, "newman/newman-junit.xml")
    item = judge(project.path, "tests-pass", now=NOW, plan=NAMED)
    assert outcome(item) == "fail violated"
    assert [finding["line"] for finding in item["findings"]] == [5, 20, 19]
    assert "ECONNREFUSED" in item["findings"][1]["message"]


def test_a_file_that_jest_could_not_load_shows_in_the_exit_code(project: Repository) -> None:
    put(project, "js/jest-junit-broken-suite.xml")  # the first: nothing in the file shows it
    assert outcome(judge(project.path, "tests-pass", now=NOW, plan=NAMED)) == "pass evidenced"
    record(project, "npx jest --ci", 1)
    assert seen(project) == expected(
        f"""
        fail violated: "npx jest --ci" ended with 1 although the report shows no failure
          {RECORD}:1 "npx jest --ci" ended with 1 although the report shows no failure
        """
    )


def test_a_run_that_wrote_no_report_does_not_pass(project: Repository) -> None:
    record(project, "pytest -q", 0)  # the sixth: a test called os._exit(0)
    assert seen(project) == expected(
        f"""
        fail error: {REPORT} was not written by `pytest -q`, which ended with 0
          {REPORT}:1 {REPORT} was not written by `pytest -q`, which ended with 0
        """
    )


def test_a_report_from_before_the_commit_does_not_pass(project: Repository) -> None:
    put(project, "js/vitest-junit.xml")  # the sixth without a record: the old file is still there
    project.commit({"app.py": "print(2)\n"}, at="2026-11-21T08:00:00+00:00")
    assert outcome(judge(project.path, "tests-pass", now=NOW, plan=NAMED)) == "fail stale"


RECORDED = [
    pytest.param({}, "pass bound", id="at-this-commit"),
    pytest.param({"commit": "a" * 40}, "fail stale", id="at-another-commit"),
    pytest.param({"dirty": True}, "fail stale", id="with-changes"),
    pytest.param({"outputs": (Sealed(REPORT, "sha256:0"),)}, "fail error", id="edited-afterwards"),
    pytest.param({"exit_code": 3}, "fail violated", id="failed"),
]


@pytest.mark.parametrize(("states", "verdict"), RECORDED)
def test_a_recorded_run(project: Repository, states: Mapping[str, Any], verdict: str) -> None:
    put(project, "js/jest-junit-broken-suite.xml")
    record(project, "npx jest", 0, **states)
    assert outcome(judge(project.path, "tests-pass", now=NOW, plan=NAMED)) == verdict


def test_a_recorded_run_of_some_tests(project: Repository) -> None:
    put(project, "js/jest-junit-broken-suite.xml")
    record(project, "npx jest --onlyChanged", 0)
    reason = f"{REPORT} was made with `--onlyChanged`, which leaves tests out"
    item = judge(project.path, "tests-pass", now=NOW, plan=NAMED)
    assert (outcome(item), item["reason"]) == ("fail violated", reason)
    item = judge(project.path, "tests-pass", now=NOW, plan=NAMED, with_={"partial": "note"})
    assert (outcome(item), item["findings"][0]["message"]) == ("pass bound", reason)


def test_reports_of_surefire_prove_nothing_without_a_record(project: Repository) -> None:
    text = (
        '<testsuite name="x.ATest" tests="1"><testcase name="ok" classname="x.ATest"/></testsuite>'
    )
    named = {"evidence": {"tests": ["target/surefire-reports/TEST-*.xml"]}}
    project.write({"target/surefire-reports/TEST-x.ATest.xml": text})
    item = judge(project.path, "tests-pass", now=NOW, plan=named)
    assert outcome(item) == "fail stale"
    project.write(
        {"target/surefire-reports/TEST-x.BTest.xml": text.replace("/></", "><error/></testcase></")}
    )
    item = judge(project.path, "tests-pass", now=NOW, plan=named)
    assert outcome(item) == "fail violated"


def test_a_report_that_nobody_named_counts_when_it_is_of_this_commit(project: Repository) -> None:
    sample = (SAMPLES / "js/jest-junit-broken-suite.xml").read_text()
    project.write({"junit.xml": sample})
    item = judge(project.path, "tests-pass", now=NOW)
    assert outcome(item) == "fail unproven"
    assert "name it under `evidence: {tests: ...}`" in item["findings"][0]["message"]
    stated = f'<properties><property name="commit" value="{project.head}"/></properties>'
    project.write({"junit.xml": sample.replace("<testcase ", f"{stated}<testcase ", 1)})
    assert outcome(judge(project.path, "tests-pass", now=NOW)) == "pass bound"


def test_the_settings_name_reports_as_well(project: Repository) -> None:
    put(project, "js/jest-junit-broken-suite.xml")
    assert outcome(judge(project.path, "tests-pass", now=NOW, settings=NAMED)) == "pass evidenced"


def test_secrets_in_properties_are_not_told(project: Repository) -> None:
    sample = (SAMPLES / "surefire/TEST-plain.xml").read_text()
    secret = '<property name="env.DB_PASSWORD" value="correct-horse"/></properties>'
    project.write({REPORT: sample.replace("</properties>", secret)})
    item = judge(project.path, "tests-pass", now=NOW, plan=NAMED)
    assert outcome(item) == "fail violated"
    assert "correct-horse" not in repr(item)


KINDS = [
    pytest.param("end-to-end-tests-pass", "end_to_end", id="end-to-end"),
    pytest.param("load-and-security-validated", "validations", id="validations"),
]


@pytest.mark.parametrize(("check", "kind"), KINDS)
def test_each_check_looks_at_its_own_reports(project: Repository, check: str, kind: str) -> None:
    put(project, "js/playwright.json")
    assert outcome(judge(project.path, check, now=NOW, plan=NAMED)) == "fail unproven"
    plan = {"evidence": {kind: [REPORT]}}
    item = judge(project.path, check, now=NOW, plan=plan)
    assert outcome(item) == "fail violated"
    assert item["reason"] == "6 of 12 tests failed"


def test_parameters_of_the_policy_count(project: Repository) -> None:
    put(project, "js/jest-junit-broken-suite.xml")
    item = judge(project.path, "tests-pass", now=NOW, plan=NAMED, with_={"min_tests": 2})
    assert item["reason"] == "only 1 test ran; the policy demands 2 at least"
    item = judge(project.path, "tests-pass", now=NOW, plan=NAMED, with_={"required": ["o?"]})
    assert outcome(item) == "pass evidenced"


FRESH = [
    pytest.param("def test_a(): pass\n", "pass evidenced", "1 test passed in", id="passes"),
    pytest.param("def test_a(): assert 0\n", "fail violated", "the only test failed", id="fails"),
    pytest.param(
        "import nothing_like_it\n", "fail violated", "the only test failed", id="does-not-load"
    ),
    pytest.param("", "fail violated", "reports/report.txt holds no test", id="has-no-test"),
    pytest.param(
        "import pytest\ndef test_a(): pytest.skip()\n",
        "fail violated",
        "the only test in reports/report.txt was skipped",
        id="skips-everything",
    ),
    pytest.param(
        "def test_a(record_testsuite_property):\n"
        "    record_testsuite_property('commit', '{head}')\n",
        "pass bound",
        "1 test passed in",
        id="states-its-commit",
    ),
]


@pytest.mark.parametrize(("source", "verdict", "reason"), FRESH)
def test_a_fresh_report_of_pytest(tmp_path: Path, source: str, verdict: str, reason: str) -> None:
    project = repository(tmp_path / "project")
    now = datetime.now(UTC)
    project.commit({".gitignore": "/reports/\n"}, at=(now - timedelta(minutes=2)).isoformat())
    run_pytest(project, source.replace("{head}", project.head))
    later = (now + timedelta(minutes=2)).isoformat()
    item = judge(project.path, "tests-pass", now=later, plan=NAMED)
    assert outcome(item) == verdict
    assert item["reason"].startswith(reason)


def test_a_test_that_ends_pytest_leaves_the_report_of_before(tmp_path: Path) -> None:
    project = repository(tmp_path / "project")
    project.write({".gitignore": "/reports/\n"})
    run_pytest(project, "def test_a(): pass\n")
    before = (project.path / REPORT).read_bytes()
    now = datetime.now(UTC)
    project.commit(at=(now + timedelta(hours=1)).isoformat())
    assert run_pytest(project, "import os\ndef test_a(): os._exit(0)\n") == 0
    assert (project.path / REPORT).read_bytes() == before
    later = (now + timedelta(hours=2)).isoformat()
    item = judge(project.path, "tests-pass", now=later, plan=NAMED)
    assert outcome(item) == "fail stale"


def run_pytest(project: Repository, source: str) -> int:
    folder = project.path.parent / "suite"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "test_it.py").write_text(source)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_it.py"]
    report = f"--junitxml={project.path / REPORT}"
    done = subprocess.run(
        [*command, report], cwd=folder, env=environment(), capture_output=True, check=False
    )
    return done.returncode
