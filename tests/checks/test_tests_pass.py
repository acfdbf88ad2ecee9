"""What the check tests-pass says."""

import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.checks.tests_pass import check
from deploylint.evidence.testdemands import Demands
from deploylint.facts.source import Missing, Piece
from deploylint.facts.tests import Fault, Shard, TestCase, TestReports, TestRun
from deploylint.model.evidence import Kind, Place
from deploylint.model.verdict import Assurance, Cause, Status, Verdict
from tests.checks.testruns import (
    CLOCK,
    COMMIT,
    MADE,
    NOW,
    OTHER_PLACE,
    PLACE,
    RELEASE,
    expected,
    piece,
    ran,
    recorded,
    written,
)
from tests.program import ROOT

XML = "reports/junit.xml"
RECORD = f"{XML}.evidence.json"


def reports(*pieces: Piece[TestRun], **more: Any) -> TestReports:
    return TestReports(kind=Kind.TESTS, pieces=pieces, **{"release": RELEASE, **more})


def judged(found: TestReports, **params: Any) -> Verdict:
    return check(found, CLOCK, Demands(**params))


def shard(current: int, total: int, **more: Any) -> Piece[TestRun]:
    part = ran("2 ok", shard=Shard(current, total), **more)
    return piece(part, f"reports/{current}.json")


PASSES = [
    pytest.param(
        reports(piece(ran("3 ok"))),
        {},
        f"""
        pass evidenced: 3 tests passed in {XML}
        from {XML}
        """,
        id="all-passed",
    ),
    pytest.param(
        reports(piece(ran("ok"), time=None, commit=COMMIT)),
        {},
        f"""
        pass bound: 1 test passed in {XML}
        from {XML}
        """,
        id="a-report-that-states-the-commit",
    ),
    pytest.param(
        reports(piece(ran("3 ok", "2 skipped"), run=recorded())),
        {},
        f"""
        pass bound: 3 tests passed in {XML}; 2 were skipped
        from {XML}, {RECORD}
        """,
        id="recorded-with-some-skipped",
    ),
    pytest.param(
        reports(piece(ran("ok"), "a.xml"), piece(ran("2 ok", "skipped"), "b.xml")),
        {},
        """
        pass evidenced: 3 tests passed in 2 reports; 1 was skipped
        from a.xml, b.xml
        """,
        id="several-reports",
    ),
    pytest.param(
        reports(piece(ran("ok", "flaky", "flaky"))),
        {"max_flaky": 2},
        f"""
        pass evidenced: 3 tests passed in {XML}
          {XML}:2 2 tests passed only after they were run again: "test_flaky" and "test_flaky"
        from {XML}
        """,
        id="flaky-is-noted",
    ),
    pytest.param(
        reports(piece(ran("ok", "flaky"))),
        {},
        f"""
        pass evidenced: 2 tests passed in {XML}
          {XML}:2 1 test passed only after it was run again: "test_flaky"
        from {XML}
        """,
        id="one-flaky-test-is-noted",
    ),
    pytest.param(
        reports(piece(ran("9 ok", notes=(Fault("was made without `forbidOnly`"),)))),
        {},
        f"""
        pass evidenced: 9 tests passed in {XML}
          {XML}:1 {XML} was made without `forbidOnly`
        from {XML}
        """,
        id="what-a-report-notes",
    ),
    pytest.param(
        reports(piece(ran("ok"), "a.xml"), piece(ran("skipped"), "b.xml")),
        {},
        """
        pass evidenced: 1 test passed in 2 reports; 1 was skipped
        from a.xml, b.xml
        """,
        id="a-class-that-was-skipped-among-others",
    ),
    pytest.param(
        reports(shard(1, 2), shard(2, 2)),
        {},
        """
        pass evidenced: 4 tests passed in 2 reports
        from reports/1.json, reports/2.json
        """,
        id="all-parts",
    ),
    pytest.param(
        reports(piece(ran("ok"), run=recorded(command="pytest -k smoke"))),
        {"partial": "note"},
        f"""
        pass bound: 1 test passed in {XML}
          {XML}:1 {XML} was made with `-k`, which leaves tests out
        from {XML}, {RECORD}
        """,
        id="partial-where-the-policy-accepts-it",
    ),
    pytest.param(
        reports(piece(ran("ok"), run=recorded(command="pytest -q tests/unit lib"))),
        {},
        f"""
        pass bound: 1 test passed in {XML}
          {XML}:1 {XML}: only the tests of "tests/unit" and "lib" were asked for
        from {XML}, {RECORD}
        """,
        id="in-some-folders",
    ),
    pytest.param(
        reports(piece(ran("2 ok"))),
        {"required": ("test_ok", "sui?e", "*_o*")},
        f"""
        pass evidenced: 2 tests passed in {XML}
        from {XML}
        """,
        id="required-ones-ran",
    ),
    pytest.param(
        reports(piece(ran("ok", "skipped"))),
        {"max_skipped_percent": 50, "min_tests": 1},
        f"""
        pass evidenced: 1 test passed in {XML}; 1 was skipped
        from {XML}
        """,
        id="exactly-at-the-limits",
    ),
]

