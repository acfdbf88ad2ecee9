"""Tables and columns of TypeORM: `new Table({ ... })`, `new TableColumn({ ... })`.

https://typeorm.io/docs/migrations/api/. Measured with TypeORM 1.1.1 on PostgreSQL 15: an enum
column creates the type `<table>_<column>_enum`, or the one of `enumName`, unless there is one;
`dropColumn` drops it again, `dropTable` does not. A column may not be null unless it says so.
"""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Flag
from deploylint.migrations.javascript.names import default_of, folded, table_name, written
from deploylint.migrations.javascript.values import (
    Host,
    List,
    Machine,
    Map,
    Unknown,
    Value,
    entry,
    is_nothing,
    is_true,
    plain,
)

CLASSES = frozenset(
    (
        *("Table", "TableColumn", "TableIndex", "TableForeignKey", "TableUnique", "TableCheck"),
        *("TableExclusion", "View"),
    ),
)
ENUM_TYPES = frozenset(("enum", "simple-enum"))


class LookedUp(Host):
    """A table as `queryRunner.getTable(name)` finds it: only its name is known."""

    def __init__(self, name: Value | None) -> None:
        """Remember the name."""
        self.name = name

    def get(self, _run: Machine, _name: str) -> Value:
        """Return what is found in the database, which is not known."""
        return Unknown()

    def call(self, _run: Machine, _call: object) -> Value:
        """Look at the table; that changes nothing."""
        return Unknown()


class Column(NamedTuple):
    """One column, as its object says it; `enum_name` is the type of an enum, if it says one."""

    name: str
    type: str | None
    is_enum: bool
    enum_name: str | None
    is_required: bool
    default: Value | None
    flags: frozenset[Flag]
    is_unique: bool
    is_primary: bool


def options(value: Value | None) -> Map | None:
    """Return the object that describes something, with or without its class around it."""
    if isinstance(value, Unknown) and CLASSES & set(value.path[-1:]) and value.arguments:
        value = value.arguments[0]
    return value if isinstance(value, Map) else None


def table_of(value: Value | None, dialect: Dialect | None) -> str | None:
    """Return the name of a table that is given by name, as an object, or looked up."""
    if isinstance(value, LookedUp):
        value = value.name
    described = options(value)
    if described is None:
        return table_name(value, dialect)
    name, schema = plain(entry(described, "name")), entry(described, "schema")
    if name is None or (schema is not None and plain(schema) is None):
        return None
    within = plain(schema)
    return folded(f"{within}.{name}" if within not in (None, "public") else name, dialect)


def several(value: Value | None) -> Iterator[Map | None]:
    """Yield the descriptions in a list; None for one that is not known, or for the list."""
    if isinstance(value, List):
        yield from (options(one) for one in value.items)
        if not value.complete:
            yield None
    elif not is_nothing(value):
        yield None


def column(value: Map | None, dialect: Dialect | None) -> Column | None:
    """Return a column; None when its name is computed."""
    name = plain(entry(value, "name"))
    if value is None or name is None:
        return None
    default = entry(value, "default")
    is_primary = is_true(entry(value, "isPrimary")) is True
    required = is_primary or is_true(entry(value, "isNullable")) is not True
    return Column(
        name=folded(name, dialect),
        type=type_of(value),
        is_enum=plain(entry(value, "type")) in ENUM_TYPES,
        enum_name=plain(entry(value, "enumName")),
        is_required=required,
        default=None if is_nothing(default) else default,
        flags=frozenset(_flags(value, default, required=required)),
        is_unique=is_true(entry(value, "isUnique")) is True,
        is_primary=is_primary,
    )


def _flags(value: Map, default: Value | None, *, required: bool) -> Iterator[Flag]:
    if required:
        yield Flag.NOT_NULL
    if not is_nothing(default):
        yield default_of(written(default) or "")
    if is_true(entry(value, "isGenerated")):
        is_uuid = plain(entry(value, "generationStrategy")) == "uuid"
        yield Flag.VOLATILE_DEFAULT if is_uuid else Flag.IDENTITY
    if plain(entry(value, "generatedType")) == "STORED":
        yield Flag.GENERATED


def type_of(value: Map) -> str | None:
    """Return the type as it is written, with its size."""
    name = plain(entry(value, "type"))
    if name is None:
        return None
    sizes = [written(entry(value, key)) for key in ("length", "precision", "scale")]
    size = ", ".join(one for one in sizes if one not in (None, "None", ""))
    array = "[]" if is_true(entry(value, "isArray")) else ""
    if name in ENUM_TYPES:
        values = entry(value, "enum")
        items = values.items if isinstance(values, List) else []
        size = ", ".join(repr(written(one)) for one in items)
    return f"{name}({size}){array}" if size else f"{name}{array}"


def identity_of(value: Map) -> tuple[str | None, ...]:
    """Return what TypeORM compares to decide whether a column has to be made anew."""
    keys = ("type", "length", "isArray", "asExpression", "generatedType")
    return tuple(written(entry(value, key)) for key in keys)
