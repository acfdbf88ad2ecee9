"""What Knex hands to a migration: `knex` itself and `knex.schema`.

https://knexjs.org/guide/schema-builder.html and https://knexjs.org/guide/migrations.html
"""

from collections.abc import Callable, Mapping

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.javascript.names import folded, table_name
from deploylint.migrations.javascript.tree import Text
from deploylint.migrations.javascript.values import (
    Bound,
    Call,
    Closure,
    Host,
    Machine,
    Unknown,
    Value,
    plain,
)
from deploylint.migrations.knex.query import TABLES, VERBS, Query, raw
from deploylint.migrations.knex.table import TableBuilder

PLAIN = frozenset(("fn", "client", "context", "userParams", "version"))
"""Properties of `knex` that only tell something."""


class Knex(Host):
    """`knex`, or a transaction of it."""

    def get(self, _run: Machine, name: str) -> Value:
        """Return a builder, something that only tells, or a method."""
        if name == "schema":
            return Schema()
        return Unknown(("Sequelize", name)) if name in PLAIN else Bound(self, name)

    def call(self, run: Machine, call: Call) -> Value:
        """Begin a query, a transaction or plain SQL."""
        if call.name == "raw":
            return raw(call)
        if call.name in ("transaction", "savepoint"):
            return _transaction(self, run, call)
        if call.name in QUIET:
            return Unknown()
        if call.name in ("", *TABLES):
            return Query(call.argument(0), call.span)
        is_query = call.name in QUERIES or "where" in call.name.lower()
        if is_query or call.name in VERBS:
            return Query(None, call.span).call(run, call)
        return super().call(run, call)


QUIET = frozenset(("commit", "rollback", "isCompleted", "destroy", "on", "ref", "isTransaction"))
QUERIES = frozenset(
    ("select", "with", "withRecursive", "withSchema", "queryBuilder", "count", "distinct", "first"),
)


def _transaction(knex: Knex, run: Machine, call: Call) -> Value:
    body = call.argument(0)
    if isinstance(body, Closure):
        run.invoke(body, (knex,))
        return Unknown()
    return knex


class Schema(Host):
    """`knex.schema`: each of its methods runs in turn."""

    def __init__(self, schema: str | None = None) -> None:
        """Work in the default schema, or the one of `withSchema`."""
        self.schema = schema

    def awaited(self) -> Value:
        """Return what the last one gives, which is not known."""
        return Unknown()

    def call(self, run: Machine, call: Call) -> Value:
        """Do one thing to the schema."""
        if call.name == "withSchema":
            return Schema(plain(call.argument(0)))
        if call.name == "raw":
            raw(call).settle(run)
            return self
        if call.name in ("hasTable", "hasColumn"):
            self._note(run, call, Does.READ)
            return self
        if call.name in TABLE_METHODS:
            TABLE_METHODS[call.name](self, run, call)
            return self
        if call.name in OBJECTS:
            self._object(run, call)
            return self
        if call.name not in ("queryContext", "on", "transacting", "connection", "debug"):
            run.opaque(call.span, f"what {call.name} does is not known")
        return self

    def table(self, value: Value | None, run: Machine) -> str | None:
        """Return the name of a table in this schema."""
        name = table_name(value, run.dialect)
        if name is None or self.schema is None or "." in name:
            return name
        text = Text(f"{self.schema}.{name}", (0, 0), ())
        return table_name(text, run.dialect)

    def _note(self, run: Machine, call: Call, does: Does) -> None:
        table = self.table(call.argument(0), run)
        at, text = run.at(call.span), run.snippet(call.span)
        run.emit(Operation(does=does, at=at, table=table, text=text))

    def _object(self, run: Machine, call: Call) -> None:
        does, kind, flags = OBJECTS[call.name]
        name = plain(call.argument(0))
        if name is None:
            run.opaque(call.span, f"the name of the {kind} is computed")
            return
        run.emit(
            Operation(
                does=does,
                at=run.at(call.span),
                name=folded(name, run.dialect),
                object=kind,
                flags=frozenset(flags),
                text=run.snippet(call.span),
            )
        )


