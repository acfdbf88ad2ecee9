"""Calls of Rails as operations: tables, types, extensions, views; others are in their tables.

https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html, and the
gems https://github.com/scenic-views/scenic and https://github.com/teoljungberg/fx.
"""

from collections.abc import Callable, Iterable, Mapping

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.rails.columns import COLUMNS
from deploylint.migrations.rails.commands import (
    Command,
    ComputedError,
    Tool,
    listing,
    names,
)
from deploylint.migrations.rails.indexes import INDEXES
from deploylint.migrations.rails.names import join_table, singular, table_name

Operations = Iterable[Operation]
Reader = Callable[[Command, Tool], Operations]

_OLD_EXTENSIONS = (7, 0)


def operations(command: Command, tool: Tool) -> tuple[Operation, ...]:
    """Return what a call does; opaque where what has to be known is computed."""
    reader = READERS.get(command.name)
    if reader is None:
        return (command.opaque(f"what `{command.name}` does is not known"),)
    try:
        return tuple(reader(command, tool))
    except ComputedError as error:
        return (command.opaque(str(error)),)


def _create_table(command: Command, tool: Tool) -> Operations:
    table = command.table()
    if command.options.get("force"):
        dropped = command.op(Does.DROP_TABLE)
        cascade = {Flag.CASCADE} if command.options["force"] == "cascade" else set()
        flags = dropped.flags | {Flag.IF_EXISTS} | cascade
        yield dropped._replace(table=table, flags=flags)
    inner = [one for each in command.inner for one in operations(each, tool)]
    created = command.op(Does.CREATE_TABLE)
    flags = created.flags | (command.existence() - {Flag.IF_EXISTS})
    yield created._replace(
        table=table,
        columns=(
            *_keys(command),
            *(one.name for one in inner if one.does is Does.ADD_COLUMN and one.name),
        ),
        flags=flags | {Flag.TEMPORARY} if command.on("temporary") else flags,
    )
    # what the block adds is added with the table only
    also = flags & {Flag.CONDITIONAL, Flag.IF_NOT_EXISTS}
    for one in inner:
        if one.does is not Does.ADD_COLUMN:
            yield one._replace(flags=one.flags | also)


def _keys(command: Command) -> tuple[str, ...]:
    """Return the primary key that nobody wrote into the block."""
    if command.options.get("id") is False or command.options.get("as") is not None:
        return ()
    key = command.options.get("primary_key", "id")
    if listing(key) is not None:
        return ()
    return (str(key),) if isinstance(key, str) else ()


def _drop_table(command: Command, _tool: Tool) -> Operations:
    if not command.args:
        raise ComputedError("the name of the table is not given")
    for name in names(command.args, "the name of a table"):
        dropped = command.op(Does.DROP_TABLE)
        flags = dropped.flags | (command.existence() - {Flag.IF_NOT_EXISTS})
        cascade = {Flag.CASCADE} if command.options.get("force") == "cascade" else set()
        yield dropped._replace(table=table_name(name), flags=flags | cascade)


def _rename_table(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.RENAME_TABLE)._replace(
        table=command.table(), new_name=table_name(command.word(1, "the new name of the table"))
    )


def _joined(command: Command) -> Command:
    """Return the call on the table that joins two others."""
    first = command.word(0, "the name of the first table")
    second = command.word(1, "the name of the second table")
    options = dict(command.options)
    name = options.pop("table_name", None) or join_table(first, second)
    given = options.pop("column_options", None)
    column = {"null": False, "index": False, **(given if isinstance(given, Mapping) else {})}
    references = tuple(
        command._replace(name="add_reference", args=(name, singular(one)), options=column)
        for one in (first, second)
    )
    return command._replace(
        args=(name,), options={"id": False, **options}, inner=(*references, *command.inner)
    )


def _create_join_table(command: Command, tool: Tool) -> Operations:
    joined = _joined(command)
    inner = tuple(one._replace(args=(joined.arg(0), *one.args[1:])) for one in joined.inner)
    yield from _create_table(joined._replace(inner=inner), tool)


def _drop_join_table(command: Command, tool: Tool) -> Operations:
    yield from _drop_table(_joined(command), tool)


def _create_enum(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.CREATE_TYPE)._replace(name=command.word(0, "the name of the type"))


