"""Foreign keys of Knex: `table.foreign("column").references("id").inTable("other")`."""

from collections.abc import Iterator

from deploylint.facts.operations import ConstraintKind, Does, Operation
from deploylint.migrations.javascript.names import folded
from deploylint.migrations.javascript.tree import Span
from deploylint.migrations.javascript.values import Call, Host, Machine, Value, plain, texts
from deploylint.migrations.knex.columns import key_name, referred


class Foreign(Host):
    """`table.foreign("column").references("id").inTable("other")`."""

    def __init__(self, call: Call, *, is_conditional: bool) -> None:
        """Begin with the columns."""
        self.given = call
        self.span: Span = call.span
        self.calls: dict[str, Call] = {}
        self.is_conditional = is_conditional

    def call(self, _run: Machine, call: Call) -> Value:
        """Take one more property."""
        self.calls[call.name] = call
        self.span = (self.span[0], max(self.span[1], call.span[1]))
        return self

    def operations(self, table: str, run: Machine) -> Iterator[Operation]:
        """Yield the constraint."""
        columns = texts(self.given.argument(0))
        if columns is None or "references" not in self.calls:
            yield opaque(run, self.span, "what the foreign key refers to is computed")
            return
        columns = tuple(folded(one, run.dialect) for one in columns)
        named = self.calls.get("withKeyName")
        given = plain(self.given.argument(1)) or (plain(named.argument(0)) if named else None)
        yield Operation(
            does=Does.ADD_CONSTRAINT,
            at=run.at(self.span),
            table=table,
            name=given or key_name(table, columns, "foreign"),
            columns=columns,
            constraint=ConstraintKind.FOREIGN_KEY,
            references=referred(self.calls, run),
            text=run.snippet(self.span),
        )


def opaque(run: Machine, span: Span, why: str) -> Operation:
    """Return what says that a call cannot be read."""
    return Operation(does=Does.OPAQUE, at=run.at(span), why=why, text=run.snippet(span))
