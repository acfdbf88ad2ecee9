"""Which tz database and which library of holidays an answer rests on, told without importing it."""

import os
import re
from collections.abc import Iterable

from deploylint import __version__
from deploylint.model.windowreport import Versions

_RELEASE = re.compile(rb"# version (\w+)")
"""How `tzdata.zi`, the source that zic(8) compiles, begins."""

_HEAD = 64
"""Bytes; the release stands in the first line."""


def versions(zones: Iterable[str], *, holidays: bool) -> Versions:
    """Return the versions of what reads the `zones` (IANA keys) and, if asked, of `holidays`."""
    key = next((zone for zone in zones if zone != "UTC"), None)
    release, source = (None, None) if key is None else _database(key)
    return Versions(
        deploylint=__version__,
        tzdata=release,
        tzdata_source=source,
        holidays=_holidays() if holidays else None,
    )


def _database(key: str) -> tuple[str | None, str]:
    """Return the release of the tz database that a zone is read from, and whose it is.

    zoneinfo takes the first folder of its path that has the zone, and only then the package
    (https://docs.python.org/3/library/zoneinfo.html#data-sources).
    """
    from zoneinfo import TZPATH

    for folder in TZPATH:
        if os.path.isfile(os.path.join(folder, *key.split("/"))):
            return _system_release(folder), "system"
    # only machines without a database of their own read the package
    from importlib import import_module

    return str(import_module("tzdata").IANA_VERSION), "package"


def _system_release(folder: str) -> str | None:
    """Return the release that a folder states: Linux in tzdata.zi, macOS and BSD in +VERSION."""
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with open(os.path.join(folder, name), "rb") as file:
                head = file.read(_HEAD)
        except OSError:
            continue
        found = _RELEASE.match(head) or re.match(rb"(\d{4}\w+)\s*$", head)
        if found:
            return found[1].decode()
    return None


def _holidays() -> str | None:
    """Return the version of the package by the name of its metadata; importing takes 50 ms."""
    from importlib.machinery import PathFinder

    spec = PathFinder.find_spec("holidays")
    if spec is None or spec.origin is None:
        return None
    try:
        names = os.listdir(os.path.dirname(os.path.dirname(spec.origin)))
    except OSError:
        return None
    found = (re.fullmatch(r"holidays-(.+)\.dist-info", name) for name in sorted(names))
    return next((match[1] for match in found if match), None)
