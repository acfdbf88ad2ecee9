"""What the check performance-budget-met says."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from deploylint.checks.performance_budget_met import Params, check
from deploylint.facts.budgets import BudgetReports, Budgets, Limit, Page
from deploylint.facts.source import Missing, Piece, RecordedRun, Source
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from tests.checks.plans import TUESDAY, clock, lines, written

NAMED = Location("plan.yaml", 5, 12)
MADE = TUESDAY.astimezone(UTC) - timedelta(hours=1)
FAILED_RUN = RecordedRun(
    kind=Kind.BUDGETS,
    name="budgets",
    command=("size-limit", "--json"),
    exit_code=1,
    started_at=MADE,
    ended_at=MADE,
    commit=None,
    tree=None,
    dirty=None,
    outputs=(),
    lockfiles=(),
    versions={},
    ci=None,
    path="budgets.json.evidence.json",
    digest="sha256:1",
)


def report(content: Budgets, **source: Any) -> Piece[Budgets]:
    stated = {"path": "budgets.json", "named": NAMED, "time": MADE, **source}
    return Piece(Source(kind=Kind.BUDGETS, **stated), content)


def page(score: int | None = 9800, lcp: float | None = 639.2, **more: Any) -> Budgets:
    return Budgets("Lighthouse 12.8.2", (Page("http://shop/", score, lcp, **more),))


def sizes(*limits: Limit) -> Budgets:
    return Budgets("size-limit", limits=limits)


def reports(*pieces: Piece[Budgets], **more: Any) -> BudgetReports:
    return BudgetReports(kind=Kind.BUDGETS, pieces=pieces, **more)


SMALL = Limit("app.js", "has 28 bytes; 1000 are permitted", holds=True)
LARGE = Limit("vendor.js", "has 3000 bytes; 2000 are permitted", holds=False)
WARNED = Limit("font", "is 3; asserted is <= 2", holds=False, binding=False)
UNTIL = "valid until 2026-11-25T08:30:00+00:00"
CASES = [
    pytest.param(
        reports(searched=("reports/size-limit*.json",)),
        Params(),
        """
        fail unproven: no report on a performance budget of this release was found (looked for
              reports/size-limit*.json)
        """,
        id="nothing-found",
    ),
    pytest.param(
        reports(missing=(Missing(Place("lh.json", NAMED), "does not exist"),)),
        Params(),
        """
        fail error: lh.json does not exist
          5:12 lh.json does not exist
        """,
        id="named-and-not-there",
    ),
    pytest.param(
        reports(report(page())),
        Params(performance=98),
        f"""
        pass: 1 page measured: largest content after 639 ms at most, score 98 at least [budgets
              budgets.json]
          {UNTIL}
        """,
        id="a-fast-page",
    ),
    pytest.param(
        reports(report(page(8999, 2999.99))),
        Params(performance=90),
        """
        fail violated: budgets.json: "http://shop/" has the score 89.9; 90 is demanded [budgets
              budgets.json]
          1:1 budgets.json: "http://shop/" has the score 89.9; 90 is demanded
        """,
        id="a-score-just-below",
    ),
    pytest.param(
        reports(report(page(lcp=3000.0))),
        Params(),
        """
        fail violated: budgets.json: "http://shop/" paints its largest content after 3000 ms; it has
              to be less than 3000 ms [budgets budgets.json]
          1:1 budgets.json: "http://shop/" paints its largest content after 3000 ms; it has to be
              less than 3000 ms
        """,
        id="as-slow-as-the-limit",
    ),
    pytest.param(
        reports(report(page(None, None, error="NO_FCP"))),
        Params(),
        """
        fail violated: budgets.json: "http://shop/" could not be measured: "NO_FCP" [budgets
              budgets.json]
          1:1 budgets.json: "http://shop/" could not be measured: "NO_FCP"
        """,
        id="a-runtime-error",
    ),
    pytest.param(
        reports(report(page(9800, 639.2, error="NO_FCP"))),
        Params(),
        """
        fail violated: budgets.json: "http://shop/" could not be measured: "NO_FCP" [budgets
              budgets.json]
          1:1 budgets.json: "http://shop/" could not be measured: "NO_FCP"
        """,
        id="a-runtime-error-beside-good-numbers",
    ),
    pytest.param(
        reports(report(page(None))),
        Params(),
        """
        fail violated: budgets.json: "http://shop/" has no score for performance; let Lighthouse
              measure that category [budgets budgets.json]
          1:1 budgets.json: "http://shop/" has no score for performance; let Lighthouse measure that
              category
        """,
        id="no-score",
    ),
    pytest.param(
        reports(report(page(9800, None))),
        Params(),
        """
        fail violated: budgets.json: of "http://shop/" the Largest Contentful Paint was not measured
              [budgets budgets.json]
          1:1 budgets.json: of "http://shop/" the Largest Contentful Paint was not measured
        """,
        id="no-largest-paint",
    ),
    pytest.param(
        reports(report(sizes(SMALL, LARGE))),
        Params(),
        """
        fail violated: budgets.json: "vendor.js" has 3000 bytes; 2000 are permitted [budgets
              budgets.json]
          1:1 budgets.json: "vendor.js" has 3000 bytes; 2000 are permitted
        """,
        id="a-bundle-too-large",
    ),
    pytest.param(
        reports(report(sizes(SMALL, WARNED)), report(page(), path="lh.json")),
        Params(),
        f"""
        pass: 1 limit of size-limit kept; 1 page measured: largest content after 639 ms at most,
              score 98 at least [budgets budgets.json, budgets lh.json]
          1:1 budgets.json: "font" is 3; asserted is <= 2 (a warning)
          {UNTIL}
        """,
        id="several-with-a-warning",
    ),
    pytest.param(
        reports(report(sizes())),
        Params(),
        """
        fail violated: budgets.json: holds no limit that had to be kept, so nothing was judged
              [budgets budgets.json]
          1:1 budgets.json: holds no limit that had to be kept, so nothing was judged
        """,
        id="an-empty-list",
    ),
    pytest.param(
        reports(report(sizes(WARNED))),
        Params(),
        """
        fail violated: budgets.json: holds no limit that had to be kept, so nothing was judged
              [budgets budgets.json]
          1:1 budgets.json: holds no limit that had to be kept, so nothing was judged
        """,
        id="only-warnings",
    ),
    pytest.param(
        reports(report(Budgets("size-limit", error="SizeLimitError: no config"))),
        Params(),
        """
        fail violated: budgets.json: says that nothing could be measured: "SizeLimitError: no
              config" [budgets budgets.json]
          1:1 budgets.json: says that nothing could be measured: "SizeLimitError: no config"
        """,
        id="the-tool-failed",
    ),
    pytest.param(
        reports(report(sizes(SMALL), run=FAILED_RUN)),
        Params(),
        """
        fail violated: budgets.json: was written by "size-limit --json", which ended with 1 [budgets
              budgets.json, record budgets.json.evidence.json]
          1:1 budgets.json: was written by "size-limit --json", which ended with 1
        """,
        id="the-recorded-command-failed",
    ),
    pytest.param(
        reports(report(page(), time=MADE - timedelta(days=2))),
        Params(),
        """
        fail stale: budgets.json is 2 days 1 h old; the policy accepts 1 day at most
          1:1 budgets.json is 2 days 1 h old; the policy accepts 1 day at most
        """,
        id="too-old",
    ),
]


@pytest.mark.parametrize(("found", "params", "expected"), CASES)
def test_a_performance_budget_is_met(found: BudgetReports, params: Params, expected: str) -> None:
    assert unwrapped(written(check(found, clock(), params))) == unwrapped(lines(expected))


def unwrapped(text: str) -> str:
    """Return a verdict with each of its lines whole."""
    return text.replace("\n" + " " * 6, " ")
