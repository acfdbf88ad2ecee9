"""Judging in several processes at once: the same answers in the same order, and none missing.

Processes are forked, once everything that they share is read and before anything else is opened.
Each judges some files at a time and sends what is to be said about them, which is packed until it
is its turn. Nobody gets far ahead, so memory does not grow with the number of plans.
"""

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from traceback import format_exc
from types import FrameType
from typing import Self

from deploylint.cli.answering import Said, slim
from deploylint.cli.sinks import SIGNALLED

CHUNK = 8
"""Files that a process takes at once, and answers that it sends at once."""

AHEAD = 4
"""Chunks for each process that are handed out before the first of them is used up."""

QUEUED = 2
"""Chunks that a process has at hand, so that it need not wait for the next."""

PATIENCE = 2.0
"""Seconds that a process is given to end."""

ANSWERS, DONE, BROKEN = b"a", b"d", b"b"
ENDING = (signal.SIGTERM, signal.SIGHUP)
STOPPING = (signal.SIGINT, *ENDING)

Numbered = tuple[int, Said]
Work = Callable[[int], Iterator[Said]]


class LostError(Exception):
    """A process that judged plans ended before it was done; the message says how."""


class _Worker:
    """A process, the way to it, and the chunks that it has not finished."""

    def __init__(self, process: BaseProcess, pipe: "Connection[bytes, bytes]") -> None:
        self.process = process
        self.pipe = pipe
        self.chunks: deque[int] = deque()

    def hand(self, chunk: int, files: range) -> None:
        """Give it files to judge. Raises LostError when it is gone."""
        self.chunks.append(chunk)
        try:
            self.pipe.send_bytes(pickle.dumps((files.start, files.stop)))
        except OSError:
            raise self.lost() from None

    def hear(self) -> bytes:
        """Return the next thing that it says. Raises LostError when it is gone."""
        try:
            return self.pipe.recv_bytes()
        except (EOFError, OSError):
            raise self.lost() from None

    def lost(self) -> LostError:
        """Return how it ended; where the user ends all of them, this process hears of it itself."""
        self.process.join(PATIENCE)
        code = self.process.exitcode
        said = f"ended with code {code}"
        if code is None:
            said = "no longer answers"
        elif (number := -code if code < 0 else code - SIGNALLED) > 0:
            said = f"was ended by signal {number} ({signal.strsignal(number)})"
        return LostError(f"a process that judged plans {said}")


