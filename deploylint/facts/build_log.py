"""The fact that says what a build warned of."""

from typing import NamedTuple

from deploylint.facts.source import Collected


class BuildWarning(NamedTuple):
    """A warning, without colours, where it stands first, and how often it was printed."""

    text: str
    line: int
    times: int = 1


class BuildLog(NamedTuple):
    """What one log holds: its lines, its different warnings, and how many warnings that are.

    `summed` is the largest number of warnings that a line of the log sums up, and `summary` is that
    line, when the warnings themselves were not all found; else None.
    """

    lines: int
    warnings: tuple[BuildWarning, ...] = ()
    summary: BuildWarning | None = None


class BuildLogs(Collected[BuildLog]):
    """The build logs that were found."""

    __slots__ = ()
