"""Migrations built by hand, for tests of whether they can be taken back."""

from collections.abc import Sequence
from typing import Any

from deploylint.facts.migrations import Migration, Script, Server
from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.analysis.problem import Problem
from deploylint.migrations.analysis.reverse import Situation, reversal_problems
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework

NOWHERE = Location("", 1, 1)
START = Location("up.sql", 1, 1)


def op(does: Does, table: str | None = None, name: str | None = None, **more: Any) -> Operation:
    flags = frozenset(more.pop("flags", ()))
    return Operation(does=does, at=NOWHERE, table=table, name=name, flags=flags, **more)


def create_table(table: str, *columns: str, **more: Any) -> Operation:
    return op(Does.CREATE_TABLE, table, columns=columns, **more)


def drop_table(table: str, **more: Any) -> Operation:
    return op(Does.DROP_TABLE, table, **more)


def rename_table(table: str, new_name: str) -> Operation:
    return op(Does.RENAME_TABLE, table, new_name=new_name)


def add_column(table: str, name: str, **more: Any) -> Operation:
    return op(Does.ADD_COLUMN, table, name, **more)


def drop_column(table: str, name: str, **more: Any) -> Operation:
    return op(Does.DROP_COLUMN, table, name, **more)


def create_index(table: str, name: str | None, *columns: str, **more: Any) -> Operation:
    return op(Does.CREATE_INDEX, table, name, columns=columns, **more)


def drop_index(name: str, table: str | None = None, **more: Any) -> Operation:
    return op(Does.DROP_INDEX, table, name, **more)


def foreign_key(table: str, name: str | None, references: str, *columns: str) -> Operation:
    kind = ConstraintKind.FOREIGN_KEY
    return op(
        Does.ADD_CONSTRAINT, table, name, columns=columns, references=references, constraint=kind
    )


def create(kind: str, name: str, table: str | None = None, **more: Any) -> Operation:
    return op(Does.CREATE_OBJECT, table, name, object=kind, **more)


def drop(kind: str, name: str, table: str | None = None, **more: Any) -> Operation:
    return op(Does.DROP_OBJECT, table, name, object=kind, **more)


OPAQUE = op(Does.OPAQUE, why="the table name is computed", text="op.drop_table(name)")
IF_EXISTS = {Flag.IF_EXISTS}
IF_NOT_EXISTS = {Flag.IF_NOT_EXISTS}
CASCADE = {Flag.CASCADE}
CONDITIONAL = {Flag.CONDITIONAL}


def placed(operations: Sequence[Operation], file: str) -> tuple[Operation, ...]:
    return tuple(
        operation._replace(at=Location(file, line, 1))
        for line, operation in enumerate(operations, 1)
    )


def migration(
    up: Sequence[Operation],
    down: Sequence[Operation] | None = (),
    *,
    name: str = "m1",
    transaction: bool | None = True,
    derived: bool = False,
    **more: Any,
) -> Migration:
    """Return a migration whose n-th operation stands in line n of NAME.up or NAME.down."""
    script = None
    if down is not None:
        places = placed(down, f"{name}.down")
        script = Script(Location(f"{name}.down", 1, 1), places, transaction, derived)
    fields: dict[str, Any] = {
        "framework": Framework.DIESEL,
        "project": "migrations",
        "version": name,
        "name": name,
        "at": Location(f"{name}.up", 1, 1),
        "files": (f"{name}.up", f"{name}.down"),
        "dialect": Dialect.POSTGRESQL,
    }
    up_script = Script(Location(f"{name}.up", 1, 1), placed(up, f"{name}.up"), transaction)
    return Migration(**{**fields, **more}, up=up_script, down=script)


def judged(*migrations: Migration, situation: Situation | None = None) -> tuple[Problem, ...]:
    return reversal_problems(Scope(migrations, Server()), situation or Situation())


def told(*migrations: Migration, situation: Situation | None = None) -> list[tuple[str, ...]]:
    """Return each problem as code, weight, message and the two places of its proof."""
    return [
        (
            one.code.value,
            one.weight.value,
            one.message,
            f"{one.at.file}:{one.at.line}",
            f"{one.also.file}:{one.also.line}" if one.also else "",
        )
        for one in judged(*migrations, situation=situation)
    ]
