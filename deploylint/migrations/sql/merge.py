"""MERGE, and statements that begin with WITH.

From https://www.postgresql.org/docs/current/sql-merge.html,
https://www.postgresql.org/docs/current/queries-with.html and
https://learn.microsoft.com/sql/t-sql/statements/merge-transact-sql.
"""

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.dml import assigned
from deploylint.migrations.sql.indexes import column_names
from deploylint.migrations.sql.queries import read

_CHANGING = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT"))
_MAIN = frozenset(("SELECT", "VALUES", "TABLE", "(")) | _CHANGING


def merge(cursor: Cursor) -> list[Operation]:
    """Read `MERGE`, from behind that word on: one operation for each thing that it does."""
    cursor.accept_any(("INTO",))
    cursor.accept("ONLY")
    table = cursor.name()
    found: dict[tuple[Does, tuple[str, ...]], Operation] = {}
    at = cursor.find("THEN")
    while at is not None:
        cursor.i = at + 1
        action = cursor.accept_any(_CHANGING)
        columns: tuple[str, ...] = ()
        if action == "UPDATE" and cursor.accept("SET"):
            columns = assigned(cursor)
        elif action == "INSERT" and cursor.peek() == "(":
            inside = cursor.group()
            columns = column_names(inside) if inside else ()
        does = _DOES.get(action)
        if does is not None:
            flags = frozenset() if does is Does.INSERT else frozenset((Flag.WHERE,))
            found[does, columns] = Operation(
                does=does,
                at=cursor.at,
                table=table,
                columns=columns,
                flags=flags,
                text=cursor.text,
            )
        at = cursor.find("THEN")
    return list(found.values()) or read(cursor)


_DOES = {"INSERT": Does.INSERT, "UPDATE": Does.UPDATE, "DELETE": Does.DELETE}


def with_(cursor: Cursor) -> list[Operation]:
    """Read `WITH x AS (...) statement`, from behind WITH on: what changes rows, in order."""
    cursor.accept("RECURSIVE")
    found: list[Operation] = []
    while not cursor.done and cursor.peek() not in _MAIN:
        cursor.name()
        cursor.group()
        if not cursor.accept("AS"):
            raise UnreadableError(_NO_QUERY)
        cursor.skip_any(("NOT", "MATERIALIZED"))
        body = cursor.group()
        if body is not None and body.peek() in _CHANGING:
            found += cursor.context.read(body)
        elif body is not None and body.peek() in _QUERYING:
            if cursor.depth > _DEEPEST:
                raise UnreadableError(_TOO_DEEP)
            body.depth = cursor.depth + 1
            found += [one for one in cursor.context.read(body) if one.does in _COUNTS]
        if not cursor.accept(","):
            break
    _skip_search(cursor)
    main = cursor.part(cursor.i, cursor.end)
    main.stand_for(cursor)
    main.depth = cursor.depth + 1
    is_select = main.peek() not in _CHANGING
    found += cursor.context.read(main)
    reads = [one for one in found if one.does is not Does.READ]
    return reads if reads and is_select else found


_DEEPEST = 8
_TOO_DEEP = "its queries are nested too deeply"
_QUERYING = frozenset(("SELECT", "WITH"))
_COUNTS = frozenset((*_DOES.values(), Does.OPAQUE))
"""What a query may do beside reading: its own WITH changes rows, its functions do anything."""

_NO_QUERY = "the query of a WITH is missing"


def _skip_search(cursor: Cursor) -> None:
    """Step over `SEARCH ...` and `CYCLE ...` of a recursive query."""
    if cursor.peek() in ("SEARCH", "CYCLE"):
        at = cursor.find(*_MAIN)
        cursor.i = cursor.end if at is None else at
