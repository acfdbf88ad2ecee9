"""The end-to-end tests ran and passed.

## Why
Every part can work while the whole does not. The paths that users take, through all parts, are
tested before the release or by the users after it.

## How to fix
Run the end-to-end suites against the commit that is released, through
`deploylint record --kind end_to_end --out reports/e2e.xml -- pytest e2e --junitxml=reports/e2e.xml`
(or whichever command runs yours; for Playwright its reporters `json` and `junit` are read), and
name the report under `evidence: {end_to_end: [reports/e2e.xml]}`. The policy can list the critical
paths under `required`, so that none of them is missing unnoticed.
"""

from deploylint.evidence.testdemands import Demands as Params
from deploylint.evidence.testdemands import Subject, judge
from deploylint.facts.clock import Clock
from deploylint.facts.end_to_end import EndToEndReports
from deploylint.model.verdict import Verdict

SUBJECT = Subject("report of end-to-end tests")


def check(reports: EndToEndReports, clock: Clock, params: Params) -> Verdict:
    """Fail on each failing test, and when none ran, or a required one is missing."""
    return judge(reports, clock, params, SUBJECT)
