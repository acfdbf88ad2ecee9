"""Folders and patterns: which files are meant by them.

What nobody spelled out is left out where it is hidden, installed or generated: names that begin
with a dot, `node_modules`, `__pycache__`, virtual environments. Folders that are links are not
followed, so that nothing is found twice and no circle has to be noticed.
"""

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import translate

from deploylint.errors import UserError

SUFFIXES = (".yaml", ".yml", ".json")
"""How a file ends that may hold a plan; in capitals as well."""

INSTALLED = frozenset(("node_modules", "__pycache__", "venv"))
ENVIRONMENT = "pyvenv.cfg"
"""The file that makes a folder a virtual environment: https://docs.python.org/3/library/venv.html."""

ANY_DEPTH = "**"

Entries = list[os.DirEntry[str]]
Problems = list[UserError]
"""Why folders could not be looked into, filled on the way."""


def is_pattern(path: str) -> bool:
    """Say whether a name that no file has may be a pattern."""
    return any(char in path for char in "*?[")


def files_below(folder: str, problems: Problems) -> list[str]:
    """Return the files below a folder that may hold plans, sorted by their paths."""
    # a link that leads nowhere, or a pipe, shall be complained about, not passed over
    return sorted(
        _join(here, entry.name)
        for here, entries in _walk(folder, problems, set())
        for entry in entries
        if entry.name.lower().endswith(SUFFIXES) and not _is_folder(entry)
    )


def matches(pattern: str, base: str, problems: Problems) -> list[str]:
    """Return what matches a pattern in the folder `base`, sorted; a last `**` is the folder.

    Each name is matched as a shell would: `*` stays within it, and finds no leading dot. A `**` on
    the way stands for any number of folders.
    """
    steps = [step for step in pattern.split("/") if step not in ("", ".")]
    found = {"/" if pattern.startswith("/") else base}
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        folders_only = not last or pattern.endswith("/")
        if step != ANY_DEPTH:
            found = set(_step(found, step, problems, folders_only=folders_only))
        elif not last:
            # what was walked through once need not be walked through from further down
            seen: set[str] = set()
            for folder in sorted(found):
                for _ in _walk(folder, problems, seen):
                    pass
            found = seen
    return sorted(path or os.curdir for path in found)


def _step(
    folders: Iterable[str], step: str, problems: Problems, *, folders_only: bool
) -> Iterator[str]:
    if not is_pattern(step):
        for folder in folders:
            path = _join(folder, step)
            if os.path.isdir(path) or (os.path.lexists(path) and not folders_only):
                yield path
        return
    fits = re.compile(translate(step)).match
    for folder in folders:
        for entry in _entries(folder, problems, hidden=step.startswith(".")):
            if fits(entry.name) and (not folders_only or _is_folder(entry)):
                yield _join(folder, entry.name)


def _walk(top: str, problems: Problems, seen: set[str]) -> Iterator[tuple[str, Entries]]:
    """Yield a folder and those below it that were not seen yet, with what lies in each.

    There is no recursion: a tree may be deeper than a stack.
    """
    waiting = [top]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        entries = list(_entries(here, problems))
        yield here, entries
        waiting += [_join(here, entry.name) for entry in entries if _is_folder(entry)]


def _entries(
    folder: str, problems: Problems, *, hidden: bool = False
) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in a folder and is not left out."""
    try:
        with os.scandir(folder or os.curdir) as listed:
            entries = list(listed)
    except OSError as error:
        why = (error.strerror or "no reason given").lower()
        problem = UserError(f"the folder cannot be looked into: {why}", folder or os.curdir)
        if str(problem) not in map(str, problems):
            problems.append(problem)
        return
    for entry in entries:
        if entry.name.startswith(".") and not hidden:
            continue
        linked = entry.is_symlink() and _is_folder(entry, links=True)
        if not (linked or (_is_folder(entry) and _is_installed(folder, entry.name))):
            yield entry


def _is_installed(folder: str, name: str) -> bool:
    return name in INSTALLED or os.path.lexists(os.path.join(folder, name, ENVIRONMENT))


def _is_folder(entry: os.DirEntry[str], *, links: bool = False) -> bool:
    try:
        return entry.is_dir(follow_symlinks=links)
    except OSError:
        return False


def _join(folder: str, name: str) -> str:
    return name if folder in ("", os.curdir) else os.path.join(folder, name)
