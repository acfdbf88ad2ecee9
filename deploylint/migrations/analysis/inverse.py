"""What takes one operation back, for people who look at an up."""

from collections.abc import Mapping

from deploylint.facts.operations import WITHOUT_EFFECT, Does, Operation

NOTHING = "nothing: "

INVERSES: Mapping[Does, str] = {
    Does.CREATE_TABLE: "drop table {table}",
    Does.DROP_TABLE: NOTHING + "the rows of {table} are gone, create table brings it back empty",
    Does.RENAME_TABLE: "rename table {new_name} to {table}",
    Does.TRUNCATE: NOTHING + "the rows of {table} are gone",
    Does.ADD_COLUMN: "drop column {name} of {table}",
    Does.DROP_COLUMN: NOTHING + "the values of {name} are gone, add column brings it back empty",
    Does.RENAME_COLUMN: "rename column {new_name} of {table} to {name}",
    Does.CHANGE_TYPE: "change {name} of {table} back to {old_type}, if its values still fit",
    Does.SET_NOT_NULL: "drop not null of {name} of {table}",
    Does.DROP_NOT_NULL: "set not null of {name} of {table}, once no row is without a value",
    Does.SET_DEFAULT: "set the default of {name} of {table} as it was",
    Does.DROP_DEFAULT: "set the default of {name} of {table} as it was",
    Does.ALTER_COLUMN: "alter column {name} of {table} to what it was",
    Does.CREATE_INDEX: "drop index {name}",
    Does.DROP_INDEX: "create index {name} as it was",
    Does.RENAME_INDEX: "rename index {new_name} to {name}",
    Does.ADD_CONSTRAINT: "drop constraint {name} of {table}",
    Does.DROP_CONSTRAINT: "add constraint {name} of {table} as it was, if all rows still keep it",
    Does.RENAME_CONSTRAINT: "rename constraint {new_name} of {table} to {name}",
    Does.CREATE_TYPE: "drop type {name}, once no column has it",
    Does.DROP_TYPE: "create type {name} as it was",
    Does.RENAME_TYPE: "rename type {new_name} to {name}",
    Does.ADD_ENUM_VALUE: NOTHING + "no statement removes a value, {name} has to be made anew",
    Does.RENAME_ENUM_VALUE: "rename the value of {name} back",
    Does.DROP_ENUM_VALUE: "add the value to {name} again; rows that had it have lost it",
    Does.CREATE_OBJECT: "drop {object} {name}",
    Does.REPLACE_OBJECT: "create or replace {object} {name} as it was before",
    Does.DROP_OBJECT: "create {object} {name} as it was",
    Does.RENAME_OBJECT: "rename {object} {new_name} to {name}",
    Does.ALTER_OBJECT: "alter {object} {name} to what it was",
    Does.SET_SCHEMA: "set the schema as it was",
    Does.ATTACH_PARTITION: "detach the partition",
    Does.DETACH_PARTITION: "attach the partition again",
    Does.INSERT: "delete the inserted rows of {table} by their keys",
    Does.UPDATE: NOTHING + "the old values in {table} are gone",
    Does.DELETE: NOTHING + "the rows of {table} are gone",
    Does.OPAQUE: NOTHING + "it cannot be read, so that nobody can tell: {why}",
    Does.IRREVERSIBLE: NOTHING + "{why}",
}
"""By operation, what takes it back, or `nothing: ` and why not."""

SCHEMAS = frozenset(("schema", "database"))


def reverse_of(operation: Operation) -> str | None:
    """Return what takes an operation back, or "nothing: " and why; None if there is no need."""
    if operation.does in WITHOUT_EFFECT:
        return None
    if operation.does is Does.DROP_OBJECT and operation.object in SCHEMAS:
        return f"{NOTHING}everything in {operation.name} is gone"
    text = INVERSES.get(operation.does)
    return None if text is None else text.format(**_words(operation))


def _words(operation: Operation) -> Mapping[str, str]:
    """Return the names of an operation, with words for those that it does not say."""
    return {
        "table": operation.table or "the table",
        "name": operation.name or "it",
        "new_name": operation.new_name or "it",
        "old_type": operation.old_type or "its old type",
        "object": operation.object or "object",
        "why": operation.why or "it does not say why",
    }
