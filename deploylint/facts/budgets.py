"""The fact that says whether pages and bundles stay within their performance budgets."""

from typing import NamedTuple

from deploylint.facts.source import Collected


class Limit(NamedTuple):
    """Something that a tool compared with a limit of its own.

    `said` completes "main bundle ...": "has 3000 bytes; 2000 are permitted". What was not measured
    or has no limit does not hold. A limit that is not `binding` is one that the project wants to be
    warned of.
    """

    name: str
    said: str
    holds: bool
    binding: bool = True


class Page(NamedTuple):
    """A page that Lighthouse looked at; what was not measured is None.

    `score` is that of the category performance, in hundredths of a point from 0 to 10000. `lcp` is
    the time until the largest content is painted, in milliseconds. `error` says why the page could
    not be measured.
    """

    url: str
    score: int | None
    lcp: float | None
    error: str | None = None


class Budgets(NamedTuple):
    """What one report says; `error` is what its tool says when it could not measure at all."""

    tool: str
    pages: tuple[Page, ...] = ()
    limits: tuple[Limit, ...] = ()
    error: str | None = None


class BudgetReports(Collected[Budgets]):
    """The reports on performance budgets that were found."""

    __slots__ = ()
