"""The fact that says how much of the code the tests ran."""

from typing import NamedTuple

from deploylint.facts.source import Collected


class Tally(NamedTuple):
    """How many of `valid` lines or branches were run; `covered` is never more than `valid`."""

    covered: int
    valid: int


class Coverage(NamedTuple):
    """What one coverage report counts, added up anew from the counts of its files.

    `tool` is the tool and its version where the report names it, else the format. `files` are the
    measured files as the report states them, with `/`; each may be relative to one of the folders
    in `sources`. `excluded` lines were taken out of the measurement by remarks in the code.
    `unknown` are those of the files that the release does not have.
    """

    tool: str
    lines: Tally
    branches: Tally
    files: tuple[str, ...]
    sources: tuple[str, ...] = ()
    excluded: int = 0
    unknown: tuple[str, ...] = ()


class CoverageReports(Collected[Coverage]):
    """The coverage reports that were found."""

    __slots__ = ()
