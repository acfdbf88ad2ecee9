"""What the check migrations-declared-reversible says."""

import pytest

from deploylint.checks.migrations_declared_reversible import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "na: the plan names no migration",
        id="not-mentioned",
    ),
    pytest.param(
        """
        migrations:
          - {name: add_exports, reversible: true}
          - {name: add_index, reversible: true}
        """,
        Params(),
        "pass: declared reversible: add_exports and add_index [plan 5:7, plan 6:7]",
        id="declared",
    ),
    pytest.param(
        """
        migrations:
          - {name: add_exports, reversible: true}
          - {name: drop_old, reversible: false}
        """,
        Params(),
        """
        fail violated: declared not reversible: drop_old
          6:7 declared not reversible: drop_old
        """,
        id="declared-one-way",
    ),
    pytest.param(
        """
        migrations: [{name: drop_old, reversible: false}]
        rollback_plan: restore the backup
        """,
        Params(rollback_plan_suffices=True),
        """
        fail violated: declared not reversible: drop_old
          4:16 declared not reversible: drop_old
        """,
        id="one-way-despite-the-plan",
    ),
    pytest.param(
        """
        migrations:
          - add_exports
          - {name: add_index, reversible: true}
        """,
        Params(),
        """
        fail unproven: the plan does not say whether 1 of 2 migrations can go back
          5:7 add_exports does not say whether it is reversible
        """,
        id="silent",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: restore the backup
        """,
        Params(),
        """
        fail unproven: the plan does not say whether the only migration can go back
          4:16 add_exports does not say whether it is reversible
        """,
        id="silent-plan-does-not-suffice",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: vercel rollback, then restore last night's backup
        """,
        Params(rollback_plan_suffices=True),
        """
        pass: the rollback plan says how the database goes back: "vercel rollback, then restore
              last night's backup" [plan 5:3]
        """,
        id="silent-plan-suffices",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: Revenir à v1.1.9 et jouer la migration inverse
        """,
        Params(rollback_plan_suffices=True),
        """
        pass: the rollback plan says how the database goes back: "Revenir à v1.1.9 et jouer la
              migration inverse" [plan 5:3]
        """,
        id="silent-plan-in-french",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: Revert to v1.1.9
        """,
        Params(rollback_plan_suffices=True),
        """
        fail unproven: the plan does not say whether the only migration can go back, nor how the
              database does
          4:16 add_exports does not say whether it is reversible
        """,
        id="silent-plan-speaks-of-code",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: Revert to v1.1.9 without a down migration
        """,
        Params(rollback_plan_suffices=True),
        """
        fail unproven: the plan does not say whether the only migration can go back, nor how the
              database does
          4:16 add_exports does not say whether it is reversible
        """,
        id="silent-plan-denies-it",
    ),
    pytest.param(
        "migrations: [add_exports]",
        Params(rollback_plan_suffices=True),
        """
        fail unproven: the plan does not say whether the only migration can go back, nor how the
              database does
          4:16 add_exports does not say whether it is reversible
        """,
        id="silent-no-plan",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: {command: vercel rollback, database: stays as it is the change only adds}
        """,
        Params(rollback_plan_suffices=True),
        """
        pass: the rollback plan says how the database goes back: "stays as it is the change only
              adds" [plan 5:3]
        """,
        id="database-stated",
    ),
    pytest.param(
        """
        migrations: [add_exports]
        rollback_plan: {command: vercel rollback, database: impossible}
        """,
        Params(rollback_plan_suffices=True),
        """
        fail unproven: the plan does not say whether the only migration can go back, nor how the
              database does
          4:16 add_exports does not say whether it is reversible
        """,
        id="database-cannot",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_migrations_go_back(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
