"""Whether a deployment may start at a moment, and when it may: the rules of a policy applied."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from deploylint.model.plan import ChangeType, Priority
from deploylint.model.timespecs import CalendarEvent, IcsSpec
from deploylint.model.windows import (
    MAX_HORIZON,
    Deciding,
    HolidayDates,
    OnCall,
    Requirement,
    WindowAnswer,
    WindowException,
    WindowRules,
)
from deploylint.windows.entries import Entries, Standing
from deploylint.windows.localtime import GREATEST, LEAST, instant, ticks
from deploylint.windows.remarks import remarks
from deploylint.windows.sources import Surroundings
from deploylint.windows.timeline import Timeline, Variant


class Question(NamedTuple):
    """A change and the moment at which it shall start.

    `at` is aware; `duration` is how long it takes, from zero. `incident` says that the change names
    one. `holidays` are keyed by the name of the calendar in the policy, `calendars` by the source;
    each source that the policy names must be there. `timezone` is the IANA key of a policy that
    names none.
    """

    at: datetime
    type: ChangeType = ChangeType.STANDARD
    priority: Priority | None = None
    incident: bool = False
    duration: timedelta = timedelta()
    on_call: OnCall = OnCall.UNKNOWN
    holidays: Mapping[str, HolidayDates] = {}
    calendars: Mapping[IcsSpec, tuple[CalendarEvent, ...]] = {}
    timezone: str = "UTC"


class Key(NamedTuple):
    """What an answer depends on besides the policy; times in microseconds."""

    at: int
    variant: Variant
    duration: int
    on_call: OnCall


class Found(NamedTuple):
    """What looking ahead found, as instants; `bits` are those of the moment itself."""

    bits: int
    permitted_from: int | None
    closes_at: int | None
    until: int


class Desk:
    """One policy with its surroundings, and the answers given about it."""

    def __init__(self, entries: Entries) -> None:
        """Start without answers."""
        self.entries = entries
        self.timeline = Timeline(entries)
        self.answers: dict[Key, WindowAnswer] = {}


MAX_KEPT = 1024
"""More answers, or more policies, than this are not remembered at once."""

_desks: dict[tuple[int, int, int, str], Desk] = {}


def judge(rules: WindowRules, question: Question) -> WindowAnswer:
    """Return whether the change may start at the moment asked about, and when it may.

    Rules, holidays and calendars that are the same objects are expanded only once.
    """
    desk = desk_of(rules, question)
    key = Key(
        at=min(max(instant(question.at), LEAST), GREATEST),
        variant=variant_of(rules, question),
        duration=max(ticks(question.duration), 0),
        on_call=question.on_call,
    )
    known = desk.answers.get(key)
    if known is None:
        if len(desk.answers) >= MAX_KEPT:
            desk.answers.clear()
        known = desk.answers[key] = _answer(desk, key)
    return known


def desk_of(rules: WindowRules, question: Question) -> Desk:
    """Return the desk of a policy; it keeps its objects alive, so that their ids stay theirs."""
    timezone = rules.timezone or question.timezone
    key = (id(rules), id(question.holidays), id(question.calendars), timezone)
    desk = _desks.get(key)
    if desk is None:
        if len(_desks) >= MAX_KEPT:
            _desks.clear()
        around = Surroundings(question.holidays, question.calendars)
        desk = _desks[key] = Desk(Entries(rules, around, timezone))
    return desk


def variant_of(rules: WindowRules, question: Question) -> Variant:
    """Return what about a change decides which entries apply to it."""
    unknown = question.on_call is OnCall.UNKNOWN
    return Variant(
        on_call=rules.on_call.unknown if unknown else question.on_call,
        exceptions=tuple(
            number
            for number, exception in enumerate(rules.exceptions)
            if _matches(exception, question)
        ),
    )


def _matches(exception: WindowException, question: Question) -> bool:
    return (
        (not exception.types or question.type in exception.types)
        and (not exception.priorities or question.priority in exception.priorities)
        and (question.incident or Requirement.INCIDENT not in exception.requires)
    )


def _answer(desk: Desk, key: Key) -> WindowAnswer:
    entries, shown = desk.entries, desk.entries.clock.shown
    found = _search(desk, key)
    standing = entries.standing(found.bits)
    first, closes = found.permitted_from, found.closes_at
    looked = (key.at, found.until if first is None else first)
    return WindowAnswer(
        tier=entries.names[standing.tier],
        permitted=first == key.at,
        deciding=tuple(_deciding(desk, key, standing)),
        closes_at=None if closes is None else shown(closes),
        next_permitted=None if first is None else shown(first),
        searched_until=shown(found.until),
        timezone=entries.timezone,
        assumptions=remarks(entries, key.on_call, looked),
    )


def _search(desk: Desk, key: Key) -> Found:
    """Look ahead for the first stretch that is permitted and long enough."""
    entries, at, needed = desk.entries, key.at, max(key.duration, 1)
    until = at + ticks(min(entries.rules.horizon, MAX_HORIZON))
    lasting = entries.always_permits(desk.timeline.always(key.variant))
    here = first = closes = run = None
    reached = at
    for step in desk.timeline.steps(key.variant, at, until + min(needed, ticks(MAX_HORIZON))):
        here = step.bits if here is None else here
        reached = step.end
        if entries.permits(step.bits):
            run = max(step.start, at) if run is None else run
            if first is None and run < until and step.end - run >= needed:
                first = run
        elif run is not None:
            closes = step.start if run == at else closes
            run = None
        if first is not None and (run != at or lasting):
            break
    return Found(here or 0, first, closes, min(until, reached) if first is None else until)


def _deciding(desk: Desk, key: Key, standing: Standing) -> Iterator[Deciding]:
    """Yield the entries that make the moment what it is."""
    entries, at = desk.entries, key.at
    for entry in desk.timeline.applying(key.variant):
        if (entry.kind, entry.tier) != (standing.kind, standing.tier):
            continue
        covering = [
            span for span in desk.timeline.spans(entry, at, at + 1) if span[0] <= at < span[1]
        ]
        if entry.spans is not None and not covering:
            continue
        yield Deciding(
            id=entry.id,
            kind=entry.kind,
            form=entry.form,
            tier=entries.names[entry.tier],
            start=entry.clock.shown(min(span[0] for span in covering)) if covering else None,
            end=entry.clock.shown(max(span[1] for span in covering)) if covering else None,
            reason=entry.reason,
        )
