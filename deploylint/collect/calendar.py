"""The events of an iCalendar file (RFC 5545) inside the repository.

Cancelled and transparent events take no time. Floating times and whole days are read on the clock
of the policy. `DTEND` is a time on the clock, `DURATION` is elapsed time.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache

from deploylint.collect.ical import Component, Property, read_components
from deploylint.collect.icaltime import Moment, Zones, duration, moments
from deploylint.collect.icalzones import zones_of
from deploylint.errors import UserError
from deploylint.model.location import Location
from deploylint.model.recurrence import Recurrence, parse_recurrence
from deploylint.model.timespecs import CalendarEvent, IcsSpec
from deploylint.read.files import read_inside

DAY = timedelta(days=1)
LONGEST_REPEATED = timedelta(days=366)
SUMMARY_LENGTH = 200
"""So many characters of a summary are compared with the expression of a policy."""

IGNORED = {"STATUS": "CANCELLED", "TRANSP": "TRANSPARENT"}
"""Properties that make an event take no time."""


def collect_events(root: str, source: IcsSpec) -> tuple[CalendarEvent, ...]:
    """Return the events of `source.file`, relative to `root`, that count.

    Raises UserError when the file is missing, empty, outside the root or no calendar, or when an
    event that counts cannot be understood: what cannot be read must not look like a free day.
    """
    data = read_inside(root, source.file)
    if not data.strip():
        hint = "an empty file is no calendar; leave the entry out if there is nothing to state"
        raise UserError("the calendar is empty", source.file, hint)
    found: list[CalendarEvent] = []
    for calendar in read_components(data, source.file):
        found += _events(calendar, source)
    return tuple(found)


def _events(calendar: Component, source: IcsSpec) -> Iterator[CalendarEvent]:
    zones = zones_of(calendar)
    matches = _matcher(source.summary_matches)
    parts = [part for part in calendar.parts if part.name == "VEVENT"]
    moved = _moved(parts)
    for part in parts:
        takes_time = not any(part.text(k).strip().upper() == v for k, v in IGNORED.items())
        if takes_time and matches(part.text("SUMMARY")[:SUMMARY_LENGTH]):
            whole = part.one("RECURRENCE-ID") is None
            yield from _event(part, zones, moved.get(part.text("UID"), []) if whole else [])


def _matcher(expression: str | None) -> Callable[[str], bool]:
    """Return whether an event with a summary counts."""
    if expression is None:
        return lambda _: True
    pattern = re.compile(expression)
    return cache(lambda summary: pattern.search(summary) is not None)


def _moved(parts: list[Component]) -> dict[str, list[Property]]:
    """Return, by UID, the occurrences of repeated events that stand in the file on their own."""
    found: dict[str, list[Property]] = {}
    for part in parts:
        instead_of = part.one("RECURRENCE-ID")
        if instead_of is not None:
            if "RANGE" in instead_of.parameters:
                raise UserError(
                    "a change of all later occurrences (RANGE) is not supported; "
                    "export the calendar without it",
                    instead_of.at,
                )
            found.setdefault(part.text("UID"), []).append(instead_of)
    return found


def _event(part: Component, zones: Zones, moved: list[Property]) -> Iterator[CalendarEvent]:
    """Yield the event, unless it takes no time at all."""
    stated = part.one("DTSTART")
    if stated is None:
        raise UserError("the event has no `DTSTART`", part.at)
    if part.one("EXRULE"):
        raise UserError("`EXRULE` is not supported; RFC 5545 replaces it by `EXDATE`", part.at)
    start = moments(stated, zones)[0]
    length, on_clock = _length(part, start, zones)
    rule = _rule(part, start)
    if rule is not None and length > LONGEST_REPEATED:
        raise UserError("the event is repeated and lasts longer than 366 days", part.at)
    starts = (start.time, *_others(part.all("RDATE"), start, zones))
    excluded = tuple(_others([*part.all("EXDATE"), *moved], start, zones))
    if length:
        yield CalendarEvent(
            summary=part.text("SUMMARY"),
            starts=starts,
            length=length,
            zone=start.zone,
            on_clock=on_clock,
            rule=rule,
            excluded=excluded,
        )


def _others(stated: list[Property], start: Moment, zones: Zones) -> Iterator[datetime]:
    """Yield the moments of several properties on the clock of the event."""
    for one in stated:
        for moment in moments(one, zones):
            time = moment.on_clock(start.zone)
            if time is None or moment.whole_day != start.whole_day:
                message = f"`{one.name}` cannot be compared with the start of the event"
                hint = "both are whole days, or both have a zone, or neither has"
                raise UserError(message, one.at, hint)
            yield time


def _length(part: Component, start: Moment, zones: Zones) -> tuple[timedelta, bool]:
    """Return how long the event lasts, and whether that is measured on the clock."""
    end, lasting = part.one("DTEND"), part.one("DURATION")
    if end is not None and lasting is not None:
        raise UserError("the event has both `DTEND` and `DURATION`", lasting.at)
    if lasting is not None:
        length = duration(lasting)
        if start.whole_day and length % DAY:
            raise UserError(
                "the event starts with a whole day and lasts for part of one", lasting.at
            )
        return length, start.whole_day
    if end is None:
        return (DAY if start.whole_day else timedelta()), True
    return _until(moments(end, zones)[0], start, end.at)


def _until(stop: Moment, start: Moment, at: Location) -> tuple[timedelta, bool]:
    if stop.whole_day != start.whole_day or (stop.zone is None) != (start.zone is None):
        hint = "both are whole days, or both have a zone, or neither has"
        raise UserError("`DTEND` cannot be compared with `DTSTART`", at, hint)
    on_clock = stop.zone is start.zone
    if on_clock:
        length = stop.time - start.time
    else:
        length = stop.time.replace(tzinfo=stop.zone) - start.time.replace(tzinfo=start.zone)
    if length < timedelta():
        raise UserError("the event ends before it starts", at)
    # an all-day event that ends on the day it starts is what many programs write for one day
    return (DAY if start.whole_day and not length else length), on_clock


def _rule(part: Component, start: Moment) -> Recurrence | None:
    stated = part.one("RRULE")
    if stated is None:
        return None
    try:
        rule = parse_recurrence(stated.value)
    except ValueError as error:
        raise UserError(str(error), stated.at) from None
    until = rule.until
    if isinstance(until, datetime) and until.tzinfo is None and start.zone is not None:
        hint = "write it in UTC, such as UNTIL=20261231T225959Z"
        raise UserError("`UNTIL` has no zone, but the event has one", stated.at, hint)
    return rule
