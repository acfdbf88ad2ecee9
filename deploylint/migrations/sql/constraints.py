"""Constraints of tables, and those that are written with a column.

From https://www.postgresql.org/docs/current/sql-createtable.html,
https://dev.mysql.com/doc/refman/8.4/en/create-table.html,
https://www.sqlite.org/lang_createtable.html and
https://learn.microsoft.com/sql/t-sql/statements/alter-table-table-constraint-transact-sql.
"""

from collections.abc import Callable
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.defaults import read_default
from deploylint.migrations.sql.indexes import column_names

STARTS = frozenset(("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE"))
"""Words that begin the constraint of a table."""

_KINDS = {
    "PRIMARY": ConstraintKind.PRIMARY_KEY,
    "UNIQUE": ConstraintKind.UNIQUE,
    "FOREIGN": ConstraintKind.FOREIGN_KEY,
    "CHECK": ConstraintKind.CHECK,
    "EXCLUDE": ConstraintKind.EXCLUDE,
}
_NEVER_UNCHECKED = {
    ConstraintKind.PRIMARY_KEY: "PRIMARY KEY",
    ConstraintKind.UNIQUE: "UNIQUE",
    ConstraintKind.EXCLUDE: "EXCLUDE",
}
_FILLERS = frozenset(
    ("KEY", "INDEX", "CLUSTERED", "NONCLUSTERED", "NULLS", "NOT", "DISTINCT", "HASH", "WITHOUT"),
)
_ACTIONS = frozenset(("CASCADE", "RESTRICT"))


class Owner(NamedTuple):
    """The table that a constraint belongs to, and flags that the whole statement gives."""

    table: str
    flags: frozenset[Flag] = frozenset()


def is_constraint(cursor: Cursor) -> bool:
    """Say whether a constraint of a table comes next, and no column of such a name."""
    word = cursor.peek()
    if word not in STARTS:
        return False
    if word == "CONSTRAINT":
        return True
    if word in ("PRIMARY", "FOREIGN"):
        return cursor.peek(1) == "KEY"
    return True


def read_constraint(cursor: Cursor, owner: Owner) -> Operation:
    """Read the constraint of a table: `[CONSTRAINT name] UNIQUE (a, b)` and the like."""
    name = None
    if cursor.accept("CONSTRAINT"):
        cursor.accept("IF", "NOT", "EXISTS")
        if cursor.peek() not in _KINDS:
            name = cursor.identifier()
    special = _SPECIAL.get(cursor.peek())
    if special is not None:
        return special(cursor, owner, name)
    kind = _KINDS.get(cursor.accept_any(_KINDS))
    if kind is None:
        message = "what the constraint demands is not known"
        raise UnreadableError(message)
    cursor.skip_any(_FILLERS)
    if cursor.accept("IF", "NOT", "EXISTS"):
        owner = owner._replace(flags=owner.flags | {Flag.IF_NOT_EXISTS})
    return _constraint(cursor, owner, name, kind)


def _constraint(cursor: Cursor, owner: Owner, name: str | None, kind: ConstraintKind) -> Operation:
    """Read on behind `UNIQUE` or `FOREIGN KEY`."""
    inner = None if cursor.peek() in ("(", "USING") or not cursor.is_name() else cursor.identifier()
    index, columns = _covered(cursor, kind)
    references = read_references(cursor) if kind is ConstraintKind.FOREIGN_KEY else None
    flags = owner.flags | _flags(cursor, index)
    is_index = kind is ConstraintKind.UNIQUE and _makes_index(cursor, inner)
    return Operation(
        does=Does.CREATE_INDEX if is_index else Does.ADD_CONSTRAINT,
        at=cursor.at,
        table=owner.table,
        name=_name(name, inner, index, kind),
        columns=columns,
        constraint=kind,
        references=references,
        flags=flags | {Flag.UNIQUE} if is_index else flags,
        fails=_fails(cursor, kind, flags),
        text=cursor.text,
    )


def _makes_index(cursor: Cursor, inner: str | None) -> bool:
    """In MySQL, every unique key is an index and is dropped as one."""
    return cursor.context.dialect is Dialect.MYSQL or (
        inner is not None and not cursor.context.is_postgres
    )


def _name(
    name: str | None,
    inner: str | None,
    index: str | None,
    kind: ConstraintKind,
) -> str | None:
    """Return the name of a key: without one of its own, it takes that of its index."""
    if kind is ConstraintKind.UNIQUE:
        return inner or name or index
    return name or index


def _covered(cursor: Cursor, kind: ConstraintKind) -> tuple[str | None, tuple[str, ...]]:
    """Step over `USING INDEX i` or over the columns; return the index and the columns."""
    if cursor.accept("USING", "INDEX"):
        return cursor.identifier(), ()
    if cursor.accept("USING"):
        cursor.i += 1
    inside = cursor.group()
    if inside is None or kind in (ConstraintKind.CHECK, ConstraintKind.EXCLUDE):
        return None, ()
    return None, column_names(inside)


def read_references(cursor: Cursor) -> str | None:
    """Step over `REFERENCES t (columns)` and what happens on changes; return the table."""
    if not cursor.accept("REFERENCES"):
        return None
    table = cursor.name()
    cursor.group()
    while True:
        if cursor.accept("MATCH"):
            cursor.i += 1
        elif cursor.ahead("ON", "DELETE") or cursor.ahead("ON", "UPDATE"):
            cursor.i += 2
            if not cursor.accept_any(_ACTIONS):
                cursor.i += 2
                cursor.group()
        else:
            return table


def _flags(cursor: Cursor, index: str | None) -> frozenset[Flag]:
    flags = {Flag.USING_INDEX} if index is not None else set()
    if cursor.has("NOT", "VALID"):
        flags.add(Flag.NOT_VALID)
    if cursor.has("ONLINE"):
        flags.add(Flag.LOCK_NONE)
    return frozenset(flags)


def _fails(cursor: Cursor, kind: ConstraintKind, flags: frozenset[Flag]) -> str | None:
    words = _NEVER_UNCHECKED.get(kind)
    if words and Flag.NOT_VALID in flags and cursor.context.dialect is Dialect.POSTGRESQL:
        return f"PostgreSQL refuses NOT VALID for {words}"
    return None


def _not_null(cursor: Cursor, owner: Owner, name: str | None) -> Operation:
    """PostgreSQL 18: `CONSTRAINT x NOT NULL a [NOT VALID]`."""
    if not cursor.accept("NOT", "NULL"):
        message = "what the constraint demands is not known"
        raise UnreadableError(message)
    del name
    return Operation(
        does=Does.SET_NOT_NULL,
        at=cursor.at,
        table=owner.table,
        name=cursor.identifier(),
        flags=owner.flags | _flags(cursor, None),
        text=cursor.text,
    )


def _default(cursor: Cursor, owner: Owner, name: str | None) -> Operation:
    """T-SQL: `CONSTRAINT x DEFAULT 0 FOR a`."""
    cursor.accept("DEFAULT")
    del name
    read_default(cursor)
    cursor.accept("FOR")
    return Operation(
        does=Does.SET_DEFAULT,
        at=cursor.at,
        table=owner.table,
        name=cursor.identifier(),
        text=cursor.text,
    )


_SPECIAL: dict[str, Callable[[Cursor, Owner, str | None], Operation]] = {
    "NOT": _not_null,
    "DEFAULT": _default,
}