def _drop_enum(command: Command, _tool: Tool) -> Operations:
    dropped = command.op(Does.DROP_TYPE)
    flags = dropped.flags | (command.existence() - {Flag.IF_NOT_EXISTS})
    yield dropped._replace(name=command.word(0, "the name of the type"), flags=flags)


def _rename_enum(command: Command, _tool: Tool) -> Operations:
    new = command.option("to") or command.word(1, "the new name of the type")
    yield command.op(Does.RENAME_TYPE)._replace(
        name=command.word(0, "the name of the type"), new_name=new
    )


def _add_value(command: Command, _tool: Tool) -> Operations:
    added = command.op(Does.ADD_ENUM_VALUE)
    placed = command.options.get("before") or command.options.get("after")
    last = frozenset() if placed else frozenset((Flag.LAST,))
    yield added._replace(
        name=command.word(0, "the name of the type"),
        value=command.word(1, "the value"),
        flags=added.flags | (command.existence() - {Flag.IF_EXISTS}) | last,
    )


def _rename_value(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.RENAME_ENUM_VALUE)._replace(
        name=command.word(0, "the name of the type"),
        value=command.option("from"),
        new_name=command.option("to"),
    )


def _made(thing: str, does: Does) -> Reader:
    """Read a call that creates, replaces or drops a thing by its name."""

    def read(command: Command, _tool: Tool) -> Operations:
        done = command.op(does)
        kind = thing
        if thing == "view" and command.options.get("materialized"):
            kind = "materialized view"
        on = command.options.get("on")
        wrong = Flag.IF_EXISTS if does is Does.CREATE_OBJECT else Flag.IF_NOT_EXISTS
        flags = done.flags | (command.existence() - {wrong})
        yield done._replace(
            name=table_name(command.word(0, f"the name of the {thing}")),
            object=kind,
            table=str(on) if isinstance(on, str) else None,
            flags=flags | {Flag.CASCADE} if command.options.get("force") == "cascade" else flags,
        )

    return read


def _enable_extension(command: Command, _tool: Tool) -> Operations:
    made = command.op(Does.CREATE_OBJECT)
    yield made._replace(
        name=command.word(0, "the name of the extension"),
        object="extension",
        flags=made.flags | {Flag.IF_NOT_EXISTS},
    )


def _disable_extension(command: Command, tool: Tool) -> Operations:
    gone = command.op(Does.DROP_OBJECT)
    cascades = tool.version <= _OLD_EXTENSIONS or command.options.get("force") == "cascade"
    flags = gone.flags | {Flag.IF_EXISTS} | ({Flag.CASCADE} if cascades else set())
    yield gone._replace(
        name=command.word(0, "the name of the extension"), object="extension", flags=flags
    )


def _rename_schema(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.RENAME_OBJECT)._replace(
        name=command.word(0, "the name of the schema"),
        new_name=command.word(1, "the new name of the schema"),
        object="schema",
    )


_THINGS = ("view", "function", "trigger", "schema", "database")

READERS: Mapping[str, Reader] = {
    **COLUMNS,
    **INDEXES,
    "create_table": _create_table,
    "drop_table": _drop_table,
    "create_virtual_table": _create_table,
    "drop_virtual_table": lambda command, tool: _drop_table(
        command._replace(args=command.args[:1]), tool
    ),
    "rename_table": _rename_table,
    "create_join_table": _create_join_table,
    "drop_join_table": _drop_join_table,
    "create_enum": _create_enum,
    "drop_enum": _drop_enum,
    "rename_enum": _rename_enum,
    "add_enum_value": _add_value,
    "rename_enum_value": _rename_value,
    "enable_extension": _enable_extension,
    "disable_extension": _disable_extension,
    "rename_schema": _rename_schema,
    **{f"create_{thing}": _made(thing, Does.CREATE_OBJECT) for thing in _THINGS},
    **{f"drop_{thing}": _made(thing, Does.DROP_OBJECT) for thing in _THINGS},
    **{f"update_{thing}": _made(thing, Does.REPLACE_OBJECT) for thing in _THINGS[:3]},
    **{f"replace_{thing}": _made(thing, Does.REPLACE_OBJECT) for thing in _THINGS[:3]},
}
"""What each call does."""
