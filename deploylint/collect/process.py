"""Starts the command of `deploylint record`: the one module that starts programs, beside `git`.

The command stays in this process group and inherits standard input and output, so a terminal stays
a terminal and Ctrl-Z works. Signals are held back meanwhile, waited for, and passed on. What a
terminal sends (Ctrl-C) reaches the whole group by itself and is not passed on once more.
"""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from deploylint.collect.tee import Tee

Environment = dict[bytes, bytes]

PASSED_ON = (
    *(signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT),
    *(signal.SIGUSR1, signal.SIGUSR2),
)
TYPED = (signal.SIGINT, signal.SIGQUIT)
"""What a terminal sends when somebody types Ctrl-C or Ctrl-backslash."""

NOT_FOUND = 127
NOT_STARTED = 126
BY_SIGNAL = 128
"""Exit codes as a POSIX shell gives them (XCU 2.8.2, Exit Status for Commands)."""

IGNORED_BY_PYTHON = (signal.SIGPIPE, signal.SIGXFSZ)
COERCED = (b"C.UTF-8", b"C.utf8", b"UTF-8")


class Ended(NamedTuple):
    """How a command ended.

    `exit_code` is from 0 to 255, 128 plus N when signal N ended it; `problem` says why it did not
    start.
    """

    exit_code: int
    problem: str | None = None


class Held(NamedTuple):
    """The signals that are held back, and which ones were before."""

    signals: frozenset[signal.Signals]
    before: frozenset[signal.Signals | int]


def callers_environment() -> Environment:
    """Return the environment as the caller set it; call it before anything changes it.

    Python itself sets LC_CTYPE where no locale is set (PEP 538), which no other program must see.
    """
    environment = dict(os.environb)
    if environment.get(b"LC_CTYPE") in COERCED:
        try:
            with open("/proc/self/environ", "rb") as file:
                given = dict(_pair(entry) for entry in file.read().split(b"\0"))
        except OSError:
            return environment
        del environment[b"LC_CTYPE"]
        if b"LC_CTYPE" in given:
            environment[b"LC_CTYPE"] = given[b"LC_CTYPE"]
    return environment


def _pair(entry: bytes) -> tuple[bytes, bytes]:
    name, _, value = entry.partition(b"=")
    return name, value


@contextmanager
def signals_held() -> Iterator[Held]:
    """Hold back the signals that are passed on, so that none ends this process before its work.

    One that the caller has this process ignore (`nohup`) stays ignored.
    """
    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        # otherwise the system would throw the exit code away
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    heard = [one for one in PASSED_ON if signal.getsignal(one) is not signal.SIG_IGN]
    signals = frozenset((*heard, signal.SIGCHLD))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield Held(signals, frozenset(before))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def run_held(
    command: Sequence[str], environment: Environment, held: Held, tee: Tee | None = None
) -> Ended:
    """Run `command`, wait for its end, and pass on the signals that come meanwhile.

    With `tee`, standard output and standard error go through it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child, ended = 0, Ended(NOT_STARTED)
    try:
        child = _start(command, environment, held, [] if tee is None else tee.redirections)
    except (OSError, ValueError) as error:
        ended = _not_started(command[0], error)
    if tee is not None:
        tee.start()
    if child:
        ended = Ended(_wait(child, held.signals))
    if tee is not None:
        tee.finish()
    return ended


def _start(
    command: Sequence[str],
    environment: Environment,
    held: Held,
    redirections: list[tuple[int, int, int]],
) -> int:
    """Start the command and return its process id. Raises OSError when it cannot be started."""
    return os.posix_spawnp(
        command[0],
        tuple(command),
        environment,
        file_actions=redirections,
        setsigmask=held.before,
        setsigdef=IGNORED_BY_PYTHON,
    )


def _not_started(program: str, error: OSError | ValueError) -> Ended:
    if isinstance(error, FileNotFoundError) and os.sep not in program:
        return Ended(NOT_FOUND, f"there is no program `{program}`")
    code = NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_STARTED
    why = (error.strerror if isinstance(error, OSError) else str(error)) or "no reason given"
    return Ended(code, f"`{program}` cannot be started: {why.lower()}")


def _wait(child: int, signals: frozenset[signal.Signals]) -> int:
    """Return the exit code of `child`, to which the signals for this process are passed on."""
    while True:
        number, for_us_alone = _next(signals, child)
        if number == signal.SIGCHLD:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else BY_SIGNAL - code
        elif for_us_alone:
            os.kill(child, number)


def _next(signals: frozenset[signal.Signals], child: int) -> tuple[int, bool]:
    """Wait for the next signal; say whether the child has to be told of it.

    What the kernel sends (`si_code` above 0) it sends to the whole group of a terminal. What the
    child sends (`kill 0` in a script) it means for others.
    """
    if sys.platform == "darwin":
        # it does not say who sent it: somebody at the terminal, if that listens to this group
        number = signal.sigwait(signals)
        return number, number not in TYPED or not _in_foreground()
    info = signal.sigwaitinfo(signals)
    return info.si_signo, info.si_code <= 0 and info.si_pid != child


def _in_foreground() -> bool:
    """Say whether what is typed at the terminal goes to this process group."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
