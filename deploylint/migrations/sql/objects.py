"""CREATE, DROP and ALTER of whatever is no table, index or type.

From https://www.postgresql.org/docs/current/sql-commands.html,
https://dev.mysql.com/doc/refman/8.4/en/sql-data-definition-statements.html and
https://learn.microsoft.com/sql/t-sql/statements/statements.
"""

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.altertable import alter_table
from deploylint.migrations.sql.classes import read_class
from deploylint.migrations.sql.createtable import create_table
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.enumtypes import alter_type, create_type
from deploylint.migrations.sql.indexes import alter_index, create_index, drop_index
from deploylint.migrations.sql.online import demands
from deploylint.migrations.sql.tokens import Kind

_MODIFIERS_TEXT = """
    TEMP TEMPORARY GLOBAL LOCAL UNLOGGED RECURSIVE CONSTRAINT TRUSTED PROCEDURAL UNIQUE FULLTEXT
    SPATIAL INVERTED VECTOR CLUSTERED NONCLUSTERED COLUMNSTORE HASH VIRTUAL EDITIONABLE FORCE
    ONLINE OFFLINE IGNORE SECURE PRIMARY XML JSON
"""
_MODIFIERS = frozenset(_MODIFIERS_TEXT.split())
_TEMPORARY = frozenset(("TEMP", "TEMPORARY"))
_DEFINED = frozenset(("VIEW", "FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "AGGREGATE"))
_ON_TABLE = frozenset(("TRIGGER", "POLICY", "RULE"))
_TYPES = frozenset(("TYPE", "DOMAIN"))
_UNNAMED = frozenset(("CAST", "TRANSFORM", "OPERATOR", "USER MAPPING", "MASTER KEY"))
_REPLACED = frozenset(("VIEW", "FUNCTION", "PROCEDURE", "TRIGGER"))
_REDEFINING = (None, Dialect.MYSQL, Dialect.MSSQL)

_DROPS = {"TABLE": Does.DROP_TABLE, "TYPE": Does.DROP_TYPE, "DOMAIN": Does.DROP_TYPE}


def create(cursor: Cursor) -> list[Operation]:
    """Read `CREATE`, from behind that word on."""
    replaces = cursor.accept("OR", "REPLACE") or cursor.accept("OR", "ALTER")
    modifiers, what = _class(cursor)
    if what == "TABLE":
        made = create_table(cursor, temporary=not _TEMPORARY.isdisjoint(modifiers))
        made += _moved_rows(cursor)
        return [_replaced(made[0]), *made] if replaces else made
    if what == "INDEX":
        return [create_index(cursor, unique="UNIQUE" in modifiers)]
    if what in _TYPES:
        return create_type(cursor, what.lower())
    flags = set()
    if cursor.accept("IF", "NOT", "EXISTS"):
        flags.add(Flag.IF_NOT_EXISTS)
    if not _TEMPORARY.isdisjoint(modifiers):
        flags.add(Flag.TEMPORARY)
    name = _object_name(cursor, what)
    return [
        Operation(
            does=Does.REPLACE_OBJECT if replaces else Does.CREATE_OBJECT,
            at=cursor.at,
            table=_table(cursor, what),
            name=name,
            object=what.lower(),
            flags=frozenset(flags),
            text=cursor.text,
        ),
    ]


def _moved_rows(cursor: Cursor) -> list[Operation]:
    """`CREATE TABLE x AS WITH y AS (DELETE ... RETURNING *) SELECT ...` takes rows away."""
    at = cursor.find("AS")
    if at is None or cursor.depth or cursor.up[min(at + 1, cursor.end - 1)] != "WITH":
        return []
    query = cursor.part(at + 1, cursor.end)
    query.stand_for(cursor)
    query.depth = cursor.depth + 1
    return [one for one in cursor.context.read(query) if one.does in _MOVES]


_MOVES = frozenset((Does.INSERT, Does.UPDATE, Does.DELETE, Does.OPAQUE))


def _replaced(created: Operation) -> Operation:
    """MariaDB's `CREATE OR REPLACE TABLE` drops the table first."""
    flags = created.flags - {Flag.IF_NOT_EXISTS} | {Flag.IF_EXISTS}
    return created._replace(does=Does.DROP_TABLE, columns=(), flags=flags)


def _class(cursor: Cursor) -> tuple[set[str], str]:
    """Step over modifiers and the class; what MySQL writes about the definer says nothing."""
    modifiers: set[str] = set()
    while True:
        what = read_class(cursor)
        if what:
            return modifiers, what
        word = cursor.accept_any(_MODIFIERS)
        if word:
            modifiers.add(word)
        elif cursor.peek() in ("DEFINER", "ALGORITHM", "SQL"):
            while not cursor.done and cursor.peek() not in _DEFINED:
                cursor.i += 1
        else:
            raise UnreadableError(_unknown(cursor))


def _unknown(cursor: Cursor) -> str:
    words = [token.text[:30] for token in cursor.tokens[cursor.start : cursor.i + 1]]
    return f"the statement `{' '.join(words[:4])} ...` is not known"


def _object_name(cursor: Cursor, what: str) -> str | None:
    """Step over the name of an object; casts, operators and the like have none."""
    if what in _UNNAMED or cursor.done:
        return None
    if cursor.kind() is Kind.STRING:
        return cursor.string()
    if what == "SCHEMA":
        cursor.accept("AUTHORIZATION")
    return cursor.name()


def _table(cursor: Cursor, what: str) -> str | None:
    """Return the table that a trigger, policy or rule is on."""
    if what not in _ON_TABLE:
        return None
    is_rule = what == "RULE" and cursor.peek() == "AS"
    at = cursor.find("TO" if is_rule else "ON")
    if at is None:
        return None
    cursor.i = at + 1
    return cursor.name()


def drop(cursor: Cursor) -> list[Operation]:
    """Read `DROP`, from behind that word on: one operation for each name."""
    modifiers, what = _class(cursor)
    if what == "INDEX":
        return drop_index(cursor)
    flags = {Flag.TEMPORARY} if "TEMPORARY" in modifiers else set()
    if cursor.accept("IF", "EXISTS"):
        flags.add(Flag.IF_EXISTS)
    if cursor.find("CASCADE") is not None:
        flags.add(Flag.CASCADE)
    pieces = [piece for piece in cursor.pieces() if piece.start < piece.end]
    if not pieces:
        raise UnreadableError(_NAMELESS)
    if len(pieces) == 1:
        pieces[0].stand_for(cursor)
    return [_dropped(piece, what, frozenset(flags), cursor.text) for piece in pieces]


_NAMELESS = "it does not say what to drop"


def _dropped(piece: Cursor, what: str, flags: frozenset[Flag], text: str) -> Operation:
    name = _object_name(piece, what)
    does = _DROPS.get(what, Does.DROP_OBJECT)
    is_table = does is Does.DROP_TABLE
    return Operation(
        does=does,
        at=piece.at,
        table=name if is_table else _table(piece, what),
        name=None if is_table else name,
        object=None if is_table else what.lower(),
        flags=flags,
        text=text,
    )


def alter(cursor: Cursor) -> list[Operation]:
    """Read `ALTER`, from behind that word on."""
    if cursor.ahead("DEFAULT", "PRIVILEGES"):
        return [_altered(cursor, "privileges", None)]
    if cursor.ahead("SYSTEM"):
        return [_altered(cursor, "system", None)]
    _, what = _class(cursor)
    if what == "TABLE":
        return alter_table(cursor)
    if what == "INDEX":
        return [alter_index(cursor)]
    if what in _TYPES:
        return alter_type(cursor, what.lower())
    exists = cursor.accept("IF", "EXISTS")
    name = _object_name(cursor, what)
    found = _altered(cursor, what.lower(), name)
    if exists:
        found = found._replace(flags=frozenset((Flag.IF_EXISTS,)))
    return [_changed(cursor, what, found)]


def _altered(cursor: Cursor, what: str, name: str | None) -> Operation:
    return Operation(
        does=Does.ALTER_OBJECT,
        at=cursor.at,
        name=name,
        object=what,
        flags=demands(cursor),
        text=cursor.text,
    )


def _changed(cursor: Cursor, what: str, found: Operation) -> Operation:
    """Say what is done to the object whose name was read."""
    cursor.group()
    if what in _ON_TABLE and cursor.accept("ON"):
        found = found._replace(table=cursor.name())
    name = found.name or ""
    if cursor.accept("RENAME", "TO") and cursor.is_name():
        new_name = cursor.context.renamed(name, cursor.name())
        return found._replace(does=Does.RENAME_OBJECT, new_name=new_name)
    if cursor.accept("SET", "SCHEMA") and cursor.is_name():
        new_name = qualified((cursor.identifier(), name.rpartition(".")[2]))
        return found._replace(does=Does.SET_SCHEMA, new_name=new_name)
    redefines = what in _REPLACED and cursor.context.dialect in _REDEFINING
    if redefines and "AS" in cursor.rest():
        return found._replace(does=Does.REPLACE_OBJECT)
    return found


_PARTS = frozenset(("COLUMN", "CONSTRAINT"))


def comment(cursor: Cursor) -> list[Operation]:
    """Read `COMMENT ON class name IS text`, from behind COMMENT on."""
    cursor.accept("ON")
    what = cursor.accept_any(_PARTS) or read_class(cursor)
    table = name = None
    if what == "COLUMN":
        parts = cursor.parts()
        table, name = qualified(parts[:-1]) or None, parts[-1]
    elif what == "TABLE":
        table = cursor.name()
    else:
        name = _object_name(cursor, what)
        table = cursor.name() if cursor.accept("ON") and cursor.is_name() else None
    return [
        Operation(
            does=Does.COMMENT,
            at=cursor.at,
            table=table,
            name=name,
            object=what.lower() or None,
            text=cursor.text,
        ),
    ]


def switch(cursor: Cursor) -> list[Operation]:
    """Read T-SQL's `DISABLE TRIGGER name ON table` and `ENABLE TRIGGER`."""
    if not cursor.accept("TRIGGER"):
        raise UnreadableError(_unknown(cursor))
    name = cursor.name()
    table = cursor.name() if cursor.accept("ON") else None
    return [_altered(cursor, "trigger", name)._replace(table=table)]


def privileges(cursor: Cursor) -> list[Operation]:
    """Read `GRANT`, `REVOKE` and `DENY`."""
    return [_altered(cursor, "privileges", None)]
