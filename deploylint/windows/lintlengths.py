"""Checks on lengths: too short for a deployment, longer than the period, a minute short."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from deploylint.model.policy import Severity
from deploylint.model.policycheck import Remark
from deploylint.model.timespecs import (
    DAY_END,
    CronSpec,
    ExceptionTime,
    PeriodSpec,
    RecurrenceSpec,
    WeeklySpec,
)
from deploylint.model.wording import counted, spoken
from deploylint.windows.cron import CronTimes, cron_days
from deploylint.windows.entries import Kind
from deploylint.windows.intervals import Span, intersect, merge
from deploylint.windows.lintview import LOOKED, Timed, View, shown
from deploylint.windows.localtime import DAY, MINUTE, ticks
from deploylint.windows.recurring import Recurring

TINY = 15 * MINUTE
"""A window shorter than this is missed by a deployment that is a little late."""

LAST_MINUTE = DAY_END - 1
REACHES = (8, 62, LOOKED)
"""Days in which the starts of a recurrence rule are compared: more of them, if there are few."""

ENOUGH = 100


def tiny_windows(view: View) -> Iterator[Remark]:
    """Warn about windows that open for less than a quarter of an hour."""
    for one in view.of(Kind.RULE, Kind.OPENING, Kind.EXCEPTION):
        spans = view.spans(one.entry)
        longest = max((end - start for start, end in spans), default=TINY)
        if one.entry.tier not in view.entries.permit or longest >= TINY:
            continue
        around = max((end - start for start, end in _around(view, one, spans)), default=0)
        if 0 < around < TINY:
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} opens for {_length(longest)} at a time: a deployment that"
                " is a little late misses it",
                at=one.at,
                hint="give it half an hour or more, or join it to another window",
            )


def merged_windows(view: View) -> Iterator[Remark]:
    """Warn about durations that last beyond the next start."""
    for one in view.of(Kind.RULE, Kind.FREEZE):
        if not isinstance(one.time, CronSpec | RecurrenceSpec):
            continue
        gap = _gap(view, one)
        duration = ticks(one.time.duration)
        if gap is None or duration <= gap:
            continue
        yield Remark(
            level=Severity.WARNING,
            message=f"{one.called} lasts {_length(duration)}, longer than the {_length(gap)}"
            f" to its next start, so {_together(view, one, duration)}",
            at=one.at,
            hint=f"shorten `duration` to {_length(gap)} or less, or start less often"
            f"{_fixed(one.time)}",
        )


def missing_minutes(view: View) -> Iterator[Remark]:
    """Warn about ends at 23:59: an end is excluded, so a minute is left out."""
    for one in view.timed:
        stated = _last_minute(one)
        if stated:
            said, instead = stated
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} ends at {said}, which is excluded: what is left of that day"
                " is not in it",
                at=one.at,
                hint=f"write {instead}",
            )


def _around(view: View, one: Timed, spans: list[Span]) -> list[Span]:
    """Return the permitted stretches of which the times of an entry are part."""
    found: list[Span] = []
    for world in view.worlds:
        permitted = world.permitted
        if one.entry.kind is Kind.EXCEPTION:
            permitted = merge([*permitted, *spans])
        ends = [end for _, end in permitted]
        found += [permitted[bisect_left(ends, end)] for _, end in intersect(spans, permitted)]
    return found


def _gap(view: View, one: Timed) -> int | None:
    """Return the least time on the clock between two starts of an entry, None if there is one."""
    coming = view.next(one.entry)
    if coming is None:
        return None
    spans, first = one.entry.spans, max(coming[0], view.now) // DAY - 1
    times: list[int] = []
    gaps: list[int] = []
    if isinstance(spans, CronTimes):
        days = cron_days(spans.spec, first, first + LOOKED)
        gaps = [after - before for before, after in pairwise(spans.starts)]
        between = spans.starts[0] - spans.starts[-1]
        gaps += [(after - before) * DAY + between for before, after in pairwise(days)]
    elif isinstance(spans, Recurring):
        for reach in REACHES:
            times = spans.starts.between(first * DAY, (first + reach) * DAY)
            if len(times) >= ENOUGH:
                break
        gaps = [after - before for before, after in pairwise(times)]
    return min(gaps, default=None)


def _together(view: View, one: Timed, duration: int) -> str:
    """Return what becomes of windows that overlap."""
    clock = one.entry.clock
    coming = view.next(one.entry)
    low = view.now if coming is None else max(coming[0], view.now)
    spans = view.between(one.entry, low, low + REACHES[1] * DAY)
    start, end = next((span for span in spans if span[1] - span[0] > duration), spans[0])
    if end >= low + (REACHES[1] - 2) * DAY:
        return "it holds without a break"
    starts = {clock.start(time) for time in _times(one, start // DAY - 1, end // DAY + 2)}
    number = sum(start <= moment < end for moment in starts)
    return (
        f"{counted(number, 'window')} become one of {_length(end - start)}:"
        f" {shown(start, clock)} to {shown(end, clock)}"
    )


def _times(one: Timed, first: int, last: int) -> list[int]:
    """Return the times on the clock at which an entry starts on the days in [first, last)."""
    spans = one.entry.spans
    if isinstance(spans, CronTimes):
        days = cron_days(spans.spec, first, last)
        return [day * DAY + start for day in days for start in spans.starts]
    if isinstance(spans, Recurring):
        return spans.starts.between(first * DAY, last * DAY)
    return []


def _fixed(time: CronSpec | RecurrenceSpec) -> str:
    if isinstance(time, CronSpec) and time.repeats:
        return " (a `*` in minute or hour starts a window each time)"
    return ""


def _last_minute(one: Timed) -> tuple[str, str] | None:
    """Return the end that an entry states, and what to write instead, if it is 23:59."""
    match one.time:
        case ExceptionTime():
            found = _weekly(one.time.weekly)
        case WeeklySpec():
            found = _weekly(one.time)
        case PeriodSpec():
            found = _period(one.time)
        case CronSpec():
            times = [(hour * 60 + minute) for hour in one.time.hours for minute in one.time.minutes]
            found = _lasting(times, one.time.duration)
        case RecurrenceSpec():
            start = one.time.start
            found = _lasting([start.hour * 60 + start.minute], one.time.duration)
        case _:
            found = None
    return found


def _period(time: PeriodSpec) -> tuple[str, str] | None:
    end = time.end
    if end.hour * 60 + end.minute != LAST_MINUTE:
        return None
    midnight = end.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    return _stated(end), f'`until: "{_stated(midnight)}"`'


def _weekly(time: WeeklySpec) -> tuple[str, str] | None:
    return ("23:59", '`to: "24:00"`') if time.end == LAST_MINUTE else None


def _lasting(times: list[int], duration: timedelta) -> tuple[str, str] | None:
    minutes = int(duration.total_seconds()) // 60
    if any((time + minutes) % DAY_END == LAST_MINUTE for time in times):
        longer = _length((minutes + 1) * MINUTE)
        return "23:59", f"`duration: {longer}`"
    return None


def _stated(moment: datetime) -> str:
    seconds = "seconds" if moment.second else "minutes"
    return moment.isoformat(timespec=seconds)


def _length(length: int) -> str:
    return spoken(timedelta(microseconds=length))
