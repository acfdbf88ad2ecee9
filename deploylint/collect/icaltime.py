"""Dates, times and durations of iCalendar (RFC 5545, 3.3.4 to 3.3.6)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from deploylint.collect.ical import Property
from deploylint.errors import UserError

Zones = Callable[[Property], tzinfo]
"""Finds the zone that a property names; raises UserError when there is none."""

DURATION = (
    r"\+?P(?:(?P<weeks>[0-9]{1,4})W|(?:(?P<days>[0-9]{1,5})D)?"
    r"(?:T(?:(?P<hours>[0-9]{1,6})H)?(?:(?P<minutes>[0-9]{1,7})M)?(?:(?P<seconds>[0-9]{1,8})S)?)?)"
)


class Moment(NamedTuple):
    """A time on the clock of `zone`, None for that of the reader; or a whole day."""

    time: datetime
    zone: tzinfo | None
    whole_day: bool

    def on_clock(self, zone: tzinfo | None) -> datetime | None:
        """Return the time on the clock of `zone`, None when the two cannot be compared."""
        if self.zone is zone or self.whole_day:
            return self.time
        if self.zone is None or zone is None:
            return None
        return self.time.replace(tzinfo=self.zone).astimezone(zone).replace(tzinfo=None)


def moments(found: Property, zones: Zones) -> list[Moment]:
    """Return the dates or times that a property lists. Raises UserError."""
    if found.parameters.get("VALUE", "").upper() == "PERIOD":
        raise UserError(f"`{found.name}` with periods is not supported", found.at)
    return [_moment(text, found, zones) for text in found.value.strip().split(",")]


def _moment(text: str, found: Property, zones: Zones) -> Moment:
    match = re.fullmatch(r"([0-9]{8})(?:T([0-9]{6})(Z?))?", text.strip())
    try:
        if match is None:
            raise ValueError  # noqa: TRY301  # told below, as dates that do not exist
        day = date.fromisoformat(match[1])
        hours, minutes, seconds = (int((match[2] or "000000")[i : i + 2]) for i in (0, 2, 4))
        time = datetime(day.year, day.month, day.day, hours, minutes, seconds)  # noqa: DTZ001  # on a clock
    except ValueError:
        raise UserError(f"`{text}` in `{found.name}` is no date or time", found.at) from None
    if match[2] is None:
        return Moment(time, None, whole_day=True)
    if match[3]:
        return Moment(time, UTC, whole_day=False)
    named = "TZID" in found.parameters
    return Moment(time, zones(found) if named else None, whole_day=False)


def duration(found: Property) -> timedelta:
    """Return the duration that a property states. Raises UserError."""
    match = re.fullmatch(DURATION, found.value.strip().upper())
    parts = {k: int(v) for k, v in match.groupdict().items() if v} if match else {}
    if not parts:
        raise UserError(f"`{found.value}` is no duration such as PT8H or P1D", found.at)
    return timedelta(**parts)
