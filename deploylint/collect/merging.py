"""Whether the release merges with the main branch, tried where nothing of it is kept."""

import os
from typing import NamedTuple

from deploylint.collect.around import Around
from deploylint.collect.git import Git, why
from deploylint.errors import UnavailableError
from deploylint.facts.branch import Base
from deploylint.facts.merging import Marker, Merge, Merging
from deploylint.facts.release import Release

MAX_ATTRIBUTES = 200_000
"""Bytes of .gitattributes that are read."""


def collect(around: Around) -> Merging:
    """Return the fact. Raises UnavailableError without a repository or a commit."""
    git, release = around.git, around.release
    # only what looks at a repository pays for it
    from deploylint.collect.base import request_head
    from deploylint.collect.markers import find_markers

    commit = request_head(release) or release.commit
    fact = Merging(release=release, commit=commit)
    try:
        fact = fact._replace(merge=_merge(git, around.base, release, commit))
    except UnavailableError as error:
        fact = fact._replace(untried=str(error))
    try:
        looked = find_markers(git, release.commit, _since(git, fact))
    except UnavailableError as error:
        fact = fact._replace(unlooked=str(error))
    else:
        markers = tuple(_marker_from_root(git, marker) for marker in looked.markers)
        fact = fact._replace(markers=markers, files=looked.files, changed=looked.changed)
        fact = fact._replace(skipped=_from_root(git, looked.skipped))
    unmerged = _unmerged(git) if release.commit == release.head else ()
    return fact._replace(unmerged=_from_root(git, unmerged))


def _merge(git: Git, base: Base, release: Release, commit: str) -> Merge:
    """Try the merge. Raises UnavailableError when that is impossible."""
    # only what looks at a repository pays for it
    from deploylint.collect.base import contains

    there = git.commit(commit) is not None and git.commit(base.tip) is not None
    if there and contains(git, commit, base.tip):
        return Merge(base, (), contained=True)
    if release.shallow:
        raise UnavailableError(
            f"this clone is shallow, so merging with {base.text} cannot be tried;"
            " fetch the whole history (git fetch --unshallow, in CI fetch-depth: 0)"
        )
    if not there:
        raise UnavailableError(
            f"this clone lacks {base.text}, so merging cannot be tried; git fetch origin"
        )
    return Merge(base, _from_root(git, tried(git, base.tip, commit).conflicts))


class Tried(NamedTuple):
    """The merge of two commits: its tree (a full id), and the files that conflict in it."""

    tree: str
    conflicts: tuple[str, ...] = ()


def tried(git: Git, tip: str, commit: str) -> Tried:
    """Return what becomes of merging `commit` into `tip`, both full ids of commits that are here.

    How files merge is what the attributes at the top of the main branch say, which the branch
    under review cannot change; merge drivers do not exist here, so such files are merged as text.
    Raises UnavailableError when it cannot be tried. https://git-scm.com/docs/git-merge-tree
    """
    # only what looks at a repository pays for it
    from deploylint.collect.sealed import sealed

    attributes = _attributes(git, tip)
    with sealed(git, attributes=attributes) as empty:
        options = ("--write-tree", "--name-only", "--no-messages", "-z")
        answer = empty.run("merge-tree", *options, tip, commit)
    tree, *files = os.fsdecode(answer.out).split("\0")
    # git up to 2.43 takes a folder that the clone lacks for an empty one, complains, and goes on
    if answer.code == 0 and not answer.complained:
        return Tried(tree)
    if answer.code == 1 and tree and files and not answer.complained:
        return Tried(tree, tuple(sorted(filter(None, files))))
    if "unrelated histories" in answer.err:
        raise UnavailableError("the release has no history in common with the main branch")
    raise UnavailableError(f"merging could not be tried: {why(answer)}")


def _attributes(git: Git, commit: str) -> bytes:
    name = f"{commit}:.gitattributes"
    size = git.run("cat-file", "-s", name)
    if size.code != 0 or int(size.text) > MAX_ATTRIBUTES:
        return b""
    return git.run("cat-file", "blob", name).out


def _since(git: Git, fact: Merging) -> str | None:
    """Return the commit at which the release left the main branch, if that can be told."""
    if fact.merge is None:
        return None
    tip = fact.merge.base.tip
    if fact.merge.contained:
        return tip
    answer = git.run("merge-base", tip, fact.release.commit)
    return answer.text if answer.code == 0 else None


def _unmerged(git: Git) -> tuple[str, ...]:
    """Return the files of a merge that is not finished: `MODE ID STAGE`, a tab, the path."""
    # only what looks at a repository pays for it
    from deploylint.collect.sealed import sealed_work_tree

    with sealed_work_tree(git, None) as tree:
        answer = tree.run("ls-files", "--unmerged", "-z", "--full-name")
    if answer.code != 0:
        raise UnavailableError(why(answer))
    entries = os.fsdecode(answer.out).split("\0")
    return tuple(sorted({entry.partition("\t")[2] for entry in entries if entry}))


def _marker_from_root(git: Git, marker: Marker) -> Marker:
    (path,) = _from_root(git, (marker.path,))
    return marker._replace(path=path)


def _from_root(git: Git, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return paths that are relative to the work tree as paths relative to the root."""
    here = os.path.realpath(git.root)
    found = (os.path.relpath(os.path.join(git.top, path), here) for path in paths)
    return tuple(path.replace(os.sep, "/") for path in found)
