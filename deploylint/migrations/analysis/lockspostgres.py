"""Locks of PostgreSQL.

https://www.postgresql.org/docs/current/explicit-locking.html and
https://www.postgresql.org/docs/current/sql-altertable.html; a test compares them with a server.
"""

import re
from collections.abc import Mapping

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.analysis.lock import (
    NEWEST,
    SHORT,
    Blocks,
    Held,
    Known,
    Lock,
    Rule,
    short,
)
from deploylint.migrations.analysis.overwrites import Using, using_of
from deploylint.migrations.analysis.types import rewrites
from deploylint.model.migrationtools import Dialect

FAST_DEFAULT = (11,)
"""From this version on a column with a constant default needs no new rows."""

CHECKED_NOT_NULL = (12,)
"""From this version on NOT NULL is believed when a CHECK says so."""

FIX_INDEX = "create it CONCURRENTLY, in a migration of its own without a transaction"
FIX_CONSTRAINT = "add it NOT VALID, and VALIDATE it in a later transaction"
FIX_UNIQUE = "create a unique index CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX"
FIX_NOT_NULL = "add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it, then SET NOT NULL"
FIX_COLUMN = "add it nullable, set the default, fill it in batches, then demand NOT NULL"
FIX_TYPE = "add a new column, copy in batches, and swap them in a later release"
FIX_PARTITION = "add a CHECK that proves the bounds to the partition first, and VALIDATE it"
FIX_REFRESH = "give the view a unique index and refresh it CONCURRENTLY"
FIX_LATER = "leave it to maintenance hours"

BRIEF_WRITES = Lock(Blocks.WRITES, Held.SHORT, "only the catalogue changes")
_BUILT = "an index over the whole table is built for it"
_UNIQUE = Lock(Blocks.ALL, Held.LONG, _BUILT, FIX_UNIQUE)
CONSTRAINTS: Mapping[ConstraintKind, Lock] = {
    ConstraintKind.FOREIGN_KEY: Lock(
        Blocks.WRITES,
        Held.LONG,
        "every row is looked up in the referenced table, which is locked, too",
        FIX_CONSTRAINT,
        also=True,
    ),
    ConstraintKind.CHECK: Lock(
        Blocks.ALL, Held.LONG, "every row is read to check it", FIX_CONSTRAINT
    ),
    ConstraintKind.EXCLUDE: Lock(Blocks.ALL, Held.LONG, _BUILT, FIX_LATER),
    ConstraintKind.UNIQUE: _UNIQUE,
    ConstraintKind.PRIMARY_KEY: _UNIQUE,
}
_WEAK = re.compile(r"(?i)\bin\s+(access\s+share|row\s+share|row\s+exclusive|share\s+update)\b")
_STRONG = re.compile(r"(?i)\bin\s+(share|share\s+row\s+exclusive|exclusive)\s+mode\b")
_MOVED = re.compile(r"(?i)\bset\s+(logged|unlogged|tablespace|access\s+method)\b")
_QUIET = re.compile(
    r"(?i)\bset\s*\(|\breset\s*\(|\bcluster\s+on\b|\bset\s+without\s+cluster\b"
    r"|\bset\s+statistics\b|\bvalidate\b"
)
"""What changes a table under a lock that only another change waits for."""


def _add_column(one: Operation, known: Known) -> Lock:
    old = (known.version or NEWEST) < FAST_DEFAULT
    computed = {Flag.VOLATILE_DEFAULT, Flag.IDENTITY, Flag.GENERATED} & one.flags
    if computed or (old and {Flag.DEFAULT, Flag.DEFAULT_DROPPED} & one.flags):
        why = "every row is written anew for the value of the new column"
        return Lock(Blocks.ALL, Held.LONG, why, FIX_COLUMN)
    return SHORT


def _type(one: Operation, known: Known) -> Lock:
    using = Using.NONE
    if Flag.USING in one.flags:
        using = using_of(known.source or one.text, Dialect.POSTGRESQL, one.name or "")
    plain = using in (Using.NONE, Using.CAST)
    rewritten = rewrites(known.old_type, one.type, utc=known.utc) if plain else True
    if rewritten is False:
        return SHORT
    why = "every row and index is written anew"
    if rewritten:
        return Lock(Blocks.ALL, Held.LONG, why, FIX_TYPE)
    unless = "" if known.old_type is None else ", unless the session is in UTC"
    doubt = unless if "timestamp" in (one.type or "") else ""
    return Lock(Blocks.ALL, Held.UNKNOWN, f"{why}{doubt}", FIX_TYPE)


