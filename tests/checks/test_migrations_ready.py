"""What the check migrations-ready says."""

import pytest

from deploylint.checks.migrations_ready import Params, check
from deploylint.facts.migrations import Framework, Migrations, Rewritten
from deploylint.model.verdict import Finding
from tests.checks.plans import clock, lines, plan, written
from tests.migrations.made import made, pair

ADD = pair("0002", "add_email", "ALTER TABLE users ADD COLUMN email text;", "SELECT 1;")
OLD = pair("0001", "users", "CREATE TABLE users (id integer);", "DROP TABLE users;")
LATER = pair("0003", "later", "CREATE TABLE t (id integer);", "DROP TABLE t;")
FOUND = made(ADD, OLD)


def revision(name: str, parent: str | None) -> dict[str, str]:
    head = f"revision = {name!r}\ndown_revision = {parent!r}\n"
    body = "def upgrade():\n    pass\n\ndef downgrade():\n    pass\n"
    return {f"alembic/versions/{name}.py": f"from alembic import op\n{head}\n\n{body}"}


CASES = [
    pytest.param(
        FOUND,
        "migrations: [add_email]",
        """
        pass: 1 migration added since v1.1.9, as the plan names them: 0002_add_email [git 1
              migration added since v1.1.9, migration migrations/0002_add_email.up.sql]
        """,
        id="named",
    ),
    pytest.param(
        FOUND,
        "migrations: [0002_add_email.up.sql]",
        """
        pass: 1 migration added since v1.1.9, as the plan names them: 0002_add_email [git 1
              migration added since v1.1.9, migration migrations/0002_add_email.up.sql]
        """,
        id="named-by-its-file",
    ),
    pytest.param(
        FOUND,
        "",
        """
        fail violated: 0002_add_email is part of the release, and the plan does not name it [git
              1 migration added since v1.1.9, migration migrations/0002_add_email.up.sql]
          1:1 0002_add_email is part of the release, and the plan does not name it; add it under
              `migrations` of the plan
        """,
        id="not-named",
    ),
    pytest.param(
        FOUND,
        "migrations: [add_email, add_phone]",
        """
        fail violated: the plan names "add_phone"; no migration of that name was added since
              v1.1.9 [git 1 migration added since v1.1.9, migration
              migrations/0002_add_email.up.sql]
          4:27 the plan names "add_phone"; no migration of that name was added since v1.1.9
        """,
        id="named-and-absent",
    ),
    pytest.param(
        Migrations(looked=True, since="v1.1.9"),
        "",
        "na: no migration was added since v1.1.9",
        id="none",
    ),
    pytest.param(None, "", "na: the plan names no migration", id="nothing-to-look-at"),
    pytest.param(
        None,
        "migrations: [add_email]",
        """
        fail unproven: this is no git repository, so what the migrations do cannot be read
        """,
        id="nowhere-to-look",
    ),
    pytest.param(
        Migrations(looked=True, why_unknown="no tag", frameworks=((Framework.RAILS, "db"),)),
        "",
        """
        fail unproven: no tag
          1:1 no tag
        """,
        id="not-known-which-are-new",
    ),
    pytest.param(
        FOUND._replace(unreadable=(Finding("x.sql is not text"),)),
        "migrations: [add_email]",
        """
        fail error: x.sql is not text
          nowhere x.sql is not text
        """,
        id="unreadable",
    ),
]


@pytest.mark.parametrize(("migrations", "text", "expected"), CASES)
def test_verdict(migrations: Migrations | None, text: str, expected: str) -> None:
    assert written(check(plan(text), clock(), migrations, Params())) == lines(expected)


@pytest.mark.parametrize(
    ("migrations", "said"),
    [
        pytest.param(
            made({**revision("bbb", "aaa"), **revision("ccc", "aaa")}, revision("aaa", None)),
            "is one of 2 ends of the history",
            id="two-heads",
        ),
        pytest.param(
            made(revision("bbb", "nowhere"), revision("aaa", None)),
            "comes after nowhere, which does not exist",
            id="dangling",
        ),
        pytest.param(
            made({**revision("bbb", "ccc"), **revision("ccc", "bbb")}, revision("aaa", None)),
            "and the other way round",
            id="cycle",
        ),
        pytest.param(
            made(ADD, {**OLD, **LATER}), "sorts before 0003_later", id="behind-what-was-released"
        ),
        pytest.param(
            made({**ADD, **pair("2", "x", "SELECT 1;", "SELECT 1;")}, OLD),
            "has the same version as",
            id="number-given-twice",
        ),
        pytest.param(
            FOUND._replace(
                rewritten=(
                    Rewritten(
                        "migrations/0001_users.up.sql",
                        deleted=True,
                        project="migrations",
                        framework=Framework.GOLANG_MIGRATE,
                    ),
                )
            ),
            "is deleted, though an earlier release holds it",
            id="deleted",
        ),
    ],
)
def test_order_and_history(migrations: Migrations, said: str) -> None:
    named = ", ".join(one.name for one in migrations.in_release)
    verdict = check(plan(f"migrations: [{named}]"), clock(), migrations, Params())
    assert verdict.status.value == "fail"
    assert said in verdict.reason


def test_undeclared_may_be_a_note() -> None:
    verdict = check(plan(""), clock(), FOUND, Params(undeclared="note"))
    assert verdict.status.value == "pass"
    assert [finding.message for finding in verdict.findings] == [
        (
            "0002_add_email is part of the release, and the plan does not name it;"
            " add it under `migrations` of the plan"
        )
    ]
