"""Indexes.

From https://www.postgresql.org/docs/current/sql-createindex.html,
https://dev.mysql.com/doc/refman/8.4/en/create-index.html,
https://learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql and
https://www.cockroachlabs.com/docs/stable/create-index.
"""

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.online import demands
from deploylint.migrations.sql.tokens import Kind


def column_names(inside: Cursor) -> tuple[str, ...]:
    """Return the columns of an index or key; expressions are left out."""
    found = []
    for piece in inside.pieces():
        if not piece.is_name():
            continue
        if piece.peek(1) == "(" and piece.kind(2) is not Kind.NUMBER:
            continue
        if piece.peek(1) in _OPERATORS:
            continue
        found.append(piece.identifier())
    return tuple(found)


_OPERATORS = frozenset((".", "->", "->>", "::", "||", "+", "-", "*", "/", "=", "<", ">"))


def create_index(cursor: Cursor, *, unique: bool) -> Operation:
    """Read `CREATE INDEX`, from behind the word INDEX on."""
    flags = {Flag.UNIQUE} if unique else set()
    if cursor.accept("CONCURRENTLY"):
        flags.add(Flag.CONCURRENTLY)
    if cursor.accept("IF", "NOT", "EXISTS"):
        flags.add(Flag.IF_NOT_EXISTS)
    name = None if cursor.peek() in ("ON", "(") else cursor.name()
    if cursor.accept("USING"):
        cursor.i += 1
    cursor.accept("ON")
    cursor.accept("ONLY")
    table = cursor.name()
    _skip_method(cursor)
    inside = cursor.group()
    return Operation(
        does=Does.CREATE_INDEX,
        at=cursor.at,
        table=table,
        name=name,
        columns=column_names(inside) if inside else (),
        flags=frozenset(flags) | demands(cursor),
        text=cursor.text,
    )


def _skip_method(cursor: Cursor) -> None:
    if cursor.accept("USING"):
        cursor.i += 1


def read_key(cursor: Cursor, table: str, flags: frozenset[Flag]) -> Operation:
    """Read `INDEX name (columns)` of MySQL's ALTER TABLE, from behind INDEX or KEY on."""
    exists = cursor.accept("IF", "NOT", "EXISTS")
    name = cursor.identifier() if cursor.is_name() and cursor.peek() != "USING" else None
    _skip_method(cursor)
    inside = cursor.group()
    return Operation(
        does=Does.CREATE_INDEX,
        at=cursor.at,
        table=table,
        name=name,
        columns=column_names(inside) if inside else (),
        flags=flags | {Flag.IF_NOT_EXISTS} if exists else flags,
        text=cursor.text,
    )


def drop_index(cursor: Cursor) -> list[Operation]:
    """Read `DROP INDEX`, from behind the word INDEX on."""
    flags = {Flag.CONCURRENTLY} if cursor.accept("CONCURRENTLY") else set()
    if cursor.accept("IF", "EXISTS"):
        flags.add(Flag.IF_EXISTS)
    if cursor.find("CASCADE") is not None:
        flags.add(Flag.CASCADE)
    pieces = cursor.pieces()
    found = [_dropped(piece, frozenset(flags)) for piece in pieces]
    fails = _refused(cursor, flags, len(pieces))
    if len(found) == 1:
        found = [found[0]._replace(at=cursor.at)]
    return [one._replace(text=cursor.text, fails=fails) for one in found]


def _dropped(piece: Cursor, flags: frozenset[Flag]) -> Operation:
    if piece.accept("ON"):  # a full-text index of SQL Server, which has no name
        return Operation(does=Does.DROP_INDEX, at=piece.at, table=piece.name(), flags=flags)
    parts = piece.parts()
    table = None
    behind = piece.at_name()
    if behind is not None:
        table, name = qualified(parts), behind
    elif piece.accept("ON"):
        table, name = piece.name(), parts[-1]
    elif piece.context.dialect is Dialect.MSSQL and len(parts) > 1:
        table, name = qualified(parts[:-1]), parts[-1]
    else:
        name = qualified(parts)
    return Operation(
        does=Does.DROP_INDEX,
        at=piece.at,
        table=table,
        name=name,
        flags=flags | demands(piece),
    )


def _refused(cursor: Cursor, flags: set[Flag], number: int) -> str | None:
    if Flag.CONCURRENTLY not in flags or cursor.context.dialect is not Dialect.POSTGRESQL:
        return None
    if number > 1:
        return "PostgreSQL drops only one index at a time CONCURRENTLY"
    if Flag.CASCADE in flags:
        return "PostgreSQL does not drop CONCURRENTLY with CASCADE"
    return None


def alter_index(cursor: Cursor) -> Operation:
    """Read `ALTER INDEX`, from behind the word INDEX on."""
    flags = frozenset((Flag.IF_EXISTS,)) if cursor.accept("IF", "EXISTS") else frozenset()
    parts = cursor.parts()
    table, name = None, qualified(parts)
    behind = cursor.at_name()
    if behind is not None:
        table, name = name, behind
    elif cursor.accept("ON"):
        table = cursor.name()
    does, new_name, what = Does.ALTER_OBJECT, None, "index"
    if cursor.accept("RENAME", "TO"):
        does, new_name = Does.RENAME_INDEX, cursor.context.renamed(name, cursor.name())
    elif cursor.accept_any(("REBUILD", "REORGANIZE")):
        does, what = Does.MAINTENANCE, "rebuild index"
    return Operation(
        does=does,
        at=cursor.at,
        table=table,
        name=name,
        new_name=new_name,
        object=None if does is Does.RENAME_INDEX else what,
        flags=flags | demands(cursor),
        text=cursor.text,
    )
