"""Which assurance each rule reaches in a release where everything that can be shown is shown."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from tests.complete import GONE, changed, example
from tests.evidence.judging import outcome
from tests.evidence.shop import Shop, record_everything, shop
from tests.program import run

REACHED = {
    "branch-up-to-date": "evidenced",
    "tests-pass": "bound",
    "end-to-end-tests-pass": "bound",
    "load-and-security-validated": "bound",
    "coverage-sufficient": "bound",
    "code-review-approved": "bound",
    "no-merge-conflicts": "evidenced",
    "no-blocking-bugs": "bound",
    "docs-up-to-date": "bound",
    "no-critical-vulnerabilities": "bound",
    "rollback-plan-present": "evidenced",
    "version-is-semver": "bound",
    "changelog-entry": "bound",
    "release-size-reasonable": "bound",
    "build-steps-passed": "bound",
    "artifacts-present": "bound",
    "build-warnings-documented": "bound",
    "performance-budget-met": "bound",
    "rollback-point-exists": "evidenced",
    "release-tag-ready": "bound",
    "release-notes-published": "bound",
    "tag-created": "bound",
    "changelog-updated": "bound",
    "tickets-closed": "bound",
    "migrations-tested-in-staging": "bound",
    "migrations-ready": "bound",
    "migrations-reversible": "bound",
    "migrations-keep-data": "bound",
    "migrations-compatible": "bound",
    "migrations-lock-safe": "bound",
}
"""The rules whose evidence is in the repository or in files, and what each rests on here."""

IN_CI = {"branch-up-to-date": "bound", "no-merge-conflicts": "bound"}
"""What only the server of the repository can show: where the main branch is."""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Return the release with everything recorded, and the plan that names it beside it."""
    made = shop(tmp_path_factory.mktemp("released"))
    evidence = record_everything(made)
    plan = changed(example("complete"), _now(made, evidence))
    # nobody ticks what evidence shows
    plan["checklist"] = [line for line in plan["checklist"] if line["id"] not in REACHED]
    path = made.tools / "plan.yaml"
    path.write_text(yaml.safe_dump({"deployment": plan}))
    return made


def _now(made: Shop, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes that bring the example to the day of the test."""
    now = datetime.now(tz=UTC)
    hour_ago = (now - timedelta(hours=1)).isoformat()
    return {
        "scheduled_at": GONE,
        "commit": made.repo.head,
        "approvals.0.at": hour_ago,
        "backup.taken_at": hour_ago,
        "backup.restored_at": str(now.date()),
        "rollback_plan.tested_at": str(now.date()),
        "evidence": dict(evidence),
    }


def judged(
    made: Shop, policy: str, plan: str = "plan.yaml", **env: str
) -> dict[str, dict[str, Any]]:
    """Return the items of a policy, by rule."""
    command = ("check", str(made.tools / plan), "--policy", f"deploylint:{policy}")
    result = run(*command, "--stage", "all", "-o", "json", cwd=made.repo.path, env=env)
    assert result.err == ""
    (report,) = json.loads(result.out)["reports"]
    return {item["rule"]: item for item in report["items"]}


def outcomes(items: Mapping[str, Any]) -> dict[str, str]:
    return {rule: outcome(items[rule]).removeprefix("pass ") for rule in REACHED}


def test_what_each_rule_reaches(released: Shop) -> None:
    items = judged(released, "production")
    assert outcomes(items) == REACHED
    failing = {rule for rule, item in items.items() if item["status"] == "fail"}
    assert failing <= {"deploy-window"}, [items[rule]["reason"] for rule in failing]


def test_what_each_rule_reaches_in_ci(released: Shop) -> None:
    items = judged(released, "production", GITHUB_EVENT_PATH=str(released.event()))
    assert outcomes(items) == REACHED | IN_CI


def test_no_rule_of_them_fails_the_strictest_policy(released: Shop) -> None:
    items = judged(released, "strict", GITHUB_EVENT_PATH=str(released.event()))
    assert outcomes(items) == REACHED | IN_CI


def test_the_target_of_a_rollback_rests_on_its_tag(released: Shop) -> None:
    plan = {**changed(example("rollback"), {"scheduled_at": GONE}), "commit": "v1.1.9"}
    path = released.tools / "rollback.yaml"
    path.write_text(yaml.safe_dump({"deployment": plan}))
    items = judged(released, "production", "rollback.yaml")
    assert outcome(items["rollback-target-valid"]) == "pass evidenced"
