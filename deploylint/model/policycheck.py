"""What is said about a policy before any plan is judged by it, and what that rests on."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.timespecs import CalendarEvent, IcsSpec
from deploylint.model.windows import HolidayDates


class Remark(NamedTuple):
    """One thing that is worth knowing about a policy; `hint` says what to write instead."""

    level: Severity
    message: str
    at: Location
    hint: str | None = None


class Ignored(StrEnum):
    """Why an event of a calendar takes no time."""

    CANCELLED = "cancelled"
    TRANSPARENT = "transparent"
    EMPTY = "empty"


class IgnoredEvent(NamedTuple):
    """An event of an iCalendar file that does not count; `at` is its place in that file.

    `last` is the last day that it could touch, None when it repeats without end.
    """

    why: Ignored
    summary: str
    at: Location
    last: date | None


class Outlook(NamedTuple):
    """From when and where the windows of a policy are looked at.

    `now` is aware. `timezone` (an IANA key) and `country` are those of the settings, None when they
    have none. `holidays` are keyed by the name of the calendar in the policy; `calendars` and
    `ignored` by the iCalendar source. Each source that the policy names must be in `calendars`.
    `places` says where a setting of the windows stands that has no place of its own, by its key.
    """

    now: datetime
    timezone: str | None = None
    country: str | None = None
    holidays: Mapping[str, HolidayDates] = {}
    calendars: Mapping[IcsSpec, tuple[CalendarEvent, ...]] = {}
    ignored: Mapping[IcsSpec, tuple[IgnoredEvent, ...]] = {}
    places: Mapping[str, Location] = {}
