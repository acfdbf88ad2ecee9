"""`deploylint migrations`: the real program in real repositories."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.repository import Repository, repository
from tests.program import Result, run

NOW = "2026-11-24T10:30:00+01:00"
SETTINGS = "migrations:\n  dialect: postgresql\n  version: 15\n"
BASE = {
    ".deploylint.yaml": SETTINGS,
    "migrations/0001_create_users.up.sql": "CREATE TABLE users (id integer, name text);\n",
    "migrations/0001_create_users.down.sql": "DROP TABLE users;\n",
}
GOOD = {
    "migrations/0002_add_email.up.sql": "ALTER TABLE users ADD COLUMN email text;\n",
    "migrations/0002_add_email.down.sql": "ALTER TABLE users DROP COLUMN email;\n",
}
BAD = {
    "migrations/0003_rename.up.sql": (
        "-- names become titles\n"
        "ALTER TABLE users RENAME COLUMN name TO title;\n"
        "CREATE INDEX users_title ON users (title);\n"
    ),
    "migrations/0003_rename.down.sql": "SELECT 1;\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository whose main branch holds one migration, with a branch checked out."""
    made = repository(tmp_path / "project")
    made.commit(BASE, "base")
    made.branch("feature")
    return made


def migrations(repo: Repository, *arguments: str) -> Result:
    return run("migrations", "--now", NOW, *arguments, cwd=repo.path)


def answer(repo: Repository, *arguments: str) -> dict[str, Any]:
    result = migrations(repo, *arguments, "-o", "json")
    assert result.err == ""
    found = json.loads(result.out)
    assert isinstance(found, dict)
    return found


def test_rules_for_plans_that_name_migrations_judge_them_without_a_plan(repo: Repository) -> None:
    (repo.path / "policy.yaml").write_text(
        "policy: ours\n"
        "rules:\n"
        "  sound: {title: Sound, check: migrations-compatible, when: {migrations: true}}\n"
    )
    nothing = migrations(repo, "--policy=policy.yaml")
    assert (nothing.code, nothing.err) == (0, "")
    repo.write(BAD)
    items = answer(repo, "--policy=policy.yaml")["items"]
    assert [(one["rule"], one["status"]) for one in items] == [("sound", "fail")]


def test_rules_for_another_release_are_no_permission(repo: Repository) -> None:
    (repo.path / "policy.yaml").write_text(
        "policy: ours\n"
        "rules:\n"
        "  kept: {title: Kept, check: migrations-keep-data, when: {service: exports}}\n"
    )
    nothing = migrations(repo, "--policy=policy.yaml")
    assert (nothing.code, nothing.err) == (0, "")
    repo.write(BAD)
    result = migrations(repo, "--policy=policy.yaml")
    assert (result.code, result.err) == (3, "")
    assert "INVESTIGATE: nothing was judged, so this is no permission" in result.out


def test_what_people_read(repo: Repository, golden: Any) -> None:
    repo.write({**GOOD, **BAD})
    result = migrations(repo)
    assert (result.code, result.err) == (1, "")
    golden("migrations.txt", result.out)


def test_each_operation_with_reverse_loss_lock_and_breakage(repo: Repository, golden: Any) -> None:
    repo.write({**GOOD, **BAD})
    golden("migrations-verbose.txt", migrations(repo, "-v").out)


def test_what_machines_read(repo: Repository, golden: Any) -> None:
    repo.commit({**GOOD, **BAD}, "more")
    golden("migrations.json", migrations(repo, "-o", "json").out)


def test_a_good_one_passes(repo: Repository) -> None:
    repo.write(GOOD)
    found = answer(repo)
    assert {item["rule"]: item["status"] for item in found["items"]} == dict.fromkeys(
        [
            "migrations-reversible",
            "migrations-ready",
            "migrations-keep-data",
            "migrations-compatible",
            "migrations-lock-safe",
        ],
        "pass",
    )
    assert migrations(repo).code == 0


def names(found: dict[str, Any]) -> list[str]:
    return [one["name"] for one in found["migrations"]]


