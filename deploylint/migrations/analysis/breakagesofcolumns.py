"""What code sees of changed columns that it does not know of."""

from collections.abc import Iterable, Mapping

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.breakage import (
    FIX_DEFAULT,
    FIX_DROP,
    FIX_NOT_NULL,
    FIX_RENAME,
    FIX_TYPE,
    GIVEN,
    MADE,
    Breakage,
    is_new,
)
from deploylint.migrations.analysis.history import History, Step
from deploylint.migrations.analysis.typeforms import Family, form_of
from deploylint.migrations.analysis.types import Width, change, reads_alike


def dropped_column(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge a column that goes; one that is there again afterwards is only changed."""
    if is_new(migration, one, one.name, history):
        return None
    again = any(
        (step.operation.does is Does.ADD_COLUMN and step.operation.name == one.name)
        or (step.operation.does is Does.RENAME_COLUMN and step.operation.new_name == one.name)
        for step in history.later(migration, one)
    )
    if again:
        return None
    subject = f"{one.table}.{one.name}"
    return Breakage("drops the column", subject, "fails wherever it still lists it", FIX_DROP)


def renamed_column(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge a column that has another name."""
    again = any(
        step.operation.does is Does.ADD_COLUMN and step.operation.name == one.name
        for step in history.later(migration, one)
    )
    if again or is_new(migration, one, one.name, history):
        return None
    subject = f"{one.table}.{one.name} to {one.new_name}"
    return Breakage("renames the column", subject, "looks for the old name", FIX_RENAME)


def added_column(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge a new column: old code does not write it."""
    if Flag.NOT_NULL not in one.flags or not _demands_value(migration, one, history):
        return None
    if _has(Does.DROP_COLUMN, one, history.on(migration, one.table)):
        return None  # old code knew one of that name, or there is none in the end
    who = "the release" if GIVEN & one.flags else "the tool"
    dropped = GIVEN & one.flags or Flag.DEFAULT_DROPPED in one.flags
    why = f"whose default {who} takes away again" if dropped else "without a default"
    effect = "inserts rows without it, which then fail"
    certain = not _has_trigger(migration, one, history)
    return Breakage(
        "adds the column",
        f"{one.table}.{one.name}",
        effect if certain else f"{effect} unless a trigger fills it",
        FIX_DEFAULT,
        tail=f", NOT NULL {why}",
        certain=certain,
    )


def _has(does: Does, one: Operation, steps: Iterable[Step]) -> bool:
    """Say whether one of the steps does something with the same column."""
    return any(step.operation.does is does and step.operation.name == one.name for step in steps)


def _demands_value(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether a column of the release has no default when the release is through."""
    added = history.makes_column(migration, one, one.name)
    flags = one.flags if added is None else added.operation.flags
    demands = not GIVEN & flags
    for step in history.on(migration, one.table):
        if step.operation.name == one.name and step.operation.does in DEFAULTS:
            demands = DEFAULTS[step.operation.does]
    return demands


DEFAULTS: Mapping[Does, bool] = {Does.SET_DEFAULT: False, Does.DROP_DEFAULT: True}


def _has_trigger(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether the release creates a trigger on the table, which may write the column."""
    return any(
        step.operation.does in MADE and step.operation.object == "trigger"
        for step in history.on(migration, one.table)
    )


def set_not_null(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge a column that takes no NULL any more."""
    new = history.makes_column(migration, one, one.name) is not None
    if new and not _demands_value(migration, one, history):
        return None
    was = _has(Does.DROP_NOT_NULL, one, history.before(migration, one))
    if was or (not new and is_new(migration, one, one.name, history)):
        return None  # it was NOT NULL before; or old code does not even know its name
    certain = not _has_trigger(migration, one, history)
    effect = "may still write rows without it, which then fail"
    return Breakage(
        "makes",
        f"{one.table}.{one.name}",
        effect if certain else f"{effect} unless a trigger fills it",
        FIX_NOT_NULL,
        tail=" NOT NULL",
        certain=certain,
    )


def dropped_default(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge a column without its default; of a new one that is told where it is added."""
    new = history.makes_column(migration, one, one.name) is not None
    if new or _has(Does.SET_DEFAULT, one, history.later(migration, one)):
        return None
    subject = f"{one.table}.{one.name}"
    effect = "may rely on it when it inserts rows"
    return Breakage("drops the default of", subject, effect, FIX_DEFAULT, certain=False)


def _is_text_to_most(old: str, new: str) -> bool:
    """Say whether most programs see a text before and after: an enum or a uuid that becomes one."""
    before, after = form_of(old), form_of(new)
    is_text = after is not None and after.family is Family.TEXT and not after.dimensions
    return is_text and before is not None and before.family in (Family.OTHER, Family.TEXT)


def changed_type(migration: Migration, one: Operation, history: History) -> Breakage | None:
    """Judge a column of another type."""
    old = history.type_before(migration, one)
    if is_new(migration, one, one.name, history) or old is None or one.type is None:
        return None
    width = change(old, one.type)
    if width is Width.SAME or (width is Width.WIDER and reads_alike(old, one.type)):
        return None
    subject = f"{one.table}.{one.name} from {old} to {one.type}"
    certain = width is not Width.OTHER or not _is_text_to_most(old, one.type)
    effect = "still reads and writes the old type"
    return Breakage("changes", subject, effect, FIX_TYPE, certain=certain)
