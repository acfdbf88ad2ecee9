"""Time zones, named by their IANA keys."""

from functools import lru_cache

from deploylint.model.timespecs import MACHINE_ZONES


@lru_cache(maxsize=64)
def parse_zone(text: str) -> str:
    """Return the key when it names a zone of the tz database, such as `Europe/Paris`.

    Raises ValueError with the nearest key: nothing else may stand for a zone, least of all UTC.
    """
    if text == "UTC":
        return text
    if not text.strip():
        raise ValueError("the time zone is empty; write an IANA key such as Europe/Paris or UTC")
    if text in MACHINE_ZONES or text.startswith(("right/", "posix/")):
        raise ValueError(
            f"`{text}` means something else on each machine; write an IANA key such as Europe/Paris"
        )
    # without zones other than UTC, the 4 ms of zoneinfo are saved
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        # not found, no zone file, or a folder of the database such as `Europe`
        raise ValueError(f"there is no time zone `{text}`; {_nearest(text)}") from None
    return text


def _nearest(text: str) -> str:
    """Return what may have been meant; listing all zones takes 30 ms, so only mistakes pay."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    zones = sorted(available_timezones())
    inside = [zone for zone in zones if zone.startswith(f"{text}/") or zone.endswith(f"/{text}")]
    found = inside[:3] or get_close_matches(text, zones, n=1)
    same = [zone for zone in zones if zone.casefold() == text.casefold()]
    if same or found:
        return f"did you mean {', '.join(f'`{zone}`' for zone in same or found)}?"
    return "write an IANA key such as Europe/Paris"
