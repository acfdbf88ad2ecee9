"""Which files each hook gets, by the patterns that pre-commit searches their paths with."""

import re

import pytest
import yaml

from deploylint.cli.manualcommands import page_of
from deploylint.cli.manualpages import EXAMPLE
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
        ("deploy/v3.json", True),
        ("deploy/password-policy.yaml", True),
        ("deploy/policy.yaml", True),
        ("deploy/shop.test.yaml", True),
        ("deploy/test/v1.2.0.yaml", True),
        ("deploy-eu/v1.2.0.YML", True),
        ("plans/v2.yaml", True),
        ("releases-2026/v1.yaml", True),
        ("release.d/v1.json", True),
        ("Release/v1.yaml", True),
        ("ops/deploy-plan.json", True),
        ("deploy/README.md", False),
        ("deployer/app.yaml", False),
        ("releasenotes/1.2.0.yaml", False),
        ("deploy/templates/deployment.yaml", False),
        ("tests/plans/held.yaml", False),
        ("web/test/fixtures/plans/held.json", False),
        ("terraform-plan.json", False),
        ("floorplan.yaml", False),
        ("config/app.yaml", False),
        (".github/workflows/deploy.yml", False),
        ("deploy/policies/shop.yaml", False),
        ("release/policies/fixtures/plan.yaml", False),
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


def test_what_is_only_deleted_reaches_the_hooks_that_need_no_names() -> None:
    """https://pre-commit.com/#hooks-always_run."""
    assert [name for name in HOOKS if HOOKS[name].get("always_run")] == [
        "deploylint-policy",
        "deploylint-migrations",
    ]
    # always, but not for messages and checkouts
    stages = ["pre-commit", "pre-merge-commit", "pre-push", "manual"]
    assert {name: hook["stages"] for name, hook in HOOKS.items()} == dict.fromkeys(HOOKS, stages)


def test_the_manual_shows_what_the_hooks_run() -> None:
    for command, hook in (("check", "deploylint"), ("migrations", "deploylint-migrations")):
        page = page_of(f"deploylint {command}")
        assert page is not None
        shown = [one.command for one in page.examples if "In a hook" in one.wish]
        assert [one.removesuffix(f" {EXAMPLE}") for one in shown] == [HOOKS[hook]["entry"]]
        assert f"`{HOOKS[hook]['entry']}" in (ROOT / "docs/pre-commit.md").read_text("utf-8")
