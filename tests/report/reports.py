"""Reports to render: one plan that goes, one that waits, one with much to mend."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from deploylint.decision import count, decide, weighed
from deploylint.model.location import Location, Places
from deploylint.model.plan import ChangeType, Plan
from deploylint.model.policy import Action, PolicyFile, Severity, Stage
from deploylint.model.report import Item, Report, Rung
from deploylint.model.verdict import Assurance, Cause, Evidence, Finding, Status

PARIS = ZoneInfo("Europe/Paris")
TUESDAY = datetime(2026, 11, 24, 10, 30, tzinfo=PARIS)
FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=PARIS)
DIGEST = "sha256:" + "0123456789abcdef" * 4
WHOLE_PLAN = Location("deploy/plan.yaml", 1, 1, 1, 11)
STAGES = (Stage.PRE_DEPLOY, Stage.BUILD, Stage.STAGING, Stage.PRODUCTION)
ESSENTIAL = "deploylint:essential"
PRODUCTION = "deploylint:production"

SHORT_PLAN = """\
deployment:
  version: "v1.2.0"
  environment: "production"
  checklist:
    - item: "Tests CI passent"
      status: pass
    - item: "Staging validé"
      status: pass
    - item: "Migrations testées"
      status: pass
    - item: "Monitoring actif"
      status: pass
  migrations:
    - "add_user_exports_table"
  rollback_plan: "Revert to v1.1.9, down migration via prisma migrate reset --skip-seed"
  notify:
    before: "#deployments: 'Deploying v1.2.0 to prod in 5min'"
    after: "#deployments: 'v1.2.0 deployed successfully'"
  smoke_tests:
    - "Homepage loads < 3s"
    - "Login works"
    - "API /health returns 200"
"""

SHORT_DATA: dict[str, object] = {
    "version": "v1.2.0",
    "environment": "production",
    "checklist": [
        {"item": "Tests CI passent", "status": "pass"},
        {"item": "Staging validé", "status": "pass"},
        {"item": "Migrations testées", "status": "pass"},
        {"item": "Monitoring actif", "status": "pass"},
    ],
    "migrations": ["add_user_exports_table"],
    "rollback_plan": "Revert to v1.1.9, down migration via prisma migrate reset --skip-seed",
    "notify": {
        "before": "#deployments: 'Deploying v1.2.0 to prod in 5min'",
        "after": "#deployments: 'v1.2.0 deployed successfully'",
    },
    "smoke_tests": ["Homepage loads < 3s", "Login works", "API /health returns 200"],
}

LONG_PLAN = """\
deployment:
  version: v2.0.0
  service: exports
  environment: production
  type: hotfix
  incident: INC-42
  reason: "checkout fails for new customers"
  owner: release-manager
  checklist:
    - {id: tests-pass, status: pass, by: qa-team, link: "https://ci.example.org/runs/8812"}
    - {id: staging-validated, status: fail, reason: "login loops in Safari", by: qa-team}
    - {item: "Le client a donné son accord écrit", status: fail}
  migrations:
    - {name: add_user_exports_table, reversible: true, tested_in: staging}
    - {name: drop_legacy_exports, reversible: false}
    - {name: 顧客テーブル統合, reversible: false}
  rollback_plan: {command: "helm rollback exports 41 --namespace exports --wait --timeout 20m --cleanup-on-fail", target: "[previous tag]", time_limit: 20m, owner: operations}
  notify: {before: ["#deployments: v2.0.0 in 5 min"]}
  smoke_tests: [{name: Homepage, url: /, expect: 200}]
  monitoring: {duration: 10m, watch: [error_rate]}