def _not_null(one: Operation, known: Known) -> Lock:
    if Flag.NOT_VALID in one.flags:
        return SHORT
    why = "every row is read to prove that none is NULL"
    if known.checked is False or (known.version or NEWEST) < CHECKED_NOT_NULL:
        return Lock(Blocks.ALL, Held.LONG, why, FIX_NOT_NULL)
    if known.checked is None:
        return Lock(Blocks.ALL, Held.UNKNOWN, f"{why}, unless a CHECK of it is valid already")
    return SHORT


def _index(one: Operation, known: Known) -> Lock | None:
    if Flag.CONCURRENTLY in one.flags:
        return None
    if re.search(r"(?i)\bon\s+only\b", known.source or one.text):
        return BRIEF_WRITES  # its partitions get theirs later
    return Lock(Blocks.WRITES, Held.LONG, "the whole table is read to build the index", FIX_INDEX)


def _unless_concurrently(one: Operation, _: Known) -> Lock | None:
    return None if Flag.CONCURRENTLY in one.flags else SHORT


def _constraint(one: Operation, known: Known) -> Lock | None:
    if one.constraint is None or Flag.USING_INDEX in one.flags:
        return SHORT
    lock = CONSTRAINTS[one.constraint]
    is_brief = one.constraint is ConstraintKind.FOREIGN_KEY and known.is_null
    if is_brief or Flag.NOT_VALID in one.flags:
        return lock._replace(held=Held.SHORT, why=SHORT.why, fix=None)
    return lock


def _attach(_: Operation, __: Known) -> Lock:
    why = "every row of the partition is read, unless a CHECK proves its bounds"
    return Lock(Blocks.ALL, Held.UNKNOWN, why, FIX_PARTITION)


def _altered_column(one: Operation, known: Known) -> Lock | None:
    return None if _QUIET.search(known.source or one.text) else SHORT


def _altered(one: Operation, known: Known) -> Lock | None:
    text = known.source or one.text
    if one.object in ("trigger", "rule"):
        return BRIEF_WRITES if one.object == "trigger" else SHORT
    if one.object != "table" or _QUIET.search(text):
        return None
    if _MOVED.search(text):
        return Lock(Blocks.ALL, Held.LONG, "every row is written anew", FIX_LATER)
    return SHORT


def _created(one: Operation, _: Known) -> Lock | None:
    if one.object == "trigger":
        return BRIEF_WRITES
    return SHORT if one.object in ("policy", "rule") else None


def _dropped(one: Operation, _: Known) -> Lock | None:
    return SHORT if one.object in ("trigger", "policy", "rule") else None


def _maintenance(one: Operation, known: Known) -> Lock | None:
    if {Flag.CONCURRENTLY, Flag.LOCK_NONE} & one.flags:
        return None
    if one.object == "lock table":
        return _locked(known.source or one.text)
    if one.object == "reindex":
        fix = "reindex it CONCURRENTLY, outside a transaction"
        return Lock(Blocks.WRITES, Held.LONG, "REINDEX reads the whole table", fix)
    if one.object == "refresh materialized view":
        return Lock(Blocks.ALL, Held.LONG, "all of the view is computed anew", FIX_REFRESH)
    what = (one.object or "maintenance").upper()
    return Lock(Blocks.ALL, Held.LONG, f"{what} writes the whole table anew", FIX_LATER)


def _locked(text: str) -> Lock | None:
    """Return the lock of `LOCK TABLE ... IN ... MODE`, which stays until the transaction ends."""
    if _WEAK.search(text):
        return None
    blocks = Blocks.WRITES if _STRONG.search(text) else Blocks.ALL
    return Lock(blocks, Held.UNKNOWN, "the lock is held until the transaction ends")


POSTGRESQL: Mapping[Does, Rule] = {
    Does.ADD_COLUMN: _add_column,
    Does.CHANGE_TYPE: _type,
    Does.SET_NOT_NULL: _not_null,
    Does.CREATE_INDEX: _index,
    Does.DROP_INDEX: _unless_concurrently,
    Does.ADD_CONSTRAINT: _constraint,
    Does.ATTACH_PARTITION: _attach,
    Does.DETACH_PARTITION: _unless_concurrently,
    Does.MAINTENANCE: _maintenance,
    Does.ALTER_COLUMN: _altered_column,
    Does.ALTER_OBJECT: _altered,
    Does.CREATE_OBJECT: _created,
    Does.REPLACE_OBJECT: _created,
    Does.DROP_OBJECT: _dropped,
    **dict.fromkeys(
        (
            *(Does.DROP_TABLE, Does.RENAME_TABLE, Does.TRUNCATE, Does.DROP_COLUMN),
            *(Does.RENAME_COLUMN, Does.DROP_NOT_NULL, Does.SET_DEFAULT, Does.DROP_DEFAULT),
            *(Does.DROP_CONSTRAINT, Does.RENAME_CONSTRAINT, Does.SET_SCHEMA),
        ),
        short,
    ),
}
