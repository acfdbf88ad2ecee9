"""What a release has made by the time an operation runs: that is what nobody uses yet.

Order matters: a column that is dropped and then added is lost, one that is added and then dropped
was never used. Migrations of different databases do not see each other.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import ConstraintKind, Does, Operation
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.migrationtools import Dialect

MADE = (Does.CREATE_OBJECT, Does.REPLACE_OBJECT)
VIEWS = ("view", "materialized view")

RENAMED_TO = "renamed to"
"""The step that gives a table or a column its new name."""

TRIGGER = "trigger"
"""A step that makes a trigger on the table."""

PRIMARY_KEY = "primary key"
"""A step that adds one to the table."""

_TYPED = (Does.ADD_COLUMN, Does.CHANGE_TYPE)
_MATERIALIZED = "materialized view"
_FAR = 100
"""Steps of other databases that are passed over before nothing is said to be found."""


class Step(NamedTuple):
    """One operation of a release: `number` counts them in the order in which they run."""

    number: int
    migration: Migration
    operation: Operation


Key = tuple[str, str, str, str]
"""Project, what is done, table, name: of everything on the table without a name."""


class History:
    """The steps of a release, found by what they do to which table and column."""

    def __init__(self, scope: Scope) -> None:
        """Give the steps of a release their numbers."""
        self.steps = tuple(
            Step(number, migration, operation)
            for number, (migration, operation) in enumerate(scope.operations())
        )
        self._numbers: dict[int, int] = {}
        self._found: dict[Key, list[Step]] = defaultdict(list)
        for step in self.steps:
            self._numbers.setdefault(id(step.operation), step.number)
            for what, table, name in _keys(step.operation):
                self._found[step.migration.project, what, table or "", name or ""].append(step)
        self.unread = {id(one.migration) for one in self.steps if one.operation.does is Does.OPAQUE}
        self._settings = _settings(self.steps)
        self._made = _made(self.steps)
        self._back = _back(scope)

    def number(self, operation: Operation) -> int:
        """Return the place of an operation; one of no up comes behind all others."""
        return self._numbers.get(id(operation), len(self.steps))

    def before(
        self, step: Step, what: str, table: str | None = None, name: str | None = None
    ) -> Step | None:
        """Return the last step of a kind before another one."""
        found = self._of(step.migration, what, table, name)
        at = bisect_left(found, step.number, key=_number)
        return _first(step.migration, (found[i] for i in range(at - 1, -1, -1)))

    def after(
        self, step: Step, what: str, table: str | None = None, name: str | None = None
    ) -> Step | None:
        """Return the first step of a kind after another one."""
        found = self._of(step.migration, what, table, name)
        at = bisect_right(found, step.number, key=_number)
        return _first(step.migration, (found[i] for i in range(at, len(found))))

    def step(self, migration: Migration, operation: Operation) -> Step:
        """Return an operation as a step."""
        return Step(self.number(operation), migration, operation)

    def makes_table(self, migration: Migration, operation: Operation, table: str | None) -> bool:
        """Say whether the release made a table before the operation, and it is not in use."""
        found = self._made.get((migration.project, table or ""), [])
        at = bisect_left(found, self.number(operation), key=lambda one: one[0].number)
        near = islice((found[i] for i in range(at - 1, -1, -1)), _FAR)
        return next((fresh for one, fresh in near if _meet(one.migration, migration)), False)

    def makes_column(
        self, migration: Migration, operation: Operation, column: str | None
    ) -> Step | None:
        """Return the step that added a column before the operation, if the release did."""
        if column is None:
            return None
        step = self.step(migration, operation)
        return self.before(step, Does.ADD_COLUMN, operation.table, column)

    def setting(self, operation: Operation, name: str) -> str | None:
        """Return what the migration of an operation has set a setting to, before it."""
        number = self.number(operation)
        if number == len(self.steps):
            return None
        numbers, values = self._settings.get((id(self.steps[number].migration), name), ([], []))
        at = bisect_left(numbers, number)
        return values[at - 1] if at else None

    def type_before(self, migration: Migration, operation: Operation) -> str | None:
        """Return the type of a column before an operation changes it, None where nothing says it.

        An earlier step says it, else the down, which takes it back.
        """
        if operation.old_type is not None:
            return operation.old_type
        step = self.step(migration, operation)
        said = [self.before(step, does, operation.table, operation.name) for does in _TYPED]
        last = max((one for one in said if one is not None), key=_number, default=None)
        if last is not None:
            return last.operation.type
        key = (migration.project, operation.table or "", operation.name or "")
        back = islice(self._back.get(key, ()), _FAR)
        return next((one for on, one in back if dialects_meet(on, migration.dialect)), None)

    def _of(
        self, migration: Migration, what: str, table: str | None, name: str | None
    ) -> list[Step]:
        return self._found.get((migration.project, what, table or "", name or ""), [])


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


def _number(step: Step) -> int:
    return step.number


def _meet(one: Migration, other: Migration) -> bool:
    return dialects_meet(one.dialect, other.dialect)


def _first(migration: Migration, steps: Iterator[Step]) -> Step | None:
    return next((one for one in islice(steps, _FAR) if _meet(one.migration, migration)), None)


def _keys(one: Operation) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield under what a step is found: what it does, with and without the name it does it to."""
    yield one.does, one.table, None
    if one.name is not None:
        yield one.does, one.table, one.name
    if one.does in (Does.DROP_CONSTRAINT, Does.DROP_INDEX) and one.table is not None:
        yield one.does, None, one.name
    if one.does is Does.RENAME_TABLE:
        yield RENAMED_TO, one.new_name, None
    elif one.does is Does.RENAME_COLUMN:
        yield RENAMED_TO, one.table, one.new_name
    elif one.does is Does.UPDATE:
        yield from ((one.does, one.table, column) for column in one.columns)
    elif one.does in MADE:
        yield f"made {one.object}", None, one.name
        if one.object == TRIGGER:
            yield TRIGGER, one.table, None
    elif one.does is Does.ADD_CONSTRAINT and one.constraint is ConstraintKind.PRIMARY_KEY:
        yield PRIMARY_KEY, one.table, None


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
        elif one.does in MADE and one.object == _MATERIALIZED:
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
