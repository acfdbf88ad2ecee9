"""How a reader wants a report."""

from typing import NamedTuple


class Style(NamedTuple):
    """How a report is laid out; formats for machines ignore it.

    `width` is in terminal columns (less than 40 counts as 40). `verbose` shows all evidence,
    `quiet` only failing items and the summary.
    """

    width: int = 80
    color: bool = False
    verbose: bool = False
    quiet: bool = False
