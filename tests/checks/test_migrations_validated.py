"""What the check migrations-validated says."""

import pytest

from deploylint.checks.migrations_validated import check
from deploylint.facts.migrations import Framework, Migration, Migrations
from tests.checks.plans import lines, plan, written
from tests.migrations.reversals import add_column, migration

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
    assert written(check(plan(text), None)) == lines(expected)


TEMPLATE = "-- Verify app:email on pg\n\nBEGIN;\n\n-- XXX Add verifications here.\n\nROLLBACK;\n"
VERIFY = TEMPLATE.replace("-- XXX Add verifications here.", "SELECT email FROM users WHERE FALSE;")


def change(script: str, folder: str = "db") -> Migration:
    """Return a change of sqitch with a verify script."""
    start = f"{folder}/" if folder else ""
    path = f"{start}verify/email.sql"
    return migration(
        [add_column("users", "email")],
        name="email",
        framework=Framework.SQITCH,
        project=folder,
        files=(f"{start}deploy/email.sql", path),
        texts={path: script},
    )


def release(*added: Migration) -> Migrations:
    return Migrations(looked=True, since="v1.1.9", in_release=added)


BEFORE = "migrations: [{name: email, check_before: column absent}]"
REAL = [
    pytest.param("", release(), "na: no migration was added since v1.1.9", id="none-added"),
    pytest.param(
        "",
        release(migration([add_column("t", "c")])),
        """
        fail unproven: no check before and after is stated for the only migration
          1:1 m1 has no `check_before` and no `check_after`
        """,
        id="added-and-not-named",
    ),
    pytest.param(
        "migrations: [{name: m1, check_before: column absent, check_after: column present}]",
        release(migration([add_column("t", "c")]), migration([], name="m2")),
        """
        fail unproven: no check before and after is stated for 1 of 2 migrations
          1:1 m2 has no `check_before` and no `check_after`
        """,
        id="one-is-not-named",
    ),
    pytest.param(
        BEFORE,
        release(change(VERIFY)),
        "pass: checked before and after: email [plan 4:16, migration db/verify/email.sql]",
        id="sqitch",
    ),
    pytest.param(
        BEFORE,
        release(change(VERIFY, "")),
        "pass: checked before and after: email [plan 4:16, migration verify/email.sql]",
        id="sqitch-at-the-root",
    ),
    pytest.param(
        "",
        release(change(VERIFY)),
        """
        fail unproven: no check before and after is stated for the only migration
          1:1 email has no `check_before`
        """,
        id="sqitch-without-a-check-before",
    ),
    pytest.param(
        BEFORE,
        release(change(TEMPLATE)),
        """
        fail unproven: no check before and after is stated for the only migration
          4:16 email has no `check_after`
        """,
        id="sqitch-template",
    ),
    pytest.param(
        """
        steps:
          - Check the schema
          - Run migrations
          - Deploy
          - Verify the schema
        """,
        release(migration([add_column("t", "c")])),
        """
        pass: "Check the schema" comes before the migrations, "Verify the schema" after them
              [plan 5:7, plan 8:7]
        """,
        id="steps-around",
    ),
]


@pytest.mark.parametrize(("text", "migrations", "expected"), REAL)
def test_what_the_release_adds_is_checked(text: str, migrations: Migrations, expected: str) -> None:
    assert written(check(plan(text), migrations)) == lines(expected)
