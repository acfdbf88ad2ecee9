"""VACUUM, REINDEX, LOCK TABLE and the like.

From https://www.postgresql.org/docs/current/sql-commands.html,
https://dev.mysql.com/doc/refman/8.4/en/table-maintenance-statements.html and
https://dev.mysql.com/doc/refman/8.4/en/lock-tables.html.
"""

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.queries import read

_REINDEXED = frozenset(("INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"))
_BINLOG = frozenset(("NO_WRITE_TO_BINLOG", "LOCAL"))


def _maintained(cursor: Cursor, what: str, table: str | None) -> Operation:
    return Operation(
        does=Does.MAINTENANCE,
        at=cursor.at,
        table=table,
        object=what,
        text=cursor.text,
    )


def _tables(cursor: Cursor) -> list[str | None]:
    """Return the tables that are listed; one that stands for all if none is."""
    found: list[str | None] = []
    for piece in cursor.pieces():
        piece.accept("ONLY")
        found += [piece.name()] if piece.is_name() else []
    return found or [None]


def vacuum(cursor: Cursor) -> list[Operation]:
    """Read `VACUUM`: only with FULL does it keep others waiting."""
    options = cursor.group()
    is_full = options is not None and "FULL" in options.rest()
    while cursor.peek() in ("FULL", "FREEZE", "VERBOSE", "ANALYZE"):
        is_full = cursor.peek() == "FULL" or is_full
        cursor.i += 1
    if not is_full:
        return read(cursor)
    return [_maintained(cursor, "vacuum full", table) for table in _tables(cursor)]


def cluster(cursor: Cursor) -> list[Operation]:
    """Read `CLUSTER [table [USING index]]`."""
    cursor.group()
    cursor.accept("VERBOSE")
    table = cursor.name() if cursor.is_name() else None
    if cursor.accept("ON"):
        table = cursor.name()
    return [_maintained(cursor, "cluster", table)]


def reindex(cursor: Cursor) -> list[Operation]:
    """Read `REINDEX`; `name` is the index, if it is of one only."""
    options = cursor.group()
    what = cursor.accept_any(_REINDEXED)
    concurrently = cursor.accept("CONCURRENTLY") or (
        options is not None and "CONCURRENTLY" in options.rest()
    )
    name = cursor.name() if cursor.is_name() else None
    found = _maintained(cursor, "reindex", name if what == "TABLE" else None)
    flags = frozenset((Flag.CONCURRENTLY,)) if concurrently else frozenset()
    return [found._replace(name=None if what == "TABLE" else name, flags=flags)]


def lock(cursor: Cursor) -> list[Operation]:
    """Read `LOCK TABLE` and MySQL's `LOCK TABLES`: one operation for each table."""
    if cursor.peek() == "INSTANCE":
        return read(cursor)
    cursor.accept_any(("TABLE", "TABLES"))
    return [_maintained(cursor, "lock table", table) for table in _tables(cursor)]


def of_tables(cursor: Cursor) -> list[Operation]:
    """Read MySQL's `OPTIMIZE TABLE` and `REPAIR TABLE`."""
    word = cursor.tokens[cursor.start].text.lower()
    cursor.skip_any(_BINLOG)
    cursor.accept_any(("TABLE", "TABLES"))
    return [_maintained(cursor, f"{word} table", table) for table in _tables(cursor)]


def refresh(cursor: Cursor) -> list[Operation]:
    """Read `REFRESH MATERIALIZED VIEW [CONCURRENTLY] name`; `name` is that of the view.

    Unlike others, this CONCURRENTLY may stand in a transaction; LOCK_NONE says that nobody waits.
    """
    cursor.accept("MATERIALIZED", "VIEW")
    flags = {Flag.LOCK_NONE} if cursor.accept("CONCURRENTLY") else set()
    name = cursor.name()
    found = _maintained(cursor, "refresh materialized view", None)
    return [found._replace(name=name, flags=frozenset(flags))]


def rename(cursor: Cursor) -> list[Operation]:
    """Read MySQL's `RENAME TABLE a TO b, c TO d`."""
    if cursor.accept("USER"):
        return [Operation(does=Does.RENAME_OBJECT, at=cursor.at, object="user", text=cursor.text)]
    cursor.accept_any(("TABLE", "TABLES"))
    found = []
    for piece in cursor.pieces():
        piece.accept("IF", "EXISTS")
        table = piece.name()
        piece.accept("TO")
        found.append(
            Operation(
                does=Does.RENAME_TABLE,
                at=cursor.at,
                table=table,
                new_name=piece.name(),
                text=cursor.text,
            ),
        )
    return found
