"""What the check coverage-sufficient says."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.checks.coverage_sufficient import Params, check
from deploylint.facts.coverage import Coverage, CoverageReports, Tally
from deploylint.facts.release import Release
from deploylint.facts.source import Missing, Piece, RecordedRun, Source
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.verdict import Cause, Status
from tests.checks.plans import TUESDAY, clock, lines, written

COMMIT = "3f9c1e2" + "0" * 33
RELEASE = Release(
    commit=COMMIT,
    tree="b" * 40,
    parents=(),
    committed_at=TUESDAY - timedelta(days=1),
    head=COMMIT,
)
MADE = TUESDAY.astimezone(UTC) - timedelta(hours=1)
NAMED = Location("plan.yaml", 5, 12)


def report(
    covered: int = 8,
    valid: int = 10,
    *,
    branches: tuple[int, int] = (0, 0),
    files: int = 3,
    unknown: int = 0,
    alike: int = 0,
    excluded: int = 0,
    **source: Any,
) -> Piece[Coverage]:
    names = tuple(f"src/{number}.py" for number in range(files))
    content = Coverage(
        tool="gcovr 8.8",
        lines=Tally(covered, valid),
        branches=Tally(*branches),
        files=names,
        excluded=excluded,
        unknown=names[:unknown],
        known=names[unknown:],
        alike=((".py", alike),) if alike else (),
    )
    stated = {"path": "coverage.xml", "named": NAMED, "time": MADE, **source}
    return Piece(Source(kind=Kind.COVERAGE, **stated), content)


def run(exit_code: int = 0) -> RecordedRun:
    return RecordedRun(
        kind=Kind.COVERAGE,
        name="coverage",
        command=("pytest", "--cov"),
        exit_code=exit_code,
        started_at=MADE - timedelta(minutes=1),
        ended_at=MADE,
        commit=COMMIT,
        tree="b" * 40,
        dirty=False,
        outputs=(),
        lockfiles=(),
        versions={},
        ci=None,
        path="coverage.xml.evidence.json",
        digest="sha256:1",
    )


def reports(*pieces: Piece[Coverage], **more: Any) -> CoverageReports:
    return CoverageReports(kind=Kind.COVERAGE, pieces=pieces, **{"release": RELEASE, **more})


def unwrapped(text: str) -> str:
    """Return a verdict with each of its lines whole."""
    return text.replace("\n" + " " * 6, " ")


UNTIL = "valid until 2026-11-25T08:30:00+00:00"
CASES = [
    pytest.param(
        reports(searched=("coverage.xml",)),
        Params(),
        "fail unproven: no coverage report of this release was found (looked for coverage.xml)",
        id="nothing-found",
    ),
    pytest.param(
        reports(report(8, 10)),
        Params(),
        f"""
        pass: 80.0 % of 10 lines are covered ("gcovr 8.8") [coverage coverage.xml]
          {UNTIL}
        """,
        id="exactly-the-threshold",
    ),
    pytest.param(
        reports(report(7999, 10_000)),
        Params(),
        """
        fail violated: coverage.xml covers 79.9 % of 10000 lines; the policy demands 80 %
              [coverage coverage.xml]
          1:1 coverage.xml covers 79.9 % of 10000 lines; the policy demands 80 %
        """,
        id="one-line-too-few",
    ),
    pytest.param(
        reports(report(10, 10, branches=(3, 7), excluded=4)),
        Params(branches=42),
        f"""
        pass: 100.0 % of 10 lines and 42.8 % of 7 branches are covered ("gcovr 8.8") [coverage
              coverage.xml]
          1:1 coverage.xml leaves out 4 lines that remarks in the code exclude
          {UNTIL}
        """,
        id="branches-and-excluded-lines",
    ),
    pytest.param(
        reports(report(7, 10, branches=(3, 7))),
        Params(branches=43),
        """
        fail violated: coverage.xml covers 70.0 % of 10 lines; the policy demands 80 %, and 1 more
              [coverage coverage.xml]
          1:1 coverage.xml covers 70.0 % of 10 lines; the policy demands 80 %
          1:1 coverage.xml covers 42.8 % of 7 branches; the policy demands 43 %
        """,
        id="lines-and-branches-too-few",
    ),
    pytest.param(
        reports(report(10, 10)),
        Params(branches=1),
        """
        fail violated: coverage.xml measured no branch; the policy demands that 1 % of them are
              covered [coverage coverage.xml]
          1:1 coverage.xml measured no branch; the policy demands that 1 % of them are covered
        """,
        id="branches-not-measured",
    ),
    pytest.param(
        reports(report(0, 0)),
        Params(lines=0, min_statements=0),
        """
        fail violated: coverage.xml measured nothing: it counts no line that could be run [coverage
              coverage.xml]
          1:1 coverage.xml measured nothing: it counts no line that could be run
        """,
        id="all-of-nothing",
    ),
    pytest.param(
        reports(report(1, 1, files=1)),
        Params(min_statements=2),
        """
        fail violated: coverage.xml measured 1 line; the policy demands 2 at least [coverage
              coverage.xml]
          1:1 coverage.xml measured 1 line; the policy demands 2 at least
        """,
        id="too-little-measured",
    ),
    pytest.param(
        reports(report(run=run())),
        Params(),
        f"""
        pass: 80.0 % of 10 lines are covered ("gcovr 8.8") [coverage coverage.xml, record
              coverage.xml.evidence.json]
          {UNTIL}
        """,
        id="recorded",
    ),
    pytest.param(
        reports(report(run=run(exit_code=1))),
        Params(),
        """
        fail violated: coverage.xml was written by "pytest --cov", which ended with 1 [coverage
              coverage.xml, record coverage.xml.evidence.json]
          1:1 coverage.xml was written by "pytest --cov", which ended with 1
        """,
        id="recorded-command-failed",
    ),
    pytest.param(
        reports(report(files=10, unknown=2)),
        Params(),
        f"""
        pass: 80.0 % of 10 lines are covered ("gcovr 8.8") [coverage coverage.xml]
          {UNTIL}
        """,
        id="a-fifth-of-the-files-is-not-in-the-release",
    ),
    pytest.param(
        reports(report(files=9, unknown=4)),
        Params(),
        """
        fail stale: coverage.xml is of another revision: commit 3f9c1e2 lacks 4 of 9 measured files
              ("src/0.py", "src/1.py", "src/2.py" and 1 more)
          1:1 coverage.xml is of another revision: commit 3f9c1e2 lacks 4 of 9 measured files
              ("src/0.py", "src/1.py", "src/2.py" and 1 more)
        """,
        id="files-of-another-revision",
    ),
    pytest.param(
        reports(report(files=3, unknown=3), release=None),
        Params(),
        """
        fail stale: coverage.xml is of another revision: this folder lacks all 3 measured files
              ("src/0.py", "src/1.py" and "src/2.py")
          1:1 coverage.xml is of another revision: this folder lacks all 3 measured files
              ("src/0.py", "src/1.py" and "src/2.py")
        """,
        id="files-of-another-folder",
    ),
    pytest.param(
        reports(report(files=9, unknown=1)),
        Params(max_unknown_percent=0),
        """
        fail stale: coverage.xml is of another revision: commit 3f9c1e2 lacks 1 of 9 measured files
              ("src/0.py")
          1:1 coverage.xml is of another revision: commit 3f9c1e2 lacks 1 of 9 measured files
              ("src/0.py")
        """,
        id="every-file-has-to-be-there",
    ),
    pytest.param(
        reports(report(9, 10), report(5, 6, path="web/lcov.info", run=run())),
        Params(),
        f"""
        pass: 2 coverage reports cover 83.3 % of 6 lines or more [coverage coverage.xml, coverage
              web/lcov.info, record coverage.xml.evidence.json]
          {UNTIL}
        """,
        id="each-of-several",
    ),
    pytest.param(
        reports(report(99, 100), report(1, 6, path="web/lcov.info")),
        Params(),
        """
        fail violated: web/lcov.info covers 16.6 % of 6 lines; the policy demands 80 % [coverage
              coverage.xml, coverage web/lcov.info]
          1:1 web/lcov.info covers 16.6 % of 6 lines; the policy demands 80 %
        """,
        id="one-of-several-is-too-low",
    ),
    pytest.param(
        reports(report(), report(files=1, unknown=1, path="old.xml")),
        Params(),
        """
        fail stale: old.xml is of another revision: commit 3f9c1e2 lacks the only measured file
              ("src/0.py") [coverage coverage.xml]
          1:1 old.xml is of another revision: commit 3f9c1e2 lacks the only measured file
              ("src/0.py")
        """,
        id="one-of-several-is-of-another-revision",
    ),
    pytest.param(
        reports(report(alike=4)),
        Params(max_unmeasured_percent=25),
        f"""
        pass: 80.0 % of 10 lines are covered ("gcovr 8.8") [coverage coverage.xml]
          nowhere 1 of 4 .py files of the release was not measured at all (25.0 %)
          {UNTIL}
        """,
        id="a-quarter-of-the-release-is-not-measured",
    ),
    pytest.param(
        reports(report(files=1, alike=3000)),
        Params(max_unmeasured_percent=99),
        """
        fail violated: 2999 of 3000 .py files of the release were not measured at all (99.9 %); the
              policy accepts 99 % [coverage coverage.xml]
          1:1 2999 of 3000 .py files of the release were not measured at all (99.9 %); the policy
              accepts 99 %
        """,
        id="nearly-nothing-of-the-release-is-measured",
    ),
    pytest.param(
        reports(report(files=1, alike=4), report(files=3, alike=4, path="it.xml")),
        Params(),
        f"""
        pass: 2 coverage reports cover 80.0 % of 10 lines or more [coverage coverage.xml, coverage
              it.xml]
          nowhere 1 of 4 .py files of the release was not measured at all (25.0 %)
          {UNTIL}
        """,
        id="a-file-measured-twice-is-one-file",
    ),
    pytest.param(
        reports(missing=(Missing(Place("cov/*.xml", NAMED), "matches no file"),)),
        Params(),
        """
        fail error: cov/*.xml matches no file
          5:12 cov/*.xml matches no file
        """,
        id="named-and-not-there",
    ),
    pytest.param(
        reports(report(time=MADE - timedelta(days=3))),
        Params(),
        """
        fail stale: coverage.xml is 3 days 1 h old; the policy accepts 1 day at most
          1:1 coverage.xml is 3 days 1 h old; the policy accepts 1 day at most
        """,
        id="too-old",
    ),
]


@pytest.mark.parametrize(("found", "params", "expected"), CASES)
def test_coverage_is_sufficient(found: CoverageReports, params: Params, expected: str) -> None:
    assert unwrapped(written(check(found, clock(), params))) == unwrapped(lines(expected))


COUNTS = st.integers(1, 10**6).flatmap(
    lambda valid: st.tuples(st.integers(0, valid), st.just(valid))
)


@given(COUNTS, st.integers(0, 101))
def test_a_report_passes_exactly_from_the_threshold_on(counts: tuple[int, int], least: int) -> None:
    covered, valid = counts
    verdict = check(reports(report(covered, valid)), clock(), Params(lines=least))
    assert (verdict.status is Status.PASS) == (covered * 100 >= least * valid)


@given(COUNTS)
def test_a_share_never_reads_like_more_than_it_is(counts: tuple[int, int]) -> None:
    covered, valid = counts
    verdict = check(reports(report(covered, valid)), clock(), Params(lines=101))
    shown = verdict.reason.removeprefix("coverage.xml covers ").partition(" %")[0]
    assert verdict.cause is Cause.VIOLATED
    whole, tenth = shown.split(".")
    assert (int(whole) * 10 + int(tenth)) * valid <= covered * 1000


def test_what_is_shown_is_the_time_of_the_run_and_not_of_the_file() -> None:
    late = MADE + timedelta(seconds=30)
    verdict = check(reports(report(run=run(), time=late)), clock(), Params())
    assert {one.time for one in verdict.evidence} == {MADE.isoformat()}
