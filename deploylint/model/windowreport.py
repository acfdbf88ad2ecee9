"""What `deploylint window` answers; its renderers compute nothing but words."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from deploylint.model.plan import ChangeType, Plan, Priority
from deploylint.model.policy import PolicyFile
from deploylint.model.windows import OnCall, WindowAnswer


class Change(NamedTuple):
    """The change that was asked about; `duration` is None when nobody says how long it takes."""

    type: ChangeType = ChangeType.STANDARD
    priority: Priority | None = None
    incident: str | None = None
    duration: timedelta | None = None
    on_call: OnCall = OnCall.UNKNOWN


class Versions(NamedTuple):
    """What the answer was computed with; None for what it did not need, or what cannot be told.

    `tzdata` is a release of the tz database such as `2026b`; `tzdata_source` is `system` or
    `package`.
    """

    deploylint: str
    tzdata: str | None = None
    tzdata_source: str | None = None
    holidays: str | None = None


class WindowReport(NamedTuple):
    """Whether one change may go out at one moment, and everything that the answer rests on.

    `basis` says what chose the moment `at`: `now`, `--at` or `scheduled_at`. `next_closes_at` is
    when the next permitted time ends, None when it is not known to. `days` maps the id of an entry
    that decides to the name of the public holiday that it is about. `notes` and `assumptions` are
    sentences. The plan is None when a policy alone was asked.
    """

    at: datetime
    now: datetime
    basis: str
    simulated: bool
    change: Change
    answer: WindowAnswer
    next_closes_at: datetime | None
    permit: tuple[str, ...]
    policy: str
    policy_files: tuple[PolicyFile, ...]
    policy_digest: str
    versions: Versions
    plan: Plan | None = None
    days: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
