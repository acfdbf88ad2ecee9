"""Where text is written to: standard output, files whole or not at all, files that others share."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol, TextIO

from deploylint.errors import UserError


class Sink(Protocol):
    """Takes text piece by piece. What was written stands there only once `finish` was called."""

    def write(self, text: str) -> None:
        """Take the next piece. Raises UserError when it cannot be written."""

    def finish(self) -> None:
        """Make it stand there. Raises UserError when that fails."""

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
            raise UserError(f"standard output cannot be written: {error.strerror}") from None

    def finish(self) -> None:
        """Flush; raises UserError when that fails, unless the reader has gone."""
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            # the interpreter flushes once more at its end and would complain
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise UserError(f"standard output cannot be written: {error.strerror}") from None

    def abandon(self) -> None:
        """Leave what was printed: it cannot be taken back."""


class WholeFile:
    """A file, written beside its place first, then renamed over it.

    Something that is no regular file, such as /dev/stdout or a named pipe, is written directly.
    """

    def __init__(self, path: str) -> None:
        """Open it. Raises UserError when it cannot be written."""
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

    def finish(self) -> None:
        """Write it to the disk and put it in its place."""
        try:
            if not self.direct:
                self.file.flush()
                os.fsync(self.file.fileno())
            self.file.close()
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
        """Open it. Raises UserError when it cannot be written."""
        self.path = path
        self.file = _opened(path, path, "a")
        self.pieces: list[str] = []

    def write(self, text: str) -> None:
        """Keep the next piece."""
        self.pieces.append(text)

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
    """Write all the pieces, or leave things as they were. Raises UserError as the sink does."""
    try:
        for chunk in chunks:
            sink.write(chunk)
        sink.finish()
    except BaseException:
        sink.abandon()
        raise


def _opened(path: str, place: str, mode: str) -> TextIO:
    try:
        return open(place, mode, encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[return-value]  # a text file
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: str, error: OSError) -> UserError:
    return UserError(f"the report cannot be written: {error.strerror}", path)
