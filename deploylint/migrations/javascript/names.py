"""Names of tables and columns that are strings of JavaScript, and defaults of columns."""

import re

from deploylint.facts.operations import Dialect, Flag
from deploylint.migrations.javascript.tree import Constant, Text
from deploylint.migrations.javascript.values import HOLE, Map, Unknown, Value, entry, plain
from deploylint.migrations.names import qualified
from deploylint.migrations.sql.functions import VOLATILE

FOLDING = (Dialect.MYSQL, Dialect.SQLITE, Dialect.MSSQL)
"""Databases that compare the names of columns without case."""


def folded(name: str, dialect: Dialect | None) -> str:
    """Return a name as the database compares it; the tools quote every name."""
    return name.lower() if dialect in FOLDING else name


def table_name(value: Value | None, dialect: Dialect | None) -> str | None:
    """Return the name of a table, `{ tableName, schema }` or `schema.table`; None if computed."""
    if isinstance(value, Map):
        name = plain(entry(value, "tableName"))
        schema = entry(value, "schema")
        if name is None or (schema is not None and plain(schema) is None):
            return None
        parts = (plain(schema) or "", name)
        return folded(qualified(tuple(part for part in parts if part)), dialect)
    name = plain(value)
    return None if name is None else folded(qualified(tuple(name.split("."))), dialect)


def column_name(value: Value | None, dialect: Dialect | None) -> str | None:
    """Return the name of a column; None if computed."""
    name = plain(value)
    return None if name is None else folded(name, dialect)


def default_of(text: str) -> Flag:
    """Return whether an expression of SQL that is a default is computed for each row."""
    words = re.findall(r"[a-z_][a-z0-9_]*", text.lower())
    return Flag.VOLATILE_DEFAULT if not VOLATILE.isdisjoint(words) else Flag.DEFAULT


def written(value: Value | None) -> str | None:
    """Return a literal as it may be shown, None when it is not known."""
    if isinstance(value, Text):
        return plain(value)
    if isinstance(value, Constant):
        return str(value.value)
    return None


def is_computed(value: Value | None) -> bool:
    """Say whether a value is there, but not known."""
    return isinstance(value, Unknown) or (isinstance(value, Text) and HOLE in value.text)
