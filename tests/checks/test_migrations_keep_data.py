"""What the check migrations-keep-data says."""

import pytest

from deploylint.checks.migrations_keep_data import Params, check
from deploylint.facts.migrations import Migrations
from deploylint.migrations.waivers import waivers_in
from tests.checks.plans import clock, lines, plan, written
from tests.migrations.made import made, pair

BACKUP = "backup: {taken_at: 2026-11-24T08:00:00+01:00, location: s3://backups}"
WAIVER = '-- deploylint: allow migrations-keep-data reason="unused since v1.0"'


def changed(sql: str, comment: str = "") -> Migrations:
    return made(pair("0002", "x", f"{comment}\n{sql}", "SELECT 1;"))


CASES = [
    pytest.param(
        changed("ALTER TABLE users ADD COLUMN email text;"),
        Params(),
        """
        pass: 1 migration without a loss of data that shows [git 1 migration added since v1.1.9,
              migration migrations/0002_x.up.sql]
        """,
        id="nothing-lost",
    ),
    pytest.param(
        changed("ALTER TABLE users DROP COLUMN name;"),
        Params(),
        """
        fail violated: 0002_x drops the column users.name with all its values [git 1 migration
              added since v1.1.9, migration migrations/0002_x.up.sql]
          2:1 0002_x drops the column users.name with all its values; keep it for this release
              and drop it in a later one, or waive the loss and take a backup
        """,
        id="lost",
    ),
    pytest.param(
        changed("UPDATE users SET name = lower(name);"),
        Params(),
        """
        pass: 1 migration without a loss of data that shows [git 1 migration added since v1.1.9,
              migration migrations/0002_x.up.sql]
          2:1 0002_x changes values of users.name; those before are not kept
        """,
        id="told",
    ),
    pytest.param(
        changed("DO LANGUAGE plpython3u 'x';"),
        Params(),
        """
        pass: 1 migration without a loss of data that shows [git 1 migration added since v1.1.9,
              migration migrations/0002_x.up.sql]
          2:1 0002_x has a step that cannot be read, so it may lose data: a DO block in another
              language
        """,
        id="not-read",
    ),
    pytest.param(
        changed("DO LANGUAGE plpython3u 'x';"),
        Params(opaque="fail"),
        """
        fail violated: 0002_x has a step that cannot be read, so it may lose data: a DO block in
              another language [git 1 migration added since v1.1.9, migration
              migrations/0002_x.up.sql]
          2:1 0002_x has a step that cannot be read, so it may lose data: a DO block in another
              language
        """,
        id="not-read-and-strict",
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
def test_data_is_kept(found: Migrations | None, params: Params, expected: str) -> None:
    assert written(check(plan(), clock(), found, params)) == lines(expected)


@pytest.mark.parametrize(
    ("text", "params", "waiver"),
    [
        pytest.param(BACKUP, Params(), True, id="backup"),
        pytest.param(
            "steps: [{name: dump, kind: backup}, {name: up, kind: migrate}]",
            Params(),
            True,
            id="backup-before",
        ),
        pytest.param("steps: [{name: dump, kind: backup}]", Params(), True, id="backup-at-all"),
        pytest.param(
            "steps: [{name: up, kind: migrate}, {name: dump, kind: backup}]",
            Params(),
            False,
            id="backup-after",
        ),
        pytest.param("steps: [Deploy]", Params(), False, id="no-backup"),
        pytest.param("steps: [Deploy]", Params(backup=False), True, id="none-demanded"),
        pytest.param(BACKUP, Params(approval=True), False, id="not-approved"),
    ],
)
def test_a_waiver_counts_with_a_backup(text: str, params: Params, waiver: bool) -> None:
    found = waived("ALTER TABLE users DROP COLUMN name;")
    verdict = check(plan(text), clock(), found, params)
    assert verdict.status == "fail"
    assert (verdict.waiver is not None) == waiver


def test_a_waiver_without_a_backup_says_so() -> None:
    verdict = check(plan("steps: [Deploy]"), clock(), waived("DROP TABLE users;"), Params())
    message = "the loss is waived, but the plan names no backup and has no step that takes one"
    assert verdict.reason == f"0002_x drops the table users with all its rows; {message}"
    assert (
        verdict.findings[-1].message
        == f"{message}; waived: unused since v1.0 (migrations/0002_x.up.sql:1)"
    )


def waived(sql: str) -> Migrations:
    """Return a migration with a waiver, which the collector would have found in its text."""
    found = changed(sql, WAIVER)
    (one,) = found.in_release
    waivers = waivers_in(one.files[0], WAIVER)
    return found._replace(in_release=(one._replace(waivers=waivers),))
