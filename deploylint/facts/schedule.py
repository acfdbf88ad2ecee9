"""The fact that says what a policy and its surroundings state about time."""

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.model.timespecs import CalendarEvent, IcsSpec
from deploylint.model.windows import HolidayDates, OnCall, WindowRules


class Schedule(NamedTuple):
    """The windows of a policy, and everything outside it that decides them.

    `timezone` is the IANA key in which the policy is read. `on_call` is what the caller says.
    `holidays` are keyed by the name of the calendar in the policy, `calendars` by the iCalendar
    source. `assumptions` are sentences about what is missing.
    """

    rules: WindowRules
    timezone: str
    on_call: OnCall = OnCall.UNKNOWN
    holidays: Mapping[str, HolidayDates] = {}
    calendars: Mapping[IcsSpec, tuple[CalendarEvent, ...]] = {}
    assumptions: tuple[str, ...] = ()
