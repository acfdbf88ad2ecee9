"""What the check migrations-reversible says."""

from typing import Any

import pytest

from deploylint.checks.migrations_reversible import Params, check
from deploylint.facts.migrations import Migrations
from tests.checks.plans import clock, lines, plan, written
from tests.migrations.made import made, pair

ADD = "ALTER TABLE users ADD COLUMN email text;\n"
DROP = "ALTER TABLE users DROP COLUMN email;\n"
GOOD = made(pair("0002", "add_email", ADD, DROP))
IDLE = made(pair("0002", "add_email", ADD, "SELECT 1;\n"))
LONE = made(pair("0002", "add_email", ADD, None))
OPAQUE = made(pair("0002", "call", "SELECT cleanup_all();\n", "SELECT cleanup_all();\n"))
PRISMA = made(
    {
        "prisma/migrations/20261120101500_email/migration.sql": ADD,
        "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
    }
)

CASES = [
    pytest.param(
        GOOD,
        "",
        Params(),
        """
        pass: 1 migration can be taken back [git 1 migration added since v1.1.9, migration
              migrations/0002_add_email.up.sql]
        """,
        id="reversible",
    ),
    pytest.param(
        GOOD,
        "migrations: [{name: add_email, reversible: false}]",
        Params(),
        """
        fail violated: declared not reversible: add_email
          4:16 declared not reversible: add_email
        """,
        id="the-plan-says-no",
    ),
    pytest.param(
        IDLE,
        "migrations: [{name: add_email, reversible: true}]",
        Params(),
        """
        fail violated: 0002_add_email adds column email of users, and its down does nothing [git
              1 migration added since v1.1.9, migration migrations/0002_add_email.up.sql]
          1:1 0002_add_email adds column email of users, and its down does nothing; down:
              migrations/0002_add_email.down.sql:1:1
        """,
        id="the-plan-says-yes",
    ),
    pytest.param(
        Migrations(looked=True, since="v1.1.9"),
        "",
        Params(),
        "na: no migration was added since v1.1.9",
        id="none-added",
    ),
    pytest.param(
        Migrations(looked=True, since="v1.1.9"),
        "migrations: [{name: elsewhere, reversible: true}]",
        Params(),
        "pass: declared reversible: elsewhere [plan 4:16]",
        id="migrations-of-another-repository",
    ),
    pytest.param(
        None,
        "migrations: [{name: elsewhere, reversible: true}]",
        Params(),
        "pass: declared reversible: elsewhere [plan 4:16]",
        id="nothing-was-collected",
    ),
]


@pytest.mark.parametrize(("migrations", "text", "params", "expected"), CASES)
def test_verdict(migrations: Migrations | None, text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), clock(), migrations, params)) == lines(expected)


@pytest.mark.parametrize(
    ("migrations", "with_", "status"),
    [
        pytest.param(LONE, {}, "fail", id="no-down"),
        pytest.param(OPAQUE, {}, "pass", id="opaque-is-a-note"),
        pytest.param(OPAQUE, {"opaque": "fail"}, "fail", id="opaque-fails"),
        pytest.param(PRISMA, {}, "fail", id="no-way-back"),
        pytest.param(PRISMA, {"rollback": "forward-only"}, "pass", id="forward-only"),
        pytest.param(LONE, {"rollback": "forward-only"}, "fail", id="a-down-was-possible"),
    ],
)
def test_parameters(migrations: Migrations, with_: dict[str, Any], status: str) -> None:
    verdict = check(plan(""), clock(), migrations, Params(**with_))
    assert verdict.status.value == status
    assert verdict.findings or status == "pass"
