"""Columns that are changed: `ALTER COLUMN`, and MySQL's `MODIFY` and `CHANGE`.

From https://www.postgresql.org/docs/current/sql-altertable.html,
https://dev.mysql.com/doc/refman/8.4/en/alter-table.html and
https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql.
"""

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.sql.columns import read_column, read_definition
from deploylint.migrations.sql.constraints import Owner
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.tableactions import altered, primary_key, unknown
from deploylint.migrations.sql.types import read_type

_CHANGES = (
    (("SET", "NOT", "NULL"), Does.SET_NOT_NULL),
    (("DROP", "NOT", "NULL"), Does.DROP_NOT_NULL),
    (("SET", "DEFAULT"), Does.SET_DEFAULT),
    (("DROP", "DEFAULT"), Does.DROP_DEFAULT),
    (("ADD", "GENERATED"), Does.ALTER_COLUMN),
    (("SET",), Does.ALTER_COLUMN),
    (("DROP",), Does.ALTER_COLUMN),
    (("ADD",), Does.ALTER_COLUMN),
    (("RESET",), Does.ALTER_COLUMN),
    (("RESTART",), Does.ALTER_COLUMN),
)
_OTHERS = {"CONSTRAINT": "constraint", "INDEX": "index", "CHECK": "constraint"}


def alter(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `ALTER [COLUMN] name ...`, from behind the word ALTER on."""
    if action.accept("PRIMARY", "KEY"):
        return primary_key(action, owner)
    other = _OTHERS.get(action.peek())
    if other is not None and action.is_name(1) and action.peek(1) not in ("TYPE", "SET", "DROP"):
        action.i += 1
        return [altered(action, owner, Does.ALTER_OBJECT, other, action.identifier())]
    action.accept("COLUMN")
    if action.accept("IF", "EXISTS"):
        owner = owner._replace(flags=owner.flags | {Flag.IF_EXISTS})
    name = action.identifier()
    if action.accept("TYPE") or action.accept("SET", "DATA", "TYPE"):
        return [_changed(action, owner, name)]
    for words, does in _CHANGES:
        if action.accept(*words):
            found = altered(action, owner, does, None, name)
            is_identity = words == ("ADD", "GENERATED") and action.has("AS", "IDENTITY")
            return [found._replace(flags=found.flags | {Flag.IDENTITY})] if is_identity else [found]
    return _defined(action, owner, name)


def _changed(action: Cursor, owner: Owner, name: str) -> Operation:
    type_ = read_type(action)
    if type_ is None:
        message = "the new type is missing"
        raise UnreadableError(message)
    using = {Flag.USING} if action.find("USING") is not None else set()
    found = altered(action, owner, Does.CHANGE_TYPE, None, name)
    return found._replace(type=type_, flags=found.flags | using)


def _defined(action: Cursor, owner: Owner, name: str) -> list[Operation]:
    """Read a whole definition that takes the place of the old one; its flags are those of it."""
    column = read_definition(action, owner, name)
    if column.type is None:
        raise UnreadableError(unknown(action))
    found = altered(action, owner, Does.CHANGE_TYPE, None, name)
    changed = found._replace(type=column.type, flags=owner.flags | column.flags)
    return [changed, *column.constraints]


def modify(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `MODIFY [COLUMN] name definition`: whether only a part of it is new cannot be seen."""
    action.accept("COLUMN")
    action.accept("IF", "EXISTS")
    return _defined(action, owner, action.identifier())


def change(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `CHANGE [COLUMN] old new definition`: the column is renamed, then changed."""
    action.accept("COLUMN")
    action.accept("IF", "EXISTS")
    old = action.identifier()
    start = action.i
    column = read_column(action, owner)
    action.i = start + 1
    renamed = altered(action, owner, Does.RENAME_COLUMN, None, old)._replace(new_name=column.name)
    defined = _defined(action, owner, column.name)
    return defined if old == column.name else [renamed, *defined]
