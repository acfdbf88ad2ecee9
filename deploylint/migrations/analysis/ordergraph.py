"""The graph of migrations that name those before them."""

from collections.abc import Iterable, Iterator, Mapping

from deploylint.facts.migrations import Migration


class Graph:
    """Migrations by version, with what comes directly after each; squashed ones count as one."""

    def __init__(self, migrations: Iterable[Migration]) -> None:
        """Take the migrations of one project, in any order."""
        members = tuple(migrations)
        present = {one.version for one in members}
        stands_for: dict[str, str] = {}
        for one in members:
            for version in one.replaces:
                if version != one.version and one.version in present:
                    stands_for.setdefault(version, one.version)
        versions = dict.fromkeys(one.version for one in members)
        self.nodes = tuple(version for version in versions if version not in stands_for)
        self.after: dict[str, list[str]] = {version: [] for version in self.nodes}
        for one in members:
            for parent in one.parents or () if one.version in self.after else ():
                before = _end(stands_for, parent)
                if before in self.after:
                    self.after[before].append(one.version)

    def heads(self) -> tuple[str, ...]:
        """Return the versions that nothing comes after."""
        return tuple(version for version, after in self.after.items() if not after)


def _end(stands_for: Mapping[str, str], version: str) -> str:
    """Follow squashes of squashes; of those that run in a circle, stop anywhere."""
    seen = set()
    while version in stands_for and version not in seen:
        seen.add(version)
        version = stands_for[version]
    return version


def in_cycles(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Yield the groups of versions that come after themselves.

    Tarjan's strongly connected components, without recursion:
    https://doi.org/10.1137/0201010.
    """
    search = _Search(graph.after)
    for version in graph.nodes:
        for component in search.components(version):
            if len(component) > 1 or component[0] in graph.after[component[0]]:
                yield tuple(sorted(component))


class _Search:
    def __init__(self, after: Mapping[str, list[str]]) -> None:
        self._after = after
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._open: dict[str, None] = {}

    def components(self, root: str) -> Iterator[list[str]]:
        """Yield the components that can be reached from a version and were not seen before."""
        if root in self._index:
            return
        path = [(root, self._enter(root))]
        while path:
            version, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    self._lower(path[-1][0], self._low[version])
                if self._low[version] == self._index[version]:
                    yield self._close(version)
            elif following not in self._index:
                path.append((following, self._enter(following)))
            elif following in self._open:
                self._lower(version, self._index[following])

    def _enter(self, version: str) -> Iterator[str]:
        self._index[version] = self._low[version] = len(self._index)
        self._open[version] = None
        return iter(self._after[version])

    def _lower(self, version: str, low: int) -> None:
        self._low[version] = min(self._low[version], low)

    def _close(self, version: str) -> list[str]:
        component = []
        while True:
            last, _ = self._open.popitem()
            component.append(last)
            if last == version:
                return component
