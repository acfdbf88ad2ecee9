"""Where text is written to: standard output, files whole or not at all, files that others share."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Protocol, TextIO

from deploylint.errors import UserError

SIGNALLED = 128
"""With the number of a signal the exit code of what it ended, as shells have it."""

STREAMS = ("/dev/stdin", "/dev/stdout", "/dev/stderr")
DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")
"""Other names of what is open already, wherever it goes; others write there before and after."""


class WriteError(UserError):
    """What was asked for cannot be written."""


class Sink(Protocol):
    """Takes text piece by piece, then settles and finishes; each raises WriteError when it fails.

    What was written stands there only once `finish` was called. All that is likely to fail is done
    before, so that of several sinks all are finished or none.
    """

    def write(self, text: str) -> None:
        """Take the next piece."""

    def settle(self) -> None:
        """Do all but the last step."""

    def finish(self) -> None:
        """Make it stand there."""

    def abandon(self) -> None:
        """Leave things as they were before, as far as that is possible."""


class StandardOutput:
    """Standard output. A reader who goes away early does not change the exit code.

    What people read is in the encoding of their terminal, with escapes for what that lacks; what is
    for machines is in UTF-8 everywhere, as in a file.
    """

    def __init__(self, *, machines: bool = False) -> None:
        """Begin with a reader who listens; `machines` if it is no person."""
        self.gone = False
        if machines:
            # what was printed before and cannot be written will be said at the next piece
            with suppress(OSError):
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream

    def write(self, text: str) -> None:
        """Print at once, unless the reader has gone."""
        if self.gone:
            return
        try:
            sys.stdout.write(text)
        except BrokenPipeError:
            self.gone = True
        except OSError as error:
            raise WriteError(f"standard output cannot be written: {error.strerror}") from None

    def settle(self) -> None:
        """Flush, unless the reader has gone."""
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # the interpreter flushes once more at its end and would complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise WriteError(f"standard output cannot be written: {error.strerror}") from None

    def finish(self) -> None:
        """Leave it as it is."""

    def abandon(self) -> None:
        """Leave what was printed: it cannot be taken back."""


class WholeFile:
    """A file, written beside its place first, then renamed over it.

    Something that is no regular file, such as a named pipe, is written directly, and so is
    /dev/stdout wherever it goes: others write there before and after.
    """

    def __init__(self, path: str, what: str = "report") -> None:
        """Open it; `what` it is stands in messages. Raises WriteError when it cannot be written."""
        end_cleanly()
        self.path, self.what = path, what
        self.direct = is_special(path)
        self.place = os.path.realpath(path)
        self.beside = path if self.direct else f"{self.place}.{os.getpid()}.part"
        try:
            self.file = _direct(path) if self.direct else _new(self.beside)
            if not self.direct and os.path.exists(self.place):
                # who may read it is not ours to change
                with suppress(OSError):
                    os.chmod(self.beside, os.stat(self.place).st_mode & 0o777)
        except OSError as error:
            raise self._unwritable(error) from None

    def write(self, text: str) -> None:
        """Write the next piece."""
        try:
            self.file.write(text)
        except OSError as error:
            raise self._unwritable(error) from None

    def settle(self) -> None:
        """Write it to the disk."""
        try:
            if not self.direct:
                self.file.flush()
                os.fsync(self.file.fileno())
            self.file.close()
        except OSError as error:
            raise self._unwritable(error) from None

    def finish(self) -> None:
        """Put it in its place."""
        try:
            if not self.direct:
                os.replace(self.beside, self.place)
        except OSError as error:
            raise self._unwritable(error) from None

    def abandon(self) -> None:
        """Remove what was written beside; what stood there before stands there still."""
        with suppress(OSError):
            self.file.close()
        if not self.direct and os.path.lexists(self.beside):
            os.unlink(self.beside)

    def _unwritable(self, error: OSError) -> WriteError:
        return _unwritable(self.path, error, self.what)


class SharedFile:
    """A file to which others write as well, such as those that a CI runner collects.

    All is appended at once, at the end.
    """

    def __init__(self, path: str) -> None:
        """Open it. Raises WriteError when it cannot be written."""
        self.path = path
        try:
            self.file = _opened(path, "a")
        except OSError as error:
            raise _unwritable(path, error) from None
        self.pieces: list[str] = [] if _ends_a_line(path) else ["\n"]

    def write(self, text: str) -> None:
        """Keep the next piece."""
        self.pieces.append(text)

    def settle(self) -> None:
        """Do nothing: others write to it until the end."""

    def finish(self) -> None:
        """Append it all."""
        try:
            self.file.write("".join(self.pieces))
            self.file.close()
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def abandon(self) -> None:
        """Append nothing."""
        self.pieces.clear()
        with suppress(OSError):
            self.file.close()


def write_all(chunks: Iterable[str], sink: Sink) -> None:
    """Write all the pieces, or leave things as they were. Raises WriteError as the sink does."""
    try:
        for chunk in chunks:
            sink.write(chunk)
        sink.settle()
        sink.finish()
    except BaseException:
        sink.abandon()
        raise


def is_special(path: str) -> bool:
    """Say whether something is there that takes what it gets at once, other than a file."""
    return descriptor(path) is not None or (os.path.exists(path) and not os.path.isfile(path))


def descriptor(path: str) -> int | None:
    """Return the number of what is open already under this name."""
    whole = os.path.abspath(path)
    found = DESCRIPTOR.fullmatch(whole)
    if found is not None:
        return int(found[1])
    return STREAMS.index(whole) if whole in STREAMS else None


def _direct(path: str) -> TextIO:
    """Open what takes at once what it gets; what is open already goes on where it stands."""
    number = descriptor(path)
    return _opened(path if number is None else os.dup(number), "w")


def _opened(path: str | int, mode: str) -> TextIO:
    return open(path, mode, encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[return-value]  # a text file


def _new(path: str) -> TextIO:
    """Open a file that is not there yet; through a link of that name nothing is written."""
    try:
        return _opened(path, "x")
    except FileExistsError:
        # of a process that had this number before, and that was killed
        os.unlink(path)
        return _opened(path, "x")


def _unwritable(path: str, error: OSError, what: str = "report") -> WriteError:
    return WriteError(f"the {what} cannot be written: {error.strerror}", path)


def _ends_a_line(path: str) -> bool:
    """Say whether what others wrote so far ends with a whole line."""
    try:
        with open(path, "rb") as file:
            return file.seek(0, os.SEEK_END) == 0 or _last(file) == b"\n"
    except OSError:
        return True


def _last(file: BinaryIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read()


def end_cleanly() -> None:
    """Let a signal that ends the program end it as an error does, with nothing left half done.

    The exit code then is `SIGNALLED` and the number of the signal.
    """
    # only who writes files pays for it
    import signal

    for number in (signal.SIGTERM, signal.SIGHUP):
        # elsewhere than in the main thread there is nothing to be done
        with suppress(ValueError):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _ended)


@contextmanager
def held() -> Iterator[None]:
    """Let signals that end the program wait until something short is done."""
    # as above
    import signal

    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ended(number: int, frame: object) -> None:  # noqa: ARG001  # a handler's signature
    raise SystemExit(SIGNALLED + number)
