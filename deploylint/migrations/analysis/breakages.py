"""What code sees of an operation that it does not know of, one judge for each kind."""

from collections.abc import Callable, Mapping

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.analysis import breakagesofcolumns as columns
from deploylint.migrations.analysis.breakage import (
    FIX_CONSTRAINT,
    FIX_DROP,
    FIX_RENAME,
    FIX_VALUE,
    GIVEN,
    MADE,
    VIEWS,
    Breakage,
    is_new,
    makes,
    takes_name,
)
from deploylint.migrations.analysis.history import History

CONSTRAINTS: Mapping[ConstraintKind, str] = {
    ConstraintKind.UNIQUE: "a duplicate that old code writes is refused",
    ConstraintKind.PRIMARY_KEY: "a duplicate that old code writes is refused",
    ConstraintKind.FOREIGN_KEY: "a row without its counterpart that old code writes is refused",
    ConstraintKind.CHECK: "a value that old code writes may be refused",
    ConstraintKind.EXCLUDE: "a row that old code writes may be refused",
}


def breakage(migration: Migration, operation: Operation, history: History) -> Breakage | None:
    """Return what an operation breaks; what the release itself made is used by nobody."""
    if Flag.TEMPORARY in operation.flags:
        return None
    if history.makes_table(migration, operation, operation.table):
        return None
    judge = JUDGES.get(operation.does)
    return judge(migration, operation, history) if judge is not None else None


def _dropped_table(migration: Migration, one: Operation, history: History) -> Breakage | None:
    aside = any(  # old code knows it under another name
        step.operation.does is Does.RENAME_TABLE and step.operation.new_name == one.table
        for step in history.before(migration, one)
    )
    if one.table is None or aside or takes_name(migration, one, one.table, history):
        return None
    return Breakage("drops the table", one.table, "fails wherever it still uses it", FIX_DROP)


def _renamed_table(migration: Migration, one: Operation, history: History) -> Breakage | None:
    if one.table is None or takes_name(migration, one, one.table, history):
        return None
    subject = f"{one.table} to {one.new_name}"
    return Breakage("renames the table", subject, "looks for the old name", FIX_RENAME)


def _constrained(migration: Migration, one: Operation, history: History) -> Breakage | None:
    unique_index = one.does is Does.CREATE_INDEX and Flag.UNIQUE in one.flags
    kind = ConstraintKind.UNIQUE if unique_index else one.constraint
    if kind is None or (one.does is Does.CREATE_INDEX and not unique_index):
        return None
    if _is_of_new(migration, one, history) or _was_there(migration, one, history):
        return None
    on = f" ({', '.join(one.columns)})" if one.columns else ""
    effect = f"does not know it: {CONSTRAINTS[kind]}"
    subject = f"{one.table}{on}"
    head = f"adds a {kind.value} constraint to"
    return Breakage(head, subject, effect, FIX_CONSTRAINT, certain=False, constraint=True)


def _is_of_new(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether old code leaves NULL in a column of a constraint, or writes none of them."""
    added = [history.makes_column(migration, one, name) for name in one.columns]
    null = any(step is not None and not GIVEN & step.operation.flags for step in added)
    return null or bool(
        added and all(is_new(migration, one, name, history) for name in one.columns)
    )


def _was_there(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether the release dropped a constraint of that name before: it is only changed."""
    number = history.number(one)
    return one.name is not None and any(
        step.number < number and step.operation.does in (Does.DROP_CONSTRAINT, Does.DROP_INDEX)
        for step in history.named(migration, one.name)
    )


def _renamed_value(_: Migration, one: Operation, __: History) -> Breakage:
    head = "renames" if one.does is Does.RENAME_ENUM_VALUE else "drops"
    return Breakage(
        f"{head} the enum value", f"{one.name}.{one.value}", "still uses the value", FIX_RENAME
    )


def _added_value(migration: Migration, one: Operation, history: History) -> Breakage | None:
    number = history.number(one)
    named = history.named(migration, one.name)
    if any(step.operation.does is Does.CREATE_TYPE and step.number < number for step in named):
        return None
    subject = f"{one.name}.{one.value}"
    effect = "may not know what to do with it when it reads it"
    return Breakage("adds the enum value", subject, effect, FIX_VALUE, certain=False)


def _moved(migration: Migration, one: Operation, history: History) -> Breakage | None:
    name = one.table or (one.name if one.object in VIEWS else None)
    if name is None or takes_name(migration, one, name, history):
        return None
    what = "table" if one.table else one.object
    subject = f"{name} to {one.new_name}"
    return Breakage(f"moves the {what}", subject, "looks for it where it was", FIX_RENAME)


def _dropped_object(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge dropped views and schemas; what is created again under its name was only replaced."""
    kinds = (*VIEWS, "schema", "database")
    if one.object not in kinds or one.name is None:
        return None
    number = history.number(one)
    made = any(
        step.number < number and step.operation.does in MADE and step.operation.object in kinds
        for step in history.named(migration, one.name)
    )
    if made or makes(migration, one, one.name, history, kinds):
        return None
    if takes_name(migration, one, one.name, history):
        return None
    return Breakage(
        f"drops the {one.object}", one.name, "fails wherever it still uses it", FIX_DROP
    )


def _renamed_object(migration: Migration, one: Operation, history: History) -> Breakage | None:
    if one.object not in VIEWS or one.name is None:
        return None
    if takes_name(migration, one, one.name, history):
        return None
    subject = f"{one.name} to {one.new_name}"
    return Breakage(f"renames the {one.object}", subject, "looks for the old name", FIX_RENAME)


JUDGES: Mapping[Does, Callable[[Migration, Operation, History], Breakage | None]] = {
    Does.DROP_TABLE: _dropped_table,
    Does.RENAME_TABLE: _renamed_table,
    Does.DROP_COLUMN: columns.dropped_column,
    Does.RENAME_COLUMN: columns.renamed_column,
    Does.ADD_COLUMN: columns.added_column,
    Does.SET_NOT_NULL: columns.set_not_null,
    Does.DROP_DEFAULT: columns.dropped_default,
    Does.CHANGE_TYPE: columns.changed_type,
    Does.ADD_CONSTRAINT: _constrained,
    Does.CREATE_INDEX: _constrained,
    Does.ADD_ENUM_VALUE: _added_value,
    Does.RENAME_ENUM_VALUE: _renamed_value,
    Does.DROP_ENUM_VALUE: _renamed_value,
    Does.SET_SCHEMA: _moved,
    Does.DROP_OBJECT: _dropped_object,
    Does.RENAME_OBJECT: _renamed_object,
}
