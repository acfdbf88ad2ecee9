"""Migrations of which each is a file, run in the order of their names."""

from collections.abc import Callable, Collection, Mapping

from deploylint.facts.migrations import Migration, Script
from deploylint.facts.operations import Dialect
from deploylint.migrations.frameworks.folders import parted
from deploylint.migrations.project import Project
from deploylint.model.location import Location


def read_files(
    project: Project,
    texts: Mapping[str, str],
    wanted: Collection[str],
    start: Migration,
    read: Callable[[Migration, str], Migration],
) -> tuple[Migration, ...]:
    """Return one migration for each file, by name; those that are `wanted` read by `read`.

    `start` is what all of them have in common.
    """
    files = sorted((path for path in project.files if path in texts), key=parted)
    return tuple(
        read(_named(path, start), texts[path])
        if path in wanted
        else _named(path, start)._replace(is_read=False)
        for path in files
    )


def common(project: Project, dialect: Dialect | None, *, transaction: bool) -> Migration:
    """Return what the migrations of a project have in common; it has no file yet."""
    return Migration(
        framework=project.framework,
        project=project.folder,
        version="",
        name="",
        at=Location("", 1, 1),
        files=(),
        up=Script(at=Location("", 1, 1), transaction=transaction),
        dialect=dialect,
    )


def _named(path: str, start: Migration) -> Migration:
    name = parted(path)[1]
    at = Location(path, 1, 1)
    return start._replace(
        version=name,
        name=name.rpartition(".")[0],
        at=at,
        files=(path,),
        up=start.up._replace(at=at),
        position=(name,),
        group=name,
    )