FAILS = [
    pytest.param(
        reports(piece(ran("ok"), run=recorded(options={"PYTEST_ADDOPTS": "-k smoke"}))),
        {},
        f"""
        fail violated: {XML} was made with `-k`, which leaves tests out
          {XML}:1 {XML} was made with `-k`, which leaves tests out
        from {XML}, {RECORD}
        """,
        id="chosen-by-a-variable",
    ),
    pytest.param(
        reports(piece(ran("3 ok", "failed", "error"))),
        {},
        f"""
        fail violated: 2 of 5 tests failed
          {XML}:4 "test_failed" failed: "1 == 2"
          {XML}:5 "test_error" ended in an error
        from {XML}
        """,
        id="some-failed",
    ),
    pytest.param(
        reports(piece(ran("20 failed"))),
        {},
        "\n".join(
            (
                "fail violated: all 20 tests failed",
                *(f'  {XML}:{n} "test_failed" failed: "1 == 2"' for n in range(1, 21)),
                f"from {XML}",
            )
        ),
        id="twenty-are-listed",
    ),
    pytest.param(
        reports(piece(ran("22 failed"))),
        {},
        "\n".join(
            (
                "fail violated: all 22 tests failed",
                *(f'  {XML}:{n} "test_failed" failed: "1 == 2"' for n in range(1, 21)),
                f"  {XML}:21 and 2 more failed tests",
                f"from {XML}",
            )
        ),
        id="the-first-twenty-are-listed",
    ),
    pytest.param(
        reports(piece(ran("ok", faults=(Fault("counts 1 failure that no test shows", 2),)))),
        {},
        f"""
        fail violated: {XML} counts 1 failure that no test shows
          {XML}:2 {XML} counts 1 failure that no test shows
        from {XML}
        """,
        id="an-inconsistent-report",
    ),
    pytest.param(
        reports(piece(ran("9 ok"), run=recorded(1, "npx jest"))),
        {},
        f"""
        fail violated: "npx jest" ended with 1 although the report shows no failure
          {RECORD}:1 "npx jest" ended with 1 although the report shows no failure
        from {XML}, {RECORD}
        """,
        id="the-command-failed-and-the-report-is-green",
    ),
    pytest.param(
        reports(piece(ran("9 ok"), run=recorded(128))),
        {},
        f"""
        fail violated: "pytest -q" ended with 128 although the report shows no failure
          {RECORD}:1 "pytest -q" ended with 128 although the report shows no failure
        from {XML}, {RECORD}
        """,
        id="the-command-failed-with-a-high-code",
    ),
    pytest.param(
        reports(piece(ran("9 ok"), run=recorded(139))),
        {},
        f"""
        fail violated: "pytest -q" was ended by signal 11 although the report shows no failure
          {RECORD}:1 "pytest -q" was ended by signal 11 although the report shows no failure
        from {XML}, {RECORD}
        """,
        id="the-command-crashed",
    ),
    pytest.param(
        reports(
            piece(ran("ok"), "a.xml", run=recorded(1, path="a.xml")),
            piece(ran("ok"), "b.xml", run=recorded(1, path="b.xml")),
        ),
        {},
        """
        fail violated: "pytest -q" ended with 1 although its reports show no failure
          a.xml.evidence.json:1 "pytest -q" ended with 1 although its reports show no failure
        from a.xml, a.xml.evidence.json, b.xml, b.xml.evidence.json
        """,
        id="one-run-with-two-reports",
    ),
    pytest.param(
        reports(
            piece(ran("ok"), "a.xml", run=recorded(1, path="a.xml")),
            piece(ran("failed"), "b.xml", run=recorded(1, path="b.xml")),
        ),
        {},
        """
        fail violated: 1 of 2 tests failed
          b.xml:1 "test_failed" failed: "1 == 2"
        from a.xml, a.xml.evidence.json, b.xml, b.xml.evidence.json
        """,
        id="the-other-report-of-the-run-says-why",
    ),
    pytest.param(
        reports(piece(ran())),
        {},
        f"""
        fail violated: {XML} holds no test
          {XML}:1 {XML} holds no test
        from {XML}
        """,
        id="no-test-at-all",
    ),
    pytest.param(
        reports(piece(ran("9 ok"), "a.xml"), piece(ran(), "b.xml")),
        {},
        """
        fail violated: b.xml holds no test
          b.xml:1 b.xml holds no test
        from a.xml, b.xml
        """,
        id="one-of-two-reports-is-empty",
    ),
    pytest.param(
        reports(piece(ran("3 skipped"))),
        {},
        f"""
        fail violated: all 3 tests in {XML} were skipped, so nothing was tested
          {XML}:1 all 3 tests in {XML} were skipped, so nothing was tested
        from {XML}
        """,
        id="all-skipped",
    ),
    pytest.param(
        reports(piece(ran("9 ok"), "a.xml"), piece(ran("skipped"), "b.xml", named=OTHER_PLACE)),
        {},
        """
        fail violated: the only test in b.xml was skipped, so nothing was tested
          b.xml:1 the only test in b.xml was skipped, so nothing was tested
        from a.xml, b.xml
        """,
        id="all-skipped-at-one-of-two-places",
    ),
    pytest.param(
        reports(piece(ran("ok", uncounted=1))),
        {},
        f"""
        fail violated: the only test in {XML} was skipped, so nothing was tested
          {XML}:1 the only test in {XML} was skipped, so nothing was tested
        from {XML}
        """,
        id="only-looks-as-if-it-had-run",
    ),
    pytest.param(
        reports(piece(ran("9 ok"))),
        {"min_tests": 10},
        f"""
        fail violated: only 9 tests ran; the policy demands 10 at least
          {XML}:1 only 9 tests ran; the policy demands 10 at least
        from {XML}
        """,
        id="too-few",
    ),
    pytest.param(
        reports(piece(ran("9 ok", "10 skipped"))),
        {},
        f"""
        fail violated: 10 of 19 tests were skipped; the policy accepts 50 %
          {XML}:1 10 of 19 tests were skipped; the policy accepts 50 %
        from {XML}
        """,
        id="too-many-skipped",
    ),
    pytest.param(
        reports(piece(ran("9 ok", "flaky"))),
        {"max_flaky": 0},
        f"""
        fail violated: 1 test passed only after it was run again; the policy accepts 0
          {XML}:1 1 test passed only after it was run again; the policy accepts 0
        from {XML}
        """,
        id="too-many-flaky",
    ),
    pytest.param(
        reports(piece(ran("ok", "skipped"))),
        {"required": ("test_ok", "test_skip*", "test_login")},
        f"""
        fail violated: no test that ran is called "test_skip*"; one that is was skipped, and 1 more
          {XML}:1 no test that ran is called "test_skip*"; one that is was skipped
          {XML}:1 no test that ran is called "test_login"
        from {XML}
        """,
        id="required-ones-did-not-run",
    ),
    pytest.param(
        reports(piece(ran("ok", partial=(Fault('leaves out the project "webkit"'),)))),
        {},
        f"""
        fail violated: {XML} leaves out the project "webkit"
          {XML}:1 {XML} leaves out the project "webkit"
        from {XML}
        """,
        id="partial",
    ),
    pytest.param(
        reports(piece(ran("ok", command=("node", "playwright", "test", "--grep", "@fast")))),
        {},
        f"""
        fail violated: {XML} was made with `--grep`, which leaves tests out
          {XML}:1 {XML} was made with `--grep`, which leaves tests out
        from {XML}
        """,
        id="a-filter-that-the-report-states",
    ),
    pytest.param(
        reports(shard(1, 4), shard(3, 4)),
        {},
        """
        fail violated: reports/1.json and reports/3.json: only parts 1 and 3 of 4 of the tests ran;
              missing: 2 and 4
          reports/1.json:1 reports/1.json and reports/3.json: only parts 1 and 3 of 4 of the
              tests ran; missing: 2 and 4
        from reports/1.json, reports/3.json
        """,
        id="parts-are-missing",
    ),
    pytest.param(
        reports(piece(ran("ok"), run=recorded(command="npx vitest run --shard=2/3"))),
        {},
        f"""
        fail violated: {XML}: only part 2 of 3 of the tests ran; missing: 1 and 3
          {XML}:1 {XML}: only part 2 of 3 of the tests ran; missing: 1 and 3
        from {XML}, {RECORD}
        """,
        id="a-part-that-the-record-states",
    ),
]

