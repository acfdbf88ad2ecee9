"""From instants to the days of a clock: time cut into pieces in which the clock runs evenly."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from deploylint.model.calendar import Range, Turn
from deploylint.windows.intervals import Span
from deploylint.windows.localtime import DAY, HOUR, SECOND, Clock, ticks

STEP = 6 * HOUR
"""How closely the clock is watched: none changes and changes back within so little."""


class Piece(NamedTuple):
    """A span of instants in which the clock is `offset` ahead of UTC and shows each time once.

    `turn` says whether the clock shows these times in another piece as well.
    """

    start: int
    end: int
    offset: int
    turn: Turn


class Part(NamedTuple):
    """What a span takes of one day (counted from 1970-01-01) in one piece."""

    day: int
    start: int
    end: int
    turn: Turn


class ClockPieces:
    """The pieces of a clock from one instant to another."""

    def __init__(self, clock: Clock, low: int, high: int) -> None:
        """Find the changes of the clock."""
        self._changes = tuple(_changes(clock, low, high))
        self._pieces = tuple(self._cut(clock, low, high))

    def parts(self, span: Span) -> Iterator[Part]:
        """Yield the parts of a span, day by day and in order of time."""
        for piece in self._pieces:
            start, end = max(span[0], piece.start), min(span[1], piece.end)
            if start < end:
                for day, (first, last) in days_of(start + piece.offset, end + piece.offset):
                    yield Part(day, first, last, piece.turn)

    def skipped(self) -> Iterator[tuple[int, Range]]:
        """Yield, by day, the times that the clock never shows."""
        for moment, before, after in self._changes:
            yield from days_of(moment + before, moment + after)

    def repeated(self) -> Iterator[tuple[int, Range]]:
        """Yield, by day, the times that the clock shows twice."""
        for moment, before, after in self._changes:
            yield from days_of(moment + after, moment + before)

    def _cut(self, clock: Clock, low: int, high: int) -> Iterator[Piece]:
        turns: dict[int, Turn] = {low: Turn.ONLY, high: Turn.ONLY}
        for moment, before, after in self._changes:
            back = before - after
            turns[moment] = Turn.SECOND if back > 0 else Turn.ONLY
            if back > 0:
                turns[max(moment - back, low)] = Turn.FIRST
                turns.setdefault(moment + back, Turn.ONLY)
        for start, end in pairwise(sorted(turns)):
            yield Piece(start, end, _offset(clock, start), turns[start])


def days_of(start: int, end: int) -> Iterator[tuple[int, Range]]:
    """Yield the days of times on a clock with their seconds; nothing if the end is not later."""
    for day in range(start // DAY, (end - 1) // DAY + 1):
        first, last = max(start - day * DAY, 0), min(end - day * DAY, DAY)
        if first < last:
            yield day, (first // SECOND, last // SECOND)


def _changes(clock: Clock, low: int, high: int) -> Iterator[tuple[int, int, int]]:
    """Yield the instants at which the clock is changed, with its offset before and after."""
    for start in range(low, high, STEP):
        end = min(start + STEP, high)
        before, after = _offset(clock, start), _offset(clock, end)
        if before != after:
            while end - start > 1:
                middle = (start + end) // 2
                if _offset(clock, middle) == before:
                    start = middle  # noqa: PLW2901  # the search closes in
                else:
                    end = middle
            yield end, before, after


def _offset(clock: Clock, moment: int) -> int:
    return ticks(clock.shown(moment).utcoffset() or timedelta())
