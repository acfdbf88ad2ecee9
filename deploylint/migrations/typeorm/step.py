"""One call of TypeORM's `queryRunner`, with its table."""

from collections.abc import Iterator

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.javascript.names import column_name, folded
from deploylint.migrations.javascript.values import (
    Call,
    Machine,
    Value,
    entry,
)
from deploylint.migrations.typeorm.tables import (
    options,
)

PG = (Dialect.POSTGRESQL, Dialect.COCKROACHDB)


class Step:
    """One call with its table, and the operations that it makes."""

    def __init__(self, run: Machine, call: Call, table: str) -> None:
        """Take a call whose first argument is this table."""
        self.run = run
        self.call = call
        self.table = table

    def operation(self, does: Does) -> Operation:
        """Return an operation on the table."""
        at, text = self.run.at(self.call.span), self.run.snippet(self.call.span)
        return Operation(does=does, at=at, table=self.table, text=text)

    def opaque(self, why: str) -> Operation:
        """Return what says that the call cannot be read."""
        return self.operation(Does.OPAQUE)._replace(table=None, why=why)

    def name(self, value: Value | None) -> str | None:
        """Return the name of a column, index or constraint, or of its description."""
        described = options(value)
        return column_name(value if described is None else entry(described, "name"), self.dialect)

    def fold(self, names: tuple[str, ...] | None) -> tuple[str, ...]:
        """Return names of columns as the database compares them."""
        return tuple(folded(one, self.dialect) for one in names or ())

    @property
    def dialect(self) -> Dialect | None:
        """Return the database."""
        return self.run.dialect


COMPUTED = "an argument is computed"
Made = Iterator[Operation]
