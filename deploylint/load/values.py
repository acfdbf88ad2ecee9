"""Instants and durations as people write them."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "seconde", "secondes"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours", "heure", "heures"), 3600),
    **dict.fromkeys(("d", "day", "days", "j", "jour", "jours"), 86400),
    **dict.fromkeys(("w", "week", "weeks", "semaine", "semaines"), 604800),
}
"""Seconds per unit; a day is 24 hours of elapsed time."""

LONGEST = timedelta(days=3660)
"""Ten years: no deployment takes longer, and time can be reckoned with."""

MAX_DIGITS = 9
_PART = r"(\d{1,9}(?:\.\d{1,3})?)\s*([a-z]+)[\s,]*"
_AROUND = (
    r"(?:[<>≤≥]=?|at least|at most|under|max\.?|min\.?)?\s*(.*?)\s*(?:minimum|maximum|max\.?)?"
)


@lru_cache(maxsize=256)
def parse_duration(text: str) -> timedelta:
    """Return the duration that `text` states, such as `30m`, `1h30m`, `90 s` or `< 5 minutes`.

    A comparison sign before it and `minimum` or `maximum` after it are read over: what the number
    bounds is known from the field it stands in. Raises ValueError for anything else.
    """
    number, unit = text[:-1], text[-1:]
    if number.isdecimal() and number.isascii() and len(number) <= MAX_DIGITS and unit in UNITS:
        return _bounded(int(number) * UNITS[unit], text)  # `30m`: no pattern to compile
    match = re.fullmatch(_AROUND, text.strip().casefold())
    body = match[1] if match else ""
    parts = re.findall(_PART, body)
    if not parts or re.sub(_PART, "", body):
        raise ValueError(f"expected a duration such as 30m, 1h30m or 2d, found `{text}`")
    unknown = [unit for _, unit in parts if unit not in UNITS]
    if unknown:
        raise ValueError(f"`{unknown[0]}` is no unit of time; use s, m, h or d")
    return _bounded(sum(float(number) * UNITS[unit] for number, unit in parts), text)


def _bounded(seconds: float, text: str) -> timedelta:
    if seconds > LONGEST.total_seconds():
        raise ValueError(f"`{text[:40]}` is longer than ten years")
    return timedelta(seconds=seconds)


def write_duration(duration: timedelta) -> str:
    """Return `duration` in its largest unit that leaves no rest, as `parse_duration` reads it.

    One day is `24h`, because limits of a day are meant in hours.
    """
    seconds = int(duration.total_seconds())
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % size == 0 and (unit != "d" or seconds > size):
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


EXAMPLE = "write date, time and offset, such as 2026-11-24T10:30:00+01:00"
YEARS = range(1970, 2201)
"""The years that plans may speak of; window arithmetic stays far from the ends of the calendar."""


@lru_cache(maxsize=256)
def parse_instant(text: str) -> datetime:
    """Return the aware datetime that `text` states in ISO 8601, such as `2026-11-24T10:30+01:00`.

    Raises ValueError when it is no such moment, and when it has no offset: the same text would
    then mean different moments on different machines.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"`{text}` is no moment in time{_why(error)}; {EXAMPLE}") from None
    if len(text.strip()) <= len("2026-11-24"):
        raise ValueError(f"`{text}` has no time of day; {EXAMPLE}")
    if moment.tzinfo is None:
        raise ValueError(f"`{text}` has no UTC offset, so it is not one moment; {EXAMPLE}")
    if moment.year not in YEARS:
        raise ValueError(f"`{text}` is not between {YEARS[0]} and {YEARS[-1]}; {EXAMPLE}")
    return moment


def parse_day(text: str) -> datetime:
    """Return the moment, or for a bare date such as `2026-11-02` its first moment in UTC.

    Raises ValueError as `parse_instant` does.
    """
    if len(text.strip()) == len("2026-11-02"):
        try:
            day = datetime.fromisoformat(text.strip())
        except ValueError as error:
            raise ValueError(f"`{text}` is no date{_why(error)}; write 2026-11-02") from None
        return parse_instant(f"{day.date().isoformat()}T00:00:00+00:00")
    return parse_instant(text)


def _why(error: ValueError) -> str:
    """Return what Python says of a date, such as a day that its month does not have."""
    return "" if str(error).startswith("Invalid isoformat") else f" ({error})"
