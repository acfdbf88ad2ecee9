"""Where text is written to: standard output, files whole or not at all, files that others share."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import BinaryIO, Protocol, TextIO

from deploylint.errors import UserError


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
    """Standard output. A reader who goes away early does not change the exit code."""

    def __init__(self) -> None:
        """Begin with a reader who listens."""
        self.gone = False

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

    Something that is no regular file, such as /dev/stdout or a named pipe, is written directly.
    """

    def __init__(self, path: str) -> None:
        """Open it. Raises WriteError when it cannot be written."""
        end_cleanly()
        self.path = path
        self.direct = os.path.exists(path) and not os.path.isfile(path)
        self.place = os.path.realpath(path)
        self.beside = path if self.direct else f"{self.place}.{os.getpid()}.part"
        self.file: TextIO = _opened(path, self.beside, "w")

    def write(self, text: str) -> None:
        """Write the next piece."""
        try:
            self.file.write(text)
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def settle(self) -> None:
        """Write it to the disk."""
        try:
            if not self.direct:
                self.file.flush()
                os.fsync(self.file.fileno())
            self.file.close()
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def finish(self) -> None:
        """Put it in its place."""
        try:
            if not self.direct:
                os.replace(self.beside, self.place)
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def abandon(self) -> None:
        """Remove what was written beside; what stood there before stands there still."""
        with suppress(OSError):
            self.file.close()
        if not self.direct and os.path.lexists(self.beside):
            os.unlink(self.beside)


class SharedFile:
    """A file to which others write as well, such as those that a CI runner collects.

    All is appended at once, at the end.
    """

    def __init__(self, path: str) -> None:
        """Open it. Raises WriteError when it cannot be written."""
        self.path = path
        self.file = _opened(path, path, "a")
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


def _opened(path: str, place: str, mode: str) -> TextIO:
    try:
        return open(place, mode, encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[return-value]  # a text file
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: str, error: OSError) -> WriteError:
    return WriteError(f"the report cannot be written: {error.strerror}", path)


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

    The exit code then is 128 and the number of the signal, as shells have it.
    """
    # only who writes files pays for it
    import signal

    for number in (signal.SIGTERM, signal.SIGHUP):
        # elsewhere than in the main thread there is nothing to be done
        with suppress(ValueError):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _ended)


def _ended(number: int, frame: object) -> None:  # noqa: ARG001  # a handler's signature
    raise SystemExit(128 + number)
