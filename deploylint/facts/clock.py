"""The fact that says which moment is judged."""

from datetime import datetime
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
    deployment is about to start.
    """

    now: datetime | None
    at: datetime | None
    basis: Basis
    simulated: bool = False
    gate: bool = False
