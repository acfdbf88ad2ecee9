"""The answer of `deploylint migrations` for people: what is new, what is wrong with it."""

from collections.abc import Iterator

from deploylint.model.migrationsreport import (
    MigrationsReport,
    OutlinedMigration,
    OutlinedOperation,
)
from deploylint.model.verdict import Status
from deploylint.model.wording import counted
from deploylint.report.entry import Entries
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, hang, tint, usable
from deploylint.report.style import Style
from deploylint.report.summary import summary

_SHOWN = 20
"""How many migrations are listed; -v lists all."""


def render(answer: MigrationsReport, style: Style) -> Iterator[str]:
    """Yield the answer, line by line."""
    for line in _lines(answer, style):
        yield f"{line}\n"


def _lines(answer: MigrationsReport, style: Style) -> Iterator[str]:
    width = usable(style.width)
    for line in hang("", printable(_title(answer)), width, 2):
        yield tint(line, Tone.STRONG, color=style.color)
    policy = f"policy {answer.report.policy}"
    yield from hang("", printable(policy), width, 2)
    if not style.quiet:
        yield from _migrations(answer, style)
    items = [one for one in answer.report.items if one.status is Status.FAIL or not style.quiet]
    if items:
        yield ""
        yield from Entries(answer.report, style).lines(items)
    yield ""
    if not answer.migrations and not answer.report.blocked:
        yield from hang("", "nothing to judge", width, 2)
        return
    yield from summary(answer.report, style)


def _title(answer: MigrationsReport) -> str:
    number = counted(len(answer.migrations), "migration")
    if answer.since is None:
        return f"{answer.folder}: {number}, all that are there"
    return f"{answer.folder}: {number} added since {answer.since}"


def _migrations(answer: MigrationsReport, style: Style) -> Iterator[str]:
    shown = answer.migrations if style.verbose else answer.migrations[:_SHOWN]
    if shown:
        yield ""
    for one in shown:
        yield from _migration(one, style)
    if len(shown) < len(answer.migrations):
        yield f"  and {len(answer.migrations) - len(shown)} more, which --verbose shows"


def _migration(one: OutlinedMigration, style: Style) -> Iterator[str]:
    width = usable(style.width)
    number = counted(len(one.operations), "operation")
    dialect = f", {one.dialect}" if one.dialect else ""
    yield from hang("  ", printable(f"{one.name} ({one.framework}{dialect}): {number}"), width, 4)
    if not style.verbose:
        return
    for operation in one.operations:
        yield from _operation(operation, style)
    yield from hang("    ", printable(f"way back: {one.down}"), width, 6)
    yield from hang("    ", printable(f"content: {one.digest}"), width, 6)


def _operation(operation: OutlinedOperation, style: Style) -> Iterator[str]:
    width = usable(style.width)
    place = f"{operation.at.line}:{operation.at.column}"
    yield from hang("    ", printable(f"{place} {operation.text}"), width, 8)
    said = (
        ("reverse", operation.reverse),
        ("loses", operation.loss),
        ("locks", operation.lock),
        ("breaks", operation.breaks),
    )
    for label, text in said:
        if text is not None:
            yield from hang("        ", printable(f"{label}: {text}"), width, 10)
