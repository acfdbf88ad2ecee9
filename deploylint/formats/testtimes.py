"""The times that test reports state: ISO 8601, RFC 1123, and milliseconds since 1970."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

YEARS = range(2000, 9999)
"""What a clock that was set can say; jest-junit writes 1970 for a file that it could not load."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_RFC_1123 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})"
    r" (\d\d):(\d\d):(\d\d) (?:GMT|UTC|[+-]0000)"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Stated(NamedTuple):
    """A time, aware; `vague` when it was written without a zone and taken as UTC."""

    time: datetime
    vague: bool = False


def parse_time(text: str) -> Stated | None:
    """Return the time that `text` states, None when it states none or the clock was not set."""
    text = text.strip()
    try:
        time = _rfc_1123(text) or datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    if time.year not in YEARS:
        return None
    return Stated(time.replace(tzinfo=UTC), vague=True) if time.tzinfo is None else Stated(time)


def from_millis(millis: float) -> datetime | None:
    """Return the instant so long after 1970, None when no clock that is set says it."""
    try:
        time = _EPOCH + timedelta(milliseconds=millis)
    except OverflowError:
        return None
    return time if time.year in YEARS else None


def _rfc_1123(text: str) -> datetime | None:
    match = _RFC_1123.fullmatch(text)
    if match is None or match[2] not in _MONTHS:
        return None
    day, year, hour, minute, second = (int(match[i]) for i in (1, 3, 4, 5, 6))
    return datetime(year, _MONTHS.index(match[2]) + 1, day, hour, minute, second, tzinfo=UTC)
