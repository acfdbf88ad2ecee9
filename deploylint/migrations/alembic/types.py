"""Types of columns in revisions, as SQL writes them, and the enum types among them.

https://docs.sqlalchemy.org/en/20/core/type_basics.html; how each is written in SQL was read off
SQLAlchemy's own compiler.
"""

import ast
from typing import NamedTuple

from deploylint.facts.operations import Dialect
from deploylint.migrations.alembic.place import Thing
from deploylint.migrations.names import qualified
from deploylint.migrations.python.ast import DEEPEST, arguments
from deploylint.migrations.python.astvalues import UNKNOWN
from deploylint.migrations.sql.types import normal
from deploylint.model.wording import quoted

GENERIC = {
    "String": "varchar",
    "Unicode": "varchar",
    "AutoString": "varchar",
    "Text": "text",
    "UnicodeText": "text",
    "Integer": "integer",
    "BigInteger": "bigint",
    "SmallInteger": "smallint",
    "Numeric": "numeric",
    "Float": "double precision",
    "FLOAT": "double precision",
    "REAL": "real",
    "Double": "double precision",
    "Boolean": "boolean",
    "DateTime": "timestamp",
    "Date": "date",
    "Time": "time",
    "Interval": "interval",
    "LargeBinary": "bytea",
    "PickleType": "bytea",
    "Uuid": "uuid",
    "DOUBLE_PRECISION": "double precision",
}
"""SQLAlchemy's own types for PostgreSQL; those in capitals are called as in SQL."""

OTHERWISE = {
    Dialect.MYSQL: {
        "DateTime": "datetime",
        "LargeBinary": "blob",
        "PickleType": "blob",
        "Uuid": "char(32)",
        "Interval": "datetime",
        "Float": "float",
        "FLOAT": "float",
    },
    Dialect.SQLITE: {
        "DateTime": "datetime",
        "LargeBinary": "blob",
        "PickleType": "blob",
        "Uuid": "char(32)",
        "Interval": "datetime",
    },
    Dialect.MSSQL: {
        "DateTime": "datetime",
        "LargeBinary": "image",
        "PickleType": "image",
        "Uuid": "uniqueidentifier",
        "Boolean": "bit",
        "Unicode": "nvarchar",
        "UnicodeText": "ntext",
    },
}
"""What other databases call them."""

_PARAMETERS = {
    "Numeric": ("precision", "scale", "decimal_return_scale", "asdecimal"),
    "NUMERIC": ("precision", "scale", "decimal_return_scale", "asdecimal"),
    "DECIMAL": ("precision", "scale", "decimal_return_scale", "asdecimal"),
    "DateTime": ("timezone",),
    "Time": ("timezone",),
    "TIMESTAMP": ("timezone", "precision"),
    "TIME": ("timezone", "precision"),
    "Float": ("precision", "asdecimal"),
    "FLOAT": ("precision", "asdecimal"),
    "BIT": ("length", "varying"),
}
"""Parameters of types by position; the others begin with a length."""

_ZONED = frozenset(("DateTime", "TIMESTAMP", "Time", "TIME"))
_LENGTHS = frozenset(
    ("varchar", "char", "nvarchar", "nchar", "varbinary", "binary", "bit", "varbit")
)
_DIGITS = frozenset(("numeric", "decimal"))
_INTEGERS = frozenset(("integer", "bigint", "smallint"))


class EnumType(NamedTuple):
    """An enum type: its name in the database, None where it has none.

    `is_own` is for PostgreSQL's `ENUM`, which looks whether the type exists before it is created or
    dropped. `is_made` says whether a table that uses it creates it.
    """

    name: str | None
    is_own: bool
    is_made: bool


def written(thing: Thing, dialect: Dialect | None, depth: int = 0) -> str | None:
    """Return a type as SQL writes it; one that SQLAlchemy does not know as the source has it."""
    node, place = thing
    call = node if isinstance(node, ast.Call) else None
    name = place.dotted(call.func if call else node)
    last = name.rpartition(".")[2]
    if not name or depth > DEEPEST or not name.startswith(("sqlalchemy.", "sqlmodel.")):
        return quoted(place.source.shown(node))[1:-1]
    if last == "ARRAY":
        inner = _first(thing)
        of = written(inner, dialect, depth + 1) if inner else None
        return f"{of}[]" if of and not of.endswith("[]") else of
    if last in ("Enum", "ENUM") and (enum := enum_of(thing)) is not None:
        return enum.name
    base = OTHERWISE.get(dialect, {}).get(last) if dialect else None
    base = base or GENERIC.get(last) or last.lower().replace("_", " ")
    return normal(*_with_arguments(thing, last, base, dialect))


def is_integer(type_: str | None) -> bool:
    """Say whether a column of this type numbers its rows when it is the primary key."""
    return type_ in _INTEGERS


def enum_of(thing: Thing, depth: int = 0) -> EnumType | None:
    """Return the enum type that a type is or is a list of, None for others."""
    node, place = thing
    name = place.made_by(node)
    last = name.rpartition(".")[2]
    if not name.startswith("sqlalchemy.") or not isinstance(node, ast.Call):
        return None
    if last == "ARRAY" and depth < DEEPEST:
        inner = _first(thing)
        return enum_of(inner, depth + 1) if inner else None
    if last not in ("Enum", "ENUM") or ".mysql" in name:
        return None
    given = {one.arg: one.value for one in node.keywords if one.arg}
    if place.literal(given.get("native_enum")) is False:
        return None
    return EnumType(
        name=_enum_name(thing, given),
        is_own=last == "ENUM",
        is_made="create_type" not in given or place.literal(given["create_type"]) is True,
    )


def _enum_name(thing: Thing, given: dict[str, ast.expr]) -> str | None:
    node, place = thing
    schema = place.text(given.get("schema"))
    parts = (str(schema),) if schema else ()
    if "name" in given:
        name = place.text(given["name"])
        return qualified((*parts, str(name))) if name else None
    first = node.args[0] if isinstance(node, ast.Call) and node.args else None
    if isinstance(first, ast.Name | ast.Attribute) and place.literal(first) is UNKNOWN:
        called = place.dotted(first).rpartition(".")[2]
        return qualified((*parts, called.lower())) if called else None
    return None


def _first(thing: Thing) -> Thing | None:
    """Return the type that a list or a wrapper is made of."""
    node, place = thing
    if not isinstance(node, ast.Call):
        return None
    given = arguments(node, ("item_type", "as_tuple", "dimensions", "zero_indexes")) or {}
    inner = given.get("item_type")
    return place.thing(inner) if inner is not None else None


def _with_arguments(thing: Thing, last: str, base: str, dialect: Dialect | None) -> tuple[str, str]:
    """Return the words of a type and what stands in parentheses behind them."""
    node, place = thing
    names = _PARAMETERS.get(last, ("length",))
    call = arguments(node, names) if isinstance(node, ast.Call) else None
    given = {name: place.literal(value) for name, value in (call or {}).items()}
    if last in _ZONED:
        zoned = given.get("timezone") is True and dialect in (None, *_WITH_ZONES)
        precision = given.get("precision")
        digits = f"({precision})" if isinstance(precision, int) else ""
        return (f"{base}tz" if zoned else base), digits
    names = ("length",) if base in _LENGTHS else ("precision", "scale") if base in _DIGITS else ()
    numbers = [given.get(name) for name in names]
    known = [str(one) for one in numbers if isinstance(one, int) and not isinstance(one, bool)]
    return base, f"({','.join(known)})" if known else ""


_WITH_ZONES = (Dialect.POSTGRESQL, Dialect.COCKROACHDB)
