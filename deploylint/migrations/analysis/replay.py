"""Ups and then downs, run on the symbolic database, and what ends otherwise than it began."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.analysis.register import By
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.statechanges import CHANGES
from deploylint.migrations.analysis.stateobjects import OBJECT_CHANGES, forget_objects, object_of
from deploylint.migrations.analysis.stateparts import PART_CHANGES, index_of
from deploylint.migrations.analysis.things import ASPECTS, OF_COLUMN, Fact, Kind, Prior, Step, Thing

ALL_CHANGES = {**CHANGES, **PART_CHANGES, **OBJECT_CHANGES}


class Difference(NamedTuple):
    """A thing that was (not) there before the ups, and ends the other way after the downs."""

    thing: Thing
    prior: Prior
    fact: Fact


def replay(
    ups: Iterable[Step],
    downs: Iterable[Step],
    dialect: Dialect | None,
    watch: Callable[[State, Step], None] | None = None,
) -> State:
    """Run the ups, then the downs; `watch` sees each step of the downs before it runs."""
    state = State(dialect)
    for step in _without_swaps(lasting(ups)):
        run(state, step)
    state.going_back = True
    for step in _without_swaps(lasting(downs)):
        if watch is not None:
            watch(state, step)
        run(state, step)
    return state


TEMPORARY_SCHEMA = "pg_temp."
"""Where PostgreSQL keeps what goes with the session."""


def lasting(steps: Iterable[Step]) -> list[Step]:
    """Leave out what is done to things that go with the session, or that make way for them."""
    every = list(steps)
    temporary = {
        (migration.version, name)
        for migration, operation in every
        if Flag.TEMPORARY in operation.flags
        for name in (operation.table, operation.name)
        if name
    }
    return [
        (migration, operation)
        for migration, operation in every
        if Flag.TEMPORARY not in operation.flags
        and (migration.version, operation.table or operation.name) not in temporary
        and not (operation.table or operation.name or "").startswith(TEMPORARY_SCHEMA)
    ]


def _without_swaps(steps: Iterable[Step]) -> list[Step]:
    """Leave out constraints that are added and dropped in a row of changes of one table.

    All is as before then, in several statements as well as in one, whose drops PostgreSQL does
    first: `ADD CONSTRAINT c CHECK (new), DROP CONSTRAINT c`.
    """
    kept: list[Step | None] = []
    added: dict[str, int] = {}
    row: tuple[str, str | None] | None = None
    for step in steps:
        migration, operation = step
        if (migration.version, operation.table) != row:
            row = (migration.version, operation.table)
            added.clear()
        name = operation.name or ""
        if operation.does is Does.DROP_CONSTRAINT and name in added:
            kept[added.pop(name)] = None
            continue
        if operation.does is Does.ADD_CONSTRAINT and name and not operation.flags & GUARDED:
            added[name] = len(kept)
        kept.append(step)
    return [step for step in kept if step is not None]


GUARDED = frozenset((Flag.IF_NOT_EXISTS, Flag.CONDITIONAL))


def run(state: State, step: Step) -> None:
    """Change the state as one operation does."""
    operation = step[1]
    if operation.table is not None and not state.going_back:
        state.touched.add(state.table(operation.table))
    if operation.does in (Does.OPAQUE, Does.SET_SCHEMA):
        _blur(state, operation)
    elif operation.does in ALL_CHANGES:
        if Flag.CONDITIONAL in operation.flags:
            _blur(state, operation)
        else:
            ALL_CHANGES[operation.does](state, step)


def _blur(state: State, operation: Operation) -> None:
    """Know no longer what an operation may have changed."""
    if operation.does is Does.OPAQUE and operation.table is None:
        state.forget_all()
        return
    for name in filter(None, (operation.table, operation.new_name)):
        identity = state.table(name)
        table = Thing(Kind.TABLE, name)
        state.forget([table, *state.take(By.WHOLE, identity)])
        state.vague.add(table)
        state.vague_tables.add(identity)
    if operation.object is not None:
        forget_objects(state, operation)
    vague = [thing for thing in _named_by(state, operation) if thing.name]
    state.forget(vague)
    state.vague.update(vague)


def _named_by(state: State, operation: Operation) -> tuple[Thing, ...]:
    """Return the things outside tables that a conditional operation names."""
    name, new_name = operation.name or "", operation.new_name or ""
    if operation.object is not None:
        return (object_of(state, operation), Thing(Kind.TYPE, name), Thing(Kind.TYPE, new_name))
    values = state.take(By.NAME, Kind.ENUM_VALUE.value, operation.value or "")
    return (index_of(state, operation), Thing(Kind.TYPE, name), *values)


def differences(state: State) -> tuple[Difference, ...]:
    """Return what certainly ends otherwise than it began, in the order in which it was named."""
    found = []
    for thing, prior in state.priors.items():
        if thing in state.vague:
            continue
        fact = _final(state, thing)
        if fact is not None and fact.present is not None and fact.present is not prior.present:
            found.append(Difference(thing, prior, fact))
    return tuple(found)


def _final(state: State, thing: Thing) -> Fact | None:
    """Return what holds for a thing in the end; None where another difference covers it."""
    if thing.kind in (*OF_COLUMN, Kind.CONSTRAINT) or (thing.kind is Kind.INDEX and thing.owner):
        return _final_part(state, thing)
    fact = state.facts.get(thing)
    if thing.kind is Kind.INDEX and fact is not None and fact.table:
        table = state.facts.get(Thing(Kind.TABLE, fact.table))
        return fact if table is None or table.present else None
    return fact


def _final_part(state: State, thing: Thing) -> Fact | None:
    """Return what holds for a part of a table, which may have been made anew."""
    table = state.facts.get(Thing(Kind.TABLE, thing.owner))
    if table is not None and not table.present:
        return None
    now = thing._replace(owner=state.table(thing.owner))
    if thing.kind in ASPECTS:
        column = state.present(now._replace(kind=Kind.COLUMN))
        if column is not True:
            return None
    return state.facts.get(now)
