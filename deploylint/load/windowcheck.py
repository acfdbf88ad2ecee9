"""What a shape alone cannot see in the windows of a policy: names that fit, times that exist."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from deploylint.errors import UserError, did_you_mean
from deploylint.model.location import Location
from deploylint.model.timespecs import (
    BridgeDaySpec,
    CronSpec,
    DatesSpec,
    ExceptionTime,
    HolidayEveSpec,
    HolidaySpec,
    PeriodSpec,
    RecurrenceSpec,
    WeeklySpec,
)
from deploylint.model.windows import FROZEN, OnCallSource, WindowRules

MAX_STARTS = 96
"""The most spans a day that a cron expression may make: one per 15 minutes."""

MAX_TIERS = 16
SEARCHED = timedelta(days=50 * 366)
"""A recurrence rule that does not occur in so long never does."""

CYCLE_YEARS = 400
LAST_YEAR = 9900


def problems(rules: WindowRules) -> Iterator[UserError]:
    """Yield an error for everything in `rules` that fits its shape and still cannot be meant."""
    yield from _tiers(rules)
    yield from _calendars(rules)
    yield from _ids(rules)
    on_call = rules.on_call
    if on_call.source is OnCallSource.SCHEDULE and not on_call.schedule:
        yield UserError("`on_call` is taken from a schedule, but there is no `schedule`", rules.at)
    if on_call.source is OnCallSource.ICS and on_call.ics is None:
        yield UserError("`on_call` is taken from iCalendar, but there is no `ics`", rules.at)
    for shift in on_call.schedule:
        yield from _of_time("on_call", shift, rules.at)
    for name, time, at in _times(rules):
        yield from _of_time(name, time, at)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint with the known word that looks most like `word`, or with all of them."""
    words = list(known)
    return did_you_mean(word, words) or f"known here: {', '.join(words) or 'none'}"


def _tiers(rules: WindowRules) -> Iterator[UserError]:
    tiers = rules.tiers
    if len(set(tiers)) < len(tiers) or len(tiers) > MAX_TIERS:
        yield UserError(f"`tiers` are up to {MAX_TIERS} different names", rules.at)
    if FROZEN in tiers:
        yield UserError("`frozen` is the tier of freezes; name no tier so", rules.at)
    named: list[tuple[str, str, Location]] = [("default", rules.default, rules.at)]
    named += [("permit", tier, rules.at) for tier in rules.permit]
    named += [(one.id, one.tier, one.at) for one in rules.rules]
    named += [(one.id, one.tier, one.at) for one in rules.openings]
    named += [(one.id, one.grants, one.at) for one in rules.exceptions]
    for where, tier, at in named:
        if tier not in tiers:
            message = f"`{where}` in `windows`: there is no tier `{tier}`"
            yield UserError(message, at, nearest(tier, tiers))


def _calendars(rules: WindowRules) -> Iterator[UserError]:
    known = [calendar.name for calendar in rules.holidays]
    for entry, time, at in _times(rules):
        name = None
        if isinstance(time, HolidaySpec | HolidayEveSpec | BridgeDaySpec):
            name = time.calendar
        elif isinstance(time, ExceptionTime):
            name = time.exclude_holidays
        if name is not None and name not in known:
            message = f"`{entry}` in `windows`: there is no calendar `{name}` under `holidays`"
            yield UserError(message, at, nearest(name, known))


def _times(rules: WindowRules) -> Iterator[tuple[str, object, Location]]:
    """Yield what every entry states about when, with its id and place."""
    yield from ((one.id, one.time, one.at) for one in rules.rules)
    yield from ((one.id, one.time, one.at) for one in rules.freezes)
    yield from ((one.id, one.time, one.at) for one in rules.openings)
    yield from ((one.id, one.time, one.at) for one in rules.exceptions)
    yield from (("on_call", shift, rules.at) for shift in rules.on_call.schedule)


def _ids(rules: WindowRules) -> Iterator[UserError]:
    lists = (
        [(one.id, one.at) for one in rules.rules],
        [(one.id, one.at) for one in rules.freezes],
        [(one.id, one.at) for one in rules.openings],
        [(one.id, one.at) for one in rules.exceptions],
    )
    for entries in lists:
        seen: set[str] = set()
        for name, at in entries:
            if name in seen:
                message = f"the id `{name}` stands twice in one list of `windows`"
                yield UserError(message, at, "ids are unique in a list")
            seen.add(name)


def _of_time(name: str, time: object, at: Location) -> Iterator[UserError]:
    match time:
        case ExceptionTime():
            problem = _weekly(time.weekly)
        case WeeklySpec():
            problem = _weekly(time)
        case DatesSpec():
            ends = time.last < time.first
            problem = f"it ends ({time.last}) before it starts ({time.first})" if ends else None
        case PeriodSpec():
            problem = _period(time)
        case CronSpec():
            problem = _cron(time)
        case RecurrenceSpec():
            problem = _recurrence(time)
        case _:
            problem = None
    if problem:
        yield UserError(f"`{name}` in `windows`: {problem}", at)


def _weekly(time: WeeklySpec) -> str | None:
    if time.start != time.end:
        return None
    shown = f"{time.start // 60:02}:{time.start % 60:02}"
    hint = "for the whole day, leave both out"
    return f"`from` and `to` are both {shown}, so the window has no length; {hint}"


def _period(time: PeriodSpec) -> str | None:
    if (time.start.tzinfo is None) != (time.end.tzinfo is None):
        return "`from` and `until` must both have an offset, or neither"
    if time.end <= time.start:
        return f"it ends ({time.end.isoformat()}) at or before its start"
    return None


def _cron(time: CronSpec) -> str | None:
    starts = sorted(hour * 60 + minute for hour in time.hours for minute in time.minutes)
    gaps = sum(timedelta(minutes=end - start) > time.duration for start, end in pairwise(starts))
    if gaps < MAX_STARTS:
        return None
    most = f"at most {MAX_STARTS} are possible, or a duration that lasts until the next start"
    return f"`{time.expression}` opens {gaps + 1} windows a day; {most}"


def _recurrence(time: RecurrenceSpec) -> str | None:
    # dateutil costs 12 ms to import, and few policies have a recurrence rule
    from dateutil.rrule import rrule, rrulestr

    until = time.rule.until
    if isinstance(until, datetime) and until.replace(tzinfo=None) + timedelta(days=1) < time.start:
        return f"the rule ends ({until.isoformat()}) before it starts"
    # dateutil looks for an occurrence up to the year 9999, which takes seconds when there is none;
    # the calendar repeats itself every 400 years, so the same rule is tried close to that end
    cycles = (LAST_YEAR - time.start.year) // CYCLE_YEARS
    start = time.start.replace(year=time.start.year + cycles * CYCLE_YEARS)
    try:
        rule = rrulestr(time.rule.text, dtstart=start)
    except ValueError as error:
        return f"the recurrence rule cannot be read: {error}"
    assert isinstance(rule, rrule)  # noqa: S101  # a set needs several lines of text
    if next(iter(rule.replace(until=start + SEARCHED)), None) is None:
        return "the recurrence rule never occurs, not within fifty years from its start"
    return None
