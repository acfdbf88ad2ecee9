"""How many lines of a file came and went, without starting a diff.

Diffs of git run programs that the repository configures. Here the lines of both versions are
compared as two heaps: a line that only moved within its file counts in neither.
"""

from collections import Counter

PEEKED = 8000
"""Bytes at the start in which a NUL marks a binary file, as git has it."""


def is_binary(data: bytes) -> bool:
    """Say whether git would take the content for binary."""
    return b"\0" in data[:PEEKED]


def lines_of(data: bytes) -> list[bytes]:
    """Return the lines of a content; what follows the last line end is a line if not empty."""
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines


def compare(old: bytes, new: bytes) -> tuple[int, int]:
    """Return how many lines `new` has more, and how many it lacks.

    The first minus the second is the difference between the numbers of lines.
    """
    balance = Counter(lines_of(new))
    balance.subtract(lines_of(old))
    added = sum(count for count in balance.values() if count > 0)
    return added, added - balance.total()
