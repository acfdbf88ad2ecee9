"""What the check rollback-time-target says."""

from datetime import timedelta

import pytest

from deploylint.checks.rollback_time_target import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "rollback_plan: {stable_within: 2h}",
        Params(),
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
        Params(),
        """
        fail unproven: the plan does not say how long it takes until the system is stable
              (`stable_within`)
          1:1 the plan does not say how long it takes until the system is stable
              (`stable_within`)
        """,
        id="nothing",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        duration: 8m
        rollback_plan: {time_limit: 5m}
        """,
        Params(),
        """
        fail unproven: the plan does not say how long it takes until the system is stable
              (`stable_within`)
          8:3 the plan does not say how long it takes until the system is stable
              (`stable_within`)
        """,
        id="only-the-deployment-is-timed",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        rollback_plan: {stable_within: 9m}
        """,
        Params(),
        "pass: the rollback takes 9 min, less than 10 min [plan 7:19]",
        id="in-time",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        rollback_plan: {stable_within: 10m}
        """,
        Params(),
        """
        fail violated: the rollback takes 10 min; less than 10 min is needed
          7:19 the rollback takes 10 min; less than 10 min is needed
        """,
        id="at-the-limit",
    ),
    pytest.param(
        """
        version: v1.1.9
        type: rollback
        incident: INC-42
        reason: error rate at 7 %
        rollback_plan: {stable_within: 9m}
        """,
        Params(limit=timedelta(minutes=5)),
        """
        fail violated: the rollback takes 9 min; less than 5 min is needed
          7:19 the rollback takes 9 min; less than 5 min is needed
        """,
        id="own-limit",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_the_rollback_is_fast(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
