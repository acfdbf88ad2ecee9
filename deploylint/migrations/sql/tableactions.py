"""What ALTER TABLE may do, in PostgreSQL, CockroachDB, SQLite and everywhere.

From https://www.postgresql.org/docs/current/sql-altertable.html,
https://www.cockroachlabs.com/docs/stable/alter-table and
https://www.sqlite.org/lang_altertable.html.
"""

from collections.abc import Callable

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.columns import Column, read_column
from deploylint.migrations.sql.constraints import Owner, is_constraint, read_constraint
from deploylint.migrations.sql.createtable import is_other
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.indexes import column_names, read_key

Action = Callable[[Cursor, Owner], list[Operation]]
"""Reads one action of ALTER TABLE, from behind its first word on."""

_KEY_WORDS = frozenset(("FULLTEXT", "SPATIAL", "INDEX", "KEY", "INVERTED", "VECTOR", "CLUSTERED"))
_NO_SQLITE_COLUMN = {ConstraintKind.PRIMARY_KEY: "PRIMARY KEY", ConstraintKind.UNIQUE: "UNIQUE"}


def add(action: Cursor, owner: Owner) -> list[Operation]:
    """Read what is added: a column, a list of columns, a constraint, an index, a partition."""
    if action.accept("PARTITION"):
        return [altered(action, owner, Does.CREATE_OBJECT, "partition", _first_name(action))]
    if action.peek() not in ("COLUMN", "IF"):
        if is_constraint(action):
            return [read_constraint(action, owner)]
        if is_other(action):
            action.skip_any(_KEY_WORDS)
            return [read_key(action, owner.table, owner.flags)]
    action.accept("COLUMN")
    exists = action.accept("IF", "NOT", "EXISTS")
    if exists:
        owner = owner._replace(flags=owner.flags | {Flag.IF_NOT_EXISTS})
    inside = action.group()
    if inside is None:
        return add_column(action, owner)
    found = []
    for piece in inside.pieces():
        piece.prefix = f"ALTER TABLE {owner.table} ADD "
        found += add(piece, owner) if is_constraint(piece) else add_column(piece, owner)
    return found


def add_column(action: Cursor, owner: Owner) -> list[Operation]:
    """Read the definition of a column that is added, and the constraints that come with it."""
    column = read_column(action, owner)
    added = Operation(
        does=Does.ADD_COLUMN,
        at=action.at,
        table=owner.table,
        name=column.name,
        type=column.type,
        flags=owner.flags | column.flags,
        fails=_fails(action, column),
        text=action.text,
    )
    return [added, *column.constraints]


def _fails(action: Cursor, column: Column) -> str | None:
    if action.context.dialect is not Dialect.SQLITE:
        return None
    for one in column.constraints:
        if one.constraint in _NO_SQLITE_COLUMN:
            return f"SQLite adds no column that is {_NO_SQLITE_COLUMN[one.constraint]}"
    return None


def drop(action: Cursor, owner: Owner) -> list[Operation]:
    """Read what is dropped; a word that says nothing else is a column."""
    if action.accept("CONSTRAINT"):
        return [_dropped(action, owner, Does.DROP_CONSTRAINT)]
    if action.accept("PRIMARY", "KEY"):
        constraint = ConstraintKind.PRIMARY_KEY
        found = altered(action, owner, Does.DROP_CONSTRAINT)
        return [found._replace(constraint=constraint)]
    if action.accept("FOREIGN", "KEY"):
        dropped = _dropped(action, owner, Does.DROP_CONSTRAINT)
        return [dropped._replace(constraint=ConstraintKind.FOREIGN_KEY)]
    word = action.peek()
    if word in ("INDEX", "KEY", "CHECK", "PARTITION", "PERIOD", "SYSTEM") and _more(action):
        action.i += 1
        return _DROPPED[word](action, owner)
    action.accept("COLUMN")
    return [_dropped(action, owner, Does.DROP_COLUMN)]


def drop_further(action: Cursor, owner: Owner, kind: str) -> list[Operation]:
    """Read the second and later ones of `DROP CONSTRAINT a, b` and `DROP PARTITION a, b`."""
    if kind == "PARTITION":
        return _drop_partition(action, owner)
    if kind == "CONSTRAINT" and action.peek() != "COLUMN":
        action.accept("CONSTRAINT")
        return [_dropped(action, owner, Does.DROP_CONSTRAINT)]
    return drop(action, owner)


def _more(action: Cursor) -> bool:
    """Say whether a name follows, so that the word is no column of that name."""
    return action.is_name(1) and action.peek(1) not in ("CASCADE", "RESTRICT")


def _dropped(action: Cursor, owner: Owner, does: Does) -> Operation:
    flags = {Flag.IF_EXISTS} if action.accept("IF", "EXISTS") else set()
    name = action.identifier()
    if action.accept("CASCADE"):
        flags.add(Flag.CASCADE)
    found = altered(action, owner, does, None, name)
    return found._replace(flags=owner.flags | flags)


def _drop_index(action: Cursor, owner: Owner) -> list[Operation]:
    return [_dropped(action, owner, Does.DROP_INDEX)]