class Workers:
    """Processes that judge the files 0, 1, ... of a list; used once, in a `with`."""

    def __init__(self, work: Work, files: int, jobs: int) -> None:
        """Let at most `jobs` processes do `work`, which says all about the file of a number."""
        self.work = work
        # a few files are spread over all processes
        size = max(1, min(CHUNK, files // (jobs * AHEAD)))
        self.chunks = [range(at, min(at + size, files)) for at in range(0, files, size)]
        self.jobs = min(jobs, len(self.chunks))
        self.workers: list[_Worker] = []
        self.handed = 0
        self.packed: dict[int, deque[bytes]] = {}
        self.done: set[int] = set()

    def __enter__(self) -> Self:
        """Start the processes."""
        try:
            for _ in range(self.jobs):
                self.workers.append(self._start())
        except BaseException:
            self._stop(at_once=True)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End them; none is left behind."""
        self._stop(at_once=kind is not None)

    def answers(self) -> Iterator[Numbered]:
        """Yield what is said about each file, in order, with its number.

        Raises LostError when a process is gone, and anew what one of them raised.
        """
        for turn in range(len(self.chunks)):
            waiting = self.packed.setdefault(turn, deque())
            while turn not in self.done or waiting:
                self._hand_out(turn)
                self._hear(block=not waiting)
                if not waiting:
                    continue
                for answer in pickle.loads(waiting.popleft()):  # noqa: S301  # of our own process
                    yield answer
                    self._hear(block=False)
            del self.packed[turn]
            self.done.discard(turn)

    def _start(self) -> _Worker:
        context = get_context("fork")
        ours, theirs = context.Pipe()
        inherited = [ours, *(worker.pipe for worker in self.workers)]
        arguments = (self.work, theirs, inherited)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        # it shall not hear a signal before it knows what to do
        before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        return _Worker(process, ours)

    def _hand_out(self, turn: int) -> None:
        """Give chunks to those that have the fewest."""
        while self.handed < len(self.chunks) and self.handed < turn + AHEAD * self.jobs:
            worker = min(self.workers, key=lambda one: len(one.chunks))
            if len(worker.chunks) >= QUEUED:
                return
            worker.hand(self.handed, self.chunks[self.handed])
            self.handed += 1

    def _hear(self, *, block: bool) -> None:
        """Take what the processes have to say; wait for something if `block`."""
        by_pipe = {worker.pipe: worker for worker in self.workers if worker.chunks}
        for pipe in wait(list(by_pipe), None if block else 0):
            worker = by_pipe[pipe]  # type: ignore[index]  # only connections were waited for
            said = worker.hear()
            kind, rest = said[:1], said[1:]
            if kind == BROKEN:
                raise _again(*pickle.loads(rest))  # noqa: S301  # as above
            if kind == DONE:
                self.done.add(worker.chunks.popleft())
            else:
                self.packed.setdefault(worker.chunks[0], deque()).append(rest)

    def _stop(self, *, at_once: bool) -> None:
        for worker in self.workers:
            worker.pipe.close()
            if at_once:
                worker.process.terminate()
        for worker in self.workers:
            worker.process.join(PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


def _again(name: str, text: str, where: str) -> Exception:
    """Return what another process raised; the chain shows where."""
    error: Exception = type(name, (Exception,), {})(text)
    error.__cause__ = RuntimeError(where)
    return error


def _serve(
    work: Work,
    pipe: "Connection[bytes, bytes]",
    inherited: "list[Connection[bytes, bytes]]",
) -> None:
    """Judge what the parent hands out, until it hangs up."""
    code = 0
    try:
        _listen()
        # else nobody would notice that the parent is gone
        for other in inherited:
            other.close()
        _judge(work, pipe)
    except SystemExit as ending:
        code = int(ending.code or 0)
    except (EOFError, OSError):
        pass
    os._exit(code)


def _listen() -> None:
    """End as an error does, with nothing left half done, when somebody ends this process alone.

    Ctrl-C reaches every process of the terminal; what that comes to is the parent's to say.
    """
    for number in ENDING:
        signal.signal(number, _ended)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        # not ignored, because git, which is started from here, would inherit that
        signal.signal(signal.SIGINT, _unheard)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


def _ended(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # a handler's signature
    for one in ENDING:
        # one that is on its way already could not be ignored without a complaint of Python
        signal.signal(one, _unheard)
    raise SystemExit(SIGNALLED + number)


def _unheard(number: int, frame: FrameType | None) -> None:
    """Do nothing."""


def _judge(work: Work, pipe: "Connection[bytes, bytes]") -> None:
    while True:
        start, stop = pickle.loads(pipe.recv_bytes())  # noqa: S301  # of our own process
        said: list[Numbered] = []
        try:
            for file in range(start, stop):
                for answer in work(file):
                    said.append((file, slim(answer)))
                    if len(said) == CHUNK:
                        pipe.send_bytes(ANSWERS + pickle.dumps(said, pickle.HIGHEST_PROTOCOL))
                        said = []
            packed = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
        except Exception as error:  # noqa: BLE001  # the parent is told, and ends
            told = (type(error).__name__, str(error), format_exc())
            pipe.send_bytes(BROKEN + pickle.dumps(told))
            return
        pipe.send_bytes(ANSWERS + packed)
        pipe.send_bytes(DONE)
