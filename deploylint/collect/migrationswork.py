"""The migrations of a work tree, compared with an earlier commit."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from deploylint.collect.base import read_base
from deploylint.collect.git import Git, guarded
from deploylint.collect.lastrelease import SHALLOW, Asked, look_back
from deploylint.collect.mentions import mentions
from deploylint.collect.migrationfiles import added, all_of
from deploylint.collect.release import read_release
from deploylint.collect.tags import read_tags
from deploylint.collect.trees import CommitTree, FolderTree
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.migrations import Migrations
from deploylint.facts.release import ABBREVIATED, Release
from deploylint.load.settings import Settings

BEHIND = re.compile(r"(?P<name>[^~^]+)(?P<behind>(?:[~^][0-9]{0,6}){1,20})")
"""A name and how many commits before it: https://git-scm.com/docs/gitrevisions."""


UNCOMMITTED = (
    "only changes that are not committed were looked at: no earlier version is tagged, and this is"
    " no branch beside the main one; name what to compare with: --base REF"
)


class Since(NamedTuple):
    """An earlier commit, how people call it, and why it may not be the one that is meant."""

    commit: str
    name: str
    why_unknown: str | None = None


def read_work_tree(settings: Settings, folder: str, base: str | None) -> Migrations:
    """Return the migrations below `folder` that are not in `base`, committed or not.

    `folder` is relative to the root, "" for all of it. Without `base` it is the commit in which the
    work left the main branch; where that is what is checked out, the last tagged version, else the
    commit itself. Raises UserError when `base` is no commit here, and when git cannot be read.
    """
    git = Git(settings.root)
    try:
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


def _named(git: Git, base: str) -> Since:
    commit = _commit(git, base)
    if commit is None:
        raise UserError(f"--base {base} is no commit, branch or tag of this repository")
    forked = _forked(git, commit, git.commit("HEAD") or commit)
    if forked is None:
        raise UserError(f"--base {base} has no commit in common with what is checked out")
    return Since(forked, _called(base, commit, forked))


def _commit(git: Git, written: str) -> str | None:
    """Return the commit of a name, perhaps with `~3` or `^2` behind it, None if there is none."""
    match = BEHIND.fullmatch(written)
    name, behind = (match["name"], match["behind"]) if match else (written, "")
    commit = git.commit(guarded(name))
    if commit is None or not behind:
        return commit
    found = git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}{behind}")
    return found.text if found.code == 0 else None


def _usual(git: Git, release: Release, settings: Settings) -> Since:
    """Return what the work is compared with where nobody says it."""
    try:
        base = read_base(git, release, settings.main_branch)
        forked = _forked(git, base.tip, release.commit)
    except UnavailableError:
        base, forked = None, None
    if base is not None and forked is not None:
        elsewhere = release.branch is not None and release.branch != base.name
        if elsewhere or forked != release.commit:
            return Since(forked, _called(base.name, base.tip, forked))
    last = look_back(git, read_tags(git), release, Asked(version="")).since
    if last is not None:
        return Since(last.commit, last.name)
    if release.shallow:
        raise UnavailableError(SHALLOW)
    return Since(release.commit, f"the last commit ({release.short})", UNCOMMITTED)


def _called(name: str, commit: str, forked: str) -> str:
    return name if commit == forked else f"{name} ({forked[:ABBREVIATED]})"


def _forked(git: Git, one: str, other: str) -> str | None:
    """Return the commit in which two lines parted, None if they have nothing in common."""
    answer = git.run("merge-base", one, other)
    return answer.text if answer.code == 0 else None


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
