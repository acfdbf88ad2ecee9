"""`deploylint record`: streams, environment and signals reach the command as they are."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.recording import OUT, PROGRAM, WRITE, committed, record, sealed, start
from tests.evidence.repository import Repository
from tests.program import ROOT, environment, run

BYTES = bytes(range(256)) * 400
"""More than a pipe holds."""

COUNTING = """
import os, signal, sys, time
seen = []
for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
    signal.signal(one, lambda number, frame: seen.append(number))
print("ready", flush=True)
while not seen:
    time.sleep(0.01)
time.sleep(0.3)
open("seen", "w").write(repr(seen))
sys.exit(40 + len(seen))
"""
"""Waits for a signal, then a little for a second one, and ends with 40 and how many came."""


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    return committed(tmp_path / "project")


def counting(project: Repository, **more: object) -> subprocess.Popen[bytes]:
    project.write({"count.py": COUNTING})
    arguments = (*PROGRAM, "--kind", "tests", "--name", "count", "--", sys.executable, "count.py")
    return subprocess.Popen(arguments, cwd=project.path, env=environment(), **more)  # type: ignore[call-overload,no-any-return]  # of any stream


def plainly(
    arguments: tuple[str, ...], folder: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a program, and with it whatever starts before it."""
    return subprocess.run(
        arguments, cwd=folder, env=env or environment(), capture_output=True, check=False
    )


@pytest.mark.parametrize("options", [(), ("--log", "all.log")], ids=["plain", "log"])
def test_streams_pass_through_byte_for_byte(
    project: Repository, tmp_path: Path, options: tuple[str, ...]
) -> None:
    (tmp_path / "bytes").write_bytes(BYTES)
    script = f"cat; cat {tmp_path}/bytes >&2; {WRITE}"
    process = start(
        project.path,
        script,
        *options,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.communicate(BYTES, timeout=60) == (BYTES, BYTES)
    assert process.returncode == 0


def test_a_log_holds_both_streams_and_is_sealed(project: Repository) -> None:
    script = f"{WRITE}; for i in 1 2 3; do echo out $i; echo err $i >&2; done; exit 4"
    result = record(project.path, script, "--log", "logs/all.log")
    assert result == (4, "out 1\nout 2\nout 3\n", "err 1\nerr 2\nerr 3\n")
    lines = (project.path / "logs/all.log").read_text().splitlines()
    assert [line for line in lines if line[0] == "o"] == ["out 1", "out 2", "out 3"]
    assert [line for line in lines if line[0] == "e"] == ["err 1", "err 2", "err 3"]
    found = sealed(project.path, "logs/all.log")
    assert [one["path"] for one in found["outputs"]] == [OUT, "logs/all.log"]
    assert None not in [one["digest"] for one in found["outputs"]]


def test_a_log_is_new_for_each_run(project: Repository) -> None:
    for text in ("first", "second"):
        assert record(project.path, f"echo {text}", "--log", "all.log", out=()).code == 0
    assert (project.path / "all.log").read_text() == "second\n"


def test_a_log_does_not_wait_for_what_stays_in_the_background(project: Repository) -> None:
    began = time.monotonic()
    result = record(project.path, "sleep 30 & echo $! > pid; echo done", "--log", "log", out=())
    os.kill(int((project.path / "pid").read_text()), signal.SIGKILL)
    assert result == (0, "done\n", "")
    assert time.monotonic() - began < 20
    assert (project.path / "log").read_text() == "done\n"


def test_a_log_that_cannot_be_written_to_its_end_is_not_sealed(project: Repository) -> None:
    limit = "ulimit -f 40; exec " + " ".join(PROGRAM)
    script = "head -c 100000 /dev/zero"
    arguments = f"{limit} --kind tests --log all.log -- {script}"
    done = plainly(("sh", "-c", arguments), project.path)
    assert (done.returncode, done.stdout) == (0, bytes(100000))
    assert done.stderr == b"deploylint: all.log: could not be written to its end: file too large\n"


@pytest.mark.parametrize("options", [(), ("--log", "all.log")], ids=["plain", "log"])
def test_a_reader_that_goes_away_ends_the_command_as_without_us(
    project: Repository, options: tuple[str, ...]
) -> None:
    process = start(
        project.path, "yes", *options, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(60) == 128 + signal.SIGPIPE
    assert sealed(project.path)["exit_code"] == 128 + signal.SIGPIPE


def test_the_environment_is_the_callers(project: Repository) -> None:
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GIT_DIR": "elsewhere",
        "GIT_AUTHOR_NAME": "developer",
        "ODD": "a=b\nc",
    }
    seen = []
    for before in ((*PROGRAM, "--kind", "tests", "--"), ()):
        arguments = (*before, "env", "-0")
        done = plainly(arguments, project.path, env)
        assert done.returncode == 0
        seen.append(sorted(done.stdout.split(b"\0")))
    assert seen[0] == seen[1]


def test_other_open_files_reach_the_command(project: Repository, tmp_path: Path) -> None:
    with (tmp_path / "three").open("wb") as file:
        os.set_inheritable(file.fileno(), True)
        script = f"echo through > /dev/fd/{file.fileno()}; {WRITE}"
        process = start(project.path, script, pass_fds=(file.fileno(),))
        assert process.wait(60) == 0
    assert (tmp_path / "three").read_text() == "through\n"


def test_ignored_signals_stay_ignored_and_others_have_their_default(project: Repository) -> None:
    # of the 64 signals the first 31; the C library keeps two others for itself
    script = f"grep -E 'Sig(Blk|Ign)' /proc/self/status | sed 's/.*\\(....\\)/\\1/'; {WRITE}"
    outer = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh"]
    seen = []
    for before in ((*PROGRAM, "--kind", "tests", "--out", OUT, "--"), ()):
        arguments = (*outer, *before, "sh", "-c", script)
        seen.append(plainly(arguments, project.path).stdout)
    assert seen[0] == seen[1]
    assert seen[0] == b"0000\n0001\n"


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT], ids=lambda s: s.name
)
def test_a_signal_reaches_the_command_once_and_the_record_is_written(
    project: Repository, number: signal.Signals
) -> None:
    process = counting(project, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    assert process.wait(60) == 41
    process.stdout.close()
    assert (project.path / "seen").read_text() == repr([int(number)])
    assert sealed(project.path, "reports/deploylint/tests-count")["exit_code"] == 41


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV])
def test_a_command_that_a_signal_ends_has_128_and_its_number(
    project: Repository, number: signal.Signals
) -> None:
    result = record(project.path, f"{WRITE}; kill -{int(number)} $$")
    assert (result.code, result.err) == (128 + number, "")
    assert sealed(project.path)["exit_code"] == 128 + number


