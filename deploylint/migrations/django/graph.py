"""The order of an app's migrations, which their dependencies give.

https://docs.djangoproject.com/en/stable/topics/migrations/#dependencies
"""

import heapq
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple


class Node(NamedTuple):
    """A migration by its name: what it needs of its app, what needs it, what it stands for."""

    name: str
    parents: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


class Order(NamedTuple):
    """Names of migrations in the order in which they are applied.

    `aside` are squashed ones beside all of those that they stand for: the models do not go through
    them a second time. Those whose dependencies go round in a circle come last.
    """

    names: tuple[str, ...]
    aside: frozenset[str]


def ordered(nodes: Sequence[Node]) -> Order:
    """Return the order of migrations; names without a dependency between them by name."""
    known = {node.name for node in nodes}
    aside = frozenset(
        node.name for node in nodes if node.replaces and known.issuperset(node.replaces)
    )
    edges, waiting = _edges(nodes, known, aside)
    ready = sorted(name for name, count in waiting.items() if count == 0)
    found: list[str] = []
    while ready:
        name = heapq.heappop(ready)
        found.append(name)
        for after in edges.get(name, ()):
            waiting[after] -= 1
            if waiting[after] == 0:
                heapq.heappush(ready, after)
    names = [name for name in found if name in known]
    return Order(names=(*names, *sorted(known.difference(names))), aside=aside)


def _edges(
    nodes: Sequence[Node], known: Collection[str], aside: Collection[str]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return what comes after each migration, and how many come before it.

    Beside each squashed migration that is set aside stands its end: what depends on it also comes
    after all that it stands for, and those come after it, so that it is read first.
    """
    edges: dict[str, list[str]] = {}
    waiting: dict[str, int] = dict.fromkeys(known, 0)

    def add(first: str, then: str) -> None:
        edges.setdefault(first, []).append(then)
        waiting[then] = waiting.get(then, 0) + 1

    ends = {name: f"{name}\0" for name in aside}
    stands_for = _stands_for(nodes, known, aside)
    for node in nodes:
        for parent in dict.fromkeys(node.parents):
            first = ends.get(parent) or stands_for.get(parent, parent)
            if (first in known or parent in ends) and node.name not in (first, parent):
                add(first, node.name)
        for after in dict.fromkeys(node.before):
            if after in known and after != node.name:
                add(node.name, after)
        if node.name in aside:
            for replaced in dict.fromkeys(node.replaces):
                if replaced != node.name:
                    add(node.name, replaced)
                    add(replaced, ends[node.name])
    return edges, waiting


def _stands_for(
    nodes: Sequence[Node], known: Collection[str], aside: Collection[str]
) -> Mapping[str, str]:
    """Return which squashed migration stands for one whose file is gone."""
    return {
        replaced: node.name
        for node in nodes
        if node.name not in aside
        for replaced in node.replaces
        if replaced not in known
    }
