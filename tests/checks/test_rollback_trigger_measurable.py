"""What the check rollback-trigger-measurable says."""

import pytest

from deploylint.checks.rollback_trigger_measurable import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        """
        fail unproven: the plan names no trigger for the rollback
          1:1 the plan names no trigger for the rollback
        """,
        id="no-rollback-plan",
    ),
    pytest.param(
        "rollback_plan: {command: vercel rollback}",
        """
        fail unproven: the plan names no trigger for the rollback
          4:3 the plan names no trigger for the rollback
        """,
        id="no-trigger",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: error rate > 5%
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        pass: the trigger is a number on a watched metric: "error rate > 5%" [plan 5:5, plan
              6:3]
        """,
        id="number-on-a-watched-metric",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: Error rate > 5% OR manual decision
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        pass: the trigger is a number on a watched metric: "Error rate > 5%" [plan 5:5, plan
              6:3]
        """,
        id="beside-a-manual-decision",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: manual decision
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        fail violated: the trigger "manual decision" compares no metric with a number
          5:5 the trigger "manual decision" compares no metric with a number
        """,
        id="manual-decision",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: 5% errors
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        fail violated: the trigger "5% errors" compares no metric with a number
          5:5 the trigger "5% errors" compares no metric with a number
        """,
        id="number-without-comparison",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: '> 5%'
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        fail violated: the trigger "> 5%" compares no metric with a number
          5:5 the trigger "> 5%" compares no metric with a number
        """,
        id="number-without-metric",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: any 5xx
        monitoring:
          alerts: [5xx errors]
        """,
        'pass: the trigger is a number on a watched metric: "any 5xx" [plan 5:5, plan 6:3]',
        id="any-5xx-by-an-alert",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: Latence x2
        monitoring:
          watch: Temps de réponse
        """,
        """
        pass: the trigger is a number on a watched metric: "Latence x2" [plan 5:5, plan 6:3]
        """,
        id="twice-the-baseline",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: latency > 500 ms
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        fail violated: the trigger "latency > 500 ms" is on no watched metric (error_rate and
              cpu)
          5:5 the trigger "latency > 500 ms" is on no watched metric (error_rate and cpu)
        """,
        id="not-watched",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: CPU above 90 % or p95 > 500ms
        monitoring:
          watch: [error_rate, cpu]
        """,
        """
        pass: the trigger is a number on a watched metric: "CPU above 90 %" [plan 5:5, plan 6:3]
          5:5 "p95 > 500ms" is on no metric that is watched
        """,
        id="one-of-two-watched",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: error rate > 5%
        """,
        """
        fail unproven: the trigger "error rate > 5%" is a number, but the plan names nothing
              watched
          5:5 the trigger "error rate > 5%" is a number, but the plan names nothing watched
        """,
        id="nothing-watched",
    ),
    pytest.param(
        """
        rollback_plan:
          trigger: checkout failures > 3
        monitoring:
          alerts: [checkout failures]
        """,
        """
        pass: the trigger is a number on a watched metric: "checkout failures > 3" [plan 5:5,
              plan 6:3]
        """,
        id="unknown-metric-watched",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_trigger_is_a_watched_number(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
