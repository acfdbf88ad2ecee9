"""Which files each hook gets, by the patterns that pre-commit searches their paths with."""

import re

import pytest
import yaml

from tests.program import ROOT

HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
}


def gets(hook: str, path: str) -> bool:
    """Say whether a hook gets a file: https://pre-commit.com/#creating-new-hooks."""
    left_out = HOOKS[hook].get("exclude", "^$")
    return bool(re.search(HOOKS[hook]["files"], path)) and not re.search(left_out, path)


def test_the_hooks_are_these() -> None:
    assert list(HOOKS) == ["deploylint", "deploylint-policy", "deploylint-migrations"]


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
        ("deploy/policies/shop.yaml", False),
        ("deploy/policy.yaml", False),
        ("release/policies/fixtures/plan.yaml", False),
        ("deploy/shop.test.yaml", False),
    ],
)
def test_the_files_of_the_hook_for_plans(path: str, matches: bool) -> None:
    assert gets("deploylint", path) is matches


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("policies/web-shop.yaml", True),
        ("policies/teams/payments/base.yml", True),
        ("deploy/policy/production.yaml", True),
        ("policy.yaml", True),
        ("ops/deploy-policy.yml", True),
        ("ops/policy-production.yaml", True),
        ("policies/web-shop.test.yaml", True),
        ("deploy/web-shop.test.yml", True),
        ("policies/plans/no-way-back.yaml", True),
        ("policies/fixtures/shop/reports/junit.xml", True),
        ("deploy/policies/fixtures/migrations/0001_users.sql", True),
        (".deploylint.yaml", True),
        ("services/exports/.deploylint.yaml", True),
        ("policies/README.md", False),
        ("app/policies/user_policy.rb", False),
        ("deploy/v1.2.0.yaml", False),
        ("tests/fixtures/shop.yaml", False),
        ("shop.test.ts", False),
        ("contest.yaml", False),
        ("deploylint.yaml", False),
        (".github/workflows/test.yaml", False),
    ],
)
def test_the_files_of_the_hook_for_policies(path: str, matches: bool) -> None:
    assert gets("deploylint-policy", path) is matches


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
def test_the_files_of_the_hook_for_migrations(path: str, matches: bool) -> None:
    assert gets("deploylint-migrations", path) is matches
