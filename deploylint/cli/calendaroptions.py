"""The options of `deploylint window` that ask for a calendar."""

import re
from datetime import date
from typing import Any

from deploylint.cli.arguments import Option
from deploylint.errors import UserError

FIRST_YEAR, LAST_YEAR = 1970, 2200
"""Months are those of the years from which `--at` takes moments."""

MAX_WEEKS = 53
"""A year, from whatever day: more is nothing to look at."""


def parse_month(text: str) -> date:
    """Return the first day of a month such as `2026-12`. Raises ValueError."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text)
    try:
        month = date(int(found[1]), int(found[2]), 1) if found else date.min
    except ValueError:
        month = date.min
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise ValueError(f"expected a month such as 2026-12, found `{text}`")
    return month


def parse_weeks(text: str) -> int:
    """Return a number of weeks, from 1 to 53. Raises ValueError."""
    weeks = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    if not 1 <= weeks <= MAX_WEEKS:
        raise ValueError(f"expected a number of weeks from 1 to {MAX_WEEKS}, found `{text}`")
    return weeks


CALENDAR = (
    Option("calendar", ("--calendar",), "Draw the days to come instead, to look at."),
    Option(
        "month",
        ("--month",),
        "With --calendar: the month to draw, such as 2026-12.",
        metavar="MONTH",
        parse=parse_month,
    ),
    Option(
        "weeks",
        ("--weeks",),
        "With --calendar: how many weeks to draw, from the moment asked about. Default: 4.",
        metavar="N",
        parse=parse_weeks,
    ),
)


def calendar_alone(options: dict[str, Any]) -> None:
    """Raise UserError when something is asked for that only a calendar has.

    It is not drawn unasked, because it ends with 0 whether or not a deployment is permitted.
    """
    for key in ("month", "weeks"):
        if options[key] is not None:
            raise UserError(f"--{key} is for the calendar", None, "add --calendar")
    for text in options["outputs"]:
        if text.partition("=")[0] in FORMATS[1:]:
            name = text.partition("=")[0]
            raise UserError(f"`{name}` is a format of the calendar", None, "add --calendar")


FORMATS = ("text", "svg", "html", "ics")
"""The formats of a calendar; each is a module `report/calendar_FORMAT.py`."""
