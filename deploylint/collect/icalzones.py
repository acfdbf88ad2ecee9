"""The time zones that the events of a calendar name."""

from datetime import tzinfo

from deploylint.collect.ical import Component, Property
from deploylint.collect.icaltime import Zones
from deploylint.collect.vtimezone import defined_zone
from deploylint.errors import UserError
from deploylint.model.timespecs import MACHINE_ZONES


def zones_of(calendar: Component) -> Zones:
    """Return a function that finds the zone which a property names in `TZID`.

    An IANA key is taken from the tz database, any other name from the file's own VTIMEZONE. The
    function raises UserError when the name is in neither: it must not be read as another zone.
    """
    defined = {part.text("TZID"): part for part in calendar.parts if part.name == "VTIMEZONE"}
    known: dict[str, tzinfo] = {}

    def zone(found: Property) -> tzinfo:
        name = found.parameters["TZID"]
        if name not in known:
            known[name] = _zone(name, defined.get(name), found)
        return known[name]

    return zone


def _zone(name: str, definition: Component | None, found: Property) -> tzinfo:
    own_name = definition.text("X-LIC-LOCATION").strip() if definition else ""
    # `/example.org/20260101/Europe/Paris` is how RFC 5545 marks a globally unique name
    ending = "/".join(name.split("/")[-2:]) if name.startswith("/") else ""
    for key in (name, own_name, ending):
        zone = _database_zone(key)
        if zone is not None:
            return zone
    if definition is not None:
        return defined_zone(definition)
    hint = "name a zone of the tz database, such as Europe/Paris, or define it in a VTIMEZONE"
    raise UserError(f"there is no time zone `{name}`", found.at, hint)


def _database_zone(key: str) -> tzinfo | None:
    """Return a zone of the tz database, None when it has none of that name."""
    if not key or key in MACHINE_ZONES or key.startswith(("right/", "posix/")):
        return None
    # calendars without zones save the 4 ms of zoneinfo
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):
        return None
