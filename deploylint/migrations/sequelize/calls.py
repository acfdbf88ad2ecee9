"""Methods of Sequelize's `queryInterface` that change a table, and what they stand for.

https://sequelize.org/api/v6/class/src/dialects/abstract/query-interface.js~queryinterface.

Measured with Sequelize 6.37.8 on PostgreSQL 15: `createTable` is CREATE TABLE IF NOT EXISTS,
`dropTable` DROP TABLE IF EXISTS, `removeIndex` DROP INDEX IF EXISTS, and an index without a name is
called `user_things_user_id` after table and columns. A column with an ENUM creates the type
`enum_<table>_<column>` unless there is one; neither `dropTable` nor `removeColumn` drops it.
`changeColumn` says nullability and default anew.
"""

from collections.abc import Callable, Iterator, Mapping

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.javascript.names import table_name
from deploylint.migrations.javascript.values import (
    List,
    Map,
    entry,
    is_true,
    plain,
    texts,
)
from deploylint.migrations.sequelize.indexes import add_index, remove_index
from deploylint.migrations.sequelize.rows import delete, insert, update
from deploylint.migrations.sequelize.step import PG, Found, Step
from deploylint.migrations.sequelize.types import Column, column


def _create_table(step: Step) -> Found:
    given = step.call.argument(1)
    created = step.operation(Does.CREATE_TABLE)._replace(flags=frozenset((Flag.IF_NOT_EXISTS,)))
    if not isinstance(given, Map) or not given.complete:
        return None
    columns = {name: column(value, step.run.dialect) for name, value in given.entries.items()}
    types = [one for name, each in columns.items() for one in _enum_type(step, name, each)]
    keys = [one for name, each in columns.items() for one in _foreign(step, name, each)]
    names = tuple(step.fold(plain(entry(given.entries[one], "field")) or one) for one in columns)
    return [*types, created._replace(columns=names), *keys]


def _enum_type(step: Step, name: str, given: Column) -> Iterator[Operation]:
    if given.is_enum and step.run.dialect in PG:
        schema, _, table = step.table.rpartition(".")
        created = f"enum_{table}_{name}"
        yield step.operation(Does.CREATE_TYPE)._replace(
            table=None,
            name=f"{schema}.{created}" if schema else created,
            object="enum type",
            flags=frozenset((Flag.IF_NOT_EXISTS,)),
        )


def _foreign(step: Step, name: str, given: Column) -> Iterator[Operation]:
    if given.is_referring:
        yield step.operation(Does.ADD_CONSTRAINT)._replace(
            columns=(step.fold(name),),
            constraint=ConstraintKind.FOREIGN_KEY,
            references=given.references,
        )


def _unique(step: Step, name: str, given: Column) -> Iterator[Operation]:
    if given.is_unique:
        yield step.operation(Does.ADD_CONSTRAINT)._replace(
            columns=(step.fold(name),),
            constraint=ConstraintKind.UNIQUE,
        )


def _drop_table(step: Step) -> Found:
    cascades = is_true(entry(step.call.argument(1), "cascade"))
    flags = frozenset((Flag.IF_EXISTS, Flag.CASCADE) if cascades else (Flag.IF_EXISTS,))
    return [step.operation(Does.DROP_TABLE)._replace(flags=flags)]


def _rename_table(step: Step) -> Found:
    new = table_name(step.call.argument(1), step.run.dialect)
    return (new and [step.operation(Does.RENAME_TABLE)._replace(new_name=new)]) or None


def _add_column(step: Step) -> Found:
    name, given = step.name(1), step.call.argument(2)
    if name is None or given is None:
        return None
    each = column(given, step.run.dialect)
    added = step.operation(Does.ADD_COLUMN)._replace(name=name, type=each.type, flags=each.flags)
    types = _enum_type(step, plain(step.call.argument(1)) or name, each)
    return [*types, added, *_unique(step, name, each), *_foreign(step, name, each)]


def _remove_column(step: Step) -> Found:
    name = step.name(1)
    return None if name is None else [step.operation(Does.DROP_COLUMN)._replace(name=name)]


def _rename_column(step: Step) -> Found:
    old, new = step.name(1), step.name(2)
    if old is None or new is None:
        return None
    return [step.operation(Does.RENAME_COLUMN)._replace(name=old, new_name=new)]


def _change_column(step: Step) -> Found:
    """Read what is written; what is not written is dropped too, but may never have been there."""
    name, given = step.name(1), step.call.argument(2)
    if name is None or given is None:
        return None
    each = column(given, step.run.dialect)
    if each.is_referring and step.run.dialect in PG:
        return list(_foreign(step, name, each))
    step.run.restates((step.at,))
    flags = frozenset({Flag.USING} if each.is_enum else ())
    found = [*_enum_type(step, plain(step.call.argument(1)) or name, each)]
    base = step.operation(Does.CHANGE_TYPE)._replace(name=name)
    found.append(base._replace(type=each.type, flags=flags))
    if each.is_required is not None:
        does = Does.SET_NOT_NULL if each.is_required else Does.DROP_NOT_NULL
        found.append(base._replace(does=does))
    if each.default is not None:
        found.append(base._replace(does=Does.SET_DEFAULT, value=each.default[1]))
    return [*found, *_unique(step, name, each)]


CONSTRAINTS: Mapping[str, tuple[ConstraintKind, str]] = {
    "unique": (ConstraintKind.UNIQUE, "uk"),
    "primary key": (ConstraintKind.PRIMARY_KEY, "pk"),
    "foreign key": (ConstraintKind.FOREIGN_KEY, "fk"),
    "check": (ConstraintKind.CHECK, "ck"),
}


def _add_constraint(step: Step) -> Found:
    options = step.call.argument(1)
    if isinstance(options, List):  # version 4: the columns come first
        fields, options = options, step.call.argument(2)
    else:
        fields = entry(options, "fields")  # type: ignore[assignment]  # a value of any kind
    kind = (plain(entry(options, "type")) or "").lower()
    columns, named = texts(fields), entry(options, "name")
    if kind == "default" or kind not in CONSTRAINTS or (named is not None and not plain(named)):
        return None
    constraint, suffix = CONSTRAINTS[kind]
    refers = entry(options, "references")
    target = table_name(entry(refers, "table"), step.run.dialect) if refers else None
    made_up = None
    if columns is not None:
        middle = [*columns, target] if target else [*columns]
        made_up = f"{step.table.rpartition('.')[2]}_{'_'.join(middle)}_{suffix}"
    return [
        step.operation(Does.ADD_CONSTRAINT)._replace(
            name=plain(named) or made_up,
            columns=tuple(map(step.fold, columns or ())),
            constraint=constraint,
            references=target,
        )
    ]


def _remove_constraint(step: Step) -> Found:
    name = plain(step.call.argument(1))
    return None if name is None else [step.operation(Does.DROP_CONSTRAINT)._replace(name=name)]


METHODS: Mapping[str, Callable[[Step], Found]] = {
    "createTable": _create_table,
    "dropTable": _drop_table,
    "renameTable": _rename_table,
    "addColumn": _add_column,
    "removeColumn": _remove_column,
    "changeColumn": _change_column,
    "renameColumn": _rename_column,
    "addIndex": add_index,
    "removeIndex": remove_index,
    "addConstraint": _add_constraint,
    "removeConstraint": _remove_constraint,
    "bulkInsert": insert,
    "insert": insert,
    "upsert": insert,
    "bulkUpdate": update,
    "update": update,
    "bulkDelete": delete,
    "delete": delete,
}
"""Methods whose first argument is a table; they give None when an argument is computed."""
