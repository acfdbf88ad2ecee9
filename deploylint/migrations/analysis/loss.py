"""What a migration destroys: tables, columns, rows and values that nothing brings back."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.history import RENAMED_TO, History, Step, history_of
from deploylint.migrations.analysis.kept import Copies
from deploylint.migrations.analysis.lossofvalues import Loss, changed_type, changed_values
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.source import statement_of
from deploylint.migrations.analysis.told import Told, together
from deploylint.migrations.analysis.unread import unread_problems
from deploylint.model.migrationtools import Dialect

FIX = "keep it for this release and drop it in a later one, or waive the loss and take a backup"
FIX_ROWS = "copy the rows elsewhere first, or waive the loss and take a backup"
KEEPS_FULL_SCHEMAS = frozenset((Dialect.POSTGRESQL, Dialect.COCKROACHDB, Dialect.MSSQL))
"""Databases that refuse to drop a schema with tables, unless CASCADE is written."""


UNSURE = frozenset((Flag.IF_NOT_EXISTS, Flag.CONDITIONAL))
"""What is created so may have been there before."""


class Release(NamedTuple):
    """A release, what it has made by then, and what it copies."""

    scope: Scope
    history: History
    copies: Copies


def loss_problems(scope: Scope) -> tuple[Problem, ...]:
    """Return what the ups of a release destroy; what the release itself made counts for nothing."""
    return (*together(_told(scope)), *unread_problems(scope, "it may lose data"))


def loss_of(migration: Migration, operation: Operation, scope: Scope) -> str | None:
    """Return what one operation of an up destroys, None when nothing or nothing that can be told.

    The text completes "NAME ...": "drops the table users with all its rows".
    """
    lost = _lost(migration, operation, _release(scope))
    return None if lost is None else f"{lost.head} {lost.subjects[0]}{lost.tail}"


def _told(scope: Scope) -> Iterator[Told]:
    release = _release(scope)
    for migration, operation in scope.operations():
        lost = _lost(migration, operation, release)
        for subject in lost.subjects if lost is not None else ():
            assert lost is not None  # noqa: S101  # it would have no subjects
            fails = lost.weight is Weight.FAIL
            yield Told(
                code=Code.DATA_LOST,
                migration=migration,
                at=operation.at,
                head=lost.head,
                subject=subject,
                tail=lost.tail,
                weight=lost.weight,
                fix=(lost.fix or FIX) if fails else None,
            )


@lru_cache(maxsize=8)
def _release(scope: Scope) -> Release:
    history = history_of(scope)
    return Release(scope, history, Copies(history))


def _lost(migration: Migration, operation: Operation, release: Release) -> Loss | None:
    judge = JUDGES.get(operation.does)
    if judge is None or Flag.TEMPORARY in operation.flags:
        return None
    if _is_own_table(migration, operation, release.history):
        return None
    found = judge(migration, operation, release)
    if found is None or Flag.CONDITIONAL not in operation.flags:
        return found
    return found._replace(tail=f"{found.tail}, under a condition")


def _dropped_table(migration: Migration, one: Operation, release: Release) -> Loss | None:
    table = one.table or "a table"
    if _is_rebuilt(migration, one, release.history):
        return None
    kept = release.copies.of_rows(migration, one)
    if kept is not None:
        tail = f"; rows of it were copied to {kept} before"
        return Loss("drops the table", (table,), tail, Weight.NOTE)
    step = release.history.step(migration, one)
    again = release.history.after(step, Does.CREATE_TABLE, one.table) is not None
    if again and Flag.IF_EXISTS in one.flags:
        tail = ", if there is one, and creates it anew"
        return Loss("drops the table", (table,), tail, Weight.NOTE)
    anew = ", and creates it anew without them" if again else ""
    return Loss("drops the table", (table,), f" with all its rows{anew}")


def _is_rebuilt(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether a table is dropped after its rows went to a new one that takes its name.

    That is how SQLite changes what it cannot alter: https://www.sqlite.org/lang_altertable.html.
    """
    step = history.step(migration, one)
    takers = (
        history.before(step, RENAMED_TO, one.table),
        history.after(step, RENAMED_TO, one.table),
    )
    return any(
        taker is not None
        and history.before(step, Does.CREATE_TABLE, taker.operation.table) is not None
        and _is_filled(history.before(step, Does.INSERT, taker.operation.table), one.table or "")
        for taker in takers
    )


def _is_filled(insert: Step | None, table: str) -> bool:
    """Say whether rows were put into the new table that speak of the old one."""
    if insert is None:
        return False
    words = re.findall(r"[\w$]+", statement_of(insert.migration, insert.operation).lower())
    return table.rpartition(".")[2].lower() in words


