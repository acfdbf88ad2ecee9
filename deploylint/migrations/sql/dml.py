"""Statements on rows.

From https://www.postgresql.org/docs/current/sql-commands.html,
https://dev.mysql.com/doc/refman/8.4/en/sql-data-manipulation-statements.html,
https://www.sqlite.org/lang.html and https://learn.microsoft.com/sql/t-sql/queries/queries.
"""

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.indexes import column_names
from deploylint.migrations.sql.tokens import Kind

_PRIORITY = frozenset(("LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "QUICK", "ONLY", "TABLE"))
_NO_ALIAS = frozenset(
    (
        *("SET", "WHERE", "USING", "FROM", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS"),
        *("ORDER", "LIMIT", "RETURNING", "OUTPUT", "WITH", "ON", "NATURAL", "STRAIGHT_JOIN"),
        *("VALUES", "SELECT", "DEFAULT", "PARTITION", "INDEXED", "NOT", "OPTION", "FOR", "AS"),
    ),
)
_ALWAYS = (["TRUE"], ["1", "=", "1"], ["1"], ["(", "TRUE", ")"], ["(", "1", "=", "1", ")"])
_WHERE_ENDS = ("RETURNING", "ORDER", "LIMIT", "OPTION")


def insert(cursor: Cursor) -> list[Operation]:
    """Read `INSERT`, from behind that word on; IF_NOT_EXISTS is that of `ON CONFLICT DO NOTHING`.

    `REPLACE` and `UPSERT` are read as inserts, too.
    """
    flags: set[Flag] = set()
    _skip_top(cursor)
    cursor.skip_any(_PRIORITY)
    if cursor.accept("OR"):
        flags |= {Flag.IF_NOT_EXISTS} if cursor.peek() == "IGNORE" else set()
        cursor.i += 1
    elif cursor.accept("IGNORE"):
        flags.add(Flag.IF_NOT_EXISTS)
    cursor.accept_any(("INTO", "OVERWRITE"))
    cursor.accept("TABLE")
    table = cursor.name()
    if cursor.accept("AS") or (cursor.is_name() and cursor.peek() not in _NO_ALIAS):
        cursor.i += 1
    columns = _columns(cursor)
    if cursor.has("DO", "NOTHING"):
        flags.add(Flag.IF_NOT_EXISTS)
    return [
        Operation(
            does=Does.INSERT,
            at=cursor.at,
            table=table,
            columns=columns,
            flags=frozenset(flags),
            text=cursor.text,
        ),
    ]


def _columns(cursor: Cursor) -> tuple[str, ...]:
    if cursor.accept("SET"):
        return assigned(cursor)
    if cursor.peek() != "(" or cursor.peek(1) in ("SELECT", "WITH", "VALUES", "("):
        return ()
    inside = cursor.group()
    return tuple(_column(piece) for piece in inside.pieces()) if inside else ()


def _column(piece: Cursor) -> str:
    """Return the last part of the name of a column: `t.a` is `a`."""
    return piece.parts()[-1]


def _skip_top(cursor: Cursor) -> None:
    """T-SQL: `TOP (10) PERCENT`."""
    if cursor.accept("TOP"):
        if cursor.group() is None:
            cursor.i += 1
        cursor.accept("PERCENT")


def update(cursor: Cursor) -> list[Operation]:
    """Read `UPDATE`, from behind that word on."""
    if cursor.accept("STATISTICS"):
        return [Operation(does=Does.READ, at=cursor.at, text=cursor.text)]
    _skip_top(cursor)
    if cursor.accept("OR"):
        cursor.i += 1
    cursor.skip_any(_PRIORITY)
    cursor.accept("IGNORE")
    start = cursor.i
    table = cursor.name()
    at = cursor.find("SET")
    if at is None:
        raise UnreadableError(_NO_SET)
    table = _target(cursor.part(start, at)) or table
    cursor.i = at + 1
    columns = assigned(cursor)
    return [
        Operation(
            does=Does.UPDATE,
            at=cursor.at,
            table=_aliased(cursor, table),
            columns=columns,
            flags=_where(cursor),
            text=cursor.text,
        ),
    ]


_NO_SET = "it does not say what to set"


def _target(tables: Cursor) -> str | None:
    """Return the table whose columns `UPDATE a JOIN b` sets: the first one."""
    if not tables.is_name():
        return None
    return tables.name()


def assigned(cursor: Cursor) -> tuple[str, ...]:
    """Return the columns that `a = 1, (b, c) = (2, 3)` sets; step to the end of it."""
    end = cursor.find("FROM", "WHERE", "RETURNING", "OUTPUT", "ON", "WHEN")
    listed = cursor.part(cursor.i, cursor.end if end is None else end)
    cursor.i = listed.end
    found: list[str] = []
    for piece in listed.pieces():
        inside = piece.group()
        if inside is not None:
            found += column_names(inside)
        elif piece.kind() is Kind.PARAMETER:
            continue
        elif piece.is_name():
            found.append(_column(piece))
    return tuple(dict.fromkeys(found))


def _where(cursor: Cursor) -> frozenset[Flag]:
    """Return WHERE if there is a condition that is not always true."""
    at = cursor.find("WHERE")
    if at is None:
        return frozenset()
    condition = cursor.part(at + 1, cursor.end)
    end = condition.find(*_WHERE_ENDS)
    words = [
        one.text.upper()
        for one in condition.tokens[at + 1 : min(condition.end if end is None else end, at + 7)]
    ]
    return frozenset() if words in _ALWAYS else frozenset((Flag.WHERE,))


def _aliased(cursor: Cursor, table: str) -> str:
    """Return the table that an alias stands for in `UPDATE u SET ... FROM users u`."""
    at = cursor.find("FROM")
    if at is None:
        at = cursor.find("USING")
    if at is None or "." in table:
        return table
    end = cursor.part(at, cursor.end).find("WHERE")
    sources = cursor.part(at + 1, cursor.end if end is None else end)
    depth = 0
    for place in range(sources.start, sources.end):
        word = sources.up[place]
        depth += (word == "(") - (word == ")")
        starts = place == sources.start or sources.up[place - 1] in (",", "JOIN", "FROM", "APPLY")
        if not depth and starts and sources.tokens[place].kind in (Kind.WORD, Kind.QUOTED):
            source = sources.part(place, sources.end)
            name = source.name()
            source.accept("AS")
            if source.is_name() and source.peek() not in _NO_ALIAS and source.identifier() == table:
                return name
    return table


def delete(cursor: Cursor) -> list[Operation]:
    """Read `DELETE`, from behind that word on."""
    _skip_top(cursor)
    cursor.skip_any(_PRIORITY)
    cursor.accept("IGNORE")
    cursor.accept("FROM")
    cursor.accept("ONLY")
    names = [cursor.name()]
    cursor.accept(".", "*")
    while cursor.accept(","):
        names.append(cursor.name())
        cursor.accept(".", "*")
    flags = _where(cursor)
    return [
        Operation(
            does=Does.DELETE,
            at=cursor.at,
            table=_aliased(cursor, name),
            flags=flags,
            text=cursor.text,
        )
        for name in names
    ]


def truncate(cursor: Cursor) -> list[Operation]:
    """Read `TRUNCATE`, from behind that word on: one operation for each table."""
    cursor.accept("TABLE")
    flags = {Flag.IF_EXISTS} if cursor.accept("IF", "EXISTS") else set()
    if cursor.find("CASCADE") is not None:
        flags.add(Flag.CASCADE)
    found = []
    for piece in cursor.pieces():
        piece.accept("ONLY")
        found.append(
            Operation(
                does=Does.TRUNCATE,
                at=cursor.at,
                table=piece.name(),
                flags=frozenset(flags),
                text=cursor.text,
            ),
        )
    return found


def copy(cursor: Cursor) -> list[Operation]:
    """Read PostgreSQL's `COPY`, from behind that word on."""
    if cursor.peek() == "(":
        return _copied(cursor)
    table = cursor.name()
    columns = _columns(cursor)
    if not cursor.accept("FROM"):
        return [Operation(does=Does.READ, at=cursor.at, text=cursor.text)]
    return [
        Operation(
            does=Does.INSERT,
            at=cursor.at,
            table=table,
            columns=columns,
            text=cursor.text,
        ),
    ]


def _copied(cursor: Cursor) -> list[Operation]:
    """`COPY (DELETE ... RETURNING *) TO x`: the statement in it runs."""
    inner = cursor.group()
    if inner is None or cursor.depth:
        raise UnreadableError(_NO_QUERY)
    inner.stand_for(cursor)
    inner.depth = cursor.depth + 1
    return cursor.context.read(inner)


_NO_QUERY = "the query that it copies is missing"


def load(cursor: Cursor) -> list[Operation]:
    """Read MySQL's `LOAD DATA ... INTO TABLE`, from behind LOAD on."""
    at = cursor.find("INTO")
    if not cursor.accept_any(("DATA", "XML")) or at is None:
        return [Operation(does=Does.SETTING, at=cursor.at, name="load", text=cursor.text)]
    cursor.i = at + 1
    cursor.accept("TABLE")
    table = cursor.name()
    return [Operation(does=Does.INSERT, at=cursor.at, table=table, text=cursor.text)]
