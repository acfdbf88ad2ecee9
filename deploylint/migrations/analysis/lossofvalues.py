"""What happens to the values of a column whose type changes, or that an UPDATE sets."""

from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Flag, Operation
from deploylint.migrations.analysis.history import TRIGGER, History
from deploylint.migrations.analysis.kept import Copies
from deploylint.migrations.analysis.overwrites import Effect, Using, effect_of, using_of
from deploylint.migrations.analysis.problem import Weight
from deploylint.migrations.analysis.source import statement_of
from deploylint.migrations.analysis.types import Width, change, cuts
from deploylint.model.migrationtools import Dialect

FIX_NARROW = "keep the old column for this release beside a new one, or waive the loss"
FIX_ERASE = "keep the old values in a column of their own, or waive the loss and take a backup"


class Loss(NamedTuple):
    """What is destroyed: "`head` SUBJECT`tail`", for each of the subjects."""

    head: str
    subjects: tuple[str, ...]
    tail: str = ""
    weight: Weight = Weight.FAIL
    fix: str | None = None


def changed_type(
    migration: Migration, one: Operation, history: History, dialect: Dialect | None
) -> Loss | None:
    """Return what a change of type does to the values of a column that was there before."""
    if history.makes_column(migration, one, one.name):
        return None
    column = f"{one.table}.{one.name}"
    using = Using.NONE
    if Flag.USING in one.flags:
        using = using_of(statement_of(migration, one), dialect, one.name or "")
    if using is Using.CONSTANT:
        return Loss("replaces every value of", (column,), " by the same one", fix=FIX_ERASE)
    if using is Using.COMPUTED:
        tail = " by an expression of its own; the values before are not kept"
        return Loss("converts", (column,), tail, Weight.NOTE)
    old = history.type_before(migration, one)
    if change(old, one.type) is not Width.NARROWER:
        return None
    silent = "is lost without a word" if cuts(old, one.type) else "is lost, or stops the migration"
    subject = f"{column} from {old} to {one.type}"
    return Loss("narrows", (subject,), f"; what does not fit {silent}", fix=FIX_NARROW)


def changed_values(
    migration: Migration, one: Operation, copies: Copies, dialect: Dialect | None
) -> Loss | None:
    """Return what an UPDATE does to columns that were there before."""
    history = copies.history
    if one.table is None:
        return None
    if not one.columns:
        return Loss("changes rows of", (one.table,), NOT_KEPT, Weight.NOTE)
    old = tuple(
        name
        for name in one.columns
        if not history.makes_column(migration, one, name)
        and copies.of_column(migration, one, name) is None
    )
    effect = effect_of(statement_of(migration, one), dialect, old)
    if not old or effect is Effect.FILLS:
        return None
    subjects = tuple(f"{one.table}.{name}" for name in old)
    if effect is Effect.ERASES and not _may_trigger(migration, one, history):
        return Loss("replaces every value of", subjects, " by the same one", fix=FIX_ERASE)
    return Loss("changes values of", subjects, NOT_KEPT, Weight.NOTE)


NOT_KEPT = "; those before are not kept"


def _may_trigger(migration: Migration, one: Operation, history: History) -> bool:
    """Say whether an update may be there to fire a trigger, which then sets the real values."""
    step = history.step(migration, one)
    return id(migration) in history.unread or history.before(step, TRIGGER, one.table) is not None
