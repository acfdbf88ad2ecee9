"""From SQL text to scripts: what a direction does, and whether it runs in one transaction.

A transaction that nobody opened: PostgreSQL runs statements that arrive in one message in one
transaction, and refuses `CONCURRENTLY` there even between explicit COMMITs
(https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-MULTI-STATEMENT). MySQL,
SQL Server and SQLite take each of them on its own. CockroachDB does as PostgreSQL does, unless a
setting of the session says otherwise
(https://www.cockroachlabs.com/docs/stable/transactions#batched-statements).
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.frameworks.dialects import agreed
from deploylint.migrations.frameworks.placeholders import Holes, filled_later
from deploylint.migrations.sql.dialect import proven_dialect
from deploylint.migrations.sql.recognise import Recognised, read_sql
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

BOM = "\ufeff"

LOCK_TIMEOUTS = frozenset(("lock_timeout", "lock_wait_timeout", "innodb_lock_wait_timeout"))
"""Settings that end a wait for a lock."""

_ONE_TRANSACTION = {
    Dialect.POSTGRESQL: True,
    Dialect.MYSQL: False,
    Dialect.MSSQL: False,
    Dialect.SQLITE: False,
}
"""Whether statements that are sent in one go run in one transaction."""

_APART = (
    "it is sent together with other statements, and PostgreSQL runs these in one transaction, "
    "in which CONCURRENTLY is refused"
)


class Sent(Enum):
    """How a tool hands the SQL of one direction to the database."""

    IN_TRANSACTION = "in a transaction that the tool opens"
    TOGETHER = "each part in one go"
    ONE_BY_ONE = "each statement on its own"
    UNKNOWN = "this cannot be seen"


class Source(NamedTuple):
    """The SQL of one direction: where it is written, and its parts as the tool sends them.

    `lost` is set for a file that is not text. `holes` are what the tool fills in before it sends
    the text.
    """

    at: Location
    parts: tuple[SqlText, ...] = ()
    sent: Sent = Sent.TOGETHER
    holes: Holes | None = None
    lost: bool = False


class Draft(NamedTuple):
    """A migration whose SQL is still to be read."""

    migration: Migration
    up: Source | None = None
    down: Source | None = None


def top(path: str) -> Location:
    """Return where a file begins."""
    return Location(path, 1, 1)


def file_source(
    path: str, texts: Mapping[str, str], sent: Sent, holes: Holes | None = None
) -> Source:
    """Return the whole of a file as the source of one direction."""
    text = texts.get(path)
    if text is None:
        return Source(at=top(path), sent=sent, lost=True)
    part = SqlText(text=text.removeprefix(BOM), path=path)
    return Source(at=top(path), parts=(part,), sent=sent, holes=holes)


def opaque(at: Location, why: str, transaction: bool | None = None) -> Script:  # noqa: FBT001  # as in Script
    """Return a script of which only is known that it does something."""
    operation = Operation(does=Does.OPAQUE, at=at, why=why, text=at.file)
    return Script(at=at, operations=(operation,), transaction=transaction)


def unread(path: str) -> Script:
    """Return the script of a migration that is older than the release."""
    return Script(at=top(path))


def drafted(
    migration: Migration, up: Source | Script | None, down: Source | Script | None
) -> Draft:
    """Return a draft of what is SQL; a direction that cannot be read is a script already."""
    if isinstance(up, Script):
        migration, up = migration._replace(up=up), None
    if isinstance(down, Script):
        migration, down = migration._replace(down=down), None
    return Draft(migration=migration, up=up, down=down)


def finished(drafts: Sequence[Draft], dialect: Dialect | None) -> tuple[Migration, ...]:
    """Return the migrations with their SQL read.

    All migrations of a history run on one database. So what one file proves about it holds for the
    files that prove nothing, unless two of them disagree.
    """
    proofs = [dialect or draft.migration.dialect or _proven(draft) for draft in drafts]
    common = agreed(proofs)
    return tuple(_read(draft, proof or common) for draft, proof in zip(drafts, proofs, strict=True))


def _proven(draft: Draft) -> Dialect | None:
    sources = [source for source in (draft.up, draft.down) if source is not None]
    return agreed(proven_dialect(part.text) for source in sources for part in source.parts)


def _read(draft: Draft, dialect: Dialect | None) -> Migration:
    migration = draft.migration
    problems = list(migration.problems)
    up, down = migration.up, migration.down
    if draft.up is not None:
        up, found = _script(draft.up, dialect)
        problems += found
    if draft.down is not None:
        down, found = _script(draft.down, dialect)
        problems += found
    return migration._replace(
        up=up,
        down=down,
        dialect=dialect,
        problems=tuple(problems),
        lock_timeout=any(_limits_locks(operation) for operation in up.operations),
    )


def _script(source: Source, dialect: Dialect | None) -> tuple[Script, tuple[Finding, ...]]:
    if source.lost:
        return opaque(source.at, "the file is not text in UTF-8"), ()
    read = [_recognised(part, dialect, source.holes) for part in source.parts]
    operations = [one.operations for one in read]
    transaction = _transaction(source, operations, dialect)
    if source.sent is Sent.TOGETHER and transaction is False and dialect is Dialect.POSTGRESQL:
        operations = [
            _refused(found) if _several(part, found, dialect) else found
            for part, found in zip(source.parts, operations, strict=True)
        ]
    together = tuple(one for found in operations for one in found)
    script = Script(at=source.at, operations=together, transaction=transaction)
    return script, tuple(problem for one in read for problem in one.problems)


def _recognised(part: SqlText, dialect: Dialect | None, holes: Holes | None) -> Recognised:
    if holes is None or not holes.pattern.search(part.text):
        return read_sql(part, dialect)
    return filled_later(part, dialect, holes)


def _transaction(
    source: Source, operations: Sequence[tuple[Operation, ...]], dialect: Dialect | None
) -> bool | None:
    match source.sent:
        case Sent.IN_TRANSACTION:
            return True
        case Sent.ONE_BY_ONE:
            return False
        case Sent.UNKNOWN:
            return None
        case Sent.TOGETHER:
            if len(source.parts) != 1 or not _several(source.parts[0], operations[0], dialect):
                return False
            return None if dialect is None else _ONE_TRANSACTION.get(dialect)


def _several(part: SqlText, operations: tuple[Operation, ...], dialect: Dialect | None) -> bool:
    return len(operations) > 1 and len(split(part, dialect)) > 1


def _refused(operations: tuple[Operation, ...]) -> tuple[Operation, ...]:
    return tuple(
        one._replace(fails=one.fails or _APART) if Flag.CONCURRENTLY in one.flags else one
        for one in operations
    )


def _limits_locks(operation: Operation) -> bool:
    if operation.does is not Does.SETTING or operation.name is None:
        return False
    off = (operation.value or "").strip("'\" ").lower() in ("0", "default")
    return operation.name.lower() in LOCK_TIMEOUTS and not off
