"""What tests of Knex, Sequelize and TypeORM share: operations in words, and the samples."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.project import Project
from deploylint.migrations.reading import read_project
from deploylint.migrations.registry import reader
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.migrationtools import Framework

SAMPLES = Path(__file__).parent / "samples"


def shown(one: Operation) -> str:
    """Return an operation in words: all of it but its place and its text."""
    words = [one.does.value]
    for key, value in one._asdict().items():
        if key in ("does", "at", "text", "flags") or value in (None, ()):
            continue
        plain = value.value if isinstance(value, Enum) else value
        words.append(f"{key}={','.join(plain) if isinstance(plain, tuple) else plain}")
    return " ".join([*words, *sorted(f"[{flag.value}]" for flag in one.flags)])


def said(script: Script | None) -> list[str]:
    assert script is not None
    return [shown(one) for one in script.operations]


def read_one(
    framework: Framework, path: str, source: str, dialect: Dialect | None = Dialect.POSTGRESQL
) -> Migration:
    project = Project(framework, path.rpartition("/")[0], (path,), dialect=dialect)
    (one,) = reader(framework).read(project, {path: source}, {path})
    return one


def sample(framework: Framework) -> tuple[Migration, ...]:
    """Return the migrations of the samples, as they are found and read."""
    root = SAMPLES / framework.value
    files = {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    (project,) = reader(framework).detect(tuple(files))
    return read_project(project, files, project.files)


def core(operations: Sequence[Operation], ignored: Sequence[Does] = ()) -> list[str]:
    """Return what operations do, without what a tool asks before or SQL does not repeat."""
    left_out = (Does.READ, Does.TRANSACTION, *ignored)
    return sorted(
        shown(
            one._replace(
                table=None if one.does is Does.DROP_INDEX else one.table,
                constraint=None if one.does is Does.DROP_CONSTRAINT else one.constraint,
                type=None,
                old_type=None,
                value=None,
                flags=one.flags - {Flag.CONDITIONAL, Flag.IF_EXISTS, Flag.IF_NOT_EXISTS},
            )
        )
        for one in operations
        if one.does not in left_out
    )


def sent(framework: Framework, name: str, direction: str) -> tuple[Operation, ...]:
    """Return what the SQL does that the tool sent."""
    path = SAMPLES / framework.value / "sql" / f"{name}.{direction}.sql"
    return read_sql(SqlText(path.read_text("utf-8"), path.name), Dialect.POSTGRESQL).operations
