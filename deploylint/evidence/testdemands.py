"""What a policy demands of test runs: shared by all checks about tests."""

from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

from deploylint.evidence.weigh import nothing, weigh
from deploylint.facts.clock import Clock
from deploylint.facts.source import Collected
from deploylint.facts.tests import TestRun
from deploylint.model.verdict import Verdict


class Demands(NamedTuple):
    """What a policy may set under `with:`."""

    max_age: Annotated[timedelta, "How old a report may be.", "lower"] = timedelta(hours=24)
    min_tests: Annotated[int, "How many tests must have run.", "higher"] = 1
    max_skipped_percent: Annotated[int, "How many of 100 tests may be skipped.", "lower"] = 50
    max_flaky: Annotated[
        int, "How many tests may pass only after they were run again.", "lower"
    ] = 20
    required: Annotated[
        tuple[str, ...],
        "Names of suites, classes, tests or files that must have run; `*` and `?` are understood.",
    ] = ()
    partial: Annotated[
        Literal["note", "fail"], "What to do with a run that left tests out.", "higher"
    ] = "fail"


class Subject(NamedTuple):
    """What is judged: `noun` names a report; `whole` says that every test has to run.

    Other reports are of tests that were chosen by name, which is no reason to mistrust them.
    """

    noun: str
    whole: bool = False


def judge(reports: Collected[TestRun], clock: Clock, demands: Demands, subject: Subject) -> Verdict:
    """Fail on every test that failed, on runs that broke, and when nothing or too little ran."""
    found = weigh(reports, clock, demands.max_age)
    if not reports.pieces:
        return nothing(found, subject.noun)
    # takes 8 ms to import, and most runs find no report
    from deploylint.evidence.testruns import judge_runs

    return judge_runs(reports, found, clock, demands, subject)
