"""The SQL types behind the column types of Rails.

`NATIVE_DATABASE_TYPES` and `type_to_sql` of the adapters in
https://github.com/rails/rails/tree/main/activerecord/lib/active_record/connection_adapters. Where
the database is not known, types are written as for PostgreSQL.
"""

import re
from collections.abc import Mapping

from deploylint.facts.operations import Dialect, Flag
from deploylint.migrations.rails.literals import Code, Unknown, Value
from deploylint.migrations.sql.functions import STABLE
from deploylint.migrations.sql.types import normal

POSTGRESQL: Mapping[str, str] = {
    "primary_key": "bigserial",
    "string": "varchar",
    "text": "text",
    "integer": "integer",
    "bigint": "bigint",
    "float": "double precision",
    "decimal": "numeric",
    "numeric": "numeric",
    "datetime": "timestamp",
    "timestamp": "timestamp",
    "timestamptz": "timestamptz",
    "binary": "bytea",
    "blob": "bytea",
    "bit_varying": "varbit",
    "references": "bigint",
    "belongs_to": "bigint",
    "serial": "serial",
    "bigserial": "bigserial",
}

MYSQL: Mapping[str, str] = {
    **POSTGRESQL,
    "primary_key": "bigint",
    "float": "float",
    "datetime": "datetime",
    "binary": "blob",
    "blob": "blob",
    "tinytext": "tinytext",
    "mediumtext": "mediumtext",
    "longtext": "longtext",
    "tinyblob": "tinyblob",
    "mediumblob": "mediumblob",
    "longblob": "longblob",
    "unsigned_integer": "integer unsigned",
    "unsigned_bigint": "bigint unsigned",
}

SQLITE: Mapping[str, str] = {
    **POSTGRESQL,
    "primary_key": "integer",
    "float": "float",
    "datetime": "datetime",
    "binary": "blob",
}

KNOWN = frozenset(
    """primary_key string text integer bigint float decimal numeric datetime timestamp timestamptz
    time date daterange numrange tsrange tstzrange int4range int8range binary blob boolean xml
    tsvector hstore inet cidr macaddr uuid json jsonb ltree citext point line lseg box path polygon
    circle bit bit_varying money interval oid serial bigserial tinytext mediumtext longtext tinyblob
    mediumblob longblob unsigned_integer unsigned_bigint unsigned_float unsigned_decimal virtual
    enum geometry geography st_point st_polygon multi_polygon line_string multi_line_string
    multi_point geometry_collection spatial vector halfvec sparsevec lquery tstzmultirange char
    smallint""".split()  # noqa: SIM905  # a list would take sixty lines
)
"""Methods of a table that add columns of a type."""

_BYTES = {1: "smallint", 2: "smallint", 3: "integer", 4: "integer"}
_MYSQL_BYTES = {1: "tinyint", 2: "smallint", 3: "mediumint", 4: "integer"}
_MYSQL_SIZES = ((255, "tiny"), (65535, ""), (16777215, "medium"), (4294967295, "long"))
_CALL = re.compile(r"([A-Za-z_]\w*)[ ]?\(")
_TEXTS = re.compile(r"'[^']*'")
_WRITTEN = re.compile(r"([^()]*?)\s*(\([^()]*\))?\s*")


def sql_type(kind: Value, options: Mapping[str, Value], dialect: Dialect | None) -> str | None:
    """Return the type of a column, None where it is computed."""
    if not isinstance(kind, str):
        return None
    if kind == "enum":
        named = options.get("enum_type")
        return named if isinstance(named, str) else None
    if kind == "virtual":
        return sql_type(options.get("type", "string"), options, dialect)
    base = _based(str(kind), options, dialect)
    return f"{base}[]" if options.get("array") is True else base


def _based(kind: str, options: Mapping[str, Value], dialect: Dialect | None) -> str:
    limit, precision, scale = (options.get(one) for one in ("limit", "precision", "scale"))
    mysql = dialect is Dialect.MYSQL
    if kind == "integer" and isinstance(limit, int):
        return (_MYSQL_BYTES if mysql else _BYTES).get(limit, "bigint") + _sign(options)
    if kind in ("text", "binary", "blob") and mysql:
        return _sized("text" if kind == "text" else "blob", options)
    if kind == "string":
        size = limit if isinstance(limit, int) else 255 if mysql else None
        return f"varchar({size})" if size is not None else "varchar"
    table = {Dialect.MYSQL: MYSQL, Dialect.SQLITE: SQLITE}.get(dialect or Dialect.POSTGRESQL)
    name = (table or POSTGRESQL).get(kind, kind)
    if kind in ("decimal", "numeric") and isinstance(precision, int):
        return (
            f"numeric({precision},{scale})" if isinstance(scale, int) else f"numeric({precision})"
        )
    if "(" in name or " " in name:
        written = _WRITTEN.fullmatch(name.lower())
        return normal(written[1], written[2] or "") if written else name
    bits = kind in ("bit", "bit_varying", "char", "vector", "halfvec") and isinstance(limit, int)
    return f"{normal(name)}({limit})" if bits else normal(name) + (_sign(options) if mysql else "")


def _sign(options: Mapping[str, Value]) -> str:
    return " unsigned" if options.get("unsigned") is True else ""


def _sized(name: str, options: Mapping[str, Value]) -> str:
    limit, size = options.get("limit"), options.get("size")
    if isinstance(size, str):
        return f"{size}{name}"
    if isinstance(limit, int):
        return next((f"{word}{name}" for most, word in _MYSQL_SIZES if limit <= most), name)
    return name


def default_flags(options: Mapping[str, Value], kind: Value) -> frozenset[Flag]:
    """Return what kind of default a column is given."""
    value = options.get("default")
    if value is None:
        return frozenset()
    code = value.text if isinstance(value, Code) else None
    if isinstance(value, str) and kind == "uuid" and "()" in value:
        code = value
    if isinstance(value, Unknown) or code is None:
        return frozenset((Flag.DEFAULT,))
    bare = _TEXTS.sub("''", code)
    volatile = any(name.lower() not in STABLE for name in _CALL.findall(bare))
    return frozenset((Flag.VOLATILE_DEFAULT if volatile else Flag.DEFAULT,))
