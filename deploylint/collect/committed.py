"""The files of a commit, without a work tree, as `git ls-tree -z` lists them.

Its format: https://git-scm.com/docs/git-ls-tree#_output_format. Paths are relative to the root,
which may be a folder of the repository.
"""

import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from deploylint.collect.git import Git

LINK = "120000"
SUBMODULE = "160000"
MAX_LINKS = 5
"""Links that are followed one after the other."""


class Entry(NamedTuple):
    """A file of a commit: its octal mode, the id of its content, its path."""

    mode: str
    id: str
    path: str


def listing(git: Git, commit: str) -> frozenset[str]:
    """Return every file at `commit`, each as a line that `entry` reads."""
    return frozenset(git.ask("ls-tree", "-r", "-z", commit).split("\0")) - {""}


def entry(line: str) -> Entry:
    """Return the file of one line: `MODE TYPE ID`, a tab, the path."""
    about, _, path = line.partition("\t")
    mode, _, name = about.split(" ")
    return Entry(mode, name, path)


def entries(git: Git, commit: str, paths: Iterable[str]) -> dict[str, Entry]:
    """Return those of `paths` that are files at `commit`, by the path that was asked for.

    A link stands for the file that it leads to; one that leads out of the root is left out.
    """
    found: dict[str, Entry] = {}
    asked = {path: path for path in paths}
    for _ in range(MAX_LINKS):
        if not asked:
            break
        there = _listed(git, commit, asked.values())
        links = {path: there[at] for path, at in asked.items() if at in there}
        files = ((path, one) for path, one in links.items() if one.mode != LINK)
        found.update((path, one._replace(path=path)) for path, one in files)
        asked = _followed(git, {path: one for path, one in links.items() if one.mode == LINK})
    return found


def _listed(git: Git, commit: str, paths: Iterable[str]) -> Mapping[str, Entry]:
    """Return the files and links among `paths`; a path through a link to a folder is none."""
    lines = git.ask("ls-tree", "-z", commit, "--", *paths).split("\0")
    files = [entry(line) for line in lines if line and " tree " not in line.partition("\t")[0]]
    return {one.path: one for one in files if one.mode != SUBMODULE}


def _followed(git: Git, links: Mapping[str, Entry]) -> dict[str, str]:
    """Return where links lead, by the path that was asked for."""
    if not links:
        return {}
    texts = git.blobs({one.id for one in links.values()})
    targets = {}
    for path, one in links.items():
        text = texts.get(one.id, b"/").decode("utf-8", "replace")
        target = os.path.normpath(os.path.join(os.path.dirname(one.path), text))
        if not leads_out(target):
            targets[path] = target
    return targets


def leads_out(path: str) -> bool:
    """Say whether a normal path is that of no file below the root."""
    first = path.split(os.sep, maxsplit=1)[0]
    return os.path.isabs(path) or first in (os.pardir, os.curdir)
