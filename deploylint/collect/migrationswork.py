"""The migrations of a work tree, compared with an earlier commit."""

from collections.abc import Sequence
from typing import NamedTuple

from deploylint.collect.base import read_base
from deploylint.collect.git import Git
from deploylint.collect.lastrelease import SHALLOW, Asked, look_back
from deploylint.collect.mentions import mentions
from deploylint.collect.migrationfiles import added, all_of
from deploylint.collect.named import abbreviated, forked, named_commit
from deploylint.collect.release import read_release
from deploylint.collect.tags import read_tags
from deploylint.collect.trees import CommitTree, FolderTree
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.migrations import Migrations
from deploylint.facts.release import Release
from deploylint.load.settings import Settings

UNCOMMITTED = (
    "only changes that are not committed were looked at: no earlier version is tagged, and this is"
    " no branch beside the main one; name what to compare with: --base REF"
)


BEGINNING = "the beginning: there is no commit yet"


class Since(NamedTuple):
    """An earlier commit, how people call it, and why it may not be the one that is meant."""

    commit: str
    name: str
    why_unknown: str | None = None


def read_work_tree(settings: Settings, folder: str, base: str | None) -> Migrations:
    """Return the migrations below `folder` that are not in `base`, committed or not.

    `folder` is relative to the root, "" for all of it. Without `base` it is the commit in which the
    work left the main branch; where that is what is checked out, the last tagged version, else the
    commit itself. Before the first commit all are new. Raises UserError when `base` is no commit
    here, and when git cannot be read.
    """
    git = Git(settings.root)
    try:
        if base is None and _is_new(git):
            return read_all(settings, folder)._replace(since=BEGINNING)
        release = read_release(git, None, None)
        since = _named(git, base) if base is not None else _usual(git, release, settings)
        old = CommitTree(git, since.commit)
    except UnavailableError as error:
        raise UserError(str(error), None, "name what to compare with: --base REF") from None
    new = FolderTree(settings.root, hexadecimals=len(since.commit))
    found = _below(added(new, old, settings.migrations), folder)
    said = mentions(old, found, settings.migrations)
    return found._replace(since=since.name, why_unknown=since.why_unknown, mentions=said)


def read_all(settings: Settings, folder: str) -> Migrations:
    """Return every migration of the work tree below `folder`."""
    found = all_of(FolderTree(settings.root), settings.migrations, None)
    return _below(found, folder)


def _is_new(git: Git) -> bool:
    """Say whether the repository has no commit at all, on whatever branch."""
    return git.commit("HEAD") is None and not git.ask("rev-list", "--max-count=1", "--all")


def _named(git: Git, base: str) -> Since:
    commit = named_commit(git, base)
    if commit is None:
        raise UserError(f"--base {base} is no commit, branch or tag of this repository")
    fork = forked(git, commit, git.commit("HEAD") or commit)
    if fork is None:
        raise UserError(f"--base {base} has no commit in common with what is checked out")
    return Since(fork, _called(base, commit, fork))


def _usual(git: Git, release: Release, settings: Settings) -> Since:
    """Return what the work is compared with where nobody says it."""
    try:
        base = read_base(git, release, settings.main_branch)
        fork = forked(git, base.tip, release.commit)
    except UnavailableError:
        base, fork = None, None
    if base is not None and fork is not None:
        elsewhere = release.branch is not None and release.branch != base.name
        if elsewhere or fork != release.commit:
            return Since(fork, _called(base.name, base.tip, fork))
    last = look_back(git, read_tags(git), release, Asked(version="")).since
    if last is not None:
        return Since(last.commit, last.name)
    if release.shallow:
        raise UnavailableError(SHALLOW)
    return Since(release.commit, f"the last commit ({release.short})", UNCOMMITTED)


def _called(name: str, commit: str, fork: str) -> str:
    return name if commit == fork else f"{name} ({abbreviated(fork)})"


def _below(found: Migrations, folder: str) -> Migrations:
    if not folder:
        return found
    start = f"{folder}/"

    def inside(files: Sequence[str]) -> bool:
        return any(path == folder or path.startswith(start) for path in files)

    return found._replace(
        in_release=tuple(one for one in found.in_release if inside(one.files)),
        rewritten=tuple(one for one in found.rewritten if inside((one.path,))),
        unreadable=tuple(
            one for one in found.unreadable if one.at is None or inside((one.at.file,))
        ),
    )
