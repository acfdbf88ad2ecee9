"""The order of changeSets: which changelog includes which.

https://docs.liquibase.com/change-types/include.html and .../includeall.html. Files are looked for
as Liquibase does on a class path, of which only the end is known: `db/changelog/a.xml` may lie in
`app/src/main/resources/`.
"""

from collections.abc import Iterable, Iterator, Mapping
from posixpath import normpath
from typing import NamedTuple

from deploylint.migrations.liquibase.nodes import Broken, ChangeNode
from deploylint.migrations.liquibase.sql import is_formatted, read_sql_log
from deploylint.migrations.liquibase.xml import read_xml
from deploylint.migrations.liquibase.yaml import read_yaml

MAX_NESTED = 50
"""Changelogs that include each other."""

MAX_LOOKED_AT = 1_000_000
"""Folders and files that all `includeAll` of a repository look at together."""


class Placed(NamedTuple):
    """A changeSet, or a file that cannot be read, with the file and the root it belongs to."""

    path: str
    root: str
    node: ChangeNode | Broken


def read_log(path: str, text: str) -> ChangeNode | Broken:
    """Return the root of a changelog, by the ending of its name."""
    if path.lower().endswith(".xml"):
        return read_xml(path, text)
    if path.lower().endswith(".sql"):
        return read_sql_log(path, text)
    return read_yaml(path, text)


class Logs:
    """All changelogs of a repository."""

    def __init__(self, texts: Mapping[str, str], files: Iterable[str]) -> None:
        """Read every changelog once."""
        self.logs = {path: read_log(path, texts[path]) for path in files if path in texts}
        self.texts = texts
        self._by_name: dict[str, list[str]] = {}
        self._by_folder: dict[str, list[str]] = {}
        for path in sorted(texts):
            folder, _, name = path.rpartition("/")
            self._by_name.setdefault(name, []).append(path)
            self._by_folder.setdefault(folder, []).append(path)
        self._seen: set[str] = set()
        self._left = MAX_LOOKED_AT

    def find(self, written: str, source: str, *, relative: bool) -> str | None:
        """Return the path of a file that a changelog names."""
        name = _path(written)
        folder = source.rpartition("/")[0]
        beside = normpath(f"{folder}/{name}" if folder else name)
        if (relative or "/" not in name) and beside in self.texts:
            return beside
        wanted = normpath(name)
        ends = [
            path
            for path in self._by_name.get(wanted.rpartition("/")[2], ())
            if path == wanted or path.endswith(f"/{wanted}")
        ]
        if not ends:
            return beside if beside in self.texts else None
        return max(ends, key=lambda path: _shared(path, source))

    def folder(self, written: str, source: str, *, relative: bool) -> list[str]:
        """Return the changelogs under the folder that a changelog names, in their order."""
        name = _path(written).rstrip("/")
        above = source.rpartition("/")[0]
        beside = normpath(f"{above}/{name}" if above else name)
        wanted = beside if relative else normpath(name)
        found: list[str] = []
        self._left -= len(self._by_folder)
        if self._left < 0:
            return found
        for folder, paths in self._by_folder.items():
            inside = f"/{folder}/"
            if (relative and inside.startswith(f"/{wanted}/")) or (
                not relative and f"/{wanted}/" in inside
            ):
                found.extend(path for path in paths if path in self.logs and path != source)
        self._left -= len(found)
        return sorted(found)

    def included(self, path: str) -> Iterator[ChangeNode | str]:
        """Yield the changeSets of a changelog and the paths that it includes, in order."""
        log = self.logs.get(path)
        if not isinstance(log, ChangeNode):
            return
        for child in log.children:
            relative = child.on("relativeToChangelogFile")
            if child.name == "changeSet":
                yield child
            elif child.name == "include":
                found = self.find(child.attributes.get("file", ""), path, relative=relative)
                if found is not None:
                    yield found
            elif child.name == "includeAll":
                yield from self.folder(child.attributes.get("path", ""), path, relative=relative)

    def roots(self) -> list[str]:
        """Return the changelogs that no other includes; of a circle, the first."""
        inner = {
            one
            for path in self.logs
            for one in self.included(path)
            if isinstance(one, str) and one != path
        }
        return [path for path in sorted(self.logs) if path not in inner]

    def ordered(self) -> Iterator[Placed]:
        """Yield every changeSet once, in the order in which it is applied."""
        for root in self.roots():
            yield from self._walk(root, root)
        for path in sorted(self.logs):  # circles have no root
            yield from self._walk(path, path)

    def _walk(self, start: str, root: str) -> Iterator[Placed]:
        waiting: list[Iterator[ChangeNode | str]] = []
        self._enter(start, waiting)
        yield from self._broken(start, root, entered=bool(waiting))
        paths = [start]
        while waiting:
            one = next(waiting[-1], None)
            if one is None:
                waiting.pop()
                paths.pop()
            elif isinstance(one, ChangeNode):
                yield Placed(paths[-1], root, one)
            else:
                depth = len(waiting)
                self._enter(one, waiting)
                entered = len(waiting) > depth
                yield from self._broken(one, root, entered=entered)
                paths += [one] if entered else []

    def _enter(self, path: str, waiting: list[Iterator[ChangeNode | str]]) -> None:
        if path not in self._seen and path in self.logs and len(waiting) < MAX_NESTED:
            self._seen.add(path)
            waiting.append(self.included(path))

    def _broken(self, path: str, root: str, *, entered: bool) -> Iterator[Placed]:
        log = self.logs.get(path)
        if entered and isinstance(log, Broken):
            yield Placed(path, root, log)


def _path(written: str) -> str:
    return written.strip().removeprefix("classpath:").replace("\\", "/").lstrip("/")


def _shared(one: str, other: str) -> tuple[int, int]:
    """Return how many folders two paths share from the top, and prefer short paths."""
    left, right = one.split("/"), other.split("/")
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    return same, -len(left)


def holds_changes(path: str, text: str) -> bool:
    """Say whether a text is a changelog of Liquibase."""
    if path.lower().endswith(".sql"):
        return is_formatted(text)
    if path.lower().endswith(".xml"):
        return "<databaseChangeLog" in text or ":databaseChangeLog" in text
    return "databaseChangeLog" in text
