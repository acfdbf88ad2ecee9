"""What an up does that would have to be taken back."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import WITHOUT_EFFECT, Does, Flag, Operation
from deploylint.migrations.analysis.replay import lasting
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.things import Step

NOTHING_TO_UNDO = WITHOUT_EFFECT | {
    Does.MAINTENANCE,
    Does.VALIDATE_CONSTRAINT,
    Does.RAISE,
    Does.IRREVERSIBLE,
}
"""Operations after which nothing has to be taken back."""

ROWS = (Does.INSERT, Does.UPDATE, Does.DELETE, Does.TRUNCATE)


class Effect(IntEnum):
    """What there is to take back, from nothing to what a down cannot leave out.

    KEPT may stay: nothing can remove it, and it does no harm (`ADD VALUE IF NOT EXISTS`). An
    EXTENSION that is made sure of counts if it is all that a migration is about.
    """

    NONE = 0
    KEPT = 1
    EXTENSION = 2
    DATA = 3
    OPAQUE = 4
    SCHEMA = 5


class Effects(NamedTuple):
    """The strongest effect, and the steps that have it."""

    effect: Effect
    steps: tuple[Step, ...]


def effects(steps: Iterable[Step], scope: Scope) -> Effects:
    """Return what there is to take back of some ups."""
    found: dict[Effect, list[Step]] = {}
    for migration, operation in lasting(steps):
        effect = effect_of(migration, operation, scope)
        found.setdefault(effect, []).append((migration, operation))
    strongest = max(found, default=Effect.NONE)
    return Effects(strongest, tuple(found.get(strongest, ())))


def effect_of(migration: Migration, operation: Operation, scope: Scope) -> Effect:
    """Return what there is to take back of one operation."""
    if operation.does in NOTHING_TO_UNDO:
        return Effect.NONE
    if operation.does in ROWS:
        return Effect.NONE if _fills_new(migration, operation, scope) else Effect.DATA
    if operation.does is Does.OPAQUE or Flag.CONDITIONAL in operation.flags:
        return Effect.OPAQUE
    return _of_schema(operation)


def _of_schema(operation: Operation) -> Effect:
    if Flag.IF_NOT_EXISTS in operation.flags and operation.does is Does.ADD_ENUM_VALUE:
        return Effect.KEPT
    if Flag.IF_NOT_EXISTS in operation.flags and operation.object == "extension":
        return Effect.EXTENSION
    if operation.does is Does.ALTER_OBJECT and operation.object == "sequence":
        return Effect.DATA
    return Effect.SCHEMA


def _fills_new(migration: Migration, operation: Operation, scope: Scope) -> bool:
    """Say whether only tables or columns are filled that the release adds: they go with those."""
    if scope.creates(migration, operation.table):
        return True
    table = operation.table or ""
    return (
        operation.does is Does.UPDATE
        and bool(operation.columns)
        and all(
            (migration.project, table, column) in scope.created_columns
            for column in operation.columns
        )
    )


def acts(steps: Iterable[Step]) -> bool:
    """Say whether any of the steps changes the database, or may do so."""
    return any(operation.does not in NOTHING_TO_UNDO for _, operation in steps)
