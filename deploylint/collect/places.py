"""Where evidence lies: the places that are named, else the well-known ones, inside the root."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.source import Missing
from deploylint.model.evidence import Place
from deploylint.model.location import Location

MAX_FILES = 500
"""Files of one kind that are read; more are an error, never left out in silence."""

MAX_WALKED = 200_000
"""Entries of folders that one pattern may look at."""

RECORD = ".evidence.json"
"""What the name of a record ends in, after the name of the output that it lies beside."""


class Located(NamedTuple):
    """The files of one kind, relative to the root with `/`, each with where it is named."""

    files: tuple[tuple[str, Location | None], ...]
    missing: tuple[Missing, ...] = ()
    searched: tuple[str, ...] = ()


def locate(root: str, named: tuple[Place, ...], known: tuple[str, ...]) -> Located:
    """Return the files at the `named` places; without any, those at the `known` places.

    `*` and `?` match within a folder, `**` any depth; `**` follows no link to a folder. Raises
    UserError when a pattern leads through too many files.
    A record whose output is gone stands for the output, so that it is missed.
    """
    if not named:
        found = sorted({file for pattern in known for file in _match(root, pattern)})
        return Located(tuple((file, None) for file in found[:MAX_FILES]), (), known)
    files: dict[str, Location | None] = {}
    missing = []
    for place in named:
        why = _refused(place.pattern)
        matches = () if why else _match(root, place.pattern)
        if not matches:
            missing.append(Missing(place, why or _nothing(place.pattern)))
        elif len(matches) + len(files) > MAX_FILES:
            missing.append(Missing(place, f"matches more than {MAX_FILES} files"))
        else:
            files.update((file, place.at) for file in matches if file not in files)
    return Located(tuple(sorted(files.items())), tuple(missing))


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


def _match(root: str, pattern: str) -> tuple[str, ...]:
    """Return the files that match, or whose record does."""
    if not _is_pattern(pattern):
        path = os.path.join(root, pattern)
        there = os.path.lexists(path) or os.path.lexists(path + RECORD)
        return (os.path.normpath(pattern).replace(os.sep, "/"),) if there else ()
    steps = [step for step in pattern.split("/") if step not in ("", ".")]
    start = next(number for number, step in enumerate(steps) if _is_pattern(step))
    if not os.path.isdir(os.path.join(root, *steps[:start])):
        return ()
    walked = _walk(root, "/".join(steps[:start]), tuple(steps[start:]), Steps())
    return tuple(sorted(set(walked)))


class Steps:
    """How many entries of folders one pattern has looked at."""

    def __init__(self) -> None:
        """Start at none."""
        self.taken = 0


def _walk(root: str, folder: str, steps: tuple[str, ...], taken: Steps) -> Iterator[str]:
    """Yield the files below `folder` that match the steps of a pattern, relative to the root."""
    step, rest = steps[0], steps[1:]
    if step == "**" and rest:
        yield from _walk(root, folder, rest, taken)
    for entry in _entries(root, folder, taken):
        name = f"{folder}/{entry.name}" if folder else entry.name
        if not rest:
            yield from _matching(entry, name, step)
        elif step == "**":
            if entry.is_dir(follow_symlinks=False) and entry.name != ".git":
                yield from _walk(root, name, steps, taken)
        elif _fits(entry.name, step) and entry.is_dir():
            yield from _walk(root, name, rest, taken)


def _entries(root: str, folder: str, taken: Steps) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
    taken.taken += len(found)
    if taken.taken > MAX_WALKED:
        raise UserError(f"a pattern of evidence leads through more than {MAX_WALKED} files", folder)
    return found


def _matching(entry: os.DirEntry[str], name: str, step: str) -> Iterator[str]:
    """Yield the file of an entry if it fits: of a record, the output that it lies beside."""
    output = name if step.endswith(RECORD) else name.removesuffix(RECORD)
    if not entry.is_dir() and _fits(output.rpartition("/")[2], step):
        yield output


def _fits(name: str, step: str) -> bool:
    # most plans name no pattern whose folder exists
    from fnmatch import fnmatchcase

    return fnmatchcase(name, step)
