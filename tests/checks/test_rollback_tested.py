"""What the check rollback-tested says."""

from datetime import datetime, timedelta

import pytest

from deploylint.checks.rollback_tested import Params, check
from deploylint.facts.clock import Clock
from tests.checks.plans import NO_CLOCK, TUESDAY, clock, lines, plan, written

CASES = [
    pytest.param(
        "",
        clock(),
        Params(),
        """
        fail unproven: the plan does not say when the rollback was rehearsed
          1:1 the plan does not say when the rollback was rehearsed
        """,
        id="no-rollback-plan",
    ),
    pytest.param(
        "rollback_plan: Revert to v1.1.9",
        clock(),
        Params(),
        """
        fail unproven: the plan does not say when the rollback was rehearsed
          4:3 the plan does not say when the rollback was rehearsed
        """,
        id="not-stated",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-11-02}",
        clock(),
        Params(),
        """
        pass: the rollback was rehearsed on 2026-11-02 [plan 4:19]
          valid until 2027-01-31T00:00:00+00:00
        """,
        id="recent",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-11-24}",
        clock(datetime.fromisoformat("2026-11-24T00:30:00+01:00")),
        Params(),
        """
        pass: the rollback was rehearsed on 2026-11-24 [plan 4:19]
          valid until 2027-02-22T00:00:00+00:00
        """,
        id="today",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-08-02}",
        clock(),
        Params(),
        """
        fail violated: the rollback was rehearsed on 2026-08-02, 114 days 9 h before; the policy
              permits 90 days
          4:19 the rollback was rehearsed on 2026-08-02, 114 days 9 h before; the policy permits
              90 days
        """,
        id="too-long-ago",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-11-02}",
        clock(),
        Params(max_age=timedelta(days=7)),
        """
        fail violated: the rollback was rehearsed on 2026-11-02, 22 days 9 h before; the policy
              permits 7 days
          4:19 the rollback was rehearsed on 2026-11-02, 22 days 9 h before; the policy permits
              7 days
        """,
        id="too-long-for-this-policy",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-11-26}",
        clock(),
        Params(),
        """
        fail violated: the rehearsal is dated 2026-11-26, 1 day 14 h after the deployment
          4:19 the rehearsal is dated 2026-11-26, 1 day 14 h after the deployment
        """,
        id="after-the-deployment",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-11-22}",
        clock(TUESDAY, TUESDAY - timedelta(days=7)),
        Params(),
        """
        fail unproven: the rehearsal of 2026-11-22 is planned and has not happened yet
          4:19 the rehearsal of 2026-11-22 is planned and has not happened yet
        """,
        id="planned",
    ),
    pytest.param(
        "rollback_plan: {tested_at: 2026-11-02}",
        NO_CLOCK,
        Params(),
        "na: no clock: how long ago the rehearsal was cannot be judged",
        id="no-clock",
    ),
]


@pytest.mark.parametrize(("text", "when", "params", "expected"), CASES)
def test_the_rollback_was_rehearsed(text: str, when: Clock, params: Params, expected: str) -> None:
    assert written(check(plan(text), when, params)) == lines(expected)
