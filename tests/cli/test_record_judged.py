"""From `deploylint record` to `deploylint check`: what a record proves, and what it gives away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.recording import OUT, committed, record
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository

GREEN = '<testsuite name="s" tests="1"><testcase classname="c" name="n"/></testsuite>'
WRITE = f"echo '{GREEN}' > {OUT}"


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    return committed(tmp_path / "project")


def judged(project: Repository) -> tuple[str, str]:
    """Return outcome and reason of the rule that tests pass, judged now."""
    now = datetime.now(tz=UTC).isoformat()
    item = judge(project.path, "tests-pass", plan={"evidence": {"tests": OUT}}, now=now)
    return outcome(item), item["reason"]


def test_a_recorded_run_is_bound_to_its_commit(project: Repository) -> None:
    assert record(project.path, WRITE).code == 0
    assert judged(project)[0] == "pass bound"


def test_a_command_that_writes_nothing_and_ends_well_is_caught(project: Repository) -> None:
    assert record(project.path, WRITE).code == 0
    assert record(project.path, "exit 0").code == 0
    assert judged(project) == (
        "fail error",
        f"{OUT} was not written by `sh -c exit 0`, which ended with 0",
    )


def test_a_green_report_of_a_command_that_failed_is_caught(project: Repository) -> None:
    assert record(project.path, f"{WRITE}; exit 3").code == 3
    assert judged(project)[0] == "fail violated"


def test_a_report_that_was_edited_is_caught(project: Repository) -> None:
    assert record(project.path, f"echo '<testsuite/>' > {OUT}").code == 0
    (project.path / OUT).write_text(GREEN)
    why = (
        f"{OUT} was changed after the run that is recorded in {OUT}.evidence.json;"
        " record it anew, or remove that file"
    )
    assert judged(project) == ("fail error", why)


def test_a_report_of_another_commit_is_caught(project: Repository) -> None:
    before = project.head
    assert record(project.path, WRITE).code == 0
    (project.path / "app.py").write_text("print(2)\n")
    project.git("commit", "--quiet", "--all", "-m", "later", at="2020-01-02T00:00:00+00:00")
    assert judged(project) == (
        "fail stale",
        f"{OUT} was recorded at commit {before[:7]}, and the release is {project.head[:7]}",
    )


def test_a_report_of_files_that_are_not_committed_is_caught(project: Repository) -> None:
    project.write({"app.py": "print(2)\n"})
    assert record(project.path, WRITE).code == 0
    why = (
        f"{OUT} was recorded with changes that are not in the commit {project.head[:7]};"
        " commit them and record it anew"
    )
    assert judged(project) == ("fail stale", why)
