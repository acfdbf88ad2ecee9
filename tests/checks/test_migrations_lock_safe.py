"""What the check migrations-lock-safe says."""

import pytest

from deploylint.checks.migrations_lock_safe import Params, check
from deploylint.facts.migrations import Migrations, Server
from tests.checks.plans import clock, lines, plan, written
from tests.migrations.made import POSTGRESQL, made, pair


def changed(sql: str, server: Server = POSTGRESQL) -> Migrations:
    return made(pair("0002", "x", sql, "SELECT 1;"), server=server)


LIMITED = POSTGRESQL._replace(lock_timeout="role deploy, 5 s")
INDEX = "CREATE INDEX i ON users (name);"

CASES = [
    pytest.param(
        changed("CREATE TABLE users (name text); CREATE INDEX i ON users (name);"),
        Params(),
        """
        pass: 1 migration without a long lock [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
        """,
        id="new-table",
    ),
    pytest.param(
        changed(INDEX, LIMITED),
        Params(),
        """
        fail violated: 0002_x blocks writes on users (create index): the whole table is read to
              build the index [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          1:1 0002_x blocks writes on users (create index): the whole table is read to build the
              index; create it CONCURRENTLY, in a migration of its own without a transaction
        """,
        id="long-lock",
    ),
    pytest.param(
        changed(INDEX, LIMITED._replace(small_tables=("users",))),
        Params(),
        """
        pass: 1 migration without a long lock [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
        """,
        id="small-table",
    ),
    pytest.param(
        changed("ALTER TABLE users ADD COLUMN email text;"),
        Params(),
        """
        pass: 1 migration without a long lock [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          1:1 0002_x locks users and sets no lock_timeout: while it waits for running queries,
              everybody else waits for it; SET LOCAL lock_timeout, or name in .deploylint.yaml
              where one is set
        """,
        id="no-timeout",
    ),
    pytest.param(
        changed("ALTER TABLE users ADD COLUMN email text;"),
        Params(lock_timeout="fail"),
        """
        fail violated: 0002_x locks users and sets no lock_timeout: while it waits for running
              queries, everybody else waits for it [git 1 migration added since v1.1.9,
              migration migrations/0002_x.up.sql]
          1:1 0002_x locks users and sets no lock_timeout: while it waits for running queries,
              everybody else waits for it; SET LOCAL lock_timeout, or name in .deploylint.yaml
              where one is set
        """,
        id="no-timeout-and-strict",
    ),
    pytest.param(
        changed("CREATE INDEX CONCURRENTLY i ON users (name); SELECT 1;"),
        Params(),
        """
        fail violated: 0002_x runs create index i CONCURRENTLY inside a transaction, which
              PostgreSQL refuses [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          1:1 0002_x runs create index i CONCURRENTLY inside a transaction, which PostgreSQL
              refuses; switch the transaction of this migration off, as its tool provides
        """,
        id="sent-together",
    ),
    pytest.param(
        changed("CREATE INDEX CONCURRENTLY i ON users (name);"),
        Params(),
        """
        pass: 1 migration without a long lock [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
        """,
        id="sent-alone",
    ),
    pytest.param(
        changed(INDEX, Server()),
        Params(),
        """
        pass: 1 migration without a long lock [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          1:1 0002_x may lock users (create index): which database it is for is not known; name
              it in .deploylint.yaml: `migrations: {dialect: postgresql}`
        """,
        id="unknown-database",
    ),
    pytest.param(
        Migrations(looked=True, since="v1.1.9"),
        Params(),
        "na: no migration was added since v1.1.9",
        id="none",
    ),
    pytest.param(None, Params(), "na: the plan names no migration", id="nothing-to-look-at"),
]


@pytest.mark.parametrize(("found", "params", "expected"), CASES)
def test_nobody_waits(found: Migrations | None, params: Params, expected: str) -> None:
    assert written(check(plan(), clock(), found, params)) == lines(expected)
