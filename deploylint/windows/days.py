"""Windows that are made of days: weekly, holidays and what is around them, dates and periods.

Each function returns the spans that may reach into [low, high), as instants, in any order.
"""

from bisect import bisect_left
from collections.abc import Collection
from datetime import date

from deploylint.model.timespecs import (
    DAY_END,
    DatesSpec,
    EveMode,
    HolidayEveSpec,
    PeriodSpec,
    WeeklySpec,
    YearlySpec,
)
from deploylint.windows.intervals import Span
from deploylint.windows.localtime import DAY, EPOCH_ORDINAL, MINUTE, Clock, instant, wall

WEEK = 7
SATURDAY = 5
THURSDAY = 3
"""The weekday of 1970-01-01, Monday being 0."""


def weekday(day: int) -> int:
    """Return the weekday of a day counted from 1970-01-01; Monday is 0."""
    return (day + THURSDAY) % WEEK


def day_number(day: date) -> int:
    """Return a date as days since 1970-01-01."""
    return day.toordinal() - EPOCH_ORDINAL


def weekly(
    spec: WeeklySpec, clock: Clock, skipped: Collection[int], low: int, high: int
) -> list[Span]:
    """Return the windows of the days of a week, except those that start on a `skipped` day."""
    first, last = low // DAY - 3, high // DAY + 2
    start = spec.start * MINUTE
    end = (spec.end if spec.end > spec.start else spec.end + DAY_END) * MINUTE
    opens, closes = clock.start, clock.end
    return [
        (opens(day * DAY + start), closes(day * DAY + end))
        for name in spec.days
        for day in range(first + (name - weekday(first)) % WEEK, last, WEEK)
        if day not in skipped
    ]


def marked(days: tuple[int, ...], start: int, clock: Clock, low: int, high: int) -> list[Span]:
    """Return the sorted `days`, each from `start` (in minutes) to its end."""
    first, last = bisect_left(days, low // DAY - 2), bisect_left(days, high // DAY + 2)
    return [
        (clock.start(day * DAY + start * MINUTE), clock.end((day + 1) * DAY))
        for day in days[first:last]
    ]


def working(day: int, holidays: Collection[int]) -> bool:
    """Return whether a day is from Monday to Friday and no public holiday."""
    return weekday(day) < SATURDAY and day not in holidays


def eves(spec: HolidayEveSpec, holidays: frozenset[int]) -> tuple[int, ...]:
    """Return the eves of all public holidays."""
    found = set()
    for holiday in holidays:
        if spec.skip_weekend_holidays and weekday(holiday) >= SATURDAY:
            continue
        eve = holiday - 1
        while spec.mode is EveMode.WORKING and not working(eve, holidays):
            eve -= 1
        found.add(eve)
    return tuple(sorted(found))


def bridge_days(holidays: frozenset[int]) -> tuple[int, ...]:
    """Return the working days between two days off; one of the two is a holiday."""
    near = {day for holiday in holidays for day in (holiday - 1, holiday + 1)}
    return tuple(
        day
        for day in sorted(near)
        if working(day, holidays)
        and not working(day - 1, holidays)
        and not working(day + 1, holidays)
    )


def yearly(spec: YearlySpec, clock: Clock, low: int, high: int) -> list[Span]:
    """Return the whole days of each year from the first through the last.

    In common years, what begins on 29 February begins on 1 March, and what ends then ends on the
    28th: a day belongs to the range when its month and day do.
    """
    wraps = spec.first > spec.last
    first, last = _year(low) - 2, _year(high) + 2
    return [
        _whole(_day(year, *spec.first, after=True), _day(year + wraps, *spec.last), clock)
        for year in range(first, last)
    ]


def dates(spec: DatesSpec, clock: Clock) -> Span:
    """Return the whole days from the first through the last."""
    return _whole(day_number(spec.first), day_number(spec.last), clock)


def period(spec: PeriodSpec, clock: Clock) -> Span:
    """Return the period."""
    if spec.start.tzinfo is not None and spec.end.tzinfo is not None:
        return instant(spec.start), instant(spec.end)
    return clock.start(wall(spec.start)), clock.end(wall(spec.end))


def _whole(first: int, last: int, clock: Clock) -> Span:
    return clock.start(first * DAY), clock.end((last + 1) * DAY)


def _year(moment: int) -> int:
    return date.fromordinal(moment // DAY + EPOCH_ORDINAL).year


def _day(year: int, month: int, day: int, *, after: bool = False) -> int:
    """Return a day; for a 29 February that does not exist, the day before it or `after` it."""
    if (month, day) == (2, 29) and not _leap(year):
        month, day = (3, 1) if after else (2, 28)
    return day_number(date(year, month, day))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
