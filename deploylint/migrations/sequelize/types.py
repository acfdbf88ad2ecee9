"""Columns of Sequelize: `{ type: DataTypes.STRING, allowNull: false, defaultValue: "x" }`.

https://sequelize.org/docs/v6/other-topics/migrations/; what each does is measured with Sequelize
6.37.8 on PostgreSQL 15. `defaultValue: Sequelize.NOW` or `UUIDV4` is no default of the database.
"""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Flag
from deploylint.migrations.javascript.names import default_of, table_name, written
from deploylint.migrations.javascript.values import (
    List,
    Map,
    Unknown,
    Value,
    entry,
    is_nothing,
    is_true,
    plain,
)

TYPES = {
    "STRING": "varchar(255)",
    "CHAR": "char(255)",
    "TEXT": "text",
    "CITEXT": "citext",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "MEDIUMINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "FLOAT": "double precision",
    "REAL": "real",
    "DOUBLE": "double precision",
    "DECIMAL": "decimal",
    "NUMERIC": "decimal",
    "BOOLEAN": "boolean",
    "DATE": "timestamptz",
    "DATEONLY": "date",
    "TIME": "time",
    "JSON": "json",
    "JSONB": "jsonb",
    "UUID": "uuid",
    "BLOB": "bytea",
    "HSTORE": "hstore",
    "INET": "inet",
    "CIDR": "cidr",
    "MACADDR": "macaddr",
    "TSVECTOR": "tsvector",
    "GEOMETRY": "geometry",
    "GEOGRAPHY": "geography",
}
"""Names of types, and what they are in PostgreSQL."""

ONLY_IN_CODE = frozenset(("NOW", "UUIDV1", "UUIDV4"))
"""Defaults that Sequelize fills in itself."""


class Column(NamedTuple):
    """One column, as an object says it; `is_whole` if nothing of it is computed."""

    type: str | None
    is_enum: bool
    is_required: bool | None
    default: tuple[Flag, str | None] | None
    references: str | None
    is_referring: bool
    flags: frozenset[Flag]
    is_unique: bool
    is_primary: bool


def column(value: Value | None, dialect: Dialect | None) -> Column:
    """Return a column from its object, or from its type alone."""
    given = entry(value, "type") if isinstance(value, Map) else value
    refers = entry(value, "references")
    model = entry(refers, "model") or entry(refers, "table") or refers
    allows = entry(value, "allowNull")
    default = _default(entry(value, "defaultValue"))
    flags = {default[0]} if default is not None else set()
    required = None if allows is None else is_true(allows) is False
    if is_true(entry(value, "autoIncrement")):
        flags |= {Flag.IDENTITY, Flag.NOT_NULL}
    if required or is_true(entry(value, "primaryKey")):
        flags.add(Flag.NOT_NULL)
    return Column(
        type=_type(given),
        is_enum=is_enum(given),
        is_required=required,
        default=default,
        references=None if refers is None else table_name(model, dialect),
        is_referring=refers is not None,
        flags=frozenset(flags),
        is_unique=is_true(entry(value, "unique")) is True
        or plain(entry(value, "unique")) is not None,
        is_primary=is_true(entry(value, "primaryKey")) is True,
    )


def is_enum(value: Value | None) -> bool:
    """Say whether a type is an enum, or an array of one: PostgreSQL then gets a type for it."""
    if not isinstance(value, Unknown):
        return False
    if "ENUM" in value.path:
        return True
    inner = value.arguments[:1]
    return "ARRAY" in value.path and bool(inner) and is_enum(inner[0])


def _type(value: Value | None) -> str | None:
    if not isinstance(value, Unknown):
        return plain(value)
    name = next((part for part in value.path if part in TYPES), None)
    if "ARRAY" in value.path:
        inner = _type(value.arguments[0]) if value.arguments else None
        return None if inner is None else f"{inner}[]"
    if "ENUM" in value.path:
        return f"enum({', '.join(_values(value))})"
    if name is None:
        return None
    sizes = [written(one) for one in value.arguments]
    known = TYPES[name]
    if not sizes or None in sizes or name in ("TEXT", "BLOB", "GEOMETRY", "GEOGRAPHY"):
        return known
    return f"{known.partition('(')[0]}({', '.join(one for one in sizes if one)})"


def _values(value: Unknown) -> Iterator[str]:
    for one in value.arguments:
        for inner in one.items if isinstance(one, List) else (one,):
            yield repr(written(inner))


def _default(value: Value | None) -> tuple[Flag, str | None] | None:
    """Return what a default is in the database, and its text."""
    if is_nothing(value):
        return None
    if not isinstance(value, Unknown):
        return Flag.DEFAULT, written(value)
    if ONLY_IN_CODE & set(value.path):
        return None
    inner = value.arguments[0] if value.arguments else None
    text = plain(inner)
    return (Flag.DEFAULT if text is None else default_of(text)), text
