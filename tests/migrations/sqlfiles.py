"""What tests of frameworks with SQL files share: a repository as text, and migrations in short."""

from collections.abc import Collection, Mapping
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect, Operation
from deploylint.migrations.project import Project

SAMPLES = Path(__file__).parent / "samples"


class Short(NamedTuple):
    """A migration without what is the same for all of its framework."""

    version: str
    name: str
    files: tuple[str, ...]
    up: tuple[str, ...]
    down: tuple[str, ...] | None = None
    no_down: str | None = None
    transactions: tuple[bool | None, bool | None] = (True, True)
    group: str = ""
    dialect: Dialect | None = None
    problems: tuple[str, ...] = ()


def sample(folder: str) -> dict[str, str]:
    root = SAMPLES / folder
    return {
        str(path.relative_to(root)): path.read_bytes().decode()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def only(framework: ModuleType, files: Mapping[str, str]) -> Project:
    (project,) = framework.detect(tuple(files))
    assert isinstance(project, Project)
    return project


def read(
    framework: ModuleType, files: Mapping[str, str], wanted: Collection[str] | None = None
) -> tuple[Migration, ...]:
    project = only(framework, files)
    texts = {path: files[path] for path in (*project.files, *project.context)}
    migrations = framework.read(project, texts, project.files if wanted is None else wanted)
    assert isinstance(migrations, tuple)
    return migrations


def operation(one: Operation) -> str:
    """Return `create table users 2:1`: what, on what, and where it stands."""
    words = (one.does.value, one.table, one.name, f"{one.at.line}:{one.at.column}")
    return " ".join(word for word in words if word)


def script(one: Script) -> tuple[str, ...]:
    return tuple(operation(each) for each in one.operations)


def short(one: Migration) -> Short:
    return Short(
        version=one.version,
        name=one.name,
        files=one.files,
        up=script(one.up),
        down=None if one.down is None else script(one.down),
        no_down=one.no_down,
        transactions=(one.up.transaction, None if one.down is None else one.down.transaction),
        group=one.group,
        dialect=one.dialect,
        problems=tuple(f"{each.at}: {each.message}" for each in one.problems),
    )


def lie_inside(migration: Migration, texts: Mapping[str, str]) -> None:
    """Check that each place of a migration lies inside the file that it names."""
    places = [each.at for each in migration.problems if each.at is not None]
    for one in (migration.up, migration.down):
        if one is not None:
            places += [one.at, *(each.at for each in one.operations)]
    for at in places:
        text = texts[at.file].removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")
        assert 1 <= at.line <= len(lines), at
        assert 1 <= at.column <= len(lines[at.line - 1]) + 1, at
        if at.end_line is not None and at.end_column is not None:
            assert at.line <= at.end_line <= len(lines), at
            assert 1 <= at.end_column <= len(lines[at.end_line - 1]) + 1, at
