"""What an answer about time takes for granted, in sentences."""

from collections.abc import Iterator

from deploylint.model.timespecs import BridgeDaySpec, ExceptionTime, HolidayEveSpec, HolidaySpec
from deploylint.model.windows import OnCall
from deploylint.windows.entries import Entries
from deploylint.windows.intervals import Span

LEGACY = frozenset({"EST", "MST", "HST"})
"""Zone names that look like a place's time and never observe summer time."""


def remarks(entries: Entries, on_call: OnCall, looked: Span) -> tuple[str, ...]:
    """Return what was assumed while time was looked at from the first instant to the second."""
    return (*_zones(entries), *_on_call(entries, on_call, looked), *_holidays(entries, looked))


def _zones(entries: Entries) -> Iterator[str]:
    keys = (entries.timezone, *(entry.timezone for entry in entries.rules.rules))
    for key in dict.fromkeys(keys):
        if key is not None and (key in LEGACY or key.startswith(("Etc/GMT+", "Etc/GMT-"))):
            yield f"the zone {key} keeps one offset all year: no summer time is observed"


def _on_call(entries: Entries, on_call: OnCall, looked: Span) -> Iterator[str]:
    if not any(rule.on_call for rule in entries.rules.rules):
        return
    if entries.on_call is not None:
        if on_call is not OnCall.UNKNOWN:
            yield f"on-call `{on_call}` was given, but the policy takes it from its own calendar"
        return
    counted = on_call
    if on_call is OnCall.UNKNOWN:
        counted = entries.rules.on_call.unknown
        yield f"whether somebody is on call is not known; it counts as {counted}"
    if looked[1] > looked[0]:
        yield f"on-call is taken to stay {counted} when looking ahead"


def _holidays(entries: Entries, looked: Span) -> Iterator[str]:
    first, last = (entries.clock.shown(moment).date() for moment in looked)
    for name in dict.fromkeys(_calendars(entries)):
        known = entries.around.holidays.get(name)
        if known is None:
            continue
        if last.year > known.last_year:
            yield f"the public holidays of `{name}` are known through {known.last_year} only"
        estimated = sorted(day for day in known.estimated if first <= day <= last)
        if estimated:
            days = ", ".join(day.isoformat() for day in estimated[:3])
            more = ", ..." if len(estimated) > 3 else ""  # noqa: PLR2004  # enough to recognise
            yield f"dates of public holidays that are estimates: {days}{more}"


def _calendars(entries: Entries) -> Iterator[str]:
    """Yield the names of the holiday calendars that entries look at."""
    for rule in entries.rules.rules:
        if isinstance(rule.time, HolidaySpec | HolidayEveSpec | BridgeDaySpec):
            yield rule.time.calendar
    for exception in entries.rules.exceptions:
        if isinstance(exception.time, ExceptionTime) and exception.time.exclude_holidays:
            yield exception.time.exclude_holidays
