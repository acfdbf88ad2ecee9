"""What the check end-to-end-tests-pass says."""

from collections.abc import Mapping
from typing import Any

import pytest

from deploylint.checks.end_to_end_tests_pass import check
from deploylint.evidence.testdemands import Demands
from deploylint.facts.end_to_end import EndToEndReports
from deploylint.facts.source import Piece
from deploylint.facts.tests import Fault, TestRun
from deploylint.model.evidence import Kind
from tests.checks.testruns import CLOCK, RELEASE, expected, piece, ran, recorded, written

JSON = "reports/e2e.json"


def reports(*pieces: Piece[TestRun]) -> EndToEndReports:
    return EndToEndReports(kind=Kind.END_TO_END, pieces=pieces, release=RELEASE)


CASES = [
    pytest.param(
        reports(piece(ran("3 ok"), JSON)),
        {},
        f"""
        pass evidenced: 3 tests passed in {JSON}
        from {JSON}
        """,
        id="passed",
    ),
    pytest.param(
        reports(piece(ran("ok"), JSON, run=recorded(command="pytest -m e2e", path=JSON))),
        {},
        f"""
        pass bound: 1 test passed in {JSON}
        from {JSON}, {JSON}.evidence.json
        """,
        id="such-tests-are-chosen-by-name",
    ),
    pytest.param(
        reports(piece(ran("ok"), JSON, run=recorded(command="playwright test --last-failed"))),
        {},
        f"""
        fail violated: {JSON} was made with `--last-failed`, which leaves tests out
          {JSON}:1 {JSON} was made with `--last-failed`, which leaves tests out
        from {JSON}, reports/junit.xml.evidence.json
        """,
        id="but-not-by-what-failed-before",
    ),
    pytest.param(
        reports(piece(ran("2 ok", partial=(Fault("asserts nothing about `login`"),)), JSON)),
        {"partial": "note"},
        f"""
        pass evidenced: 2 tests passed in {JSON}
          {JSON}:1 {JSON} asserts nothing about `login`
        from {JSON}
        """,
        id="a-request-without-assertion-where-that-is-accepted",
    ),
    pytest.param(
        reports(piece(ran("ok", "failed"), JSON)),
        {},
        f"""
        fail violated: 1 of 2 tests failed
          {JSON}:2 "test_failed" failed: "1 == 2"
        from {JSON}
        """,
        id="one-failed",
    ),
    pytest.param(
        reports(piece(ran("ok"), JSON)),
        {"required": ("checkout*",)},
        f"""
        fail violated: no test that ran is called "checkout*"
          {JSON}:1 no test that ran is called "checkout*"
        from {JSON}
        """,
        id="a-critical-path-is-missing",
    ),
    pytest.param(
        reports(),
        {},
        "fail unproven: no report of end-to-end tests of this release was found",
        id="nothing-found",
    ),
]


@pytest.mark.parametrize(("found", "params", "verdict"), CASES)
def test_end_to_end_tests_ran_and_passed(
    found: EndToEndReports, params: Mapping[str, Any], verdict: str
) -> None:
    assert written(check(found, CLOCK, Demands(**params))) == expected(verdict)
