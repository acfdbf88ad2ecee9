"""The entries of a policy as tables in words, for the page with a calendar."""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model.calendar import Calendar
from deploylint.model.windows import Freeze, OnCall
from deploylint.model.windowwords import interval
from deploylint.report.calendar_when import lifted, when

OPENING = ("Opening", "Tier", "When", "Why", "Approved by")


class Table(NamedTuple):
    """Rows of text under heads; the first cell of a row names it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(calendar: Calendar) -> Iterator[Table]:
    """Yield the tables that are not empty: freezes, openings, exceptions, rules."""
    rules = calendar.rules
    default = ("(default)", rules.default, "when no rule holds", "")
    for table in (
        Table(
            "Freezes", ("Freeze", "When", "Touching these days", "Why"), tuple(_freezes(calendar))
        ),
        Table("Openings", OPENING, tuple(_openings(calendar))),
        Table("Exceptions", ("Exception", "For", "When", "Why"), tuple(_exceptions(calendar))),
        Table("Rules", ("Rule", "Tier", "When", "Why"), (*_rules(calendar), default)),
    ):
        if table.rows:
            yield _filled(table)


def _filled(table: Table) -> Table:
    """Return a table without the columns in which nothing stands."""
    kept = [number for number, texts in enumerate(zip(*table.rows, strict=True)) if any(texts)]
    return table._replace(
        heads=tuple(table.heads[number] for number in kept),
        rows=tuple(tuple(row[number] for number in kept) for row in table.rows),
    )


def _freezes(calendar: Calendar) -> Iterator[tuple[str, ...]]:
    for freeze in calendar.rules.freezes:
        found = [block for block in calendar.grid.freezes if block.id == freeze.id]
        spans = "; ".join(interval(block.start, block.end) for block in found)
        yield freeze.id, _when(freeze), spans or "none", freeze.reason or ""


def _when(freeze: Freeze) -> str:
    return when(freeze.time) + _zone(freeze.timezone)


def _openings(calendar: Calendar) -> Iterator[tuple[str, ...]]:
    for one in calendar.rules.openings:
        yield one.id, one.tier, when(one.time) + _zone(one.timezone), one.reason, one.approved_by


def _exceptions(calendar: Calendar) -> Iterator[tuple[str, ...]]:
    for one in calendar.rules.exceptions:
        yield one.id, lifted(one), when(one.time) + _zone(one.timezone), one.reason or ""


def _rules(calendar: Calendar) -> Iterator[tuple[str, ...]]:
    watched = {
        OnCall.PRESENT: ", while somebody is on call",
        OnCall.ABSENT: ", while nobody is on call",
    }
    for one in calendar.rules.rules:
        held = watched.get(one.on_call, "") if one.on_call else ""
        yield one.id, one.tier, when(one.time) + _zone(one.timezone) + held, one.reason or ""


def _zone(timezone: str | None) -> str:
    return f" ({timezone})" if timezone else ""
