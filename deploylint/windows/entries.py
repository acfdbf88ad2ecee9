"""The entries of a policy, ready to be expanded.

While a moment is looked at, every kind of entry and tier is one bit: with n tiers, bit k is a rule
of tier k, n + k an opening, 2n a freeze, 2n + 1 + k an exception to windows that grants tier k, and
3n + 1 + k an exception to freezes.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from deploylint.model.windows import (
    FROZEN,
    OnCall,
    OnCallSource,
    Override,
    WindowException,
    WindowRules,
)
from deploylint.windows.days import period
from deploylint.windows.localtime import Clock, zone_named
from deploylint.windows.sources import FORMS, Fixed, Spans, Surroundings, events_of, spans_of


class Kind(StrEnum):
    """The kinds of entries; `default` is what holds where no entry does."""

    DEFAULT = "default"
    RULE = "rule"
    OPENING = "opening"
    FREEZE = "freeze"
    EXCEPTION = "exception"


class Entry(NamedTuple):
    """One entry of the policy.

    `tier` is the number of its tier, 0 the weakest; `bits` are those that it sets. `spans` is None
    for an exception that holds always; `on_call` is the condition of a rule.
    """

    kind: Kind
    id: str
    tier: int
    bits: int
    clock: Clock
    form: str
    spans: Spans | None
    reason: str | None = None
    on_call: OnCall | None = None


class Standing(NamedTuple):
    """The tier of a moment, as a number, and the kind of entry that decides it."""

    tier: int
    kind: Kind


class Entries:
    """All entries of a policy in one zone, with the holidays and calendars that are known."""

    def __init__(self, rules: WindowRules, around: Surroundings, timezone: str) -> None:
        """Prepare the expansion of every entry; `timezone` is the key of the zone of the policy."""
        self.rules = rules
        self.around = around
        self.timezone = timezone
        self.clock = clock_of(timezone)
        self.count = len(rules.tiers)
        self.names = (*rules.tiers, FROZEN)
        self.tiers = {name: number for number, name in enumerate(self.names)}
        self.default = Standing(self.tiers[rules.default], Kind.DEFAULT)
        self.permit = frozenset(self.tiers[name] for name in rules.permit)
        self.plain = (*self._rules(), *self._openings(), *self._freezes())
        self.exceptions = tuple(self._exceptions())
        self.on_call = self._on_call()
        self._standing: dict[int, Standing] = {}

    def standing(self, bits: int) -> Standing:
        """Return what a set of bits means: the precedence of all kinds of entries."""
        known = self._standing.get(bits)
        if known is None:
            known = self._standing[bits] = self._judge(bits)
        return known

    def permits(self, bits: int) -> bool:
        """Return whether a deployment may be under way with these bits."""
        return self.standing(bits).tier in self.permit

    def always_permits(self, always: int) -> bool:
        """Return whether exceptions that hold at any time, these bits, permit every moment."""
        part = (1 << self.count) - 1
        granted = (always >> 2 * self.count + 1 & part, always >> 3 * self.count + 1 & part)
        return all(
            grants and self.permit.issuperset(range(lowest(grants) + 1)) for grants in granted
        )

    def _judge(self, bits: int) -> Standing:
        count = self.count
        part = (1 << count) - 1
        rules, openings = bits & part, bits >> count & part
        found = Standing(rules.bit_length() - 1, Kind.RULE) if rules else self.default
        if openings and lowest(openings) < found.tier:
            found = Standing(lowest(openings), Kind.OPENING)
        frozen = bits >> 2 * count & 1
        if frozen:
            found = Standing(count, Kind.FREEZE)
        granted = bits >> (2 + frozen) * count + 1 & part
        if granted and lowest(granted) < found.tier:
            found = Standing(lowest(granted), Kind.EXCEPTION)
        return found

    def _rules(self) -> Iterator[Entry]:
        for rule in self.rules.rules:
            clock = self._clock(rule.timezone)
            tier = self.tiers[rule.tier]
            yield Entry(
                kind=Kind.RULE,
                id=rule.id,
                tier=tier,
                bits=1 << tier,
                clock=clock,
                form=FORMS[type(rule.time)],
                spans=spans_of(rule.time, clock, self.around),
                reason=rule.reason,
                on_call=rule.on_call,
            )

    def _openings(self) -> Iterator[Entry]:
        for opening in self.rules.openings:
            clock = self._clock(opening.timezone)
            tier = self.tiers[opening.tier]
            yield Entry(
                kind=Kind.OPENING,
                id=opening.id,
                tier=tier,
                bits=1 << self.count + tier,
                clock=clock,
                form=FORMS[type(opening.time)],
                spans=spans_of(opening.time, clock, self.around),
                reason=opening.reason,
            )

    def _freezes(self) -> Iterator[Entry]:
        for freeze in self.rules.freezes:
            clock = self._clock(freeze.timezone)
            yield Entry(
                kind=Kind.FREEZE,
                id=freeze.id,
                tier=self.count,
                bits=1 << 2 * self.count,
                clock=clock,
                form=FORMS[type(freeze.time)],
                spans=spans_of(freeze.time, clock, self.around),
                reason=freeze.reason,
            )

    def _exceptions(self) -> Iterator[Entry]:
        for exception in self.rules.exceptions:
            clock = self._clock(exception.timezone)
            time = exception.time
            yield Entry(
                kind=Kind.EXCEPTION,
                id=exception.id,
                tier=self.tiers[exception.grants],
                bits=self._exception_bits(exception),
                clock=clock,
                form=FORMS[type(time)] if time else "always",
                spans=spans_of(time, clock, self.around) if time else None,
                reason=exception.reason,
            )

    def _exception_bits(self, exception: WindowException) -> int:
        tier = self.tiers[exception.grants]
        offsets = {Override.WINDOWS: 2 * self.count + 1, Override.FREEZES: 3 * self.count + 1}
        return sum(1 << offsets[override] + tier for override in exception.overrides)

    def _on_call(self) -> Spans | None:
        """Return when somebody is on call, None when the caller says it."""
        on_call = self.rules.on_call
        if on_call.source is OnCallSource.SCHEDULE:
            return Fixed(period(shift, self.clock) for shift in on_call.schedule)
        if on_call.source is OnCallSource.ICS and on_call.ics is not None:
            return events_of(self.around.calendars[on_call.ics], self.clock)
        return None

    def _clock(self, timezone: str | None) -> Clock:
        return clock_of(timezone) if timezone else self.clock


@lru_cache(maxsize=64)
def clock_of(timezone: str) -> Clock:
    """Return the one clock of a zone, which remembers the offsets of days."""
    return Clock(zone_named(timezone))


def lowest(bits: int) -> int:
    """Return the number of the lowest bit that is set."""
    return (bits & -bits).bit_length() - 1
