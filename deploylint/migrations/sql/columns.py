"""Definitions of columns: type, default, and the constraints that are written with them.

From https://www.postgresql.org/docs/current/sql-altertable.html,
https://dev.mysql.com/doc/refman/8.4/en/create-table.html,
https://www.sqlite.org/syntax/column-def.html and
https://learn.microsoft.com/sql/t-sql/statements/alter-table-column-definition-transact-sql.
"""

from collections.abc import Callable
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.sql.constraints import Owner, read_references
from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.defaults import read_default
from deploylint.migrations.sql.types import SERIALS, read_type


class Column(NamedTuple):
    """A column as it is defined; `constraints` are those that are written with it.

    A virtual generated column never has NOT_NULL: nobody writes to it.
    """

    name: str
    type: str | None
    flags: frozenset[Flag]
    constraints: tuple[Operation, ...] = ()


class _Definition:
    """A column while it is read."""

    def __init__(self, owner: Owner, name: str) -> None:
        self.owner = owner
        self.name = name
        self.flags: set[Flag] = set()
        self.constraints: list[Operation] = []
        self.constraint_name: str | None = None
        self.begins: int | None = None
        self.is_virtual = False


def read_column(cursor: Cursor, owner: Owner) -> Column:
    """Step over the definition of a column, from its name on."""
    return read_definition(cursor, owner, cursor.identifier())


def read_definition(cursor: Cursor, owner: Owner, name: str) -> Column:
    """Step over the definition of the column `name`, from its type on."""
    column = _Definition(owner, name)
    type_ = read_type(cursor)
    if type_ in SERIALS:
        column.flags.add(Flag.IDENTITY)
    while not cursor.done:
        word = cursor.peek()
        option = _OPTIONS.get(word)
        start = cursor.i
        cursor.i += 1
        if option is not None:
            option(cursor, column, start)
        elif word == "(":
            cursor.i = min(cursor.closing(start) + 1, cursor.end)
    if column.is_virtual:
        column.flags.discard(Flag.NOT_NULL)
    return Column(
        name=name,
        type=type_,
        flags=frozenset(column.flags),
        constraints=tuple(column.constraints),
    )


def _named(cursor: Cursor, column: _Definition, start: int) -> None:
    column.begins = start
    if cursor.is_name():
        column.constraint_name = cursor.identifier()


def _not(cursor: Cursor, column: _Definition, start: int) -> None:
    del start
    if cursor.accept("NULL"):
        column.flags.add(Flag.NOT_NULL)
        _forget_name(column)
    elif cursor.accept("FOR", "REPLICATION"):
        pass
    else:
        cursor.i += 1


def _null(cursor: Cursor, column: _Definition, start: int) -> None:
    del cursor, start
    _forget_name(column)


def _default(cursor: Cursor, column: _Definition, start: int) -> None:
    del start
    flag = read_default(cursor)
    if flag is not None:
        column.flags.add(flag)
    _forget_name(column)


def _primary(cursor: Cursor, column: _Definition, start: int) -> None:
    cursor.accept("KEY")
    column.flags.add(Flag.NOT_NULL)
    cursor.accept_any(("ASC", "DESC", "CLUSTERED", "NONCLUSTERED"))
    _constrain(cursor, column, start, ConstraintKind.PRIMARY_KEY)


def _unique(cursor: Cursor, column: _Definition, start: int) -> None:
    cursor.accept("KEY")
    _constrain(cursor, column, start, ConstraintKind.UNIQUE)


def _check(cursor: Cursor, column: _Definition, start: int) -> None:
    cursor.group()
    _constrain(cursor, column, start, ConstraintKind.CHECK)


def _references(cursor: Cursor, column: _Definition, start: int) -> None:
    cursor.i -= 1
    table = read_references(cursor)
    _constrain(cursor, column, start, ConstraintKind.FOREIGN_KEY, table)


def _generated(cursor: Cursor, column: _Definition, start: int) -> None:
    del start
    cursor.accept("ALWAYS")
    cursor.accept("BY", "DEFAULT")
    cursor.accept("ON", "NULL")
    if cursor.accept("AS"):
        _computed(cursor, column, cursor.i - 1)


def _computed(cursor: Cursor, column: _Definition, start: int) -> None:
    del start
    if cursor.accept("IDENTITY"):
        _identity(cursor, column, cursor.i - 1)
        return
    if cursor.group() is None:
        return
    if cursor.accept_any(("STORED", "PERSISTED", "PERSISTENT")):
        column.flags.add(Flag.GENERATED)
    else:
        cursor.accept("VIRTUAL")
        column.is_virtual = True


def _identity(cursor: Cursor, column: _Definition, start: int) -> None:
    del start
    cursor.group()
    column.flags.add(Flag.IDENTITY)


def _one_word(cursor: Cursor, column: _Definition, start: int) -> None:
    del column, start
    cursor.i += 1


def _on_update(cursor: Cursor, column: _Definition, start: int) -> None:
    """MySQL: `ON UPDATE CURRENT_TIMESTAMP(6)`."""
    del column, start
    cursor.accept("UPDATE")
    cursor.i += 1
    cursor.group()


def _character(cursor: Cursor, column: _Definition, start: int) -> None:
    del column, start
    cursor.accept("SET")
    cursor.i += 1


def _forget_name(column: _Definition) -> None:
    column.constraint_name = column.begins = None


def _constrain(
    cursor: Cursor,
    column: _Definition,
    start: int,
    kind: ConstraintKind,
    references: str | None = None,
) -> None:
    part = cursor.part(start if column.begins is None else column.begins, cursor.i)
    column.constraints.append(
        Operation(
            does=Does.ADD_CONSTRAINT,
            at=part.at,
            table=column.owner.table,
            name=column.constraint_name,
            columns=(column.name,),
            constraint=kind,
            references=references,
            flags=column.owner.flags,
            text=cursor.text,
        ),
    )
    _forget_name(column)


_OPTIONS: dict[str, Callable[[Cursor, _Definition, int], None]] = {
    "CONSTRAINT": _named,
    "NOT": _not,
    "NULL": _null,
    "DEFAULT": _default,
    "PRIMARY": _primary,
    "UNIQUE": _unique,
    "CHECK": _check,
    "REFERENCES": _references,
    "GENERATED": _generated,
    "AS": _computed,
    "IDENTITY": _identity,
    "AUTO_INCREMENT": _identity,
    "AUTOINCREMENT": _identity,
    "COLLATE": _one_word,
    "CHARSET": _one_word,
    "CHARACTER": _character,
    "COMMENT": _one_word,
    "AFTER": _one_word,
    "STORAGE": _one_word,
    "COMPRESSION": _one_word,
    "COLUMN_FORMAT": _one_word,
    "FAMILY": _one_word,
    "SRID": _one_word,
    "INITIALLY": _one_word,
    "ON": _on_update,
}
