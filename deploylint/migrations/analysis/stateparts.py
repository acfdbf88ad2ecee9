"""What each operation needs and changes, for indexes and constraints."""

from collections.abc import Callable, Mapping
from itertools import islice

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.analysis.register import By
from deploylint.migrations.analysis.state import State, is_created
from deploylint.migrations.analysis.statechanges import use_table, written_for_sure
from deploylint.migrations.analysis.things import Fact, Kind, Step, Thing
from deploylint.model.migrationtools import Framework

INDEX_NAMES_OF_TABLES = (Dialect.MYSQL, Dialect.MSSQL)
"""Databases in which two tables may have indexes of one name, so that DROP INDEX names both."""

ONLY_CREATED_INDEXES = (Dialect.POSTGRESQL, Dialect.SQLITE)
"""Databases in which DROP INDEX only drops what CREATE INDEX has made."""


def index_of(state: State, operation: Operation) -> Thing:
    """Return the index that an operation names, on whatever table if it names none."""
    name = operation.name or ""
    if state.dialect not in INDEX_NAMES_OF_TABLES:
        return Thing(Kind.INDEX, name)
    if operation.table is not None:
        return Thing(Kind.INDEX, name, state.table(operation.table))
    known = list(islice(state.look(By.NAME, Kind.INDEX.value, name), 2))
    return known[0] if len(known) == 1 else Thing(Kind.INDEX, name)


FINDS_BY_COLUMNS = (Framework.RAILS,)
"""Tools that look in the database for the index on the columns that are named, whatever its name.

https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html
"""


def _dropped_index(state: State, step: Step) -> Thing:
    """Return the index that a step drops: the one that it names, or the one on its columns."""
    migration, operation = step
    named = index_of(state, operation)
    if migration.framework not in FINDS_BY_COLUMNS or not operation.columns:
        return named
    if state.present(named):
        return named
    identity = state.table(operation.table or "")
    columns = tuple(state.column(identity, column) for column in operation.columns)
    on_them = state.look(By.COLUMN, identity, columns[0])
    same = (
        one for one in on_them if one.kind is Kind.INDEX and state.facts[one].columns == columns
    )
    return next(same, named)


def create_index(state: State, step: Step) -> None:
    """Note a new index; one without a name cannot be followed."""
    operation = step[1]
    identity = use_table(state, step)
    if operation.name is None:
        return
    thing = index_of(state, operation)
    sure = written_for_sure(operation)
    if not sure and state.present(thing):
        return
    if _is_of_another(state, thing, identity):
        state.forget([thing])
        state.vague.add(thing)
        return
    if not _could_have_vanished(state, thing, identity):
        state.require(thing, step, there=False, sure=sure)
    _put_part(state, thing, step, identity)


def _is_of_another(state: State, thing: Thing, identity: str) -> bool:
    """Say whether another table has an index of that name, where that is possible."""
    fact = state.facts.get(thing)
    if fact is None or not fact.present or state.dialect in ONLY_CREATED_INDEXES:
        return False
    return fact.table not in ("", identity)


def _could_have_vanished(state: State, thing: Thing, identity: str) -> bool:
    """Say whether a part of a table may have been dropped before without being named."""
    if thing in state.facts:
        return False
    if thing.kind is Kind.INDEX and state.has_lost_tables:
        return True
    changed = state.touched if state.going_back else state.shed
    return identity in changed or is_created(identity)


def _put_part(state: State, thing: Thing, step: Step, identity: str) -> None:
    operation = step[1]
    fact = Fact(
        present=True,
        by=step,
        table=identity,
        columns=tuple(state.column(identity, column) for column in operation.columns),
        references=state.table(operation.references) if operation.references else "",
    )
    state.put(thing, fact)


