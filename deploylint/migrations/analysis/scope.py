"""The migrations of one release, as groups that are one change each, and what they create."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from deploylint.facts.migrations import Migration, Server
from deploylint.facts.operations import Dialect, Does, Operation


class Group:
    """Migrations that are one change: applied in this order, taken back in the other."""

    def __init__(self, migrations: Sequence[Migration]) -> None:
        """Take the migrations in the order in which they are applied."""
        self.migrations = tuple(migrations)

    @cached_property
    def up(self) -> tuple[tuple[Migration, Operation], ...]:
        """Return the operations of all ups in the order in which they run."""
        return tuple((one, operation) for one in self.migrations for operation in one.up.operations)

    @cached_property
    def down(self) -> tuple[tuple[Migration, Operation], ...]:
        """Return the operations of all downs in the order in which they run."""
        return tuple(
            (one, operation)
            for one in reversed(self.migrations)
            if one.down is not None
            for operation in one.down.operations
        )


class Scope:
    """The migrations of a release, oldest first, in their groups, on their server."""

    def __init__(self, migrations: Sequence[Migration], server: Server) -> None:
        """Take the migrations of the release in the order in which they are applied."""
        self.migrations = tuple(migrations)
        self.server = server
        self.groups = tuple(Group(members) for members in _grouped(migrations))

    def dialect(self, migration: Migration) -> Dialect | None:
        """Return the database that a migration is for, None when nothing says it."""
        return migration.dialect or self.server.dialect

    @cached_property
    def created_tables(self) -> frozenset[tuple[str, str]]:
        """Return project and name of the tables that the release creates: nothing uses them yet."""
        return frozenset(
            (one.project, operation.table)
            for one, operation in self.operations()
            if operation.does is Does.CREATE_TABLE and operation.table is not None
        )

    @cached_property
    def created_columns(self) -> frozenset[tuple[str, str, str]]:
        """Return project, table and name of the columns that the release adds to other tables."""
        return frozenset(
            (one.project, operation.table, operation.name)
            for one, operation in self.operations()
            if operation.does is Does.ADD_COLUMN and operation.table and operation.name
        )

    def creates(self, migration: Migration, table: str | None) -> bool:
        """Say whether the release itself creates a table of the migration's project."""
        return table is not None and (migration.project, table) in self.created_tables

    def operations(self) -> Iterator[tuple[Migration, Operation]]:
        """Yield every operation of every up, in the order in which they run."""
        for group in self.groups:
            yield from group.up


def _grouped(migrations: Iterable[Migration]) -> Iterable[list[Migration]]:
    groups: dict[tuple[str, str], list[Migration]] = {}
    for one in migrations:
        groups.setdefault((one.project, one.group or one.version), []).append(one)
    return groups.values()
