"""Calls of Rails about columns, references and defaults, as operations.

https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html
"""

from collections.abc import Callable, Iterable, Mapping

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.rails.commands import Command, ComputedError, Tool, names
from deploylint.migrations.rails.indexes import (
    add_foreign_key,
    add_index,
    remove_foreign_key,
)
from deploylint.migrations.rails.literals import Unknown, Value
from deploylint.migrations.rails.names import plural
from deploylint.migrations.rails.types import default_flags, sql_type

Operations = Iterable[Operation]
Reader = Callable[[Command, Tool], Operations]

_SERIAL = frozenset(("primary_key", "serial", "bigserial"))
_MODERN = (5, 0)


def _column(command: Command, name: str, kind: Value, tool: Tool) -> Operation:
    """Return the operation that adds a column of a kind with the options of the call."""
    options = command.options
    flags = set(command.existence() | default_flags(options, kind))
    if options.get("null") is False or options.get("primary_key") is True:
        flags.add(Flag.NOT_NULL)
    if kind in _SERIAL or options.get("auto_increment") is True:
        flags.add(Flag.IDENTITY)
    if kind == "virtual" and options.get("stored") is True:
        flags.add(Flag.GENERATED)
    added = command.op(Does.ADD_COLUMN)
    return added._replace(
        table=command.table(),
        name=name,
        type=sql_type(kind, options, tool.dialect),
        flags=added.flags | flags,
    )


def _add_column(command: Command, tool: Tool) -> Operations:
    name = command.word(1, "the name of the column")
    yield _column(command, name, command.arg(2), tool)
    if command.options.get("index"):
        yield from _extra_index(command, (name,), tool)


def _extra_index(command: Command, columns: tuple[str, ...], tool: Tool) -> Operations:
    """Return the index that the option `index:` of a column or reference asks for."""
    index = command.options.get("index")
    options = dict(index) if isinstance(index, Mapping) else {}
    options.update({key: True for key in ("if_not_exists",) if command.on(key)})
    yield from add_index(command._replace(args=(command.arg(0), columns), options=options), tool)


def _add_columns(command: Command, tool: Tool) -> Operations:
    for name in names(command.args[1:], "the name of a column"):
        yield _column(command, name, command.options.get("type"), tool)


def _drop(command: Command, name: str) -> Operation:
    dropped = command.op(Does.DROP_COLUMN)
    flags = dropped.flags | (command.existence() - {Flag.IF_NOT_EXISTS})
    return dropped._replace(table=command.table(), name=name, flags=flags)


def _remove_column(command: Command, _tool: Tool) -> Operations:
    yield _drop(command, command.word(1, "the name of the column"))


def _remove_columns(command: Command, _tool: Tool) -> Operations:
    for name in names(command.args[1:], "the name of a column"):
        yield _drop(command, name)


def _rename_column(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.RENAME_COLUMN)._replace(
        table=command.table(),
        name=command.word(1, "the name of the column"),
        new_name=command.word(2, "the new name of the column"),
    )


def _change_column(command: Command, tool: Tool) -> Operations:
    """Read a change of type; `null:` and `default:` in it are changes of their own."""
    table, name = command.table(), command.word(1, "the name of the column")
    changed = command.op(Does.CHANGE_TYPE)
    using = {Flag.USING} if command.options.get("using") else set()
    kind = sql_type(command.arg(2), command.options, tool.dialect)
    yield changed._replace(table=table, name=name, type=kind, flags=changed.flags | using)
    if "null" in command.options:
        yield _null(command, command.options["null"])
    if "default" in command.options:
        yield _default(command, command.options["default"])


def _null(command: Command, value: Value) -> Operation:
    if not isinstance(value, bool):
        return command.opaque("whether the column takes NULL is computed")
    done = command.op(Does.DROP_NOT_NULL if value else Does.SET_NOT_NULL)
    return done._replace(table=command.table(), name=command.word(1, "the name of the column"))


