"""What stands for a tier in a calendar: a letter or mark, and a shade. Names of tiers are free.

Capital letters and digits are permitted tiers, small letters and marks are closed ones.
"""

from collections.abc import Iterator
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from deploylint.model.calendar import Grid
from deploylint.model.windows import FROZEN, WindowRules

CLOSED = "."
"""The mark of the mildest tier that is not permitted: most hours of a week are of it."""

CLOSED_HARD = "x"
FROZEN_MARK = "f"


class Shade(StrEnum):
    """How a tier is painted: permitted tiers from best to worst, closed ones from mild to hard."""

    BEST = "p0"
    GOOD = "p1"
    FAIR = "p2"
    CLOSED = "n0"
    CLOSED_MORE = "n1"
    CLOSED_HARD = "n2"
    FROZEN = "fz"


class Key(NamedTuple):
    """What stands for one tier; `symbol` is one ASCII character."""

    tier: str
    symbol: str
    shade: Shade
    permitted: bool


def keys_of(rules: WindowRules) -> dict[str, Key]:
    """Return the keys of all tiers, permitted ones first, by the name of the tier."""
    free = [*ascii_uppercase, *digits]
    free_small = [char for char in ascii_lowercase if char not in (FROZEN_MARK, CLOSED_HARD)]
    permitted = [tier for tier in rules.tiers if tier in rules.permit]
    closed = [tier for tier in rules.tiers if tier not in rules.permit]
    keys = [
        *_permitted(permitted, free),
        *_closed(closed, free_small),
        Key(FROZEN, FROZEN_MARK, Shade.FROZEN, permitted=False),
    ]
    return {key.tier: key for key in keys}


def used(grid: Grid, keys: dict[str, Key]) -> tuple[Key, ...]:
    """Return the keys of the tiers that the days have."""
    seen = {slot.tier for day in grid.days for slot in day.slots}
    return tuple(key for key in keys.values() if key.tier in seen)


def _permitted(tiers: list[str], free: list[str]) -> Iterator[Key]:
    shades = (Shade.BEST, Shade.GOOD, Shade.FAIR)
    for rank, tier in enumerate(tiers):
        shade = shades[min(rank, len(shades) - 1)]
        yield Key(tier, _letter(tier.upper(), free), shade, permitted=True)


def _closed(tiers: list[str], free: list[str]) -> Iterator[Key]:
    last = len(tiers) - 1
    for rank, tier in enumerate(tiers):
        if rank == 0:
            yield Key(tier, CLOSED, Shade.CLOSED, permitted=False)
        elif rank == last:
            yield Key(tier, CLOSED_HARD, Shade.CLOSED_HARD, permitted=False)
        else:
            yield Key(tier, _letter(tier.lower(), free), Shade.CLOSED_MORE, permitted=False)


def _letter(tier: str, free: list[str]) -> str:
    """Take the first letter of the name that stands for no other tier."""
    letter = next((char for char in tier if char in free), free[0])
    free.remove(letter)
    return letter
