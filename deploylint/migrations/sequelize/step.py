"""One call of Sequelize's `queryInterface`, with its table."""

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.javascript.names import column_name, folded
from deploylint.migrations.javascript.values import (
    Call,
    Machine,
)
from deploylint.model.location import Location

PG = (Dialect.POSTGRESQL, Dialect.COCKROACHDB)


class Step:
    """One call with its table."""

    def __init__(self, run: Machine, call: Call, table: str) -> None:
        """Take a call whose first argument is this table."""
        self.run = run
        self.call = call
        self.table = table
        self.at: Location = run.at(call.span)

    def operation(self, does: Does) -> Operation:
        """Return an operation on the table."""
        text = self.run.snippet(self.call.span)
        return Operation(does=does, at=self.at, table=self.table, text=text)

    def name(self, index: int) -> str | None:
        """Return an argument that is the name of a column; None if computed."""
        return column_name(self.call.argument(index), self.run.dialect)

    def fold(self, name: str) -> str:
        """Return the name of a column as the database compares it."""
        return folded(name, self.run.dialect)


Found = list[Operation] | None
"""What a call stands for; None when an argument is computed."""
