"""Columns of Knex: `table.string("name").notNullable().defaultTo("x")`.

https://knexjs.org/guide/schema-builder.html; types and names of indexes and constraints as Knex
3.3.0 writes them. `alter()` says a whole column anew: without `notNullable()` it may be null.
"""

from collections.abc import Iterator

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.javascript.names import default_of, folded, table_name, written
from deploylint.migrations.javascript.tree import Constant, Span
from deploylint.migrations.javascript.values import (
    Call,
    Host,
    Machine,
    Unknown,
    Value,
    entry,
    is_nothing,
    is_true,
    plain,
    texts,
)
from deploylint.migrations.knex.query import Raw

TYPES = {
    **dict.fromkeys(("integer", "int", "increments"), "integer"),
    **dict.fromkeys(("bigInteger", "biginteger", "bigint", "bigIncrements"), "bigint"),
    **dict.fromkeys(("string", "varchar"), "varchar"),
    **dict.fromkeys(("text", "enu", "enum"), "text"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    **dict.fromkeys(("timestamp", "datetime", "dateTime"), "timestamptz"),
    **{name: name for name in ("date", "time", "json", "jsonb", "uuid", "char", "smallint")},
    **{name: name for name in ("tinyint", "mediumint", "real", "bit", "serial", "geometry")},
    **{name: name for name in ("geography", "point", "year", "set", "mediumtext", "longtext")},
    "bigincrements": "bigint",
    "decimal": "decimal",
    "float": "real",
    "double": "double precision",
    "binary": "bytea",
    "specificType": "",
}
"""Methods that add a column, and the type it has in PostgreSQL; others are nearly the same."""

INCREMENTS = frozenset(("increments", "bigIncrements", "bigincrements", "serial"))
SIZED = frozenset(("string", "varchar", "char", "decimal", "float"))
DEFAULT_SIZES = {"string": "255", "varchar": "255", "decimal": "8, 2"}
ENUMS = frozenset(("enu", "enum"))
PG = (Dialect.POSTGRESQL, Dialect.COCKROACHDB)


class Column(Host):
    """One column of a table that is created or changed."""

    def __init__(self, method: Call, name: str, *, is_conditional: bool) -> None:
        """Begin with the call that names its type; `name` is folded."""
        self.method = method
        self.name = name
        self.span: Span = method.span
        self.is_conditional = is_conditional
        self.calls: dict[str, Call] = {method.name: method}

    def call(self, _run: Machine, call: Call) -> Value:
        """Take one more property."""
        self.calls[call.name] = call
        self.span = (self.span[0], max(self.span[1], call.span[1]))
        return self

    @property
    def is_altered(self) -> bool:
        """Say whether the column is there already."""
        return "alter" in self.calls

    @property
    def type(self) -> str | None:
        """Return the type as PostgreSQL calls it, None when it is computed."""
        name, given = self.method.name, self.method.arguments[1:3]
        if name in ENUMS:
            values = texts(self.method.argument(1))
            return None if values is None else f"enum({', '.join(map(repr, values))})"
        if name == "specificType" or (name == "text" and given):
            return plain(self.method.argument(1))
        sizes = [written(one) for one in given]
        known = "float" if name == "float" and given else TYPES[name]
        if name not in SIZED:
            return known
        if None in sizes:
            return None
        size = ", ".join(one for one in sizes if one) or DEFAULT_SIZES.get(name, "")
        return f"{known}({size})" if size else known

    @property
    def default(self) -> tuple[Flag, str | None] | None:
        """Return the default that is set, and its text; None when it has none."""
        call = next((self.calls[one] for one in _DEFAULTS if one in self.calls), None)
        value = None if call is None else call.argument(0)
        if is_nothing(value):
            return None
        if isinstance(value, Raw):
            return default_of(value.text or ""), value.text
        is_uuid = isinstance(value, Unknown) and value.path[-1:] == ("uuid",)
        return (Flag.VOLATILE_DEFAULT if is_uuid else Flag.DEFAULT), written(value)

    @property
    def is_required(self) -> bool:
        """Say whether it refuses NULL."""
        call = self.calls.get("nullable")
        return (
            "notNullable" in self.calls
            or "notNull" in self.calls
            or (call is not None and is_true(call.argument(0)) is False and bool(call.arguments))
        )


_DEFAULTS = ("defaultTo", "defaultsTo", "default")


def key_name(table: str, columns: tuple[str, ...], kind: str) -> str:
    """Return the name that Knex gives an index or constraint: `users_email_unique`."""
    plain_table = table.rpartition(".")[2].replace("-", "_")
    if kind == "pkey":
        return f"{plain_table}_pkey"
    return f"{plain_table}_{'_'.join(columns)}_{kind}".lower()


def added(column: Column, table: str, run: Machine) -> Operation:
    """Return the operation that adds a column."""
    flags = {Flag.NOT_NULL} if column.is_required else set()
    if column.method.name in INCREMENTS:
        flags |= {Flag.IDENTITY, Flag.NOT_NULL}
    if column.default is not None:
        flags.add(column.default[0])
    return _step(Does.ADD_COLUMN, column, table, run)._replace(
        type=column.type, flags=frozenset(flags)
    )


def altered(column: Column, table: str, run: Machine) -> Iterator[Operation]:
    """Yield what `alter()` does, as far as the migration says it."""
    options = column.calls["alter"].argument(0)
    if is_true(entry(options, "alterType") or Constant(value=True, span=(0, 0))):
        yield _step(Does.CHANGE_TYPE, column, table, run)._replace(
            type=column.type, flags=frozenset({Flag.USING} if run.dialect in PG else ())
        )
    if column.is_required:
        yield _step(Does.SET_NOT_NULL, column, table, run)
    elif "nullable" in column.calls:
        yield _step(Does.DROP_NOT_NULL, column, table, run)
    if column.default is not None:
        yield _step(Does.SET_DEFAULT, column, table, run)._replace(value=column.default[1])


def _step(does: Does, column: Column, table: str, run: Machine) -> Operation:
    return Operation(
        does=does,
        at=run.at(column.span),
        table=table,
        name=column.name,
        flags=frozenset(),
        text=run.snippet(column.span),
    )


def keys_of(column: Column, table: str, run: Machine) -> Iterator[Operation]:
    """Yield the indexes and constraints that are written behind a column."""
    columns = (column.name,)
    base = Operation(
        does=Does.ADD_CONSTRAINT,
        at=run.at(column.span),
        table=table,
        columns=columns,
        text=run.snippet(column.span),
    )
    if "primary" in column.calls and column.method.name not in INCREMENTS:
        yield base._replace(
            name=key_name(table, columns, "pkey"), constraint=ConstraintKind.PRIMARY_KEY
        )
    if "unique" in column.calls:
        name = _given(column.calls["unique"]) or key_name(table, columns, "unique")
        yield base._replace(name=name, constraint=ConstraintKind.UNIQUE)
    if "index" in column.calls:
        name = _given(column.calls["index"]) or key_name(table, columns, "index")
        yield base._replace(does=Does.CREATE_INDEX, name=name)
    if "references" in column.calls:
        yield base._replace(
            name=_foreign_name(column, table),
            constraint=ConstraintKind.FOREIGN_KEY,
            references=referred(column.calls, run),
        )


def _foreign_name(column: Column, table: str) -> str:
    call = column.calls.get("withKeyName")
    given = None if call is None else plain(call.argument(0))
    return given or key_name(table, (column.name,), "foreign")


def _given(call: Call) -> str | None:
    return plain(call.argument(0)) or plain(entry(call.argument(0), "indexName"))


def referred(calls: dict[str, Call], run: Machine) -> str | None:
    """Return the table of `references("id").inTable("t")` or `references("t.id")`."""
    within = calls.get("inTable") or calls.get("on")
    if within is not None:
        return table_name(within.argument(0), run.dialect)
    name = plain(calls["references"].argument(0)) or ""
    return folded(name.rpartition(".")[0], run.dialect) or None
