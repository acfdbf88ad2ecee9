"""What the check migrations-declared-tested says."""

import pytest

from deploylint.checks.migrations_declared_tested import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "na: the plan names no migration",
        id="not-mentioned",
    ),
    pytest.param(
        "migrations: []",
        Params(),
        "na: the plan names no migration",
        id="empty-list",
    ),
    pytest.param(
        """
        migrations:
          - {name: add_exports, tested_in: staging}
          - {name: add_index, tested_in: [dev, Staging]}
        """,
        Params(),
        "pass: add_exports and add_index ran in staging [plan 5:7, plan 6:7]",
        id="tested",
    ),
    pytest.param(
        "migrations: [{name: add_exports, tested_in: preprod}]",
        Params(),
        "pass: add_exports ran in staging [plan 4:16]",
        id="alias-of-staging",
    ),
    pytest.param(
        "migrations: [add_exports]",
        Params(),
        """
        fail unproven: the plan does not say that the only migration ran in staging
          4:16 add_exports does not say where it was tested
        """,
        id="not-stated",
    ),
    pytest.param(
        "migrations: [{name: add_exports, tested_in: [dev, ci]}]",
        Params(),
        """
        fail violated: not tested in staging: add_exports
          4:16 add_exports was tested in dev and ci, not in staging
        """,
        id="tested-elsewhere",
    ),
    pytest.param(
        """
        migrations:
          - {name: add_exports, tested_in: dev}
          - add_index
          - {name: drop_old, tested_in: staging}
        """,
        Params(),
        """
        fail violated: not tested in staging: add_exports and add_index
          5:7 add_exports was tested in dev, not in staging
          6:7 add_index does not say where it was tested
        """,
        id="one-elsewhere-one-silent",
    ),
    pytest.param(
        "migrations: [{name: add_exports, tested_in: Rehearsal}]",
        Params(environment="rehearsal"),
        "pass: add_exports ran in rehearsal [plan 4:16]",
        id="own-environment",
    ),
    pytest.param(
        "migrations: [{name: add_exports, tested_in: blue}]",
        Params(environment="green"),
        """
        fail violated: not tested in green: add_exports
          4:16 add_exports was tested in blue, not in green
        """,
        id="unknown-names-differ",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_migrations_ran_in_the_environment(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
