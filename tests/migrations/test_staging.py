"""Migrations that ran in staging: recorded there by `deploylint record`, judged by `check`."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository, repository
from tests.program import run

CHECK = "migrations-tested-in-staging"
UP = "migrations/0002_add_email.up.sql"
FIRST = {
    ".gitignore": "reports/\n",
    "migrations/0001_create_users.up.sql": "CREATE TABLE users (id integer);\n",
    "migrations/0001_create_users.down.sql": "DROP TABLE users;\n",
}
SECOND = {
    UP: "ALTER TABLE users ADD COLUMN email text;\n",
    "migrations/0002_add_email.down.sql": "ALTER TABLE users DROP COLUMN email;\n",
}
TESTED = {"migrations": [{"name": "add_email", "tested_in": "staging"}]}
RECORD = "reports/deploylint/migrations-staging.evidence.json"
NAMED = {"evidence": {"migrations": ["reports/deploylint/migrations-*.evidence.json"]}}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository whose v1.1.9 holds the first migration, and whose HEAD the second."""
    made = repository(tmp_path / "project")
    made.commit(FIRST, "first")
    made.tag("v1.1.9", "released")
    made.commit(SECOND, "second")
    return made


def record(repo: Repository, script: str = "true", name: str | None = "staging") -> None:
    """Record a command; what is run stands for the tool that applies migrations."""
    named = () if name is None else ("--name", name)
    code = run(
        "record", "--kind", "migrations", *named, "--", "sh", "-c", script, cwd=repo.path
    ).code
    assert code == int(script.removeprefix("exit ")) if script.startswith("exit ") else code == 0


def judged(
    repo: Repository, plan: Mapping[str, Any] | None = None, *, later: timedelta = timedelta(0)
) -> dict[str, Any]:
    now = (datetime.now(UTC) + later).isoformat()
    return judge(repo.path, CHECK, plan=plan, now=now)


def test_a_run_at_the_commit_is_bound_whether_or_not_the_plan_names_the_migration(
    repo: Repository,
) -> None:
    record(repo)
    for plan in ({}, TESTED, {**NAMED, **TESTED}):
        item = judged(repo, plan)
        reason = f'"sh -c true" was recorded in staging at commit {repo.head[:7]} and succeeded'
        assert (outcome(item), item["reason"]) == ("pass bound", reason)
        assert [(one["source"], one["commit"]) for one in item["evidence"]] == [(RECORD, repo.head)]


def test_a_run_at_an_earlier_commit_counts_while_the_migrations_are_the_same(
    repo: Repository,
) -> None:
    record(repo)
    before = repo.head
    repo.commit({"app.py": "more\n"}, "later")
    item = judged(repo)
    assert outcome(item) == "pass bound"
    assert f"at commit {before[:7]}" in item["reason"]
    assert [one["commit"] for one in item["evidence"]] == [before]


@pytest.mark.parametrize("plan", [{}, TESTED], ids=["silent", "says-tested"])
def test_a_migration_that_was_changed_after_its_run_is_stale(
    repo: Repository, plan: Mapping[str, Any]
) -> None:
    record(repo)
    before = repo.head
    repo.commit({UP: "ALTER TABLE users ADD COLUMN email varchar(80);\n"}, "shorter")
    item = judged(repo, plan)
    assert outcome(item) == "fail stale"
    assert item["reason"] == (
        f"0002_add_email was changed since {before[:7]}, where the run in staging was recorded;"
        " run and record it anew"
    )
    record(repo)
    assert outcome(judged(repo, plan)) == "pass bound"


def test_a_down_that_was_changed_counts_as_a_change(repo: Repository) -> None:
    record(repo)
    repo.commit({"migrations/0002_add_email.down.sql": "SELECT 1;\n"}, "no way back")
    assert outcome(judged(repo)) == "fail stale"


def test_the_run_of_an_earlier_release_proves_nothing_and_denies_nothing(
    repo: Repository,
) -> None:
    record(repo)
    before = repo.head
    repo.commit({"migrations/0003_x.up.sql": "SELECT 1;", "migrations/0003_x.down.sql": ""}, "x")
    silent = judged(repo)
    said = judged(
        repo, {"migrations": [{"name": n, "tested_in": "staging"} for n in ("add_email", "x")]}
    )
    assert outcome(silent) == "fail unproven"
    assert silent["reason"].startswith(
        "the plan does not say that 0002_add_email and 0003_x ran in staging; no recorded run of"
        " the migrations in staging of this release was found"
    )
    assert outcome(said) == "pass attested"
    for item in (silent, said):
        assert f"0003_x did not exist at {before[:7]}" in messages(item)


def messages(item: Mapping[str, Any]) -> list[str]:
    return [finding["message"] for finding in item["findings"]]


def test_a_named_run_of_other_contents_says_what_is_different(repo: Repository) -> None:
    record(repo)
    before = repo.head
    more = {"migrations/0003_x.up.sql": "SELECT 1;", UP: "ALTER TABLE users ADD COLUMN e text;\n"}
    repo.commit(more, "more")
    item = judged(repo, {**NAMED, **TESTED})
    assert outcome(item) == "fail stale"
    assert item["reason"] == (
        f"{RECORD} was recorded at commit {before[:7]}, and the release is {repo.head[:7]}:"
        f" 0002_add_email was changed since {before[:7]}"
    )
    assert f"0003_x did not exist at {before[:7]}" in messages(item)


