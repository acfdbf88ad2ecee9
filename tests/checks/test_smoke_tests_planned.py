"""What the check smoke-tests-planned says."""

import pytest

from deploylint.checks.smoke_tests_planned import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "fail unproven: the plan names no smoke test",
        id="none",
    ),
    pytest.param(
        """
        smoke_tests:
          - Homepage loads < 3s
          - Login works
          - API /health returns 200
          - New export feature accessible
        """,
        Params(),
        """
        pass: 4 different smoke tests planned ("Homepage loads < 3s", "Login works", "API
              /health returns 200" and "New export feature accessible") [plan 4:3]
        """,
        id="enough",
    ),
    pytest.param(
        "smoke_tests: [Login works, API /health returns 200]",
        Params(),
        """
        fail violated: 2 different smoke tests planned ("Login works" and "API /health returns
              200"); the policy asks for at least 3
          4:3 2 different smoke tests planned ("Login works" and "API /health returns 200"); the
              policy asks for at least 3
        """,
        id="too-few",
    ),
    pytest.param(
        "smoke_tests: [Login works, login works!, API /health returns 200]",
        Params(),
        """
        fail violated: 2 different smoke tests planned ("Login works" and "API /health returns
              200"); the policy asks for at least 3
          4:3 2 different smoke tests planned ("Login works" and "API /health returns 200"); the
              policy asks for at least 3
        """,
        id="the-same-twice",
    ),
    pytest.param(
        """
        smoke_tests:
          - {name: API, url: /health}
          - {name: API, url: /login}
          - {name: api}
        """,
        Params(),
        """
        fail violated: 2 different smoke tests planned ("API" and "API"); the policy asks for at
              least 3
          4:3 2 different smoke tests planned ("API" and "API"); the policy asks for at least 3
        """,
        id="the-same-name-without-address",
    ),
    pytest.param(
        """
        smoke_tests:
          - {name: API, url: /health}
          - {name: API, url: /login}
          - {name: API, url: /export}
        """,
        Params(),
        'pass: 3 different smoke tests planned ("API", "API" and "API") [plan 4:3]',
        id="different-addresses",
    ),
    pytest.param(
        "smoke_tests: [Login works, Homepage returns status 200, Search works]",
        Params(),
        """
        fail violated: none of the smoke tests asks the health endpoint ("Login works",
              "Homepage returns status 200" and "Search works")
          4:3 none of the smoke tests asks the health endpoint ("Login works", "Homepage returns
              status 200" and "Search works")
        """,
        id="no-health",
    ),
    pytest.param(
        """
        smoke_tests:
          - {name: Homepage, url: /, expect: 200}
          - {name: API, url: /readyz}
          - {name: Login, url: /login}
        """,
        Params(),
        'pass: 3 different smoke tests planned ("Homepage", "API" and "Login") [plan 4:3]',
        id="health-by-address",
    ),
    pytest.param(
        "smoke_tests: [Accueil, Connexion, État de santé de l'API]",
        Params(),
        """
        pass: 3 different smoke tests planned ("Accueil", "Connexion" and "État de santé de
              l'API") [plan 4:3]
        """,
        id="health-in-french",
    ),
    pytest.param(
        "smoke_tests: [Login works]",
        Params(minimum=1, health=False),
        'pass: 1 smoke test planned ("Login works") [plan 4:3]',
        id="health-not-asked",
    ),
    pytest.param(
        "smoke_tests: [TODO]",
        Params(),
        """
        fail violated: 0 smoke tests planned (none); the policy asks for at least 3; none of the
              smoke tests asks the health endpoint
          4:3 0 smoke tests planned (none); the policy asks for at least 3
          4:3 none of the smoke tests asks the health endpoint
        """,
        id="too-few-and-no-health",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_smoke_tests_are_planned(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
