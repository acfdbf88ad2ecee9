"""From the entries of a policy to functions that give their spans."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple, assert_never

from deploylint.model.timespecs import (
    BridgeDaySpec,
    CalendarEvent,
    CronSpec,
    DatesSpec,
    ExceptionTime,
    FreezeTime,
    HolidayEveSpec,
    HolidaySpec,
    IcsSpec,
    PeriodSpec,
    RecurrenceSpec,
    RuleTime,
    WeeklySpec,
    YearlySpec,
)
from deploylint.model.windows import HolidayDates
from deploylint.windows.days import (
    bridge_days,
    dates,
    day_number,
    eves,
    marked,
    period,
    weekly,
    yearly,
)
from deploylint.windows.intervals import Span, merge
from deploylint.windows.localtime import Clock

Spans = Callable[[int, int], list[Span]]
"""Gives the spans of one entry that may reach into [low, high), in any order."""

FORMS: Mapping[type, str] = {
    WeeklySpec: "weekly",
    CronSpec: "cron",
    RecurrenceSpec: "rrule",
    HolidaySpec: "holiday",
    HolidayEveSpec: "holiday_eve",
    BridgeDaySpec: "bridge_day",
    YearlySpec: "yearly",
    DatesSpec: "dates",
    PeriodSpec: "period",
    IcsSpec: "ics",
    ExceptionTime: "during",
}
"""The key under which a policy states each kind of time."""


class Surroundings(NamedTuple):
    """What the engine cannot know: holidays by calendar, events by iCalendar source."""

    holidays: Mapping[str, HolidayDates]
    calendars: Mapping[IcsSpec, tuple[CalendarEvent, ...]]

    def days_off(self, calendar: str) -> frozenset[int]:
        """Return the public holidays of a calendar; none if nothing is known about it."""
        known = self.holidays.get(calendar)
        return frozenset(day_number(day) for day in known.names) if known else frozenset()


class Fixed:
    """Spans that are known once for all."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Keep the spans, merged."""
        self.spans = merge(spans)
        self.starts = [start for start, _ in self.spans]
        self.ends = [end for _, end in self.spans]

    def __call__(self, low: int, high: int) -> list[Span]:
        """Return the spans that reach into [low, high)."""
        return self.spans[bisect_right(self.ends, low) : bisect_left(self.starts, high)]


def spans_of(
    time: RuleTime | FreezeTime | ExceptionTime, clock: Clock, around: Surroundings
) -> Spans:
    """Return the function that gives the spans of `time` on `clock`."""
    spans: Spans
    match time:
        case WeeklySpec():
            spans = partial(weekly, time, clock, ())
        case ExceptionTime():
            calendar = time.exclude_holidays
            skipped = around.days_off(calendar) if calendar else ()
            spans = partial(weekly, time.weekly, clock, skipped)
        case CronSpec():
            from deploylint.windows.cron import CronTimes  # few policies have a cron window

            spans = CronTimes(time, clock)
        case RecurrenceSpec():
            from deploylint.windows.recurring import recurrence  # few policies have such a rule

            spans = recurrence(time, clock)
        case YearlySpec():
            spans = partial(yearly, time, clock)
        case DatesSpec():
            spans = Fixed([dates(time, clock)])
        case PeriodSpec():
            spans = Fixed([period(time, clock)])
        case IcsSpec():
            spans = events_of(around.calendars[time], clock)
        case HolidaySpec() | HolidayEveSpec() | BridgeDaySpec():
            days = _days(time, around.days_off(time.calendar))
            spans = partial(marked, days, time.start, clock)
        case _:
            assert_never(time)
    return spans


def _days(
    time: HolidaySpec | HolidayEveSpec | BridgeDaySpec, holidays: frozenset[int]
) -> tuple[int, ...]:
    match time:
        case HolidaySpec():
            return tuple(sorted(holidays))
        case HolidayEveSpec():
            return eves(time, holidays)
        case BridgeDaySpec():
            return bridge_days(holidays)


def events_of(events: Iterable[CalendarEvent], clock: Clock) -> Spans:
    """Return the spans of calendar events; those without a zone are read on `clock`."""
    from deploylint.windows.recurring import Recurring, single  # few policies name a calendar

    fixed: list[Span] = []
    repeated: list[Spans] = []
    for event in events:
        own = clock if event.zone is None else Clock(event.zone)
        fixed += single(event, own)
        if event.rule is not None:
            repeated.append(Recurring(event, own))
    return partial(_together, (Fixed(fixed), *repeated))


def _together(sources: tuple[Spans, ...], low: int, high: int) -> list[Span]:
    return [span for spans in sources for span in spans(low, high)]
