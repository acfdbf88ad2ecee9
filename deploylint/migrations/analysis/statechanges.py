"""What each operation needs and changes, for tables, columns and what columns are like."""

from collections.abc import Callable, Mapping

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.analysis.register import By
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.things import ASPECTS, Fact, Kind, Step, Thing

KEEPS_REST = (Dialect.POSTGRESQL, Dialect.COCKROACHDB)
"""Databases in which changing the type leaves the default and NOT NULL as they are."""

DROPS_WHOLE_INDEX = (Dialect.POSTGRESQL, Dialect.COCKROACHDB)
"""Databases in which an index of several columns goes with the first of them."""


def written_for_sure(operation: Operation) -> bool:
    """Say whether the operation fails if things are not as it needs them."""
    return not operation.flags & {Flag.IF_EXISTS, Flag.IF_NOT_EXISTS}


def type_name(written: str) -> str:
    """Return the name of a type as names of types are written."""
    return written.removesuffix("[]").strip('"').removeprefix("public.")


def use_table(state: State, step: Step) -> str:
    """Note that a step needs its table, and return the identity of that."""
    operation = step[1]
    if operation.table is None:
        return ""
    thing = Thing(Kind.TABLE, operation.table)
    identity = state.table(operation.table)
    if identity not in state.vague_tables:
        state.require(thing, step, there=True, sure=Flag.IF_EXISTS not in operation.flags)
        if thing not in state.facts:
            state.put(thing, Fact(present=None if state.blind else True))
    return identity


def create_table(state: State, step: Step) -> None:
    """Note a new table and its columns."""
    operation = step[1]
    name = operation.table or ""
    thing = Thing(Kind.TABLE, name)
    sure = written_for_sure(operation)
    if not sure and state.present(thing):
        return
    state.require(thing, step, there=False, sure=sure)
    identity = state.create_identity(name) if sure else state.table(name)
    state.put(thing, Fact(present=True, by=step))
    for column in operation.columns if sure else ():
        state.put(Thing(Kind.COLUMN, column, identity), Fact(present=True, by=step))
    if state.going_back:
        state.emptied.add(identity)


def drop_table(state: State, step: Step) -> None:
    """Note that a table and all its parts are gone."""
    operation = step[1]
    name = operation.table or ""
    thing = Thing(Kind.TABLE, name)
    sure = written_for_sure(operation)
    if not sure and state.present(thing) is False:
        return
    state.require(thing, step, there=True, sure=sure)
    state.remove(state.take(By.WHOLE, state.table(name)), step)
    state.put(thing, Fact(present=False, by=step))
    state.has_lost_tables = True
    state.lose_unknown()
    if Flag.CASCADE in operation.flags:
        state.forget_kind(Kind.CONSTRAINT)


def rename_table(state: State, step: Step) -> None:
    """Note the new name of a table."""
    operation = step[1]
    old, new = operation.table or "", operation.new_name
    if new is None:
        state.forget_all()
        return
    sure = written_for_sure(operation)
    state.require(Thing(Kind.TABLE, old), step, there=True, sure=sure)
    state.require(Thing(Kind.TABLE, new), step, there=False, sure=sure)
    state.put(Thing(Kind.TABLE, old), Fact(present=False, by=step))
    state.put(Thing(Kind.TABLE, new), Fact(present=True, by=step))
    if state.table(old) in state.vague_tables:
        state.vague_tables.add(new)
    state.rename_identity(old, new)
    if not state.going_back:
        state.touched.add(state.table(new))


def add_column(state: State, step: Step) -> None:
    """Note a new column."""
    operation = step[1]
    thing = Thing(Kind.COLUMN, operation.name or "", use_table(state, step))
    sure = written_for_sure(operation)
    if not sure and state.present(thing):
        return
    state.require(thing, step, there=False, sure=sure)
    state.create_column(thing.owner, thing.name)
    leads = state.table(operation.references) if operation.references else ""
    kind = type_name(operation.type or "")
    state.put(thing, Fact(present=True, by=step, references=leads, type=kind))


def drop_column(state: State, step: Step) -> None:
    """Note that a column is gone, and the indexes and constraints with it."""
    operation = step[1]
    identity = use_table(state, step)
    thing = Thing(Kind.COLUMN, operation.name or "", identity)
    sure = written_for_sure(operation)
    if not sure and state.present(thing) is False:
        return
    state.require(thing, step, there=True, sure=sure)
    column = state.column(identity, thing.name)
    state.shed.add(identity)
    state.lose_unknown()
    for part in state.take(By.COLUMN, identity, column):
        _without_column(state, part, step)
    state.forget(state.take(By.ANY_COLUMN, identity))
    state.forget(Thing(aspect, thing.name, identity) for aspect in ASPECTS)
    state.put(thing, Fact(present=False, by=step))
    if Flag.CASCADE in operation.flags:
        state.forget_kind(Kind.CONSTRAINT)


