"""Directives of Alembic that hold columns: `create_table`, `add_column` and `alter_column`."""

import ast

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag
from deploylint.migrations.alembic.columns import (
    Column,
    column_of,
    is_made_by,
    named,
)
from deploylint.migrations.alembic.directive import (
    Directive,
    UnreadableError,
    name_of,
)
from deploylint.migrations.alembic.place import Thing
from deploylint.migrations.alembic.types import EnumType, enum_of, written
from deploylint.migrations.python.ast import arguments
from deploylint.migrations.python.astvalues import UNKNOWN

ENUM = "enum type"

_NO_ENUMS = (Dialect.MYSQL, Dialect.SQLITE, Dialect.MSSQL)

_INDEX = ("name",)
_FOREIGN_KEY = ("columns", "refcolumns", "name")


def create_table(call: Directive) -> None:
    """Add a table, the enum types that SQLAlchemy makes for it, its foreign keys and indexes."""
    table = call.named_table()
    parts = [call.place.thing(one) for one in call.rest if not isinstance(one, ast.Starred)]
    columns = [column_of(one, call.run.dialect) for one in parts if is_made_by(one, "Column")]
    known = [one for one in columns if isinstance(one, Column)]
    fails = None
    for one in known:
        fails = fails or _create_type(call, one)
    flags = {Flag.IF_NOT_EXISTS} if call.is_on("if_not_exists") else set()
    if "TEMPORARY" in str(call.value("prefixes")).upper():
        flags.add(Flag.TEMPORARY)
    names = tuple(one.name for one in known)
    call.emit(Does.CREATE_TABLE, table=table, columns=names, flags=flags, fails=fails)
    for one in known:
        _references(call, table, one)
    for part in parts:
        if is_made_by(part, "ForeignKeyConstraint"):
            _foreign_key(call, table, part)
        elif is_made_by(part, "Index"):
            _index(call, table, part)
    for one in known:
        if one.is_indexed:
            _indexed(call, table, one)


def _create_type(call: Directive, column: Column) -> str | None:
    """Add an enum type of a column, if the table makes it; return why the table fails without."""
    run, enum = call.run, column.enum
    if enum is None or run.dialect not in (Dialect.POSTGRESQL, Dialect.COCKROACHDB):
        return None
    if enum.name is None:
        return _nameless(column, enum)
    if enum.is_made and enum.name not in run.types:
        run.types.add(enum.name)
        call.emit(Does.CREATE_TYPE, column.node, name=enum.name, object=ENUM)
    return None


def _nameless(column: Column, enum: EnumType) -> str | None:
    node = column.node
    del enum
    values = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    unnamed = any(
        "name" not in {key.arg for key in one.keywords}
        and None not in {key.arg for key in one.keywords}
        and one.args
        and isinstance(one.args[0], ast.Constant)
        for one in values[1:]
    )
    return f"PostgreSQL wants a name for the enum type of {column.name}" if unnamed else None


def _references(call: Directive, table: str | None, column: Column) -> None:
    for one in column.references:
        call.emit(
            Does.ADD_CONSTRAINT,
            one.node,
            table=table,
            name=one.name,
            columns=(column.name,),
            constraint=ConstraintKind.FOREIGN_KEY,
            references=one.table,
        )


def _foreign_key(call: Directive, table: str | None, part: Thing) -> None:
    node, place = part
    given = arguments(node, _FOREIGN_KEY) if isinstance(node, ast.Call) else None
    local, remote = (place.literal((given or {}).get(name)) for name in ("columns", "refcolumns"))
    target = remote[0] if isinstance(remote, list | tuple) and remote else None
    if not isinstance(target, str):
        return
    name = named(place, (given or {}).get("name"))
    columns = local if isinstance(local, list | tuple) else ()
    call.emit(
        Does.ADD_CONSTRAINT,
        node,
        table=table,
        name=name,
        columns=tuple(str(one) for one in columns if isinstance(one, str)),
        constraint=ConstraintKind.FOREIGN_KEY,
        references=target.rpartition(".")[0].removeprefix("public.") or None,
    )


