"""Conflict markers that were committed with the files they stand in.

What a conflict looks like: https://git-scm.com/docs/git-merge#_how_conflicts_are_presented.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from deploylint.collect.git import Git
from deploylint.collect.linecount import is_binary
from deploylint.errors import UnavailableError
from deploylint.facts.merging import Marker

MAX_BYTES = 5_000_000
"""Bytes of the largest file that is looked through; larger ones are hardly written by hand."""

MAX_WHOLE = 50_000_000
"""Bytes of a whole commit that are looked through; of more, the files that changed are."""

MAX_CHANGED = 200_000_000
"""Bytes of changed files that are looked through."""

GROUP = 16_000_000
"""Bytes that are in memory at a time."""

MAX_MARKERS = 20
"""Conflicts of one file that are named; nobody reads more."""

MARKER = re.compile(rb"^(?:([<>])\1{6}(?: [^\r\n]*)?|={7})\r?$", re.MULTILINE)
"""One of the three lines. Only all three are a conflict: rows of `=` underline titles."""

LACKING = "this clone lacks the content of {path}; clone without --filter"

FILES = ("100644", "100755", "100664")
"""Modes of files; links and submodules hold no text."""


class Looked(NamedTuple):
    """The conflicts that were found, and in how many text files they were looked for."""

    markers: tuple[Marker, ...]
    files: int
    changed: bool


class _File(NamedTuple):
    id: str
    path: str
    size: int


def find_markers(git: Git, commit: str, since: str | None) -> Looked:
    """Return the conflicts in the files of `commit`; paths are relative to the work tree.

    Of a commit with more than MAX_WHOLE only the files that differ from the commit `since` are
    read. Raises UnavailableError when that is too much as well, or a file is not to be had.
    """
    files, changed = _files(git, commit), False
    if _bytes(files) > MAX_WHOLE:
        if since is None:
            megabytes = MAX_WHOLE // 1_000_000
            raise UnavailableError(
                f"the files are larger than {megabytes} MB together, and without the main branch"
                " it cannot be told which of them changed"
            )
        before = {(file.id, file.path) for file in _files(git, since)}
        files = [file for file in files if (file.id, file.path) not in before]
        changed = True
    if _bytes(files) > MAX_CHANGED:
        megabytes = MAX_CHANGED // 1_000_000
        raise UnavailableError(
            f"the files that changed are larger than {megabytes} MB together,"
            " too much to look for conflict markers"
        )
    markers, count = [], 0
    for file, content in _contents(git, files):
        if not is_binary(content):
            count += 1
            lines = islice(conflicts(content), MAX_MARKERS)
            markers += [Marker(file.path, line) for line in lines]
    return Looked(tuple(markers), count, changed)


def conflicts(content: bytes) -> Iterator[int]:
    """Yield the line on which each conflict begins: `<<<<<<<`, then `=======`, then `>>>>>>>`."""
    if b"<<<<<<<" not in content:
        return
    begin, divided, seen, line = None, False, 0, 1
    for match in MARKER.finditer(content):
        line += content.count(b"\n", seen, match.start())
        seen = match.start()
        if match[1] == b"<":
            begin, divided = line, False
        elif match[1] is None:
            divided = begin is not None
        elif begin is not None and divided:
            yield begin
            begin, divided = None, False


def _bytes(files: Iterable[_File]) -> int:
    return sum(file.size for file in files)


def _files(git: Git, commit: str) -> list[_File]:
    """Return the files of a commit that may hold text.

    A line is `MODE TYPE ID SIZE`, a tab, the path: https://git-scm.com/docs/git-ls-tree.
    """
    lines = git.ask("ls-tree", "-r", "-l", "-z", "--full-tree", commit).split("\0")
    found = []
    for line in filter(None, lines):
        about, _, path = line.partition("\t")
        mode, _, name, size = about.split()
        if mode not in FILES:
            continue
        if not size.isdigit():
            raise UnavailableError(LACKING.format(path=path))
        if int(size) <= MAX_BYTES:
            found.append(_File(name, path, int(size)))
    return found


def _contents(git: Git, files: list[_File]) -> Iterator[tuple[_File, bytes]]:
    """Yield the files with what they hold, reading some at a time."""
    group: list[_File] = []
    held = 0
    for file in files:
        group.append(file)
        held += file.size
        if held > GROUP:
            yield from _read(git, group)
            group, held = [], 0
    yield from _read(git, group)


def _read(git: Git, group: list[_File]) -> Iterator[tuple[_File, bytes]]:
    contents = git.blobs(dict.fromkeys(file.id for file in group))
    for file in group:
        if file.id not in contents:
            raise UnavailableError(LACKING.format(path=file.path))
        yield file, contents[file.id]
