"""What the check load-and-security-validated says."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from deploylint.checks.load_and_security_validated import Params, check
from deploylint.facts.source import Piece
from deploylint.facts.tests import TestRun
from deploylint.facts.validations import ValidationReports
from deploylint.model.evidence import Kind
from tests.checks.testruns import CLOCK, NOW, RELEASE, expected, piece, ran, written

LOAD = "reports/load.xml"


def reports(*pieces: Piece[TestRun]) -> ValidationReports:
    early = RELEASE._replace(committed_at=NOW - timedelta(days=30))
    return ValidationReports(kind=Kind.VALIDATIONS, pieces=pieces, release=early)


CASES = [
    pytest.param(
        reports(piece(ran("2 ok"), LOAD, time=NOW - timedelta(days=6))),
        {"required": ("test_ok",)},
        f"""
        pass evidenced: 2 tests passed in {LOAD}
        from {LOAD}
        """,
        id="done-last-week",
    ),
    pytest.param(
        reports(piece(ran("2 ok"), LOAD, time=NOW - timedelta(days=8))),
        {},
        f"""
        fail stale: {LOAD} is 8 days old; the policy accepts 7 days at most
          {LOAD}:1 {LOAD} is 8 days old; the policy accepts 7 days at most
        """,
        id="too-old",
    ),
    pytest.param(
        reports(piece(ran("ok"), LOAD)),
        {"required": ("test_ok", "*zap*")},
        f"""
        fail violated: no test that ran is called "*zap*"
          {LOAD}:1 no test that ran is called "*zap*"
        from {LOAD}
        """,
        id="one-that-is-demanded-is-missing",
    ),
    pytest.param(
        reports(piece(ran("ok", "error"), LOAD)),
        {},
        f"""
        fail violated: 1 of 2 tests failed
          {LOAD}:2 "test_error" ended in an error
        from {LOAD}
        """,
        id="one-failed",
    ),
    pytest.param(
        reports(piece(ran("ok", "3 skipped"), LOAD)),
        {"min_tests": 2, "max_skipped_percent": 10},
        f"""
        fail violated: only 1 test ran; the policy demands 2 at least, and 1 more
          {LOAD}:1 only 1 test ran; the policy demands 2 at least
          {LOAD}:1 3 of 4 tests were skipped; the policy accepts 10 %
        from {LOAD}
        """,
        id="too-little",
    ),
    pytest.param(
        reports(piece(ran(), LOAD)),
        {"partial": "note"},
        f"""
        fail violated: {LOAD} holds no test
          {LOAD}:1 {LOAD} holds no test
        from {LOAD}
        """,
        id="nothing-was-validated",
    ),
    pytest.param(
        reports(),
        {},
        "fail unproven: no report of a validation of this release was found",
        id="nothing-found",
    ),
]


@pytest.mark.parametrize(("found", "params", "verdict"), CASES)
def test_the_validations_were_done(
    found: ValidationReports, params: Mapping[str, Any], verdict: str
) -> None:
    assert written(check(found, CLOCK, Params(**params))) == expected(verdict)
