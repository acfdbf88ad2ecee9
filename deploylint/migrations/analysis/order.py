"""Whether the history of migrations is one line that nobody rewrites."""

from collections.abc import Iterator, Sequence

from deploylint.facts.migrations import Migration, Migrations
from deploylint.migrations.analysis.ordergraph import Graph, in_cycles
from deploylint.migrations.analysis.orderrewritten import rewritten_problems
from deploylint.migrations.analysis.ordertools import HABITS
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.model.migrationtools import Framework
from deploylint.model.wording import listed


def order_problems(migrations: Migrations) -> tuple[Problem, ...]:
    """Return what is wrong with the order in which a release's migrations are applied."""
    projects: dict[tuple[Framework, str], tuple[list[Migration], list[Migration]]] = {}
    for number, members in enumerate((migrations.earlier, migrations.in_release)):
        for one in members:
            projects.setdefault((one.framework, one.project), ([], []))[number].append(one)
    everywhere = frozenset(
        one.version for members in (migrations.earlier, migrations.in_release) for one in members
    )
    found = [
        problem
        for earlier, new in projects.values()
        if new
        for problem in _of_project(earlier, new, everywhere)
    ]
    return (*found, *rewritten_problems(migrations))


def _of_project(
    earlier: Sequence[Migration], new: Sequence[Migration], everywhere: frozenset[str]
) -> Iterator[Problem]:
    yield from _duplicates(earlier, new)
    if any(one.parents is not None for one in new):
        yield from _dangling(earlier, new, everywhere)
        yield from _cycles(earlier, new)
        yield from _heads(earlier, new)
    yield from _out_of_order(earlier, new)


def _duplicates(earlier: Sequence[Migration], new: Sequence[Migration]) -> Iterator[Problem]:
    """Yield new migrations whose version another one has too."""
    seen: dict[tuple[str, object], Migration] = {}
    for number, one in enumerate((*earlier, *new)):
        if one.repeatable:
            continue
        other = seen.setdefault((one.version, one.dialect), one)
        if other is not one and number >= len(earlier):
            message = f"{one.name} has the same version as {other.name}: {one.version}"
            yield Problem(Code.DUPLICATE, message, one.at, one, also=other.at)


def _dangling(
    earlier: Sequence[Migration], new: Sequence[Migration], everywhere: frozenset[str]
) -> Iterator[Problem]:
    """Yield new migrations that come after one that does not exist."""
    members = (*earlier, *new)
    known = everywhere | {version for one in members for version in one.replaces}
    apps = {_app(version) for version in everywhere}
    for one in new:
        lost = [parent for parent in one.parents or () if parent not in known]
        if one.framework is Framework.DJANGO:
            lost = [parent for parent in lost if _is_ours(parent, apps)]
        if lost:
            message = f"{one.name} comes after {listed(lost)}, which does not exist"
            yield Problem(Code.DANGLING, message, one.at, one)


def _app(version: str) -> str:
    return version.partition(".")[0]


def _is_ours(parent: str, apps: set[str]) -> bool:
    """Say whether a migration of Django is of an app in this repository and has a name."""
    app, _, name = parent.partition(".")
    return app in apps and not name.startswith("__")


def _cycles(earlier: Sequence[Migration], new: Sequence[Migration]) -> Iterator[Problem]:
    members = (*earlier, *new)
    names = {one.version: one.name for one in members}
    added = {one.version: one for one in new}
    for cycle in in_cycles(Graph(members)):
        first = next((added[version] for version in cycle if version in added), None)
        if first is not None:
            others = [names[version] for version in cycle if version != first.version]
            behind = listed(others) if others else "itself"
            message = f"{first.name} comes after {behind}, and the other way round"
            yield Problem(Code.CYCLE, message, first.at, first)


def _heads(earlier: Sequence[Migration], new: Sequence[Migration]) -> Iterator[Problem]:
    """Yield a project whose history has more ends than it had, and more than one."""
    before, after = Graph(earlier).heads(), Graph((*earlier, *new)).heads()
    if len(after) <= max(1, len(before)):
        return
    added = {one.version: one for one in new}
    first = next((added[version] for version in after if version in added), None)
    if first is not None:
        others = [one for one in (*earlier, *new) if one.version in after]
        message = (
            f"{first.name} is one of {len(after)} ends of the history "
            f"({listed([one.name for one in others])}): {first.framework} "
            f"{HABITS[first.framework].heads}"
        )
        also = next((one.at for one in others if one.version != first.version), None)
        fix = "rebase it onto the other end, or merge the two"
        yield Problem(Code.SEVERAL_HEADS, message, first.at, first, also=also, fix=fix)


def _out_of_order(earlier: Sequence[Migration], new: Sequence[Migration]) -> Iterator[Problem]:
    """Yield new migrations that sort before one that was there already."""
    ran = [one for one in earlier if one.position is not None and not one.repeatable]
    last = max(ran, key=_place, default=None)
    for one in new:
        if last is None or one.position is None or one.repeatable or _place(one) >= _place(last):
            continue
        habits = HABITS[one.framework]
        message = (
            f"{one.name} sorts before {last.name}, which an earlier release holds: "
            f"{one.framework} {habits.late}"
        )
        weight = Weight.NOTE if habits.runs_late else Weight.FAIL
        fix = "give it a version behind all others"
        yield Problem(Code.OUT_OF_ORDER, message, one.at, one, weight, last.at, fix)


def _place(migration: Migration) -> tuple[tuple[bool, int, str], ...]:
    """Return what migrations are sorted by, where numbers and words may be mixed."""
    return tuple(
        (False, part, "") if isinstance(part, int) else (True, 0, part)
        for part in migration.position or ()
    )
