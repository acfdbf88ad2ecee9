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
        "pass: the release can return to v1.1.9, named by `previous_version` [plan 4:3]",
        id="previous-version",
    ),
    pytest.param(
        "rollback_plan: {target: v1.1.9}",
        "pass: the release can return to v1.1.9, named by `rollback_plan.target` [plan 4:19]",
        id="target",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: 1.1.9}
        """,
        """
        pass: the release can return to v1.1.9, named by `previous_version` and
              `rollback_plan.target` [plan 4:3, plan 5:19]
        """,
        id="both-agree",
    ),
    pytest.param(
        """
        previous_version: v1.1.9
        rollback_plan: {target: the tag v1.1.9}
        """,
        """
        pass: the release can return to v1.1.9, named by `previous_version` and
              `rollback_plan.target` [plan 4:3, plan 5:19]
        """,
        id="target-in-words",
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
def test_the_version_to_return_to_is_named(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