def _without_column(state: State, part: Thing, step: Step) -> None:
    """Note what becomes of an index or constraint when a column that it is on goes."""
    if len(state.facts[part].columns) == 1 or state.dialect in DROPS_WHOLE_INDEX:
        state.remove([part], step)
    else:
        state.forget([part])


def rename_column(state: State, step: Step) -> None:
    """Note the new name of a column."""
    operation = step[1]
    old, new = operation.name or "", operation.new_name or ""
    identity = use_table(state, step)
    before, after = Thing(Kind.COLUMN, old, identity), Thing(Kind.COLUMN, new, identity)
    sure = written_for_sure(operation)
    state.require(before, step, there=True, sure=sure)
    state.require(after, step, there=False, sure=sure)
    moved = state.facts.get(before, Fact(present=True))
    state.put(before, Fact(present=False, by=step))
    state.put(after, moved._replace(present=True, by=step))
    state.rename_column(identity, old, new)
    for aspect in ASPECTS:
        fact = state.facts.pop(Thing(aspect, old, identity), None)
        if fact is not None:
            state.put(Thing(aspect, new, identity), fact)


def change_column(state: State, step: Step) -> None:
    """Note a change of what a column is like."""
    operation = step[1]
    name = operation.name or ""
    identity = use_table(state, step)
    column = Thing(Kind.COLUMN, name, identity)
    state.require(column, step, there=True, sure=written_for_sure(operation))
    fact = state.facts.get(column)
    if operation.does is Does.CHANGE_TYPE:
        kept = fact or Fact(present=None if state.blind else True)
        state.put(column, kept._replace(type=type_name(operation.type or "")))
    elif fact is None and not state.blind:
        state.put(column, Fact(present=True))
    aspect = ASPECT_OF.get(operation.does)
    if aspect is not None:
        _change_aspect(state, Thing(aspect, name, identity), step)
    if aspect is None or (operation.does is Does.CHANGE_TYPE and state.dialect not in KEEPS_REST):
        others = (Thing(one, name, identity) for one in ASPECTS if one is not aspect)
        state.forget(others)


ASPECT_OF: Mapping[Does, Kind] = {
    Does.SET_NOT_NULL: Kind.NULLABILITY,
    Does.DROP_NOT_NULL: Kind.NULLABILITY,
    Does.SET_DEFAULT: Kind.DEFAULT,
    Does.DROP_DEFAULT: Kind.DEFAULT,
    Does.CHANGE_TYPE: Kind.COLUMN_TYPE,
}


def _change_aspect(state: State, thing: Thing, step: Step) -> None:
    """Note a change in the up, or that the down takes it back."""
    fact = state.facts.get(thing)
    how = step[1].does.value
    if not state.going_back:
        known = fact is None or fact.type == how
        state.require(thing, step, there=False, sure=False)
        state.put(thing, Fact(present=True if known else None, by=step, type=how))
    elif fact is not None and not (thing.kind is Kind.NULLABILITY and fact.type == how):
        state.put(thing, fact._replace(present=False, by=step))


def change_rows(state: State, step: Step) -> None:
    """Note which tables the down empties."""
    operation = step[1]
    name = operation.table or ""
    if state.present(Thing(Kind.TABLE, name)) is False:
        use_table(state, step)
    identity = state.table(name)
    if operation.does is Does.INSERT:
        state.emptied.discard(identity)
    elif operation.does is not Does.UPDATE and Flag.WHERE not in operation.flags:
        state.emptied.add(identity)


CHANGES: Mapping[Does, Callable[[State, Step], None]] = {
    Does.CREATE_TABLE: create_table,
    Does.DROP_TABLE: drop_table,
    Does.RENAME_TABLE: rename_table,
    Does.ADD_COLUMN: add_column,
    Does.DROP_COLUMN: drop_column,
    Does.RENAME_COLUMN: rename_column,
    **dict.fromkeys((*ASPECT_OF, Does.ALTER_COLUMN), change_column),
    **dict.fromkeys((Does.INSERT, Does.UPDATE, Does.DELETE, Does.TRUNCATE), change_rows),
}
