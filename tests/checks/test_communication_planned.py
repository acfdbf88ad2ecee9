"""What the check communication-planned says."""

import pytest

from deploylint.checks.communication_planned import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "fail unproven: the plan does not say who is told before and after",
        id="not-stated",
    ),
    pytest.param(
        """
        notify:
          before: '#deployments: deploying v1.2.0 in 5 min'
          after: '#deployments: v1.2.0 deployed'
        """,
        Params(),
        """
        pass: before: "#deployments: deploying v1.2.0 in 5 min"; after: "#deployments: v1.2.0
              deployed" [plan 4:3]
        """,
        id="both",
    ),
    pytest.param(
        """
        notify:
          before: ['#deployments: deploying', 'mail to support']
          after: '#deployments: done'
          users: banner in the app
          status_page: https://status.example.com
        """,
        Params(tell_users=True),
        """
        pass: before: "#deployments: deploying"; after: "#deployments: done"; users: "banner in
              the app"; status page: "https://status.example.com" [plan 4:3]
        """,
        id="everybody",
    ),
    pytest.param(
        """
        notify:
          before: '#deployments: deploying'
        """,
        Params(),
        """
        fail violated: the plan names no notice for `after`
          4:3 the plan names no notice for `after`
        """,
        id="only-before",
    ),
    pytest.param(
        """
        notify:
          before: '#deployments: deploying'
          after: ' '
        """,
        Params(),
        """
        fail violated: the plan names no notice for `after`
          6:5 the plan names no notice for `after`
        """,
        id="after-is-blank",
    ),
    pytest.param(
        """
        notify:
          before: '#deployments'
          after: '# Deployments'
        """,
        Params(),
        """
        fail violated: `before` and `after` say the same: "#deployments"
          6:5 `before` and `after` say the same: "#deployments"
        """,
        id="the-same-twice",
    ),
    pytest.param(
        """
        notify:
          before: '#deployments: deploying'
          after: '#deployments: done'
        """,
        Params(tell_users=True),
        """
        fail violated: the plan names no notice for `users`
          4:3 the plan names no notice for `users`
        """,
        id="users-not-told",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_people_are_told(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
