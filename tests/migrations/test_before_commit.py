"""`deploylint migrations --before-commit`: what a hook says of what waits to be committed."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.evidence.repository import Repository, repository
from tests.program import Result, run

TABLE = "CREATE TABLE users (id integer);\n"
DROP = "DROP TABLE users;\n"
PAIR = {"migrations/0001_users.up.sql": TABLE, "migrations/0001_users.down.sql": DROP}
ONE_WAY = {"migrations/0002_orders.up.sql": "CREATE TABLE orders (id integer);\n"}
NOTHING_NEW = ".: 0 migrations added since the last commit ("


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository on its main branch, with one migration and no version."""
    made = repository(tmp_path / "project")
    made.commit({**PAIR, "readme.md": "one\n"})
    return made


def before_commit(repo: Repository, *arguments: str) -> Result:
    return run("migrations", "--before-commit", "--quiet", *arguments, cwd=repo.path)


def stage(repo: Repository, files: Mapping[str, str]) -> None:
    repo.write(files)
    repo.git("add", *files)


def first_line(result: Result) -> str:
    return result.out.splitlines()[0]


@pytest.mark.parametrize(
    "path",
    [
        "migrations/0002_orders.up.sql",
        "sql/V3__orders.sql",
        "db/sql/2_orders.up.sql",
        "m/20240101000000_orders/up.sql",
        "prisma/migrations/20240101000000_orders/migration.sql",
    ],
)
def test_a_migration_that_waits_is_judged_wherever_it_is_found(repo: Repository, path: str) -> None:
    stage(repo, {path: "DROP TABLE users;\n"})
    result = before_commit(repo)
    assert (result.code, result.err) == (1, "")
    assert path in result.out


def test_goose_is_judged_by_what_stands_in_its_file(repo: Repository) -> None:
    path = "app/20240101000000_orders.sql"
    stage(repo, {path: "-- +goose Up\nCREATE TABLE orders (id integer);\n"})
    result = before_commit(repo)
    assert result.code == 1
    assert path in result.out


@pytest.mark.parametrize("path", sorted(PAIR))
def test_a_file_that_is_deleted_is_missed(repo: Repository, path: str) -> None:
    repo.git("rm", "--quiet", path)
    result = before_commit(repo)
    assert result.code == 1
    assert "FAIL  migrations-ready" in result.out


def test_a_commit_of_something_else_is_not_held_up(repo: Repository) -> None:
    repo.branch("feature")
    repo.commit(ONE_WAY)
    repo.write({"migrations/0003_later.up.sql": "DROP TABLE users;\n"})
    stage(repo, {"readme.md": "two\n"})
    result = before_commit(repo)
    assert (result.code, result.err) == (0, "")
    assert first_line(result).startswith(NOTHING_NEW)
    stage(repo, {"migrations/0001_users.down.sql": f"{DROP}\n"})
    assert before_commit(repo).code == 1


def test_settings_may_say_what_a_migration_is(repo: Repository) -> None:
    repo.branch("feature")
    repo.commit(ONE_WAY)
    stage(repo, {".deploylint.yaml": "migrations: {dialect: postgresql}\n"})
    assert before_commit(repo).code == 1


def test_where_nothing_waits_all_that_is_new_is_judged(repo: Repository) -> None:
    repo.branch("feature")
    assert before_commit(repo).code == 0
    repo.commit(ONE_WAY)
    assert before_commit(repo).code == 1


def test_on_the_main_branch_nothing_new_is_an_answer(repo: Repository) -> None:
    result = before_commit(repo)
    assert (result.code, result.err) == (0, "")
    assert first_line(result).startswith(NOTHING_NEW)
    assert run("migrations", cwd=repo.path).code == 3


@pytest.mark.parametrize("commits", [0, 1])
def test_a_repository_without_migrations_has_nothing_to_say(tmp_path: Path, commits: int) -> None:
    new = repository(tmp_path / "new")
    for _ in range(commits):
        new.commit({"readme.md": ""})
    for files in ({}, {"src/app.py": "", "deploy/plan.yaml": "deployment: {}\n"}):
        new.write(files)
        new.git("add", "--all")
        result = before_commit(new)
        assert (result.code, result.err) == (0, "")
        assert len(result.out.splitlines()) == 4


def test_before_the_first_commit_every_migration_is_judged(tmp_path: Path) -> None:
    new = repository(tmp_path / "new")
    stage(new, ONE_WAY)
    assert before_commit(new).code == 1


def test_a_folder_that_settings_name_has_to_hold_migrations(repo: Repository) -> None:
    repo.commit({".deploylint.yaml": "migrations: {folders: [{path: absent}]}\n"})
    assert before_commit(repo).code == 2


def test_it_needs_a_repository_and_something_to_compare(repo: Repository, tmp_path: Path) -> None:
    for cwd, arguments, why in (
        (repo.path, ("--all",), "--all judges every migration"),
        (tmp_path, (), "there is no git repository"),
    ):
        result = run("migrations", "--before-commit", *arguments, cwd=cwd)
        assert (result.code, result.out) == (2, "")
        assert result.err == f"{why}, so there is nothing to compare with --before-commit\n"