OTHER_CAUSES = [
    pytest.param(
        reports(searched=("junit.xml",)),
        "fail unproven: no test report of this release was found (looked for junit.xml)",
        id="nothing-found",
    ),
    pytest.param(
        reports(missing=(Missing(Place("reports/*.xml", PLACE), "matches no file"),)),
        """
        fail error: reports/*.xml matches no file
          plan.yaml:5 reports/*.xml matches no file
        """,
        id="named-and-missing",
    ),
    pytest.param(
        reports(piece(ran("ok"), time=NOW - timedelta(hours=30))),
        f"""
        fail stale: {XML} is 1 day 6 h old; the policy accepts 1 day at most
          {XML}:1 {XML} is 1 day 6 h old; the policy accepts 1 day at most
        """,
        id="too-old",
    ),
    pytest.param(
        reports(piece(ran("ok"), run=recorded(commit="a" * 40))),
        f"""
        fail stale: {XML} was recorded at commit aaaaaaa, and the release is 3f9c1e2
          {XML}:1 {XML} was recorded at commit aaaaaaa, and the release is 3f9c1e2
        """,
        id="of-another-commit",
    ),
    pytest.param(
        reports(piece(ran("ok")), piece(None, "b.xml", problem="is empty")),
        f"""
        fail error: b.xml is empty
          b.xml:1 b.xml is empty
        from {XML}
        """,
        id="one-is-unreadable",
    ),
    pytest.param(
        reports(piece(ran("ok"), time=None)),
        f"""
        fail stale: {XML} says neither when it was made nor of which commit; run its command
              through `deploylint record`
          {XML}:1 {XML} says neither when it was made nor of which commit; run its command
              through `deploylint record`
        """,
        id="undated",
    ),
    pytest.param(
        reports(piece(ran("ok", "failed"), time=None)),
        f"""
        fail violated: 1 of 2 tests failed
          {XML}:2 "test_failed" failed: "1 == 2"
          {XML}:1 {XML} says neither when it was made nor of which commit; run its command
              through `deploylint record`
        """,
        id="undated-with-a-failure",
    ),
    pytest.param(
        reports(piece(ran(), time=None)),
        f"""
        fail violated: {XML} holds no test
          {XML}:1 {XML} holds no test
          {XML}:1 {XML} says neither when it was made nor of which commit; run its command
              through `deploylint record`
        """,
        id="undated-and-empty",
    ),
    pytest.param(
        reports(piece(ran("failed"), named=None)),
        f"""
        fail unproven: no test report of this release was found
          {XML}:1 found, but not counted: {XML} was made on 2026-11-24 08:30 UTC; nothing ties
              it to the commit; name it under `evidence: {{tests: ...}}`
        """,
        id="found-unasked",
    ),
]


