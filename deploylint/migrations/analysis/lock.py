"""A lock that an operation takes on a table, and what has to be known to tell."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.operations import Operation


class Blocks(StrEnum):
    """What others cannot do meanwhile."""

    ALL = "reads and writes"
    WRITES = "writes"


class Held(StrEnum):
    """How long a lock is held: LONG while rows are read or written.

    It is UNKNOWN where that depends on what the files do not show.
    """

    SHORT = "briefly"
    LONG = "while rows are read or written"
    UNKNOWN = "perhaps while rows are read or written"


class Lock(NamedTuple):
    """A lock on a table; `why` says what takes so long, `fix` how the same is done without it.

    `also` says that the referenced table is locked, too.
    """

    blocks: Blocks
    held: Held
    why: str
    fix: str | None = None
    also: bool = False


class Known(NamedTuple):
    """What is known of the server, and of earlier steps of the release.

    `checked` says that a validated CHECK forbids NULL in the column, None that there may be one.
    `is_null` says that the same statement adds the column, and without a value. `old_type` is that
    of a column before it changes. `utc` says that the session is in that time zone, `unchecked`
    that it does not look at foreign keys (MySQL). `rebuilt` says that the release drops a primary
    key and adds another one. `source` is the statement or call as it is written.
    """

    version: tuple[int, ...] | None = None
    checked: bool | None = False
    is_null: bool = False
    old_type: str | None = None
    utc: bool = False
    unchecked: bool = False
    rebuilt: bool = False
    source: str = ""


Rule = Callable[[Operation, Known], Lock | None]
"""Tells which lock an operation takes, None when nobody waits for it."""

NEWEST = (999,)
"""Stands for a version that nothing says: that of today."""

SHORT = Lock(Blocks.ALL, Held.SHORT, "only the catalogue changes")


def short(_: Operation, __: Known) -> Lock:
    """Return the lock of what only changes the catalogue."""
    return SHORT
