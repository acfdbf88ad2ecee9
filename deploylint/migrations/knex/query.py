"""Queries of Knex: `knex("table").where(...).update(...)` and `knex.raw(sql)`.

https://knexjs.org/guide/query-builder.html. A query runs when it is awaited, returned or handed to
a promise, never before.
"""

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.javascript.library import text_at
from deploylint.migrations.javascript.names import column_name, table_name
from deploylint.migrations.javascript.strings import joined
from deploylint.migrations.javascript.tree import Piece, Span, Text
from deploylint.migrations.javascript.values import (
    HOLE,
    Call,
    Host,
    List,
    Machine,
    Map,
    Unknown,
    Value,
    plain,
)

VERBS = {
    "insert": Does.INSERT,
    "upsert": Does.INSERT,
    "batchInsert": Does.INSERT,
    "update": Does.UPDATE,
    "increment": Does.UPDATE,
    "decrement": Does.UPDATE,
    "del": Does.DELETE,
    "delete": Does.DELETE,
    "truncate": Does.TRUNCATE,
}
TABLES = frozenset(("from", "into", "table"))
TEXT_ONLY = frozenset(("toString", "toSQL", "toQuery", "toNative"))


class Query(Host):
    """A query that is being put together."""

    def __init__(self, table: Value | None, span: Span) -> None:
        """Begin with a table, if it is known yet."""
        self.table = table
        self.span = span
        self.does = Does.READ
        self.columns: tuple[str, ...] = ()
        self.has_where = False
        self.is_settled = False

    def awaited(self) -> Value:
        """Return the rows, which are not known."""
        return Unknown()

    def call(self, run: Machine, call: Call) -> Value:
        """Take one more part of the query."""
        self.span = (self.span[0], max(self.span[1], call.span[1]))
        if call.name in TEXT_ONLY:
            self.is_settled = True
            return Unknown()
        if call.name in TABLES:
            self.table = call.argument(0)
        elif call.name in VERBS:
            if call.name == "batchInsert":
                self.table = call.argument(0)
                call = call._replace(arguments=call.arguments[1:])
            self.does = VERBS[call.name]
            self.columns = _columns(call, run)
        elif "where" in call.name.lower():
            self.has_where = True
        return self

    def settle(self, run: Machine) -> None:
        """Note the query, now that it runs."""
        if self.is_settled:
            return
        self.is_settled = True
        table = table_name(self.table, run.dialect)
        if table is None and self.does is not Does.READ:
            run.opaque(self.span, "the table is computed")
            return
        run.emit(
            Operation(
                does=self.does,
                at=run.at(self.span),
                table=table,
                columns=self.columns,
                flags=frozenset({Flag.WHERE} if self.has_where else ()),
                text=run.snippet(self.span),
            )
        )


def _columns(call: Call, run: Machine) -> tuple[str, ...]:
    """Return the columns that are set, as far as they are written."""
    value = call.argument(0)
    if isinstance(value, List) and value.items:
        value = value.items[0]
    if isinstance(value, Map):
        return tuple(value.entries)
    name = column_name(value, run.dialect)
    return () if name is None else (name,)


class Raw(Host):
    """SQL that runs when it is awaited, and is a part of something else when it is not."""

    def __init__(self, sql: Value | None, span: Span) -> None:
        """Hold the SQL."""
        self.sql = sql
        self.span = span
        self.is_settled = False

    @property
    def text(self) -> str | None:
        """Return the SQL, None when it is computed."""
        return plain(self.sql)

    def awaited(self) -> Value:
        """Return the rows, which are not known."""
        return Unknown()

    def call(self, _run: Machine, call: Call) -> Value:
        """Wrap it, give it a name or a transaction: it stays what it is."""
        self.is_settled = self.is_settled or call.name in TEXT_ONLY
        return Unknown() if call.name in TEXT_ONLY else self

    def settle(self, run: Machine) -> None:
        """Note what the SQL does, now that it runs."""
        if not self.is_settled:
            self.is_settled = True
            run.sql(self.sql, self.span)


def raw(call: Call) -> Raw:
    """Return what `knex.raw(sql, bindings)` is: names for `??` are filled in."""
    value, bindings = call.argument(0), call.argument(1)
    if not isinstance(value, Text) or "??" not in value.text:
        return Raw(value, call.span)
    names = list(bindings.items) if isinstance(bindings, List) and bindings.complete else []
    return Raw(_filled(value, names, call.span), call.span)


def _filled(value: Text, bindings: list[Value], span: Span) -> Text:
    """Return SQL with the names of its bindings; a `?` that is a value stays one."""
    parts: list[Text] = []
    done = 0
    while (at := value.text.find("?", done)) >= 0:
        is_name = value.text.startswith("??", at)
        bound = plain(bindings.pop(0)) if bindings else None
        width = 2 if is_name else 1
        parts.append(_cut(value, done, at))
        name = HOLE if bound is None else ".".join(f'"{part}"' for part in bound.split("."))
        parts.append(text_at(name if is_name else "?", span))
        done = at + width
    parts.append(_cut(value, done, len(value.text)))
    return joined(tuple(parts))


def _cut(value: Text, start: int, end: int) -> Text:
    pieces = [one for one in value.pieces if one.at < end]
    before = [one for one in pieces if one.at <= start][-1:]
    kept = [
        Piece(
            max(one.at - start, 0),
            one.source + (max(start - one.at, 0) if one.exact else 0),
            one.exact,
        )
        for one in (*before, *(one for one in pieces if one.at > start))
    ]
    return Text(value.text[start:end], value.span, tuple(kept))
