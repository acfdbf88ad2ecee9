"""Columns of which a CHECK proves to PostgreSQL that they hold no NULL.

https://www.postgresql.org/docs/current/sql-altertable.html, under SET NOT NULL.
"""

import re
from functools import lru_cache

from deploylint.facts.operations import ConstraintKind, Does, Flag
from deploylint.migrations.analysis.history import History, Step, history_of
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.source import statement_of

_DEMANDED = re.compile(r"(?i)(\w+)[\"`\]]?\s+is\s+not\s+null\b")
_OR = re.compile(r"(?i)\bor\b")

Table = tuple[str, str]


class Checks:
    """The CHECK constraints that a release adds, validates and drops."""

    def __init__(self, history: History) -> None:
        """Follow them through the steps of a release."""
        self.proven: dict[tuple[Table, str], int] = {}
        self.unknown: dict[Table, int] = {}
        self.dropped: dict[Table, int] = {}
        self._pending: dict[tuple[Table, str | None], tuple[str, ...]] = {}
        for step in history.steps:
            follow = _FOLLOWED.get(step.operation.does)
            if follow is not None and step.operation.table is not None:
                follow(self, step, (step.migration.project, step.operation.table))

    def added(self, step: Step, table: Table) -> None:
        """Take what a new CHECK demands: at once, or as soon as it is validated."""
        one = step.operation
        if one.constraint is not ConstraintKind.CHECK:
            return
        columns = _demanded(statement_of(step.migration, one))
        self._pending[table, one.name] = columns
        if Flag.NOT_VALID not in one.flags:
            self._prove(step, table, columns)

    def validated(self, step: Step, table: Table) -> None:
        """Take what a validated CHECK demands, as far as the release says it."""
        columns = self._pending.get((table, step.operation.name))
        if columns is None:
            self.unknown.setdefault(table, step.number)
        else:
            self._prove(step, table, columns)

    def drops(self, step: Step, table: Table) -> None:
        """Take that a constraint goes which an earlier release added."""
        one = step.operation
        may_check = one.constraint in (None, ConstraintKind.CHECK)
        if may_check and (table, one.name) not in self._pending:
            self.dropped[table] = step.number

    def proves(self, step: Step) -> bool | None:
        """Say whether a column holds no NULL when a step runs; None where that may be so.

        It may be where the release validates, or afterwards drops, what an earlier one added.
        """
        one = step.operation
        table = (step.migration.project, one.table or "")
        if self.proven.get((table, (one.name or "").lower()), step.number) < step.number:
            return True
        validated = self.unknown.get(table, step.number) < step.number
        return None if validated or self.dropped.get(table, -1) > step.number else False

    def _prove(self, step: Step, table: Table, columns: tuple[str, ...]) -> None:
        for column in columns:
            self.proven.setdefault((table, column), step.number)


_FOLLOWED = {
    Does.ADD_CONSTRAINT: Checks.added,
    Does.VALIDATE_CONSTRAINT: Checks.validated,
    Does.DROP_CONSTRAINT: Checks.drops,
}


@lru_cache(maxsize=8)
def checks_of(scope: Scope) -> Checks:
    """Return the CHECK constraints of a release, followed once."""
    return Checks(history_of(scope))


def _demanded(condition: str) -> tuple[str, ...]:
    """Return the columns that a CHECK demands not to be NULL, whatever the others hold."""
    if _OR.search(condition):
        return ()
    return tuple(match[1].lower() for match in _DEMANDED.finditer(condition))
