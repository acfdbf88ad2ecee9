"""What the check migrations-compatible says."""

import pytest

from deploylint.checks.migrations_compatible import Params, check
from deploylint.facts.migrations import Migrations
from tests.checks.plans import clock, lines, plan, written
from tests.migrations.made import made, pair

RECREATE = "strategy: recreate"


def changed(sql: str) -> Migrations:
    return made(pair("0002", "x", sql, "SELECT 1;"))


DROPS = changed("ALTER TABLE users DROP COLUMN name;")
UNIQUE = changed("CREATE UNIQUE INDEX i ON users (name);")

CASES = [
    pytest.param(
        changed("ALTER TABLE users ADD COLUMN email text;"),
        "",
        Params(),
        """
        pass: 1 migration that old code can live with [git 1 migration added since v1.1.9,
              migration migrations/0002_x.up.sql]
        """,
        id="nothing-breaks",
    ),
    pytest.param(
        DROPS,
        "",
        Params(rollback="forward-only"),
        """
        fail violated: 0002_x drops the column users.name: the running version fails wherever it
              still lists it [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          1:1 0002_x drops the column users.name: the running version fails wherever it still
              lists it; release the code that does without it first, and drop it in a later
              release
        """,
        id="side-by-side",
    ),
    pytest.param(
        DROPS,
        RECREATE,
        Params(),
        """
        fail violated: 0002_x drops the column users.name: the version before, rolled back,
              fails wherever it still lists it [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          1:1 0002_x drops the column users.name: the version before, rolled back, fails
              wherever it still lists it; release the code that does without it first, and drop
              it in a later release
        """,
        id="rolled-back",
    ),
    pytest.param(
        DROPS,
        RECREATE,
        Params(rollback="code+schema"),
        """
        na: old code never meets the new schema: the strategy is recreate, and a rollback is
              code+schema
        """,
        id="never-meets",
    ),
    pytest.param(
        UNIQUE,
        "",
        Params(),
        """
        pass: 1 migration that old code can live with [git 1 migration added since v1.1.9,
              migration migrations/0002_x.up.sql]
          1:1 0002_x adds a unique constraint to users (name): the running version does not know
              it: a duplicate that old code writes is refused
        """,
        id="constraint",
    ),
    pytest.param(
        UNIQUE,
        "",
        Params(constraints="fail"),
        """
        fail violated: 0002_x adds a unique constraint to users (name): the running version does
              not know it: a duplicate that old code writes is refused [git 1 migration added
              since v1.1.9, migration migrations/0002_x.up.sql]
          1:1 0002_x adds a unique constraint to users (name): the running version does not know
              it: a duplicate that old code writes is refused; release the code that respects it
              first
        """,
        id="constraint-and-strict",
    ),
    pytest.param(
        Migrations(looked=True, since="v1.1.9"),
        "",
        Params(),
        "na: no migration was added since v1.1.9",
        id="none",
    ),
    pytest.param(None, "", Params(), "na: the plan names no migration", id="nothing-to-look-at"),
]


@pytest.mark.parametrize(("found", "text", "params", "expected"), CASES)
def test_old_code_can_live_with_it(
    found: Migrations | None, text: str, params: Params, expected: str
) -> None:
    assert written(check(plan(text), clock(), found, params)) == lines(expected)
