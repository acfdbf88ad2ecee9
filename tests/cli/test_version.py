"""How the program starts: by its name and as a module, and what its version costs."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploylint import __version__
from tests.program import ROOT, environment, run

SAID = f"deploylint {__version__}\n"
NEEDED = {"deploylint", "deploylint.cli", "deploylint.cli.main"}
IMPORTED = """
import os, sys
sys.path.insert(0, sys.argv.pop(1))
before = set(sys.modules)
def leave(code):
    print(*sorted(set(sys.modules) - before), file=sys.stderr, flush=True)
    leaving(code)
leaving, os._exit = os._exit, leave
from deploylint.cli.main import run
run()
"""
"""Runs the program, and says at its end what it imported."""


def started(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_printed(tmp_path: Path, option: str) -> None:
    assert run(option, cwd=tmp_path) == (0, SAID, "")


def test_the_version_beside_other_words_is_printed_by_click(tmp_path: Path) -> None:
    assert run("-V", "check", cwd=tmp_path) == (0, SAID, "")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_imports_nothing(tmp_path: Path, option: str) -> None:
    # isolated, and without what `site` finds in this environment
    done = started("-I", "-S", "-c", IMPORTED, str(ROOT), option, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, SAID)
    assert set(done.stderr.split()) == NEEDED


def test_anything_else_imports_more(tmp_path: Path) -> None:
    code = IMPORTED.replace("sys.path.insert", f"sys.path[:0] = {sys.path!r}; sys.path.insert")
    done = started("-I", "-S", "-c", code, str(ROOT), "check", "no.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert set(done.stderr.split()) > {*NEEDED, "deploylint.cli.judging"}


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(["-m", "deploylint"], id="module"),
        pytest.param(["-P", "-m", "deploylint"], id="module-safe-path"),
        pytest.param(["-s", "-B", "-m", "deploylint"], id="module-without-user-site"),
    ],
)
def test_python_starts_it_as_a_module(tmp_path: Path, flags: list[str]) -> None:
    # a module of the current folder must not come before the program's own
    (tmp_path / "deploylint.py").write_text("raise SystemExit('not me')", "utf-8")
    (tmp_path / "sub").mkdir()
    done = started(*flags, "--version", cwd=tmp_path / "sub")
    assert (done.returncode, done.stdout, done.stderr) == (0, SAID, "")


def test_an_isolated_python_starts_it_as_a_module(tmp_path: Path) -> None:
    """Isolated, Python looks for nothing but what is installed; here, for a link to us."""
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    site = next(venv.glob("lib*/python*/site-packages"))
    paths = [str(ROOT), *(path for path in sys.path if path.endswith("-packages"))]
    (site / "deploylint.pth").write_text("\n".join(paths), "utf-8")
    (tmp_path / "deploylint.py").write_text("raise SystemExit('not me')", "utf-8")
    for arguments in (["--version"], ["window", "--help"]):
        done = subprocess.run(
            [str(venv / "bin/python"), "-I", "-m", "deploylint", *arguments],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("deploylint ")
