"""The order in which Alembic applies revisions: parents first.

https://alembic.sqlalchemy.org/en/latest/branches.html
"""

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from deploylint.facts.migrations import Migration
from deploylint.migrations.alembic.revision import Entry
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted


def ordered(entries: Iterable[Entry]) -> tuple[Migration, ...]:
    """Return revisions with those first that others build or depend on; cycles come last.

    Where the order leaves a choice, the one of the files' names is taken.
    """
    every = list(entries)
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(every):
        for name in (entry.migration.version, *entry.labels):
            places.setdefault(name, []).append(place)
    waits = [0] * len(every)
    children: list[list[int]] = [[] for _ in every]
    for place, entry in enumerate(every):
        needed = {
            parent
            for name in (*(entry.migration.parents or ()), *entry.depends_on)
            for parent in places.get(name.partition("@")[0], ())[:1]
            if parent != place
        }
        waits[place] = len(needed)
        for parent in needed:
            children[parent].append(place)
    order = _sorted(waits, children)
    return tuple(_checked(every[place], places) for place in order)


def _sorted(waits: list[int], children: list[list[int]]) -> list[int]:
    ready = [place for place, count in enumerate(waits) if not count]
    heapify(ready)
    order: list[int] = []
    while ready:
        place = heappop(ready)
        order.append(place)
        for child in children[place]:
            waits[child] -= 1
            if not waits[child]:
                heappush(ready, child)
    done = set(order)
    return [*order, *(place for place in range(len(waits)) if place not in done)]


def _checked(entry: Entry, known: dict[str, list[int]]) -> Migration:
    """Return a revision, with a problem for what it depends on and does not exist."""
    migration = entry.migration
    if not migration.is_read:
        return migration
    missing = [
        name
        for name in entry.depends_on
        if "@" not in name and not any(one.startswith(name) for one in known)
    ]
    problems = tuple(
        Finding(f"depends_on names {quoted(name)}, which is no revision here", migration.at)
        for name in missing
    )
    return migration._replace(problems=(*migration.problems, *problems))
