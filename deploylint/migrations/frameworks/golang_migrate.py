"""golang-migrate: `42_add_users.up.sql` and `42_add_users.down.sql` in one folder.

Names, order and what may be left out:
https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md. A version is a 64 bit number;
two files of one version and direction stop the tool. A direction without a file is an empty
migration (`newMigration` of `migrate.go`): the version changes and nothing runs.

A file is sent to the database in one go, without a transaction of its own
(https://github.com/golang-migrate/migrate/tree/master/database/postgres#multi-statement-mode);
only the drivers for SQLite open one (`x-no-tx-wrap` switches that off).
"""

from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import of_folder
from deploylint.migrations.frameworks.folders import nearest, parted, without_number
from deploylint.migrations.frameworks.pairs import Half, Pair, by_folder, halves, is_pop, paired
from deploylint.migrations.frameworks.sections import is_sectioned
from deploylint.migrations.frameworks.sqlscript import Draft, Sent, file_source, top, unread
from deploylint.migrations.project import Project
from deploylint.model.verdict import Finding

FRAMEWORK = Framework.GOLANG_MIGRATE

_LARGEST = 2**64 - 1


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders that hold pairs and are not those of pop or of sqlx.

    sqlx (https://docs.rs/sqlx/latest/sqlx/macro.migrate.html) uses the same names in Rust projects,
    with other rules.
    """
    existing = frozenset(paths)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(half.path for half in found if half.language == "sql")),
            dialect=of_folder(folder),
        )
        for folder, found in by_folder(paths).items()
        if not is_pop(folder, found, existing) and not _is_rust(folder, existing)
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file is one direction of a migration, and not one with sections for both."""
    return bool(halves([path])) and not is_sectioned(text)


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of their numbers."""
    release = frozenset(wanted)
    found = [half for half in halves(project.files) if int(half.number) <= _LARGEST]
    pairs = sorted(paired(found, _number), key=lambda pair: (_number(pair.any), pair.any.stem))
    drafts = [_draft(project, pair, texts, release) for pair in pairs]
    return tuple(_as_driven(one) for one in sqlscript.finished(drafts, project.dialect))


def _draft(
    project: Project, pair: Pair, texts: Mapping[str, str], wanted: Collection[str]
) -> Draft:
    half = pair.any
    number = str(_number(half))
    is_read = any(path in wanted for path in pair.files)
    migration = Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=number,
        name=half.stem,
        at=top(half.path),
        files=pair.files,
        up=unread(half.path),
        no_down=None if pair.down else _no_down(half),
        position=(int(number),),
        group=number,
        aliases=_aliases(half),
        problems=() if pair.up or not is_read else (_no_up(half),),
        is_read=is_read,
    )
    if not is_read:
        return Draft(migration=migration)
    up, down = (half and file_source(half.path, texts, Sent.TOGETHER) for half in pair)
    return Draft(migration=migration, up=up, down=down)


def _as_driven(migration: Migration) -> Migration:
    """Add the transaction that the drivers for SQLite open."""
    if migration.dialect is not Dialect.SQLITE or not migration.is_read:
        return migration
    down = migration.down
    return migration._replace(
        up=migration.up._replace(transaction=True),
        down=None if down is None else down._replace(transaction=True),
    )


def _number(half: Half) -> int:
    return int(half.number)


def _aliases(half: Half) -> tuple[str, ...]:
    return (half.number, without_number(half.stem))


def _no_down(half: Half) -> str:
    name = f"{half.stem}.down.sql"
    return f"there is no {name}, and golang-migrate then steps back without running anything"


def _no_up(half: Half) -> Finding:
    message = (
        f"there is no {half.stem}.up.sql beside it, "
        "and golang-migrate then steps forward without running anything"
    )
    return Finding(message, top(half.path))


def _is_rust(folder: str, paths: Collection[str]) -> bool:
    found = nearest(folder, ("Cargo.toml", "go.mod"), paths)
    return [parted(path)[1] for path in found] == ["Cargo.toml"]
