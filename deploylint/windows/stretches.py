"""The tiers of a range of time, one stretch after the other, with the entries that decide."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from deploylint.model.calendar import Cause, Stretch
from deploylint.model.windows import WindowRules
from deploylint.windows.entries import Entry
from deploylint.windows.intervals import merge
from deploylint.windows.judge import Desk, Question, desk_of, variant_of
from deploylint.windows.localtime import GREATEST, LEAST, instant
from deploylint.windows.timeline import Variant

MAX_WINDOWS = 200_000
"""More windows than this are not laid side by side: a second of work, and nothing to look at."""


def stretches(
    rules: WindowRules, question: Question, start: datetime, end: datetime
) -> tuple[Stretch, ...]:
    """Return the stretches from `start` to `end`, both aware, without a gap between them.

    The moment and the duration of the question do not matter. Neighbours differ in tier or in the
    entries that decide. Raises ValueError with a sentence when there are too many windows to lay
    side by side.
    """
    desk, variant = desk_of(rules, question), variant_of(rules, question)
    low, high = (min(max(instant(one), LEAST), GREATEST) for one in (start, end))
    return tuple(_stretches(desk, variant, low, high)) if low < high else ()


def _stretches(desk: Desk, variant: Variant, low: int, high: int) -> Iterator[Stretch]:
    entries = desk.entries
    shown = entries.clock.shown
    current: Stretch | None = None
    for start, end, active in _active(desk, variant, low, high):
        bits = 0
        for entry in active:
            bits |= entry.bits
        standing = entries.standing(bits)
        deciding = tuple(
            Cause(kind=entry.kind.value, id=entry.id, form=entry.form, reason=entry.reason)
            for entry in active
            if (entry.kind, entry.tier) == (standing.kind, standing.tier)
        )
        tier = entries.names[standing.tier]
        if current and (current.tier, current.deciding) == (tier, deciding):
            current = current._replace(end=shown(end))
            continue
        if current:
            yield current
        permitted = standing.tier in entries.permit
        current = Stretch(shown(start), shown(end), tier, permitted, deciding)
    if current:
        yield current


def _active(
    desk: Desk, variant: Variant, low: int, high: int
) -> Iterator[tuple[int, int, list[Entry]]]:
    """Yield spans in which the same entries hold, and those entries in the order of the policy."""
    applying = desk.timeline.applying(variant)
    changes: dict[int, set[int]] = {low: set(), high: set()}
    windows = 0
    for number, entry in enumerate(applying):
        spans = merge(desk.timeline.spans(entry, low, high))
        windows += len(spans)
        if windows > MAX_WINDOWS:
            raise ValueError(f"there are more than {MAX_WINDOWS} windows in that time")
        for first, last in spans:
            if first < high and last > low:
                changes.setdefault(max(first, low), set()).add(number)
                changes.setdefault(min(last, high), set()).add(number)
    holding = {number for number, entry in enumerate(applying) if entry.spans is None}
    for start, end in pairwise(sorted(changes)):
        holding ^= changes[start]
        yield start, end, [applying[number] for number in sorted(holding)]
