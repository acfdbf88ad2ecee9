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
    Breakage,
    is_made_after,
    is_new,
    takes_name,
)
from deploylint.migrations.analysis.history import RENAMED_TO, VIEWS, History, Step

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
    return judge(history.step(migration, operation), history) if judge is not None else None


def _dropped_table(step: Step, history: History) -> Breakage | None:
    table = step.operation.table
    if table is None or takes_name(step, table, history):
        return None
    if history.before(step, RENAMED_TO, table) is not None:
        return None  # old code knows it under another name
    return Breakage("drops the table", table, "fails wherever it still uses it", FIX_DROP)


def _renamed_table(step: Step, history: History) -> Breakage | None:
    table = step.operation.table
    if table is None or takes_name(step, table, history):
        return None
    subject = f"{table} to {step.operation.new_name}"
    return Breakage("renames the table", subject, "looks for the old name", FIX_RENAME)


def _constrained(step: Step, history: History) -> Breakage | None:
    one = step.operation
    unique_index = one.does is Does.CREATE_INDEX and Flag.UNIQUE in one.flags
    kind = ConstraintKind.UNIQUE if unique_index else one.constraint
    if kind is None or (one.does is Does.CREATE_INDEX and not unique_index):
        return None
    if _is_of_new(step, history) or _was_there(step, history):
        return None
    on = f" ({', '.join(one.columns)})" if one.columns else ""
    effect = f"does not know it: {CONSTRAINTS[kind]}"
    head = f"adds a {kind.value} constraint to"
    subject = f"{one.table}{on}"
    return Breakage(head, subject, effect, FIX_CONSTRAINT, certain=False, constraint=True)


def _is_of_new(step: Step, history: History) -> bool:
    """Say whether old code leaves NULL in a column of a constraint, or writes none of them."""
    names = step.operation.columns
    added = [history.makes_column(step.migration, step.operation, name) for name in names]
    null = any(one is not None and not GIVEN & one.operation.flags for one in added)
    return null or bool(added and all(is_new(step, name, history) for name in names))


def _was_there(step: Step, history: History) -> bool:
    """Say whether the release dropped a constraint of that name before: it is only changed."""
    name = step.operation.name
    undone = (Does.DROP_CONSTRAINT, Does.DROP_INDEX)
    return name is not None and any(history.before(step, does, None, name) for does in undone)


def _renamed_value(step: Step, _: History) -> Breakage:
    one = step.operation
    head = "renames" if one.does is Does.RENAME_ENUM_VALUE else "drops"
    subject = f"{one.name}.{one.value}"
    return Breakage(f"{head} the enum value", subject, "still uses the value", FIX_RENAME)


def _added_value(step: Step, history: History) -> Breakage | None:
    one = step.operation
    if history.before(step, Does.CREATE_TYPE, None, one.name) is not None:
        return None
    subject = f"{one.name}.{one.value}"
    effect = "may not know what to do with it when it reads it"
    return Breakage("adds the enum value", subject, effect, FIX_VALUE, certain=False)


def _moved(step: Step, history: History) -> Breakage | None:
    one = step.operation
    name = one.table or (one.name if one.object in VIEWS else None)
    if name is None or takes_name(step, name, history):
        return None
    what = "table" if one.table else one.object
    subject = f"{name} to {one.new_name}"
    return Breakage(f"moves the {what}", subject, "looks for it where it was", FIX_RENAME)


def _dropped_object(step: Step, history: History) -> Breakage | None:
    """Judge dropped views and schemas; what is created again under its name was only replaced."""
    kind, name = step.operation.object, step.operation.name
    kinds = (*VIEWS, "schema", "database")
    if kind not in kinds or name is None or takes_name(step, name, history):
        return None
    made = any(history.before(step, f"made {one}", None, name) for one in kinds)
    if made or is_made_after(step, name, history, kinds):
        return None
    return Breakage(f"drops the {kind}", name, "fails wherever it still uses it", FIX_DROP)


def _renamed_object(step: Step, history: History) -> Breakage | None:
    kind, name = step.operation.object, step.operation.name
    if kind not in VIEWS or name is None or takes_name(step, name, history):
        return None
    subject = f"{name} to {step.operation.new_name}"
    return Breakage(f"renames the {kind}", subject, "looks for the old name", FIX_RENAME)


JUDGES: Mapping[Does, Callable[[Step, History], Breakage | None]] = {
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
