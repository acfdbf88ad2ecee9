"""The tests run enough of the code, measured on this release.

## Why
What no test runs can break without anybody noticing before the users do. A percentage alone proves
little: of nothing, tools report 100 %, and the report of an older revision looks like that of this
one. So the lines are counted anew, and the measured files have to be files of the release that have
these lines. How many other files of the same languages were not measured at all is a note, for some
never are, such as tests; `max_unmeasured_percent` makes it a limit.

## How to fix
Write tests for the lines that the report shows as not covered. Measure on the commit that is
released: `deploylint record --kind coverage --out coverage.xml -- pytest --cov --cov-report=xml`,
then name the report under `evidence: {coverage: [coverage.xml]}`. Each report has to reach the
threshold by itself; merge the reports of parts before, with the tool that made them.
"""

from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.coverage import CoverageReports
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    lines: Annotated[int, "Percent of the lines that have to be covered.", "higher"] = 80
    branches: Annotated[int, "Percent of the branches that have to be covered.", "higher"] = 0
    min_statements: Annotated[int, "How many lines have to be measured at least.", "higher"] = 1
    max_unknown_percent: Annotated[
        int, "Percent of the measured files that the release may lack.", "lower"
    ] = 20
    max_unmeasured_percent: Annotated[
        int,
        "Percent of the release's files of the measured languages that may be missing from the"
        " report.",
        "lower",
    ] = 100
    max_age: Annotated[timedelta, "How old a report may be.", "lower"] = timedelta(hours=24)


def check(reports: CoverageReports, clock: Clock, params: Params) -> Verdict:
    """Fail on each report below a threshold, of nothing, or of files that are not in the release.

    The last counts as stale: it is the report of another revision.
    """
    found = weigh(reports, clock, params.max_age)
    if not found.counted:
        return nothing(found, "coverage report")
    # most runs find no report
    from deploylint.evidence.covered import Demands, judge

    demands = Demands(
        lines=params.lines,
        branches=params.branches,
        min_statements=params.min_statements,
        max_unknown_percent=params.max_unknown_percent,
        max_unmeasured_percent=params.max_unmeasured_percent,
    )
    return judge(found, reports.release, demands)