def _change_null(command: Command, _tool: Tool) -> Operations:
    """Read a change of NULL; with a default, rows that hold NULL are updated first."""
    filled = command.arg(3)
    if command.arg(2) is False and filled is not None:
        updated = command.op(Does.UPDATE)
        yield updated._replace(
            table=command.table(),
            columns=(command.word(1, "the name of the column"),),
            flags=updated.flags | {Flag.WHERE},
        )
    yield _null(command, command.arg(2))


def _default(command: Command, value: Value) -> Operation:
    if isinstance(value, Unknown):
        return command.opaque("the default is computed")
    done = command.op(Does.DROP_DEFAULT if value is None else Does.SET_DEFAULT)
    return done._replace(
        table=command.table(),
        name=command.word(1, "the name of the column"),
        value=value if isinstance(value, str) else None,
    )


def _change_default(command: Command, _tool: Tool) -> Operations:
    given = command.options.get("to") if "to" in command.options else command.arg(2)
    yield _default(command, given)


def _comment(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.COMMENT)._replace(table=command.table())


def _change(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.ALTER_COLUMN)._replace(
        table=command.table(), name=command.word(1, "the name of the column")
    )


def _add_timestamps(command: Command, tool: Tool) -> Operations:
    null = command.options.get("null", tool.version < _MODERN)
    options: dict[str, Value] = {"precision": 6, **command.options, "null": null}
    for name in ("created_at", "updated_at"):
        yield _column(command._replace(options=options), name, "datetime", tool)


def _remove_timestamps(command: Command, _tool: Tool) -> Operations:
    for name in ("updated_at", "created_at"):
        yield _drop(command, name)


def _add_reference(command: Command, tool: Tool) -> Operations:
    name = command.word(1, "the name of the reference")
    options = dict(command.options)
    index = options.pop("index", tool.version >= _MODERN)
    key = options.pop("foreign_key", None)
    polymorphic = options.pop("polymorphic", None)
    kind = options.pop("type", "bigint" if tool.version > _MODERN else "integer")
    columns = [f"{name}_id"]
    bare = command._replace(options=options)
    if polymorphic:
        columns.insert(0, f"{name}_type")
        given = polymorphic if isinstance(polymorphic, Mapping) else {}
        kept = {key: value for key, value in options.items() if key in ("null", "if_not_exists")}
        typed = command._replace(options={**given, **kept})
        yield _column(typed, f"{name}_type", "string", tool)
    yield _column(bare, f"{name}_id", kind, tool)
    if index:
        named = {"name": f"index_{command.arg(0)}_on_{name}"} if polymorphic else {}
        given = {**named, **(index if isinstance(index, Mapping) else {})}
        yield from _extra_index(
            command._replace(options={**options, "index": given or True}), tuple(columns), tool
        )
    if key:
        yield from add_foreign_key(_key_of(command, name, key), tool)


def _key_of(command: Command, name: str, key: Value) -> Command:
    """Return the call that adds or removes the foreign key of a reference."""
    options = dict(key) if isinstance(key, Mapping) else {}
    target = options.pop("to_table", plural(name))
    if isinstance(target, Unknown):
        raise ComputedError("the table that is referred to is computed")
    options.setdefault("column", f"{name}_id")
    options.update({one: True for one in ("if_exists", "if_not_exists") if command.on(one)})
    return command._replace(args=(command.arg(0), target), options=options)


def _remove_reference(command: Command, tool: Tool) -> Operations:
    name = command.word(1, "the name of the reference")
    key = command.options.get("foreign_key")
    if key:
        yield from remove_foreign_key(_key_of(command, name, key), tool)
    yield _drop(command, f"{name}_id")
    if command.options.get("polymorphic"):
        yield _drop(command, f"{name}_type")


COLUMNS: Mapping[str, Reader] = {
    "add_column": _add_column,
    "add_columns": _add_columns,
    "remove_column": _remove_column,
    "remove_columns": _remove_columns,
    "rename_column": _rename_column,
    "change_column": _change_column,
    "change_column_null": _change_null,
    "change_column_default": _change_default,
    "change_column_comment": _comment,
    "change_table_comment": _comment,
    "change_column_collation": _change,
    "add_timestamps": _add_timestamps,
    "remove_timestamps": _remove_timestamps,
    "add_reference": _add_reference,
    "remove_reference": _remove_reference,
}
"""What each call does to columns."""
