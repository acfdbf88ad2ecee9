"""A repository in which commands are recorded by the real program."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.evidence.repository import Repository, repository
from tests.program import ROOT, Result, run

PROGRAM = (sys.executable, "-m", "deploylint", "record")
OUT = "reports/junit.xml"
WRITE = f"printf '<testsuites/>' > {OUT}"


def committed(path: Path) -> Repository:
    """Return a repository with one commit, made long before the tests run."""
    new = repository(path)
    new.commit({"app.py": "print(1)\n", ".gitignore": "ignored/\n"}, at="2020-01-01T00:00:00+00:00")
    return new


def record(
    folder: Path,
    script: str,
    *options: str,
    out: tuple[str, ...] = (OUT,),
    stdin: str | None = None,
    env: dict[str, str] | None = None,
) -> Result:
    """Record `sh -c script` as a run of tests."""
    outs = [part for path in out for part in ("--out", path)]
    command = ("record", "--kind", "tests", *options, *outs, "--", "sh", "-c", script)
    return run(*command, cwd=folder, stdin=stdin, env=env)


def start(folder: Path, script: str, *options: str, **more: Any) -> subprocess.Popen[bytes]:
    """Start recording `sh -c script`; its process ends by itself or by a signal of the test."""
    arguments = (*PROGRAM, "--kind", "tests", *options, "--out", OUT, "--", "sh", "-c", script)
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(arguments, cwd=folder, env=env, **more)


def sealed(folder: Path, output: str = OUT) -> dict[str, Any]:
    """Return the record beside an output."""
    found = json.loads((folder / f"{output}.evidence.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def records(folder: Path) -> list[str]:
    """Return where records lie, relative to the folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.evidence.json"))
