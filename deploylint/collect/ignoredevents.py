"""The events of an iCalendar file that take no time: cancelled, marked as free, without length.

`collect/calendar.py` leaves them out, but whoever wrote them may count on them.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from deploylint.collect.calendar import IGNORED, SUMMARY_LENGTH
from deploylint.collect.ical import Component, read_components
from deploylint.collect.icaltime import duration
from deploylint.errors import UserError
from deploylint.model.policycheck import Ignored, IgnoredEvent
from deploylint.model.recurrence import parse_recurrence
from deploylint.model.timespecs import IcsSpec
from deploylint.read.files import read_inside

WHY = {"STATUS": Ignored.CANCELLED, "TRANSP": Ignored.TRANSPARENT}


def collect_ignored(root: str, source: IcsSpec) -> tuple[IgnoredEvent, ...]:
    """Return the events of `source.file`, relative to `root`, that take no time.

    Of those that a later change of a series cancels, nothing is said. Raises UserError when the
    file is no calendar.
    """
    found: list[IgnoredEvent] = []
    for calendar in read_components(read_inside(root, source.file), source.file):
        for part in calendar.parts:
            summary = part.text("SUMMARY")
            wanted = source.summary_matches is None or re.search(
                source.summary_matches, summary[:SUMMARY_LENGTH]
            )
            if part.name == "VEVENT" and wanted:
                found += _ignored(part, summary)
    return tuple(found)


def _ignored(part: Component, summary: str) -> Iterator[IgnoredEvent]:
    why = _why(part)
    if why is None or (why is Ignored.CANCELLED and part.all("RECURRENCE-ID")):
        return
    try:
        yield IgnoredEvent(why=why, summary=summary, at=part.at, last=_last(part))
    except (UserError, ValueError, OverflowError):
        # what does not count need not be readable either
        return


def _why(part: Component) -> Ignored | None:
    """Return why an event takes no time, None when it counts."""
    for key, value in IGNORED.items():
        if part.text(key).strip().upper() == value:
            return WHY[key]
    start, end = part.text("DTSTART").strip(), part.text("DTEND").strip()
    timed = "T" in start
    same_zone = [one.parameters.get("TZID") for one in (*part.all("DTSTART"), *part.all("DTEND"))]
    ends_at_once = end == start and len(set(same_zone)) == 1
    if timed and not part.all("DURATION") and (not end or ends_at_once):
        return Ignored.EMPTY
    return None


def _last(part: Component) -> date | None:
    """Return the last day that an event could touch, None when it repeats without end.

    Raises UserError or ValueError when the event cannot be read.
    """
    rule = part.one("RRULE")
    if rule is not None:
        until = parse_recurrence(rule.value).until
        return until.date() if isinstance(until, datetime) else until
    stated = (part.text(name) for name in ("DTSTART", "DTEND", "RDATE"))
    days = [_day(text) for value in stated for text in value.split(",") if text.strip()]
    lasting = part.one("DURATION")
    length = duration(lasting) if lasting else timedelta()
    return max(days) + length + timedelta(days=bool(length % timedelta(days=1)))


def _day(text: str) -> date:
    return date.fromisoformat(text.strip()[:8])
