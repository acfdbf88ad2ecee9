"""The real program, as a subprocess in a scrubbed environment."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs/examples/v1.2.0.yaml"

TUESDAY = "2026-11-24T10:30:00+01:00"
FRIDAY = "2026-11-20T14:30:00+01:00"


class Result(NamedTuple):
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str


def environment(**extra: str) -> dict[str, str]:
    """Return an environment with nothing of the caller's that could change an answer."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **extra}


def run(
    *arguments: str,
    cwd: Path,
    stdin: bytes | str | None = None,
    env: dict[str, str] | None = None,
) -> Result:
    """Run `deploylint` with the arguments in the folder `cwd`."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "deploylint", *arguments],
        cwd=cwd,
        input=data if data is not None else b"",
        env=environment(**(env or {})),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_unprivileged(*arguments: str, cwd: Path) -> Result:
    """Run `deploylint` as somebody whom permissions stop, also where the tests run as root."""
    done = subprocess.run(
        [sys.executable, "-m", "deploylint", *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=_without_privileges if os.geteuid() == 0 else None,
        timeout=60,
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def _without_privileges() -> None:
    """Take from root the capabilities to read any file (PR_CAPBSET_DROP of prctl(2))."""
    libc = ctypes.CDLL(None, use_errno=True)
    cap_dac_override, cap_dac_read_search = 1, 2
    for capability in (cap_dac_override, cap_dac_read_search):
        if libc.prctl(24, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
