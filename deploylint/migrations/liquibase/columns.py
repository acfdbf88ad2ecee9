"""Changes of tables and columns of Liquibase, as operations.

https://docs.liquibase.com/change-types/home.html
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.liquibase.inverse import has_default
from deploylint.migrations.liquibase.nodes import ChangeNode
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.functions import STABLE
from deploylint.migrations.sql.types import normal

Operations = Iterable[Operation]

_TYPE = re.compile(r"\s*([^()]*?)\s*(\([^()]*\))?\s*([^()]*)")
_CALL = re.compile(r"([A-Za-z_]\w*)[ ]?\(")
_REFERENCE = re.compile(r"\s*([\w.\"`\[\]]+?)\s*\(")
_FOLDING = frozenset((Dialect.MYSQL, Dialect.SQLITE, Dialect.MSSQL))


class MissingError(Exception):
    """A change lacks what it has to say, or takes it from a property that is not known."""


class Tool(NamedTuple):
    """What the meaning of a change depends on."""

    dialect: Dialect | None = None
    conditional: bool = False

    def op(self, change: ChangeNode, does: Does) -> Operation:
        """Return an operation of a change."""
        words = [change.name]
        words += [f'{key}="{value}"' for key, value in list(change.attributes.items())[:4]]
        flags = frozenset((Flag.CONDITIONAL,)) if self.conditional else frozenset()
        return Operation(does=does, at=change.at, flags=flags, text=" ".join(words)[:120])

    def name(self, written: str) -> str:
        """Return a name as the database folds it; mixed case is quoted by Liquibase."""
        if "${" in written:
            raise MissingError(f"the name {written} is a property that is not known")
        mixed = written not in (written.lower(), written.upper())
        return written if mixed and self.dialect not in _FOLDING else written.lower()

    def needed(self, change: ChangeNode, key: str) -> str:
        """Return a name that a change has to give."""
        value = change.get(key)
        if value is None:
            raise MissingError(f"`{change.name}` does not say `{key}`")
        return self.name(value.strip())

    def given(self, change: ChangeNode, key: str) -> str | None:
        """Return a name that a change may give."""
        value = change.get(key)
        return None if value is None else self.name(value.strip())

    def table(self, change: ChangeNode, key: str = "tableName", schema: str = "schemaName") -> str:
        """Return the table of a change."""
        of = self.given(change, schema)
        name = self.needed(change, key)
        return qualified((name,) if of is None else (of, name))

    def listed(self, written: str | None) -> tuple[str, ...]:
        """Return the names in `a, b`."""
        return tuple(self.name(one.strip()) for one in (written or "").split(",") if one.strip())


def sql_type(written: str | None) -> str | None:
    """Return a type as it is usually written, None where a property makes it."""
    if written is None or "${" in written:
        return None
    match = _TYPE.fullmatch(written.removeprefix("java.sql.Types.").lower())
    if match is None:
        return written
    base = " ".join(f"{match[1]} {match[3]}".split())
    return normal(base, (match[2] or "").replace(" ", ""))


def default_flag(column: ChangeNode) -> frozenset[Flag]:
    """Return what kind of default a column is given."""
    if not has_default(column):
        return frozenset()
    if column.get("defaultValueSequenceNext"):
        return frozenset((Flag.VOLATILE_DEFAULT,))
    computed = column.get("defaultValueComputed") or ""
    if computed.strip().lower() == "null":
        return frozenset()
    volatile = any(name.lower() not in STABLE for name in _CALL.findall(computed))
    return frozenset((Flag.VOLATILE_DEFAULT if volatile else Flag.DEFAULT,))


def _column_flags(column: ChangeNode) -> frozenset[Flag]:
    flags = set(default_flag(column))
    for one in column.all("constraints"):
        if one.off("nullable") or one.on("primaryKey"):
            flags.add(Flag.NOT_NULL)
    if column.on("autoIncrement"):
        flags.add(Flag.IDENTITY)
    return frozenset(flags)


def constraints_of(
    change: ChangeNode, column: ChangeNode, tool: Tool, *, created: bool
) -> Operations:
    """Yield the constraints that a column brings; of a new table, only the foreign keys."""
    name = (tool.needed(column, "name"),)
    for one in column.all("constraints"):
        base = tool.op(change, Does.ADD_CONSTRAINT)._replace(
            at=one.at, table=tool.table(change), columns=name
        )
        target = one.get("referencedTableName") or _referenced(one.get("references"))
        if target is not None:
            yield base._replace(
                name=tool.given(one, "foreignKeyName"),
                constraint=ConstraintKind.FOREIGN_KEY,
                references=qualified(tuple(tool.name(target).split("."))),
            )
        if one.on("unique") and not created:
            key = tool.given(one, "uniqueConstraintName")
            yield base._replace(name=key, constraint=ConstraintKind.UNIQUE)
        if one.on("primaryKey") and not created:
            key = tool.given(one, "primaryKeyName")
            yield base._replace(name=key, constraint=ConstraintKind.PRIMARY_KEY)


def _referenced(written: str | None) -> str | None:
    match = _REFERENCE.match(written or "")
    return match[1].strip('"`[]') if match else None


def create_table(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operations of `createTable`."""
    columns = tuple(change.all("column"))
    made = tool.op(change, Does.CREATE_TABLE)
    exists = {Flag.IF_NOT_EXISTS} if change.on("ifNotExists") else set()
    temporary = {Flag.TEMPORARY} if change.get("tableType") else set()
    yield made._replace(
        table=tool.table(change),
        columns=tuple(tool.needed(column, "name") for column in columns),
        flags=made.flags | exists | temporary,
    )
    for column in columns:
        yield from constraints_of(change, column, tool, created=True)


