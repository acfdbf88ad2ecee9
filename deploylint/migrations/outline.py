"""Each operation of a release with its reverse, its loss, its lock and what it breaks."""

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Operation
from deploylint.migrations.analysis.compatible import breakage_of
from deploylint.migrations.analysis.inverse import reverse_of
from deploylint.migrations.analysis.locks import lock_in
from deploylint.migrations.analysis.loss import loss_of
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.migrationsreport import OutlinedMigration, OutlinedOperation
from deploylint.model.wording import counted


def outline(scope: Scope) -> tuple[OutlinedMigration, ...]:
    """Return what is to be shown of each migration of a release."""
    return tuple(_migration(one, scope) for one in scope.migrations)


def _migration(one: Migration, scope: Scope) -> OutlinedMigration:
    dialect = scope.dialect(one)
    return OutlinedMigration(
        name=one.name,
        framework=one.framework.value,
        files=one.files,
        digest=one.digest,
        dialect=dialect.value if dialect else None,
        operations=tuple(_operation(one, step, scope) for step in one.up.operations),
        down=_down(one),
    )


def _operation(one: Migration, step: Operation, scope: Scope) -> OutlinedOperation:
    lock = lock_in(one, step, scope)
    said = f"blocks {lock.blocks} {lock.held}: {lock.why}" if lock is not None else None
    return OutlinedOperation(
        text=step.text or step.does.value,
        at=step.at,
        reverse=reverse_of(step) or "nothing takes it back",
        loss=loss_of(one, step, scope),
        lock=said,
        breaks=breakage_of(one, step, scope),
    )


def _down(one: Migration) -> str:
    if one.down is None:
        return one.no_down or "nobody wrote one"
    number = counted(len(one.down.operations), "operation")
    made = f"made by {one.framework.value}" if one.down.derived else f"at {one.down.at}"
    return f"{number}, {made}"