@pytest.mark.parametrize(("found", "params", "verdict"), PASSES + FAILS)
def test_tests_ran_and_passed(found: TestReports, params: Mapping[str, Any], verdict: str) -> None:
    assert written(judged(found, **params)) == expected(verdict)


@pytest.mark.parametrize(("found", "verdict"), OTHER_CAUSES)
def test_reports_that_do_not_count(found: TestReports, verdict: str) -> None:
    assert written(judged(found)) == expected(verdict)


def test_a_pass_holds_until_the_report_is_too_old() -> None:
    found = reports(piece(ran("ok")))
    assert judged(found, max_age=timedelta(hours=3)).valid_until == MADE + timedelta(hours=3)


def test_names_and_messages_are_quoted_without_secrets() -> None:
    case = TestCase(
        name="login\nwith token=hunter2hunter2",
        labels=(),
        outcome=ran("failed").cases[0].outcome,
        message="expected https://user:correct-horse@host to answer",
    )
    (finding,) = judged(reports(piece(TestRun("pytest", (case,))))).findings
    assert finding.message == (
        '"login with token=****" failed: "expected https://user:****@host to answer"'
    )


words = st.lists(st.sampled_from(["ok", "flaky", "failed", "error", "skipped"]), max_size=6)
runs = st.lists(words, min_size=1, max_size=4)