def _build(run: Machine, call: Call, table: str, *, is_new: bool) -> None:
    """Follow a callback with its table, and note what it does."""
    index = 2 if call.name == "createTableLike" else 1
    body = call.argument(index)
    builder = TableBuilder(table, is_new=is_new, conditions=run.is_conditional)
    before: list[Operation] = []
    if isinstance(body, Closure):
        before = run.capture(body, (builder,))
    elif not is_new or body is not None:
        run.opaque(call.span, "the callback is not in this file")
    found = list(builder.operations(run))
    if is_new:
        columns = tuple(
            one.name for one in found if one.does is Does.ADD_COLUMN and one.name is not None
        )
        flags = {Flag.IF_NOT_EXISTS} if call.name.endswith("IfNotExists") else set()
        created = Operation(
            does=Does.CREATE_TABLE,
            at=run.at(call.span),
            table=table,
            columns=columns,
            flags=frozenset(flags),
            text=run.snippet(call.span),
        )
        types = [one for one in found if one.does is Does.CREATE_TYPE]
        others = [one for one in found if one.does not in (Does.ADD_COLUMN, Does.CREATE_TYPE)]
        found = [*types, created, *others]
    else:
        run.restates(one.at for one in builder.restating(run))
    for one in (*before, *found):
        run.emit(one)


def _create(schema: Schema, run: Machine, call: Call) -> None:
    table = schema.table(call.argument(0), run)
    if table is None:
        run.opaque(call.span, "the name of the table is computed")
        return
    _build(run, call, table, is_new=True)


def _alter(schema: Schema, run: Machine, call: Call) -> None:
    table = schema.table(call.argument(0), run)
    if table is None:
        run.opaque(call.span, "the name of the table is computed")
        return
    _build(run, call, table, is_new=False)


def _drop(schema: Schema, run: Machine, call: Call) -> None:
    table = schema.table(call.argument(0), run)
    if table is None:
        run.opaque(call.span, "the name of the table is computed")
        return
    flags = {Flag.IF_EXISTS} if call.name.endswith("IfExists") else set()
    at, text = run.at(call.span), run.snippet(call.span)
    run.emit(Operation(does=Does.DROP_TABLE, at=at, table=table, flags=frozenset(flags), text=text))


def _rename(schema: Schema, run: Machine, call: Call) -> None:
    old, new = schema.table(call.argument(0), run), schema.table(call.argument(1), run)
    if old is None or new is None:
        run.opaque(call.span, "the name of the table is computed")
        return
    at, text = run.at(call.span), run.snippet(call.span)
    run.emit(Operation(does=Does.RENAME_TABLE, at=at, table=old, new_name=new, text=text))


TABLE_METHODS: Mapping[str, Callable[[Schema, Machine, Call], None]] = {
    "createTable": _create,
    "createTableIfNotExists": _create,
    "createTableLike": _create,
    "alterTable": _alter,
    "table": _alter,
    "dropTable": _drop,
    "dropTableIfExists": _drop,
    "renameTable": _rename,
}

OBJECTS: Mapping[str, tuple[Does, str, tuple[Flag, ...]]] = {
    "createView": (Does.CREATE_OBJECT, "view", ()),
    "createViewOrReplace": (Does.REPLACE_OBJECT, "view", ()),
    "createMaterializedView": (Does.CREATE_OBJECT, "materialized view", ()),
    "refreshMaterializedView": (Does.MAINTENANCE, "refresh materialized view", ()),
    "dropView": (Does.DROP_OBJECT, "view", ()),
    "dropViewIfExists": (Does.DROP_OBJECT, "view", (Flag.IF_EXISTS,)),
    "dropMaterializedView": (Does.DROP_OBJECT, "materialized view", ()),
    "dropMaterializedViewIfExists": (Does.DROP_OBJECT, "materialized view", (Flag.IF_EXISTS,)),
    "createSchema": (Does.CREATE_OBJECT, "schema", ()),
    "createSchemaIfNotExists": (Does.CREATE_OBJECT, "schema", (Flag.IF_NOT_EXISTS,)),
    "dropSchema": (Does.DROP_OBJECT, "schema", ()),
    "dropSchemaIfExists": (Does.DROP_OBJECT, "schema", (Flag.IF_EXISTS,)),
    "createExtension": (Does.CREATE_OBJECT, "extension", ()),
    "createExtensionIfNotExists": (Does.CREATE_OBJECT, "extension", (Flag.IF_NOT_EXISTS,)),
    "dropExtension": (Does.DROP_OBJECT, "extension", ()),
    "dropExtensionIfExists": (Does.DROP_OBJECT, "extension", (Flag.IF_EXISTS,)),
}
