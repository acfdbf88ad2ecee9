"""Pages and bundles stay within their performance budgets.

## Why
Each release adds a little, and nobody notices the one that makes a page slow. A budget does.

## How to fix
Make the page or the bundle smaller, or raise the budget where everybody can see it. Measure on the
commit that is released: `deploylint record --kind budgets --out reports/lighthouse.json --
lighthouse URL --output json --output-path reports/lighthouse.json`, and name the report under
`evidence: {budgets: [reports/lighthouse.json]}`. Lighthouse CI lists only what failed unless its
setting `includePassedAssertions` is true. If the project serves no pages, answer `na` and say so.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.budgets import BudgetReports
from deploylint.facts.clock import Clock
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    performance: Annotated[
        int, "The score for performance that Lighthouse has to give, from 0 to 100.", "higher"
    ] = 0
    lcp: Annotated[
        int, "Milliseconds in which the largest content of a page has to be painted.", "lower"
    ] = 3000
    max_age: Annotated[timedelta, "How old a report may be.", "lower"] = timedelta(hours=24)


def check(reports: BudgetReports, clock: Clock, params: Params) -> Verdict:
    """Fail on each page that is too slow, on each limit that is exceeded, and on a report of none.

    A limit that Lighthouse CI only warns of is a note.
    """
    found = weigh(reports, clock, params.max_age)
    if not found.counted:
        return nothing(found, "report on a performance budget")
    # most runs find no report
    from deploylint.evidence.budgeted import Demands, judge

    return judge(found, Demands(params.performance, params.lcp))
