"""Time zones that a calendar file defines itself (RFC 5545, 3.6.5), such as those of Outlook."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from deploylint.collect.ical import Component, Property
from deploylint.errors import UserError
from deploylint.model.recurrence import parse_recurrence

LAST_YEAR = 2210
"""The changes of the clock are worked out until then."""


class Change(NamedTuple):
    """A change of the clock: the instant as naive UTC, and the offsets before and after."""

    at: datetime
    before: timedelta
    after: timedelta


class DefinedZone(tzinfo):
    """A zone that is given by its changes."""

    def __init__(self, name: str, changes: Iterable[Change]) -> None:
        """Take the changes, at least one, in any order."""
        self.name = name
        self.changes = sorted(changes)
        self._instants = [change.at for change in self.changes]
        # In a gap or an overlap, fold 0 means the offset before the change (PEP 495).
        self._walls = (
            [change.at + max(change.before, change.after) for change in self.changes],
            [change.at + min(change.before, change.after) for change in self.changes],
        )

    def utcoffset(self, when: datetime | None) -> timedelta:
        """Return the offset at a time on the clock."""
        if when is None:
            return self.changes[0].after
        wall = when.replace(tzinfo=None, fold=0)
        return self._after(bisect_right(self._walls[when.fold], wall))

    def dst(self, when: datetime | None) -> timedelta | None:  # noqa: ARG002  # the protocol
        """Return nothing: which part of an offset is summer time does not matter here."""
        return None

    def tzname(self, when: datetime | None) -> str:  # noqa: ARG002  # the protocol
        """Return the name that the file gives to the zone."""
        return self.name

    def fromutc(self, when: datetime) -> datetime:
        """Return what the clock shows at an instant."""
        moment = when.replace(tzinfo=None)
        offset = self._after(bisect_right(self._instants, moment))
        shown = (moment + offset).replace(tzinfo=self)
        return shown if self.utcoffset(shown) == offset else shown.replace(fold=1)

    def _after(self, passed: int) -> timedelta:
        """Return the offset when so many changes have passed."""
        return self.changes[passed - 1].after if passed else self.changes[0].before


def defined_zone(component: Component) -> DefinedZone:
    """Return the zone of a VTIMEZONE. Raises UserError when it says nothing, or nothing clear."""
    parts = [part for part in component.parts if part.name in ("STANDARD", "DAYLIGHT")]
    changes = [change for part in parts for change in _changes(part)]
    if not changes:
        raise UserError("the VTIMEZONE does not say what its clock shows", component.at)
    return DefinedZone(component.text("TZID"), changes)


def _changes(part: Component) -> Iterator[Change]:
    before, after = _offset(part, "TZOFFSETFROM"), _offset(part, "TZOFFSETTO")
    first = _time(_needed(part, "DTSTART"))
    times = [first]
    for found in part.all("RDATE"):
        times += [_time(found._replace(value=text)) for text in found.value.split(",")]
    rule = part.one("RRULE")
    if rule is not None:
        times += _repeated(rule, first, before)
    for time in dict.fromkeys(times):
        yield Change(time - before, before, after)


def _repeated(rule: Property, first: datetime, before: timedelta) -> Iterator[datetime]:
    """Yield when a change comes again, on the clock before it."""
    # dateutil costs 12 ms to import, and few calendars define a zone
    from dateutil.rrule import rrule, rrulestr

    try:
        known = parse_recurrence(rule.value)
    except ValueError as error:
        raise UserError(f"the VTIMEZONE has a rule that cannot be read: {error}", rule.at) from None
    end = datetime(LAST_YEAR, 1, 1)  # noqa: DTZ001  # on the clock of the zone
    if isinstance(known.until, datetime):
        aware = known.until.tzinfo is not None
        until = known.until.replace(tzinfo=None)
        end = min(end, until + before if aware else until)
    elif known.until is not None:
        end = min(end, datetime(known.until.year, known.until.month, known.until.day, 23, 59))  # noqa: DTZ001  # as above
    expanded = rrulestr(known.text, dtstart=first)
    assert isinstance(expanded, rrule)  # noqa: S101  # a set needs several lines of text
    for number, time in enumerate(expanded.replace(until=end)):
        if known.times is not None and number >= known.times:
            return
        yield time


def _needed(part: Component, name: str) -> Property:
    found = part.one(name)
    if found is None:
        raise UserError(f"the {part.name} of a VTIMEZONE has no `{name}`", part.at)
    return found


def _offset(part: Component, name: str) -> timedelta:
    found = _needed(part, name)
    match = re.fullmatch(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?", found.value.strip())
    if match is None or int(match[2]) >= 24:  # noqa: PLR2004  # hours of a day
        raise UserError(f"`{found.value}` is no UTC offset such as +0100", found.at)
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -offset if match[1] == "-" else offset


def _time(found: Property) -> datetime:
    try:
        time = datetime.strptime(found.value.strip().rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  # on a clock
    except ValueError:
        raise UserError(f"`{found.value}` is no time such as 19701025T030000", found.at) from None
    return time
