"""What makes a step of a down fail, looked at one kind of step at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.analysis.problem import Weight
from deploylint.migrations.analysis.register import By
from deploylint.migrations.analysis.reversewords import called
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.statechanges import type_name
from deploylint.migrations.analysis.things import Fact, Kind, Step, Thing
from deploylint.migrations.analysis.types import Width, change

HAS_VALUES = frozenset(
    (
        Flag.DEFAULT,
        Flag.VOLATILE_DEFAULT,
        Flag.DEFAULT_DROPPED,
        Flag.GENERATED,
        Flag.IDENTITY,
    ),
)
"""What fills an added column in the rows that are there."""

CHECKS_REFERENCES = (
    Dialect.POSTGRESQL,
    Dialect.COCKROACHDB,
    Dialect.MYSQL,
    Dialect.MSSQL,
)
"""Databases that refuse to drop a table to which a foreign key leads."""


class Hazard(NamedTuple):
    """A step of a down that fails: `why` completes "its down ..."; `since` is where that began.

    With `filled`, it does not fail if the down has put the rows in order before.
    """

    step: Step
    why: str
    weight: Weight = Weight.FAIL
    since: Step | None = None
    fix: str | None = None
    filled: bool = False


def on_postgres(migration: Migration) -> bool:
    """Say whether a migration may be for PostgreSQL."""
    return migration.dialect in (None, Dialect.POSTGRESQL)


def identity_of(state: State, operation: Operation) -> str:
    """Return the identity of the table of an operation."""
    return state.table(operation.table or "")


def _not_null(state: State, step: Step) -> Iterator[Hazard]:
    """Look at a column that must not be null and has nothing to put into the rows.

    SQLite refuses this even without rows: https://www.sqlite.org/lang_altertable.html. MySQL puts
    zero or an empty text into them.
    """
    migration, operation = step
    if Flag.NOT_NULL not in operation.flags or operation.flags & HAS_VALUES:
        return
    identity = identity_of(state, operation)
    empty = migration.dialect is not Dialect.SQLITE and identity in state.emptied
    if migration.dialect is Dialect.MYSQL or empty or _is_serial(operation):
        return
    why = (
        f"adds column {operation.name} to {operation.table} as NOT NULL without a default, which "
        "fails as soon as the table has a row"
    )
    fix = "add it with a default, or without NOT NULL, fill it, and demand NOT NULL then"
    fact = state.facts.get(Thing(Kind.COLUMN, operation.name or "", identity), Fact(None))
    yield Hazard(step, why, since=fact.by, fix=fix)


def _is_serial(operation: Operation) -> bool:
    return "serial" in (operation.type or "").lower()


def _set_not_null(state: State, step: Step) -> Iterator[Hazard]:
    """Look at NOT NULL for a column that the up made nullable, or that the down has just added."""
    operation = step[1]
    identity = identity_of(state, operation)
    if identity in state.emptied:
        return
    name = operation.name or ""
    column = state.facts.get(Thing(Kind.COLUMN, name, identity))
    aspect = state.facts.get(Thing(Kind.NULLABILITY, name, identity))
    if column is not None and column.back and column.by is not None:
        added = column.by[1]
        if added.does is Does.ADD_COLUMN and not added.flags & HAS_VALUES:
            why = (
                f"demands NOT NULL of column {name} of {operation.table}, which it has just added "
                "and not filled: that fails as soon as the table has a row"
            )
            yield Hazard(step, why, since=column.by, filled=True)
    elif aspect is not None and aspect.present and aspect.type == Does.DROP_NOT_NULL.value:
        why = (
            f"demands NOT NULL of column {name} of {operation.table} again, which fails if rows "
            "without a value were written meanwhile"
        )
        fix = "fill such rows first"
        yield Hazard(step, why, Weight.NOTE, aspect.by, fix, filled=True)


def _narrow(state: State, step: Step) -> Iterator[Hazard]:
    """Look at a type that is narrower than the one that the up gave."""
    operation = step[1]
    aspect = state.facts.get(
        Thing(Kind.COLUMN_TYPE, operation.name or "", identity_of(state, operation)),
    )
    if aspect is None or not aspect.present or aspect.by is None or operation.type is None:
        return
    wide = aspect.by[1].type
    if wide is not None and change(wide, operation.type) is Width.NARROWER:
        why = (
            f"changes column {operation.name} of {operation.table} back from {wide} to "
            f"{operation.type}, which fails or cuts off values that do not fit"
        )
        yield Hazard(step, why, Weight.NOTE, aspect.by, filled=True)


def _unique_again(state: State, step: Step) -> Iterator[Hazard]:
    """Look at something unique that the up dropped."""
    operation = step[1]
    kind = Kind.INDEX if operation.does is Does.CREATE_INDEX else Kind.CONSTRAINT
    unique = Flag.UNIQUE in operation.flags or operation.constraint in (
        ConstraintKind.UNIQUE,
        ConstraintKind.PRIMARY_KEY,
    )
    identity = identity_of(state, operation)
    owner = "" if kind is Kind.INDEX else identity
    fact = state.facts.get(Thing(kind, operation.name or "", owner))
    if not unique or fact is None or fact.present is not False or identity in state.emptied:
        return
    if fact.by is not None and not fact.back:
        why = (
            f"makes {kind.value} {operation.name} on {operation.table} unique again, which fails "
            "if rows were written meanwhile that are the same"
        )
        yield Hazard(step, why, Weight.NOTE, fact.by, filled=True)


def _leads_nowhere(state: State, step: Step) -> Iterator[Hazard]:
    """Look at a foreign key to a table that is not there."""
    operation = step[1]
    if operation.references is None or step[0].dialect is Dialect.SQLITE:
        return
    table = Thing(Kind.TABLE, operation.references)
    fact = state.facts.get(table, Fact(None))
    if fact.present is False:
        why = f"leads a foreign key of {operation.table} to {operation.references}, which is not "
        yield Hazard(step, why + "there at that time", since=fact.by)


def still_led_to(state: State, step: Step, together: Iterable[str]) -> Iterator[Hazard]:
    """Look at a table that is dropped while foreign keys of other tables lead to it.

    `together` are the tables that the same statement drops.
    """
    operation = step[1]
    if Flag.CASCADE in operation.flags or step[0].dialect not in CHECKS_REFERENCES:
        return
    identity = identity_of(state, operation)
    own = {identity, *(state.table(table) for table in together)}
    for user in state.look(By.USE, identity):
        fact = state.facts[user]
        if user.owner not in own and user.kind in (Kind.COLUMN, Kind.CONSTRAINT):
            why = f"drops table {operation.table} while {called(user)} still leads to it"
            yield Hazard(step, why, since=fact.by, fix="drop what leads to it first")
            return


def _still_used(state: State, step: Step) -> Iterator[Hazard]:
    """Look at a type that is dropped while a column has it."""
    operation = step[1]
    if Flag.CASCADE in operation.flags or not on_postgres(step[0]):
        return
    for user in state.look(By.USE, type_name(operation.name or "")):
        fact = state.facts[user]
        if user.kind is Kind.COLUMN and fact.type == operation.name:
            why = f"drops type {operation.name} while {called(user)} still has it"
            yield Hazard(step, why, since=fact.by, fix="drop or change the column first")
            return


BACKED_BY_INDEX = (
    ConstraintKind.UNIQUE,
    ConstraintKind.PRIMARY_KEY,
    ConstraintKind.EXCLUDE,
)


def _index_of_constraint(state: State, step: Step) -> Iterator[Hazard]:
    """Look at an index that PostgreSQL only drops together with its constraint."""
    migration, operation = step
    name = operation.name or ""
    if migration.dialect is not Dialect.POSTGRESQL or Thing(Kind.INDEX, name) in state.facts:
        return
    for thing in state.look(By.NAME, Kind.CONSTRAINT.value, name):
        fact = state.facts[thing]
        if fact.present and fact.by is not None and fact.by[1].constraint in BACKED_BY_INDEX:
            why = f"drops {name} as an index, but it is a constraint, which needs its index"
            fix = f"drop the constraint {name} instead"
            yield Hazard(step, why, since=fact.by, fix=fix)
            return


def _constraint_that_is_index(state: State, step: Step) -> Iterator[Hazard]:
    """Look at a constraint of PostgreSQL that is a mere index."""
    migration, operation = step
    name = operation.name or ""
    careful = Flag.IF_EXISTS in operation.flags
    if careful or migration.dialect is not Dialect.POSTGRESQL or not name:
        return
    if Thing(Kind.CONSTRAINT, name, identity_of(state, operation)) in state.facts:
        return
    for thing in state.look(By.NAME, Kind.INDEX.value, name):
        fact = state.facts[thing]
        if fact.present and fact.by is not None and fact.by[1].does is Does.CREATE_INDEX:
            why = f"drops {name} as a constraint, but it is an index"
            yield Hazard(step, why, since=fact.by, fix=f"drop the index {name} instead")
            return


Look = Callable[[State, Step], Iterator[Hazard]]

LOOKS: Mapping[Does, tuple[Look, ...]] = {
    Does.ADD_COLUMN: (_not_null, _leads_nowhere),
    Does.SET_NOT_NULL: (_set_not_null,),
    Does.CHANGE_TYPE: (_narrow,),
    Does.CREATE_INDEX: (_unique_again,),
    Does.ADD_CONSTRAINT: (_unique_again, _leads_nowhere),
    Does.DROP_TYPE: (_still_used,),
    Does.DROP_INDEX: (_index_of_constraint,),
    Does.DROP_CONSTRAINT: (_constraint_that_is_index,),
}
