"""Recurrence rules (RFC 5545, 3.3.10), read strictly.

Only frequencies from daily upwards, and at most 96 starts a day: anything denser is no window, and
expanding it would be unbounded work.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

MAX_STARTS = 96
"""The most starts a day: one per 15 minutes."""


class Frequency(StrEnum):
    """How often a rule repeats."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


class Recurrence(NamedTuple):
    """A recurrence rule; `text` is the rule without what ends it.

    It ends after `times` occurrences or with `until`, the last moment at which one may start: an
    aware datetime, a naive one on the clock of the event, or a whole day.
    """

    text: str
    frequency: Frequency
    times: int | None = None
    until: datetime | date | None = None
    interval: int = 1


_DAY = r"(?:MO|TU|WE|TH|FR|SA|SU)"
_BYDAY = rf"([+-]?[0-9]{{1,2}})?{_DAY}"
_NUMBER = r"[+-]?[0-9]{1,4}"
_UNTIL = r"([0-9]{8})(?:T([0-9]{6})(Z?))?"

_RANGES: Mapping[str, tuple[int, int, bool]] = {
    "BYMONTH": (1, 12, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYSETPOS": (1, 366, True),
    "BYHOUR": (0, 23, False),
    "BYMINUTE": (0, 59, False),
    "BYSECOND": (0, 0, False),
}
"""Least and greatest number of each list, and whether it may count from the end."""

_ONLY: Mapping[str, tuple[Frequency, ...]] = {
    "BYWEEKNO": (Frequency.YEARLY,),
    "BYYEARDAY": (Frequency.YEARLY,),
    "BYMONTHDAY": (Frequency.DAILY, Frequency.MONTHLY, Frequency.YEARLY),
}
"""The frequencies with which RFC 5545 allows a list; all if it is not named here."""

_NAMES = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_RANGES)


def parse_recurrence(text: str) -> Recurrence:
    """Return the rule that `text` states, such as `FREQ=MONTHLY;BYDAY=2TU`.

    Raises ValueError with a sentence when it is none, or one that would start too often.
    """
    parts = _parts(text)
    frequency = _frequency(parts)
    for name, value in parts.items():
        _check_list(name, value, frequency)
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("`COUNT` and `UNTIL` both end the rule; use one of them")
    if "BYSETPOS" in parts and not any(name in parts for name in ("BYDAY", *_RANGES)):
        raise ValueError("`BYSETPOS` picks from the days that another BY part names")
    starts = len(parts.get("BYHOUR", "").split(",")) * len(parts.get("BYMINUTE", "").split(","))
    if starts > MAX_STARTS:
        raise ValueError(f"the rule starts {starts} times a day; at most {MAX_STARTS} are possible")
    kept = (f"{name}={value}" for name, value in parts.items() if name not in ("COUNT", "UNTIL"))
    return Recurrence(
        text=";".join(kept),
        frequency=frequency,
        times=_number(parts, "COUNT"),
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        interval=_number(parts, "INTERVAL") or 1,
    )


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise ValueError(f"expected parts such as FREQ=WEEKLY;BYDAY=TU, found `{part}`")
        if name not in _NAMES:
            raise ValueError(f"a recurrence rule has no part `{name}`; known: {', '.join(_NAMES)}")
        if name in parts:
            raise ValueError(f"`{name}` stands twice in the rule")
        parts[name] = value
    return parts


def _frequency(parts: Mapping[str, str]) -> Frequency:
    word = parts.get("FREQ")
    if word is None:
        raise ValueError("the rule does not say how often it repeats; write FREQ=WEEKLY or another")
    if word in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise ValueError(
            f"FREQ={word} repeats too often for a window; use DAILY with BYHOUR, or `weekly`"
        )
    if word not in Frequency.__members__:
        known = ", ".join(Frequency)
        raise ValueError(f"`{word}` is no frequency; use one of {known}")
    return Frequency(word)


def _check_list(name: str, value: str, frequency: Frequency) -> None:
    if frequency not in _ONLY.get(name, tuple(Frequency)):
        raise ValueError(f"`{name}` cannot be used with FREQ={frequency} (RFC 5545, 3.3.10)")
    if name == "BYDAY":
        _check_days(value, frequency)
    elif name == "WKST" and not re.fullmatch(_DAY, value):
        raise ValueError(f"`{value}` is no day; use MO, TU, WE, TH, FR, SA or SU")
    elif name in _RANGES:
        least, greatest, both_ends = _RANGES[name]
        for entry in value.split(","):
            number = int(entry) if re.fullmatch(_NUMBER, entry) else None
            if number is None or not least <= (abs(number) if both_ends else number) <= greatest:
                raise ValueError(f"`{entry}` in {name} is not between {least} and {greatest}")


def _check_days(value: str, frequency: Frequency) -> None:
    for entry in value.split(","):
        match = re.fullmatch(_BYDAY, entry)
        if not match or (match[1] and not 1 <= abs(int(match[1])) <= 53):  # noqa: PLR2004  # weeks of a year
            raise ValueError(f"`{entry}` in BYDAY is no day such as MO, 2TU or -1FR")
        if match[1] and frequency not in (Frequency.MONTHLY, Frequency.YEARLY):
            raise ValueError(f"`{entry}` counts within a month or year, not with FREQ={frequency}")


def _number(parts: Mapping[str, str], name: str) -> int | None:
    if name not in parts:
        return None
    value = parts[name]
    most = 10_000
    if not value.isdecimal() or not value.isascii() or not 1 <= int(value[:6]) <= most:
        raise ValueError(f"{name}={value} is not a whole number from 1 to {most}")
    return int(value)


def _until(value: str) -> datetime | date:
    match = re.fullmatch(_UNTIL, value)
    try:
        if match is None:
            raise ValueError  # noqa: TRY301  # told below, as dates that do not exist
        day = datetime.strptime(match[1], "%Y%m%d").date()  # noqa: DTZ007  # a date
        if match[2] is None:
            return day
        moment = datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")  # noqa: DTZ007  # `Z` is read below
    except ValueError:
        example = "write UTC, such as UNTIL=20261231T225959Z"
        raise ValueError(f"UNTIL={value} is no moment; {example}") from None
    return moment.replace(tzinfo=UTC) if match[3] else moment