def test_a_script_that_signals_its_group_does_not_end_the_recording(project: Repository) -> None:
    script = f"trap 'exit 7' TERM; {WRITE}; kill 0; exit 1"
    process = start(project.path, script, start_new_session=True)
    assert process.wait(60) == 7
    assert sealed(project.path)["exit_code"] == 7


def interrupted(project: Repository, typed: bytes) -> tuple[int, str]:
    """Type something at the terminal of a recorded command; return exit code and what it saw."""
    project.write({"count.py": COUNTING})
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(project.path)
        arguments = ("--kind", "tests", "--name", "count", "--", sys.executable, "count.py")
        os.execve(PROGRAM[0], (*PROGRAM, *arguments), environment())
    said = b""
    while b"ready" not in said and select.select([terminal], [], [], 60)[0]:
        said += os.read(terminal, 100)
    os.write(terminal, typed)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), (project.path / "seen").read_text()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        pytest.param(b"\x03", signal.SIGINT, id="ctrl-c"),
        pytest.param(b"\x1c", signal.SIGQUIT, id="ctrl-backslash"),
    ],
)
def test_what_is_typed_at_a_terminal_arrives_once(
    project: Repository, typed: bytes, number: signal.Signals
) -> None:
    assert interrupted(project, typed) == (41, repr([int(number)]))
    assert sealed(project.path, "reports/deploylint/tests-count")["exit_code"] == 41


def test_a_terminal_stays_a_terminal(project: Repository) -> None:
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(project.path)
        script = f"test -t 0 && test -t 1 && test -t 2 && {WRITE}"
        arguments = ("--kind", "tests", "--out", OUT, "--", "sh", "-c", script)
        os.execve(PROGRAM[0], (*PROGRAM, *arguments), environment())
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0


def test_recordings_nest(project: Repository) -> None:
    inner = ("record", "--kind", "coverage", "--out", "inner", "--", "sh", "-c", "echo > inner")
    outer = ("record", "--kind", "tests", "--out", "inner", "--", *PROGRAM, *inner[1:])
    result = run(*outer, cwd=project.path)
    assert result == (0, "", "")
    assert sealed(project.path, "inner")["kind"] == "tests"
