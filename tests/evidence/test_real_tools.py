"""Evidence made in the test run: real tools in a real repository, recorded by the real program."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.judging import judge, outcome, written
from tests.evidence.repository import Repository, repository
from tests.program import ROOT, environment

OUT = "reports/junit.xml"
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={OUT}")
PASSING = "def test_one() -> None:\n    assert True\n\n\ndef test_two() -> None:\n    assert True\n"
FAILING = "\n\ndef test_three() -> None:\n    assert 1 == 2\n"
LEAVING = "import os\n\n\ndef test_zero() -> None:\n    os._exit(0)\n"
IGNORED = "reports/\ndist/\n__pycache__/\n.*_cache/\n.coverage\n.deploylint.yaml\n"
APP = """\
def sign(number: int) -> str:
    if number < 0:
        return "minus"
    return "plus"
"""
TICKED = [{"id": "the-rule", "status": "pass"}]


def project(folder: Path, tests: str = PASSING, **files: str) -> Repository:
    """Return a repository with an application and its tests."""
    repo = repository(folder / "project")
    whole = {"app.py": APP, "test_app.py": tests, ".gitignore": IGNORED, **files}
    repo.commit(whole, at="2020-01-01T00:00:00+00:00")
    return repo


def record(repo: Repository, kind: str, *arguments: str) -> int:
    """Record a command and return the exit code; options of `record` come first, then `--`."""
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    env = environment(PATH=path, PYTHONPATH=f"{ROOT}:{repo.path}")
    command = [sys.executable, "-m", "deploylint", "record", "--kind", kind, *arguments]
    # pytest-xdist may take its time on a busy machine
    done = subprocess.run(
        command, cwd=repo.path, env=env, capture_output=True, check=False, timeout=300
    )
    return done.returncode


def judged(repo: Repository, check: str, evidence: dict[str, Any]) -> dict[str, Any]:
    """Judge a rule that is ticked, at this moment."""
    now = datetime.now(tz=UTC).isoformat()
    return judge(repo.path, check, plan={"evidence": evidence, "checklist": TICKED}, now=now)


def after_pytest(repo: Repository, *options: str) -> tuple[int, str, list[str]]:
    """Record pytest; return its exit code, what is said of the tests, and each finding."""
    code = record(repo, "tests", "--out", OUT, "--", *PYTEST, *options)
    item = judged(repo, "tests-pass", {"tests": OUT})
    findings = [finding["message"] for finding in item["findings"]]
    return code, f"{outcome(item)}: {item['reason']}", findings[:-1] if findings else []


def test_pytest_that_passes_is_bound(tmp_path: Path) -> None:
    repo = project(tmp_path)
    assert after_pytest(repo) == (0, f"pass bound: 2 tests passed in {OUT}", [])


def test_pytest_in_several_processes_is_bound(tmp_path: Path) -> None:
    repo = project(tmp_path)
    assert after_pytest(repo, "-n", "2") == (0, f"pass bound: 2 tests passed in {OUT}", [])


def test_pytest_that_fails_names_the_test(tmp_path: Path) -> None:
    repo = project(tmp_path, PASSING + FAILING)
    failed = '"test_app > test_three" failed: "assert 1 == 2"'
    assert after_pytest(repo) == (1, "fail violated: 1 of 3 tests failed", [failed])


def test_pytest_that_is_left_by_a_test_writes_nothing(tmp_path: Path) -> None:
    """The report of the run before lies there, was green, and is gone."""
    repo = project(tmp_path)
    assert after_pytest(repo)[0] == 0
    repo.commit({"test_first.py": LEAVING}, at="2020-01-02T00:00:00+00:00")
    command = " ".join(PYTEST)
    why = f"{OUT} was not written by `{command}`, which ended with 0"
    assert after_pytest(repo) == (0, f"fail error: {why}", [why])


def test_pytest_that_stops_at_the_first_failure_is_a_failure(tmp_path: Path) -> None:
    repo = project(tmp_path, FAILING.strip() + "\n\n\n" + PASSING)
    code, said, _ = after_pytest(repo, "-x")
    assert (code, said) == (1, "fail violated: the only test failed")


def test_pytest_that_leaves_tests_out_is_no_proof(tmp_path: Path) -> None:
    repo = project(tmp_path)
    why = f"{OUT} was made with `-k`, which leaves tests out"
    assert after_pytest(repo, "-k", "one") == (0, f"fail violated: {why}", [why])


def test_pytest_that_finds_no_test_is_a_failure(tmp_path: Path) -> None:
    repo = project(tmp_path, "")
    code, said, findings = after_pytest(repo)
    assert (code, said.partition(":")[0]) == (5, "fail violated")
    assert findings[-1] == f"{OUT} holds no test"


def test_pytest_that_cannot_import_is_a_failure(tmp_path: Path) -> None:
    repo = project(tmp_path, "import nothing_of_that_name\n")
    code, said, _ = after_pytest(repo)
    assert (code, said) == (2, "fail violated: the only test failed")


def test_pytest_that_skips_everything_is_a_failure(tmp_path: Path) -> None:
    skipping = PASSING.replace("def ", "@pytest.mark.skip\ndef ")
    repo = project(tmp_path, f"import pytest\n\n\n{skipping}")
    why = f"both tests in {OUT} were skipped, so nothing was tested"
    assert after_pytest(repo) == (0, f"fail violated: {why}", [why])


def test_a_report_is_of_the_commit_it_was_recorded_at(tmp_path: Path) -> None:
    repo = project(tmp_path)
    before = repo.head
    assert after_pytest(repo)[0] == 0
    repo.commit({"app.py": f"{APP}# later\n"}, at="2020-01-02T00:00:00+00:00")
    item = judged(repo, "tests-pass", {"tests": OUT})
    why = f"was recorded at commit {before[:7]}, and the release is {repo.head[:7]}"
    assert (outcome(item), item["reason"]) == ("fail stale", f"{OUT} {why}")


def test_a_report_of_changed_files_is_of_no_commit(tmp_path: Path) -> None:
    repo = project(tmp_path)
    repo.write({"app.py": f"{APP}# not committed\n"})
    assert after_pytest(repo)[1].startswith(
        f"fail stale: {OUT} was recorded with changes that are not"
    )


# coverage.py


MEASURE = f"{sys.executable} -m coverage run --branch --include=app.py -m pytest -q test_app.py"
FORMATS = {
    "json": ("coverage json -o reports/coverage.json", "reports/coverage.json"),
    "xml": ("coverage xml -o reports/coverage.xml", "reports/coverage.xml"),
    "lcov": ("coverage lcov -o reports/lcov.info", "reports/lcov.info"),
}
HALF = "import app\n\n\ndef test_sign() -> None:\n    assert app.sign(1) == 'plus'\n"
WHOLE = HALF.replace("plus'\n", "plus'\n    assert app.sign(-1) == 'minus'\n")


@pytest.mark.parametrize(("command", "report"), FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        pytest.param(WHOLE, "pass bound: 100.0 % of 4 lines", id="whole"),
        pytest.param(HALF, "fail violated: {} covers 75.0 % of 4 lines", id="half"),
    ],
)
def test_coverage_is_counted(
    tmp_path: Path, command: str, report: str, tests: str, expected: str
) -> None:
    repo = project(tmp_path, tests)
    script = f"{MEASURE} && {sys.executable} -m {command}"
    assert record(repo, "coverage", "--out", report, "--", "sh", "-c", script) == 0
    item = judged(repo, "coverage-sufficient", {"coverage": report})
    assert written(item).startswith(expected.format(report))


# ruff and mypy


UNUSED = "import os\n"


@pytest.mark.parametrize(
    ("format_", "check", "kind", "expected"),
    [
        pytest.param(
            *(
                "junit",
                "tests-pass",
                "tests",
                "fail error: reports/ruff is the report of a linter (ruff)",
            ),
            id="junit-is-no-test-report",
        ),
        pytest.param(
            *("sarif", "no-critical-vulnerabilities", "vulnerabilities"),
            "fail violated: nothing looked at dependencies, only ruff at source code",
            id="sarif-is-no-scan-of-dependencies",
        ),
    ],
)
def test_a_linter_is_not_taken_for_something_else(
    tmp_path: Path, format_: str, check: str, kind: str, expected: str
) -> None:
    repo = project(tmp_path, **{"unused.py": UNUSED})
    out = ("--out", "reports/ruff", "--")
    ruff = ("ruff", "check", "--no-cache", f"--output-format={format_}", "-o", "reports/ruff")
    assert record(repo, kind, *out, *ruff) == 1
    assert written(judged(repo, check, {kind: "reports/ruff"})).startswith(expected)


BUILD = {"build": "reports/deploylint/build-*.evidence.json"}


@pytest.mark.parametrize(
    ("source", "code", "expected"),
    [
        pytest.param("", 0, 'pass bound: both steps succeeded: "lint" and "types"', id="clean"),
        pytest.param(
            UNUSED, 1, 'fail violated: "lint" did not succeed: exit code 1', id="lint-fails"
        ),
        pytest.param(
            "one: int = 'one'\n",
            1,
            'fail violated: "types" did not succeed: exit code 1',
            id="types-fail",
        ),
    ],
)
def test_recorded_steps_are_the_build(
    tmp_path: Path, source: str, code: int, expected: str
) -> None:
    repo = project(tmp_path, **{"more.py": source})
    lint = record(repo, "build", "--name", "lint", "--", "ruff", "check", "--no-cache")
    types = record(repo, "build", "--name", "types", "--", "mypy", "app.py", "more.py")
    assert max(lint, types) == code
    item = judged(repo, "build-steps-passed", BUILD)
    assert f"{outcome(item)}: {item['reason']}" == expected


# sha256sum


def built(tmp_path: Path, after: str = "true") -> dict[str, Any]:
    """Record a build that lists what it built, run a script, and judge the artifacts."""
    repo = project(tmp_path)
    script = "mkdir -p dist && cd dist && tar -cf app.tar ../app.py && sha256sum * > SHA256SUMS"
    assert record(repo, "artifacts", "--out", "dist/*", "--", "sh", "-c", script) == 0
    assert record(repo, "build", "--", "sh", "-c", after) == 0
    return judged(repo, "artifacts-present", {"artifacts": "dist/SHA256SUMS"})


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param("true", "pass bound: 1 artifact with ", id="intact"),
        pytest.param("echo >> dist/app.tar", 'fail violated: "dist/app.tar" is not', id="changed"),
        pytest.param("rm dist/app.tar", 'fail violated: "dist/app.tar" does not', id="gone"),
        pytest.param(": > dist/SHA256SUMS", "fail error: dist/SHA256SUMS was changed", id="list"),
    ],
)
def test_artifacts_are_those_that_were_built(tmp_path: Path, after: str, expected: str) -> None:
    assert written(built(tmp_path, after)).startswith(expected)
