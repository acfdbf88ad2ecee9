"""What decides the windows of a policy: zone, on-call, public holidays and calendar files."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.schedule import Schedule
from deploylint.model.timespecs import CalendarEvent, IcsSpec
from deploylint.model.windows import HolidayCalendar, HolidayDates, OnCall, WindowRules


class Circumstances(NamedTuple):
    """What the settings and the caller say.

    `timezone` is an IANA key and `country` an ISO 3166 code, None when the settings have none.
    `root` is the folder in which calendar files are read.
    """

    timezone: str | None = None
    country: str | None = None
    on_call: OnCall = OnCall.UNKNOWN
    root: str = "."


Years = tuple[int, int]
"""The first and the last year for which holidays are needed."""

_kept: dict[tuple[int, Circumstances, Years], tuple[WindowRules, Schedule]] = {}
"""By the identity of the rules, which are kept with it: a thousand plans share one schedule."""

MAX_KEPT = 64
YEAR_DAYS = 365


def collect_schedule(
    rules: WindowRules, circumstances: Circumstances, at: datetime | None
) -> Schedule:
    """Return what decides the windows around `at`; the same object for the same years.

    Without `at` there is nothing to look up holidays for. Raises UserError for a country,
    subdivision or calendar file that cannot be used.
    """
    years = (0, 0) if at is None else (at.year - 1, at.year + rules.horizon.days // YEAR_DAYS + 2)
    key = (id(rules), circumstances, years)
    kept = _kept.get(key)
    if kept is None:
        if len(_kept) >= MAX_KEPT:
            _kept.clear()
        kept = _kept[key] = (rules, _collect(rules, circumstances, years))
    return kept[1]


def _collect(rules: WindowRules, circumstances: Circumstances, years: Years) -> Schedule:
    return Schedule(
        rules=rules,
        timezone=rules.timezone or circumstances.timezone or "UTC",
        on_call=circumstances.on_call,
        holidays=_holidays(rules, circumstances.country, years) if years[1] else {},
        calendars=_calendars(rules, circumstances.root),
        assumptions=tuple(_assumptions(rules, circumstances)),
    )


def _assumptions(rules: WindowRules, circumstances: Circumstances) -> Iterator[str]:
    if rules.timezone is None and circumstances.timezone is None:
        yield "no time zone is set, so the windows are read in UTC"
    if circumstances.country is None and any(not one.country for one in rules.holidays):
        yield "no country is set, so no public holidays are known"


def _holidays(rules: WindowRules, country: str | None, years: Years) -> Mapping[str, HolidayDates]:
    return {one.name: _dates(one, one.country or country, years) for one in rules.holidays}


def _dates(calendar: HolidayCalendar, country: str | None, years: Years) -> HolidayDates:
    if country is None:
        names = dict.fromkeys(calendar.add, "holiday added by the policy")
        return HolidayDates(first_year=1, last_year=9999, names=names)
    # only policies with holidays of a known country pay for the look into the cache
    from deploylint.collect.holidays import collect_holidays

    return collect_holidays(calendar, country, years)


def _calendars(rules: WindowRules, root: str) -> Mapping[IcsSpec, tuple[CalendarEvent, ...]]:
    named = {
        freeze.time: f"the freeze `{freeze.id}` at {freeze.at}"
        for freeze in rules.freezes
        if isinstance(freeze.time, IcsSpec)
    }
    if rules.on_call.ics is not None:
        named[rules.on_call.ics] = f"`on_call` of the windows at {rules.at}"
    return {source: _events(root, source, by) for source, by in named.items()}


def _events(root: str, source: IcsSpec, named_by: str) -> tuple[CalendarEvent, ...]:
    # few policies name a calendar file
    from deploylint.collect.calendar import collect_events

    try:
        return collect_events(root, source)
    except UserError as error:
        hint = f"the file is named by {named_by}" + (f"; {error.hint}" if error.hint else "")
        raise UserError(error.message, error.where, hint) from None