def drop_table(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operation of `dropTable`."""
    gone = tool.op(change, Does.DROP_TABLE)
    cascade = {Flag.CASCADE} if change.on("cascadeConstraints") else set()
    yield gone._replace(table=tool.table(change), flags=gone.flags | cascade)


def rename_table(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operation of `renameTable`."""
    yield tool.op(change, Does.RENAME_TABLE)._replace(
        table=tool.table(change, "oldTableName"), new_name=tool.table(change, "newTableName")
    )


def add_column(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operations of `addColumn`; a `value` is written to all rows."""
    for column in change.all("column"):
        added = tool.op(change, Does.ADD_COLUMN)
        name = tool.needed(column, "name")
        yield added._replace(
            at=column.at,
            table=tool.table(change),
            name=name,
            type=sql_type(column.get("type")),
            flags=added.flags | _column_flags(column),
        )
        if any(key.startswith("value") and value for key, value in column.attributes.items()):
            yield tool.op(change, Does.UPDATE)._replace(
                at=column.at, table=tool.table(change), columns=(name,)
            )
        yield from constraints_of(change, column, tool, created=False)


def drop_column(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operations of `dropColumn`, which names one column or holds several."""
    held = [tool.needed(column, "name") for column in change.all("column")]
    one = tool.given(change, "columnName")
    if one is None and not held:
        raise MissingError("`dropColumn` does not say which column")
    for name in held or (one,):
        yield tool.op(change, Does.DROP_COLUMN)._replace(table=tool.table(change), name=name)


def rename_column(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operation of `renameColumn`."""
    yield tool.op(change, Does.RENAME_COLUMN)._replace(
        table=tool.table(change),
        name=tool.needed(change, "oldColumnName"),
        new_name=tool.needed(change, "newColumnName"),
    )


def _of_column(does: Does) -> Callable[[ChangeNode, Tool], Operations]:
    def read(change: ChangeNode, tool: Tool) -> Operations:
        done = tool.op(change, does)
        flags = default_flag(change) if does is Does.SET_DEFAULT else frozenset()
        yield done._replace(
            table=tool.table(change),
            name=tool.needed(change, "columnName"),
            type=sql_type(change.get("newDataType")),
            flags=done.flags | flags,
        )

    return read


def add_not_null(change: ChangeNode, tool: Tool) -> Operations:
    """Return the operations of `addNotNullConstraint`, which may fill rows first."""
    name = tool.needed(change, "columnName")
    if change.get("defaultNullValue") is not None:
        filled = tool.op(change, Does.UPDATE)
        flags = filled.flags | {Flag.WHERE}
        yield filled._replace(table=tool.table(change), columns=(name,), flags=flags)
    checked = tool.op(change, Does.SET_NOT_NULL)
    late = {Flag.NOT_VALID} if change.off("validate") else set()
    yield checked._replace(table=tool.table(change), name=name, flags=checked.flags | late)


COLUMNS: Mapping[str, Callable[[ChangeNode, Tool], Operations]] = {
    "createTable": create_table,
    "dropTable": drop_table,
    "renameTable": rename_table,
    "addColumn": add_column,
    "dropColumn": drop_column,
    "renameColumn": rename_column,
    "modifyDataType": _of_column(Does.CHANGE_TYPE),
    "addDefaultValue": _of_column(Does.SET_DEFAULT),
    "dropDefaultValue": _of_column(Does.DROP_DEFAULT),
    "addNotNullConstraint": add_not_null,
    "dropNotNullConstraint": _of_column(Does.DROP_NOT_NULL),
    "addAutoIncrement": _of_column(Does.ALTER_COLUMN),
    "setColumnRemarks": _of_column(Does.COMMENT),
}
"""What each change does to tables and columns."""
