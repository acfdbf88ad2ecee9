"""Tables that are created.

From https://www.postgresql.org/docs/current/sql-createtable.html,
https://dev.mysql.com/doc/refman/8.4/en/create-table.html,
https://www.sqlite.org/lang_createtable.html and
https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql.
"""

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.sql.columns import read_column
from deploylint.migrations.sql.constraints import Owner, is_constraint, read_constraint
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.tokens import Kind

_OTHER_PIECES = frozenset(
    ("LIKE", "INDEX", "KEY", "FULLTEXT", "SPATIAL", "PERIOD", "FAMILY", "INVERTED", "VECTOR"),
)

_TEMPORARY = ("#", "tempdb.", "pg_temp.", "temp.")


def create_table(cursor: Cursor, *, temporary: bool) -> list[Operation]:
    """Read `CREATE TABLE`, from behind the word TABLE on.

    The columns of `AS SELECT`, `LIKE`, `OF` and `PARTITION OF` are not known: there are none then.
    Each foreign key gives an operation of its own.
    """
    flags = {Flag.IF_NOT_EXISTS} if cursor.accept("IF", "NOT", "EXISTS") else set()
    table = cursor.name()
    if temporary or table.startswith(_TEMPORARY):
        flags.add(Flag.TEMPORARY)
    columns: list[str] = []
    keys: list[Operation] = []
    inside = cursor.group()
    if inside is not None and inside.peek() not in ("SELECT", "WITH", "VALUES"):
        _read_pieces(inside, Owner(table=table), columns, keys)
    created = Operation(
        does=Does.CREATE_TABLE,
        at=cursor.at,
        table=table,
        columns=tuple(columns),
        flags=frozenset(flags),
        text=cursor.text,
    )
    return [created, *keys]


def _read_pieces(inside: Cursor, owner: Owner, columns: list[str], keys: list[Operation]) -> None:
    for piece in inside.pieces():
        refers = "REFERENCES" in piece.up[piece.start : piece.end]
        if is_constraint(piece):
            if refers:
                keys += _foreign_keys(piece, owner)
        elif piece.is_name() and not is_other(piece):
            if refers:
                column = read_column(piece, owner)
                columns.append(column.name)
                keys += [k for k in column.constraints if k.constraint is _FOREIGN]
            else:
                columns.append(piece.identifier())


_FOREIGN = ConstraintKind.FOREIGN_KEY


def _foreign_keys(piece: Cursor, owner: Owner) -> list[Operation]:
    try:
        key = read_constraint(piece, owner)
    except UnreadableError:
        return []
    return [key] if key.constraint is _FOREIGN else []


def is_other(piece: Cursor) -> bool:
    """Say whether an index, `LIKE` or the like comes next, and no column of such a name."""
    word = piece.peek()
    if word not in _OTHER_PIECES or piece.kind() is not Kind.WORD:
        return False
    if word == "LIKE":
        return piece.is_name(1)
    if word in ("FULLTEXT", "SPATIAL", "INVERTED", "VECTOR", "PERIOD"):
        return piece.peek(1) in ("INDEX", "KEY", "FOR", "(") or piece.peek(2) == "("
    if piece.context.dialect == "postgresql":
        return False
    opening = 1 if piece.peek(1) == "(" else 2
    if piece.peek(opening) == "USING":
        opening += 2
    if piece.peek(opening) != "(":
        return piece.peek(1) in ("UNIQUE", "IF") or piece.peek(2) in ("UNIQUE", "CLUSTERED")
    return piece.is_name(opening + 1) or piece.peek(opening + 1) == "("
