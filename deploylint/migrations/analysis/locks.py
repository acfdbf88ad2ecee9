"""Which migrations keep others from a table that is in use, and for how long."""

from collections.abc import Iterator

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.analysis.checked import checks_of
from deploylint.migrations.analysis.history import PRIMARY_KEY, History, history_of, setting_of
from deploylint.migrations.analysis.lock import Held, Known, Lock
from deploylint.migrations.analysis.lockrules import lock_of
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.source import statement_of
from deploylint.migrations.analysis.told import Told, together
from deploylint.migrations.analysis.unread import unread_problems

NEEDS_DIALECT = frozenset(
    {
        *(Does.ADD_COLUMN, Does.CHANGE_TYPE, Does.SET_NOT_NULL, Does.CREATE_INDEX),
        *(Does.ADD_CONSTRAINT, Does.MAINTENANCE),
    }
)
"""What takes a long lock in some databases; of an unknown one that has to be said."""

WAITERS = (Dialect.POSTGRESQL,)
"""Databases in which even a short lock waits behind, and blocks, everybody else."""

TIMEOUTS = ("lock_timeout", "statement_timeout")
_OFF = ("0", "off")
_UTC = ("utc", "gmt", "etc/utc")
_NAMED = (Does.ATTACH_PARTITION,)
"""Operations whose long lock is on what they name, and not on their table."""


def lock_problems(scope: Scope) -> tuple[Problem, ...]:
    """Return the long locks on tables that were there before the release."""
    unread = unread_problems(scope, "it may lock a table")
    return (*together(_told(scope)), *_unknown_dialect(scope), *unread)


def lock_in(migration: Migration, operation: Operation, scope: Scope) -> Lock | None:
    """Return the lock that an operation takes on a table others use, None if there is none."""
    table = locked_table(operation)
    if Flag.TEMPORARY in operation.flags or table in scope.server.small_tables:
        return None
    history = history_of(scope)
    dialect = scope.dialect(migration)
    if history.makes_table(migration, operation, table):
        return _on_referenced(migration, operation, history, dialect)
    return lock_of(operation, dialect, _known(migration, operation, scope))


def locked_table(operation: Operation) -> str | None:
    """Return what an operation locks: its table, or what it names."""
    named = operation.table is None or operation.does in _NAMED
    return operation.name if named else operation.table


def timeout_problem(scope: Scope, *, fails: bool) -> tuple[Problem, ...]:
    """Return that the first migration that locks a table in use sets no lock timeout, if one does.

    A short lock waits for running queries, and everything else waits for it meanwhile.
    """
    if scope.server.lock_timeout is not None:
        return ()
    for migration in scope.migrations:
        locking = _first_without_timeout(migration, scope)
        if locking is not None:
            of_new = history_of(scope).makes_table(migration, locking, locking.table)
            table = locking.references if of_new else locked_table(locking)
            text = (
                f"{migration.name} locks {table or 'a table'} and sets no"
                " lock_timeout: while it waits for running queries, everybody else waits for it"
            )
            fix = "SET LOCAL lock_timeout, or name in .deploylint.yaml where one is set"
            weight = Weight.FAIL if fails else Weight.NOTE
            return (Problem(Code.LOCK_TIMEOUT, text, locking.at, migration, weight, fix=fix),)
    return ()


def _first_without_timeout(migration: Migration, scope: Scope) -> Operation | None:
    """Return the first operation that locks a table before any lock timeout is set."""
    if migration.lock_timeout or scope.dialect(migration) not in WAITERS:
        return None
    for operation in migration.up.operations:
        limits = operation.does is Does.SETTING and operation.name in TIMEOUTS
        if limits and setting_of(operation) not in ("0", "default"):
            return None
        if lock_in(migration, operation, scope) is not None:
            return operation
    return None


def _told(scope: Scope) -> Iterator[Told]:
    for migration, operation in scope.operations():
        lock = lock_in(migration, operation, scope)
        if lock is not None and lock.held is not Held.SHORT:
            yield _problem(migration, operation, lock)


def _problem(migration: Migration, operation: Operation, lock: Lock) -> Told:
    unsure = lock.held is Held.UNKNOWN
    also = f" and {operation.references}" if lock.also and operation.references else ""
    condition = ", under a condition" if Flag.CONDITIONAL in operation.flags else ""
    return Told(
        code=Code.LOCKS,
        migration=migration,
        at=operation.at,
        head=f"{'may block' if unsure else 'blocks'} {lock.blocks} on",
        subject=f"{locked_table(operation) or 'a table'}{also}",
        tail=f" ({operation.does.value}{condition}): {lock.why}",
        weight=Weight.NOTE if unsure else Weight.FAIL,
        fix=None if unsure else lock.fix,
    )


def _on_referenced(
    migration: Migration, operation: Operation, history: History, dialect: Dialect | None
) -> Lock | None:
    """Return the short lock that a foreign key of a new table takes on an old one."""
    other = operation.references
    is_key = operation.constraint is ConstraintKind.FOREIGN_KEY and other is not None
    if not is_key or history.makes_table(migration, operation, other):
        return None
    lock = lock_of(operation, dialect, Known(is_null=True))
    return lock if lock is not None and lock.held is Held.SHORT else None


def _known(migration: Migration, operation: Operation, scope: Scope) -> Known:
    """Return what the server and earlier steps of the release say of an operation."""
    history = history_of(scope)
    step = history.step(migration, operation)
    return Known(
        version=scope.server.version,
        checked=checks_of(scope).proves(step) if operation.does is Does.SET_NOT_NULL else False,
        is_null=_is_null(migration, operation, history),
        old_type=history.type_before(migration, operation),
        utc=history.setting(operation, "timezone") in _UTC,
        unchecked=history.setting(operation, "foreign_key_checks") in _OFF,
        rebuilt=history.after(step, PRIMARY_KEY, operation.table) is not None,
        source=statement_of(migration, operation),
    )


def _is_null(migration: Migration, operation: Operation, history: History) -> bool:
    """Say whether the statement or call that adds a constraint adds its column, without a value."""
    if len(operation.columns) != 1:
        return False
    added = history.makes_column(migration, operation, operation.columns[0])
    if added is None:
        return False
    given = {Flag.DEFAULT, Flag.VOLATILE_DEFAULT, Flag.DEFAULT_DROPPED, Flag.GENERATED}
    same = added.operation.text == operation.text
    return same and not (given | {Flag.IDENTITY}) & added.operation.flags


def _unknown_dialect(scope: Scope) -> Iterator[Problem]:
    """Yield one problem for all operations whose lock depends on a database that is not known."""
    history = history_of(scope)
    for migration, operation in scope.operations():
        unknown = scope.dialect(migration) is None and operation.does in NEEDS_DIALECT
        if unknown and not history.makes_table(migration, operation, operation.table):
            text = (
                f"{migration.name} may lock {operation.table or 'a table'}"
                f" ({operation.does.value}): which database it is for is not known"
            )
            fix = "name it in .deploylint.yaml: `migrations: {dialect: postgresql}`"
            yield Problem(Code.OPAQUE, text, operation.at, migration, Weight.OPAQUE, fix=fix)
            return
