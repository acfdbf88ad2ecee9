"""Methods of TypeORM's `queryRunner` that change tables, and the operations they stand for.

https://typeorm.io/docs/migrations/api/. Measured with TypeORM 1.1.1 on PostgreSQL 15:
`changeColumn` drops the column and adds it anew, empty, whenever its type or its length changes.
"""

from collections.abc import Callable, Mapping

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.javascript.names import written
from deploylint.migrations.javascript.values import (
    List,
    Map,
    Value,
    entry,
    is_true,
    plain,
    texts,
)
from deploylint.migrations.typeorm.step import COMPUTED, PG, Made, Step
from deploylint.migrations.typeorm.tables import (
    Column,
    column,
    identity_of,
    options,
    several,
    table_of,
    type_of,
)


def _create_table(step: Step) -> Made:
    described = options(step.call.argument(0))
    columns = [column(one, step.dialect) for one in several(entry(described, "columns"))]
    if described is None or None in columns:
        yield step.opaque(COMPUTED)
        return
    known = [one for one in columns if one is not None]
    for one in known:
        yield from _enum_type(step, one)
    flags = frozenset((Flag.IF_NOT_EXISTS,) if is_true(step.call.argument(1)) else ())
    names = tuple(one.name for one in known)
    yield step.operation(Does.CREATE_TABLE)._replace(columns=names, flags=flags)
    for key in several(entry(described, "foreignKeys")):
        yield _foreign_key(step, key)
    for index in several(entry(described, "indices")):
        yield _index(step, index)


def _enum_type(step: Step, given: Column) -> Made:
    """Yield the type of an enum; its table and column say whose it is."""
    if given.is_enum and step.dialect in PG:
        schema, _, table = step.table.rpartition(".")
        name = given.enum_name or f"{table}_{given.name.lower()}_enum"
        yield step.operation(Does.CREATE_TYPE)._replace(
            name=f"{schema}.{name}" if schema and "." not in name else name,
            columns=(given.name,),
            object="enum type",
            flags=frozenset((Flag.IF_NOT_EXISTS,)),
        )


def _drop_table(step: Step) -> Made:
    flags = frozenset((Flag.IF_EXISTS,) if is_true(step.call.argument(1)) else ())
    yield step.operation(Does.DROP_TABLE)._replace(flags=flags)


def _rename_table(step: Step) -> Made:
    new = table_of(step.call.argument(1), step.dialect)
    if new is None:
        yield step.opaque(COMPUTED)
        return
    yield step.operation(Does.RENAME_TABLE)._replace(new_name=new)


def _clear_table(step: Step) -> Made:
    yield step.operation(Does.TRUNCATE)


def _add_column(step: Step) -> Made:
    yield from _added(step, options(step.call.argument(1)))


def _added(step: Step, described: Map | None) -> Made:
    given = column(described, step.dialect)
    if given is None:
        yield step.opaque(COMPUTED)
        return
    yield from _enum_type(step, given)
    yield step.operation(Does.ADD_COLUMN)._replace(
        name=given.name, type=given.type, flags=given.flags
    )
    if given.is_unique:
        yield step.operation(Does.ADD_CONSTRAINT)._replace(
            columns=(given.name,),
            constraint=ConstraintKind.UNIQUE,
        )


def _add_columns(step: Step) -> Made:
    for one in several(step.call.argument(1)):
        yield from _added(step, one)


def _drop_column(step: Step) -> Made:
    yield _dropped(step, Does.DROP_COLUMN, step.call.argument(1))


def _dropped(step: Step, does: Does, value: Value | None) -> Operation:
    name = step.name(value)
    if name is None:
        return step.opaque("what is dropped is looked up or has no name")
    flags = frozenset((Flag.IF_EXISTS,) if is_true(step.call.argument(2)) else ())
    return step.operation(does)._replace(name=name, flags=flags)


def _each(does: Does, constraint: ConstraintKind | None = None) -> Callable[[Step], Made]:
    """Return what drops one thing, or each of a list."""

    def made(step: Step) -> Made:
        value = step.call.argument(1)
        for one in value.items if isinstance(value, List) else (value,):
            dropped = _dropped(step, does, one)
            named = constraint is not None and dropped.does is not Does.OPAQUE
            yield dropped._replace(constraint=constraint) if named else dropped

    return made


def _rename_column(step: Step) -> Made:
    old, new = step.name(step.call.argument(1)), step.name(step.call.argument(2))
    if old is None or new is None:
        yield step.opaque(COMPUTED)
        return
    yield step.operation(Does.RENAME_COLUMN)._replace(name=old, new_name=new)


def _change_column(step: Step) -> Made:
    """Compare the old column with the new one; an old one that is only named is not known."""
    old, new = options(step.call.argument(1)), options(step.call.argument(2))
    before, after = step.name(step.call.argument(1)), column(new, step.dialect)
    if before is None or after is None or new is None:
        yield step.opaque(COMPUTED)
        return
    if old is None:
        step.run.restates((step.operation(Does.CHANGE_TYPE).at,))
        base = step.operation(Does.CHANGE_TYPE)._replace(name=before)
        yield base._replace(type=type_of(new))
        yield base._replace(does=Does.SET_NOT_NULL if after.is_required else Does.DROP_NOT_NULL)
        return
    if identity_of(old) != identity_of(new):
        yield step.operation(Does.DROP_COLUMN)._replace(name=before, type=type_of(old))
        yield from _added(step, new)
        return
    yield from _adjusted(step, column(old, step.dialect) or after, after)


