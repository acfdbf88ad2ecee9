"""Plans with something wrong in them, and what may mend them by being left out, with the reason."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from hypothesis import strategies as st

from deploylint.errors import UserError, UserErrors
from tests.complete import GONE, Change, Deployment, Path, changed, example, paths, read
from tests.program import EXAMPLE
from tests.rulecases import CHECKED, HOTFIX, LEAK

POLICIES = ("essential", "production")
BASES: Mapping[str, Deployment] = {
    "complete": example("complete"),
    "hotfix": changed(example("complete"), HOTFIX),
    "rollback": example("rollback"),
    "short": changed(
        example(EXAMPLE.stem),
        {
            "checklist": [
                {"id": "tests-pass", "status": "pass"},
                {"id": "staging-validated", "status": "pass"},
            ],
            "migrations": [{"name": "add_user_exports_table", "tested_in": "staging"}],
            "rollback_plan": "Revert to v1.1.9, then run the down migration",
            "monitoring": "Grafana is watched for 30 min",
        },
    ),
}
"""Sound plans. Their checklists answer no rule that a check judges, because a person's word about
it would outlast what is taken away; only `secrets-configured` has no other way to pass."""


class Fault(NamedTuple):
    """Something wrong that is written into a plan."""

    change: Change
    base: str = "complete"

    @property
    def plan(self) -> Deployment:
        """Return the plan with what is wrong."""
        return changed(BASES[self.base], self.change)


LATER = "2026-12-01T10:00:00+01:00"
GOOD = {"name": "add_user_exports_table", "reversible": "true", "tested_in": "staging"}
ONE_WAY = {"name": "drop_old_exports", "reversible": "false", "cause": "true"}
HEALTH = {"name": "Health", "url": "/health"}
NOTICES = ["#deployments: now", "#support: now"]
ABOUT_MIGRATIONS = ("ready", "keep-data", "compatible", "lock-safe")

FAULTS: Mapping[str, Fault] = {
    **{rule: Fault(case.fail, case.base) for rule, case in CHECKED.items()},
    "approved-later": Fault({"approvals.0.at": LATER}),
    "no-owner": Fault({"owner": "none"}),
    "backup-later": Fault({"backup.taken_at": LATER}),
    "rehearsed-later": Fault({"rollback_plan.tested_at": LATER}),
    "stable-too-late": Fault({"rollback_plan.stable_within": "20m"}),
    "returns-to-itself": Fault({"rollback_plan.target": "v1.2.0"}),
    "nothing-before": Fault({"previous_version": "v1.2.0"}),
    "command-wipes": Fault({"rollback_plan.command": "npx prisma migrate reset"}),
    "database-wipes": Fault({"rollback_plan.database": "dropdb exports"}),
    "says-only-revert": Fault({"rollback_plan": "Revert"}, "short"),
    "watched-too-short": Fault({"monitoring.duration": "5m"}),
    "watches-nothing": Fault({"monitoring": "none"}, "short"),
    "no-alert": Fault({"monitoring.alerts": ["none"]}),
    "trigger-unwatched": Fault({"rollback_plan.trigger": "queue length > 100"}),
    "same-tests": Fault({"smoke_tests": [HEALTH, HEALTH, {"name": "Login", "url": "/login"}]}),
    "same-notice": Fault({"notify.before": NOTICES[0], "notify.after": NOTICES[0]}),
    "same-notices": Fault({"notify.before": NOTICES, "notify.after": NOTICES}),
    "two-deploys": Fault({"steps": ["Deploy v1.2.0", "Run the migrations", "Deploy v1.2.0"]}),
    "late-migration": Fault({"steps": ["Migrate a", "Deploy v1.2.0", "Migrate b"]}),
    "steps-alone": Fault({"migrations": GONE, "steps": ["Deploy v1.2.0", "Run the migrations"]}),
    "kind-denies-name": Fault({"steps.4.kind": "notify"}),
    "unchecked-step": Fault(
        {
            "migrations.0.check_after": GONE,
            "steps": ["Check a", "Migrate", {"name": "Check b", "kind": "other"}, "Deploy"],
        }
    ),
    "late-check": Fault(
        {
            "migrations.0.check_after": GONE,
            "steps": ["Migrate a", "Check a", "Migrate b", "Check b", "Deploy"],
        }
    ),
    "one-way-migration": Fault({"migrations": [GOOD, ONE_WAY]}),
    "one-way-back": Fault({"migrations": [{**GOOD, "cause": "true"}, ONE_WAY]}, "rollback"),
    "way-back-ruled-out": Fault(
        {
            "migrations.0.reversible": GONE,
            "rollback_plan.command": "run the down migration",
            "rollback_plan.database": "impossible",
        }
    ),
    "migrations-unanswered": Fault(
        {
            "checklist": [
                line
                for line in BASES["complete"]["checklist"]
                if line["id"].removeprefix("migrations-") not in ABOUT_MIGRATIONS
            ]
        }
    ),
    "no-incident": Fault({"incident": "none"}, "hotfix"),
    "stable-later-than-deployed": Fault(
        {"duration": "8m", "rollback_plan.stable_within": "15m"}, "rollback"
    ),
    "leak-in-a-key": Fault({"team.escalation": {LEAK: "operations"}}),
}

OF_ROLLBACKS = frozenset(rule for rule, case in CHECKED.items() if case.base == "rollback")
OF_MIGRATIONS = frozenset(
    {"backup-recent", "migrations-before-code", "rollback-database-justified"}
    | {f"migrations-{about}" for about in ABOUT_MIGRATIONS}
    | {f"migrations-{about}" for about in ("tested-in-staging", "reversible", "validated")}
)


def pattern(path: Path) -> str:
    """Return the path with dots, and `*` for any entry of a list."""
    return ".".join("*" if isinstance(step, int) else step for step in path)


class Excuse(NamedTuple):
    """What may be taken away, the rules that may then stop failing, and why that is no cheating."""

    taken: tuple[str, ...]
    rules: frozenset[str]
    why: str
    policies: tuple[str, ...] = POLICIES


ANYWHERE = frozenset({"no-placeholders", "secrets-configured"})
"""They judge the texts that stand in the plan: a bad one that is gone has been mended."""

EXCUSES = (
    Excuse(
        ("migrations", "migrations.*"),
        OF_MIGRATIONS,
        "it is judged itself; that the release has no other ones, a plan alone cannot show",
    ),
    Excuse(
        ("steps", "steps.*", "steps.*.kind"),
        frozenset({"migrations-before-code", "migrations-validated"}),
        "a step that is not done is not in the wrong place, and a wrong kind hides what is done",
        ("production",),
    ),
    Excuse(
        ("type",),
        OF_ROLLBACKS | {"hotfix-justified"},
        "a plan that does not claim to be something else is judged by the rules for all",
    ),
    Excuse(
        ("incident", "reason"),
        OF_ROLLBACKS - {"rollback-reason-given"},
        "the same, and this time `rollback-reason-given` fails",
    ),
    Excuse(("scheduled_at",), frozenset({"schedule-current"}), "no time that can have passed"),
    Excuse(
        ("duration",),
        frozenset({"deploy-window"}),
        "it says how much time is asked for; without it, only the start is",
    ),
    Excuse(
        ("rollback_plan.stable_within",),
        frozenset({"rollback-plan-present"}),
        "a promise that the policy does not ask for, but keeps people to once they give it",
        ("production",),
    ),
    Excuse(
        ("rollback_plan.database",),
        frozenset({"rollback-plan-present"}),
        "a command that wipes the database and that is gone has been mended",
        ("production",),
    ),
    Excuse(
        ("notify.before.*", "notify.after.*"),
        frozenset({"communication-planned"}),
        "notices that repeat each other: the copy that is gone has been mended",
    ),
    Excuse(
        ("migrations.*.reversible", "rollback_plan.database"),
        frozenset({"migrations-reversible"}),
        "a person's no, like a line that says fail; where a sentence about the way back is enough,"
        " nothing else denies it",
        ("essential",),
    ),
)


JUNK = (
    "none TODO false true 0s 99h 5m v1.2.0 v1.1.9 v9.9.9 impossible release-manager deploy migrate"
    " verify other latency /health 2020-01-01T00:00:00Z 2027-01-01T00:00:00Z"
)
WORDS = [*JUNK.split(), "Deploy", "run the down migration", "npx prisma migrate reset", ""]


@st.composite
def plans(draw: st.DrawFn) -> Deployment:
    """Draw a sound plan with some faults, wrong values and repeated entries."""
    base = draw(st.sampled_from(list(BASES)))
    bases = ("complete", "hotfix") if base == "hotfix" else (base,)
    known = [fault.change for fault in FAULTS.values() if fault.base in bases]
    plan = BASES[base]
    for change in draw(st.lists(st.sampled_from(known), max_size=3)):
        plan = attempt(plan, change)
    for _ in range(draw(st.integers(0, 3))):
        section = draw(st.sampled_from(sorted(set(plan) - {"checklist"})))
        found = {path: at(plan, path) for path in paths(plan) if path[0] == section}
        path = draw(st.sampled_from(list(found)))
        texts = [value for value in found.values() if isinstance(value, str)]
        value = found[path]
        if isinstance(value, list) and value:
            new: object = [*value, draw(st.sampled_from(value))]
        else:
            new = draw(st.sampled_from(WORDS) | st.sampled_from([*texts, "none"]))
        plan = attempt(plan, {".".join(map(str, path)): new})
    return plan


def at(plan: Any, path: Path) -> Any:
    for step in path:
        plan = plan[step]
    return plan


def attempt(plan: Deployment, change: Change) -> Deployment:
    """Return the plan with the change, or as it was when that makes no plan."""
    try:
        new = changed(plan, change)
        read(new)
    except (UserError, UserErrors, LookupError, TypeError):
        return plan
    return new
