"""What the check migrations-validated says."""

import pytest

from deploylint.checks.migrations_validated import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        "na: the plan names no migration",
        id="not-mentioned",
    ),
    pytest.param(
        """
        migrations: [{name: add_exports, check_before: column absent, check_after: column present}]
        """,
        "pass: checked before and after: add_exports [plan 4:16]",
        id="both-checks",
    ),
    pytest.param(
        """
        migrations:
          - {name: add_exports, check_before: column absent, check_after: none}
          - add_index
        """,
        """
        fail unproven: no check before and after is stated for both migrations
          5:7 add_exports has no `check_after`
          6:7 add_index has no `check_before` and no `check_after`
        """,
        id="one-check",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Check the schema
          - Run migrations
          - Deploy
          - Verify the schema
        """,
        """
        pass: "Check the schema" comes before the migrations, "Verify the schema" after them
              [plan 6:7, plan 9:7]
        """,
        id="steps-around",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Run migrations
          - Verify the schema
        """,
        """
        fail unproven: no check before and after is stated for the only migration
          4:16 add_exports has no `check_before` and no `check_after`
        """,
        id="steps-only-after",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Check the schema
          - Run migrations
          - Verify the schema
          - Migrate the rest
        """,
        """
        fail unproven: no check before and after is stated for the only migration
          4:16 add_exports has no `check_before` and no `check_after`
        """,
        id="steps-between-two-migrations",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_checks_stand_around_migrations(text: str, expected: str) -> None:
    assert written(check(plan(text))) == lines(expected)
