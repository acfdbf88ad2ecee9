"""The way to a file: each link that is followed, one after the other."""

import os
from collections.abc import Callable
from typing import NamedTuple

MOST = 40
"""Links that are followed on one way, as Linux does: path_resolution(7)."""

Leads = Callable[[str], str | None]
"""What a path holds if it is a link, None if it is none."""


class Way(NamedTuple):
    """The links on the way to a file, and where it ends: whole paths without links before them.

    `end` is None where the way leads in a circle or through too many links.
    """

    links: tuple[str, ...]
    end: str | None


def way_to(path: str, leads: Leads) -> Way:
    """Return the way to a whole path, name by name as the system goes it.

    `..` is what lies above where a link led to, so it must not be taken out beforehand.
    """
    names = path.split(os.sep)[::-1]
    here = os.sep
    links: list[str] = []
    while names:
        name = names.pop()
        if name in ("", os.curdir):
            continue
        if name == os.pardir:
            here = os.path.dirname(here)
            continue
        at = os.path.join(here, name)
        target = leads(at)
        if target is None:
            here = at
            continue
        links.append(at)
        if len(links) > MOST:
            return Way(tuple(links), None)
        names += target.split(os.sep)[::-1]
        if os.path.isabs(target):
            here = os.sep
    return Way(tuple(links), here)


def link_on_disk(path: str) -> str | None:
    """Return what a link holds, None for what is none or is not there."""
    try:
        return os.readlink(path)
    except (OSError, ValueError):
        return None