"""  # noqa: E501  # one line is to be wider than any report


def place(source: str, text: str, file: str = "deploy/plan.yaml") -> Location:
    """Return where `text` first stands in `source`."""
    before = source[: source.index(text)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Location(file, line, column, line, column + len(text))


def origin(file: str, line: int) -> Location:
    """Return the place of a rule in a policy."""
    return Location(file, line, 3, line, 20)


def plan(source: str = SHORT_PLAN, **fields: Any) -> Plan:
    """Return the plan whose file holds `source`."""
    file = str(fields.get("file", "deploy/plan.yaml"))
    places = Places(file, {}, {}, (1, 1, 1, 11), source.encode("utf-8", "replace"))
    stated: dict[str, Any] = {
        "file": file,
        "document": 1,
        "digest": DIGEST,
        "version": "v1.2.0",
        "environment": "production",
        "data": SHORT_DATA,
        "places": places,
        "at": WHOLE_PLAN._replace(file=file),
    }
    return Plan(**(stated | fields))


def item(rule: str, status: Status = Status.PASS, **fields: Any) -> Item:
    """Return an item of the rule `rule`."""
    stated: dict[str, Any] = {
        "rule": rule,
        "title": rule.replace("-", " ").capitalize(),
        "category": "tests",
        "stage": Stage.PRE_DEPLOY,
        "status": status,
        "severity": Severity.ERROR,
        "reason": "it was looked at",
        "on_fail": Action.ABORT,
        "cause": Cause.VIOLATED if status is Status.FAIL else None,
        "assurance": None if status is Status.NA else Assurance.ATTESTED,
        "origin": origin(ESSENTIAL, 12),
    }
    return Item(**(stated | fields))


def report(*items: Item, strict: bool = False, **fields: Any) -> Report:
    """Return the report with these items, decided as the program does."""
    judged = weighed(items, strict=strict)
    decision = decide(judged, strict=strict)
    stated: dict[str, Any] = {
        "plan": plan(),
        "policy": "essential",
        "policy_files": (PolicyFile(ESSENTIAL, DIGEST),),
        "policy_digest": DIGEST,
        "now": TUESDAY,
        "at": TUESDAY,
        "basis": "now",
        "timezone": "Europe/Paris",
        "simulated": False,
        "stages": STAGES,
        "decision": decision.action,
        "blocked": decision.blocked,
        "items": judged,
        "counts": count(judged, strict=strict),
        "next_permitted": decision.next_permitted,
        "valid_until": decision.valid_until,
    }
    return Report(**(stated | fields))


def checked(text: str, source: str = SHORT_PLAN) -> dict[str, Any]:
    """Return the reason and the evidence of an item that a person answered with `text`."""
    at = place(source, text)
    return {
        "reason": f'the checklist says so: "{text}" ({at.file}:{at.line})',
        "evidence": (Evidence("checklist", str(at)),),
    }


def _answered() -> tuple[Item, ...]:
    wipes = Finding(
        "`prisma migrate reset` wipes the database",
        place(SHORT_PLAN, "prisma migrate reset"),
    )
    return (
        item(
            "no-placeholders",
            category="plan",
            title="No template text is left in the plan",
            reason="none of the 14 texts of the plan is left from a template",
        ),
        item("tests-pass", title="All tests pass", **checked("Tests CI passent")),
        item(
            "migrations-tested-in-staging",
            category="database",
            title="The migrations were tested in staging",
            **checked("Migrations testées"),
        ),
        item(
            "migrations-reversible",
            category="database",
            title="Every migration can be rolled back",
            reason="the rollback plan says how the database goes back: down migration",
        ),
        item(
            "rollback-plan-present",
            category="rollback",
            title="The rollback plan is known",
            reason="the plan says how the previous version comes back",
            findings=(wipes,),
        ),
        item(
            "communication-planned",
            category="communication",
            title="The communication is planned",
            reason="1 notice before and 1 after, both with a channel",
        ),
        item(
            "staging-validated",
            category="staging",
            title="Staging is validated",
            **checked("Staging validé"),
        ),
    )


def _watched() -> tuple[Item, ...]:
    return (
        item(
            "monitoring-active",
            category="monitoring",
            stage=Stage.PRODUCTION,
            title="Monitoring is active",
            **checked("Monitoring actif"),
        ),
        item(
            "smoke-tests-planned",
            stage=Stage.PRODUCTION,
            title="The smoke tests are planned",
            reason="3 smoke tests, one of them of the health endpoint",
        ),
    )


def _window(status: Status, reason: str) -> Item:
    return item(
        "deploy-window",
        status,
        category="window",
        stage=Stage.PRODUCTION,
        title="The time lies in a deployment window",
        reason=reason,
        on_fail=Action.POSTPONE,
        fix="Deploy at the next permitted time, which the report names, and set `scheduled_at` to "
        "it. A hotfix of priority P1 with `incident` and `reason` may go out at any time.\n",
        evidence=(Evidence("clock", "--at", time=TUESDAY.isoformat()),),
    )


LADDER = (
    Rung("production", ("branch-up-to-date", "deployment-approved", "end-to-end-tests-pass")),
    Rung(
        "strict", ("branch-up-to-date", "deployment-approved", "tests-pass", "code-review-approved")
    ),
)


def go() -> Report:
    """Return the example release on a Tuesday morning."""
    window = _window(
        Status.PASS, "Tue 10:30 lies in `rec-midweek` (recommended), open until Tue 16:00"
    )
    return report(
        *_answered(),
        window,
        *_watched(),
        basis="--at",
        valid_until=TUESDAY.replace(hour=16, minute=0),
        ladder=LADDER,
    )


def postpone() -> Report:
    """Return the same plan on a Friday afternoon."""
    window = _window(
        Status.FAIL,
        "Fri 2026-11-20 14:30 lies in `avoid-friday-pm`, and no permitted window covers it",
    )
    return report(
        *_answered(),
        window,
        *_watched(),
        now=FRIDAY,
        at=FRIDAY,
        basis="--at",
        simulated=True,
        decision=Action.POSTPONE,
        next_permitted=datetime(2026, 11, 23, 13, 0, tzinfo=PARIS),
        ladder=LADDER,
        assumptions=("no country is set, so no day counts as a public holiday",),
    )


def _mended() -> tuple[Item, ...]:
    placeholder = Finding(
        "`[previous tag]` is text of the template", place(LONG_PLAN, '"[previous tag]"')
    )
    return (
        item(
            "no-placeholders",
            Status.FAIL,
            category="plan",
            title="No template text is left in the plan",
            reason="1 text of the template is left in the plan",
            findings=(placeholder,),
            fix="Replace each text that is shown (`[tag/version]`, `TODO`, `<...>`) with the real "
            "value, or delete its line.",
            origin=origin(ESSENTIAL, 98),
        ),
        item(
            "tests-pass",
            title="All tests pass",
            reason="qa-team says so (deploy/plan.yaml:10)",
            evidence=(
                Evidence("checklist", "deploy/plan.yaml:10:7"),
                Evidence("junit", "reports/junit.xml", DIGEST, "3f9c1e2", TUESDAY.isoformat()),
            ),
        ),
        item(
            "end-to-end-tests-pass",
            Status.FAIL,
            severity=Severity.WARNING,
            title="The end-to-end tests pass",
            reason="nobody answered it: the checklist has no line about it",
            cause=Cause.UNPROVEN,
            findings=(
                Finding("nobody answered it: the checklist has no line about it", WHOLE_PLAN),
            ),
            fix="Run the end-to-end suite, then tick the item.",
            origin=origin(PRODUCTION, 140),
        ),
    )


def _database() -> tuple[Item, ...]:
    one_way = [
        place(LONG_PLAN, f"{{name: {name}") for name in ("drop_legacy_exports", "顧客テーブル統合")
    ]
    return (
        item(
            "migrations-reversible",
            Status.FAIL,
            category="database",
            title="Every migration can be rolled back",
            reason="2 of 3 migrations cannot be rolled back",
            findings=(
                Finding("declared `reversible: false`", one_way[0]),
                Finding("declared `reversible: false`", one_way[1]),
            ),
            fix="Write the reverse step, or split the release so that the one-way step goes out "
            "alone.",
            origin=origin("policies/organisation.yaml", 31),
        ),
        item(
            "backup-recent",
            Status.NA,
            category="database",
            title="A recent backup exists",
            reason="the strategy of the team keeps one replica an hour behind, and the plan says "
            "that nothing stateful changes",
        ),
        item(
            "migrations-keep-data",
            Status.FAIL,
            category="database",
            title="The migrations keep the data",
            reason="`drop_legacy_exports` drops a table",
            waiver="until 2026-12-01, approved by change-board: the table has been empty since "
            "v1.0.0",
            fix="Archive the table first.",
        ),
    )


def _return() -> tuple[Item, ...]:
    rollback = (
        Finding("20m is more than the 5m permitted", place(LONG_PLAN, "20m, owner")),
        Finding("no `trigger`: nobody knows when to roll back", place(LONG_PLAN, "rollback_plan")),
    )
    return (
        item(
            "rollback-plan-present",
            Status.FAIL,
            category="rollback",
            title="The rollback plan is complete: command, target, trigger, time limit and owner",
            reason="2 of 5 parts of the rollback plan are missing or too slow",
            findings=rollback,
            fix="Write `command`, `target`, `trigger`, `time_limit` (at most 5m) and `owner` under "
            "`rollback_plan`.",
        ),
        item(
            "communication-planned",
            Status.FAIL,
            category="communication",
            title="The communication is planned",
            reason="no notice after the deployment",
            findings=(Finding("no notice after the deployment", place(LONG_PLAN, "notify")),),
            fix="Write `notify: {before: ..., after: ...}`.",
        ),
        item(
            "staging-validated",
            Status.FAIL,
            category="staging",
            title="Staging is validated",
            reason="qa-team says `fail`: login loops in Safari",
            findings=(Finding("answered `fail`", place(LONG_PLAN, "{id: staging-validated")),),
            fix="Have QA or the product owner accept this very version in staging.",
        ),
        item(
            "Le client a donné son accord écrit",
            Status.FAIL,
            category="checklist",
            title="Le client a donné son accord écrit",
            reason="the checklist says `fail`, and no rule of the policy matches this item",
            findings=(Finding("answered `fail`", place(LONG_PLAN, '{item: "Le client')),),
            origin=None,
        ),
        item(
            "release-size-reasonable",
            Status.FAIL,
            severity=Severity.INFO,
            category="code",
            title="The release is of a reasonable size",
            reason="41 commits and 3 migrations; the team aims at 20 and 1",
        ),
    )


def abort() -> Report:
    """Return a hotfix with much to mend."""
    items = (*_mended(), *_database(), *_return())
    return report(
        *items,
        plan=plan(
            LONG_PLAN,
            version="v2.0.0",
            service="exports",
            declared_type=ChangeType.HOTFIX,
            incident="INC-42",
            reason="checkout fails for new customers",
            data={"version": "v2.0.0", "environment": "production"},
        ),
        policy="acme-web",
        policy_files=(
            PolicyFile(PRODUCTION, DIGEST),
            PolicyFile("policies/organisation.yaml", DIGEST),
        ),
        assumptions=("no zone is set, so the windows are read in UTC",),
    )
