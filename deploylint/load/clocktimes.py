"""Times of day, dates and lengths of time as the windows of a policy state them."""

import re
from datetime import date, datetime, timedelta

from deploylint.load.values import YEARS, parse_duration
from deploylint.model.recurrence import Recurrence, parse_recurrence
from deploylint.model.timespecs import DAY_END
from deploylint.model.windows import MAX_HORIZON

LONGEST = timedelta(days=366)
"""The longest window that opens by cron or recurrence rule; what is longer is stated by dates."""

# Compiled when first used: most policies have weekly windows alone, and compiling all takes 1 ms.
TIME = r"([0-9]{1,2}):([0-9]{2})"
MONTH_DAY = r"([0-9]{2})-([0-9]{2})"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = rf"{DATE}[T ][0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
LENGTH = r"(?:\s*[0-9]{1,6}\s*[a-z]+)+\s*"
YEARS_LONG = r"\s*([0-9]{1,3})\s*y(?:ears?)?\s*"
YEAR = timedelta(days=366)
HOURS, MINUTES = 24, 60
EXAMPLE_YEAR = 2000
"""A leap year: 29 February is a day that exists in some years."""


def parse_time(text: str) -> int:
    """Return the minutes since midnight of a time such as `09:30`. Raises ValueError."""
    minutes = parse_end(text)
    if minutes == DAY_END:
        raise ValueError(f"`{text}` is the end of a day, so nothing starts there; write 00:00")
    return minutes


def parse_end(text: str) -> int:
    """Return the minutes since midnight of a time up to `24:00`. Raises ValueError."""
    match = re.fullmatch(TIME, text.strip())
    if match is None:
        raise ValueError(f"`{text}` is no time of day; write hours and minutes, such as 09:30")
    hours, minutes = int(match[1]), int(match[2])
    if minutes >= MINUTES:
        raise ValueError(f"`{text}` is no time of day: an hour has 60 minutes")
    if hours * MINUTES + minutes > DAY_END:
        raise ValueError(f"`{text}` is after the end of the day, which is 24:00")
    return hours * MINUTES + minutes


def parse_month_day(text: str) -> tuple[int, int]:
    """Return month and day of a text such as `12-20`. Raises ValueError."""
    match = re.fullmatch(MONTH_DAY, text.strip())
    if match is None:
        raise ValueError(f"`{text}` is no day of the year; write month and day, such as 12-20")
    try:
        day = date(EXAMPLE_YEAR, int(match[1]), int(match[2]))
    except ValueError:
        raise ValueError(f"`{text}` does not exist in any year; the form is month-day") from None
    return day.month, day.day


def parse_date(text: str) -> date:
    """Return a date such as `2026-12-20`. Raises ValueError."""
    if not re.fullmatch(DATE, text.strip()):
        raise ValueError(f"`{text}` is no date; write year, month and day, such as 2026-12-20")
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"there is no date `{text}`") from None
    _check_year(found, text)
    return found


def parse_moment(text: str) -> datetime:
    """Return a moment such as `2026-11-26T18:00`, naive unless it has an offset or `Z`.

    Raises ValueError when there is none.
    """
    match = re.fullmatch(MOMENT, text.strip())
    if match is None:
        example = "write date and time, such as 2026-11-26T18:00"
        raise ValueError(f"`{text}` is no moment; {example}")
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"there is no moment `{text}` ({error})") from None
    _check_year(found, text)
    return found


def parse_local(text: str) -> datetime:
    """Return a moment on the clock of the zone: as `parse_moment`, but without an offset."""
    found = parse_moment(text)
    if found.tzinfo is not None:
        raise ValueError(f"`{text}` has an offset; write the time on the clock of the zone alone")
    return found


def parse_length(text: str) -> timedelta:
    """Return a length of time such as `8h` or `1h30m`, at most 366 days. Raises ValueError."""
    if not re.fullmatch(LENGTH, text.casefold()):
        raise ValueError(f"`{text}` is no length of time; write it as 30m, 1h30m or 2d")
    length = parse_duration(text)
    if not timedelta() < length <= LONGEST:
        raise ValueError(f"`{text}` is not between one second and 366 days; use `dates` for more")
    return length


def parse_horizon(text: str) -> timedelta:
    """Return how far to look ahead, such as `400d` or `10y`. Raises ValueError."""
    years = re.fullmatch(YEARS_LONG, text.casefold())
    if years is None and not re.fullmatch(LENGTH, text.casefold()):
        raise ValueError(f"`{text}` is no length of time; write it as 400d or 2y")
    length = int(years[1]) * YEAR if years else parse_duration(text)
    if not timedelta() < length <= MAX_HORIZON:
        raise ValueError(f"`{text}` is not between one second and ten years")
    return length


def parse_rule(text: str) -> Recurrence:
    """Return a recurrence rule whose end, if any, is one moment. Raises ValueError."""
    rule = parse_recurrence(text)
    if rule.until is not None and (not isinstance(rule.until, datetime) or not rule.until.tzinfo):
        example = "write UTC, such as UNTIL=20261231T225959Z"
        raise ValueError(f"UNTIL in `{text}` is not one moment without a zone; {example}")
    return rule


def _check_year(found: date, text: str) -> None:
    if found.year not in YEARS:
        raise ValueError(f"`{text}` is not between {YEARS[0]} and {YEARS[-1]}")
