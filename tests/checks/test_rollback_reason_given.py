"""What the check rollback-reason-given says."""

import pytest

from deploylint.checks.rollback_reason_given import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        "na: the plan is not a rollback",
        id="standard",
    ),
    pytest.param(
        "type: hotfix",
        "na: the plan is not a rollback",
        id="hotfix",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        """,
        'pass: rollback for INC-42: "error rate at 7 %" [plan 6:3, plan 5:3]',
        id="given",
    ),
    pytest.param(
        """
        type: rollback
        reason: latency doubled
        """,
        """
        fail violated: the plan says `type: rollback` without `incident`
          4:3 the plan says `type: rollback` without `incident`
        """,
        id="no-incident",
    ),
    pytest.param(
        """
        type: rollback
        incident: TBD
        """,
        """
        fail violated: the plan says `type: rollback` without `reason` and `incident`
          4:3 the plan says `type: rollback` without `reason` and `incident`
        """,
        id="nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_rollback_gives_reason_and_incident(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
