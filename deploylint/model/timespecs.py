"""The ways to say when: weekly, by cron, by recurrence rule, around holidays, by date.

Weekdays count from 0, Monday. Times of day are minutes since midnight on the clock; 1440 is the
end of the day. Naive datetimes are read on the clock of the zone of the entry or the policy.
"""

from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from deploylint.model.recurrence import Recurrence

MACHINE_ZONES = frozenset({"localtime", "posixrules", "Factory"})
"""Keys that load on many machines and mean the zone of that machine, or none at all."""

DAY_END = 24 * 60
"""The end of a day in minutes since midnight."""


class WeeklySpec(NamedTuple):
    """The days of a week from `start` to `end`; an end at or before the start is the next day."""

    days: tuple[int, ...]
    start: int = 0
    end: int = DAY_END


class CronSpec(NamedTuple):
    """`duration` of elapsed time from each start of a cron expression with five fields.

    `days` (of the month) and `weekdays` are None when every one matches; when both are given, one
    of them suffices. `repeats` is true for a wildcard in minute or hour: such a start comes twice
    where the clock goes through an hour twice.
    """

    expression: str
    duration: timedelta
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...] | None
    months: tuple[int, ...]
    weekdays: tuple[int, ...] | None
    repeats: bool


class RecurrenceSpec(NamedTuple):
    """`duration` of elapsed time from each occurrence of a recurrence rule.

    `start` anchors the rule; it is an occurrence only if it matches.
    """

    rule: Recurrence
    start: datetime
    duration: timedelta


class HolidaySpec(NamedTuple):
    """The public holidays of a calendar, from `start` to the end of the day."""

    calendar: str
    start: int = 0


class EveMode(StrEnum):
    """Which day is the eve of a public holiday: the date before, or the last working day before."""

    CALENDAR = "calendar"
    WORKING = "working"


class HolidayEveSpec(NamedTuple):
    """The eves of public holidays, from `start` to the end of the day.

    With `skip_weekend_holidays`, a holiday on a Saturday or Sunday has no eve.
    """

    calendar: str
    mode: EveMode
    start: int = 0
    skip_weekend_holidays: bool = False


class BridgeDaySpec(NamedTuple):
    """Working days between two days off, from `start` to the end of the day."""

    calendar: str
    start: int = 0


class YearlySpec(NamedTuple):
    """Whole days every year, both ends included, as (month, day); it may wrap the year."""

    first: tuple[int, int]
    last: tuple[int, int]


class DatesSpec(NamedTuple):
    """Whole days, both ends included."""

    first: date
    last: date


class PeriodSpec(NamedTuple):
    """From `start` until `end`, which is excluded; both aware or both naive."""

    start: datetime
    end: datetime


class IcsSpec(NamedTuple):
    """The events of an iCalendar file inside the repository.

    `summary_matches` is a regular expression that must match somewhere in the summary of an event;
    None takes every event.
    """

    file: str
    summary_matches: str | None = None


class ExceptionTime(NamedTuple):
    """The weekly times of an exception, but not those that begin on a holiday of a calendar."""

    weekly: WeeklySpec
    exclude_holidays: str | None = None


class CalendarEvent(NamedTuple):
    """One event of an iCalendar file, with all its repetitions.

    `starts` are naive datetimes on the clock of `zone`, None for the zone of the policy; the first
    anchors `rule`. `length` is measured on the clock if `on_clock`, else it is elapsed time.
    `excluded` are starts that do not take place.
    """

    summary: str
    starts: tuple[datetime, ...]
    length: timedelta
    zone: tzinfo | None = None
    on_clock: bool = True
    rule: Recurrence | None = None
    excluded: tuple[datetime, ...] = ()


RuleTime = WeeklySpec | CronSpec | RecurrenceSpec | HolidaySpec | HolidayEveSpec | BridgeDaySpec
"""What a rule may state."""

FreezeTime = YearlySpec | DatesSpec | PeriodSpec | RecurrenceSpec | IcsSpec
"""What a freeze may state."""
