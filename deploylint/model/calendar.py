"""Deployment windows as a calendar to look at: days on the clock of the policy, and their tiers."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from deploylint.model.windowreport import WindowReport
from deploylint.model.windows import WindowRules

Range = tuple[int, int]
"""From the first second since midnight on the clock, included, to the second, excluded."""


class Cause(NamedTuple):
    """An entry of the policy that makes a time what it is.

    `kind` is `rule`, `freeze`, `opening` or `exception`; `form` is the key that states its time.
    """

    kind: str
    id: str
    form: str
    reason: str | None = None


class Stretch(NamedTuple):
    """A time of one tier, from `start` to `end` (excluded), both aware, in the zone of the policy.

    `deciding` is empty where no entry holds and the default tier stands.
    """

    start: datetime
    end: datetime
    tier: str
    permitted: bool
    deciding: tuple[Cause, ...] = ()


class Turn(IntEnum):
    """Whether the clock shows a time once, or twice because it is set back: which of the two."""

    ONLY = 0
    FIRST = 1
    SECOND = 2


class Slot(NamedTuple):
    """The part of a stretch on one day: seconds since midnight on the clock, `end` excluded."""

    start: int
    end: int
    tier: str
    permitted: bool
    deciding: tuple[Cause, ...] = ()
    turn: Turn = Turn.ONLY


class NoteKind(StrEnum):
    """What a note beside a day is about."""

    HOLIDAY = "holiday"
    FREEZE = "freeze"
    OPENING = "opening"
    EVE = "holiday eve"
    BRIDGE = "bridge day"


class Note(NamedTuple):
    """What is worth knowing about a day; `start` and `end` bound it when it is not the whole day.

    `name` is that of the holiday, or the id of the entry of the policy.
    """

    kind: NoteKind
    name: str
    start: int | None = None
    end: int | None = None


class Day(NamedTuple):
    """One date on the clock of the policy.

    `seconds` is how long it lasts: 86400, or more or less when the clock is changed (0 for a date
    that was left out). `skipped` and `repeated` are the times that the clock shows never or twice.
    `permitted` are the permitted times, merged. `moment` is the moment asked about, if it is today.
    """

    date: date
    seconds: int
    slots: tuple[Slot, ...]
    permitted: tuple[Range, ...]
    notes: tuple[Note, ...] = ()
    skipped: tuple[Range, ...] = ()
    repeated: tuple[Range, ...] = ()
    moment: int | None = None


class Block(NamedTuple):
    """A freeze at its real length, also beyond the days of the calendar."""

    id: str
    start: datetime
    end: datetime
    reason: str | None = None


class Grid(NamedTuple):
    """Days, and what takes place on them.

    `windows` are the permitted times, each made of its stretches; they and the `freezes` have their
    real length, also beyond the days. `assumptions` are sentences.
    """

    days: tuple[Day, ...]
    windows: tuple[tuple[Stretch, ...], ...]
    freezes: tuple[Block, ...]
    assumptions: tuple[str, ...] = ()


class Calendar(NamedTuple):
    """All that is drawn: the days, and the answer about the moment that was asked about."""

    report: WindowReport
    rules: WindowRules
    grid: Grid

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the days and the answer take for granted, in sentences."""
        return tuple(dict.fromkeys((*self.report.assumptions, *self.grid.assumptions)))


def months(grid: Grid) -> Iterator[tuple[date, tuple[Day, ...]]]:
    """Yield the days of each month, with the first of the month."""
    days: list[Day] = []
    for day in grid.days:
        if days and (days[0].date.year, days[0].date.month) != (day.date.year, day.date.month):
            yield days[0].date.replace(day=1), tuple(days)
            days = []
        days.append(day)
    if days:
        yield days[0].date.replace(day=1), tuple(days)
