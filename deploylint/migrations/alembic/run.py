"""The run of one function of a revision: the operations in the order in which they happen."""

import ast
from typing import Any

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.python.ast import Source
from deploylint.migrations.python.asttext import Text
from deploylint.migrations.python.sql import read_text
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted

MOST_OPERATIONS = 10_000
MOST_STEPS = 100_000

Node = ast.expr | ast.stmt


class EndlessError(Exception):
    """There is more to follow than anybody would write."""


class Run:
    """What happens in one direction of a revision, while it is followed."""

    def __init__(self, source: Source, dialect: Dialect | None) -> None:
        """Start with nothing done."""
        self.source = source
        self.dialect = dialect
        self.operations: list[Operation] = []
        self.problems: list[Finding] = []
        self.maybe = 0
        """How many conditions hang over what comes next."""
        self.types: set[str] = set()
        """Enum types that exist because of this run."""
        self.calls: list[str] = []
        """The functions of the module that are being followed."""
        self.uses_orm = False
        self._steps = 0

    def step(self, cost: int = 1) -> None:
        """Count a step; raises EndlessError when there were too many."""
        self._steps += cost
        if self._steps > MOST_STEPS or len(self.operations) > MOST_OPERATIONS:
            raise EndlessError

    def emit(self, does: Does, node: Node, **more: Any) -> None:  # noqa: ANN401  # fields of Operation
        """Add an operation that a node does."""
        flags = frozenset(more.pop("flags", ()))
        if self.maybe:
            flags |= {Flag.CONDITIONAL}
        text = quoted(self.source.shown(node))[1:-1]
        self.operations.append(
            Operation(does=does, at=self.source.at(node), flags=flags, text=text, **more)
        )

    def opaque(self, node: Node, why: str, table: str | None = None) -> None:
        """Add an operation that cannot be read."""
        self.emit(Does.OPAQUE, node, why=why, table=table)

    def transaction(self, node: Node, *commands: str) -> None:
        """Add the commands of a transaction."""
        for command in commands:
            self.emit(Does.TRANSACTION, node, name=command)

    def sql(self, text: Text, node: Node, fails: str | None = None) -> None:
        """Add what SQL does, the whole of which `fails`, if anything."""
        found = read_text(text, self.source.path, self.dialect)
        self.problems.extend(found.problems)
        more = {Flag.CONDITIONAL} if self.maybe else set()
        operations = [one._replace(flags=one.flags | more) for one in found.operations]
        if fails and operations:
            operations[0] = operations[0]._replace(fails=fails)
        elif fails:
            self.emit(Does.OPAQUE, node, why="it holds no statement", fails=fails)
        self.operations.extend(operations)
