"""Runs the scripts of other CI systems, with a Python that installs nothing."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SHELLS = ("sh", "bash")


class Ran(NamedTuple):
    """What a script printed and how it ended; `installed` is what pip was asked for."""

    code: int
    out: str
    err: str
    installed: str


def stand_in(folder: Path) -> Path:
    """Return a folder for PATH with a `python3` that makes no environment and installs nothing."""
    folder.mkdir()
    python = folder / "python3"
    python.write_text(
        "#!/bin/sh\n"
        'case "$1 $2 $3" in\n'
        '  "-I -m venv") mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;\n'
        f'  "-I -m pip") shift 3; printf "%s\\n" "$*" >> "{folder}/installed" ;;\n'
        f'  *) exec "{sys.executable}" "$@" ;;\n'
        "esac\n",
        "utf-8",
    )
    python.chmod(0o755)
    (folder / "installed").touch()
    return folder


def run_script(command: list[str], cwd: Path, programs: Path, **variables: str) -> Ran:
    """Run a script with nothing of our environment but PATH."""
    temporary = programs / "tmp"
    temporary.mkdir(exist_ok=True)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=cwd,
        env={"PATH": path, "LANG": "C.UTF-8", "TMPDIR": str(temporary), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=600,
    )
    installed = (programs / "installed").read_text("utf-8")
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode(), installed)