def _drop_check(action: Cursor, owner: Owner) -> list[Operation]:
    found = _dropped(action, owner, Does.DROP_CONSTRAINT)
    return [found._replace(constraint=ConstraintKind.CHECK)]


def _drop_partition(action: Cursor, owner: Owner) -> list[Operation]:
    action.accept("IF", "EXISTS")
    return [altered(action, owner, Does.DROP_OBJECT, "partition", _first_name(action))]


def _drop_other(action: Cursor, owner: Owner) -> list[Operation]:
    return [altered(action, owner, Does.ALTER_OBJECT, "table")]


_DROPPED: dict[str, Action] = {
    "INDEX": _drop_index,
    "KEY": _drop_index,
    "CHECK": _drop_check,
    "PARTITION": _drop_partition,
    "PERIOD": _drop_other,
    "SYSTEM": _drop_other,
}


def rename(action: Cursor, owner: Owner) -> list[Operation]:
    """Read what is renamed: the table, a column, a constraint, an index."""
    for word, does in _RENAMED.items():
        if action.peek() == word and action.is_name(1) and action.peek(2) == "TO":
            action.i += 1
            return [_renamed(action, owner, does)]
    if action.is_name() and action.peek(1) == "TO" and action.is_name(2):
        return [_renamed(action, owner, Does.RENAME_COLUMN)]
    action.accept_any(("TO", "AS", "="))
    new_name = action.context.renamed(owner.table, action.name())
    return [altered(action, owner, Does.RENAME_TABLE)._replace(new_name=new_name)]


def _renamed(action: Cursor, owner: Owner, does: Does) -> Operation:
    name = action.identifier()
    action.accept("TO")
    return altered(action, owner, does, None, name)._replace(new_name=action.identifier())


_RENAMED = {
    "COLUMN": Does.RENAME_COLUMN,
    "CONSTRAINT": Does.RENAME_CONSTRAINT,
    "INDEX": Does.RENAME_INDEX,
    "KEY": Does.RENAME_INDEX,
}


def validate(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `VALIDATE CONSTRAINT name`."""
    if not action.accept("CONSTRAINT"):
        raise UnreadableError(unknown(action))
    return [altered(action, owner, Does.VALIDATE_CONSTRAINT, None, action.identifier())]


def attach(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `ATTACH PARTITION name`."""
    if not action.accept("PARTITION"):
        raise UnreadableError(unknown(action))
    return [altered(action, owner, Does.ATTACH_PARTITION, None, action.name())]


def detach(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `DETACH PARTITION name [CONCURRENTLY]`."""
    if not action.accept("PARTITION"):
        raise UnreadableError(unknown(action))
    found = altered(action, owner, Does.DETACH_PARTITION, None, action.name())
    concurrently = {Flag.CONCURRENTLY} if action.accept("CONCURRENTLY") else set()
    return [found._replace(flags=found.flags | concurrently)]


def set_(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `SET SCHEMA name`, and `SET` of something that changes no row."""
    if action.accept("SCHEMA"):
        new_name = qualified((action.identifier(), owner.table.rpartition(".")[2]))
        found = altered(action, owner, Does.SET_SCHEMA, "table")
        return [found._replace(new_name=new_name)]
    return [altered(action, owner, Does.ALTER_OBJECT, "table")]


def switch(action: Cursor, owner: Owner) -> list[Operation]:
    """Read `ENABLE TRIGGER name`, `DISABLE ROW LEVEL SECURITY` and the like."""
    action.accept_any(("ALWAYS", "REPLICA"))
    word = action.accept_any(("TRIGGER", "RULE"))
    if not word:
        return [altered(action, owner, Does.ALTER_OBJECT, "table")]
    name = action.name() if action.is_name() else None
    return [altered(action, owner, Does.ALTER_OBJECT, word.lower(), name)]


def primary_key(action: Cursor, owner: Owner) -> list[Operation]:
    """Read CockroachDB's `ALTER PRIMARY KEY USING COLUMNS (a, b)`: it replaces the old one."""
    action.accept("USING", "COLUMNS")
    inside = action.group()
    found = altered(action, owner, Does.ADD_CONSTRAINT)
    columns = column_names(inside) if inside else ()
    return [found._replace(constraint=ConstraintKind.PRIMARY_KEY, columns=columns)]


def same_table(action: Cursor, owner: Owner) -> list[Operation]:
    """Return that the table is changed in a way that concerns no column."""
    return [altered(action, owner, Does.ALTER_OBJECT, "table")]


def comment(action: Cursor, owner: Owner) -> list[Operation]:
    """Read MySQL's `COMMENT = 'text'`."""
    return [altered(action, owner, Does.COMMENT, "table")]


def altered(
    action: Cursor,
    owner: Owner,
    does: Does,
    what: str | None = None,
    name: str | None = None,
) -> Operation:
    """Return an operation on the table of the action."""
    return Operation(
        does=does,
        at=action.at,
        table=owner.table,
        name=name,
        object=what,
        flags=owner.flags,
        text=action.text,
    )


def unknown(action: Cursor) -> str:
    """Return why an action of ALTER TABLE cannot be read."""
    word = action.tokens[action.start].text
    return f"the action `{word[:40]} ...` of ALTER TABLE is not known"


def _first_name(action: Cursor) -> str | None:
    return action.name() if action.is_name() else None
