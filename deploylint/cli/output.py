"""Where reports go: standard output or files, written whole or not at all."""

import os
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import NamedTuple

from deploylint.errors import UserError, UserErrors
from deploylint.model.report import Report
from deploylint.report.escape import printable
from deploylint.report.style import Style

FORMATS = ("text", "json", "yaml")


class Output(NamedTuple):
    """One `-o FORMAT[=FILE]`; `file` is None for standard output."""

    format: str
    file: str | None


def parse_outputs(given: Iterable[str], formats: tuple[str, ...] = FORMATS) -> tuple[Output, ...]:
    """Return the outputs asked for, each one of `formats`; text to standard output when none is.

    Raises UserError for an unknown format and for a second output to the same place.
    """
    outputs = []
    for text in given or ("text",):
        name, equals, file = text.partition("=")
        if name not in formats:
            known = ", ".join(formats)
            raise UserError(f"there is no output format `{name}`", None, f"known: {known}")
        if equals and not file:
            raise UserError(
                f"`-o {text}` names no file", None, f"write -o {name}=FILE, or -o {name}"
            )
        outputs.append(Output(name, file if equals else None))
    files = [None if output.file is None else os.path.realpath(output.file) for output in outputs]
    for path in files:
        if files.count(path) > 1:
            place = "standard output" if path is None else f"the file {path}"
            raise UserError(
                f"two outputs go to {place}", None, "give all but one a file: -o json=FILE"
            )
    return tuple(outputs)


def style_for(stream: object, *, verbose: bool, quiet: bool) -> Style:
    """Return how people want to read on `stream`.

    Colour only on a terminal; NO_COLOR and FORCE_COLOR (https://no-color.org,
    https://force-color.org) are honoured.
    """
    terminal = bool(getattr(stream, "isatty", lambda: False)())
    color = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        color = True
    if os.environ.get("NO_COLOR"):
        color = False
    return Style(width=_width(terminal=terminal), color=color, verbose=verbose, quiet=quiet)


def _width(*, terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    widest = 120
    try:
        return min(os.get_terminal_size().columns, widest) if terminal else 80
    except OSError:
        return 80


def write_outputs(reports: Iterator[Report], outputs: tuple[Output, ...], style: Style) -> None:
    """Write every report in every format.

    One output is streamed; several need the reports twice, so they are kept. Raises UserError
    when a file cannot be written; what stood there before then stands there still.
    """
    kept: Iterable[Report] = reports if len(outputs) == 1 else list(reports)
    _write("", kept, outputs, style)


def write_subject(kind: str, subject: object, outputs: tuple[Output, ...]) -> None:
    """Write one thing in every format, each a module `report/KIND_FORMAT.py`."""
    write_in_style(kind, subject, outputs, style_for(sys.stdout, verbose=False, quiet=False))


def write_in_style(kind: str, subject: object, outputs: tuple[Output, ...], style: Style) -> None:
    """Write one thing in every format, laid out as `style` says."""
    _write(f"{kind}_", subject, outputs, style)


def _write(prefix: str, subject: object, outputs: tuple[Output, ...], style: Style) -> None:
    """Write in every format; files come first, so that a mistake shows before an answer."""
    for output in sorted(outputs, key=lambda output: output.file is None):
        plain = style._replace(color=False) if output.file else style
        chunks = import_module(f"deploylint.report.{prefix}{output.format}").render(subject, plain)
        if output.file is None:
            print_chunks(chunks)
        else:
            write_file(output.file, chunks)


def print_chunks(chunks: Iterable[str]) -> None:
    """Print to standard output. A reader who goes away early does not change the exit code."""
    gone = False
    for chunk in chunks:
        if not gone:
            try:
                sys.stdout.write(chunk)
            except BrokenPipeError:
                gone = True
            except OSError as error:
                raise UserError(f"standard output cannot be written: {error.strerror}") from None
    flush()


def flush() -> None:
    """Flush standard output; raises UserError when that fails, unless the reader has gone."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # the interpreter flushes once more at its end and would complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise UserError(f"standard output cannot be written: {error.strerror}") from None


def write_file(path: str, chunks: Iterable[str]) -> None:
    """Write `path` whole or not at all: beside it first, then renamed over it.

    Something that is no regular file, such as /dev/stdout or a named pipe, is written directly.
    """
    direct = os.path.exists(path) and not os.path.isfile(path)
    beside = path if direct else f"{os.path.realpath(path)}.{os.getpid()}.part"
    try:
        with open(beside, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(chunks)
            if not direct:
                file.flush()
                os.fsync(file.fileno())
        if not direct:
            os.replace(beside, os.path.realpath(path))
    except OSError as error:
        raise UserError(f"the report cannot be written: {error.strerror}", path) from None
    finally:
        if not direct and os.path.lexists(beside):
            os.unlink(beside)


def complain(error: UserError) -> None:
    """Print an error, or each of several, to standard error."""
    for single in error.errors if isinstance(error, UserErrors) else (error,):
        for line in str(single).splitlines() or [""]:
            indent = len(line) - len(line.lstrip(" "))
            sys.stderr.write(f"{' ' * indent}{printable(line.strip())}\n")
