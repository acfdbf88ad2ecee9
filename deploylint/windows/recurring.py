"""Windows that recur by a rule of RFC 5545, and the events of calendars.

dateutil expands a rule on the naive time of a clock; `Clock` then finds the instants.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta

from deploylint.model.recurrence import Frequency, Recurrence
from deploylint.model.timespecs import CalendarEvent, RecurrenceSpec
from deploylint.windows.intervals import Span
from deploylint.windows.localtime import CLOCK_EPOCH, DAY, GREATEST, Clock, instant, ticks, wall

REACH = 12 * 366 * DAY
"""How far ahead a rule is expanded at a time."""

CYCLE_YEARS = 400
CYCLE = 146_097 * DAY
"""The calendar, weekdays included, repeats itself after so long."""

LAST_YEAR = 9998

PERIODS = {Frequency.DAILY: DAY, Frequency.WEEKLY: 7 * DAY}
MONTHS = {Frequency.MONTHLY: 1, Frequency.YEARLY: 12}
YEAR_MONTHS = 12
EVERY_MONTH = 28
"""The last day that every month has."""


class Starts:
    """The times on a clock at which a rule starts, expanded once and only as far as asked."""

    def __init__(self, rule: Recurrence, anchor: datetime) -> None:
        """Expand `rule` from the naive `anchor`."""
        self._rule = rule
        self._anchor = wall(anchor)
        self._known: list[int] = []
        self._from = self._to = 0
        self._limit = self._anchor
        self._later = 0
        self._rest: Iterator[datetime] = iter(())

    def between(self, low: int, high: int) -> list[int]:
        """Return the sorted times in [low, high)."""
        if not self._known_between(low, high):
            self._expand(low, max(high, low + REACH))
        if self._to < high:
            self._extend(high)
        first, last = bisect_left(self._known, low), bisect_left(self._known, high)
        return self._known[first:last]

    def _known_between(self, low: int, high: int) -> bool:
        return self._from <= low and high <= self._limit

    def _expand(self, low: int, limit: int) -> None:
        """Start over, near `low` where the rule allows it."""
        # dateutil costs 12 ms to import, and few policies have a recurrence rule
        from dateutil.rrule import rrule, rrulestr

        start = self._anchor
        if self._rule.times is None and low > start:
            start = _near(start, low, self._rule)
        # dateutil looks for the next occurrence up to the year 9999, which takes seconds when there
        # is none: the same rule some cycles later is given up much sooner
        limit = min(limit, GREATEST)
        self._later = (LAST_YEAR - _time(limit).year) // CYCLE_YEARS * CYCLE
        rule = rrulestr(self._rule.text, dtstart=_time(start + self._later))
        assert isinstance(rule, rrule)  # noqa: S101  # a set needs several lines of text
        self._rest = iter(rule.replace(until=_time(limit + self._later)))
        self._known = []
        self._from = low if start > self._anchor else -GREATEST
        self._to, self._limit = self._from, limit

    def _extend(self, high: int) -> None:
        """Take occurrences up to `high`; when there is none left, there is none up to the limit."""
        known, times, later = self._known, self._rule.times, self._later
        for following in self._rest:
            if times is not None and len(known) >= times:
                self._to = self._limit = GREATEST
                return
            time = wall(following) - later
            known.append(time)
            if time >= high:
                self._to = time
                return
        self._to = self._limit


class Recurring:
    """The windows of one rule or of one repeated event on its clock."""

    def __init__(self, event: CalendarEvent, clock: Clock) -> None:
        """Prepare the expansion."""
        assert event.rule is not None  # noqa: S101  # events without a rule are `fixed`
        self.event = event
        self.rule = event.rule
        self.clock = clock
        self.length = ticks(event.length)
        self.starts = Starts(event.rule, event.starts[0])
        self.excluded = frozenset(wall(start) for start in event.excluded)

    def __call__(self, low: int, high: int) -> list[Span]:
        """Return the spans that may reach into [low, high)."""
        times = self.starts.between(low - self.length - 2 * DAY, high + 2 * DAY)
        return [
            span_of(time, self.length, self.clock, on_clock=self.event.on_clock)
            for time in times
            if time not in self.excluded and self._before_until(time)
        ]

    def _before_until(self, time: int) -> bool:
        until = self.rule.until
        if until is None:
            return True
        if not isinstance(until, datetime):
            return _time(time).date() <= until
        if until.tzinfo is None:
            return time <= wall(until)
        return self.clock.start(time) <= instant(until)


def span_of(time: int, length: int, clock: Clock, *, on_clock: bool) -> Span:
    """Return what starts at `time` on `clock` and lasts `length`, elapsed or on the clock."""
    start = clock.start(time)
    return start, clock.end(time + length) if on_clock else start + length


def recurrence(spec: RecurrenceSpec, clock: Clock) -> Recurring:
    """Return the windows of a recurrence rule; its start counts only if it matches."""
    event = CalendarEvent(
        summary="", starts=(spec.start,), length=spec.duration, on_clock=False, rule=spec.rule
    )
    return Recurring(event, clock)


def single(event: CalendarEvent, clock: Clock) -> list[Span]:
    """Return the spans of the starts that an event names itself."""
    length, excluded = ticks(event.length), set(event.excluded)
    return [
        span_of(wall(start), length, clock, on_clock=event.on_clock)
        for start in event.starts
        if start not in excluded
    ]


def _near(anchor: int, low: int, rule: Recurrence) -> int:
    """Return an anchor shortly before `low` from which an endless rule goes on as from `anchor`.

    One whole period lies between the two, because BYSETPOS counts from the anchor in the first.
    """
    period = PERIODS.get(rule.frequency)
    if period:
        period *= rule.interval
        return anchor + max((low - anchor) // period - 1, 0) * period
    first, then = _time(anchor), _time(low)
    if first.day > EVERY_MONTH:
        return anchor
    step = MONTHS[rule.frequency] * rule.interval
    passed = (then.year - first.year) * YEAR_MONTHS + then.month - first.month - step
    months = first.month - 1 + max(passed, 0) // step * step
    year, month = first.year + months // YEAR_MONTHS, months % YEAR_MONTHS + 1
    return wall(first.replace(year=year, month=month))


def _time(time: int) -> datetime:
    return CLOCK_EPOCH + timedelta(microseconds=time)