def _is_own_table(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether the release certainly created the table itself."""
    made = history.before(history.step(migration, one), Does.CREATE_TABLE, one.table)
    unsure = made is not None and bool(UNSURE & made.operation.flags)
    return history.makes_table(migration, one, one.table) and not unsure


def _emptied(migration: Migration, one: Operation, release: Release) -> Loss:
    table = one.table or "a table"
    is_part = one.does is Does.DELETE and Flag.WHERE in one.flags
    head = "deletes rows of" if is_part else "deletes all rows of"
    kept = release.copies.of_rows(migration, one)
    if kept is not None:
        tail = f"; rows of it were copied to {kept} before"
        return Loss(head, (table,), tail, Weight.NOTE)
    further = " and of every table that refers to it" if Flag.CASCADE in one.flags else ""
    return Loss(head, (table,), further, fix=FIX_ROWS)


def _dropped_column(migration: Migration, one: Operation, release: Release) -> Loss | None:
    made = release.history.makes_column(migration, one, one.name)
    if made is not None and not UNSURE & made.operation.flags:
        return None
    column = (f"{one.table or 'a table'}.{one.name}",)
    kept = release.copies.of_column(migration, one, one.name or "")
    if kept is not None:
        tail = f"; what it held was copied to {kept} before"
        return Loss("drops the column", column, tail, Weight.NOTE)
    step = release.history.step(migration, one)
    added = release.history.after(step, Does.ADD_COLUMN, one.table, one.name)
    if added is None:
        return Loss("drops the column", column, " with all its values")
    if release.history.after(added, Does.UPDATE, one.table, one.name) is not None:
        tail = ", adds one of that name and sets its values"
        return Loss("drops the column", column, tail, Weight.NOTE)
    return Loss("drops the column", column, " with all its values, and adds one without them")


def _dropped_object(migration: Migration, one: Operation, release: Release) -> Loss | None:
    if one.object == "partition":
        where = f" of {one.table}" if one.table else ""
        return Loss("drops the partition", (f"{one.name}{where}",), " with all its rows")
    if one.object == "extension" and Flag.CASCADE in one.flags:
        return Loss("drops the extension", (f"{one.name}",), OF_TYPE, Weight.NOTE)
    if one.object not in ("schema", "database"):
        return None
    head = f"drops the {one.object}"
    step = release.history.step(migration, one)
    made = f"made {one.object}"
    own = release.history.before(step, made, None, one.name) is not None
    if own or _is_refused(migration, one, release.scope):
        return None
    again = release.history.after(step, made, None, one.name) is not None
    if again and Flag.IF_EXISTS in one.flags:
        tail = ", if there is one, and creates it anew"
        return Loss(head, (f"{one.name}",), tail, Weight.NOTE)
    return Loss(head, (f"{one.name}",), " with all its tables")


def _is_refused(migration: Migration, one: Operation, scope: Scope) -> bool:
    """Say whether the database refuses to drop a schema that holds anything."""
    holds = scope.dialect(migration) in KEEPS_FULL_SCHEMAS and one.object == "schema"
    return holds and Flag.CASCADE not in one.flags


OF_TYPE = " and, by CASCADE, whatever column is of its types"


def _dropped_type(migration: Migration, one: Operation, release: Release) -> Loss | None:
    step = release.history.step(migration, one)
    own = release.history.before(step, Does.CREATE_TYPE, None, one.name) is not None
    if Flag.CASCADE not in one.flags or own:
        return None
    tail = " and, by CASCADE, whatever column is of it"
    return Loss("drops the type", (f"{one.name}",), tail, Weight.NOTE)


def _dropped_value(_: Migration, one: Operation, __: Release) -> Loss:
    return Loss("drops the enum value", (f"{one.name}.{one.value}",))


def _retyped(migration: Migration, one: Operation, release: Release) -> Loss | None:
    return changed_type(migration, one, release.history, release.scope.dialect(migration))


def _updated(migration: Migration, one: Operation, release: Release) -> Loss | None:
    return changed_values(migration, one, release.copies, release.scope.dialect(migration))


JUDGES: Mapping[Does, Callable[[Migration, Operation, Release], Loss | None]] = {
    Does.DROP_TABLE: _dropped_table,
    Does.TRUNCATE: _emptied,
    Does.DELETE: _emptied,
    Does.DROP_COLUMN: _dropped_column,
    Does.DROP_OBJECT: _dropped_object,
    Does.DROP_TYPE: _dropped_type,
    Does.DROP_ENUM_VALUE: _dropped_value,
    Does.CHANGE_TYPE: _retyped,
    Does.UPDATE: _updated,
}
"""What destroys something, and how to tell."""
