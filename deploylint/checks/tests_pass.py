"""Every test passed, and tests were run.

## Why
A failed test is a fault that is known before the users meet it. A report without failures proves
little by itself: tools write green reports when a file does not load, when a package does not
build, when no test was found at all, and an old report looks like a new one. So the tests that ran
are counted, what the report counts is compared with what it shows, and it has to be of this commit.

## How to fix
Repair what fails, then run all tests on the commit that is released through
`deploylint record --kind tests --out reports/junit.xml -- pytest --junitxml=reports/junit.xml`
(or whichever command runs yours), which keeps the exit code and the commit beside the report. Name
the report under `evidence: {tests: [reports/junit.xml]}`. JUnit XML, TAP and the JSON of
Playwright, jest, vitest, `go test` and newman are read. A run in parts needs the reports of all
parts.
"""

from deploylint.evidence.testdemands import Demands as Params
from deploylint.evidence.testdemands import Subject, judge
from deploylint.facts.clock import Clock
from deploylint.facts.tests import TestReports
from deploylint.model.verdict import Verdict

SUBJECT = Subject("test report", whole=True)


def check(reports: TestReports, clock: Clock, params: Params) -> Verdict:
    """Fail on each failing test, and when none ran, too many were skipped, or some left out."""
    return judge(reports, clock, params, SUBJECT)
