"""Which reports go where, and how they are laid out there."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

from deploylint.cli.lockstep import Render, write_in_step
from deploylint.cli.sinks import (
    SharedFile,
    Sink,
    StandardOutput,
    WholeFile,
    is_special,
    write_all,
)
from deploylint.cli.standarderror import say
from deploylint.errors import UserError, UserErrors
from deploylint.model.location import Location
from deploylint.model.report import Answer
from deploylint.report.escape import printable
from deploylint.report.style import Style

FORMATS = ("text", "json", "yaml", "sarif", "junit", "github", "gitlab", "markdown", "html")
"""Each is a module `report/FORMAT.py`."""

SCHEMAS = {
    "json": "report",
    "yaml": "plan",
    "evidence_json": "evidence",
    "window_json": "window",
    "migrations_json": "migrations",
    "rules_json": "rules",
    "explain_json": "explanation",
    "policytests_json": "policy-test-report",
}
"""The schemas of what the modules of `report/` write."""


class Output(NamedTuple):
    """One `-o FORMAT[=FILE]`; `file` is None for standard output.

    Others write to a `shared` file as well, so it is appended to. `limit` is how many bytes its
    reader takes.
    """

    format: str
    file: str | None
    shared: bool = False
    limit: int | None = None


def parse_outputs(
    given: Iterable[str], formats: tuple[str, ...] = FORMATS, inputs: Iterable[str | None] = ()
) -> tuple[Output, ...]:
    """Return the outputs asked for, each one of `formats`; text to standard output when none is.

    Raises UserError for an unknown format, for a second output to the same place, and for one that
    would overwrite one of the `inputs` or the settings.
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
    if len(outputs) > 1 or outputs[0].file is not None:
        # one output to standard output is in nobody's way
        from deploylint.cli.overwriting import refuse_inputs, refuse_same

        refuse_same(outputs)
        refuse_inputs(outputs, inputs)
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


def write_outputs(answers: Iterator[Answer], outputs: Iterable[Output], style: Style) -> None:
    """Write every answer in every format.

    Files are opened first, so that a mistake shows before an answer. Raises WriteError when one
    cannot be written; what stood there before then stands there still.
    """
    reports: list[tuple[Render, Sink]] = []
    try:
        reports.extend(
            (_renderer(output.format, output, style), _sink(output))
            for output in _in_order(outputs)
        )
    except BaseException:
        for _, sink in reports:
            sink.abandon()
        raise
    write_in_step(answers, reports)


def write_subject(kind: str, subject: object, outputs: tuple[Output, ...]) -> None:
    """Write one thing in every format, each a module `report/KIND_FORMAT.py`."""
    write_in_style(kind, subject, outputs, style_for(sys.stdout, verbose=False, quiet=False))


def write_in_style(kind: str, subject: object, outputs: tuple[Output, ...], style: Style) -> None:
    """Write one thing in every format, laid out as `style` says."""
    for output in _in_order(outputs):
        write_all(_renderer(f"{kind}_{output.format}", output, style)(subject), _sink(output))


def _in_order(outputs: Iterable[Output]) -> list[Output]:
    """Return the files first, since they can fail, and last what others believe at once."""
    return sorted(outputs, key=lambda output: (output.shared, output.file is None))


def _renderer(module: str, output: Output, style: Style) -> Callable[[Any], Iterator[str]]:
    """Return what turns things into text in one format, as its reader wants it."""
    render = import_module(f"deploylint.report.{module}").render
    if output.file is not None:
        schema = _schema(module, output.file)
        style = style._replace(color=False, alone=True, limit=output.limit, schema=schema)
    return lambda subject: iter(render(subject, style))


def _schema(module: str, file: str) -> str | None:
    """Return where the schema of a file lies; None for a pipe, and for formats of others."""
    if module not in SCHEMAS or is_special(file):
        return None
    # standard output does not pay for it
    from deploylint.cli.schemaplace import schema_place

    return schema_place(SCHEMAS[module], file)


def _sink(output: Output) -> Sink:
    if output.file is None:
        return StandardOutput(machines=output.format != "text")
    return SharedFile(output.file) if output.shared else WholeFile(output.file)


def print_chunks(chunks: Iterable[str], *, machines: bool = False) -> None:
    """Print to standard output, for people or for `machines`, as `StandardOutput` does."""
    write_all(chunks, StandardOutput(machines=machines))


def write_file(path: str, chunks: Iterable[str], what: str = "report") -> None:
    """Write `path` whole or not at all: beside it first, then renamed over it."""
    write_all(chunks, WholeFile(path, what))


def complain(error: UserError) -> None:
    """Say an error, or each of several, on standard error: one line each, and one for its hint.

    On a terminal what stands at its place is shown as well; logs keep to lines that programs know.
    """
    if isinstance(error, UserErrors):
        for single in error.errors:
            complain(single)
        return
    place = "" if error.where is None else f"{error.where}: "
    say(_one_line(f"{place}{error.message}"))
    if isinstance(error.where, Location) and sys.stderr.isatty():
        # most runs have no errors
        from deploylint.cli.pointing import pointed_at

        for line in pointed_at(error.where):
            say(line)
    if error.hint is not None:
        say(f"  hint: {_one_line(error.hint)}")


def _one_line(text: str) -> str:
    """Return a text that stays one line; a name with a line break in it shows that it has one."""
    return printable(text.replace("\n", r"\x0a").replace("\r", r"\x0d"))
