"""What the check migrations-before-code says."""

import pytest

from deploylint.checks.migrations_before_code import check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "steps: [Deploy]",
        "na: the plan names no migration",
        id="nothing-migrates",
    ),
    pytest.param(
        "migrations: [add_exports]",
        "fail unproven: the plan names no steps, so nothing says what runs first",
        id="no-steps",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Take a backup
          - Run migrations
          - Deploy
        """,
        'pass: "Run migrations" runs before "Deploy" [plan 7:7, plan 8:7]',
        id="right-order",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Deploy to production
          - Run migrations
        """,
        """
        fail violated: the code is deployed before the schema it needs: "Run migrations" comes
              after "Deploy to production"
          7:7 "Run migrations" runs after "Deploy to production"
          6:7 "Deploy to production" deploys the code before it
        """,
        id="code-first",
    ),
    pytest.param(
        """
        steps:
          - {name: Expand, kind: migrate}
          - {name: Ship, kind: deploy}
          - {name: Contract, kind: migrate}
        """,
        """
        fail violated: the code is deployed before the schema it needs: "Contract" comes after
              "Ship"
          7:7 "Contract" runs after "Ship"
          6:7 "Ship" deploys the code before it
        """,
        id="code-in-between",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Deploy
        """,
        """
        fail unproven: no step runs the migrations
          5:3 no step runs the migrations
        """,
        id="no-migrating-step",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Run migrations
          - Smoke tests
        """,
        """
        fail unproven: no step deploys the code
          5:3 no step deploys the code
        """,
        id="no-deploying-step",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        steps:
          - Run migrations
          - Take a backup
          - Deploy
        """,
        """
        pass: "Run migrations" runs before "Deploy" [plan 6:7, plan 8:7]
          7:7 "Take a backup" comes after "Run migrations": that backup no longer holds the data
              as it was
        """,
        id="backup-too-late",
    ),
    pytest.param(
        """
        steps:
          - Deploy
          - Run migrations
          - Take a backup
        """,
        """
        fail violated: the code is deployed before the schema it needs: "Run migrations" comes
              after "Deploy"
          6:7 "Run migrations" runs after "Deploy"
          5:7 "Deploy" deploys the code before it
          7:7 "Take a backup" comes after "Run migrations": that backup no longer holds the data
              as it was
        """,
        id="code-first-and-late-backup",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_schema_comes_first(text: str, expected: str) -> None:
    assert written(check(plan(text), None, None)) == lines(expected)
