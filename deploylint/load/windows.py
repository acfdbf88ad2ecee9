"""The `windows:` of a policy: the shapes of its entries, and reading them into WindowRules.

`read_windows` reads what all layers say together; `LAYER_WINDOWS` describes what one layer may say.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from deploylint.errors import UserError, UserErrors
from deploylint.load.clocktimes import parse_horizon
from deploylint.load.policyshape import Disabled
from deploylint.load.records import Either, Field, Many, Record, Table, nullable
from deploylint.load.shape import Choice, JsonSchema, MismatchError, Shape, Text, kind_of
from deploylint.load.windowcheck import nearest, problems
from deploylint.load.windowtimes import DATE, DURING, FREEZE_TIMES, ICS, PERIOD, RULE_TIMES, ZONE
from deploylint.model.location import Location, Spot
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import (
    Freeze,
    HolidayCalendar,
    OnCall,
    OnCallRules,
    OnCallSource,
    Opening,
    Override,
    Requirement,
    WindowException,
    WindowRule,
    WindowRules,
)

FILLED = Text(filled=True)
PRESENCE = Choice({"present": OnCall.PRESENT, "absent": OnCall.ABSENT})


def _entry(build: Callable[..., object], times: Iterable[str] = ()) -> Callable[..., object]:
    """Return a function that puts the one key of `times` that is there under `time`."""
    names = tuple(times)

    def make(at: Location, disabled: None = None, **keys: Any) -> object:  # noqa: ANN401, ARG001  # read by shapes; `disabled: false` changes nothing
        stated = [name for name in names if name in keys]
        if len(stated) > 1:
            listed = " and ".join(f"`{name}`" for name in stated)
            raise MismatchError(f"an entry states one kind of time, not {listed}", at)
        for name in stated:
            keys["time"] = keys.pop(name)
        return build(at=at, **keys)

    return make


def _calendar(at: Location, **keys: Any) -> HolidayCalendar:  # noqa: ANN401  # read by shapes
    return HolidayCalendar(name="", at=at, **keys)


COMMON = {
    "id": Field(FILLED, "Its name; a later layer replaces the entry of that name.", required=True),
    "timezone": Field(ZONE, "The time zone of this entry; that of the policy if left out."),
    "reason": Field(FILLED, "Why it is there, for people."),
    "disabled": Field(Disabled(), "Why an inherited entry does not hold any more."),
}
TIER = Field(FILLED, "The tier that it gives to its time.", required=True)

RULE = Record(
    _entry(WindowRule, RULE_TIMES),
    {
        **COMMON,
        "tier": TIER,
        **RULE_TIMES,
        "when": Field(
            Record(
                lambda on_call: on_call,
                {
                    "on_call": Field(
                        PRESENCE, "Whether somebody must be on call, or nobody.", required=True
                    )
                },
                placed=False,
            ),
            "The condition under which it counts.",
            name="on_call",
        ),
    },
    some=tuple(RULE_TIMES),
)

FREEZE = Record(_entry(Freeze, FREEZE_TIMES), {**COMMON, **FREEZE_TIMES}, some=tuple(FREEZE_TIMES))

OPENING = Record(
    _entry(Opening, ("period",)),
    {
        **COMMON,
        "tier": TIER,
        "period": Field(PERIOD, "From one moment until another.", required=True),
        "reason": Field(FILLED, "Why the time is opened.", required=True),
        "approved_by": Field(FILLED, "Who agreed.", required=True),
    },
)

MATCH = Record(
    dict,
    {
        "type": Field(Many(Choice(ChangeType), minimum=1, single=True), "Any of these kinds."),
        "priority": Field(
            Many(Choice(Priority), minimum=1, single=True), "Any of these priorities."
        ),
    },
    placed=False,
    some=("type", "priority"),
)


def _exception(at: Location, match: dict[str, Any], **keys: Any) -> object:  # noqa: ANN401  # read by shapes
    keys |= {"types": match.get("type", ()), "priorities": match.get("priority", ())}
    return _entry(WindowException)(at=at, **keys)


EXCEPTION = Record(
    _exception,
    {
        **COMMON,
        "match": Field(MATCH, "The changes to which it applies.", required=True),
        "during": Field(
            Either(text=Choice({"always": None}), mapping=DURING),
            "`always`, or days of the week and times on the clock.",
            required=True,
            name="time",
        ),
        "overrides": Field(
            Many(Choice(Override), minimum=1, single=True),
            "What it sets aside; one or both.",
            required=True,
        ),
        "grants": Field(FILLED, "The tier to which it lifts a moment.", required=True),
        "requires": Field(Many(Choice(Requirement), single=True), "What the change must name."),
    },
)

HOLIDAYS = Record(
    _calendar,
    {
        "country": Field(FILLED, "ISO 3166 code; that of the settings if left out."),
        "subdivision": Field(FILLED, "A part of the country, such as a state."),
        "add": Field(Many(DATE), "Further dates that count as holidays."),
        "remove": Field(Many(DATE), "Dates that do not count as holidays."),
    },
)

ON_CALL = Record(
    OnCallRules,
    {
        "from": Field(
            Choice(OnCallSource),
            "Who knows it.",
            required=True,
            name="source",
        ),
        "unknown": Field(PRESENCE, "What counts when nobody says it. Default: absent."),
        "schedule": Field(Many(PERIOD), "The times at which somebody is on call."),
        "ics": Field(ICS, "An iCalendar file with these times."),
    },
    placed=False,
)

LISTS: Mapping[str, tuple[Record, str]] = {
    "rules": (RULE, "The windows; the strictest that matches a moment decides."),
    "freezes": (FREEZE, "Times in which nothing is deployed."),
    "openings": (OPENING, "Dated, approved relaxations."),
    "exceptions": (EXCEPTION, "What some changes may do at times closed to others."),
}

FIELDS: Mapping[str, Field] = {
    "timezone": Field(
        ZONE, "Whose clocks are read: an IANA key. Default: that of the settings, else UTC."
    ),
    "tiers": Field(Many(FILLED, minimum=1), "Your own tiers, weakest first; 16 at most."),
    "default": Field(FILLED, "The tier of time that no rule covers."),
    "permit": Field(Many(FILLED, minimum=1), "The tiers in which a deployment may go out."),
    "horizon": Field(
        Text(parse_horizon, format="search-length", examples=("400d", "2y")),
        "How far the next permitted time is searched. Default: 400d; at most 10y.",
    ),
    "holidays": Field(Table(HOLIDAYS), "Calendars of public holidays, by name."),
    "on_call": Field(ON_CALL, "Where it is known whether somebody is on call."),
}

NEEDED = {"default", "permit"}
NAMING = {"tiers", "holidays"}
"""Keys without which names cannot be looked up."""

REQUIRED = {
    "default": "the tier of time that no rule covers is missing; write `default:`",
    "permit": "the tiers in which a deployment may go out are missing; write `permit:`",
}


def read_windows(data: object, spot: Spot) -> WindowRules:
    """Return the windows that all layers together state in the mapping `data`.

    Raises UserErrors with everything that is wrong in them.
    """
    if not isinstance(data, dict):
        raise UserError(f"`windows`: expected a mapping, found {kind_of(data)}", spot.location)
    errors: list[UserError] = []
    found = _keys(data, spot, errors)
    if found.keys() >= NEEDED | {key for key in NAMING if data.get(key) is not None}:
        calendars: dict[str, HolidayCalendar] = found.pop("holidays", {})
        named = tuple(one._replace(name=name) for name, one in calendars.items())
        rules = WindowRules(at=spot.key, holidays=named, **found)
        errors += problems(rules)
        if not errors:
            return rules
    raise UserErrors(sorted(errors, key=_position))


def _keys(data: dict[str, Any], spot: Spot, errors: list[UserError]) -> dict[str, Any]:
    """Return what can be read of each key; what cannot is missing."""
    found: dict[str, Any] = {}
    for key, value in data.items():
        inner = Spot(spot.places, data, key)
        if key in LISTS:
            found[key] = _entries(key, value, inner, errors)
        elif key not in FIELDS:
            message = f"`windows`: the key `{key}` is not known here"
            errors.append(UserError(message, inner.key, nearest(key, (*FIELDS, *LISTS))))
        elif value is not None:
            for one in _read(FIELDS[key].shape, value, inner, errors):
                found[key] = one
    missing = (text for key, text in REQUIRED.items() if data.get(key) is None)
    errors += [UserError(f"`windows`: {text}", spot.key) for text in missing]
    return found


def _position(error: UserError) -> tuple[str, int, int]:
    where = error.where
    return where[:3] if isinstance(where, Location) else ("", 0, 0)


def _entries(name: str, value: object, spot: Spot, errors: list[UserError]) -> tuple[object, ...]:
    """Return the entries of one list, each read apart, so that each can be wrong."""
    if value is None:
        return ()
    if not isinstance(value, list):
        message = f"`windows.{name}`: expected a list, found {kind_of(value)}"
        errors.append(UserError(message, spot.location))
        return ()
    shape, places = LISTS[name][0], spot.places
    return tuple(
        [
            found
            for i, entry in enumerate(value)
            for found in _read(shape, entry, Spot(places, value, i), errors)
        ]
    )


def _read(shape: Shape, value: object, spot: Spot, errors: list[UserError]) -> list[Any]:
    """Return a list of what was read; it is empty when there was a mistake."""
    try:
        return [shape.read(value, spot)]
    except MismatchError as mismatch:
        name = value.get("id", spot.step) if isinstance(value, dict) else spot.step
        errors.append(UserError(f"`{name}` in `windows`: {mismatch}", mismatch.at))
        return []


class LayerWindows:
    """What one layer says: any part of the whole, and entries that switch inherited ones off."""

    def read(self, value: object, spot: Spot) -> object:
        """Return the mapping as it is: only all layers together can be read."""
        if not isinstance(value, dict):
            raise MismatchError(f"expected a mapping, found {kind_of(value)}", spot.location)
        return value

    def schema(self) -> JsonSchema:
        """Return an object that knows every key."""
        properties = {
            key: {"description": field.doc} | nullable(field.shape.schema())
            for key, field in FIELDS.items()
        }
        for key, (record, doc) in LISTS.items():
            entries: JsonSchema = {"type": "array", "items": _layer_entry(record)}
            properties[key] = {"description": doc} | nullable(entries)
        return {"type": "object", "properties": properties, "additionalProperties": False}


def _layer_entry(record: Record) -> JsonSchema:
    """Return the schema of an entry that may be a mere `{id, disabled}`."""
    schema = record.schema()
    whole = {key: schema.pop(key) for key in ("required", "anyOf") if key in schema}
    off = {"required": ["disabled"], "properties": {"disabled": {"type": "string"}}}
    return schema | {"required": ["id"], "if": off, "else": whole}


LAYER_WINDOWS = LayerWindows()
