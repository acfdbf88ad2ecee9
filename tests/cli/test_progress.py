"""The bar that a terminal shows while many plans are judged."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.planfolder import HELD, PLAN, SETTINGS, fill, write
from tests.program import TUESDAY, environment

ERASED = "\r\x1b[2K\x1b[?25h"
LONG = 0.7
"""Seconds after which a bar is shown."""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write(tmp_path, {".deploylint.yaml": SETTINGS, "held.yaml": HELD})
    fill(tmp_path, ["a.yaml", "z.yaml"])
    return tmp_path


def read(terminal: int) -> str:
    """Return what appears on a terminal until nobody writes there any more."""
    pieces = []
    while select.select([terminal], [], [], 60)[0]:
        try:
            piece = os.read(terminal, 10_000)
        except OSError:  # how Linux says that the other side is closed
            break
        if not piece:
            break
        pieces.append(piece)
    return b"".join(pieces).decode()


def watched(
    folder: Path,
    *arguments: str,
    both: bool = False,
    gone: bool = False,
    env: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Return the code of a run and what a terminal shows of it; with `both` also the reports.

    A terminal that is `gone` is closed before it shows anything. The run waits for a plan on
    standard input, and so is long. It writes a report to a file.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "deploylint", "check", "--now", TUESDAY),
            *("-o", "json=out.json", *arguments),
        ],
        cwd=folder,
        env=environment(**{"TERM": "xterm", **(env or {})}),
        stdin=subprocess.PIPE,
        stdout=theirs if both else subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    assert process.stdin is not None
    while not list(folder.glob("out.json.*.part")):
        assert process.poll() is None
        time.sleep(0.02)
    time.sleep(LONG)
    if gone:
        os.close(ours)
    process.stdin.write(PLAN.encode())
    process.stdin.close()
    shown = "" if gone else read(ours)
    if not gone:
        os.close(ours)
    return process.wait(timeout=60), shown


FILES = ("a.yaml", "held.yaml", "-", "z.yaml")


def test_a_long_run_shows_how_far_it_is_and_cleans_up(here: Path) -> None:
    code, shown = watched(here, *FILES)
    assert code == 1
    assert re.search(r"judging  \[#+-+\]  2/4  1 failing", shown)
    assert shown.endswith(ERASED)


def test_a_terminal_that_is_closed_meanwhile_does_not_change_the_code(here: Path) -> None:
    assert watched(here, *FILES, gone=True)[0] == 1


def test_a_terminal_that_shows_no_report_shows_the_bar(here: Path) -> None:
    code, shown = watched(here, *FILES, both=True)
    assert code == 1
    assert "2/4  1 failing" in shown


def test_an_error_stands_on_a_line_of_its_own(here: Path) -> None:
    code, shown = watched(here, "a.yaml", "-", "held.yaml", "absent.yaml", "z.yaml")
    assert code == 2
    assert "judging" in shown
    lines = shown.replace("\r\n", "\n").split("\n")
    (line,) = [line for line in lines if "absent.yaml" in line]
    assert line.split(ERASED)[-1] == "absent.yaml: does not exist"
    assert shown.endswith(ERASED)


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        pytest.param(FILES, {"CI": "true"}, id="ci"),
        pytest.param(FILES, {"TERM": "dumb"}, id="dumb-terminal"),
        pytest.param(("-",), {}, id="a-single-plan"),
    ],
)
def test_no_bar_is_shown_where_nobody_looks(
    here: Path, arguments: tuple[str, ...], env: dict[str, str]
) -> None:
    _, shown = watched(here, *arguments, env=env)
    assert shown == ""


def test_no_bar_is_shown_where_the_reports_are_read(here: Path) -> None:
    _, shown = watched(here, *FILES, "-o", "text", both=True)
    assert "judging" not in shown
    assert ERASED not in shown
    assert "4 plans: 1 abort, 3 go" in shown
