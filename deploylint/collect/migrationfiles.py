"""Which migrations a tree holds that an earlier one does not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from deploylint.collect.trees import Texts, Tree
from deploylint.errors import UserError
from deploylint.facts.migrations import Migration, Migrations, Rewritten, Server
from deploylint.load.migrations import MigrationSettings
from deploylint.migrations.identity import is_called, same_effect
from deploylint.migrations.project import Project
from deploylint.migrations.reading import Chosen, confirmed, find_projects, read_project
from deploylint.migrations.registry import (
    look_like_migrations,
    outside_tests,
    plausible,
    several_per_file,
)
from deploylint.model.globs import Globs

NONE = Texts({}, {})


class Sides(NamedTuple):
    """The files of migrations by their ids, in the new tree and in the old one."""

    new: Mapping[str, str]
    old: Mapping[str, str]

    @property
    def differing(self) -> frozenset[str]:
        """Return the paths that came, went or changed."""
        both = self.new.keys() | self.old.keys()
        return frozenset(path for path in both if self.new.get(path) != self.old.get(path))


class Read:
    """What a tree holds: its projects with their migrations, and what could not be read."""

    def __init__(
        self, projects: tuple[tuple[Project, tuple[Migration, ...]], ...] = (), texts: Texts = NONE
    ) -> None:
        """Take what was read of each project."""
        self.projects = projects
        self.texts = texts
        self.migrations = tuple(one for _, found in projects for one in found)
        self._by_version: dict[str, list[Migration]] = {}
        for one in self.migrations:
            self._by_version.setdefault(one.version, []).append(one)

    def of_version(self, other: Migration) -> Sequence[Migration]:
        """Return the migrations of the same version, of whatever project."""
        return self._by_version.get(other.version, ())


def may_be_migrations(paths: Sequence[str], settings: MigrationSettings) -> bool:
    """Say whether one of the paths may be a file of a migration, by its name."""
    return bool(_plausible(paths, settings) or look_like_migrations(paths))


def all_of(tree: Tree, settings: MigrationSettings, names: Sequence[str] | None) -> Migrations:
    """Return all migrations of a tree as those of the release, or those that `names` name."""
    paths = _paths(tree, settings)
    _demand_files(settings, paths)
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
    _demand_migrations(settings, projects, projects, read)
    return _migrations(read, chosen, (), settings)


def texts_of_migrations(tree: Tree, settings: MigrationSettings) -> Mapping[str, str]:
    """Return all files that are read as migrations, by their paths."""
    read = _read(tree, find_projects(_paths(tree, settings), _chosen(settings)), ())
    own = dict.fromkeys(path for one in read.migrations for path in one.files)
    return {path: read.texts.found[path] for path in own if path in read.texts.found}


def added(new: Tree, old: Tree, settings: MigrationSettings) -> Migrations:
    """Return the migrations of `new` that `old` does not hold, and what became of the others."""
    paths, before = _paths(new, settings), _paths(old, settings)
    _demand_files(settings, paths)
    seen = (*_plausible(paths, settings), *look_like_migrations(paths))
    sides = Sides(new.ids(seen), old.ids((*_plausible(before, settings), *seen)))
    differing = sides.differing
    if not differing:
        return Migrations(server=_server(settings), looked=True)
    projects = find_projects(paths, _chosen(settings), differing)
    gone = _above(differing - sides.new.keys())
    touched = [one for one in projects if not differing.isdisjoint(one.files) or one.folder in gone]
    read = _read(new, touched, differing)
    _demand_migrations(settings, projects, touched, read)
    earlier = _read_old(old, find_projects(before, _chosen(settings), differing), differing, read)
    fresh = tuple(one for one in read.migrations if _is_fresh(one, sides, earlier))
    rewritten = tuple(_rewritten(read, earlier, sides, differing))
    found = _migrations(read, fresh, rewritten, settings)
    if settings.folders:
        return found
    taken = {path for one in read.migrations for path in one.files}
    changed = sorted(differing & sides.new.keys())
    untaken = (path for path in look_like_migrations(changed) if path not in taken)
    return found._replace(untaken=tuple(untaken))


def _is_fresh(one: Migration, sides: Sides, earlier: Read) -> bool:
    """Say whether a migration was added, or runs again because it changed."""
    if not one.is_read:
        return False
    if several_per_file(one.framework):
        before = _of_version(one, earlier)
        return before is None or (one.repeatable and before.digest != one.digest)
    main = one.files[0]
    if main in sides.old:
        return one.repeatable and sides.new[main] != sides.old[main]
    return not any(_is_moved(old, one, sides) for old in earlier.of_version(one))


def _rewritten(
    read: Read, earlier: Read, sides: Sides, differing: frozenset[str]
) -> Iterator[Rewritten]:
    """Yield the migrations of the old tree that are not as they were."""
    now = {(one.project, one.version): one for one in read.migrations}
    for old in earlier.migrations:
        if differing.isdisjoint(old.files) or old.repeatable:
            continue
        moved = (one for one in read.of_version(old) if _is_moved(old, one, sides))
        new = now.get((old.project, old.version)) or next(moved, None)
        if new is None:
            if old.files[0] not in sides.new or several_per_file(old.framework):
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


def _is_moved(old: Migration, new: Migration, sides: Sides) -> bool:
    """Say whether a migration went to another folder or file, perhaps with changes."""
    same = old.framework is new.framework and old.version == new.version
    kept = old.project == new.project or old.name == new.name
    return same and kept and old.files[0] not in sides.new and new.files[0] not in sides.old


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
    return next((old for old in read.of_version(one) if old.project == one.project), None)


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


def _above(paths: Iterable[str]) -> frozenset[str]:
    """Return all folders above the paths."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


def _demand_files(settings: MigrationSettings, paths: Sequence[str]) -> None:
    """Raise UserError when a folder that the settings name is empty: that must not be silent."""
    for one in settings.folders:
        folder = _folder(one.path)
        if folder and not any(path.startswith(f"{folder}/") for path in paths):
            raise UserError(f"{one.path}, where migrations are to be, holds no file", one.at)


def _demand_migrations(
    settings: MigrationSettings, projects: Sequence[Project], touched: Sequence[Project], read: Read
) -> None:
    """Raise UserError when no file in the folders that the settings name is a migration."""
    looked = touched or not projects
    nothing = looked and not read.projects and not read.texts.problems
    for one in settings.folders if nothing else ():
        what = one.framework.value if one.framework else "any framework"
        raise UserError(f"{one.path} holds no migration of {what}", one.at)


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
