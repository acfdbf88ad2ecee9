"""Starts git through GitPython: this program and no other, in an environment of our own, limited.

`Git.execute` hands the caller's whole environment on, so `env -i` stands before git.
"""

import os
import time
from _thread import allocate_lock
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import IO, NamedTuple, Protocol

from deploylint.errors import UnavailableError

TIMEOUT = 30.0
"""Seconds after which a command is given up."""

MAX_OUTPUT = 200_000_000
"""Bytes of output after which a command is given up: a small tree can list without end."""

CHUNK = 1 << 18

KEPT = ("HOME", "XDG_CONFIG_HOME", "TMPDIR", "SUDO_UID", "LD_LIBRARY_PATH", "DEVELOPER_DIR")
"""What git is told of the caller's environment; nothing of it changes what a repository says."""

_IMPORTING = allocate_lock()


class Answer(NamedTuple):
    """What a command said."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Return the output as text, without the last line end."""
        return self.out.decode("utf-8", "replace").removesuffix("\n")

    @property
    def complained(self) -> bool:
        """Say whether git missed something, with whatever exit code it went on."""
        return any(line.startswith(("error: ", "fatal: ")) for line in self.err.splitlines())


def execute(
    folder: str,
    arguments: tuple[str, ...],
    *,
    environment: Mapping[str, str],
    outside: str,
    stdin: bytes | None = None,
) -> Answer:
    """Run git in `folder` with `environment` and nothing else.

    No program below the folder `outside` is taken for git. Raises UnavailableError when git is
    missing, cannot be started, takes more than TIMEOUT or says more than MAX_OUTPUT.
    """
    path = _path(os.environ.get("PATH", os.defpath), outside)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    whole = {**kept, "PATH": path, **environment}
    command = [
        *(_program("env", path, outside), "-i"),
        *(f"{name}={value}" for name, value in whole.items()),
        *(_program("git", path, outside), *arguments),
    ]
    if not os.access(folder, os.X_OK):
        # GitPython would run it somewhere else
        raise UnavailableError(f"the folder {folder} may not be entered")
    try:
        with _told(stdin) as told:
            # time and size are watched here, not by GitPython, which starts programs for that
            running = _gitpython().Git(folder).execute(command, istream=told, as_process=True)
            return _listen(running.proc)
    except (OSError, ValueError) as error:
        raise UnavailableError(f"git could not be run: {error}") from None


@contextmanager
def _told(stdin: bytes | None) -> Iterator[IO[bytes] | None]:
    """Give a file with what git is told, from which it reads at its own pace."""
    if stdin is None:
        yield None
        return
    # only a few commands are told anything
    from tempfile import TemporaryFile

    with TemporaryFile() as file:
        file.write(stdin)
        file.seek(0)
        yield file


class _Process(Protocol):
    """What is used of subprocess.Popen."""

    stdout: IO[bytes]
    stderr: IO[bytes]
    returncode: int | None

    def wait(self) -> int:
        """Return the exit code, once there is one."""

    def kill(self) -> None:
        """End it."""


def _listen(process: _Process) -> Answer:
    """Return what a started process says in the end; it does not outlive this function."""
    try:
        out, err = _said(process.stdout, process.stderr)
        code = process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            process.wait()
        process.stdout.close()
        process.stderr.close()
    return Answer(code, out, err.decode("utf-8", "replace"))


def _said(*streams: IO[bytes]) -> Iterator[bytes]:
    """Return all that arrives on each of the streams, until they are closed."""
    # loaded by GitPython anyway
    from selectors import EVENT_READ, DefaultSelector

    said: dict[int, list[bytes]] = {stream.fileno(): [] for stream in streams}
    until, left = time.monotonic() + TIMEOUT, MAX_OUTPUT
    with DefaultSelector() as waiting:
        for descriptor in said:
            waiting.register(descriptor, EVENT_READ)
        while waiting.get_map():
            ready = waiting.select(until - time.monotonic())
            if not ready or time.monotonic() > until:
                raise UnavailableError(f"git gave no answer within {TIMEOUT:g} s")
            for key, _ in ready:
                chunk = os.read(key.fd, CHUNK)
                left -= len(chunk)
                if left < 0:
                    raise UnavailableError(f"git said more than {MAX_OUTPUT // 1_000_000} MB")
                said[key.fd].append(chunk)
                if not chunk:
                    waiting.unregister(key.fd)
    return map(b"".join, said.values())


def _gitpython() -> ModuleType:
    """Return GitPython, which takes 66 ms to import: only what looks at a repository pays for it.

    When it is imported, it starts what it takes for git. It is told a file that cannot be started.
    """
    with _IMPORTING:
        return _imported()


@cache
def _imported() -> ModuleType:
    # only what looks at a repository needs it
    from importlib import import_module

    told = {"GIT_PYTHON_REFRESH": "quiet", "GIT_PYTHON_GIT_EXECUTABLE": os.devnull}
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        return import_module("git")
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@cache
def _path(stated: str, outside: str) -> str:
    """Return the folders of `stated` from which programs may be started.

    Relative folders and those below `outside` are left out: the project may have put them there.
    """
    folders = stated.split(os.pathsep)
    return os.pathsep.join(
        folder for folder in folders if os.path.isabs(folder) and not _below(folder, outside)
    )


def _below(path: str, folder: str) -> bool:
    inside = os.path.join(os.path.realpath(folder), "")
    return os.path.join(os.path.realpath(path), "").startswith(inside)


@cache
def _program(name: str, path: str, outside: str) -> str:
    """Return where a program lies; it is no link to something below `outside`."""
    for folder in path.split(os.pathsep):
        found = os.path.join(folder, name)
        usable = os.path.isfile(found) and os.access(found, os.X_OK)
        if folder and usable and not _below(found, outside):
            return found
    raise UnavailableError(f"`{name}` is not installed, so the repository cannot be read")
