"""What a new schema does to code that does not know it: the version that runs, or the one before.

While a release rolls out, old code meets the new schema; after a rollback of the code alone it
does so for good. Both break on the same operations.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.migrations import Migration, Migrations
from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.breakage import Breakage
from deploylint.migrations.analysis.breakages import breakage
from deploylint.migrations.analysis.history import history_of
from deploylint.migrations.analysis.kept import Copies
from deploylint.migrations.analysis.mentions import eased
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.told import Told, together
from deploylint.migrations.analysis.unread import unread_problems


class Rollback(StrEnum):
    """What goes back when a release is rolled back."""

    CODE_ONLY = "code-only"
    CODE_AND_SCHEMA = "code+schema"
    FORWARD_ONLY = "forward-only"


class Situation(NamedTuple):
    """Who meets the new schema: `side_by_side` says that old and new code run at the same time.

    With `constraints_fail`, a new constraint on columns that old code writes fails; else it is
    told.
    """

    side_by_side: bool
    rollback: Rollback
    constraints_fail: bool = False


WHO: Mapping[Code, str] = {
    Code.BREAKS_RUNNING: "the running version",
    Code.BREAKS_ROLLBACK: "the version before, rolled back,",
}


def compatibility_problems(
    scope: Scope, situation: Situation, migrations: Migrations | None = None
) -> tuple[Problem, ...]:
    """Return what old code cannot live with, where there will be old code on the new schema.

    With `migrations`, what the code of the version before no longer mentions is only noted.
    """
    if not situation.side_by_side and situation.rollback is not Rollback.CODE_ONLY:
        return ()
    found = together(_told(scope, situation, migrations or Migrations()))
    return (*found, *unread_problems(scope, "it may break old code"))


def breakage_of(migration: Migration, operation: Operation, scope: Scope) -> str | None:
    """Return what old code sees of an operation, None when it does not notice."""
    found = breakage(migration, operation, history_of(scope))
    return None if found is None else found.effect


def _told(scope: Scope, situation: Situation, migrations: Migrations) -> Iterator[Told]:
    history = history_of(scope)
    copies = Copies(history)
    for migration, operation in scope.operations():
        code = _meets(migration, situation)
        found = breakage(migration, operation, history) if code is not None else None
        if found is not None and code is not None:
            into = _moved_into(migration, operation, copies)
            told = _problem(migration, operation, found, code, situation)
            if into is not None:
                tail = f", whose values move to {into} in the same release{told.tail}"
                told = told._replace(code=Code.EXPAND_AND_CONTRACT, tail=tail)
            yield eased(told, operation, migrations)


def _meets(migration: Migration, situation: Situation) -> Code | None:
    """Return as what old code meets what a migration does, None when it does not meet it."""
    if situation.side_by_side and not migration.after_code:
        return Code.BREAKS_RUNNING
    return Code.BREAKS_ROLLBACK if situation.rollback is Rollback.CODE_ONLY else None


def _moved_into(migration: Migration, operation: Operation, copies: Copies) -> str | None:
    """Return where the values of a dropped column went: it was replaced in one release."""
    if operation.does is not Does.DROP_COLUMN or operation.name is None:
        return None
    return copies.of_column(migration, operation, operation.name)


def _problem(
    migration: Migration, operation: Operation, found: Breakage, code: Code, situation: Situation
) -> Told:
    fails = found.certain or (found.constraint and situation.constraints_fail)
    condition = ", under a condition" if Flag.CONDITIONAL in operation.flags else ""
    return Told(
        code=code,
        migration=migration,
        at=operation.at,
        head=found.head,
        subject=found.subject,
        tail=f"{found.tail}{condition}: {WHO[code]} {found.effect}",
        weight=Weight.FAIL if fails else Weight.NOTE,
        fix=found.fix if fails else None,
    )
