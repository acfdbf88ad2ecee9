"""Migrations whose transactions do not fit what they do."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.analysis.lock import Blocks, Held
from deploylint.migrations.analysis.locks import lock_in
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.segments import Segment, open_at_end, segments
from deploylint.migrations.analysis.source import source_of
from deploylint.migrations.analysis.told import Told, together
from deploylint.model.wording import listed

WITHOUT_COMMIT = frozenset(
    {
        *(Does.INSERT, Does.UPDATE, Does.DELETE, Does.READ, Does.SETTING, Does.TRANSACTION),
        *(Does.COMMENT, Does.OPAQUE, Does.RAISE, Does.IRREVERSIBLE, Does.MAINTENANCE),
    }
)
"""What MySQL does not commit by itself, or of which that is not known."""

ENUM_IN_TRANSACTION = (12,)
"""From this version on PostgreSQL adds enum values inside a transaction."""

_TEXT = re.compile(r"'([^']*)'")
_HEAD = re.compile(r"(?i)alter\s+table\b")
_ACTION = re.compile(r"(?i)(?:add|drop|modify|change|alter|rename|convert)\s")


class _Said(NamedTuple):
    head: str
    subject: str
    tail: str
    fix: str | None = None
    weight: Weight = Weight.FAIL


def transaction_problems(scope: Scope) -> tuple[Problem, ...]:
    """Return what fails, or holds locks longer than it has to, because of its transaction."""
    found: list[Problem] = []
    for migration in scope.migrations:
        if scope.dialect(migration) is Dialect.POSTGRESQL:
            told = [one for part in segments(migration.up) for one in _in(migration, part, scope)]
            found.extend(together((*_refused(migration), *told)))
        left = open_at_end(migration.up)
        if left is not None:
            text = f"{migration.name} begins a transaction that nothing commits"
            fix = "end it with COMMIT"
            found.append(Problem(Code.TRANSACTION, text, left.at, migration, fix=fix))
    return (*found, *_half_applied(scope))


def _refused(migration: Migration) -> Iterator[Told]:
    """Yield what is sent to PostgreSQL in a way in which it refuses CONCURRENTLY."""
    for one in migration.up.operations:
        if Flag.CONCURRENTLY in one.flags and one.fails is not None:
            fix = "write it alone into a migration of its own"
            yield _told(migration, one, _Said("fails at", _what(one), f": {one.fails}", fix=fix))


def _told(migration: Migration, one: Operation, said: _Said) -> Told:
    return Told(
        code=Code.TRANSACTION,
        migration=migration,
        at=one.at,
        head=said.head,
        subject=said.subject,
        tail=said.tail,
        weight=said.weight,
        fix=said.fix,
    )


def _what(one: Operation) -> str:
    name = one.name or one.table
    return f"{one.does.value} {name}" if name else one.does.value


def _in(migration: Migration, segment: Segment, scope: Scope) -> Iterator[Told]:
    if not segment.inside:
        return
    yield from _concurrently(migration, segment)
    yield from _validated_at_once(migration, segment, scope)
    yield from _new_values(migration, segment, scope)
    yield from _backfills(migration, segment, scope)


def _concurrently(migration: Migration, segment: Segment) -> Iterator[Told]:
    for one in segment.operations:
        if Flag.CONCURRENTLY in one.flags and one.fails is None:
            tail = " CONCURRENTLY inside a transaction, which PostgreSQL refuses"
            fix = "switch the transaction of this migration off, as its tool provides"
            yield _told(migration, one, _Said("runs", _what(one), tail, fix=fix))


def _validated_at_once(migration: Migration, segment: Segment, scope: Scope) -> Iterator[Told]:
    added: set[tuple[str | None, str | None]] = set()
    for one in segment.operations:
        key = (one.table, one.name)
        if one.does is Does.ADD_CONSTRAINT and Flag.NOT_VALID in one.flags:
            if lock_in(migration, one, scope) is not None:
                added.add(key)
        elif one.does is Does.VALIDATE_CONSTRAINT and one.name is not None and key in added:
            tail = (
                f" in the transaction that adds it, so the lock on {one.table} is held while every"
                " row is read"
            )
            fix = "validate it in a migration of its own"
            yield _told(migration, one, _Said("validates", one.name, tail, fix=fix))


def _new_values(migration: Migration, segment: Segment, scope: Scope) -> Iterator[Told]:
    """Yield enum values that are used, or on old servers added at all, in their transaction."""
    version = scope.server.version
    made: set[str | None] = set()
    fresh: dict[str, Operation] = {}
    for one in segment.operations:
        if one.does is Does.CREATE_TYPE:
            made.add(one.name)
        elif one.does is Does.ADD_ENUM_VALUE and one.name not in made:
            if version is not None and version < ENUM_IN_TRANSACTION:
                tail = " inside a transaction, which PostgreSQL refuses before version 12"
                said = _Said("adds the enum value", f"{one.name}.{one.value}", tail)
                yield _told(migration, one, said)
            elif one.value is not None:
                fresh[one.value] = one
        elif fresh:
            yield from _used(migration, one, fresh)


def _used(migration: Migration, one: Operation, fresh: Mapping[str, Operation]) -> Iterator[Told]:
    """Yield the enum values of a transaction that a later statement of it names."""
    for value in dict.fromkeys(_TEXT.findall(source_of(migration, one))):
        if value in fresh:
            tail = " in the transaction that adds it, which PostgreSQL refuses"
            fix = "add the value in a migration of its own"
            subject = f"{fresh[value].name}.{value}"
            yield _told(migration, one, _Said("uses the enum value", subject, tail, fix))


def _backfills(migration: Migration, segment: Segment, scope: Scope) -> Iterator[Told]:
    """Yield updates of whole tables that an earlier step of the transaction has locked."""
    locked: set[str] = set()
    for one in segment.operations:
        if one.does in (Does.UPDATE, Does.DELETE) and one.table in locked:
            is_part = Flag.WHERE in one.flags
            tail = " in the transaction that has locked it, so nobody reads or writes it meanwhile"
            weight = Weight.NOTE if is_part else Weight.FAIL
            fix = None if is_part else "change the rows in a migration of its own, in batches"
            head = "changes rows of" if is_part else "changes every row of"
            yield _told(migration, one, _Said(head, one.table, tail, fix, weight))
        lock = lock_in(migration, one, scope)
        waits = lock is not None and lock.blocks is Blocks.ALL and lock.held is not Held.UNKNOWN
        if waits and one.table:
            locked.add(one.table)


def _half_applied(scope: Scope) -> Iterator[Problem]:
    """Yield that MySQL commits after each statement, so a failure leaves a file half applied.

    https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html
    """
    found = []
    for migration in scope.migrations:
        if scope.dialect(migration) is Dialect.MYSQL:
            starts = _statements(migration)
            if len(starts) > 1:
                found.append((migration, starts))
    if not found:
        return
    migration, starts = found[0]
    others = [one.name for one, _ in found[1:]]
    more = f"; the same goes for {listed(others)}" if others else ""
    text = (
        f"{migration.name} has {len(starts)} statements that MySQL commits one by one: if one"
        f" fails, those before it stay{more}"
    )
    yield Problem(Code.TRANSACTION, text, starts[1].at, migration, Weight.NOTE)


def _statements(migration: Migration) -> list[Operation]:
    """Return the first operation of each statement that MySQL commits."""
    found: list[Operation] = []
    last: str | None = None
    for one in migration.up.operations:
        if one.does in WITHOUT_COMMIT:
            continue
        written = source_of(migration, one)
        is_part = _HEAD.match(one.text) and _ACTION.match(written)
        if not is_part or one.table != last:
            found.append(one)
        last = one.table if is_part else None
    return found
