"""What the check rollback-target-valid says."""

import pytest

from deploylint.checks.rollback_target_valid import check
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
        "fail unproven: the plan does not say which version is running (`previous_version`)",
        id="running-not-stated",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: v1.2.0
        """,
        "pass: the rollback returns from v1.2.0 to v1.1.9 [plan 3:3, plan 7:3]",
        id="earlier",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: 1.1.9
        """,
        """
        fail violated: the rollback targets v1.1.9, which is the version that is running
          3:3 the rollback targets v1.1.9, which is the version that is running
        """,
        id="the-running-one",
    ),
    pytest.param(
        """
        version: v1.3.0
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: v1.2.0
        """,
        """
        fail violated: the rollback targets v1.3.0, which is newer than the running v1.2.0
          3:3 the rollback targets v1.3.0, which is newer than the running v1.2.0
        """,
        id="newer",
    ),
    pytest.param(
        """
        version: build-7
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        previous_version: build-8
        """,
        "pass: the rollback returns from build-8 to build-7 [plan 3:3, plan 7:3]",
        id="names-that-have-no-order",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_rollback_goes_back(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
