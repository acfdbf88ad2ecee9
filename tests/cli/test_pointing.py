"""What a person at a terminal sees of a plan that cannot be read."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_progress import read
from tests.program import environment, run

BROKEN = """\
deployment:
  version: v1
  environment: production
  checklst: []
  type: hotfx
"""
SAID = """\
plan.yaml:4:3: `deployment`: the key `checklst` is not known here
  hint: did you mean `checklist`?
plan.yaml:5:9: `deployment.type`: expected one of standard, hotfix, rollback, found `hotfx`
  hint: did you mean `hotfix`?
"""
SEEN = """\
plan.yaml:4:3: `deployment`: the key `checklst` is not known here
      4 |   checklst: []
        |   ^^^^^^^^
  hint: did you mean `checklist`?
plan.yaml:5:9: `deployment.type`: expected one of standard, hotfix, rollback, found `hotfx`
      5 |   type: hotfx
        |         ^^^^^
  hint: did you mean `hotfix`?
"""


def seen(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Return what a terminal shows as the standard error of a run that ends with code 2."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "deploylint", *arguments],
        cwd=folder,
        env=environment(TERM="xterm", NO_COLOR="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    assert process.stdin is not None
    process.stdin.write(stdin.encode())
    process.stdin.close()
    shown = read(ours)
    os.close(ours)
    assert process.wait(timeout=60) == 2
    return shown.replace("\r\n", "\n")


def test_the_line_is_shown_to_people_and_left_out_of_logs(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(BROKEN, "utf-8")
    assert seen(tmp_path, "check", "plan.yaml") == SEEN
    assert run("check", "plan.yaml", cwd=tmp_path).err == SAID


def test_policies_are_shown_as_well(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("rules:\n  tests-pass: {sverity: error}\n", "utf-8")
    assert seen(tmp_path, "policy", "check", "own.yaml").splitlines()[1:3] == [
        "      2 |   tests-pass: {sverity: error}",
        "        |                ^^^^^^^",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("  token: hunter2secret", "token: ", id="secret"),
        pytest.param("  tok\u202een: 1", r"tok\u202een: 1", id="bidi"),
        pytest.param(f"  {'k' * 300}: 1", "…", id="long"),
    ],
)
def test_nothing_on_the_line_acts(tmp_path: Path, line: str, expected: str) -> None:
    plan = f"deployment:\n  version: v1\n  environment: production\n{line}\n"
    (tmp_path / "plan.yaml").write_text(plan, "utf-8")
    lines = seen(tmp_path, "check", "plan.yaml").splitlines()
    shown = [one for one in lines if one.startswith("      4 |")]
    assert len(shown) == 1
    assert expected in shown[0]
    assert "hunter2" not in "\n".join(lines)
    assert "\u202e" not in "\n".join(lines)
    assert len(shown[0]) <= 80


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        pytest.param(("check", "-"), BROKEN, id="standard-input"),
        pytest.param(("check", "gone.yaml"), "", id="no-file"),
        pytest.param(("check", "empty.yaml"), "", id="all-of-a-file"),
        pytest.param(("explain", "nothing-of-this-name"), "", id="no-place"),
    ],
)
def test_where_there_is_no_line_none_is_shown(
    tmp_path: Path, arguments: tuple[str, ...], stdin: str
) -> None:
    (tmp_path / "empty.yaml").write_text("", "utf-8")
    assert seen(tmp_path, *arguments, stdin=stdin) == run(*arguments, cwd=tmp_path, stdin=stdin).err