def _index(call: Directive, table: str | None, part: Thing) -> None:
    node, place = part
    if not isinstance(node, ast.Call) or not node.args:
        return
    name = name_of(place.thing(node.args[0]))
    if name is UNKNOWN:
        call.run.opaque(node, "the name of the index is computed", table)
        return
    options = {one.arg: one.value for one in node.keywords}
    columns = [place.text(one) for one in node.args[1:]]
    call.emit(
        Does.CREATE_INDEX,
        node,
        table=table,
        name=name,
        columns=tuple(str(one) for one in columns if one),
        flags={Flag.UNIQUE} if place.literal(options.get("unique")) is True else set(),
    )


def _indexed(call: Directive, table: str | None, column: Column) -> None:
    flags = {Flag.UNIQUE} if column.is_unique else set()
    call.emit(Does.CREATE_INDEX, column.node, table=table, columns=(column.name,), flags=flags)


def add_column(call: Directive) -> None:
    """Add a column, and the constraints and the index that Alembic makes for it."""
    table = call.named_table()
    thing = call.thing("column")
    column = column_of(thing, call.run.dialect) if thing else "there is no column"
    if not isinstance(column, Column):
        raise UnreadableError(column)
    flags = column.flags | ({Flag.IF_NOT_EXISTS} if call.is_on("if_not_exists") else set())
    call.emit(Does.ADD_COLUMN, table=table, name=column.name, type=column.type, flags=flags)
    _references(call, table, column)
    if column.is_indexed:
        _indexed(call, table, column)
    elif column.is_unique:
        call.emit(
            Does.ADD_CONSTRAINT,
            column.node,
            table=table,
            columns=(column.name,),
            constraint=ConstraintKind.UNIQUE,
        )


def alter_column(call: Directive) -> None:
    """Add what changes about a column, in Alembic's order."""
    table, name = call.named_table(), call.name("column_name", "column")
    _change_type(call, table, name)
    nullable = call.value("nullable")
    if nullable is UNKNOWN:
        raise UnreadableError("whether the column may be NULL is computed")
    if nullable is not None:
        call.emit(Does.DROP_NOT_NULL if nullable else Does.SET_NOT_NULL, table=table, name=name)
    _change_default(call, table, name)
    comment = call.value("comment")
    if "comment" in call.given and comment is not False:
        call.emit(Does.COMMENT, table=table, name=name)
    new = call.name("new_column_name", "column")
    if new is not None:
        call.emit(Does.RENAME_COLUMN, table=table, name=name, new_name=new)


def _change_type(call: Directive, table: str | None, name: str | None) -> None:
    new, old = call.thing("type_"), call.thing("existing_type")
    if new is None or call.place.literal(new.node) is None:
        return
    dialect = call.run.dialect
    call.emit(
        Does.CHANGE_TYPE,
        table=table,
        name=name,
        type=written(new, dialect),
        old_type=written(old, dialect) if old else None,
        flags={Flag.USING} if call.value("postgresql_using") is not None else set(),
    )


def _change_default(call: Directive, table: str | None, name: str | None) -> None:
    thing = call.thing("server_default")
    if thing is None:
        return
    value = thing.place.literal(thing.node)
    if value is False:
        return
    if value is None:
        call.emit(Does.DROP_DEFAULT, table=table, name=name)
        return
    call.emit(Does.SET_DEFAULT, table=table, name=name)


def change_type(call: Directive, thing: Thing, method: str) -> bool:
    """Add what `Enum(...).create(bind)` and `.drop(bind)` do; say whether it is one of them."""
    enum = enum_of(thing)
    if enum is None or method not in ("create", "drop"):
        return False
    if call.run.dialect in _NO_ENUMS:
        return True
    if enum.name is None:
        call.run.opaque(call.node, "the name of the enum type is computed")
        return True
    checked = call.value("checkfirst") if "checkfirst" in call.given else enum.is_own
    flag = Flag.IF_NOT_EXISTS if method == "create" else Flag.IF_EXISTS
    does = Does.CREATE_TYPE if method == "create" else Does.DROP_TYPE
    if method == "create":
        call.run.types.add(enum.name)
    else:
        call.run.types.discard(enum.name)
    what = ENUM if method == "create" else "type"
    call.emit(does, name=enum.name, object=what, flags={flag} if checked else set())
    return True
