"""Cron expressions, read strictly: five fields, nothing that cron itself would not take."""

import re
from typing import NamedTuple

FIELDS = ("minute", "hour", "day of month", "month", "day of week")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

RANGE = r"([a-z0-9]+)-([a-z0-9]+)"
FIELD = r"[a-z0-9*/,-]+"
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days each month can have."""


class CronFields(NamedTuple):
    """What matches in each field; see `model/timespecs.py`, CronSpec."""

    expression: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...] | None
    months: tuple[int, ...]
    weekdays: tuple[int, ...] | None
    repeats: bool


def parse_cron(text: str) -> CronFields:
    """Return the fields of an expression such as `0 22 * * 6`; weekdays count from Monday, 0.

    Raises ValueError with a sentence for anything that crontab(5) would refuse, for shortcuts such
    as `@daily`, and for days that never come, such as 30 February.
    """
    # croniter costs 30 ms to import, and few policies have a cron window
    from croniter import CroniterError, croniter

    fields = _fields(text)
    try:
        (minutes, hours, days, months, weekdays), _ = croniter.expand(" ".join(fields))
    except (CroniterError, ValueError) as error:
        raise ValueError(f"`{text}` is no cron expression: {error}") from None
    found = CronFields(
        expression=" ".join(fields),
        minutes=_numbers(minutes) or tuple(range(60)),
        hours=_numbers(hours) or tuple(range(24)),
        days=_numbers(days),
        months=_numbers(months) or tuple(range(1, 13)),
        weekdays=_weekdays(_numbers(weekdays)),
        repeats=fields[0].startswith("*") or fields[1].startswith("*"),
    )
    longest = max(LONGEST[month - 1] for month in found.months)
    if found.days and found.weekdays is None and min(found.days) > longest:
        raise ValueError(f"`{text}` never comes: no such month has a day {min(found.days)}")
    return found


def _fields(text: str) -> list[str]:
    fields = text.lower().split()
    if text.lstrip().startswith("@"):
        raise ValueError(f"`{text}` is a shortcut; write the five fields, such as `0 22 * * 6`")
    if len(fields) != len(FIELDS):
        names = ", ".join(FIELDS)
        raise ValueError(f"`{text}` has {len(fields)} fields; a cron window has five: {names}")
    for name, field in zip(FIELDS, fields, strict=True):
        words = re.findall(r"[a-z]+", field)
        known = {"month": MONTHS, "day of week": DAYS}.get(name, [])
        unknown = [word for word in words if word not in known]
        if unknown or not re.fullmatch(FIELD, field):
            part = unknown[0] if unknown else field
            raise ValueError(f"`{part}` cannot stand in the field {name} of `{text}`")
        _check_ranges(field, known, text)
    return fields


def _check_ranges(field: str, names: list[str], text: str) -> None:
    """Refuse ranges that run backwards: croniter would let them wrap, crontab(5) does not."""
    for first, last in re.findall(RANGE, field):
        start, end = (_value(word, names) for word in (first, last))
        if start > end:
            hint = "name the days one by one, as in FRI,SAT,SUN,MON"
            raise ValueError(f"the range `{first}-{last}` in `{text}` runs backwards; {hint}")


def _value(word: str, names: list[str]) -> int:
    if word.isdecimal():
        return int(word[:4])
    return names.index(word) + (names is MONTHS)


def _numbers(field: list[int | str]) -> tuple[int, ...] | None:
    """Return the values of a field, None when it matches everything."""
    numbers = tuple(value for value in field if isinstance(value, int))
    return numbers or None


def _weekdays(numbers: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """Return days counted from Monday instead of Sunday."""
    return None if numbers is None else tuple(sorted((number - 1) % 7 for number in numbers))
