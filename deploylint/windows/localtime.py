"""From times on a clock to instants: the one place that knows about summer time.

A time that the clock skips stands for the instant of the change. Of a time that the clock shows
twice, a start means the first and an end the last. So each window is one span, and a window that
lies wholly in skipped time is empty. (RFC 5545 would drop it; a freeze would then not hold.)
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""In microseconds, as all instants and times on a clock are here."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # a time on a clock has no zone
EPOCH_ORDINAL = 719_163
"""The proleptic Gregorian ordinal of 1970-01-01."""

LEAST, GREATEST = -700_000 * DAY, 2_900_000 * DAY
"""Times beyond (the years 53 and 9909) are moved here: datetime could not express them."""


def ticks(length: timedelta) -> int:
    """Return a length of time in microseconds."""
    return (length.days * 86_400 + length.seconds) * SECOND + length.microseconds


def instant(moment: datetime) -> int:
    """Return an aware datetime as an instant."""
    return ticks(moment - EPOCH)


def wall(time: datetime) -> int:
    """Return a naive datetime as a time on a clock."""
    return ticks(time - CLOCK_EPOCH)


@lru_cache(maxsize=64)
def zone_named(key: str) -> tzinfo:
    """Return the zone of an IANA key. Raises what ZoneInfo raises; keys are checked when read."""
    if key == "UTC":
        return UTC
    # without zones other than UTC, the 4 ms of zoneinfo are saved
    from zoneinfo import ZoneInfo

    return ZoneInfo(key)


class Clock:
    """The clock on the wall in one zone."""

    __slots__ = ("_days", "zone")

    def __init__(self, zone: tzinfo) -> None:
        """Read times in `zone`."""
        self.zone = zone
        self._days: dict[int, int | None] = {}

    def start(self, time: int) -> int:
        """Return the instant at which something begins that starts at `time`."""
        return self._resolve(time, max)

    def end(self, time: int) -> int:
        """Return the instant at which something ends that stops at `time`."""
        return self._resolve(time, min)

    def both(self, time: int) -> tuple[int, ...]:
        """Return every instant at which the clock shows `time`; the change if it skips it."""
        first, last = self.start(time), self.end(time)
        return (first,) if first == last else (first, last)

    def shown(self, moment: int) -> datetime:
        """Return the aware datetime that the clock shows at an instant."""
        bounded = min(max(moment, LEAST), GREATEST)
        return (EPOCH + timedelta(microseconds=bounded)).astimezone(self.zone)

    def offset(self, day: int) -> int | None:
        """Return the offset of a whole day (counted from 1970-01-01), None if it changes.

        No zone changes its clock twice within 24 hours and back (tests/windows holds that).
        """
        try:
            return self._days[day]
        except KeyError:
            offsets = {*self._offsets(day * DAY), *self._offsets((day + 1) * DAY)}
            steady = self._days[day] = offsets.pop() if len(offsets) == 1 else None
            return steady

    def _resolve(self, time: int, choose: Callable[[int, int], int]) -> int:
        offset = self.offset(time // DAY)
        if offset is not None:
            return time - offset
        before, after = self._offsets(time)
        if before < after:
            return self._change(time - after, time - before, before)
        return time - choose(before, after)

    def _offsets(self, time: int) -> tuple[int, int]:
        """Return the offsets that a time has before and after a change of the clock around it."""
        bounded = min(max(time, LEAST), GREATEST)
        shown = (CLOCK_EPOCH + timedelta(microseconds=bounded)).replace(tzinfo=self.zone)
        offsets = shown.utcoffset(), shown.replace(fold=1).utcoffset()
        before, after = (ticks(offset or timedelta()) for offset in offsets)
        return before, after

    def _change(self, before: int, after: int, offset: int) -> int:
        """Return the first instant in (before, after] whose offset is not `offset` any more."""
        while after - before > 1:
            middle = (before + after) // 2
            shown = (EPOCH + timedelta(microseconds=middle)).astimezone(self.zone)
            if ticks(shown.utcoffset() or timedelta()) == offset:
                before = middle
            else:
                after = middle
        return after
