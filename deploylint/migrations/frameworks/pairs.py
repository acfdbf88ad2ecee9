"""Migrations that are two files: `0042_add_users.up.sql` and `0042_add_users.down.sql`.

golang-migrate and pop share the form; what stands between the name and the direction
(`.mysql`, `.autocommit`) is told apart here, and so is whose folder it is.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from deploylint.migrations.frameworks.dialects import NAMES
from deploylint.migrations.frameworks.folders import joined, parted

ENDINGS = (".up.sql", ".down.sql", ".up.fizz", ".down.fizz")

_NAME = re.compile(r"([0-9]{1,20})_(.*)\.(up|down)\.(sql|fizz)")

_POP_DIGITS = 20
"""The length of pop versions that are no 64 bit number: golang-migrate skips such files."""


class Half(NamedTuple):
    """One file: `number`, `name` and `direction` of its name, `marks` between the latter two."""

    path: str
    number: str
    name: str
    marks: tuple[str, ...]
    direction: str
    language: str

    @property
    def stem(self) -> str:
        """Return the name of the file without its direction."""
        file = parted(self.path)[1]
        return file.removesuffix(f".{self.direction}.{self.language}")


class Pair(NamedTuple):
    """The files of one migration; one of them may be missing."""

    up: Half | None
    down: Half | None

    @property
    def any(self) -> Half:
        """Return the file that gives the migration its name."""
        half = self.up or self.down
        if half is None:
            raise ValueError("a pair has a file")
        return half

    @property
    def files(self) -> tuple[str, ...]:
        """Return the paths that exist."""
        return tuple(half.path for half in (self.up, self.down) if half is not None)


def halves(paths: Iterable[str]) -> tuple[Half, ...]:
    """Return the files among `paths` that are one direction of a migration."""
    found = []
    for path in paths:
        match = _NAME.fullmatch(parted(path)[1]) if path.endswith(ENDINGS) else None
        if match is not None:
            name, *marks = match[2].split(".")
            half = Half(
                path=path,
                number=match[1],
                name=name,
                marks=tuple(marks),
                direction=match[3],
                language=match[4],
            )
            found.append(half)
    return tuple(found)


def by_folder(paths: Iterable[str]) -> Mapping[str, Sequence[Half]]:
    """Return such files by the folder that they lie in."""
    folders: dict[str, list[Half]] = {}
    for half in halves(paths):
        folders.setdefault(parted(half.path)[0], []).append(half)
    return folders


def is_pop(folder: str, found: Sequence[Half], paths: Collection[str]) -> bool:
    """Say whether a folder is pop's: marks, 20 digits, fizz, or a `database.yml` above it."""
    if any(
        len(half.number) == _POP_DIGITS or half.language == "fizz" or is_marked(half)
        for half in found
    ):
        return True
    return joined(parted(folder)[0], "database.yml") in paths


def is_marked(half: Half) -> bool:
    """Say whether the name of a file has a dialect or `autocommit` where pop wants it."""
    return bool(half.marks) and all(mark in NAMES or mark == "autocommit" for mark in half.marks)


def paired(found: Iterable[Half], key: Callable[[Half], object]) -> tuple[Pair, ...]:
    """Return the pairs of files with the same key, in the order of their first files.

    The names need not be the same (tools go by the number alone), unless there are several.
    """
    same: dict[object, list[Half]] = {}
    for half in found:
        same.setdefault(key(half), []).append(half)
    return tuple(pair for members in same.values() for pair in _matched(members))


def _matched(members: Sequence[Half]) -> Sequence[Pair]:
    ups = [half for half in members if half.direction == "up"]
    downs = [half for half in members if half.direction == "down"]
    if len(ups) <= 1 and len(downs) <= 1:
        return (Pair(up=ups[0] if ups else None, down=downs[0] if downs else None),)
    by_stem = {half.stem: half for half in downs}
    pairs = [Pair(up=up, down=by_stem.pop(up.stem, None)) for up in ups]
    return [*pairs, *(Pair(up=None, down=down) for down in by_stem.values())]
