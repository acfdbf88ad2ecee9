"""The fact that says how much of the code the tests ran."""

from typing import NamedTuple

from deploylint.facts.source import Collected


class Tally(NamedTuple):
    """How many of `valid` lines or branches were run; `covered` is never more than `valid`."""

    covered: int
    valid: int


class Beyond(NamedTuple):
    """A file that has `lines` lines, and of which a report knows the line of number `line`."""

    file: str
    lines: int
    line: int


class Coverage(NamedTuple):
    """What one coverage report counts, added up anew from the counts of its files.

    `tool` is the tool and its version where the report names it, else the format. `files` are the
    measured files as the report states them, with `/`; each may be relative to one of the folders
    in `sources`. `excluded` lines were taken out of the measurement by remarks in the code.
    `highest` says of files how many lines they have at least by this report.

    The rest is what the files of the release say to it. `unknown` are those of the files that it
    does not have, `known` the others: as paths of the release, or as stated where several could be
    meant. `beyond` are files that have fewer lines there. `alike` says how many files it has with
    an ending of a known one, by the ending (".py").
    """

    tool: str
    lines: Tally
    branches: Tally
    files: tuple[str, ...]
    sources: tuple[str, ...] = ()
    excluded: int = 0
    highest: tuple[tuple[str, int], ...] = ()
    unknown: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    beyond: tuple[Beyond, ...] = ()
    alike: tuple[tuple[str, int], ...] = ()


class CoverageReports(Collected[Coverage]):
    """The coverage reports that were found."""

    __slots__ = ()
