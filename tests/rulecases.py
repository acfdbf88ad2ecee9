"""For every rule of the policy `production`: what makes it fail, and when it is not judged."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from deploylint.model.verdict import Cause
from tests.complete import GONE, Change


class NotJudged(NamedTuple):
    """A change after which there is nothing to judge, and the reason that is given."""

    change: Change
    reason: str


class Case(NamedTuple):
    """How a rule that a check judges comes to pass, to fail and to be `na`.

    `good` is what makes the example `base` pass where it does not as it stands.
    """

    fail: Change
    na: NotJudged | None
    cause: Cause = Cause.VIOLATED
    base: str = "complete"
    good: Change = MappingProxyType({})


HOTFIX = {
    "type": "hotfix",
    "priority": "P2",
    "incident": "INC-42",
    "reason": "exports fail for new customers",
}
LEAK = "postgres://exports:correct-horse@db.example.com/exports"
"""An address with its password, which nobody should write into a plan."""

ELSEWHERE = NotJudged(
    {"environment": "staging"},
    "the rule is for environment production; the plan's is staging",
)
DEVELOPMENT = NotJudged(
    {"environment": "development"},
    "the rule is for environment staging or production; the plan's is development",
)
BACK = NotJudged(
    {**HOTFIX, "type": "rollback"},
    "the rule is for type standard or hotfix; the plan's is rollback",
)
FORTH = NotJudged(
    {"type": "hotfix"},
    "the rule is for type rollback; the plan's is hotfix",
)
UNCHANGED = NotJudged({"migrations": []}, "the plan names no migration")

CHECKED: Mapping[str, Case] = {
    # the plan itself
    "no-placeholders": Case({"owner": "<owner>"}, None),
    "hotfix-justified": Case(
        {"type": "hotfix"}, NotJudged({}, "the plan is not a hotfix"), good=HOTFIX
    ),
    "deployment-approved": Case({"approvals.0.by": "release-manager"}, ELSEWHERE),
    "secrets-configured": Case({"backup.location": LEAK}, None),
    "watcher-available": Case({"team.watcher": "nobody"}, ELSEWHERE),
    "escalation-known": Case({"team.escalation.critical bug": GONE}, ELSEWHERE),
    "communication-planned": Case({"notify.after": GONE}, ELSEWHERE),
    "version-is-semver": Case(
        {"previous_version": "v1.10.0", "rollback_plan.target": "v1.10.0"}, ELSEWHERE
    ),
    # the database
    "migrations-tested-in-staging": Case({"migrations.0.tested_in": "development"}, UNCHANGED),
    "migrations-reversible": Case({"migrations.0.reversible": "false"}, UNCHANGED),
    "migrations-before-code": Case(
        {"steps": ["Deploy v1.2.0", "Run the migrations"]},
        NotJudged({"migrations": [], "steps": ["Deploy v1.2.0"]}, "the plan names no migration"),
    ),
    "migrations-validated": Case(
        {"migrations.0.check_after": GONE, "steps.6": GONE}, UNCHANGED, Cause.UNPROVEN
    ),
    "backup-recent": Case(
        {"backup.taken_at": "2026-11-20T09:00:00+01:00"},
        NotJudged({"migrations": []}, "the plan names no migration, so no data changes"),
    ),
    # the way back
    "rollback-plan-present": Case({"rollback_plan.time_limit": "20m"}, ELSEWHERE),
    "rollback-tested": Case({"rollback_plan.tested_at": "2026-01-02"}, ELSEWHERE),
    "rollback-point-exists": Case({"previous_version": "v1.1.8"}, ELSEWHERE),
    "rollback-trigger-measurable": Case({"rollback_plan.trigger": "if it looks bad"}, ELSEWHERE),
    # the moment of the deployment
    "deploy-window": Case({"duration": "8h"}, ELSEWHERE),
    "schedule-current": Case(
        {"scheduled_at": "2026-11-23T10:30:00+01:00"},
        NotJudged({"scheduled_at": GONE}, "the plan has no `scheduled_at`"),
    ),
    "strategy-suits-environment": Case({"strategy": "recreate"}, BACK),
    "monitoring-active": Case({"monitoring.watch": ["error_rate", "cpu"]}, ELSEWHERE),
    "smoke-tests-planned": Case({"smoke_tests": ["Login works", "API /health"]}, DEVELOPMENT),
    # rollbacks
    "rollback-target-valid": Case({"version": "v1.2.0"}, FORTH, base="rollback"),
    "rollback-reason-given": Case(
        {"reason": GONE},
        NotJudged({"type": "hotfix"}, "the plan is not a rollback"),
        base="rollback",
    ),
    "rollback-announced": Case({"notify.before": GONE}, FORTH, Cause.UNPROVEN, base="rollback"),
    "rollback-database-justified": Case(
        {"migrations.0.cause": "false"},
        NotJudged({"migrations": []}, "the rollback takes back no migration"),
        base="rollback",
    ),
    "rollback-verification-planned": Case({"verification": GONE}, FORTH, base="rollback"),
    "rollback-time-target": Case({"rollback_plan.stable_within": "15m"}, FORTH, base="rollback"),
    "post-mortem-planned": Case({"post_mortem.owner": GONE}, FORTH, base="rollback"),
}
"""The rules that a check judges."""


def _each(rules: str, na: NotJudged) -> dict[str, NotJudged]:
    return dict.fromkeys(rules.split(), na)


ANSWERED: Mapping[str, NotJudged] = {
    **_each(
        "branch-up-to-date end-to-end-tests-pass load-and-security-validated code-review-approved"
        " no-blocking-bugs docs-up-to-date external-dependencies-available changelog-entry"
        " release-size-reasonable staging-validated deployment-automated pipeline-complete"
        " staging-deployed staging-smoke-tests-passed release-tag-ready deployment-marked"
        " production-reachable error-rate-acceptable latency-acceptable resources-stable"
        " no-alerts-firing monitored-long-enough release-notes-published tag-created"
        " changelog-updated documentation-updated tickets-closed monitoring-in-place",
        ELSEWHERE,
    ),
    **_each(
        "tests-pass coverage-sufficient no-merge-conflicts env-vars-configured"
        " feature-flags-configured no-critical-vulnerabilities build-steps-passed"
        " artifacts-present build-warnings-documented performance-budget-met",
        BACK,
    ),
    **_each(
        "migrations-ready migrations-keep-data migrations-compatible migrations-lock-safe",
        UNCHANGED,
    ),
    **_each(
        "certificates-valid health-check-configured smoke-tests-passed logs-clean team-notified",
        DEVELOPMENT,
    ),
}
"""The rules that people answer, and a plan to which each does not apply."""
