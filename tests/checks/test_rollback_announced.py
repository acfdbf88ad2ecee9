"""What the check rollback-announced says."""

import pytest

from deploylint.checks.rollback_announced import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        "na: the plan is not a rollback",
        id="standard",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        notify: {before: '#deployments: rolling back to v1.1.9'}
        """,
        'pass: announced before: "#deployments: rolling back to v1.1.9" [plan 7:12]',
        id="announced",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        notify: {after: '#deployments: done'}
        """,
        """
        fail unproven: the plan does not say how the rollback is announced
          7:3 the plan does not say how the rollback is announced
        """,
        id="only-after",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        """,
        """
        fail unproven: the plan does not say how the rollback is announced
          1:1 the plan does not say how the rollback is announced
        """,
        id="nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_team_is_told_before(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
