"""Runs that come to no end leave no report of an earlier one, and none that is half written."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from deploylint.cli.output import FORMATS
from tests.program import EXAMPLE, TUESDAY, environment, run

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with many plans, and a folder with the reports of an earlier run."""
    names = [f"plan-{plan}.yaml" for plan in range(100)]
    for name in names:
        (tmp_path / name).write_bytes(EXAMPLE.read_bytes())
    (tmp_path / ".deploylint.yaml").write_text(f"timezone: Europe/Paris\nplans: {names}\n")
    (tmp_path / "reports").mkdir()
    for name in FORMATS:
        (tmp_path / f"reports/out.{name}").write_text("OLD GO")
    return tmp_path


def started(project: Path, *arguments: str, **extra: str) -> "subprocess.Popen[bytes]":
    """Start a run of which more is printed than a pipe holds, and let it begin to print."""
    files = [part for name in FORMATS for part in ("-o", f"{name}=reports/out.{name}")]
    process = subprocess.Popen(
        [sys.executable, "-m", "deploylint", "check", "--now", TUESDAY, *arguments, *files],
        cwd=project,
        env=environment(**extra),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.read(10)
    return process


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, str]:
    _, err = process.communicate(timeout=60)
    return process.returncode, err.decode()


def errors(project: Path) -> list[str]:
    """Return what the report in JSON says, once no report is of an earlier run, or half done."""
    found = {path.name: path.read_text() for path in (project / "reports").iterdir()}
    assert sorted(found) == sorted(f"out.{name}" for name in FORMATS)
    assert [name for name, text in found.items() if "OLD GO" in text] == []
    assert [one.tag for one in ET.fromstring(found["out.junit"]).iter("error")] == ["error"]
    assert found["out.html"].rstrip().endswith("</html>")
    report: Any = json.loads(found["out.json"])
    assert report["reports"] == []
    return [one["message"] for one in report["errors"]]


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_a_signal_leaves_no_report_of_an_earlier_run(
    project: Path, number: signal.Signals, jobs: str
) -> None:
    process = started(project, "-j", jobs, "-o", "text")
    process.send_signal(number)
    said = "interrupted\n" if number is signal.SIGINT else ""
    assert ended(process) == (128 + number, said)
    message = f"the run was ended by {number.name}, so not everything was judged"
    assert errors(project) == [message]


@pytest.mark.parametrize("number", ENDING, ids=lambda number: number.name)
def test_what_a_runner_collects_says_that_the_run_was_ended(
    project: Path, number: signal.Signals
) -> None:
    outputs = project / "outputs"
    process = started(project, "-o", "github", GITHUB_OUTPUT=str(outputs))
    process.send_signal(number)
    assert ended(process)[0] == 128 + number
    assert outputs.read_text().splitlines()[:2] == ["decision=error", "blocked=true"]


FAULTY = """\
import sys
from deploylint.{module} import {name}
def broken(*_):
    raise LookupError("oops\\n::error::forged")
{name}.{method} = broken
from deploylint.cli.main import run
run()
"""


def with_fault(project: Path, module: str, name: str, method: str) -> tuple[int, str]:
    program = FAULTY.format(module=module, name=name, method=method)
    files = [part for name in FORMATS for part in ("-o", f"{name}=reports/out.{name}")]
    done = subprocess.run(
        [sys.executable, "-c", program, "check", *files],
        cwd=project,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr.decode()


SAID = (
    "deploylint: internal error (LookupError: oops \\x3a:error::forged)\n"
    "  this is our fault: please report it, with the output of DEPLOYLINT_DEBUG=1\n"
)


def test_a_fault_of_ours_leaves_no_report_of_an_earlier_run(project: Path) -> None:
    assert with_fault(project, "review", "Review", "report") == (70, SAID)
    said = "internal error (LookupError: oops \\x3a:error::forged), so not everything was judged"
    assert errors(project) == [said]


def test_a_report_that_cannot_be_made_at_all_is_removed(project: Path) -> None:
    assert with_fault(project, "report", "junit", "render") == (70, SAID)
    left = sorted(path.name for path in (project / "reports").iterdir())
    assert left == sorted(f"out.{name}" for name in FORMATS if name != "junit")
    assert "OLD GO" not in (project / "reports/out.json").read_text()


def test_migrations_that_are_interrupted_leave_no_report_of_an_earlier_run(project: Path) -> None:
    assert run("migrations", "--all", "-o", "json=reports/out.json", cwd=project).code == 3
    program = FAULTY.format(module="cli", name="migrationsjudging", method="_found")
    program = program.replace("raise LookupError", "import signal; signal.raise_signal(15)\n    #")
    done = subprocess.run(
        [sys.executable, "-c", program, "migrations", "--all", "-o", "json=reports/out.json"],
        cwd=project,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (143, b"")
    report = json.loads((project / "reports/out.json").read_text())
    message = "the run was ended by SIGTERM, so not everything was judged"
    assert [one["message"] for one in report["errors"]] == [message]


def test_a_pipe_whose_reader_has_gone_is_not_waited_for(project: Path) -> None:
    pipe = project / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "deploylint", "check", "-o", "json=pipe"],
        cwd=project,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("rb") as reader:
        reader.read(10)
    assert ended(process) == (2, "pipe: the report cannot be written: Broken pipe\n")


def test_nothing_is_written_through_a_link_that_lies_where_reports_are_prepared(
    project: Path,
) -> None:
    (project / "mine").write_text("mine")
    program = (
        "import os, sys; os.symlink('mine', f'out.json.{os.getpid()}.part');"
        "from deploylint.cli.main import run; run()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", "--now", TUESDAY, "-o", "json=out.json"],
        cwd=project,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (project / "mine").read_text() == "mine"
    assert len(json.loads((project / "out.json").read_text())["reports"]) == 100
    assert not (project / "out.json").is_symlink()
