"""Checks on clocks: zones that are no place, and times that a night in spring or autumn changes."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from deploylint.model.location import Location
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
from deploylint.model.wording import spoken
from deploylint.windows.cron import matches
from deploylint.windows.days import weekday
from deploylint.windows.entries import Kind
from deploylint.windows.lintview import Timed, View, shown
from deploylint.windows.localtime import DAY, EPOCH_ORDINAL, MINUTE, Clock, instant, ticks, wall
from deploylint.windows.recurring import Recurring, recurrence

FIXED = {
    "EST": "America/New_York",
    "MST": "America/Denver",
    "HST": "Pacific/Honolulu",
}
"""Names of one offset, which never observe summer time, and a place that people mean by them."""

ABBREVIATED = {
    "CET": "Europe/Paris",
    "MET": "Europe/Paris",
    "EET": "Europe/Athens",
    "WET": "Europe/Lisbon",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
}
"""Names that the tz database keeps for old systems, and a place that people mean by them."""

GREENWICH = frozenset(
    {"GMT", "GMT0", "GMT+0", "GMT-0", "Greenwich", "Etc/GMT", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0"}
)

NIGHTS = 2
"""So many nights are told; they are much alike."""

HALF_HOUR = 30


class Edge(NamedTuple):
    """A time on the clock at which an entry begins or ends."""

    time: int
    begins: bool


def unclear_zones(view: View) -> Iterator[Remark]:
    """Warn about zones that are no place: their clocks are not those of the people."""
    policy = view.rules.timezone or view.outlook.timezone
    if policy is None:
        yield Remark(
            level=Severity.INFO,
            message="no time zone is set, so the windows are read in UTC",
            at=view.where("timezone"),
            hint="write `timezone:` with a place such as Europe/Paris, here or in .deploylint.yaml",
        )
    stated = [(policy, view.where("timezone"), "the windows")]
    stated += [(one.timezone, one.at, one.called) for one in view.timed]
    for zone, at, what in stated:
        if zone is not None:
            yield from _zone(zone, at, what)


def changed_nights(view: View) -> Iterator[Remark]:
    """Warn about beginnings and ends that a change of the clock moves, and tell how."""
    for one in view.timed:
        clock = one.entry.clock
        told: list[str] = []
        moved: list[int] = []
        for day in view.nights(clock):
            for edge, effect in _effects(view, one, day):
                moved.append(edge.time)
                told.append(f"on {_date(day)} the clock {effect}")
        if told:
            more = f"; and {len(told) - NIGHTS} more" if len(told) > NIGHTS else ""
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called}: {'; '.join(told[:NIGHTS])}{more}",
                at=one.at,
                hint=_steady_times(view, clock, moved[0]),
            )


def stretched_days(view: View) -> Iterator[Remark]:
    """Warn about whole days of elapsed time that a change of the clock ends at another hour."""
    for one in view.timed:
        if not isinstance(one.time, CronSpec | RecurrenceSpec) or ticks(one.time.duration) % DAY:
            continue
        clock = one.entry.clock
        for _, end in view.spans(one.entry):
            start = end - ticks(one.time.duration)
            moved = _on_clock(clock, end) - _on_clock(clock, start) != end - start
            if end < view.until and moved:
                yield Remark(
                    level=Severity.WARNING,
                    message=f"{one.called} lasts {spoken(one.time.duration)} of elapsed time,"
                    " which ends at another hour when the clock is changed meanwhile: it holds from"
                    f" {shown(start, clock)} to {shown(end, clock)}",
                    at=one.at,
                    hint="whole days on the clock are stated with "
                    + ("`weekly`" if one.entry.kind is Kind.RULE else "`dates`, `yearly` or `ics`"),
                )
                break


def _zone(zone: str, at: Location, what: str) -> Iterator[Remark]:
    """Say what is unclear about one zone."""
    place = FIXED.get(zone) or ABBREVIATED.get(zone)
    level, hint = Severity.WARNING, f"write the place that is meant, such as {place}"
    if zone in FIXED:
        said = "keeps one offset all year: its clocks are never changed to summer time"
    elif zone in ABBREVIATED:
        said = "is an abbreviation and no place, whose law decides when clocks are changed"
    elif zone in GREENWICH:
        level, hint = Severity.INFO, "write UTC, or Europe/London if the clocks there are meant"
        said = "keeps one offset all year; London has summer time"
    elif zone.startswith(("Etc/GMT+", "Etc/GMT-")):
        ahead = zone[len("Etc/GMT")] == "-"
        hours = zone[len("Etc/GMT+") :]
        side = "ahead of" if ahead else "behind"
        said = f"is {hours} h {side} UTC (its sign is turned round), without summer time"
        other = f"Etc/GMT{'+' if ahead else '-'}{hours}"
        hint = f"write a place such as Europe/Paris; {other} is the one on the other side of UTC"
    else:
        return
    yield Remark(level, f"the zone `{zone}` of {what} {said}", at, hint)


def _effects(view: View, one: Timed, day: int) -> Iterator[tuple[Edge, str]]:
    """Yield the edges of an entry that the change of the clock on a day moves, and how."""
    clock = one.entry.clock
    for edge in _edges(one, day):
        moments = clock.both(edge.time)
        at = _hour(edge.time)
        does = "begins" if edge.begins else "ends"
        if moments[-1] < view.now:
            continue
        shows = _on_clock(clock, moments[0])
        if _skipped_whole(one, day):
            if edge.begins:
                yield edge, "skips all of it, so it does not open"
        elif len(moments) > 1:
            which = "first" if edge.begins else "second"
            yield edge, f"shows {at} twice, so it {does} at the {which}"
        elif shows != edge.time:
            yield edge, f"skips {at}, so it {does} at {_hour(shows)}"


def _edges(one: Timed, day: int) -> Iterator[Edge]:
    """Yield the times on a day at which an entry begins or ends; midnight is left alone."""
    time, midnight = one.time, day * DAY
    match time:
        case WeeklySpec() | ExceptionTime():
            yield from _week_edges(time.weekly if isinstance(time, ExceptionTime) else time, day)
        case CronSpec():
            minutes = [hour * 60 + minute for hour in time.hours for minute in time.minutes]
            if not time.repeats and matches(time, day):
                yield from (Edge(midnight + at * MINUTE, begins=True) for at in minutes if at)
        case RecurrenceSpec():
            yield from _recurring_edges(one, time, day)
        case PeriodSpec() if time.start.tzinfo is None:
            for moment, begins in ((time.start, True), (time.end, False)):
                if midnight < wall(moment) < midnight + DAY:
                    yield Edge(wall(moment), begins)


def _week_edges(week: WeeklySpec, day: int) -> Iterator[Edge]:
    overnight = week.end <= week.start
    if week.start and weekday(day) in week.days:
        yield Edge(day * DAY + week.start * MINUTE, begins=True)
    if week.end % DAY_END and weekday(day - overnight) in week.days:
        yield Edge(day * DAY + week.end * MINUTE, begins=False)


def _skipped_whole(one: Timed, day: int) -> bool:
    """Return whether weekly times lie wholly in time that the clock skips."""
    time = one.time.weekly if isinstance(one.time, ExceptionTime) else one.time
    if not isinstance(time, WeeklySpec) or time.end <= time.start:
        return False
    clock, midnight = one.entry.clock, day * DAY
    start, end = midnight + time.start * MINUTE, midnight + time.end * MINUTE
    return clock.start(start) >= clock.end(end)


def _recurring_edges(one: Timed, time: RecurrenceSpec, day: int) -> Iterator[Edge]:
    """Yield the starts of a recurrence rule on a day."""
    until, clock = time.rule.until, one.entry.clock
    spans = one.entry.spans
    if time.rule.times is None or not isinstance(spans, Recurring):
        # only this day is expanded: there may be thousands of starts before it
        spans = recurrence(time, clock)
    for start in spans.starts.between(day * DAY + 1, (day + 1) * DAY):
        if not isinstance(until, datetime) or clock.start(start) <= instant(until):
            yield Edge(start, begins=True)


def _steady_times(view: View, clock: Clock, time: int) -> str | None:
    """Return the nearest times that every night has exactly once, as a hint."""
    minute = time % DAY // MINUTE
    before = range(minute // HALF_HOUR * HALF_HOUR, -1, -HALF_HOUR)
    after = range(-(-minute // HALF_HOUR) * HALF_HOUR, DAY_END, HALF_HOUR)
    nights = view.nights(clock)
    near = (next((at for at in way if _steady(clock, nights, at)), None) for way in (before, after))
    times = [f"`{_hour(at * MINUTE)}`" for at in near if at is not None]
    return f"every night has {' and '.join(times)} exactly once" if times else None


def _steady(clock: Clock, nights: list[int], minute: int) -> bool:
    times = [day * DAY + minute * MINUTE for day in nights]
    return all(
        len(clock.both(time)) == 1 and _on_clock(clock, clock.start(time)) == time for time in times
    )


def _on_clock(clock: Clock, moment: int) -> int:
    """Return the time that a clock shows at an instant."""
    return wall(clock.shown(moment).replace(tzinfo=None))


def _hour(time: int) -> str:
    minute = time % DAY // MINUTE
    return f"{minute // 60:02}:{minute % 60:02}"


def _date(day: int) -> str:
    return date.fromordinal(day + EPOCH_ORDINAL).isoformat()
