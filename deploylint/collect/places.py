"""Where evidence lies: the places that are named, else the well-known ones, inside the root."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.source import Missing
from deploylint.model.evidence import Place
from deploylint.model.location import Location

MAX_FILES = 5000
"""Files of one kind that are read; more are an error, never left out in silence."""

MAX_WALKED = 1_000_000
"""Entries of folders that the patterns of one kind may look at."""

RECORD = ".evidence.json"
"""What the name of a record ends in, after the name of the output that it lies beside."""


class Located(NamedTuple):
    """The files of one kind, relative to the root with `/`, each with where it is named."""

    files: tuple[tuple[str, Location | None], ...]
    missing: tuple[Missing, ...] = ()
    searched: tuple[str, ...] = ()


def locate(root: str, named: tuple[Place, ...], known: tuple[str, ...]) -> Located:
    """Return the files at the `named` places; without any, those at the `known` places.

    What lies recorded at a known place is found even so.

    `*` and `?` match within a folder, `**` any depth; `**` follows no link to a folder. Raises
    UserError when a pattern leads through too many files.
    A record whose output is gone stands for the output, so that it is missed.
    """
    folders = Folders(root)
    if not named:
        found = sorted({file for pattern in known for file in _match(folders, pattern)})
        return Located(tuple((file, None) for file in found[:MAX_FILES]), (), known)
    files: dict[str, Location | None] = {}
    missing = []
    for place in named:
        why = _refused(place.pattern)
        matches = () if why else _match(folders, place.pattern)
        if not matches:
            missing.append(Missing(place, why or _nothing(place.pattern)))
        elif len(matches) + len(files) > MAX_FILES:
            missing.append(Missing(place, f"matches more than {MAX_FILES} files"))
        else:
            files.update((file, place.at) for file in matches if file not in files)
    # who names evidence cannot hide what was recorded at a usual place
    recorded = {file for pattern in known for file in _match(folders, pattern)} - files.keys()
    seen = {f: None for f in recorded if os.path.lexists(os.path.join(root, f + RECORD))}
    return Located(tuple(sorted({**files, **seen}.items())), tuple(missing))


def _refused(pattern: str) -> str | None:
    """Return why a place may not be looked at."""
    steps = pattern.replace(os.sep, "/").split("/")
    if os.path.isabs(pattern) or ".." in steps:
        return "does not stay inside the repository; write it relative to the root"
    if "\0" in pattern or not pattern.strip():
        return "is not a name that a file can have"
    return None


def _nothing(pattern: str) -> str:
    return "matches no file" if _is_pattern(pattern) else "does not exist"


def _is_pattern(pattern: str) -> bool:
    return any(sign in pattern for sign in "*?[")


def _match(folders: "Folders", pattern: str) -> tuple[str, ...]:
    """Return the files that match, or whose record does."""
    if not _is_pattern(pattern):
        path = os.path.join(folders.root, pattern)
        there = os.path.lexists(path) or os.path.lexists(path + RECORD)
        return (os.path.normpath(pattern).replace(os.sep, "/"),) if there else ()
    steps = [step for step in pattern.split("/") if step not in ("", ".")]
    start = next(number for number, step in enumerate(steps) if _is_pattern(step))
    folder = "/".join(steps[:start])
    return tuple(sorted(set(_walk(folders, folder, tuple(steps[start:])))))


class Folders:
    """The folders below a root, each listed once; `looked_at` counts their entries."""

    def __init__(self, root: str) -> None:
        """Start with none."""
        self.root = root
        self.looked_at = 0
        self._listed: dict[str, list[os.DirEntry[str]]] = {}

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return what lies in a folder; nothing when it is none, or may not be listed.

        Raises UserError when too much was looked at.
        """
        found = self._listed.get(folder)
        if found is None:
            found = self._listed[folder] = _scanned(os.path.join(self.root, folder))
        self.looked_at += len(found)
        if self.looked_at > MAX_WALKED:
            raise UserError(f"places of evidence lead through more than {MAX_WALKED} files", folder)
        return found


def _scanned(path: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            return list(entries)
    except OSError:
        return []


def _walk(folders: Folders, folder: str, steps: tuple[str, ...]) -> Iterator[str]:
    """Yield the files below `folder` that match the steps of a pattern, relative to the root."""
    step, rest = steps[0], steps[1:]
    if step == "**" and rest:
        yield from _walk(folders, folder, rest)
    for entry in folders.entries(folder):
        name = f"{folder}/{entry.name}" if folder else entry.name
        if not rest:
            yield from _matching(entry, name, step)
        elif step == "**":
            if entry.is_dir(follow_symlinks=False) and entry.name != ".git":
                yield from _walk(folders, name, steps)
        elif _fits(entry.name, step) and _is_folder(entry):
            yield from _walk(folders, name, rest)


def _matching(entry: os.DirEntry[str], name: str, step: str) -> Iterator[str]:
    """Yield the file of an entry if it fits: of a record, the output that it lies beside."""
    output = name if step.endswith(RECORD) else name.removesuffix(RECORD)
    if not _is_folder(entry) and _fits(output.rpartition("/")[2], step):
        yield output


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle is none
        return False


def _fits(name: str, step: str) -> bool:
    """Say whether a name fits a step; without `?` and `[`, no expression has to be compiled."""
    if "?" not in step and "[" not in step:
        return _stars(name, step.split("*"))
    # few patterns have more than stars
    from fnmatch import fnmatchcase

    return fnmatchcase(name, step)


def _stars(name: str, texts: list[str]) -> bool:
    """Say whether a name consists of the texts, with anything between them."""
    first, *rest = texts
    if not rest:
        return name == first
    if not name.startswith(first):
        return False
    at = len(first)
    for text in rest[:-1]:
        at = name.find(text, at)
        if at < 0:
            return False
        at += len(text)
    return len(name) - len(rest[-1]) >= at and name.endswith(rest[-1])
