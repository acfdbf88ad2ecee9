"""Sets of time: sorted lists of half-open spans that neither overlap nor touch.

An instant is a whole number of microseconds since 1970-01-01T00:00Z: exact, and quick to compare.
"""

from collections.abc import Iterable

Span = tuple[int, int]
"""From the first instant, included, to the second, excluded."""


def merge(spans: Iterable[Span]) -> list[Span]:
    """Return the set that `spans`, in any order and overlapping at will, cover together."""
    merged: list[Span] = []
    start = end = None
    for first, last in sorted(spans):
        if first >= last:
            continue
        if end is None or start is None:
            start, end = first, last
        elif first > end:
            merged.append((start, end))
            start, end = first, last
        elif last > end:
            end = last
    if end is not None and start is not None:
        merged.append((start, end))
    return merged


def intersect(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """Return what two sets have in common."""
    common: list[Span] = []
    ones, others = list(left), list(right)
    i = j = 0
    while i < len(ones) and j < len(others):
        start, end = max(ones[i][0], others[j][0]), min(ones[i][1], others[j][1])
        if start < end:
            common.append((start, end))
        if ones[i][1] < others[j][1]:
            i += 1
        else:
            j += 1
    return common


def complement(spans: Iterable[Span], within: Span) -> list[Span]:
    """Return the part of `within` that the set does not cover."""
    rest: list[Span] = []
    cursor, end = within
    for start, stop in spans:
        if start > cursor:
            rest.append((cursor, min(start, end)))
        cursor = max(cursor, stop)
        if cursor >= end:
            return rest
    rest.append((cursor, end))
    return rest
