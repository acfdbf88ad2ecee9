"""What code sees of changed columns that it does not know of, one judge for each kind."""

from collections.abc import Mapping

from deploylint.facts.operations import Does, Flag
from deploylint.migrations.analysis.breakage import (
    FIX_DEFAULT,
    FIX_DROP,
    FIX_NOT_NULL,
    FIX_RENAME,
    FIX_TYPE,
    GIVEN,
    Breakage,
    is_new,
)
from deploylint.migrations.analysis.history import RENAMED_TO, TRIGGER, History, Step
from deploylint.migrations.analysis.typeforms import Family, form_of
from deploylint.migrations.analysis.types import Width, change, reads_alike

DEFAULTS: Mapping[Does, bool] = {Does.SET_DEFAULT: False, Does.DROP_DEFAULT: True}
"""Whether a column demands that its value is written, after a step of this kind."""


def dropped_column(step: Step, history: History) -> Breakage | None:
    """Judge a column that goes; one that is there again afterwards is only changed."""
    table, name = step.operation.table, step.operation.name
    if is_new(step, name, history) or _is_there_again(step, history):
        return None
    subject = f"{table}.{name}"
    return Breakage("drops the column", subject, "fails wherever it still lists it", FIX_DROP)


def renamed_column(step: Step, history: History) -> Breakage | None:
    """Judge a column that has another name."""
    one = step.operation
    if is_new(step, one.name, history) or _is_there_again(step, history):
        return None
    subject = f"{one.table}.{one.name} to {one.new_name}"
    return Breakage("renames the column", subject, "looks for the old name", FIX_RENAME)


def _is_there_again(step: Step, history: History) -> bool:
    """Say whether another column gets the name of one that goes."""
    table, name = step.operation.table, step.operation.name
    kinds = (Does.ADD_COLUMN, RENAMED_TO)
    return any(history.after(step, kind, table, name) is not None for kind in kinds)


def added_column(step: Step, history: History) -> Breakage | None:
    """Judge a new column: old code does not write it."""
    one = step.operation
    if Flag.NOT_NULL not in one.flags or not _demands_value(step, history):
        return None
    known = any(
        look(step, Does.DROP_COLUMN, one.table, one.name)
        for look in (history.before, history.after)
    )
    if known:
        return None  # old code knew one of that name, or there is none in the end
    who = "the release" if GIVEN & one.flags else "the tool"
    dropped = GIVEN & one.flags or Flag.DEFAULT_DROPPED in one.flags
    why = f"whose default {who} takes away again" if dropped else "without a default"
    effect = "inserts rows without it, which then fail"
    certain = not _has_trigger(step, history)
    return Breakage(
        "adds the column",
        f"{one.table}.{one.name}",
        effect if certain else f"{effect} unless a trigger fills it",
        FIX_DEFAULT,
        tail=f", NOT NULL {why}",
        certain=certain,
    )


def _demands_value(step: Step, history: History, *, known: bool = True) -> bool:
    """Say whether a column has no default when the release is through.

    Of one that was there before (not `known`), only what the release sets counts.
    """
    one = step.operation
    added = history.makes_column(step.migration, one, one.name)
    flags = one.flags if added is None else added.operation.flags
    end = step._replace(number=len(history.steps))
    last = [history.before(end, does, one.table, one.name) for does in DEFAULTS]
    found = max((two for two in last if two is not None), key=_number, default=None)
    if found is None:
        return not (known and GIVEN & flags)
    return DEFAULTS[found.operation.does]


def _number(step: Step) -> int:
    return step.number


def _has_trigger(step: Step, history: History) -> bool:
    """Say whether the release creates a trigger on the table, which may write the column."""
    return any(
        look(step, TRIGGER, step.operation.table) for look in (history.before, history.after)
    )


def set_not_null(step: Step, history: History) -> Breakage | None:
    """Judge a column that takes no NULL any more."""
    one = step.operation
    new = history.makes_column(step.migration, one, one.name) is not None
    if new and not _demands_value(step, history):
        return None
    was = history.before(step, Does.DROP_NOT_NULL, one.table, one.name) is not None
    if was or (not new and is_new(step, one.name, history)):
        return None  # it was NOT NULL before; or old code does not even know its name
    given = not new and not _demands_value(step, history, known=False)
    filler = "the new default" if given else "a trigger"
    certain = not given and not _has_trigger(step, history)
    effect = "may still write rows without it, which then fail"
    return Breakage(
        "makes",
        f"{one.table}.{one.name}",
        effect if certain else f"{effect} unless {filler} fills it",
        FIX_NOT_NULL,
        tail=" NOT NULL",
        certain=certain,
    )


def dropped_default(step: Step, history: History) -> Breakage | None:
    """Judge a column without its default; of a new one that is told where it is added."""
    one = step.operation
    new = history.makes_column(step.migration, one, one.name) is not None
    if new or history.after(step, Does.SET_DEFAULT, one.table, one.name) is not None:
        return None
    subject = f"{one.table}.{one.name}"
    effect = "may rely on it when it inserts rows"
    return Breakage("drops the default of", subject, effect, FIX_DEFAULT, certain=False)


def changed_type(step: Step, history: History) -> Breakage | None:
    """Judge a column of another type."""
    one = step.operation
    old = history.type_before(step.migration, one)
    if is_new(step, one.name, history) or old is None or one.type is None:
        return None
    width = change(old, one.type)
    if width is Width.SAME or (width is Width.WIDER and reads_alike(old, one.type)):
        return None
    subject = f"{one.table}.{one.name} from {old} to {one.type}"
    certain = width is not Width.OTHER or not _is_text_to_most(old, one.type)
    fewer = width is Width.NARROWER and reads_alike(old, one.type)
    effect = "may write what does not fit" if fewer else "still reads and writes the old type"
    return Breakage("changes", subject, effect, FIX_TYPE, certain=certain)


def _is_text_to_most(old: str, new: str) -> bool:
    """Say whether most programs see a text before and after: an enum or a uuid that becomes one."""
    before, after = form_of(old), form_of(new)
    is_text = after is not None and after.family is Family.TEXT and not after.dimensions
    return is_text and before is not None and before.family in (Family.OTHER, Family.TEXT)
