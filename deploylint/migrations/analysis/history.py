"""What a release has made by the time an operation runs: that is what nobody uses yet.

Order matters: a column that is dropped and then added is lost, one that is added and then dropped
was never used. Migrations of different databases do not see each other.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Operation
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.migrationtools import Dialect

_TYPED = (Does.ADD_COLUMN, Does.CHANGE_TYPE)
_MATERIALIZED = "materialized view"


class Step(NamedTuple):
    """One operation of a release: `number` counts them in the order in which they run."""

    number: int
    migration: Migration
    operation: Operation


class History:
    """The steps of a release, found by the table that they touch."""

    def __init__(self, scope: Scope) -> None:
        """Give the steps of a release their numbers."""
        self.steps = tuple(
            Step(number, migration, operation)
            for number, (migration, operation) in enumerate(scope.operations())
        )
        self._numbers: dict[int, int] = {}
        self._of_table: dict[tuple[str, str], list[Step]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[Step]] = defaultdict(list)
        for step in self.steps:
            operation, project = step.operation, step.migration.project
            self._numbers.setdefault(id(operation), step.number)
            for table in {operation.table, _other_table(operation)} - {None}:
                self._of_table[project, table or ""].append(step)
            if operation.name is not None:
                self._named[project, operation.name].append(step)
        self._settings = _settings(self.steps)
        self._made = _made(self.steps)
        self._back = _back(scope)

    def number(self, operation: Operation) -> int:
        """Return the place of an operation; one of no up comes behind all others."""
        return self._numbers.get(id(operation), len(self.steps))

    def on(self, migration: Migration, table: str | None) -> Iterator[Step]:
        """Yield the steps on a table of the migration's project, and its renames to that name."""
        found = self._of_table.get((migration.project, table or ""), ())
        return (step for step in found if _together(step.migration, migration))

    def named(self, migration: Migration, name: str | None) -> Iterator[Step]:
        """Yield the steps on a type, a view or another thing of that name."""
        found = self._named.get((migration.project, name or ""), ())
        return (step for step in found if _together(step.migration, migration))

    def makes_table(self, migration: Migration, operation: Operation, table: str | None) -> bool:
        """Say whether the release made a table before the operation, and it is not in use."""
        if table is None:
            return False
        number = self.number(operation)
        fresh = False
        for one, is_fresh in self._made.get((migration.project, table), ()):
            if one.number >= number:
                break
            if _together(one.migration, migration):
                fresh = is_fresh
        return fresh

    def makes_column(
        self, migration: Migration, operation: Operation, column: str | None
    ) -> Step | None:
        """Return the step that added a column before the operation, if the release did."""
        number = self.number(operation)
        for step in self.on(migration, operation.table):
            one = step.operation
            if step.number >= number:
                break
            if one.does is Does.ADD_COLUMN and one.name == column and one.table == operation.table:
                return step
        return None

    def type_before(self, migration: Migration, operation: Operation) -> str | None:
        """Return the type of a column before an operation changes it, None where nothing says it.

        An earlier step says it, else the down, which takes it back.
        """
        if operation.old_type is not None:
            return operation.old_type
        said = None
        for step in self.before(migration, operation):
            one = step.operation
            if one.does in _TYPED and one.name == operation.name:
                said = one.type
        if said is not None:
            return said
        key = (migration.project, operation.table or "", operation.name or "")
        found = self._back.get(key, ())
        return next((one for on, one in found if dialects_meet(on, migration.dialect)), None)

    def setting(self, operation: Operation, name: str) -> str | None:
        """Return what the migration of an operation has set a setting to, before it."""
        number = self.number(operation)
        if number == len(self.steps):
            return None
        numbers, values = self._settings.get((id(self.steps[number].migration), name), ([], []))
        at = bisect_left(numbers, number)
        return values[at - 1] if at else None

    def later(self, migration: Migration, operation: Operation) -> Iterator[Step]:
        """Yield the steps on the table of an operation that run after it."""
        number = self.number(operation)
        return (step for step in self.on(migration, operation.table) if step.number > number)

    def before(self, migration: Migration, operation: Operation) -> Iterator[Step]:
        """Yield the steps on the table of an operation that run before it."""
        number = self.number(operation)
        return (step for step in self.on(migration, operation.table) if step.number < number)


@lru_cache(maxsize=8)
def history_of(scope: Scope) -> History:
    """Return the history of a release, made once."""
    return History(scope)


def setting_of(operation: Operation) -> str:
    """Return the value of a setting, without quotes and in lower case."""
    return (operation.value or "").strip("'\" ").lower()


def dialects_meet(one: Dialect | None, other: Dialect | None) -> bool:
    """Say whether what is written for one database may run on the other."""
    return one is None or other is None or one is other


def _together(one: Migration, other: Migration) -> bool:
    return dialects_meet(one.dialect, other.dialect)


def _other_table(operation: Operation) -> str | None:
    return operation.new_name if operation.does is Does.RENAME_TABLE else None


def _settings(steps: Iterable[Step]) -> dict[tuple[int, str], tuple[list[int], list[str]]]:
    """Return where each migration sets a setting, and to what."""
    found: dict[tuple[int, str], tuple[list[int], list[str]]] = {}
    for step in steps:
        if step.operation.does is Does.SETTING and step.operation.name is not None:
            key = (id(step.migration), step.operation.name)
            numbers, values = found.setdefault(key, ([], []))
            numbers.append(step.number)
            values.append(setting_of(step.operation))
    return found


def _back(
    scope: Scope,
) -> dict[tuple[str, str, str], list[tuple[Dialect | None, str | None]]]:
    """Return the types that columns have when all downs have run, the last one first."""
    found: dict[tuple[str, str, str], list[tuple[Dialect | None, str | None]]] = defaultdict(list)
    for group in scope.groups:
        for migration, one in reversed(group.down):
            if one.does is Does.CHANGE_TYPE:
                key = (migration.project, one.table or "", one.name or "")
                found[key].append((migration.dialect, one.type))
    return found


def _made(steps: Iterable[Step]) -> dict[tuple[str, str], list[tuple[Step, bool]]]:
    """Return for each name from which step on it is, or is not, a table that nobody uses.

    One that takes the name of a table in use holds its rows: it is in use, too.
    """
    found: dict[tuple[str, str], list[tuple[Step, bool]]] = defaultdict(list)
    gone: set[tuple[str, str]] = set()
    for step in steps:
        one, project = step.operation, step.migration.project
        key = (project, one.table or "")
        if one.does is Does.CREATE_TABLE:
            found[key].append((step, True))
        elif one.does in (Does.CREATE_OBJECT, Does.REPLACE_OBJECT) and one.object == _MATERIALIZED:
            found[project, one.name or ""].append((step, True))
        elif one.does is Does.DROP_TABLE:
            gone.add(key)
        elif one.does is Does.RENAME_TABLE:
            new = (project, one.new_name or "")
            fresh = bool(found[key]) and found[key][-1][1] and new not in gone
            found[new].append((step, fresh))
            found[key].append((step, False))
            gone.add(key)
    return found
