"""The hook, run by the real pre-commit from a local clone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.program import EXAMPLE, ROOT
from tests.test_package import copy_of_the_sources

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
IDENTITY = {
    "GIT_AUTHOR_NAME": "release-manager",
    "GIT_AUTHOR_EMAIL": "release-manager@example.com",
    "GIT_COMMITTER_NAME": "release-manager",
    "GIT_COMMITTER_EMAIL": "release-manager@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", *arguments], cwd=folder, env=os.environ | IDENTITY, check=True, capture_output=True
    )


def repository(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "all")
    return folder


def pre_commit(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    scrubbed = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", "--color=never"],
        cwd=folder,
        env=scrubbed | IDENTITY | {"PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_hook_runs_under_pre_commit(tmp_path: Path) -> None:
    hooks = repository(copy_of_the_sources(tmp_path / "hooks"))
    project = repository(tmp_path / "project")
    ids = [{"id": "deploylint"}, {"id": "deploylint-migrations"}]
    config = {"repos": [{"repo": str(hooks), "rev": "HEAD", "hooks": ids}]}
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True
    )
    config["repos"][0]["rev"] = head.stdout.strip()
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    (project / "deploy").mkdir()
    (project / "deploy/v1.2.0.yaml").write_bytes(EXAMPLE.read_bytes())
    (project / "other.yaml").write_text("no: plan\n", "utf-8")
    git(project, "add", "--all")
    first = pre_commit(project, tmp_path / "home")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "GO: may go out" in first.stdout
    assert "no clock" in first.stdout
    (project / "deploy/v1.2.0.yaml").write_text(
        EXAMPLE.read_text("utf-8").replace("status: pass", "status: fail"), "utf-8"
    )
    second = pre_commit(project, tmp_path / "home")
    assert second.returncode == 1
    assert "ABORT" in second.stdout
    assert "exit code: 1" in second.stdout
    assert "deploylint migrations" in first.stdout
    assert "(no files to check)" in first.stdout


def test_the_hook_for_migrations_runs_under_pre_commit(tmp_path: Path) -> None:
    hooks = repository(copy_of_the_sources(tmp_path / "hooks"))
    project = repository(tmp_path / "project")
    head = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True
    )
    used = {"repo": str(hooks), "rev": head.stdout.strip()}
    config = {"repos": [used | {"hooks": [{"id": "deploylint-migrations"}]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), "utf-8")
    (project / "migrations").mkdir()
    up = project / "migrations/0001_users.up.sql"
    up.write_text("CREATE TABLE users (id integer);\n")
    git(project, "add", "--all")
    first = pre_commit(project, tmp_path / "home")
    assert first.returncode == 1, first.stdout + first.stderr
    assert "there is no 0001_users.down.sql" in " ".join(first.stdout.split())
    up.with_name("0001_users.down.sql").write_text("DROP TABLE users;\n")
    git(project, "add", "--all")
    second = pre_commit(project, tmp_path / "home")
    assert second.returncode == 0, second.stdout + second.stderr
    assert "1 migration added since" in second.stdout


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("deploy/v1.2.0.yaml", True),
        ("services/exports/deployments/2026/v1.2.0.yml", True),
        ("releases/plan.yaml", True),
        ("plan.yaml", True),
        ("ops/deployment-plan.yml", True),
        ("release_plan.yaml", True),
        ("deploy/README.md", False),
        ("floorplan.yaml", False),
        ("config/app.yaml", False),
        (".github/workflows/deploy.yml", False),
    ],
)
def test_the_files_that_the_hook_sees(path: str, matches: bool) -> None:
    (hook,) = [hook for hook in HOOKS if hook["id"] == "deploylint"]
    assert bool(re.search(hook["files"], path)) is matches


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("migrations/0001_users.up.sql", True),
        ("db/migrate/20261120101500_add_users.rb", True),
        ("db/post_migrate/20261120101500_add_users.rb", True),
        ("shop/migrations/0002_order.py", True),
        ("alembic/versions/3f9c1e2_users.py", True),
        ("prisma/migrations/20261120_users/migration.sql", True),
        ("src/main/resources/db/migration/V1_2__users.sql", True),
        ("server/migrations/20261120-users.js", True),
        ("src/migrations/1767225600000-Users.ts", True),
        ("src/main/resources/db/changelog/db.changelog-1.2.yaml", True),
        ("db.changelog-master.xml", True),
        ("deploy/users.sql", True),
        ("sqitch.plan", True),
        ("CHANGELOG.md", False),
        ("src/users.py", False),
        ("deploy/v1.2.0.yaml", False),
    ],
)
def test_the_files_that_the_hook_for_migrations_sees(path: str, matches: bool) -> None:
    (hook,) = [hook for hook in HOOKS if hook["id"] == "deploylint-migrations"]
    assert bool(re.search(hook["files"], path)) is matches
