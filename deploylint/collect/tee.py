"""Copies what a command writes into a file, on its way to where it would have gone."""

import os
import select
import sys
from _thread import allocate_lock
from typing import NamedTuple

OUTPUTS = (1, 2)
"""Standard output and standard error."""

CHUNK = 1 << 16


class Pipe(NamedTuple):
    """The two ends of a pipe."""

    read: int
    write: int


class Tee:
    """Two pipes, each emptied by a thread of its own, so that neither waits for the other."""

    def __init__(self, file: int) -> None:
        """Copy into the open `file`; nothing is started yet."""
        self.problem: str | None = None
        self._file = file
        self._lock = allocate_lock()
        self._ended = Pipe(*os.pipe())
        self._pipes = {number: Pipe(*os.pipe()) for number in OUTPUTS}
        # only `record --log` needs threads
        from threading import Thread

        self._threads = [
            Thread(target=self._pump, args=(pipe.read, number), daemon=True)
            for number, pipe in self._pipes.items()
        ]

    @property
    def redirections(self) -> list[tuple[int, int, int]]:
        """Return what `os.posix_spawn` has to do so that the command writes into the pipes."""
        return [(os.POSIX_SPAWN_DUP2, pipe.write, to) for to, pipe in self._pipes.items()]

    def start(self) -> None:
        """Begin to copy, once the command runs."""
        for pipe in self._pipes.values():
            os.close(pipe.write)
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        """Copy what the command has left in the pipes; wait for nothing else.

        A program that it left running in the background may hold the pipes open for ever.
        """
        os.close(self._ended.write)
        for thread in self._threads:
            thread.join()
        os.close(self._ended.read)

    def _pump(self, read: int, to: int) -> None:
        waiting = select.poll()
        for end in (read, self._ended.read):
            waiting.register(end, select.POLLIN)
        try:
            while self._ended.read not in dict(waiting.poll()):
                data = os.read(read, CHUNK)
                if not data:
                    return
                self._copy(data, to)
            left = _waiting_in(read)
            while left > 0 and (data := os.read(read, min(left, CHUNK))):
                left -= len(data)
                self._copy(data, to)
        except OSError:
            # nobody reads our output any more: closing the pipe tells the command so
            return
        finally:
            os.close(read)

    def _copy(self, data: bytes, to: int) -> None:
        with self._lock:
            if self.problem is None:
                try:
                    _write(self._file, data)
                except OSError as error:
                    self.problem = (error.strerror or "no reason given").lower()
        _write(to, data)


def _waiting_in(pipe: int) -> int:
    """Return how many bytes lie in a pipe."""
    from fcntl import ioctl
    from termios import FIONREAD

    return int.from_bytes(ioctl(pipe, FIONREAD, bytes(4)), sys.byteorder)


def _write(to: int, data: bytes) -> None:
    """Write all of `data`, also where the caller has made the descriptor not wait."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(to, rest) :]
        except BlockingIOError:
            ready = select.poll()
            ready.register(to, select.POLLOUT)
            ready.poll()