@given(runs)
def test_nothing_passes_but_tests_that_ran_and_passed(several: list[list[str]]) -> None:
    pieces = [piece(ran(*one), f"{n}.xml") for n, one in enumerate(several)]
    verdict = judged(reports(*pieces), max_skipped_percent=100)
    every = [word for one in several for word in one]
    good = not {"failed", "error"} & set(every) and all(several) and set(every) != {"skipped"}
    assert (verdict.status is Status.PASS) is good
    assert verdict.cause is (None if good else Cause.VIOLATED)


@given(runs, st.integers(0, 3), st.integers(1, 255))
def test_a_command_that_failed_never_passes(
    several: list[list[str]], which: int, code: int
) -> None:
    pieces = [
        piece(ran(*one), f"{n}.xml", run=recorded(code if n == which % len(several) else 0))
        for n, one in enumerate(several)
    ]
    assert judged(reports(*pieces)).cause is Cause.VIOLATED


@given(runs, words, st.integers(0, 4))
def test_one_more_report_never_mends_a_verdict(
    several: list[list[str]], more: list[str], place: int
) -> None:
    pieces = [piece(ran(*one), f"{n}.xml") for n, one in enumerate(several)]
    bad = any({"failed", "error"} & set(one) or not one for one in several)
    pieces.insert(place, piece(ran(*more), "more.xml"))
    verdict = judged(reports(*pieces))
    assert not (bad and verdict.status is Status.PASS)
    assert verdict.status is Status.PASS or verdict.assurance is Assurance.ATTESTED


def test_what_judges_reports_is_imported_when_there_are_some() -> None:
    code = (
        "import sys; import tests.checks.test_tests_pass as t; t.judged(t.reports());"
        "print('deploylint.evidence.testruns' in sys.modules)"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout == "False\n"
