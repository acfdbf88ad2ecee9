"""Types and domains, above all enums.

From https://www.postgresql.org/docs/current/sql-altertype.html and
https://www.cockroachlabs.com/docs/stable/alter-type.
"""

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.cursor import Cursor, UnreadableError

_NO_VALUE = "the value of the enum is missing"


def create_type(cursor: Cursor, what: str) -> list[Operation]:
    """Read `CREATE TYPE` or `CREATE DOMAIN`, from behind that word on."""
    flags = {Flag.IF_NOT_EXISTS} if cursor.accept("IF", "NOT", "EXISTS") else set()
    name = cursor.name()
    if cursor.accept("AS", "ENUM"):
        what = "enum type"
    return [
        Operation(
            does=Does.CREATE_TYPE,
            at=cursor.at,
            name=name,
            object=what,
            flags=frozenset(flags),
            text=cursor.text,
        ),
    ]


def alter_type(cursor: Cursor, what: str) -> list[Operation]:
    """Read `ALTER TYPE` or `ALTER DOMAIN`, from behind that word on."""
    name = cursor.name()
    base = Operation(
        does=Does.ALTER_OBJECT,
        at=cursor.at,
        name=name,
        object=what,
        text=cursor.text,
    )
    if cursor.accept("ADD", "VALUE"):
        return [_added(cursor, base)]
    if cursor.accept("RENAME", "VALUE"):
        old = _value(cursor)
        cursor.accept("TO")
        new = _value(cursor)
        changed = base._replace(does=Does.RENAME_ENUM_VALUE, value=old, new_name=new, object=None)
        return [changed]
    if cursor.accept("DROP", "VALUE"):
        return [base._replace(does=Does.DROP_ENUM_VALUE, value=_value(cursor), object=None)]
    if cursor.accept("RENAME", "TO"):
        new_name = cursor.context.renamed(name, cursor.name())
        return [base._replace(does=Does.RENAME_TYPE, new_name=new_name)]
    if cursor.accept("SET", "SCHEMA"):
        new_name = qualified((cursor.identifier(), name.rpartition(".")[2]))
        return [base._replace(does=Does.SET_SCHEMA, new_name=new_name)]
    return [base]


def _added(cursor: Cursor, base: Operation) -> Operation:
    flags = {Flag.IF_NOT_EXISTS} if cursor.accept("IF", "NOT", "EXISTS") else set()
    value = _value(cursor)
    if not cursor.accept_any(("BEFORE", "AFTER")):
        flags.add(Flag.LAST)
    return base._replace(
        does=Does.ADD_ENUM_VALUE,
        value=value,
        flags=frozenset(flags),
        object=None,
    )


def _value(cursor: Cursor) -> str:
    value = cursor.string()
    if value is None:
        raise UnreadableError(_NO_VALUE)
    return value
