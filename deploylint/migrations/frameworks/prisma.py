"""Prisma Migrate: a folder for each migration with `migration.sql`.

https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories.
Folders are run in the order of their names; `migration_lock.toml` names the database. Prisma knows
no way back. `migrate diff` can write a `down.sql`, but only people run it
(https://www.prisma.io/docs/orm/prisma-migrate/workflows/generating-down-migrations): where it lies
beside, it is taken as the down, and the migration is one-way all the same.

A file is sent in one go, without a transaction of its own
(https://github.com/prisma/prisma-engines/tree/main/schema-engine).
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import NAMES
from deploylint.migrations.frameworks.folders import joined, parted, without_number
from deploylint.migrations.frameworks.sqlscript import Draft, Sent, file_source, top, unread
from deploylint.migrations.project import Project

FRAMEWORK = Framework.PRISMA

_LOCK = "migration_lock.toml"
_PROVIDER = re.compile(r"^[ \t]*provider[ \t]*=[ \t]*\"(\w+)\"", re.MULTILINE)
_NUMBERED = re.compile(r"[0-9]+_.*|[0-9]{14}")


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders with `migration_lock.toml`, or called `migrations`, that hold such ones.

    Drizzle (https://orm.drizzle.team/docs/kit-overview) writes `migration.sql` as well, always with
    `snapshot.json` beside it.
    """
    existing = frozenset(paths)
    histories: dict[str, list[str]] = {}
    for path in paths:
        folder, name = parted(path)
        if name in ("migration.sql", "down.sql") and joined(folder, "migration.sql") in existing:
            histories.setdefault(parted(folder)[0], []).append(path)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(files)),
            context=(lock,) if (lock := joined(folder, _LOCK)) in existing else (),
        )
        for folder, files in histories.items()
        if _is_prisma(folder, files, existing)
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file is a migration in a folder of its own."""
    return parted(path)[1] in ("migration.sql", "down.sql") and "\0" not in text


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of the names of their folders."""
    release = frozenset(wanted)
    folders: dict[str, list[str]] = {}
    for path in project.files:
        folders.setdefault(parted(path)[0], []).append(path)
    drafts = [
        _draft(project, folder, tuple(files), texts, release)
        for folder, files in sorted(folders.items())
        if joined(folder, "migration.sql") in files
    ]
    return sqlscript.finished(drafts, project.dialect or _provider(project, texts))


def _draft(
    project: Project,
    folder: str,
    files: tuple[str, ...],
    texts: Mapping[str, str],
    wanted: Collection[str],
) -> Draft:
    name = parted(folder)[1]
    path, down = joined(folder, "migration.sql"), joined(folder, "down.sql")
    migration = Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=name,
        name=name,
        at=top(path),
        files=files,
        up=unread(path),
        no_down=None if down in files else "Prisma has no down migrations",
        one_way=True,
        position=(name,),
        group=name,
        aliases=_aliases(name),
        is_read=any(one in wanted for one in files),
    )
    if not migration.is_read:
        return Draft(migration=migration)
    return Draft(
        migration=migration,
        up=file_source(path, texts, Sent.TOGETHER),
        down=file_source(down, texts, Sent.TOGETHER) if down in files else None,
    )


def _aliases(name: str) -> tuple[str, ...]:
    return tuple(alias for alias in (name.partition("_")[0], without_number(name)) if alias != name)


def _provider(project: Project, texts: Mapping[str, str]) -> Dialect | None:
    found = _PROVIDER.search(texts.get(project.context[0], "")) if project.context else None
    return NAMES.get(found[1]) if found else None


def _is_prisma(folder: str, files: Sequence[str], paths: Collection[str]) -> bool:
    if joined(folder, _LOCK) in paths:
        return True
    members = {parted(path)[0] for path in files}
    return parted(folder)[1] == "migrations" and all(
        _NUMBERED.fullmatch(parted(member)[1]) and joined(member, "snapshot.json") not in paths
        for member in members
    )