def drop_index(state: State, step: Step) -> None:
    """Note that an index is gone."""
    operation = step[1]
    thing = _dropped_index(state, step)
    sure = written_for_sure(operation)
    if not thing.name or (not sure and state.present(thing) is False):
        return
    is_of_any = operation.table is None and state.dialect in INDEX_NAMES_OF_TABLES
    if is_of_any and thing not in state.facts:
        return
    twins = state.forget_name(Kind.CONSTRAINT, thing.name)
    if twins and thing not in state.facts:
        return
    if not state.going_back or thing in state.facts or state.dialect in ONLY_CREATED_INDEXES:
        state.require(thing, step, there=True, sure=sure)
    table = state.table(operation.table) if operation.table else ""
    state.put(thing, Fact(present=False, by=step, table=table))


def rename_index(state: State, step: Step) -> None:
    """Note the new name of an index, which may be that of a constraint."""
    _rename_either(state, step, index_of(state, step[1]), Kind.CONSTRAINT)


def rename(state: State, step: Step, old: Thing, new: Thing) -> None:
    """Note that a thing is called otherwise now."""
    sure = written_for_sure(step[1])
    state.require(old, step, there=True, sure=sure)
    state.require(new, step, there=False, sure=sure)
    table = state.table(step[1].table) if step[1].table and old.kind is Kind.INDEX else ""
    moved = state.facts.get(old, Fact(present=None if state.blind else True, table=table))
    if old in state.facts:
        state.remove([old], step)
    state.put(old, Fact(present=False, by=step))
    state.put(new, moved._replace(by=step))


def add_constraint(state: State, step: Step) -> None:
    """Note a new constraint; one without a name is only known for where it leads to."""
    operation = step[1]
    identity = use_table(state, step)
    name = operation.name
    if name is None:
        name = f"\0{operation.at.line}:{operation.at.column}"
        state.forget(state.take(By.GONE, identity))
        state.nameless.add(identity)
        _put_part(state, Thing(Kind.CONSTRAINT, name, identity), step, identity)
        return
    thing = Thing(Kind.CONSTRAINT, name, identity)
    state.forget_name(Kind.INDEX, name)
    if not _could_have_vanished(state, thing, identity):
        state.require(thing, step, there=False, sure=written_for_sure(operation))
    _put_part(state, thing, step, identity)


def drop_constraint(state: State, step: Step) -> None:
    """Note that a constraint is gone."""
    operation = step[1]
    identity = use_table(state, step)
    if operation.name is None:
        state.forget(state.take(By.CONSTRAINT, identity))
        return
    thing = Thing(Kind.CONSTRAINT, operation.name, identity)
    sure = written_for_sure(operation)
    if not sure and state.present(thing) is False:
        return
    twins = state.forget_name(Kind.INDEX, thing.name)
    unsure = twins or identity in state.nameless or _could_have_vanished(state, thing, identity)
    if thing in state.facts or not unsure:
        state.require(thing, step, there=True, sure=sure)
    state.put(thing, Fact(present=False, by=step))


def rename_constraint(state: State, step: Step) -> None:
    """Note the new name of a constraint, which may be that of its index."""
    old = Thing(Kind.CONSTRAINT, step[1].name or "", use_table(state, step))
    _rename_either(state, step, old, Kind.INDEX)


def _rename_either(state: State, step: Step, old: Thing, twin: Kind) -> None:
    """Rename an index or constraint: where one is of the other, both have the name.

    What was made without a name may be renamed, too.
    """
    new = old._replace(name=step[1].new_name or "")
    for thing in (old, new):
        state.forget_name(twin, thing.name)
    if old in state.facts or not (state.going_back or old.owner in state.nameless):
        rename(state, step, old, new)
    else:
        state.forget([old, new])


PART_CHANGES: Mapping[Does, Callable[[State, Step], None]] = {
    Does.CREATE_INDEX: create_index,
    Does.DROP_INDEX: drop_index,
    Does.RENAME_INDEX: rename_index,
    Does.ADD_CONSTRAINT: add_constraint,
    Does.DROP_CONSTRAINT: drop_constraint,
    Does.RENAME_CONSTRAINT: rename_constraint,
}
