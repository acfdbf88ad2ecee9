"""The migrations of a release, judged by `deploylint check` from what git holds."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.judging import judge, outcome, written
from tests.evidence.repository import Repository, repository

FIRST = {
    "migrations/0001_create_users.up.sql": "CREATE TABLE users (id integer, name text);\n",
    "migrations/0001_create_users.down.sql": "DROP TABLE users;\n",
}
SECOND = {
    "migrations/0002_add_email.up.sql": "ALTER TABLE users ADD COLUMN email text;\n",
    "migrations/0002_add_email.down.sql": "ALTER TABLE users DROP COLUMN email;\n",
}
POSTGRES = {"migrations": {"dialect": "postgresql", "version": "15"}}
NAMED = {"migrations": [{"name": "add_email"}]}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository whose v1.1.9 holds the first migration."""
    made = repository(tmp_path / "project")
    made.commit(FIRST, "first")
    made.tag("v1.1.9", "released")
    return made


def judged(
    repo: Repository, rule: str, plan: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    return judge(repo.path, rule, plan=plan or {}, settings=POSTGRES, **more)


def test_those_of_the_plan_are_those_of_the_release(repo: Repository) -> None:
    commit = repo.commit(SECOND, "second")
    item = judged(repo, "migrations-ready", NAMED)
    reason = "1 migration added since v1.1.9, as the plan names them: 0002_add_email"
    assert (outcome(item), item["reason"]) == ("pass bound", reason)
    assert [one["commit"] for one in item["evidence"]] == [commit, commit]


def test_one_that_the_plan_does_not_name_is_a_finding(repo: Repository) -> None:
    repo.commit(SECOND, "second")
    assert written(judged(repo, "migrations-ready")) == (
        "fail violated: 0002_add_email is part of the release, and the plan does not name it\n"
        "  migrations/0002_add_email.up.sql:1 0002_add_email is part of the release, and the plan"
        " does not name it; add it under `migrations` of the plan"
    )


def test_one_that_does_not_exist_is_a_finding(repo: Repository) -> None:
    repo.commit({**SECOND, "README.md": "x"}, "second")
    plan = {"migrations": ["add_email", "add_phone", "create_users"]}
    item = judged(repo, "migrations-ready", plan)
    assert outcome(item) == "fail violated"
    assert [finding["message"] for finding in item["findings"]] == [
        'the plan names "add_phone"; no migration of that name was added since v1.1.9',
        'the plan names "create_users", which is older than v1.1.9',
    ]


def test_a_release_without_migrations_has_nothing_to_judge(repo: Repository) -> None:
    repo.commit({"README.md": "x"}, "docs")
    for rule in RULES:
        item = judged(repo, rule)
        assert (outcome(item), item["reason"]) == ("na", "no migration was added since v1.1.9")


RULES = (
    "migrations-ready",
    "migrations-reversible",
    "migrations-keep-data",
    "migrations-compatible",
    "migrations-lock-safe",
)


def test_a_good_migration_passes_every_rule_bound_to_the_commit(repo: Repository) -> None:
    repo.commit(SECOND, "second")
    found = {rule: outcome(judged(repo, rule, NAMED)) for rule in RULES}
    assert found == dict.fromkeys(RULES, "pass bound")


@pytest.mark.parametrize(
    ("rule", "up", "down", "reason"),
    [
        pytest.param(
            "migrations-reversible",
            "ALTER TABLE users ADD COLUMN email text;",
            "SELECT 1;",
            "0002_x adds column email of users, and its down does nothing",
            id="down-without-effect",
        ),
        pytest.param(
            "migrations-keep-data",
            "ALTER TABLE users DROP COLUMN name;",
            "ALTER TABLE users ADD COLUMN name text;",
            "0002_x drops the column users.name with all its values",
            id="loss",
        ),
        pytest.param(
            "migrations-compatible",
            "ALTER TABLE users RENAME COLUMN name TO title;",
            "ALTER TABLE users RENAME COLUMN title TO name;",
            "0002_x renames the column users.name to title: the running version looks for the old"
            " name",
            id="rename",
        ),
        pytest.param(
            "migrations-lock-safe",
            "CREATE INDEX users_name ON users (name);",
            "DROP INDEX users_name;",
            "0002_x blocks writes on users (create index): the whole table is read to build the"
            " index",
            id="lock",
        ),
    ],
)
def test_what_the_files_show_stands_against_every_word(
    repo: Repository, rule: str, up: str, down: str, reason: str
) -> None:
    repo.commit({"migrations/0002_x.up.sql": up, "migrations/0002_x.down.sql": down}, "second")
    plan = {
        "migrations": [{"name": "x", "reversible": True, "tested_in": "staging"}],
        "checklist": [{"id": "the-rule", "status": "pass", "by": "qa-team"}],
    }
    item = judged(repo, rule, plan)
    assert outcome(item) == "fail violated"
    assert item["reason"].startswith(reason)
    assert any("says pass" in finding["message"] for finding in item["findings"])


def test_a_table_of_the_release_itself_may_be_locked_and_dropped(repo: Repository) -> None:
    files = {
        "migrations/0002_x.up.sql": "CREATE TABLE t (id integer, a text);\n",
        "migrations/0002_x.down.sql": "DROP TABLE t;\n",
        "migrations/0003_y.up.sql": "CREATE INDEX i ON t (a);\nALTER TABLE t DROP COLUMN a;\n",
        "migrations/0003_y.down.sql": "ALTER TABLE t ADD COLUMN a text;\n",
    }
    repo.commit(files, "second")
    plan = {"migrations": ["x", "y"]}
    for rule in ("migrations-keep-data", "migrations-compatible", "migrations-lock-safe"):
        assert outcome(judged(repo, rule, plan)) == "pass bound", rule


WAIVER = '-- deploylint: allow migrations-keep-data reason="unused since v1.0"'
DROP = "ALTER TABLE users DROP COLUMN name;\n"
BACKUP = {"backup": {"taken_at": "2026-11-24T08:00:00+01:00", "location": "s3://backups"}}


def drops(repo: Repository, comment: str) -> None:
    files = {
        "migrations/0002_x.up.sql": f"{comment}\n{DROP}",
        "migrations/0002_x.down.sql": "ALTER TABLE users ADD COLUMN name text;\n",
    }
    repo.commit(files, "second")


@pytest.mark.parametrize(
    ("comment", "plan", "with_", "waived"),
    [
        pytest.param("", BACKUP, {}, False, id="no-waiver"),
        pytest.param(WAIVER, BACKUP, {}, True, id="waived"),
        pytest.param(WAIVER, {}, {}, False, id="without-backup"),
        pytest.param(WAIVER, {}, {"backup": False}, True, id="no-backup-demanded"),
        pytest.param(
            WAIVER,
            {"steps": [{"name": "dump", "kind": "backup"}, {"name": "up", "kind": "migrate"}]},
            {},
            True,
            id="backup-step",
        ),
        pytest.param(
            WAIVER,
            {"steps": [{"name": "up", "kind": "migrate"}, {"name": "dump", "kind": "backup"}]},
            {},
            False,
            id="backup-step-too-late",
        ),
        pytest.param(f"{WAIVER} until=2026-11-24", BACKUP, {}, True, id="last-day"),
        pytest.param(f"{WAIVER} until=2026-11-23", BACKUP, {}, False, id="lapsed"),
        pytest.param(WAIVER, BACKUP, {"approval": True}, False, id="not-approved"),
        pytest.param(
            f"{WAIVER} approved_by=change-board", BACKUP, {"approval": True}, True, id="approved"
        ),
        pytest.param(
            "-- deploylint: allow migrations-keep-data", BACKUP, {}, False, id="no-reason"
        ),
        pytest.param(
            '-- deploylint: allow migrations-ready reason="x"', BACKUP, {}, False, id="other-rule"
        ),
    ],
)
def test_a_waiver_lifts_the_block_and_not_the_verdict(
    repo: Repository, comment: str, plan: dict[str, Any], with_: dict[str, Any], waived: bool
) -> None:
    drops(repo, comment)
    item = judged(repo, "migrations-keep-data", {"migrations": ["x"], **plan}, with_=with_)
    assert outcome(item) == "fail violated"
    assert (item["waiver"] is not None) == waived


def test_a_waiver_is_told_with_its_place(repo: Repository) -> None:
    drops(repo, f"{WAIVER} until=2027-01-31 approved_by=change-board")
    item = judged(repo, "migrations-keep-data", {"migrations": ["x"], **BACKUP})
    assert item["waiver"] == (
        "unused since v1.0, approved by change-board, until 2027-01-31 (migrations/0002_x.up.sql:1)"
    )


def test_a_file_that_is_no_text_fails(repo: Repository) -> None:
    repo.commit({"migrations/0002_x.up.sql": b"\xff\xfeA\0", **SECOND}, "second")
    for rule in RULES:
        assert outcome(judged(repo, rule, NAMED)) == "fail error", rule


def test_a_link_that_leads_out_fails(repo: Repository, tmp_path: Path) -> None:
    (tmp_path / "outside.sql").write_text("SELECT 1;")
    repo.write(SECOND)
    (repo.path / "migrations/0003_x.up.sql").symlink_to("../../outside.sql")
    repo.commit({}, "second")
    for rule in RULES:
        assert outcome(judged(repo, rule, NAMED)) == "fail error", rule


def test_without_an_earlier_tag_the_plan_says_which_ones_are_new(tmp_path: Path) -> None:
    repo = repository(tmp_path / "project")
    repo.commit({**FIRST, **SECOND}, "all")
    named = judged(repo, "migrations-reversible", NAMED)
    assert (outcome(named), named["reason"]) == (
        "pass evidenced",
        "1 migration can be taken back",
    )
    assert outcome(judged(repo, "migrations-reversible")) == "fail unproven"


def test_outside_a_repository_the_plan_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    said = judge(
        folder, "migrations-reversible", plan={"migrations": [{"name": "a", "reversible": True}]}
    )
    assert outcome(said) == "pass attested"
    for rule in ("migrations-ready", "migrations-keep-data"):
        assert outcome(judge(folder, rule, plan={"migrations": ["a"]})) == "fail unproven"
        assert outcome(judge(folder, rule)) == "na"


def test_one_that_was_released_is_not_changed_any_more(repo: Repository) -> None:
    changed = {"migrations/0001_create_users.up.sql": "CREATE TABLE users (id bigint);\n"}
    repo.commit(changed, "rewrite")
    item = judged(repo, "migrations-ready")
    assert outcome(item) == "fail violated"
    assert "is changed after it was released" in item["reason"]


def test_one_that_was_released_is_not_deleted(repo: Repository) -> None:
    for name in FIRST:
        (repo.path / name).unlink()
    repo.commit({}, "delete")
    assert outcome(judged(repo, "migrations-ready")) == "fail violated"


def test_a_comment_in_an_old_one_changes_nothing(repo: Repository) -> None:
    path = "migrations/0001_create_users.up.sql"
    repo.commit({path: f"-- who can log in\n{FIRST[path]}"}, "comment")
    assert outcome(judged(repo, "migrations-ready")) == "pass bound"


def test_a_folder_that_moves_adds_nothing(repo: Repository) -> None:
    (repo.path / "db").mkdir()
    repo.git("mv", "migrations", "db/migrations")
    repo.commit({}, "move")
    assert outcome(judged(repo, "migrations-ready")) in ("na", "pass bound")


def test_one_that_moves_in_from_elsewhere_is_new(repo: Repository) -> None:
    repo.commit({"seeds/wipe.sql": "DROP TABLE users;\n"}, "seed")
    repo.tag("v1.1.10", "released")
    repo.git("mv", "seeds/wipe.sql", "migrations/0002_wipe.up.sql")
    repo.commit({}, "move")
    assert outcome(judged(repo, "migrations-keep-data")) == "fail violated"


def test_one_with_another_number_runs_again(repo: Repository) -> None:
    repo.commit(SECOND, "second")
    repo.tag("v1.1.10", "released")
    for name in SECOND:
        repo.git("mv", name, name.replace("0002", "0005"))
    repo.commit({}, "renumber")
    item = judged(repo, "migrations-ready", NAMED)
    assert outcome(item) == "fail violated"
    assert "0002_add_email" in written(item)


def test_the_down_of_a_released_one_is_not_taken_away(repo: Repository) -> None:
    (repo.path / "migrations/0001_create_users.down.sql").unlink()
    repo.commit({}, "no way back")
    item = judged(repo, "migrations-ready")
    assert "0001_create_users is changed after it was released" in written(item)


def test_a_named_folder_without_migrations_is_an_error(repo: Repository) -> None:
    repo.commit(SECOND, "second")
    for folder in ({"path": "db/nope"}, {"path": "migrations", "framework": "alembic"}):
        settings = {"migrations": {"folders": [folder]}}
        item = judge(repo.path, "migrations-keep-data", settings=settings)
        assert outcome(item) == "fail error", folder


def test_what_looks_like_a_migration_of_no_known_tool_is_told(repo: Repository) -> None:
    repo.commit({"db/migrations/001_wipe.sql": "DROP TABLE users;\n"}, "unknown tool")
    item = judged(repo, "migrations-keep-data")
    assert outcome(item) == "fail unproven"
    assert item["reason"].startswith("db/migrations/001_wipe.sql looks like a migration")
    ignored = {"migrations": {"ignore": ["db/migrations/**"]}}
    assert outcome(judge(repo.path, "migrations-keep-data", settings=ignored)) == "na"
