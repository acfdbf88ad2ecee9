"""Which migrations a tree holds that an earlier one does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.collect.trees import Texts, Tree
from deploylint.facts.migrations import Migration, Migrations, Rewritten, Server
from deploylint.load.migrations import MigrationSettings
from deploylint.migrations.identity import is_called, same_effect
from deploylint.migrations.project import Project
from deploylint.migrations.reading import Chosen, confirmed, find_projects, read_project
from deploylint.migrations.registry import outside_tests, plausible, several_per_file
from deploylint.model.globs import Globs


class Sides(NamedTuple):
    """The files of migrations by their ids, in the new tree and in the old one."""

    new: Mapping[str, str]
    old: Mapping[str, str]

    @property
    def differing(self) -> frozenset[str]:
        """Return the paths that came, went or changed."""
        both = self.new.keys() | self.old.keys()
        return frozenset(path for path in both if self.new.get(path) != self.old.get(path))

    @property
    def moved(self) -> frozenset[str]:
        """Return the paths that came and went whose content is on the other side."""
        gone = {name for path, name in self.old.items() if path not in self.new}
        came = {name for path, name in self.new.items() if path not in self.old}
        both = gone & came
        return frozenset(
            path
            for side, other in (self, (self.old, self.new))
            for path, name in side.items()
            if path not in other and name in both
        )


class Read(NamedTuple):
    """What a tree holds: its projects with their migrations, and what could not be read."""

    projects: tuple[tuple[Project, tuple[Migration, ...]], ...] = ()
    texts: Texts = Texts({}, {})

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """Return the migrations of all projects."""
        return tuple(one for _, found in self.projects for one in found)


def all_of(tree: Tree, settings: MigrationSettings, names: Sequence[str] | None) -> Migrations:
    """Return all migrations of a tree as those of the release, or those that `names` name."""
    paths = _paths(tree, settings)
    projects = find_projects(paths, _chosen(settings))
    if names is None:
        read = _read(tree, projects, _files(projects))
        chosen = read.migrations
    else:
        index = _read(tree, projects, ())
        called = [one for one in index.migrations if any(is_called(one, name) for name in names)]
        wanted = {path for one in called for path in one.files}
        read = _read(tree, projects, wanted)
        versions = {(one.project, one.version) for one in called}
        chosen = tuple(one for one in read.migrations if (one.project, one.version) in versions)
    return _migrations(read, chosen, (), settings)


def texts_of_migrations(tree: Tree, settings: MigrationSettings) -> Mapping[str, str]:
    """Return all files that are read as migrations, by their paths."""
    read = _read(tree, find_projects(_paths(tree, settings), _chosen(settings)), ())
    own = dict.fromkeys(path for one in read.migrations for path in one.files)
    return {path: read.texts.found[path] for path in own if path in read.texts.found}


def added(new: Tree, old: Tree, settings: MigrationSettings) -> Migrations:
    """Return the migrations of `new` that `old` does not hold, and what became of the others."""
    paths, before = _paths(new, settings), _paths(old, settings)
    sides = Sides(new.ids(_plausible(paths, settings)), old.ids(_plausible(before, settings)))
    differing = sides.differing - sides.moved
    if not differing:
        return Migrations(server=_server(settings), looked=True)
    projects = find_projects(paths, _chosen(settings), differing)
    touched = [one for one in projects if not differing.isdisjoint(one.files)]
    read = _read(new, touched, differing)
    earlier = _read_old(old, find_projects(before, _chosen(settings), differing), differing, read)
    fresh = tuple(one for one in read.migrations if _is_fresh(one, sides, earlier))
    return _migrations(read, fresh, tuple(_rewritten(read, earlier, sides, differing)), settings)


def _is_fresh(one: Migration, sides: Sides, earlier: Read) -> bool:
    """Say whether a migration was added, or runs again because it changed."""
    if not one.is_read:
        return False
    if several_per_file(one.framework):
        before = _of_version(one, earlier)
        return before is None or (one.repeatable and before.digest != one.digest)
    main = one.files[0]
    if _came_from(one, earlier, sides) is not None:
        return False
    return main not in sides.moved and (
        main not in sides.old or (one.repeatable and sides.new[main] != sides.old[main])
    )


def _rewritten(
    read: Read, earlier: Read, sides: Sides, differing: frozenset[str]
) -> Iterator[Rewritten]:
    """Yield the migrations of the old tree that are not as they were."""
    now = {(one.project, one.version): one for one in read.migrations}
    for old in earlier.migrations:
        if differing.isdisjoint(old.files) or old.repeatable:
            continue
        new = now.get((old.project, old.version)) or _went_to(old, read, sides)
        if new is None:
            moved = old.files[0] in sides.moved
            if not moved and (old.files[0] not in sides.new or several_per_file(old.framework)):
                yield Rewritten(
                    old.files[0], deleted=True, project=old.project, framework=old.framework
                )
        elif new.digest != old.digest:
            yield Rewritten(
                path=new.files[0],
                deleted=False,
                project=old.project,
                framework=old.framework,
                same_up=same_effect(new.up, old.up),
                at=new.at,
            )


def _came_from(one: Migration, earlier: Read, sides: Sides) -> Migration | None:
    """Return the migration that one was before it moved to another folder and was changed."""
    return next((old for old in earlier.migrations if _is_moved(old, one, sides)), None)


def _went_to(old: Migration, read: Read, sides: Sides) -> Migration | None:
    """Return what a migration is after it moved to another folder and was changed."""
    return next((one for one in read.migrations if _is_moved(old, one, sides)), None)


def _is_moved(old: Migration, new: Migration, sides: Sides) -> bool:
    same = (old.framework, old.version, old.name) == (new.framework, new.version, new.name)
    return same and old.files[0] not in sides.new and new.files[0] not in sides.old


def _read_old(
    tree: Tree, projects: Sequence[Project], differing: frozenset[str], new: Read
) -> Read:
    """Return the old side of what changed or went; where files only came, nothing is read."""
    known = set(tree.ids(differing))
    touched = [one for one in projects if not known.isdisjoint(one.files)]
    several = {one.folder for one, _ in new.projects if several_per_file(one.framework)}
    touched += [one for one in projects if one.folder in several and one not in touched]
    return _read(tree, touched, known) if touched else Read()


def _of_version(one: Migration, read: Read) -> Migration | None:
    same = (other for other in read.migrations if other.version == one.version)
    return next((other for other in same if other.project == one.project), None)


def _read(tree: Tree, projects: Sequence[Project], wanted: Iterable[str]) -> Read:
    texts = tree.texts((*_files(projects), *(path for one in projects for path in one.context)))
    kept = confirmed(projects, texts.found)
    asked = frozenset(wanted)
    return Read(tuple((one, read_project(one, texts.found, asked)) for one in kept), texts)


def _migrations(
    read: Read,
    fresh: tuple[Migration, ...],
    rewritten: tuple[Rewritten, ...],
    settings: MigrationSettings,
) -> Migrations:
    chosen = set(map(id, fresh))
    return Migrations(
        in_release=fresh,
        earlier=tuple(one for one in read.migrations if id(one) not in chosen),
        rewritten=rewritten,
        unreadable=tuple(read.texts.problems.values()),
        frameworks=tuple(dict.fromkeys((one.framework, one.folder) for one, _ in read.projects)),
        server=_server(settings),
        looked=True,
    )


def _files(projects: Iterable[Project]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(path for one in projects for path in one.files))


def _paths(tree: Tree, settings: MigrationSettings) -> tuple[str, ...]:
    ignored = Globs(settings.ignore)
    paths = tree.paths() if settings.folders else outside_tests(tree.paths())
    return tuple(path for path in paths if not ignored.fits(path)) if settings.ignore else paths


def _plausible(paths: Iterable[str], settings: MigrationSettings) -> tuple[str, ...]:
    """Return the paths that may be files of migrations; those in named folders all may."""
    if not settings.folders:
        return plausible(paths)
    starts = tuple(f"{one.folder}/" if one.folder else "" for one in _chosen(settings))
    return tuple(path for path in paths if path.startswith(starts))


def _chosen(settings: MigrationSettings) -> tuple[Chosen, ...]:
    return tuple(Chosen(_folder(one.path), one.framework, one.dialect) for one in settings.folders)


def _folder(path: str) -> str:
    return "" if path in (".", "./") else path.strip().removeprefix("./").rstrip("/")


def _server(settings: MigrationSettings) -> Server:
    return Server(
        dialect=settings.dialect,
        version=settings.version,
        lock_timeout=settings.lock_timeout,
        small_tables=settings.small_tables,
    )