def test_committed_staged_and_new_files_count_alike(repo: Repository) -> None:
    repo.commit({k: v for k, v in GOOD.items() if "up" in k}, "half")
    repo.write({k: v for k, v in GOOD.items() if "down" in k})
    found = answer(repo)
    assert (names(found), found["since"]) == (["0002_add_email"], "main")
    assert migrations(repo).code == 0


def test_it_is_compared_with_where_the_work_left_the_main_branch(repo: Repository) -> None:
    repo.commit(GOOD, "mine")
    repo.switch("main")
    other = {k.replace("0002_add_email", "0002_theirs"): v for k, v in GOOD.items()}
    repo.commit(other, "theirs")
    repo.switch("feature")
    assert names(answer(repo)) == ["0002_add_email"]


def test_on_the_main_branch_it_is_compared_with_the_last_version(repo: Repository) -> None:
    repo.switch("main")
    repo.tag("v1.0.0")
    repo.commit(GOOD, "more")
    found = answer(repo)
    assert (found["since"], names(found)) == ("v1.0.0", ["0002_add_email"])


@pytest.mark.parametrize("base", ["HEAD~1", "main", "HEAD^"])
def test_any_commit_can_be_the_base(repo: Repository, base: str) -> None:
    repo.commit(GOOD, "more")
    assert names(answer(repo, "--base", base)) == ["0002_add_email"]


def test_all_judges_everything(repo: Repository) -> None:
    repo.commit(GOOD, "more")
    found = answer(repo, "--all")
    assert (found["since"], names(found)) == (None, ["0001_create_users", "0002_add_email"])


def test_a_folder_can_be_asked_about_alone(repo: Repository) -> None:
    repo.write({f"billing/{path}": text for path, text in GOOD.items()})
    repo.write(BAD)
    assert names(answer(repo, "billing")) == ["0002_add_email"]
    assert migrations(repo, "billing").code == 0
    assert migrations(repo).code == 1


def test_outside_a_repository_everything_is_judged(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    for name, text in GOOD.items():
        (tmp_path / name).write_text(text)
    result = run("migrations", "--now", NOW, "-o", "json", cwd=tmp_path)
    assert (result.code, names(json.loads(result.out))) == (0, ["0002_add_email"])


def test_nothing_added_is_an_answer(repo: Repository) -> None:
    result = migrations(repo)
    assert (result.code, result.out.splitlines()[-1]) == (0, "nothing to judge")


def test_no_migration_at_all_is_none(tmp_path: Path) -> None:
    assert run("migrations", cwd=tmp_path).code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--base", "nowhere"), "--base nowhere is no commit, branch or tag of this repository"),
        (("--base", "--all"), "is not the name of a branch, tag or commit"),
        (("--all", "--base", "main"), "--all judges every migration"),
        (("missing",), "missing: there is no such file or folder"),
        (("-o", "xml"), "there is no output format `xml`"),
        (("--policy", "deploylint:essential"), "has no rule that files of migrations alone decide"),
    ],
)
def test_mistakes_are_told(repo: Repository, arguments: tuple[str, ...], said: str) -> None:
    result = migrations(repo, *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_the_settings_name_folders_framework_and_database(repo: Repository) -> None:
    settings = (
        "migrations:\n  folders:\n    - {path: sql, framework: golang-migrate, dialect: mysql}\n"
    )
    files = {path.replace("migrations/", "sql/"): text for path, text in GOOD.items()}
    repo.write({".deploylint.yaml": settings, **files, **BAD})
    found = answer(repo)
    assert [(one["name"], one["dialect"]) for one in found["migrations"]] == [
        ("0002_add_email", "mysql")
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("migrations: {dialect: oracle}", "expected one of postgresql, cockroachdb"),
        ("migrations: {version: new}", "expected a version such as 15 or 8.0.29"),
        ("migrations: {folders: [{framework: rails}]}", "path"),
        ("migrations: {folder: x}", "folder"),
    ],
)
def test_wrong_settings_are_told(repo: Repository, settings: str, said: str) -> None:
    repo.write({".deploylint.yaml": settings})
    result = migrations(repo)
    assert result.code == 2
    assert said in result.err


