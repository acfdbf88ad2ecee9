"""What the check strategy-suits-environment says."""

import pytest

from deploylint.checks.strategy_suits_environment import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "fail unproven: the plan does not state its strategy",
        id="not-stated",
    ),
    pytest.param(
        "environment: staging",
        Params(),
        "pass: staging is not production: any strategy suits it [plan 3:3]",
        id="not-stated-in-staging",
    ),
    pytest.param(
        "environment: staging",
        Params(zero_downtime=True),
        "fail unproven: the plan does not state its strategy",
        id="not-stated-where-downtime-is-forbidden",
    ),
    pytest.param(
        "strategy: rolling",
        Params(),
        """
        pass: rolling (complexity medium, risk medium, rollback medium; the standard) suits
              production [plan 3:3, plan 4:3]
        """,
        id="rolling",
    ),
    pytest.param(
        "strategy: blue-green",
        Params(),
        """
        pass: blue-green (complexity high, risk low, rollback instant; for critical production)
              suits production [plan 3:3, plan 4:3]
        """,
        id="blue-green",
    ),
    pytest.param(
        "strategy: canary",
        Params(),
        """
        pass: canary (complexity high, risk very low, rollback fast; for a large audience) suits
              production [plan 3:3, plan 4:3]
        """,
        id="canary",
    ),
    pytest.param(
        "strategy: recreate",
        Params(),
        """
        fail violated: recreate (complexity low, risk high, rollback slow; made for development
              and test) stops the old version before the new one starts: not in production
          4:3 recreate (complexity low, risk high, rollback slow; made for development and test)
              stops the old version before the new one starts: not in production
        """,
        id="recreate-in-production",
    ),
    pytest.param(
        """
        environment: eu-west
        strategy: recreate
        """,
        Params(),
        """
        fail violated: recreate (complexity low, risk high, rollback slow; made for development
              and test) stops the old version before the new one starts: not in eu-west, which
              counts as production
          4:3 recreate (complexity low, risk high, rollback slow; made for development and test)
              stops the old version before the new one starts: not in eu-west, which counts as
              production
        """,
        id="recreate-in-an-unknown-environment",
    ),
    pytest.param(
        """
        environment: staging
        strategy: recreate
        """,
        Params(),
        """
        pass: recreate (complexity low, risk high, rollback slow; made for development and test)
              suits staging [plan 3:3, plan 4:3]
        """,
        id="recreate-in-staging",
    ),
    pytest.param(
        """
        environment: staging
        strategy: recreate
        """,
        Params(zero_downtime=True),
        """
        fail violated: recreate (complexity low, risk high, rollback slow; made for development
              and test) stops the old version before the new one starts: not where zero downtime
              is demanded
          4:3 recreate (complexity low, risk high, rollback slow; made for development and test)
              stops the old version before the new one starts: not where zero downtime is
              demanded
        """,
        id="recreate-where-downtime-is-forbidden",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_the_strategy_suits(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
