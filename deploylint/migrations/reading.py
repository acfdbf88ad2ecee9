"""From the files of a repository to migrations: which framework, which project, which content."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Migration, Waiver
from deploylint.migrations.project import Project
from deploylint.migrations.registry import SUFFIXES, candidates, reader, several_per_file
from deploylint.migrations.waivers import waivers_in
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect, Framework
from deploylint.read.digest import digest_of


class Chosen(NamedTuple):
    """A folder that the settings name; "" is the root."""

    folder: str
    framework: Framework | None = None
    dialect: Dialect | None = None


def find_projects(
    paths: Sequence[str], chosen: Sequence[Chosen], changed: Iterable[str] | None = None
) -> tuple[Project, ...]:
    """Return the projects that the names of files suggest, or those of the settings alone.

    With `changed`, only frameworks are asked to which one of these paths may belong.
    """
    if chosen:
        return tuple(project for one in chosen for project in _in_folder(paths, one))
    found: list[Project] = []
    for framework in candidates(paths if changed is None else changed):
        found.extend(reader(framework).detect(paths))
    return tuple(found)


def _in_folder(paths: Sequence[str], chosen: Chosen) -> tuple[Project, ...]:
    """Return the projects in a folder; unusual names are one if the framework is named."""
    start = f"{chosen.folder}/" if chosen.folder else ""
    inside = [path for path in paths if path.startswith(start)]
    asked = candidates(inside) if chosen.framework is None else (chosen.framework,)
    found = [
        project
        for framework in asked
        for project in reader(framework).detect(paths)
        if any(path.startswith(start) for path in project.files)
    ]
    if not found and chosen.framework is not None:
        ends = SUFFIXES.get(chosen.framework, (".sql",))
        files = tuple(sorted(path for path in inside if path.endswith(ends)))
        found = [Project(chosen.framework, chosen.folder, files)] if files else []
    return tuple(one._replace(dialect=chosen.dialect or one.dialect) for one in found)


def confirmed(projects: Iterable[Project], texts: Mapping[str, str]) -> tuple[Project, ...]:
    """Return the projects whose files are of their framework, which no other framework takes.

    A file may be of several projects of one framework, one for each database that runs it.
    """
    taken: dict[str, Framework] = {}
    kept = []
    for project in projects:
        belongs = reader(project.framework).belongs
        files = tuple(
            path
            for path in project.files
            if taken.get(path, project.framework) is project.framework
            and belongs(path, texts.get(path, ""))
        )
        if files:
            taken.update(dict.fromkeys(files, project.framework))
            kept.append(project._replace(files=files))
    return tuple(kept)


def read_project(
    project: Project, texts: Mapping[str, str], wanted: Collection[str]
) -> tuple[Migration, ...]:
    """Return the migrations of a project in the order of its tool; `wanted` files are read."""
    found = reader(project.framework).read(project, texts, wanted)
    completed = tuple(_completed(one, project, texts) for one in found)
    if not several_per_file(project.framework):
        return completed
    starts = [one.at for one in completed]
    return tuple(one._replace(waivers=_own(one, starts)) for one in completed)


def _own(one: Migration, starts: Iterable[Location]) -> tuple[Waiver, ...]:
    """Return the waivers of a migration that shares its file: those up to the next one in it.

    What stands before the first is said of all.
    """
    lines = sorted(at.line for at in starts if at.file == one.at.file)
    end = next((line for line in lines if line > one.at.line), None)
    return tuple(
        waiver
        for waiver in one.waivers
        if waiver.at.file != one.at.file
        or waiver.at.line < lines[0]
        or (one.at.line <= waiver.at.line and (end is None or waiver.at.line < end))
    )


def _completed(one: Migration, project: Project, texts: Mapping[str, str]) -> Migration:
    own = {path: texts[path] for path in one.files if path in texts}
    whole = "\0".join(f"{path.rpartition('/')[2]}\0{text}" for path, text in sorted(own.items()))
    return one._replace(
        dialect=project.dialect or one.dialect,
        group=one.group or one.version,
        digest=one.digest or digest_of(whole.encode("utf-8", "surrogatepass")),
        texts=own,
        waivers=one.waivers or _waivers(own),
    )


def _waivers(texts: Mapping[str, str]) -> tuple[Waiver, ...]:
    return tuple(waiver for path, text in texts.items() for waiver in waivers_in(path, text))