def test_small_tables_may_be_locked(repo: Repository) -> None:
    repo.write({".deploylint.yaml": f"{SETTINGS}  small_tables: [users]\n", **BAD})
    items = {item["rule"]: item["status"] for item in answer(repo)["items"]}
    assert items["migrations-lock-safe"] == "pass"


def test_who_stops_for_the_deploy_breaks_nothing(repo: Repository) -> None:
    repo.write(BAD)
    policy = (
        "policy: mine\nlayer: project\nextends: [deploylint:production]\nrules:\n"
        "  migrations-compatible: {with: {rollback: code+schema}}\n"
    )
    repo.write({"policy.yaml": policy})
    asked = ("--policy", "policy.yaml", "--strategy", "recreate")
    items = {item["rule"]: item["status"] for item in answer(repo, *asked)["items"]}
    assert items["migrations-compatible"] == "na"


def test_a_file_too_large_to_read_is_no_silence(repo: Repository) -> None:
    large = f"DROP TABLE users;\n-- {'x' * 4_100_000}\n"
    repo.write({"migrations/0002_x.up.sql": large, "migrations/0002_x.down.sql": "SELECT 1;"})
    result = migrations(repo)
    assert result.code == 1
    assert "is larger than 4 MB" in " ".join(result.out.split())


def test_a_shallow_clone_has_nothing_to_compare_with(repo: Repository, tmp_path: Path) -> None:
    repo.switch("main")
    repo.commit(GOOD, "more")
    shallow = repo.clone(tmp_path / "shallow", "--depth", "1")
    result = migrations(shallow)
    assert result.code == 2
    assert "shallow" in result.err


def test_before_the_first_commit_every_migration_is_new(tmp_path: Path) -> None:
    made = repository(tmp_path / "project")
    made.write({"readme.txt": "a project\n"})
    nothing = migrations(made)
    assert (nothing.code, nothing.err) == (0, "")
    title = ".: {} added since the beginning: there is no commit yet\n"
    assert nothing.out.startswith(title.format("0 migrations"))
    made.write(BASE)
    assert [one["name"] for one in answer(made)["migrations"]] == ["0001_create_users"]
    assert migrations(made).out.startswith(title.format("1 migration"))
    made.write({"migrations/0002_orders.up.sql": "CREATE TABLE orders (id integer);\n"})
    assert migrations(made).code == 1
    named = migrations(made, "--base", "main")
    assert (named.code, named.out) == (2, "")
    assert "no commit yet" in named.err


def test_a_branch_without_a_commit_beside_others_is_no_beginning(repo: Repository) -> None:
    repo.git("checkout", "--quiet", "--orphan", "other")
    result = migrations(repo)
    assert (result.code, result.out) == (2, "")


def test_on_the_main_branch_without_a_version_nothing_is_proven(repo: Repository) -> None:
    repo.switch("main")
    repo.commit(GOOD, "more")
    result = migrations(repo)
    assert result.code == 3
    assert "--base REF" in " ".join(result.out.split())


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("CREATE USER a PASSWORD 'hunter2Zebra99';", id="postgres"),
        pytest.param("CREATE USER a IDENTIFIED BY 'hunter2Zebra99';", id="mysql"),
        pytest.param("CREATE LOGIN a WITH PASSWORD = N'hunter2Zebra99';", id="sql-server"),
    ],
)
def test_no_report_shows_a_password_of_a_migration(repo: Repository, statement: str) -> None:
    repo.write({"migrations/0004_user.up.sql": f"{statement} DROP TABLE users;\n"})
    formats = ("text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html")
    outputs = [part for name in formats for part in ("-o", f"{name}=out.{name}")]
    assert migrations(repo, "-v", *outputs).code == 1
    texts = {name: (repo.path / f"out.{name}").read_text("utf-8") for name in formats}
    assert [name for name in formats if "hunter2" in texts[name]] == []
    assert f"1 | {statement[:14]}" in texts["text"]
