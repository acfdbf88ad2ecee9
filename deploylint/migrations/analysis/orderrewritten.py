"""Migrations that earlier releases hold and that a release changes or deletes."""

from collections.abc import Iterable, Iterator, Sequence

from deploylint.facts.migrations import Migration, Migrations, Rewritten, Script
from deploylint.migrations.analysis.ordertools import HABITS
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.model.location import Location
from deploylint.model.migrationtools import Framework
from deploylint.model.wording import counted

ONLY_DOWN = ".down."
"""What the first file of a migration is called that has nothing to apply."""

Known = tuple[Rewritten, Migration]
"""What became of a migration, and what is known of it."""


def rewritten_problems(migrations: Migrations) -> Iterator[Problem]:
    """Yield what is wrong with the migrations that are changed or deleted."""
    members = (*migrations.earlier, *migrations.in_release)
    found = [(one, _known(one, members)) for one in migrations.rewritten]
    changed = [(one, known) for one, known in found if not one.deleted and not known.repeatable]
    yield from (_changed(*one) for one in changed if not _does_the_same(*one))
    yield from _same([one for one in changed if _does_the_same(*one)])
    squashed = {
        (one.project, _stem(version)) for one in migrations.in_release for version in one.replaces
    }
    deleted = [
        (one, known)
        for one, known in found
        if one.deleted
        and (one.project, _name(one.path)) not in squashed
        and ONLY_DOWN not in one.path
    ]
    yield from _deleted(deleted, members)


def _known(rewritten: Rewritten, members: Sequence[Migration]) -> Migration:
    """Return the migration as it is now; of one whose file is gone, what is known of it."""
    of_file = [one for one in members if rewritten.path in one.files]
    if of_file and not rewritten.deleted:
        return next((one for one in of_file if one.at == rewritten.at), of_file[-1])
    like = (one.framework for one in members if one.project == rewritten.project)
    at = rewritten.at or Location(rewritten.path, 1, 1)
    stem = rewritten.path.rpartition("/")[2].rpartition(".")[0].removesuffix(".up")
    name = f"a part of {stem}" if of_file else stem
    return Migration(
        framework=rewritten.framework or next(like, Framework.ALEMBIC),
        project=rewritten.project,
        version=name,
        name=name,
        at=at,
        files=(rewritten.path,),
        up=Script(at),
        is_read=False,
    )


def _does_the_same(rewritten: Rewritten, migration: Migration) -> bool:
    return rewritten.same_up and not HABITS[migration.framework].checksums


def _changed(rewritten: Rewritten, migration: Migration) -> Problem:
    habits = HABITS[migration.framework]
    at = rewritten.at or migration.at
    message = f"{migration.name} is changed after it was released: {habits.rewritten}"
    fix = "write a new migration for the change"
    return Problem(Code.REWRITTEN, message, at, migration, fix=fix)


def _same(changed: Sequence[Known]) -> Iterator[Problem]:
    """Yield one note for all migrations whose text changed, and not what they do."""
    if not changed:
        return
    rewritten, migration = changed[0]
    others = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
    message = (
        f"{migration.name} is changed after it was released{others}, but what it does when it is"
        " applied is the same"
    )
    at = rewritten.at or migration.at
    yield Problem(Code.REWRITTEN, message, at, migration, Weight.NOTE)


def _deleted(deleted: Iterable[Known], members: Iterable[Migration]) -> Iterator[Problem]:
    """Yield one problem for all that a project deletes."""
    projects: dict[tuple[Framework, str], list[Known]] = {}
    for rewritten, known in deleted:
        projects.setdefault((known.framework, known.project), []).append((rewritten, known))
    left: dict[tuple[Framework, str], str] = {}
    for one in members:
        key = (one.framework, one.project)
        left[key] = min(left.get(key, one.files[0]), one.files[0])
    for key, gone in projects.items():
        gone.sort(key=lambda one: one[0].path)
        first = left.get(key, "") if HABITS[key[0]].may_be_cut else ""
        number = sum(one.path < first for one, _ in gone)
        if number:
            yield _cut(gone[:number])
        if gone[number:]:
            yield _missing(gone[number:])


def _cut(gone: Sequence[Known]) -> Problem:
    """Return a note on a history whose beginning is gone: that is how old ones are cleared."""
    migration = gone[-1][1]
    message = (
        f"the beginning of the history is deleted, {counted(len(gone), 'migration')} up to"
        f" {migration.name}: a database that has not run them needs an earlier release first"
    )
    return Problem(Code.REWRITTEN, message, migration.at, migration, Weight.NOTE)


def _missing(gone: Sequence[Known]) -> Problem:
    migration = gone[0][1]
    others = f" (and {len(gone) - 1} more)" if len(gone) > 1 else ""
    message = (
        f"{migration.name} is deleted{others}, though an earlier release holds it: "
        f"{HABITS[migration.framework].deleted}"
    )
    fix = "bring the file back" if len(gone) == 1 else "bring the files back"
    return Problem(Code.REWRITTEN, message, migration.at, migration, fix=fix)


def _name(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _stem(version: str) -> str:
    return version.rpartition(".")[2]
