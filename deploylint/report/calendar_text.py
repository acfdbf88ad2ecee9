"""The calendar for a terminal: a line per day, half an hour per character.

Whatever colour says, a letter says as well: capital letters are permitted times.
"""

from collections.abc import Iterator
from itertools import groupby

from deploylint.model.calendar import Calendar, Day, Slot, months
from deploylint.report.calendar_legend import Shade, keys_of, used
from deploylint.report.calendar_words import (
    DAYS,
    about,
    clock,
    clock_notes,
    month_name,
    note,
    status,
    times,
    title,
)
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, hang, tint, usable
from deploylint.report.style import Style

LABEL = 8
"""The columns of a marker, weekday and day of the month, before the hours."""

WIDE = 80
"""From this many columns on, a character is half an hour; below, it is an hour."""

BESIDE = 20
"""With fewer columns beside the hours, notes stand below them."""

PARTLY = "+"
SKIPPED = " "

COLORS = {
    Shade.BEST: "30;42",
    Shade.GOOD: "30;46",
    Shade.FAIR: "30;43",
    Shade.CLOSED: "2",
    Shade.CLOSED_MORE: "33",
    Shade.CLOSED_HARD: "31",
    Shade.FROZEN: "94",
}
"""SGR codes (ECMA-48, 8.3.117): permitted times have a background, so that they stand out."""


def render(calendar: Calendar, style: Style) -> Iterator[str]:
    """Yield the text."""
    yield "\n".join([*_Sheet(calendar, style).lines(), ""])


class _Sheet:
    """One calendar in one style."""

    def __init__(self, calendar: Calendar, style: Style) -> None:
        self.calendar = calendar
        self.color = style.color
        self.width = usable(style.width)
        self.cell = 1800 if self.width >= WIDE else 3600
        self.cells = 86400 // self.cell
        self.keys = keys_of(calendar.rules)
        self.order = {tier: rank for rank, tier in enumerate((*calendar.rules.tiers, "frozen"))}
        self.shades = {key.symbol: key.shade for key in self.keys.values()}
        self.partly = False

    def lines(self) -> Iterator[str]:
        """Yield everything, from the title to what was assumed."""
        calendar = self.calendar
        yield tint(title(calendar), Tone.STRONG, color=self.color)
        yield from hang("  ", printable("; ".join(about(calendar))), self.width, 2)
        for first, days in months(calendar.grid):
            yield ""
            yield tint(month_name(first), Tone.STRONG, color=self.color)
            yield tint(self._ruler(), Tone.FAINT, color=self.color)
            for day in days:
                if day.date.weekday() == 0 and day is not days[0]:
                    yield ""
                yield from self._day(day)
        yield ""
        yield from self._legend()
        yield ""
        for text in (status(calendar), *calendar.assumptions):
            yield from hang("", printable(text), self.width, 2)

    def _ruler(self) -> str:
        hours = range(0, 24, 3)
        marks = "".join(f"{hour:<{3 * 3600 // self.cell}}" for hour in hours)
        return f"{' ' * LABEL}{marks}24"

    def _day(self, day: Day) -> Iterator[str]:
        name = f"{DAYS[day.date.weekday()][:3]} {day.date.day:2d}"
        here = day.moment is not None
        label = f"{'>' if here else ' '}{name} ".ljust(LABEL)
        symbols = self._symbols(day)
        line = tint(label, Tone.STRONG, color=True) if self.color and here else label
        line += self._paint(symbols)
        notes = printable(", ".join(self._notes(day, symbols)))
        taken = LABEL + self.cells + 1
        if not notes:
            yield line.rstrip()
        elif self.width - taken >= BESIDE:
            yield from hang(f"{line} ", notes, self.width, taken)
        else:
            yield from (line.rstrip(), *hang(" " * LABEL, notes, self.width, LABEL))
        if day.moment is not None:
            marker = tint(f"^ {clock(day.moment // 60 * 60)}", Tone.STRONG, color=self.color)
            yield " " * (LABEL + day.moment // self.cell) + marker

    def _symbols(self, day: Day) -> str:
        return "".join(
            self._symbol(_within(day, cell * self.cell, (cell + 1) * self.cell))
            for cell in range(self.cells)
        )

    def _symbol(self, slots: list[Slot]) -> str:
        """Return what stands for the slots of a cell: the strictest, unless the cell is divided."""
        if not slots:
            return SKIPPED
        if len({slot.permitted for slot in slots}) > 1:
            return PARTLY
        return self.keys[max((slot.tier for slot in slots), key=self.order.__getitem__)].symbol

    def _notes(self, day: Day, symbols: str) -> Iterator[str]:
        yield from clock_notes(day)
        yield from map(note, day.notes)
        if PARTLY in symbols:
            self.partly = True
            yield f"permitted {times(day.permitted, '-')}"

    def _paint(self, symbols: str) -> str:
        if not self.color:
            return symbols
        painted = []
        for symbol, run in groupby(symbols):
            text = "".join(run)
            shade = Shade.FAIR if symbol == PARTLY else self.shades.get(symbol)
            painted.append(f"\x1b[{COLORS[shade]}m{text}\x1b[0m" if shade else text)
        return "".join(painted)

    def _legend(self) -> Iterator[str]:
        keys = used(self.calendar.grid, self.keys)
        partly = [(PARTLY, "partly")] if self.partly else []
        for name, permitted in (("permitted", True), ("not permitted", False)):
            shown = [(key.symbol, key.tier) for key in keys if key.permitted is permitted]
            shown += partly if permitted else []
            if shown:
                yield from self._legend_line(name, shown)
            elif permitted:
                yield "no time is permitted in these days"

    def _legend_line(self, name: str, shown: list[tuple[str, str]]) -> Iterator[str]:
        text = ", ".join(f"{symbol} {printable(tier)}" for symbol, tier in shown)
        yield from hang(f"{name:<15}", text, self.width, 15)


def _within(day: Day, start: int, end: int) -> list[Slot]:
    return [slot for slot in day.slots if slot.start < end and slot.end > start]
