"""All files of a repository, as a commit holds them or as they lie in a folder."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from deploylint.collect.committed import LINK, SUBMODULE, Entry, entries, entry, listing
from deploylint.collect.git import Git
from deploylint.errors import UserError
from deploylint.model.location import Location
from deploylint.model.verdict import Finding
from deploylint.read.files import read_inside
from deploylint.read.text import decoded

MAX_FILE = 4_000_000
"""Bytes of the largest file that is read."""

MAX_TOTAL = 100_000_000
"""Bytes that are read together."""

MAX_FILES = 500_000
"""Files of a folder that are looked at."""

SKIPPED = frozenset((".git", "node_modules", "__pycache__", ".venv", "venv", ".tox"))
"""Folders in which nobody keeps migrations of their own."""

LEADS_OUT = "is a link that leads out of the repository, or nowhere"


class Texts(NamedTuple):
    """What was read: the text of each file, and why others could not be read."""

    found: Mapping[str, str]
    problems: Mapping[str, Finding]


class Tree(Protocol):
    """Files by their paths, relative to the root and with `/`."""

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files, sorted."""

    def ids(self, paths: Iterable[str]) -> Mapping[str, str]:
        """Return the id that git gives the content of each file that is there."""

    def texts(self, paths: Iterable[str]) -> Texts:
        """Read files; those that are not there are in neither part of the answer."""


class CommitTree:
    """The files of a commit."""

    def __init__(self, git: Git, commit: str) -> None:
        """Look at `commit`; raises UnavailableError when it cannot be listed."""
        self.git = git
        self.commit = commit
        self._entries = {
            one.path: one
            for one in map(entry, sorted(listing(git, commit)))
            if one.mode != SUBMODULE
        }

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files and links, sorted."""
        return tuple(self._entries)

    def ids(self, paths: Iterable[str]) -> Mapping[str, str]:
        """Return the id of each file; that of a link is of what it says."""
        return {path: self._entries[path].id for path in paths if path in self._entries}

    def texts(self, paths: Iterable[str]) -> Texts:
        """Read files from git; a link inside the repository stands for what it leads to."""
        there = {path: self._entries[path] for path in paths if path in self._entries}
        links = [path for path, one in there.items() if one.mode == LINK]
        problems = dict.fromkeys(links, LEADS_OUT)
        followed = entries(self.git, self.commit, links) if links else {}
        for path, one in followed.items():
            there[path] = one
            del problems[path]
        files = {path: one for path, one in there.items() if path not in problems}
        return _texts(self._contents(files, problems), problems)

    def _contents(
        self, files: Mapping[str, Entry], problems: dict[str, str]
    ) -> Iterator[tuple[str, bytes]]:
        sizes = self.git.sizes({one.id for one in files.values()})
        wanted: dict[str, str] = {}
        total = 0
        for path, one in files.items():
            size = sizes.get(one.id)
            total += size or 0
            if size is None:
                problems[path] = "is not in this clone"
            elif size > MAX_FILE or total > MAX_TOTAL:
                problems[path] = _too_large(size, total)
            else:
                wanted[path] = one.id
        contents = self.git.blobs(set(wanted.values()), MAX_TOTAL) if wanted else {}
        for path, name in wanted.items():
            yield path, contents[name]


class FolderTree:
    """The files as they lie in a folder, whether or not git knows them."""

    def __init__(self, root: str, *, hexadecimals: int = 40) -> None:
        """Look at `root`; object ids have as many digits as those of the repository."""
        self.root = root
        self.hexadecimals = hexadecimals
        self._paths = tuple(sorted(_walk(root)))
        self._known = frozenset(self._paths)
        self._read: dict[str, bytes | str] = {}

    def paths(self) -> tuple[str, ...]:
        """Return the paths of all files and links, sorted."""
        return self._paths

    def ids(self, paths: Iterable[str]) -> Mapping[str, str]:
        """Return the id that git would give each file; an unreadable one differs from all."""
        return {path: self._id(self._bytes(path)) for path in paths if path in self._known}

    def texts(self, paths: Iterable[str]) -> Texts:
        """Read files; a link counts only while it stays inside."""
        problems: dict[str, str] = {}
        found = []
        total = 0
        for path in paths:
            data = self._bytes(path) if path in self._known else None
            total += len(data) if isinstance(data, bytes) else 0
            if isinstance(data, str):
                problems[path] = data
            elif data is not None and total > MAX_TOTAL:
                problems[path] = _too_large(len(data), total)
            elif data is not None:
                found.append((path, data))
        return _texts(found, problems)

    def _bytes(self, path: str) -> bytes | str:
        """Return the content, or why there is none."""
        if path not in self._read:
            try:
                self._read[path] = read_inside(self.root, path, MAX_FILE)
            except UserError as error:
                self._read[path] = error.message
        return self._read[path]

    def _id(self, data: bytes | str) -> str:
        if isinstance(data, str):
            return f"unreadable: {data}"
        # only a folder that is compared with a commit pays for it
        import hashlib

        name = "sha1" if self.hexadecimals == 40 else "sha256"  # noqa: PLR2004  # digits of SHA-1
        whole = b"blob %d\0%b" % (len(data), data)
        return hashlib.new(name, whole, usedforsecurity=False).hexdigest()


def _walk(root: str) -> Iterator[str]:
    """Yield the files below a folder; links to folders are not followed."""
    number = 0
    for folder, folders, files in os.walk(root):
        inside = os.path.relpath(folder, root).replace(os.sep, "/")
        start = "" if inside == "." else f"{inside}/"
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in files:
            number += 1
            if number > MAX_FILES:
                limit = f"{MAX_FILES:,}"
                raise UserError(f"has more than {limit} files; name a folder inside", root)
            if _is_file(os.path.join(folder, name)):
                yield f"{start}{name}"


def _is_file(path: str) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def _texts(contents: Iterable[tuple[str, bytes]], problems: dict[str, str]) -> Texts:
    found = {}
    told: dict[str, Finding] = {}
    for path, data in contents:
        try:
            text = decoded(data, path)
        except UserError as error:
            at = error.where if isinstance(error.where, Location) else Location(path, 1, 1)
            told[path] = Finding(f"{path} cannot be read: {error.message}", at)
        else:
            found[path] = data.decode("ascii") if text is None else text
    # a generator of contents may have found more that cannot be read
    for path, why in problems.items():
        told[path] = Finding(f"{path} {why}", Location(path, 1, 1))
    return Texts(found, told)


def _too_large(size: int, total: int) -> str:
    if size > MAX_FILE:
        return f"is larger than {MAX_FILE // 1_000_000} MB"
    return f"is not read: the files are larger than {MAX_TOTAL // 1_000_000} MB together ({total})"
