"""Twelve reports that look green although nothing was tested, measured or scanned, or it failed.

Each file is what a real tool wrote (samples/README.md says which). The rule is ticked `pass` each
time, and the real program judges: neither a tick nor an empty report makes it pass.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deploylint.model.evidence import Kind
from tests.evidence.contents import AUDITED
from tests.evidence.judging import SAMPLES, judge, outcome
from tests.evidence.placing import Ran, record
from tests.evidence.repository import Repository, repository

COMMITTED = "2026-11-20T20:00:00+00:00"
NOW = "2026-11-21T09:00:00+01:00"
"""The samples are of the hours between commit and judgement."""

TICKED = {"checklist": [{"id": "the-rule", "status": "pass", "by": "release-manager"}]}
CONTRADICTS = '"the-rule" says pass: the evidence '


class FalseGreen(NamedTuple):
    """A report of a run that was not good, and the finding that tells it.

    `command` and `exit_code` are what is recorded beside it where the file alone cannot show it.
    """

    sample: str
    finding: str
    check: str = "tests-pass"
    kind: Kind = Kind.TESTS
    command: str | None = None
    exit_code: int = 0
    cause: str = "violated"

    @property
    def path(self) -> str:
        return f"reports/{self.sample.rpartition('/')[2]}"


SCAN = ("no-critical-vulnerabilities", Kind.VULNERABILITIES)
COVERAGE = ("coverage-sufficient", Kind.COVERAGE)
CANNOT_CONNECT = (
    '{} counts 1 failure that no test shows in the suite "down":'
    ' "Iteration: 0 RequestError: Error: connect ECONNREFUSED 127.0.0.1:1 at TCPConnec…"'
)
JEST = "npx jest --ci --reporters=jest-junit"

FALSE_GREENS = {
    "1-jest-cannot-load-a-file": FalseGreen(
        "js/jest-junit-broken-suite.xml",
        f'"{JEST}" ended with 1 although the report shows no failure',
        command=JEST,
        exit_code=1,
    ),
    "2-a-go-package-does-not-compile": FalseGreen(
        "go/gotestsum_buildfail.xml",
        "reports/gotestsum_buildfail.xml counts 1 failure that no test shows; a package crashed or"
        " does not build",
    ),
    "3-ctest-misses-an-executable": FalseGreen(
        "ctest/ctest.xml", '"missing" ended in an error: "Unable to find executable"'
    ),
    "4-a-node-test-fails-at-the-top": FalseGreen(
        "js/node-junit-toplevel-fail.xml", '"bad" failed: "x"'
    ),
    "5-playwright-cannot-load-a-file": FalseGreen(
        "js/playwright_load_error.json",
        "reports/playwright_load_error.json reports an error outside of every test:"
        ' "Error: load error"',
    ),
    "7-pip-audit-skips-everything": FalseGreen(
        "pipaudit/pip_audit_all_skipped_rc0.json",
        "reports/pip_audit_all_skipped_rc0.json: pip-audit looked at no package and skipped 7;"
        " nothing was scanned",
        *SCAN,
        command="pip-audit --format json",
    ),
    "8-npm-audit-is-refused": FalseGreen(
        "npm/npm_audit_endpoint_error.json",
        "reports/npm_audit_endpoint_error.json is no report of npm audit but an error of npm:"
        ' "405 Method Not Allowed - POST https://registry.example.com/-/npm/v1/security/ad…";'
        " nothing was scanned",
        *SCAN,
        cause="error",
    ),
    "9-bandit-cannot-parse-the-file": FalseGreen(
        "sarif/bandit_unparsable.sarif",
        "reports/bandit_unparsable.sarif: Bandit met 1 error while it scanned:"
        ' "syntax error while parsing AST from file" (bad.py)',
        *SCAN,
    ),
    "10-coverage-of-nothing-in-xml": FalseGreen(
        "pytest/coverage_zero.xml",
        "reports/coverage_zero.xml measured nothing: it counts no line that could be run",
        *COVERAGE,
    ),
    "10-coverage-of-nothing-in-json": FalseGreen(
        "pytest/coverage_zero.json",
        "reports/coverage_zero.json measured nothing: it counts no line that could be run",
        *COVERAGE,
    ),
    "11-newman-checks-nothing": FalseGreen(
        "newman/newman-junit-404-noassert-rc0.xml",
        'reports/newman-junit-404-noassert-rc0.xml asserts nothing about the request "noassert404",'
        " so nothing of it was tested",
    ),
    "12-newman-cannot-connect": FalseGreen(
        "newman/newman-junit.xml", CANNOT_CONNECT.format("reports/newman-junit.xml")
    ),
}
"""All but the sixth, which is a report that is not there."""


def project(folder: Path, files: Mapping[str, bytes]) -> Repository:
    """Return a repository with these reports; the file that was measured is committed."""
    repo = repository(folder)
    repo.commit({"empty.py": "", ".gitignore": "reports/\n"}, at=COMMITTED)
    repo.write(files)
    return repo


def ran(command: str, exit_code: int = 0) -> Ran:
    """Return a run in the hours of the samples."""
    return Ran(command, exit_code, "2026-11-20T23:00:00+00:00", "2026-11-21T00:30:00+00:00")


def ticked(repo: Repository, check: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    return judge(repo.path, check, plan={**TICKED, "evidence": evidence}, now=NOW)


def messages(item: Mapping[str, Any]) -> list[str]:
    return [finding["message"] for finding in item["findings"]]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("green", FALSE_GREENS.values(), ids=FALSE_GREENS)
def test_a_report_that_only_looks_green_fails(tmp_path: Path, green: FalseGreen) -> None:
    repo = project(tmp_path / "project", {green.path: sample(green.sample)})
    if green.command is not None:
        record(repo, green.kind, green.path, ran(green.command, green.exit_code))
    item = ticked(repo, green.check, {green.kind.value: green.path})
    assert outcome(item) == f"fail {green.cause}"
    assert green.finding in messages(item)


def test_the_tick_is_said_to_contradict_the_evidence(tmp_path: Path) -> None:
    green = FALSE_GREENS["2-a-go-package-does-not-compile"]
    repo = project(tmp_path / "project", {green.path: sample(green.sample)})
    item = ticked(repo, green.check, {green.kind.value: green.path})
    assert messages(item) == [green.finding, f"{CONTRADICTS}shows otherwise"]


def test_a_report_without_a_time_is_called_evidence_too(tmp_path: Path) -> None:
    green = FALSE_GREENS["4-a-node-test-fails-at-the-top"]
    repo = project(tmp_path / "project", {green.path: sample(green.sample)})
    assert f"{CONTRADICTS}shows otherwise" in messages(
        ticked(repo, green.check, {"tests": green.path})
    )


def test_a_scan_of_nothing_fails_without_a_record_too(tmp_path: Path) -> None:
    green = FALSE_GREENS["7-pip-audit-skips-everything"]
    repo = project(tmp_path / "project", {green.path: sample(green.sample)})
    item = ticked(repo, green.check, {green.kind.value: green.path})
    assert item["status"] == "fail"


# The sixth: the tool ends well and writes nothing


def nothing_written(folder: Path, old: bytes | None) -> dict[str, Any]:
    """Judge after a recorded pytest that wrote nothing; `old` is a report of an earlier run."""
    path = "reports/junit.xml"
    repo = project(folder, {path: b""})
    record(repo, Kind.TESTS, path, ran("pytest --junitxml=reports/junit.xml"))
    beside = repo.path / f"{path}.evidence.json"
    beside.write_text(re.sub(r'"digest": "sha256:\w+"', '"digest": null', beside.read_text()))
    (repo.path / path).unlink()
    if old is not None:
        repo.write({path: old})
    return ticked(repo, "tests-pass", {"tests": path})


def test_6_a_report_that_is_not_there_fails(tmp_path: Path) -> None:
    item = nothing_written(tmp_path / "project", None)
    wrote = "was not written by `pytest --junitxml=reports/junit.xml`, which ended with 0"
    assert (outcome(item), item["reason"]) == ("fail error", f"reports/junit.xml {wrote}")


def test_6_the_report_of_an_earlier_run_is_not_taken_for_it(tmp_path: Path) -> None:
    item = nothing_written(tmp_path / "project", sample("js/jest-junit-broken-suite.xml"))
    changed = "was changed after the run that is recorded in reports/junit.xml.evidence.json"
    assert outcome(item) == "fail error"
    assert item["reason"].startswith(f"reports/junit.xml {changed}")


def test_6_without_a_record_the_earlier_report_is_too_old(tmp_path: Path) -> None:
    old = sample("js/jest-junit-broken-suite.xml").replace(b"2026-11-20T", b"2026-11-19T")
    repo = project(tmp_path / "project", {"reports/junit.xml": old})
    item = ticked(repo, "tests-pass", {"tests": "reports/junit.xml"})
    assert outcome(item) == "fail stale"


# Where nothing else is wrong with the report


def only(data: bytes, *others: str) -> bytes:
    """Return a report without the elements that begin with `others`."""
    text = data.decode()
    for start in others:
        name = start.split(" ")[0]
        text, times = re.subn(rf"<{start}.*?</{name}>", "", text, flags=re.DOTALL)
        assert times == 1
    return text.encode()


CTEST = only(sample("ctest/ctest.xml"), 'testcase name="bad"', 'testcase name="slow"')
CTEST = CTEST.replace(b'failures="2"', b'failures="0"').replace(b'tests="7"', b'tests="5"')
NEWMAN = only(sample("newman/newman-junit.xml"), 'testcase name="bad"')
NEWMAN = NEWMAN.replace(b'failures="1"', b'failures="0"').replace(b'tests="3"', b'tests="2"')
NEWMAN = re.sub(rb'<testsuite name="noassert500".*?/>', b"", NEWMAN)
NO_TESTS = b"""<testsuites id="" name="" tests="0" failures="0" skipped="0" errors="0" time="0.02">
</testsuites>"""

ALONE = {
    "3-ctest": (CTEST, "1 of 3 tests failed"),
    "5-playwright": (NO_TESTS, "reports/x.xml holds no test"),
    "12-newman": (NEWMAN, CANNOT_CONNECT.format("reports/x.xml")),
}


@pytest.mark.parametrize(("report", "reason"), ALONE.values(), ids=ALONE)
def test_it_fails_for_that_alone(tmp_path: Path, report: bytes, reason: str) -> None:
    repo = project(tmp_path / "project", {"reports/x.xml": report})
    record(repo, Kind.TESTS, "reports/x.xml", ran("make"))
    item = ticked(repo, "tests-pass", {"tests": "reports/x.xml"})
    assert (outcome(item), item["reason"]) == ("fail violated", reason)


def test_9_bandit_fails_for_that_alone(tmp_path: Path) -> None:
    green = FALSE_GREENS["9-bandit-cannot-parse-the-file"]
    files = {green.path: sample(green.sample), "reports/pip.json": AUDITED}
    repo = project(tmp_path / "project", files)
    for path in files:
        record(repo, Kind.VULNERABILITIES, path, ran("scan"))
    item = ticked(repo, green.check, {green.kind.value: sorted(files)})
    assert messages(item) == [green.finding, f"{CONTRADICTS}shows otherwise"]


# The same reports without their fault pass, so it is the fault that is seen


PARSED = re.sub(
    rb"(Notifications\": )\[.*?\n {10}\]",
    rb"\1[]",
    sample("sarif/bandit_unparsable.sarif"),
    flags=re.DOTALL,
)
GOOD = {
    "1-jest": sample("js/jest-junit-broken-suite.xml"),
    "2-go": sample("go/gotestsum_buildfail.xml").replace(b'errors="1"', b'errors="0"'),
    "3-ctest": only(CTEST, 'testcase name="missing"')
    .replace(b'skipped="2"', b'skipped="1"')
    .replace(b'tests="5"', b'tests="4"'),
    "4-node": only(sample("js/node-junit-toplevel-fail.xml"), "failure").replace(
        b' failure="x"', b""
    ),
    "12-newman": only(NEWMAN, 'testsuite name="down"'),
}


@pytest.mark.parametrize("report", GOOD.values(), ids=GOOD)
def test_without_the_fault_it_passes(tmp_path: Path, report: bytes) -> None:
    repo = project(tmp_path / "project", {"reports/x.xml": report})
    record(repo, Kind.TESTS, "reports/x.xml", ran("make"))
    assert outcome(ticked(repo, "tests-pass", {"tests": "reports/x.xml"})) == "pass bound"


def test_9_without_the_fault_it_passes(tmp_path: Path) -> None:
    files = {"reports/bandit.sarif": PARSED, "reports/pip.json": AUDITED}
    repo = project(tmp_path / "project", files)
    for path in files:
        record(repo, Kind.VULNERABILITIES, path, ran("scan"))
    item = ticked(repo, "no-critical-vulnerabilities", {"vulnerabilities": sorted(files)})
    assert outcome(item) == "pass bound"
