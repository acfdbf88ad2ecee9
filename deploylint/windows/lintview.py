"""What all checks on the windows of a policy look at: its entries, and their time from now on.

Work is bounded: policies with very many windows are looked at for fewer days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property, partial
from itertools import pairwise
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.policycheck import Outlook
from deploylint.model.timespecs import ExceptionTime, FreezeTime, RuleTime
from deploylint.model.windows import (
    Freeze,
    OnCall,
    Opening,
    WindowException,
    WindowRule,
    WindowRules,
)
from deploylint.windows.days import day_number
from deploylint.windows.entries import Entries, Entry, Kind, Standing
from deploylint.windows.intervals import Span, merge
from deploylint.windows.localtime import DAY, GREATEST, LEAST, Clock, instant
from deploylint.windows.recurring import Recurring
from deploylint.windows.sources import Spans, Surroundings
from deploylint.windows.timeline import Step, Timeline, Variant

LOOKED = 400
"""Days ahead: whatever comes once a year is seen."""

WORK = 120_000
"""The most spans that are laid side by side, about a third of a second of work."""

SLOW = {"rrule": 15, "ics": 15}
"""How much longer than others the spans of a form take, because dateutil finds them."""

FARTHER = (32, LOOKED, 3660)
"""Days in which a single occurrence is looked for, one after the other."""


ONCE = ("dates", "period")
"""Forms that come once, however far away."""


class Timed(NamedTuple):
    """An entry with what the policy says about when (None for an exception that holds always)."""

    entry: Entry
    time: RuleTime | FreezeTime | ExceptionTime | None
    at: Location
    timezone: str | None

    @property
    def called(self) -> str:
        """Return what messages call it."""
        return f"the {self.entry.kind} `{self.entry.id}`"


class World:
    """The tiers of a standard change from now on, when somebody is on call or when nobody is."""

    def __init__(self, entries: Entries, applying: list[Entry], steps: Iterable[Step]) -> None:
        """Keep the `steps` that the entries `applying` make."""
        self.entries = entries
        self.applying = frozenset((entry.kind, entry.id) for entry in applying)
        self._times: dict[int, list[Span]] = {}
        for step in steps:
            self._times.setdefault(step.bits, []).append((step.start, step.end))
        self._decided: dict[Standing, list[Span]] = {}

    @cached_property
    def permitted(self) -> list[Span]:
        """The time in which a change is permitted."""
        return self.where(self.entries.permits)

    def where(self, holds: Callable[[int], bool]) -> list[Span]:
        """Return the set of time whose bits meet a condition."""
        return merge(span for bits, spans in self._times.items() if holds(bits) for span in spans)

    def decided(self, standing: Standing) -> list[Span]:
        """Return the time in which entries of one kind and tier decide."""
        if standing not in self._decided:
            found = self.where(lambda bits: self.entries.standing(bits) == standing)
            self._decided[standing] = found
        return self._decided[standing]


class View:
    """The windows of a policy as seen from a moment; all times are instants."""

    def __init__(self, rules: WindowRules, outlook: Outlook) -> None:
        """Look from `outlook.now`."""
        self.rules = rules
        self.outlook = outlook
        self.timezone = rules.timezone or outlook.timezone or "UTC"
        around = Surroundings(outlook.holidays, outlook.calendars)
        self.entries = Entries(rules, around, self.timezone)
        self.clock = self.entries.clock
        self.timeline = Timeline(self.entries)
        farthest = 2 * FARTHER[-1] * DAY
        self.now = min(max(instant(outlook.now), LEAST + farthest), GREATEST - farthest)
        self.timed = tuple(self._timed())
        self.days = self._affordable()
        self.until = self.now + self.days * DAY
        self._spans: dict[tuple[Kind, str], list[Span]] = {}
        self._next: dict[tuple[Kind, str], Span | None] = {}

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        """The worlds that on-call makes: one, unless the caller says who is on call.

        The first is the one that holds when nobody says it.
        """
        first = self.rules.on_call.unknown
        conditions = [rule.on_call for rule in self.rules.rules if rule.on_call]
        second = OnCall.PRESENT if first is OnCall.ABSENT else OnCall.ABSENT
        both = self.entries.on_call is None and conditions
        variants = [Variant(on_call, ()) for on_call in ((first, second) if both else (first,))]
        return tuple(self._world(self.timeline.applying(variant)) for variant in variants)

    @cached_property
    def today(self) -> int:
        """The day of now on the clock of the policy, counted from 1970-01-01."""
        return day_number(self.clock.shown(self.now).date())

    def of(self, *kinds: Kind) -> Iterator[Timed]:
        """Yield the entries of these kinds, in the order of the policy."""
        return (one for one in self.timed if one.entry.kind in kinds)

    def spans(self, entry: Entry) -> list[Span]:
        """Return the times of an entry that reach into what is looked at, at their full length."""
        key = (entry.kind, entry.id)
        found = self._spans.get(key)
        if found is None:
            found = self._spans[key] = self.between(entry, self.now, self.until)
        return found

    def between(self, entry: Entry, low: int, high: int) -> list[Span]:
        """Return the times of an entry that reach into [low, high), at their full length."""
        return _reaching(partial(self.timeline.spans, entry), low, high)

    def next(self, entry: Entry) -> Span | None:
        """Return the first time of an entry that is not over.

        What recurs is looked for in ten years, the events of a calendar in 400 days.
        """
        key = (entry.kind, entry.id)
        if key not in self._next:
            soon = self.spans(entry)
            self._next[key] = soon[0] if soon else self._later(entry)
        return self._next[key]

    def _later(self, entry: Entry) -> Span | None:
        """Return the first time of an entry that has none in what is looked at."""
        if entry.form in ONCE:
            return next(iter(self.between(entry, self.now, GREATEST)), None)
        if _ended(entry, self.now) is not None:
            return None
        return self.next_of(partial(self.timeline.spans, entry), _reaches(entry))

    def next_of(self, spans: Spans, reaches: Iterable[int]) -> Span | None:
        """Return the first span that is not over, within the last number of days in `reaches`."""
        for days in reaches:
            found = _reaching(spans, self.now, self.now + days * DAY)
            if found:
                return found[0]
        return None

    def last(self, entry: Entry) -> Span | None:
        """Return the last time of an entry that is over, as far back as `next` looks ahead."""
        if entry.form in ONCE:
            return next(iter(self.between(entry, LEAST, self.now)), None)
        ended = _ended(entry, self.now)
        until = self.now if ended is None else ended
        return self.last_of(partial(self.timeline.spans, entry), _reaches(entry), until)

    def last_of(
        self, spans: Spans, reaches: Iterable[int], until: int | None = None
    ) -> Span | None:
        """Return the last span that is over, looking back from `until`, else from now."""
        high = self.now if until is None else until
        for days in reaches:
            found = _reaching(spans, high - days * DAY, high)
            over = [span for span in found if span[1] <= high]
            if over:
                return over[-1]
        return None

    def where(self, key: str) -> Location:
        """Return where a setting of the windows stands, else where the first of them does."""
        places = self.outlook.places
        return places.get(key) or next(iter(places.values()), self.rules.at)

    def nights(self, clock: Clock) -> list[int]:
        """Return the days of the next 400 on which a clock is changed."""
        return [day for day in range(self.today, self.today + LOOKED) if clock.offset(day) is None]

    def unknown(self, calendar: str) -> bool:
        """Return whether nothing is known about a holiday calendar, because it has no country."""
        return any(
            one.name == calendar and not (one.country or self.outlook.country or one.add)
            for one in self.rules.holidays
        )

    def permitted(self) -> str:
        """Return the tiers that are permitted, in words."""
        return " or ".join(f"`{tier}`" for tier in self.rules.permit)

    def _timed(self) -> Iterator[Timed]:
        rules = self.rules
        stated: list[WindowRule | Opening | Freeze | WindowException] = [*rules.rules]
        stated += [*rules.openings, *rules.freezes, *rules.exceptions]
        entries = (*self.entries.plain, *self.entries.exceptions)
        for entry, one in zip(entries, stated, strict=True):
            yield Timed(entry, one.time, one.at, one.timezone)

    def _affordable(self) -> int:
        """Return how many days can be looked at, judged by the windows of a week."""
        week = 7
        work = sum(
            len(self.between(one.entry, self.now, self.now + week * DAY))
            * SLOW.get(one.entry.form, 1)
            for one in self.timed
        )
        return min(max(WORK * week // max(work, 1), week), LOOKED)

    def _world(self, applying: list[Entry]) -> World:
        """Return the time looked at, cut where one of the entries begins or ends."""
        by_bits: dict[int, list[Span]] = {}
        for entry in applying:
            by_bits.setdefault(entry.bits, []).extend(self.spans(entry))
        changes = {self.now: 0, self.until: 0}
        for bits, spans in by_bits.items():
            for start, end in merge(spans):
                for moment in (max(start, self.now), min(end, self.until)):
                    changes[moment] = changes.get(moment, 0) ^ bits
        steps, bits = [], 0
        for start, end in pairwise(sorted(changes)):
            bits ^= changes[start]
            steps.append(Step(start, end, bits))
        return World(self.entries, applying, steps)


def _reaches(entry: Entry) -> tuple[int, ...]:
    return FARTHER[:2] if entry.form == "ics" else FARTHER


def _ended(entry: Entry, now: int) -> int | None:
    """Return when all is over of a recurrence rule that has ended, else None."""
    spans = entry.spans
    if not isinstance(spans, Recurring) or not isinstance(spans.rule.until, datetime):
        return None
    over = instant(spans.rule.until) + spans.length + 1
    return over if over <= now else None


def _reaching(spans: Spans, low: int, high: int) -> list[Span]:
    """Return the spans that reach into [low, high), merged, at their full length."""
    return [span for span in merge(spans(low, high)) if span[1] > low and span[0] < high]


def overlap(left: list[Span], right: list[Span]) -> bool:
    """Return whether two sets of time have a moment in common."""
    return any(covers(right, start) for start, _ in left) or any(
        covers(left, start) for start, _ in right
    )


def within(spans: list[Span], low: int, high: int) -> list[Span]:
    """Return the part of a set of time that reaches into [low, high)."""
    first = max(bisect_right(spans, (low, GREATEST)) - 1, 0)
    return spans[first : bisect_left(spans, (high, high))]


def covers(spans: list[Span], moment: int) -> bool:
    """Return whether a moment is part of a set of time."""
    number = bisect_right(spans, (moment, GREATEST))
    return number > 0 and spans[number - 1][1] > moment


def shown(moment: int, clock: Clock) -> str:
    """Return what a clock shows at an instant, with the day of the week."""
    return f"{clock.shown(moment):%a %Y-%m-%d %H:%M}"


def shown_day(moment: int, clock: Clock) -> str:
    """Return the date that a clock shows at an instant."""
    return f"{clock.shown(moment):%Y-%m-%d}"
