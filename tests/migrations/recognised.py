"""What tests of the recogniser share: expected operations in short."""

from typing import Any

import pytest

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location

PG, CRDB, MYSQL, SQLITE, MSSQL = (
    Dialect.POSTGRESQL,
    Dialect.COCKROACHDB,
    Dialect.MYSQL,
    Dialect.SQLITE,
    Dialect.MSSQL,
)
PRIMARY, UNIQUE, FOREIGN, CHECK, EXCLUDE = (
    ConstraintKind.PRIMARY_KEY,
    ConstraintKind.UNIQUE,
    ConstraintKind.FOREIGN_KEY,
    ConstraintKind.CHECK,
    ConstraintKind.EXCLUDE,
)
SHOWN = 80


def read(sql: str, dialect: Dialect | None = PG) -> tuple[Operation, ...]:
    return read_sql(SqlText(text=sql, path="x.sql"), dialect).operations


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def place(sql: str, fragment: str) -> Location:
    """Return where a fragment stands that occurs only once."""
    assert sql.count(fragment) == 1, fragment
    start = sql.index(fragment)
    line, column = _point(sql, start)
    end_line, end_column = _point(sql, start + len(fragment))
    return Location("x.sql", line, column, end_line, end_column)


def _point(sql: str, offset: int) -> tuple[int, int]:
    before = sql[:offset].split("\n")
    return len(before), len(before[-1]) + 1


def part(
    sql: str, fragment: str, does: Does, /, *flags: Flag, text: str = "", **fields: Any
) -> Operation:
    """Return an operation that stands at a fragment of `sql`."""
    return Operation(
        does=does,
        at=place(sql, fragment),
        text=short(text or fragment),
        flags=frozenset(flags),
        **fields,
    )


def row(
    case: str, sql: str, does: Does, /, *flags: Flag, dialect: Dialect | None = PG, **fields: Any
) -> Any:
    """Return a case of one statement that is one operation."""
    return pytest.param(sql, dialect, (part(sql, sql, does, *flags, **fields),), id=case)


def rows(case: str, sql: str, /, *operations: Operation, dialect: Dialect | None = PG) -> Any:
    """Return a case of one text that is several operations."""
    return pytest.param(sql, dialect, operations, id=case)


def action(
    sql: str, fragment: str, does: Does, /, *flags: Flag, head: str = "", **fields: Any
) -> Operation:
    """Return what one of several actions of ALTER TABLE does; its text repeats the table."""
    head = head or " ".join(sql.split()[:3])
    return part(sql, fragment, does, *flags, text=f"{head} {fragment}", **fields)
