"""goose: one file with `-- +goose Up` and `-- +goose Down`, or a Go file with two functions.

https://github.com/pressly/goose#migrations. The version is the number before the first `_`; two
files of one version stop the tool. A file without `-- +goose Down`, or with nothing behind it, is
taken back by running no statement at all; so is a Go migration whose down is nil. Each direction
runs in a transaction, unless `-- +goose NO TRANSACTION` (or `NoTx` in the name of the function)
says otherwise; then each statement is sent on its own.
"""

import re
from collections.abc import Collection, Mapping, Sequence

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.migrations.frameworks import sqlscript
from deploylint.migrations.frameworks.dialects import of_folder
from deploylint.migrations.frameworks.folders import parted, without_number
from deploylint.migrations.frameworks.pairs import ENDINGS
from deploylint.migrations.frameworks.sqlscript import Draft, Source, opaque, top, unread
from deploylint.migrations.goose.go import go_file, registers
from deploylint.migrations.goose.sql import sql_file
from deploylint.migrations.project import Project

FRAMEWORK = Framework.GOOSE

_NAME = re.compile(r"([0-9]{1,19})_.*\.(?:sql|go)")
_MARK = re.compile(r"^--.*\+goose", re.MULTILINE)


def detect(paths: Sequence[str]) -> tuple[Project, ...]:
    """Return the folders with SQL or Go files that begin with a number; their text decides."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        if path.endswith((".sql", ".go")) and not path.endswith(ENDINGS):
            folder, name = parted(path)
            if _NAME.fullmatch(name) and not name.endswith("_test.go"):
                folders.setdefault(folder, []).append(path)
    return tuple(
        Project(
            framework=FRAMEWORK,
            folder=folder,
            files=tuple(sorted(files)),
            dialect=of_folder(folder),
        )
        for folder, files in folders.items()
    )


def belongs(path: str, text: str) -> bool:
    """Say whether a file has goose's marks, or registers a migration."""
    if _NAME.fullmatch(parted(path)[1]) is None:
        return False
    return (
        registers(text) if path.endswith(".go") else _MARK.search(text.lstrip("\ufeff")) is not None
    )


def read(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations in the order of their numbers."""
    release = frozenset(wanted)
    numbers = {
        path: int(match[1])
        for path in project.files
        if (match := _NAME.fullmatch(parted(path)[1])) is not None
    }
    drafts = [
        _draft(_named(project, path, numbers[path]), texts, release)
        for path in sorted(numbers, key=lambda path: (numbers[path], path))
    ]
    return sqlscript.finished(drafts, project.dialect)


def _named(project: Project, path: str, number: int) -> Migration:
    stem = parted(path)[1].rpartition(".")[0]
    return Migration(
        framework=FRAMEWORK,
        project=project.folder,
        version=str(number),
        name=stem,
        at=top(path),
        files=(path,),
        up=unread(path),
        position=(number,),
        group=str(number),
        aliases=(stem.partition("_")[0], without_number(stem)),
    )


def _draft(migration: Migration, texts: Mapping[str, str], wanted: Collection[str]) -> Draft:
    path = migration.files[0]
    if path not in wanted:
        return Draft(migration=migration._replace(is_read=False))
    text = texts.get(path)
    if text is None:
        lost = opaque(top(path), "the file is not text in UTF-8")
        return Draft(migration=migration._replace(up=lost, down=lost))
    return _from_go(migration, text) if path.endswith(".go") else _from_sql(migration, text)


def _from_sql(migration: Migration, text: str) -> Draft:
    path = migration.files[0]
    found = sql_file(path, text)
    return Draft(
        migration=migration._replace(
            no_down=None if found.down else _without(f"no `-- +goose Down` in {parted(path)[1]}"),
            problems=found.problems,
        ),
        up=found.up or Source(at=top(path)),
        down=found.down,
    )


def _from_go(migration: Migration, text: str) -> Draft:
    path = migration.files[0]
    found = go_file(path, text)
    return Draft(
        migration=migration._replace(
            up=found.up or Script(at=top(path)),
            down=found.down,
            no_down=None if found.down else _without(f"no down function in {parted(path)[1]}"),
            problems=found.problems,
        ),
    )


def _without(what: str) -> str:
    return f"there is {what}, and goose then steps back without running anything"