def test_a_run_that_failed_stands_against_every_word(repo: Repository) -> None:
    record(repo, "exit 3")
    item = judged(repo, TESTED)
    assert outcome(item) == "fail violated"
    assert item["reason"] == '"sh -c exit 3" in staging ended with 3'
    assert "the plan says otherwise: add_email ran in staging" in messages(item)
    record(repo)
    assert outcome(judged(repo, TESTED)) == "pass bound"


def test_a_command_that_applies_nothing_is_no_test(repo: Repository) -> None:
    (repo.path / "reports").mkdir()
    alembic = repo.path / "reports/alembic"
    alembic.write_text("#!/bin/sh\n")
    alembic.chmod(0o755)
    command = ("record", "--kind", "migrations", "--name", "staging", "--", str(alembic))
    assert run(*command, "upgrade", "head", "--sql", cwd=repo.path).code == 0
    item = judged(repo, TESTED)
    assert outcome(item) == "fail violated"
    assert item["reason"].endswith(
        "in staging applied no migration: with `--sql` nothing is applied"
    )
    assert run(*command, "upgrade", "head", cwd=repo.path).code == 0
    assert outcome(judged(repo)) == "pass bound"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Staging", "pass bound", id="other-case"),
        pytest.param("preprod", "pass bound", id="alias"),
        pytest.param("dev", "fail unproven", id="another"),
        pytest.param(None, "fail unproven", id="none"),
    ],
)
def test_the_name_of_the_record_is_the_environment(
    repo: Repository, name: str | None, expected: str
) -> None:
    record(repo, name=name)
    assert outcome(judged(repo)) == expected


def test_a_named_run_elsewhere_is_no_run_in_staging(repo: Repository) -> None:
    record(repo, name="dev")
    item = judged(repo, {**NAMED, **TESTED})
    place = "reports/deploylint/migrations-dev.evidence.json"
    assert (outcome(item), item["reason"]) == (
        "fail violated",
        f"{place} is of a run in dev, not in staging",
    )
    record(repo)
    assert outcome(judged(repo, {**NAMED, **TESTED})) == "pass bound"


def test_evidence_that_is_named_has_to_be_there(repo: Repository) -> None:
    assert outcome(judged(repo, {**NAMED, **TESTED})) == "fail error"


def test_a_run_with_changes_that_are_not_committed_is_stale(repo: Repository) -> None:
    repo.write({UP: "ALTER TABLE users ADD COLUMN mail text;\n"})
    record(repo)
    repo.commit(message="what ran")
    assert outcome(judged(repo, {**NAMED, **TESTED})) == "fail stale"


def test_a_run_of_two_weeks_ago_is_too_old(repo: Repository) -> None:
    record(repo)
    assert outcome(judged(repo, NAMED, later=timedelta(days=13))) == "pass bound"
    assert outcome(judged(repo, NAMED, later=timedelta(days=15))) == "fail stale"


def test_a_log_beside_its_record_is_a_run(repo: Repository) -> None:
    options = ("--kind", "migrations", "--name", "staging", "--log", "reports/migrate.log")
    assert run("record", *options, "--", "echo", "done", cwd=repo.path).code == 0
    plan = {"evidence": {"migrations": ["reports/migrate.log"]}}
    assert outcome(judged(repo, plan)) == "pass bound"
    repo.write({"reports/migrate.log": "edited\n"})
    assert outcome(judged(repo, plan)) == "fail error"


def test_a_file_without_a_record_is_no_run(repo: Repository) -> None:
    repo.write({"reports/migrate.log": "all applied\n"})
    plan = {"evidence": {"migrations": ["reports/migrate.log"]}, **TESTED}
    item = judged(repo, plan)
    assert outcome(item) == "fail error"
    assert "is no record of a run" in item["reason"]


def test_a_record_of_another_kind_is_no_run(repo: Repository) -> None:
    command = ("record", "--kind", "build", "--name", "staging", "--", "true")
    assert run(*command, cwd=repo.path).code == 0
    place = "reports/deploylint/build-staging.evidence.json"
    item = judged(repo, {"evidence": {"migrations": [place]}})
    assert outcome(item) == "fail error"
    assert "was recorded as `build`, not as `migrations`" in item["reason"]


def test_a_commit_that_the_repository_lacks_cannot_be_compared(repo: Repository) -> None:
    record(repo)
    path = repo.path / RECORD
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "commit": "e" * 40, "tree": "d" * 40}))
    item = judged(repo, NAMED)
    assert outcome(item) == "fail stale"
    assert "commit eeeeeee is not in this repository" in messages(item)


def test_a_release_that_adds_none_has_nothing_to_test(repo: Repository) -> None:
    repo.tag("v1.2.0-rc1")
    repo.git("tag", "-a", "-m", "released", "v1.1.10")
    repo.commit({"README.md": "x"}, "docs")
    record(repo, "exit 3")
    assert outcome(judged(repo)) == "na"


def test_outside_a_repository_the_plan_is_believed_and_a_named_record_too(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere"
    folder.mkdir()
    (folder / ".deploylint.yaml").write_text("{}")
    assert outcome(judge(folder, CHECK)) == "na"
    assert outcome(judge(folder, CHECK, plan=TESTED)) == "pass attested"
    record(Repository(folder))
    assert outcome(judged(Repository(folder), {**TESTED, **NAMED})) == "pass evidenced"


def test_the_inventory_shows_the_run(repo: Repository) -> None:
    record(repo)
    before = repo.head
    repo.commit({"app.py": "more\n"}, "later")
    result = run("evidence", cwd=repo.path)
    assert RECORD in result.out
    assert f"was recorded at commit {before[:7]}, which has the same files" in result.out
