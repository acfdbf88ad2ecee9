"""What the check rollback-verification-planned says."""

import pytest

from deploylint.checks.rollback_verification_planned import check
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
        """,
        "fail unproven: the plan does not say how the rollback is verified",
        id="nothing",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        verification:
          - Previous version active
          - Errors stopped
          - System stable
        """,
        """
        pass: previous version active: "Previous version active"; errors stopped: "Errors
              stopped"; system stable: "System stable" [plan 7:3]
        """,
        id="all-three",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        verification: [Version précédente active, Plus d'erreurs 5xx, Système stable]
        """,
        """
        pass: previous version active: "Version précédente active"; errors stopped: "Plus
              d'erreurs 5xx"; system stable: "Système stable" [plan 7:3]
        """,
        id="in-french",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        verification: [the error rate is back to normal]
        steps: [Verify that v1.1.9 answers]
        smoke_tests: [API /health returns 200]
        """,
        """
        pass: previous version active: "Verify that v1.1.9 answers"; errors stopped: "the error
              rate is back to normal"; system stable: "the error rate is back to normal" [plan
              7:3]
        """,
        id="from-steps-and-smoke-tests",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        verification: [Errors stopped, System stable]
        """,
        """
        fail violated: the plan does not say how it checks: previous version active
          7:3 the plan does not say how it checks: previous version active
        """,
        id="one-missing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_three_things_are_checked(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
