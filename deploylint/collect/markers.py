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
"""Bytes of the largest file that is looked through; larger ones are named instead."""

MAX_WHOLE = 50_000_000
"""Bytes of a whole commit that are looked through; of more, the files that changed are."""

MAX_CHANGED = 200_000_000
"""Bytes of changed files that are looked through."""

GROUP = 16_000_000
"""Bytes that are in memory at a time."""

MAX_MARKERS = 20
"""Conflicts of one file that are named; nobody reads more."""

MARKER = re.compile(rb"^(?:([<>])\1{6}( [^\r\n]*)?|={7})\r?$", re.MULTILINE)
"""One of the three lines. The row of `=` alone is none: it underlines titles."""

BYTE_ORDER = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    # before the mark of UTF-16 that it begins with
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Marks at the start of a text that say how it is written."""

LACKING = "this clone lacks the content of {path}; clone without --filter"

FILES = ("100644", "100755", "100664")
"""Modes of files; links and submodules hold no text."""


class Looked(NamedTuple):
    """The conflicts that were found, and in how many text files they were looked for.

    `skipped` are the paths of files that are too large to be looked through.
    """

    markers: tuple[Marker, ...]
    files: int
    changed: bool
    skipped: tuple[str, ...] = ()


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
    skipped = tuple(file.path for file in files if file.size > MAX_BYTES)
    if _bytes(files) > MAX_CHANGED:
        megabytes = MAX_CHANGED // 1_000_000
        raise UnavailableError(
            f"the files that changed are larger than {megabytes} MB together,"
            " too much to look for conflict markers"
        )
    markers, count = [], 0
    for file, content in _contents(git, [file for file in files if file.size <= MAX_BYTES]):
        text = text_of(content)
        if text is not None:
            count += 1
            lines = islice(conflicts(text), MAX_MARKERS)
            markers += [Marker(file.path, line) for line in lines]
    return Looked(tuple(markers), count, changed, skipped)


def text_of(content: bytes) -> bytes | None:
    """Return a text as UTF-8 without a byte order mark, None when the content is no text.

    git takes UTF-16 for binary; with its mark it is text all the same.
    """
    for mark, encoding in BYTE_ORDER:
        if content.startswith(mark):
            return content.decode(encoding, "replace").encode("utf-8", "replace")
    return None if is_binary(content) else content


def conflicts(content: bytes) -> Iterator[int]:
    """Yield the line of each conflict: `<<<<<<<`, then `=======`, then `>>>>>>>`.

    Where somebody removed some of the three, the first or the last of them is a conflict by itself
    if it is labelled, as in `>>>>>>> feature`.
    """
    if b"<<<<<<<" not in content and b">>>>>>>" not in content:
        return
    # the line of an open `<<<<<<<`, and whether it is one even without the two others
    begin, labelled, divided = 0, False, False
    for line, match in _marked_lines(content):
        label = bool((match[2] or b"").strip())
        if match[1] == b"<":
            if labelled:
                yield begin
            begin, labelled, divided = line, label, False
        elif match[1] is None:
            divided = begin > 0
        else:
            if labelled or divided:
                yield begin
            elif label:
                yield line
            begin, labelled, divided = 0, False, False
    if labelled:
        yield begin


def _marked_lines(content: bytes) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield each line that may be part of a conflict, with its 1-based number."""
    seen, line = 0, 1
    for match in MARKER.finditer(content):
        line += content.count(b"\n", seen, match.start())
        seen = match.start()
        yield line, match


def _bytes(files: Iterable[_File]) -> int:
    return sum(file.size for file in files if file.size <= MAX_BYTES)


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
