"""The extra validations that the project demands were done and passed.

## Why
Some faults show only under load or under attack. A project that knows of such risks says which
validations a release needs, and their reports show that they were done for this one.

## How to fix
Run the validations on the commit that is released through
`deploylint record --kind validations --out reports/load.xml -- ...`, with a tool that writes JUnit
XML, TAP or the JSON of a test runner, and name the reports under `evidence: {validations: [...]}`.
The policy lists under `required` which validations there have to be.
"""

from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.testdemands import Demands, Subject, judge
from deploylint.facts.clock import Clock
from deploylint.facts.validations import ValidationReports
from deploylint.model.verdict import Verdict

SUBJECT = Subject("report of a validation")


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    required: Annotated[
        tuple[str, ...],
        "Names of the validations that must have run (suites, classes, tests or files);"
        " `*` and `?` are understood.",
    ] = ()
    max_age: Annotated[timedelta, "How old a report may be.", "lower"] = timedelta(days=7)
    min_tests: Annotated[int, "How many tests must have run.", "higher"] = 1
    max_skipped_percent: Annotated[int, "How many of 100 tests may be skipped.", "lower"] = 50
    partial: Annotated[
        Literal["note", "fail"], "What to do with a run that left tests out.", "higher"
    ] = "fail"


def check(reports: ValidationReports, clock: Clock, params: Params) -> Verdict:
    """Fail on each validation that failed, that did not run, or that is missing."""
    demands = Demands(
        max_age=params.max_age,
        min_tests=params.min_tests,
        max_skipped_percent=params.max_skipped_percent,
        required=params.required,
        partial=params.partial,
    )
    return judge(reports, clock, demands, SUBJECT)
