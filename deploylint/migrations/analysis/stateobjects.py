"""What each operation needs and changes, for types and other objects."""

from collections.abc import Callable, Mapping

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.register import By
from deploylint.migrations.analysis.state import State
from deploylint.migrations.analysis.statechanges import use_table, written_for_sure
from deploylint.migrations.analysis.stateparts import rename
from deploylint.migrations.analysis.things import Fact, Kind, Step, Thing

VIEWS = ("view", "materialized view")

OF_A_TABLE = ("trigger", "policy", "rule")

OVERLOADED = ("function", "procedure", "aggregate", "routine", "operator")
"""Objects of which several may have one name."""

HOLDS_ANYTHING = ("schema", "extension", "database")
"""Objects whose CASCADE drops tables, columns or types."""


def _values_of(name: str) -> str:
    return f"\1type {name}"


def create_type(state: State, step: Step) -> None:
    """Note a new type."""
    operation = step[1]
    thing = Thing(Kind.TYPE, operation.name or "")
    sure = written_for_sure(operation)
    if not sure and state.present(thing):
        return
    state.require(thing, step, there=False, sure=sure)
    state.put(thing, Fact(present=True, by=step))


def drop_type(state: State, step: Step) -> None:
    """Note that a type is gone, with its values."""
    operation = step[1]
    thing = Thing(Kind.TYPE, operation.name or "")
    sure = written_for_sure(operation)
    if not sure and state.present(thing) is False:
        return
    state.require(thing, step, there=True, sure=sure)
    state.remove(state.take(By.WHOLE, _values_of(thing.name)), step)
    state.put(thing, Fact(present=False, by=step))
    if Flag.CASCADE in operation.flags:
        for kind in (Kind.COLUMN, Kind.CONSTRAINT, Kind.INDEX, Kind.OBJECT):
            state.forget_kind(kind)


def rename_type(state: State, step: Step) -> None:
    """Note the new name of a type; its values go with it."""
    operation = step[1]
    old = Thing(Kind.TYPE, operation.name or "")
    state.forget(state.take(By.WHOLE, _values_of(old.name)))
    rename(state, step, old, old._replace(name=operation.new_name or ""))


def add_enum_value(state: State, step: Step) -> None:
    """Note a new value of an enum type."""
    operation = step[1]
    owner = _values_of(operation.name or "")
    thing = Thing(Kind.ENUM_VALUE, operation.value or "", owner, operation.name or "")
    state.require(thing, step, there=False, sure=written_for_sure(operation))
    state.put(thing, Fact(present=True, by=step, table=owner))


def change_enum_values(state: State, step: Step) -> None:
    """Know no longer which values a type has."""
    state.forget(state.take(By.WHOLE, _values_of(step[1].name or "")))


def object_of(state: State, operation: Operation) -> Thing:
    """Return the object that an operation names."""
    kind = operation.object or ""
    owner = state.table(operation.table) if operation.table and kind in OF_A_TABLE else ""
    return Thing(Kind.OBJECT, operation.name or "", owner, kind)


def create_object(state: State, step: Step) -> None:
    """Note a new object."""
    operation = step[1]
    replaces = operation.does is Does.REPLACE_OBJECT
    if operation.object in VIEWS:
        _new_view(state, operation.name or "", replaced=replaces)
        return
    if operation.object in OF_A_TABLE:
        use_table(state, step)
    thing = object_of(state, operation)
    if thing not in state.facts or thing.object not in OVERLOADED:
        sure = not replaces and written_for_sure(operation)
        state.require(thing, step, there=False, sure=sure)
    state.put(thing, Fact(present=True, by=step, table=thing.owner))


def _new_view(state: State, name: str, *, replaced: bool) -> None:
    if not replaced:
        state.create_identity(name)
    state.put(Thing(Kind.TABLE, name), Fact(present=None))


def drop_object(state: State, step: Step) -> None:
    """Note that an object is gone."""
    operation = step[1]
    name = operation.name or ""
    if operation.object in VIEWS:
        state.remove(state.take(By.WHOLE, state.table(name)), step)
        state.put(Thing(Kind.TABLE, name), Fact(present=None))
        state.has_lost_tables = True
        state.lose_unknown()
    named = (object_of(state, operation), *_same_objects(state, operation))
    for thing in named if operation.object not in VIEWS else ():
        sure = written_for_sure(operation) and thing.object not in OVERLOADED
        state.require(thing, step, there=True, sure=sure)
        state.put(thing, Fact(present=False, by=step))
    if Flag.CASCADE in operation.flags:
        _cascade(state, operation)


def _same_objects(state: State, operation: Operation) -> tuple[Thing, ...]:
    """Return objects of that name on any table, where the statement names no table."""
    if operation.table is not None:
        return ()
    same = state.take(By.OBJECT, operation.object or "", operation.name or "")
    return tuple(thing for thing in same if thing.owner)


def _cascade(state: State, operation: Operation) -> None:
    if operation.object in HOLDS_ANYTHING:
        state.forget_all()
    else:
        for kind in (Kind.OBJECT, Kind.CONSTRAINT, Kind.INDEX):
            state.forget_kind(kind)


def change_object(state: State, step: Step) -> None:
    """Know no longer what an object is called and what it belongs to."""
    forget_objects(state, step[1])


def forget_objects(state: State, operation: Operation) -> None:
    """Learn nothing more about the objects that an operation names."""
    for name in (operation.name, operation.new_name):
        if name:
            things = state.take(By.NAME, Kind.OBJECT.value, name)
            state.forget(things)
            state.vague.update(things)


OBJECT_CHANGES: Mapping[Does, Callable[[State, Step], None]] = {
    Does.CREATE_TYPE: create_type,
    Does.DROP_TYPE: drop_type,
    Does.RENAME_TYPE: rename_type,
    Does.ADD_ENUM_VALUE: add_enum_value,
    Does.RENAME_ENUM_VALUE: change_enum_values,
    Does.DROP_ENUM_VALUE: change_enum_values,
    Does.CREATE_OBJECT: create_object,
    Does.REPLACE_OBJECT: create_object,
    Does.DROP_OBJECT: drop_object,
    Does.RENAME_OBJECT: change_object,
    Does.ALTER_OBJECT: change_object,
}
