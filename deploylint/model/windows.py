"""When deployments are permitted: the typed form of a policy's `windows:`, and the answer to it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.timespecs import ExceptionTime, FreezeTime, IcsSpec, PeriodSpec, RuleTime

FROZEN = "frozen"
"""The tier inside a freeze: stricter than every tier that a policy names."""

TIERS = ("recommended", "acceptable", "avoid", "never")
"""The tiers of a policy that names none, weakest to strictest."""

HORIZON = timedelta(days=400)
"""How far the next permitted time is searched unless the policy says: a yearly window is found."""

MAX_HORIZON = timedelta(days=3660)
"""The longest search: ten years and their leap days."""


class OnCall(StrEnum):
    """Whether somebody is on call at the moment judged."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class OnCallSource(StrEnum):
    """What knows who is on call: the caller, a list in the policy, or an iCalendar file."""

    INPUT = "input"
    SCHEDULE = "schedule"
    ICS = "ics"


class OnCallRules(NamedTuple):
    """Where on-call comes from; `unknown` is what an input of `unknown` counts as."""

    source: OnCallSource = OnCallSource.INPUT
    unknown: OnCall = OnCall.ABSENT
    schedule: tuple[PeriodSpec, ...] = ()
    ics: IcsSpec | None = None


class HolidayCalendar(NamedTuple):
    """Public holidays of a country, changed by hand.

    `country` is an ISO 3166 code, None for that of the settings; `add` are dates with a name.
    """

    name: str
    at: Location
    country: str | None = None
    subdivision: str | None = None
    add: tuple[date, ...] = ()
    remove: tuple[date, ...] = ()


class WindowRule(NamedTuple):
    """One window: `tier` holds at the times of `time`.

    `on_call` is the condition under which it counts, None for always. `timezone` is an IANA key,
    None for that of the policy; `reason` explains the window to people.
    """

    id: str
    tier: str
    time: RuleTime
    at: Location
    timezone: str | None = None
    on_call: OnCall | None = None
    reason: str | None = None


class Freeze(NamedTuple):
    """A time in which nothing is deployed, unless an exception overrides freezes."""

    id: str
    time: FreezeTime
    at: Location
    timezone: str | None = None
    reason: str | None = None


class Opening(NamedTuple):
    """One approved relaxation: `tier` holds in `time` where it is better, never inside a freeze."""

    id: str
    tier: str
    time: PeriodSpec
    at: Location
    reason: str
    approved_by: str
    timezone: str | None = None


class Override(StrEnum):
    """What an exception may set aside."""

    WINDOWS = "windows"
    FREEZES = "freezes"


class Requirement(StrEnum):
    """What a change must have before an exception applies to it."""

    INCIDENT = "incident"


class WindowException(NamedTuple):
    """What some changes may do at times that are closed to others.

    It matches a change of one of `types` (all if empty) and one of `priorities` (all if empty),
    during `time` (None: always). `grants` is the tier it lifts the moment to, never below.
    """

    id: str
    grants: str
    overrides: tuple[Override, ...]
    at: Location
    types: tuple[ChangeType, ...] = ()
    priorities: tuple[Priority, ...] = ()
    time: ExceptionTime | None = None
    requires: tuple[Requirement, ...] = ()
    timezone: str | None = None
    reason: str | None = None


class WindowRules(NamedTuple):
    """Everything a policy says about time.

    `default` is the tier of time that no rule covers, `permit` are the tiers in which a deployment
    may go out, `tiers` all tiers from weakest to strictest. `timezone` is an IANA key, None to
    leave it to the settings.
    """

    default: str
    permit: tuple[str, ...]
    at: Location
    timezone: str | None = None
    tiers: tuple[str, ...] = TIERS
    horizon: timedelta = HORIZON
    holidays: tuple[HolidayCalendar, ...] = ()
    on_call: OnCallRules = OnCallRules()
    rules: tuple[WindowRule, ...] = ()
    freezes: tuple[Freeze, ...] = ()
    openings: tuple[Opening, ...] = ()
    exceptions: tuple[WindowException, ...] = ()


class HolidayDates(NamedTuple):
    """The public holidays of one calendar from `first_year` through `last_year`.

    `names` maps each date to the name of the day; `estimated` are those that may still move.
    """

    first_year: int
    last_year: int
    names: Mapping[date, str] = {}
    estimated: frozenset[date] = frozenset()


class Deciding(NamedTuple):
    """One entry of the policy that decides the tier of a moment.

    `kind` is `rule`, `freeze`, `opening` or `exception`; `form` is the key that states its time,
    such as `weekly`. `start` and `end` (excluded) bound its occurrence, aware, in the zone of the
    entry; None for an exception that holds always.
    """

    id: str
    kind: str
    form: str
    tier: str
    start: datetime | None = None
    end: datetime | None = None
    reason: str | None = None


class WindowAnswer(NamedTuple):
    """Whether a deployment may start at a moment, and when it may.

    `tier` is that of the moment itself; `permitted` holds for its whole duration. `deciding` is
    empty when no entry covers the moment and the default tier stands. `closes_at` is the first
    moment after it that is not permitted: None when the moment is not permitted, or when none was
    found. `next_permitted` is the earliest moment that is permitted for the whole duration, None
    when there is none before `searched_until`. All datetimes but those of `deciding` are in the
    zone `timezone`; convert them to UTC before comparing them with each other, because datetimes of
    one ZoneInfo compare by what the clock shows. `assumptions` are sentences.
    """

    tier: str
    permitted: bool
    deciding: tuple[Deciding, ...]
    closes_at: datetime | None
    next_permitted: datetime | None
    searched_until: datetime
    timezone: str
    assumptions: tuple[str, ...] = ()
