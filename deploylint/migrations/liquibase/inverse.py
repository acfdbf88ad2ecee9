"""What Liquibase does to take a change back, and which changes it cannot take back.

`createInverses` of the classes in https://github.com/liquibase/liquibase/tree/master/
liquibase-standard/src/main/java/liquibase/change/core; without one, a rollback ends with
"No inverse to ... created".
"""

from collections.abc import Callable, Mapping

from deploylint.migrations.liquibase.nodes import ChangeNode

NOTHING = frozenset(("tagDatabase", "output", "empty"))
"""Changes that need not be taken back."""

_DEFAULTS = (
    "defaultValue",
    "defaultValueNumeric",
    "defaultValueBoolean",
    "defaultValueDate",
    "defaultValueComputed",
    "defaultValueSequenceNext",
)


def has_default(column: ChangeNode) -> bool:
    """Say whether a column is given a default."""
    return any(column.get(name) is not None for name in _DEFAULTS)


def inverse(change: ChangeNode) -> tuple[ChangeNode, ...] | None:
    """Return the changes that take one back; None where Liquibase knows none."""
    if change.name in NOTHING:
        return ()
    if change.name in _STRAIGHT:
        return (change._replace(name=_STRAIGHT[change.name]),)
    special = _SPECIAL.get(change.name)
    return None if special is None else special(change)


_STRAIGHT: Mapping[str, str] = {
    "addDefaultValue": "dropDefaultValue",
    "addForeignKeyConstraint": "dropForeignKeyConstraint",
    "addNotNullConstraint": "dropNotNullConstraint",
    "addPrimaryKey": "dropPrimaryKey",
    "addUniqueConstraint": "dropUniqueConstraint",
    "createSequence": "dropSequence",
    "createTable": "dropTable",
    "createView": "dropView",
    "dropNotNullConstraint": "addNotNullConstraint",
    "addCheckConstraint": "dropCheckConstraint",
    "enableCheckConstraint": "disableCheckConstraint",
    "disableCheckConstraint": "enableCheckConstraint",
    "enableTrigger": "disableTrigger",
    "disableTrigger": "enableTrigger",
    "loadUpdateData": "delete",
}


def _add_column(change: ChangeNode) -> tuple[ChangeNode, ...]:
    """Return the removal of defaults, then of the columns."""
    table = {key: change.attributes[key] for key in _TABLE if key in change.attributes}
    defaults = tuple(
        ChangeNode("dropDefaultValue", change.at, {**table, "columnName": column.get("name") or ""})
        for column in change.all("column")
        if has_default(column)
    )
    return (*defaults, change._replace(name="dropColumn"))


def _create_index(change: ChangeNode) -> tuple[ChangeNode, ...]:
    return (change._replace(name="dropIndex"),)


def _renamed(old: str, new: str) -> Callable[[ChangeNode], tuple[ChangeNode, ...]]:
    def turn(change: ChangeNode) -> tuple[ChangeNode, ...]:
        attributes = dict(change.attributes)
        attributes[old] = change.attributes.get(new, "")
        attributes[new] = change.attributes.get(old, "")
        return (change._replace(attributes=attributes),)

    return turn


def _lookup_table(change: ChangeNode) -> tuple[ChangeNode, ...]:
    key = {
        "baseTableName": change.get("existingTableName") or "",
        "constraintName": change.get("constraintName") or "",
    }
    table = {"tableName": change.get("newTableName") or ""}
    return (
        ChangeNode("dropForeignKeyConstraint", change.at, key),
        ChangeNode("dropTable", change.at, table),
    )


_TABLE = ("tableName", "schemaName")

_SPECIAL: Mapping[str, Callable[[ChangeNode], tuple[ChangeNode, ...]]] = {
    "addColumn": _add_column,
    "createIndex": _create_index,
    "renameColumn": _renamed("oldColumnName", "newColumnName"),
    "renameTable": _renamed("oldTableName", "newTableName"),
    "renameView": _renamed("oldViewName", "newViewName"),
    "renameSequence": _renamed("oldSequenceName", "newSequenceName"),
    "renameTrigger": _renamed("oldTriggerName", "newTriggerName"),
    "addLookupTable": _lookup_table,
}
