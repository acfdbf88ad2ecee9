"""The fact that says which moment is judged."""

from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple


class Basis(StrEnum):
    """What chose the moment that is judged."""

    NOW = "now"
    AT = "--at"
    SCHEDULE = "scheduled_at"
    NONE = "--no-clock"


class Clock(NamedTuple):
    """The moment judged, and where it comes from; both instants are aware.

    `now` is the system clock or `--now` (then `simulated`); None without a clock. `at` is the
    moment judged; None when there is no clock and the plan has no schedule. `gate` says that the
    deployment is about to start. `timezone` is the IANA key of the zone in which a date that stands
    alone is meant.
    """

    now: datetime | None
    at: datetime | None
    basis: Basis
    simulated: bool = False
    gate: bool = False
    timezone: str = "UTC"

    @property
    def zone(self) -> tzinfo:
        """Return the zone in which a date is meant; keys are checked when they are read."""
        if self.timezone == "UTC":
            return UTC
        # without zones other than UTC, the 4 ms of zoneinfo are saved
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.timezone)

    @property
    def day(self) -> date | None:
        """Return the date of the moment judged, however its offset is written."""
        return None if self.at is None else self.at.astimezone(self.zone).date()
