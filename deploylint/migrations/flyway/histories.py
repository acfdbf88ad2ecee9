"""Which of Flyway's files are one history.

A location is read with all folders below it, and several locations may be one history: SQL among
the resources, Java among the sources. What belongs to one database only lies in a folder that is
called after it. Files are put together where the folders say so and no version comes twice:
below a folder that holds migrations itself or is called `migration`, with `src/main/java` and
`src/main/resources` taken as one.
"""

import re
from collections.abc import Iterable, Mapping

from deploylint.migrations.flyway.names import Named
from deploylint.migrations.frameworks.dialects import of_folder
from deploylint.migrations.frameworks.folders import parted, upwards

_SOURCES = re.compile(r"(^|/)src/(main|test)/(?:java|kotlin|groovy|resources)(?=/|$)")
_ROOTS = frozenset(("migration", "migrations"))


def histories(found: Iterable[Named]) -> Mapping[str, tuple[Named, ...]]:
    """Return the files of each history by the folder that holds all of its SQL."""
    folders: dict[str, list[Named]] = {}
    for one in found:
        folders.setdefault(_place(parted(one.path)[0]), []).append(one)
    roots: dict[str, list[str]] = {}
    for folder in folders:
        roots.setdefault(_root(folder, folders), []).append(folder)
    merged: dict[str, tuple[Named, ...]] = {}
    for below in roots.values():
        for members in _apart([folders[folder] for folder in below]):
            merged[_common([one for one in members if one.language == "SQL"] or members)] = members
    return merged


def _place(folder: str) -> str:
    return _SOURCES.sub(r"\1src/\2/*", folder)


def _root(folder: str, folders: Mapping[str, list[Named]]) -> str:
    """Return the topmost folder that a folder shares its history with."""
    root = folder
    for one in upwards(folder):
        if of_folder(one) is not of_folder(folder):
            break
        if one in folders or parted(one)[1] in _ROOTS:
            root = one
    return root


def _apart(groups: list[list[Named]]) -> list[tuple[Named, ...]]:
    """Put groups together, unless a version would come twice."""
    together = [one for members in groups for one in members]
    versions = [(one.prefix, one.parts) for one in together if one.parts]
    if len(set(versions)) == len(versions):
        return [tuple(together)]
    return [tuple(members) for members in groups]


def _common(members: Iterable[Named]) -> str:
    """Return the deepest folder that holds all members."""
    folders = [parted(one.path)[0].split("/") for one in members]
    shared = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared)
