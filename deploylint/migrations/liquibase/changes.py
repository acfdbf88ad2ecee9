"""Types of change of Liquibase as operations: constraints, indexes, data, SQL and the rest.

https://docs.liquibase.com/change-types/home.html
"""

import re
from collections.abc import Callable, Iterable, Mapping

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.frameworks.placeholders import Holes, filled_later
from deploylint.migrations.liquibase.columns import COLUMNS, MissingError, Tool
from deploylint.migrations.liquibase.inverse import NOTHING
from deploylint.migrations.liquibase.nodes import ChangeNode, dialect_of
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.recognise import Recognised, read_sql
from deploylint.migrations.sql.tokens import SqlText

Operations = Iterable[Operation]
Reader = Callable[[ChangeNode, Tool], Operations]

HOLES = Holes(re.compile(r"\$\{[^}\n]*\}"), "Liquibase")
"""Properties that are not known."""

IGNORED = NOTHING | frozenset(
    """comment rollback preConditions validCheckSum validCheckSums modifySql
    stop tagExists property""".split()  # noqa: SIM905
)
"""Elements of a changeSet that change nothing."""


def operations(change: ChangeNode, tool: Tool) -> tuple[Operation, ...]:
    """Return what one change does; SQL is read by `sql_operations`."""
    reader = READERS.get(change.name)
    if reader is None:
        why = f"what `{change.name}` does is not known"
        return (tool.op(change, Does.OPAQUE)._replace(why=why),)
    try:
        return tuple(reader(change, tool))
    except MissingError as error:
        return (tool.op(change, Does.OPAQUE)._replace(why=str(error)),)


def sql_operations(source: SqlText, dbms: str | None, tool: Tool) -> Recognised:
    """Return what SQL does, for the database that it names itself or that of the changeSet."""
    dialect: Dialect | None = dialect_of(dbms) or tool.dialect
    if "${" in source.text:
        found = filled_later(source, dialect, HOLES)
    else:
        found = read_sql(source, dialect)
    if not tool.conditional:
        return found
    done = tuple(one._replace(flags=one.flags | {Flag.CONDITIONAL}) for one in found.operations)
    return found._replace(operations=done)


def _constraint(does: Does, kind: ConstraintKind, columns: str = "columnNames") -> Reader:
    """Read a change of a primary key, a unique or a check constraint."""

    def read(change: ChangeNode, tool: Tool) -> Operations:
        done = tool.op(change, does)
        used = {Flag.USING_INDEX} if change.get("forIndexName") else set()
        late = {Flag.NOT_VALID} if change.off("validate") else set()
        yield done._replace(
            table=tool.table(change),
            name=tool.given(change, "constraintName"),
            columns=tool.listed(change.get(columns)),
            constraint=kind,
            flags=done.flags | (used | late if does is Does.ADD_CONSTRAINT else set()),
        )

    return read


def _foreign_key(does: Does) -> Reader:
    def read(change: ChangeNode, tool: Tool) -> Operations:
        done = tool.op(change, does)
        late = {Flag.NOT_VALID} if change.off("validate") else set()
        target = change.get("referencedTableName")
        yield done._replace(
            table=tool.table(change, "baseTableName", "baseTableSchemaName"),
            name=tool.given(change, "constraintName"),
            columns=tool.listed(change.get("baseColumnNames")),
            constraint=ConstraintKind.FOREIGN_KEY,
            references=None
            if target is None
            else tool.table(change, "referencedTableName", "referencedTableSchemaName"),
            flags=done.flags | (late if does is Does.ADD_CONSTRAINT else set()),
        )

    return read


def _index(does: Does) -> Reader:
    def read(change: ChangeNode, tool: Tool) -> Operations:
        done = tool.op(change, does)
        unique = {Flag.UNIQUE} if change.on("unique") and does is Does.CREATE_INDEX else set()
        table = change.get("tableName")
        yield done._replace(
            table=None if table is None else tool.table(change),
            name=tool.given(change, "indexName"),
            columns=tuple(
                tool.name(column.get("name") or "")
                for column in change.all("column")
                if column.get("name") and not column.on("computed")
            ),
            flags=done.flags | unique,
        )

    return read


def _object(does: Does, thing: str, key: str, new: str | None = None) -> Reader:
    """Read a change of a view, a sequence, a procedure and the like."""

    def read(change: ChangeNode, tool: Tool) -> Operations:
        replaces = does is Does.CREATE_OBJECT and (
            change.on("replaceIfExists") or change.on("replaceIfExist")
        )
        named = change.get(key)
        schema = tool.given(change, "schemaName")
        name = None if named is None else tool.name(named.strip())
        yield tool.op(change, Does.REPLACE_OBJECT if replaces else does)._replace(
            name=None if name is None else qualified((name,) if schema is None else (schema, name)),
            new_name=None if new is None else tool.needed(change, new),
            object=thing,
        )

    return read


def _data(does: Does) -> Reader:
    """Read a change of rows."""

    def read(change: ChangeNode, tool: Tool) -> Operations:
        done = tool.op(change, does)
        where = change.first("where")
        limited = change.get("where") or (where is not None and where.text.strip())
        flags = {Flag.WHERE} if limited and does is not Does.INSERT else set()
        yield done._replace(
            table=tool.table(change),
            columns=()
            if does is Does.DELETE
            else tuple(
                tool.name(column.get("name") or "")
                for column in change.all("column")
                if column.get("name")
            ),
            flags=done.flags | flags,
        )

    return read


