"""The bits of every moment, block by block.

Time is cut into blocks of 32 days, each expanded once and kept, because the plans of a run ask
about the same weeks.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from deploylint.model.windows import OnCall
from deploylint.windows.entries import Entries, Entry
from deploylint.windows.intervals import Span, complement, intersect, merge
from deploylint.windows.localtime import DAY

BLOCK = 32 * DAY

MAX_SPANS = 3_000_000
"""A search gives up here, after seconds: no policy that people write comes near."""


class Variant(NamedTuple):
    """What the change and the caller decide: on-call, and the exceptions that match.

    `on_call` is what rules are compared with; it does not matter when the policy has its own
    schedule. `exceptions` are positions in the policy.
    """

    on_call: OnCall
    exceptions: tuple[int, ...]


class Step(NamedTuple):
    """A stretch of time with the same bits; it ends at the next change or with its block."""

    start: int
    end: int
    bits: int


class Block(NamedTuple):
    """The steps of a block, where they start, and how many spans they were made of."""

    starts: list[int]
    steps: list[Step]
    spans: int


class Timeline:
    """The steps of all variants of one policy."""

    def __init__(self, entries: Entries) -> None:
        """Start with nothing expanded."""
        self.entries = entries
        self._blocks: dict[tuple[Variant, int], Block] = {}

    def steps(self, variant: Variant, start: int, end: int) -> Iterator[Step]:
        """Yield the steps from the one that holds `start` up to `end`, without a gap.

        Ends early when the policy has more windows than can be looked at.
        """
        spans = 0
        for number in range(start // BLOCK, (end - 1) // BLOCK + 1):
            block = self._block(variant, number)
            first = bisect_right(block.starts, start) - 1 if number == start // BLOCK else 0
            for step in block.steps[first:]:
                if step.start >= end:
                    return
                yield step
            spans += block.spans
            if spans > MAX_SPANS:
                return

    def always(self, variant: Variant) -> int:
        """Return the bits of the exceptions of a variant that hold at any time."""
        bits = 0
        for number in variant.exceptions:
            entry = self.entries.exceptions[number]
            if entry.spans is None:
                bits |= entry.bits
        return bits

    def applying(self, variant: Variant) -> list[Entry]:
        """Return the entries that count for a variant."""
        plain = [
            entry
            for entry in self.entries.plain
            if entry.on_call is None or self.entries.on_call or entry.on_call is variant.on_call
        ]
        return plain + [self.entries.exceptions[number] for number in variant.exceptions]

    def _block(self, variant: Variant, number: int) -> Block:
        found = self._blocks.get((variant, number))
        if found is None:
            found = self._sweep(variant, number * BLOCK, (number + 1) * BLOCK)
            self._blocks[variant, number] = found
        return found

    def _sweep(self, variant: Variant, low: int, high: int) -> Block:
        """Expand one block."""
        always = self.always(variant)
        together: dict[int, list[Span]] = {}
        for entry in self.applying(variant):
            spans = self.spans(entry, low, high)
            for bit in _single(entry.bits):
                together.setdefault(bit, []).extend(spans)
        changes = {low: 0, high: 0}
        for bit, spans in together.items():
            for start, end in merge(spans):
                if start < high and end > low:
                    first, last = max(start, low), min(end, high)
                    changes[first] = changes.get(first, 0) ^ bit
                    changes[last] = changes.get(last, 0) ^ bit
        times = sorted(changes)
        steps, bits = [], 0
        for start, end in pairwise(times):
            bits ^= changes[start]
            steps.append(Step(start, end, bits | always))
        return Block(times[:-1], steps, sum(map(len, together.values())))

    def spans(self, entry: Entry, low: int, high: int) -> list[Span]:
        """Return the spans of an entry, cut to the times at which its condition holds.

        An exception that holds always has none.
        """
        spans = [] if entry.spans is None else entry.spans(low, high)
        shifts = self.entries.on_call
        if shifts is None or entry.on_call is None:
            return spans
        served = merge(shifts(low, high))
        if entry.on_call is OnCall.ABSENT:
            served = complement(served, (low, high))
        return intersect(merge(spans), served)


def _single(bits: int) -> Iterator[int]:
    while bits:
        yield bits & -bits
        bits &= bits - 1
