"""Queries, which change nothing unless a function of theirs does, and the calls of procedures.

From https://www.postgresql.org/docs/current/sql-select.html,
https://dev.mysql.com/doc/refman/8.4/en/select-into.html and
https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql.
"""

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.sql.calls import called, unknown_call
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.functions import SEQUENCES
from deploylint.migrations.sql.lexer import tokens
from deploylint.migrations.sql.tokens import Kind

_CREATE_BY_INTO = (None, Dialect.POSTGRESQL, Dialect.COCKROACHDB, Dialect.MSSQL)
_TEMPORARY = frozenset(("TEMP", "TEMPORARY"))


def read(cursor: Cursor) -> list[Operation]:
    """Return that the statement changes nothing."""
    return [Operation(does=Does.READ, at=cursor.at, text=cursor.text)]


def select(cursor: Cursor) -> list[Operation]:
    """Read a query, from behind its first word on."""
    context = cursor.context
    if not context.procedural and context.dialect in _CREATE_BY_INTO:
        into = cursor.find("INTO")
        if into is not None and cursor.tokens[min(into + 1, cursor.end - 1)].kind in _NAMES:
            return _into(cursor, into)
    if "(" in cursor.up:
        told = _moved_sequence(cursor) or _configured(cursor)
        name = unknown_call(cursor, frozenset() if told is None else _TOLD)
        if name is not None:
            message = f"it calls the function {name[:60]}(), which may change something"
            raise UnreadableError(message)
        if told is not None:
            return [told]
    return read(cursor)


_TOLD = SEQUENCES | {"set_config"}
_NAMES = (Kind.WORD, Kind.QUOTED)


def _into(cursor: Cursor, into: int) -> list[Operation]:
    """`SELECT ... INTO t` creates the table; its columns are not known."""
    cursor.i = into + 1
    flags = {Flag.TEMPORARY} if cursor.accept_any(_TEMPORARY) else set()
    if cursor.peek() in ("OUTFILE", "DUMPFILE"):
        return read(cursor)
    cursor.accept_any(("UNLOGGED", "STRICT"))
    cursor.accept("TABLE")
    table = cursor.name()
    if table.startswith("#"):
        flags.add(Flag.TEMPORARY)
    return [
        Operation(
            does=Does.CREATE_TABLE,
            at=cursor.at,
            table=table,
            flags=frozenset(flags),
            text=cursor.text,
        ),
    ]


def _call_of(cursor: Cursor, names: frozenset[str]) -> int | None:
    """Return the place of the first call of one of these functions."""
    for at in range(cursor.i, cursor.end - 1):
        if cursor.up[at + 1] == "(" and called(cursor, at) in names:
            return at
    return None


def _moved_sequence(cursor: Cursor) -> Operation | None:
    at = _call_of(cursor, SEQUENCES)
    if at is None:
        return None
    argument = cursor.part(at + 2, cursor.end).string()
    return Operation(
        does=Does.ALTER_OBJECT,
        at=cursor.at,
        name=None if argument is None else name_in(cursor, argument)[-1],
        object="sequence",
        text=cursor.text,
    )


def _configured(cursor: Cursor) -> Operation | None:
    """PostgreSQL: `SELECT set_config('search_path', '', false)` is a SET."""
    at = _call_of(cursor, frozenset(("set_config",)))
    if at is None:
        return None
    arguments = [piece.string() for piece in _arguments(cursor, at)]
    if not arguments or arguments[0] is None:
        return None
    return Operation(
        does=Does.SETTING,
        at=cursor.at,
        name=arguments[0].lower(),
        value=arguments[1] if len(arguments) > 1 else None,
        text=cursor.text,
    )


def _arguments(cursor: Cursor, at: int) -> list[Cursor]:
    opened = cursor.part(at + 1, cursor.end)
    inside = opened.group()
    return inside.pieces() if inside is not None else []


def name_in(cursor: Cursor, text: str) -> tuple[str, ...]:
    """Return the parts of a name that stands in a string; the name as a whole comes last."""
    inner = Cursor(cursor.context, tokens(text, cursor.context.dialect).tokens, cursor.at)
    parts = inner.parts()
    inner.i = 0
    return (*parts, inner.name())


def call(cursor: Cursor) -> list[Operation]:
    """Read `CALL x()`: what a procedure does is not known."""
    name = cursor.name() if cursor.is_name() else "that is computed"
    message = f"it calls the procedure {name[:60]}, which may change something"
    raise UnreadableError(message)


def explain(cursor: Cursor) -> list[Operation]:
    """Read `EXPLAIN`, which runs its statement with ANALYZE only."""
    options = cursor.group()
    analyses = cursor.accept("ANALYZE") or (options is not None and "ANALYZE" in options.rest())
    cursor.accept_any(("VERBOSE", "EXTENDED"))
    if not analyses or cursor.depth:
        return read(cursor)
    inner = cursor.part(cursor.i, cursor.end)
    inner.stand_for(cursor)
    inner.depth = cursor.depth + 1
    return cursor.context.read(inner)