def _merge_columns(change: ChangeNode, tool: Tool) -> Operations:
    table, final = tool.table(change), tool.needed(change, "finalColumnName")
    added = tool.op(change, Does.ADD_COLUMN)._replace(table=table, name=final)
    yield added
    yield tool.op(change, Does.UPDATE)._replace(table=table, columns=(final,))
    for key in ("column1Name", "column2Name"):
        yield tool.op(change, Does.DROP_COLUMN)._replace(table=table, name=tool.needed(change, key))


def _lookup_table(change: ChangeNode, tool: Tool) -> Operations:
    new, column = tool.table(change, "newTableName"), tool.needed(change, "newColumnName")
    yield tool.op(change, Does.CREATE_TABLE)._replace(table=new, columns=(column,))
    yield tool.op(change, Does.ADD_CONSTRAINT)._replace(
        table=tool.table(change, "existingTableName"),
        name=tool.given(change, "constraintName"),
        columns=(tool.needed(change, "existingColumnName"),),
        constraint=ConstraintKind.FOREIGN_KEY,
        references=new,
    )


def _drop_all_keys(change: ChangeNode, tool: Tool) -> Operations:
    yield tool.op(change, Does.DROP_CONSTRAINT)._replace(
        table=tool.table(change, "baseTableName", "baseTableSchemaName"),
        constraint=ConstraintKind.FOREIGN_KEY,
    )


def _comment(change: ChangeNode, tool: Tool) -> Operations:
    yield tool.op(change, Does.COMMENT)._replace(table=tool.given(change, "tableName"))


def _opaque(why: str, key: str) -> Reader:
    def read(change: ChangeNode, tool: Tool) -> Operations:
        what = change.get(key)
        told = why if what is None else f"{why} {what}"
        yield tool.op(change, Does.OPAQUE)._replace(why=told)

    return read


_THINGS = {
    "View": ("view", "viewName"),
    "Sequence": ("sequence", "sequenceName"),
    "Procedure": ("procedure", "procedureName"),
    "Function": ("function", "functionName"),
    "Trigger": ("trigger", "triggerName"),
    "Package": ("package", "packageName"),
    "PackageBody": ("package body", "packageBodyName"),
    "Synonym": ("synonym", "synonymName"),
}

READERS: Mapping[str, Reader] = {
    **COLUMNS,
    "addPrimaryKey": _constraint(Does.ADD_CONSTRAINT, ConstraintKind.PRIMARY_KEY),
    "dropPrimaryKey": _constraint(Does.DROP_CONSTRAINT, ConstraintKind.PRIMARY_KEY),
    "addUniqueConstraint": _constraint(Does.ADD_CONSTRAINT, ConstraintKind.UNIQUE),
    "dropUniqueConstraint": _constraint(Does.DROP_CONSTRAINT, ConstraintKind.UNIQUE),
    "addCheckConstraint": _constraint(Does.ADD_CONSTRAINT, ConstraintKind.CHECK),
    "dropCheckConstraint": _constraint(Does.DROP_CONSTRAINT, ConstraintKind.CHECK),
    "addForeignKeyConstraint": _foreign_key(Does.ADD_CONSTRAINT),
    "dropForeignKeyConstraint": _foreign_key(Does.DROP_CONSTRAINT),
    "dropAllForeignKeyConstraints": _drop_all_keys,
    "createIndex": _index(Does.CREATE_INDEX),
    "dropIndex": _index(Does.DROP_INDEX),
    "insert": _data(Does.INSERT),
    "loadData": _data(Does.INSERT),
    "loadUpdateData": _data(Does.INSERT),
    "update": _data(Does.UPDATE),
    "delete": _data(Does.DELETE),
    "mergeColumns": _merge_columns,
    "addLookupTable": _lookup_table,
    "setTableRemarks": _comment,
    "alterSequence": _object(Does.ALTER_OBJECT, "sequence", "sequenceName"),
    "enableTrigger": _object(Does.ALTER_OBJECT, "trigger", "triggerName"),
    "disableTrigger": _object(Does.ALTER_OBJECT, "trigger", "triggerName"),
    "enableCheckConstraint": _object(Does.ALTER_OBJECT, "constraint", "constraintName"),
    "disableCheckConstraint": _object(Does.ALTER_OBJECT, "constraint", "constraintName"),
    "renameView": _object(Does.RENAME_OBJECT, "view", "oldViewName", "newViewName"),
    "renameSequence": _object(Does.RENAME_OBJECT, "sequence", "oldSequenceName", "newSequenceName"),
    "renameTrigger": _object(Does.RENAME_OBJECT, "trigger", "oldTriggerName", "newTriggerName"),
    "customChange": _opaque("it runs the class", "class"),
    "executeCommand": _opaque("it runs the program", "executable"),
    **{f"create{end}": _object(Does.CREATE_OBJECT, *how) for end, how in _THINGS.items()},
    **{f"drop{end}": _object(Does.DROP_OBJECT, *how) for end, how in _THINGS.items()},
}
"""What each change does; `sql` and `sqlFile` are read as SQL."""