def _adjusted(step: Step, before: Column, after: Column) -> Made:
    if before.name != after.name:
        rename = step.operation(Does.RENAME_COLUMN)
        yield rename._replace(name=before.name, new_name=after.name)
    base = step.operation(Does.CHANGE_TYPE)._replace(name=after.name)
    if before.type != after.type:
        yield base._replace(type=after.type, old_type=before.type)
    if before.is_required != after.is_required:
        yield base._replace(does=Does.SET_NOT_NULL if after.is_required else Does.DROP_NOT_NULL)
    if written(before.default) != written(after.default):
        gone = after.default is None
        does = Does.DROP_DEFAULT if gone else Does.SET_DEFAULT
        yield base._replace(does=does, value=written(after.default))


def _index(step: Step, described: Map | None) -> Operation:
    columns = texts(entry(described, "columnNames"))
    if described is None:
        return step.opaque(COMPUTED)
    flags = {Flag.UNIQUE} if is_true(entry(described, "isUnique")) else set()
    if is_true(entry(described, "isConcurrent")):
        flags.add(Flag.CONCURRENTLY)
    return step.operation(Does.CREATE_INDEX)._replace(
        name=plain(entry(described, "name")), columns=step.fold(columns), flags=frozenset(flags)
    )


def _foreign_key(step: Step, described: Map | None) -> Operation:
    target = entry(described, "referencedTableName")
    if described is None or plain(target) is None:
        return step.opaque(COMPUTED)
    return step.operation(Does.ADD_CONSTRAINT)._replace(
        name=plain(entry(described, "name")),
        columns=step.fold(texts(entry(described, "columnNames"))),
        constraint=ConstraintKind.FOREIGN_KEY,
        references=table_of(target, step.dialect),
    )


def _constraint(kind: ConstraintKind) -> Callable[[Step, Map | None], Operation]:
    def made(step: Step, described: Map | None) -> Operation:
        if described is None:
            return step.opaque(COMPUTED)
        return step.operation(Does.ADD_CONSTRAINT)._replace(
            name=plain(entry(described, "name")),
            columns=step.fold(texts(entry(described, "columnNames"))),
            constraint=kind,
        )

    return made


def _adds(one: Callable[[Step, Map | None], Operation]) -> Callable[[Step], Made]:
    """Return what adds one thing, or each of a list."""

    def made(step: Step) -> Made:
        value = step.call.argument(1)
        for described in several(value) if isinstance(value, List) else (options(value),):
            yield one(step, described)

    return made


def _primary_key(step: Step) -> Made:
    columns = texts(step.call.argument(1))
    if columns is None:
        yield step.opaque(COMPUTED)
        return
    yield step.operation(Does.ADD_CONSTRAINT)._replace(
        name=plain(step.call.argument(2)),
        columns=step.fold(columns),
        constraint=ConstraintKind.PRIMARY_KEY,
    )


def _drop_primary_key(step: Step) -> Made:
    yield step.operation(Does.DROP_CONSTRAINT)._replace(
        name=plain(step.call.argument(1)), constraint=ConstraintKind.PRIMARY_KEY
    )


_UNIQUE = _adds(_constraint(ConstraintKind.UNIQUE))
_CHECK = _adds(_constraint(ConstraintKind.CHECK))
_EXCLUSION = _adds(_constraint(ConstraintKind.EXCLUDE))
_DROP_FOREIGN_KEY = _each(Does.DROP_CONSTRAINT, constraint=ConstraintKind.FOREIGN_KEY)
_DROP_UNIQUE = _each(Does.DROP_CONSTRAINT, constraint=ConstraintKind.UNIQUE)
_DROP_CHECK = _each(Does.DROP_CONSTRAINT, constraint=ConstraintKind.CHECK)
_DROP_EXCLUSION = _each(Does.DROP_CONSTRAINT, constraint=ConstraintKind.EXCLUDE)

METHODS: Mapping[str, Callable[[Step], Made]] = {
    "createTable": _create_table,
    "dropTable": _drop_table,
    "renameTable": _rename_table,
    "clearTable": _clear_table,
    "addColumn": _add_column,
    "addColumns": _add_columns,
    "dropColumn": _drop_column,
    "dropColumns": _each(Does.DROP_COLUMN),
    "renameColumn": _rename_column,
    "changeColumn": _change_column,
    "createIndex": _adds(_index),
    "createIndices": _adds(_index),
    "dropIndex": _each(Does.DROP_INDEX),
    "dropIndices": _each(Does.DROP_INDEX),
    "createForeignKey": _adds(_foreign_key),
    "createForeignKeys": _adds(_foreign_key),
    "dropForeignKey": _DROP_FOREIGN_KEY,
    "dropForeignKeys": _DROP_FOREIGN_KEY,
    "createUniqueConstraint": _UNIQUE,
    "createUniqueConstraints": _UNIQUE,
    "dropUniqueConstraint": _DROP_UNIQUE,
    "dropUniqueConstraints": _DROP_UNIQUE,
    "createCheckConstraint": _CHECK,
    "createCheckConstraints": _CHECK,
    "dropCheckConstraint": _DROP_CHECK,
    "dropCheckConstraints": _DROP_CHECK,
    "createExclusionConstraint": _EXCLUSION,
    "createExclusionConstraints": _EXCLUSION,
    "dropExclusionConstraint": _DROP_EXCLUSION,
    "dropExclusionConstraints": _DROP_EXCLUSION,
    "createPrimaryKey": _primary_key,
    "dropPrimaryKey": _drop_primary_key,
}
"""Methods whose first argument is a table."""
