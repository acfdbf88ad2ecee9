"""What the check rollback-point-exists says."""

import pytest

from deploylint.checks.rollback_point_exists import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "rollback_plan: revert",
        "fail unproven: the plan names no version to return to",
        id="nothing-named",
    ),
    pytest.param(
        "previous_version: v1.1.9",
        """
        fail unproven: `previous_version` names a version, `rollback_plan.target` does not
          1:1 `previous_version` names a version, `rollback_plan.target` does not
        """,
        id="previous-version-alone",
    ),
    pytest.param(
        "rollback_plan: {target: v1.1.9}",
        """
        fail unproven: `rollback_plan.target` names a version, `previous_version` does not
          1:1 `rollback_plan.target` names a version, `previous_version` does not
        """,
        id="target-alone",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: 1.1.9}
        """,
        """
        pass: the release can return to v1.1.9, which runs now, and the rollback targets it
              [plan 4:3, plan 5:19]
        """,
        id="both-agree",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: the tag v1.1.9}
        """,
        """
        pass: the release can return to v1.1.9, which runs now, and the rollback targets it
              [plan 4:3, plan 5:19]
        """,
        id="target-in-words",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: TBD}
        """,
        """
        fail unproven: `previous_version` names a version, `rollback_plan.target` does not
          5:19 `previous_version` names a version, `rollback_plan.target` does not
        """,
        id="target-says-nothing",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: v1.1.8}
        """,
        """
        fail violated: `previous_version` is v1.1.9, but the rollback targets v1.1.8
          5:19 `previous_version` is v1.1.9, but the rollback targets v1.1.8
        """,
        id="contradiction",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: v1.1.9-rc.1}
        """,
        """
        fail violated: `previous_version` is v1.1.9, but the rollback targets v1.1.9-rc.1
          5:19 `previous_version` is v1.1.9, but the rollback targets v1.1.9-rc.1
        """,
        id="candidate-is-another-version",
    ),
    pytest.param(
        "previous_version: 1.2.0",
        """
        fail violated: there is nothing to return to: `previous_version` is v1.2.0, the version
              being deployed
          4:3 `previous_version` is v1.2.0, the version being deployed
        """,
        id="previous-is-what-is-deployed",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: V1.2.0}
        """,
        """
        fail violated: there is nothing to return to: `rollback_plan.target` is v1.2.0, the
              version being deployed
          5:19 `rollback_plan.target` is v1.2.0, the version being deployed
        """,
        id="target-is-what-is-deployed",
    ),
    pytest.param(
        "previous_version: unknown",
        "fail unproven: the plan names no version to return to",
        id="previous-says-nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_version_to_return_to_is_the_one_that_runs_now(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
