"""The shape of a plan: every field, in its short and its long form."""

from deploylint.load.evidence import EVIDENCE
from deploylint.load.records import Either, Field, Many, Record, Table
from deploylint.load.shape import Choice, Flag, Placed, Text
from deploylint.load.steps import classify
from deploylint.load.values import parse_day, parse_duration, parse_instant
from deploylint.model.location import Location, Spot
from deploylint.model.plan import (
    Approval,
    Backup,
    ChangeType,
    ChecklistItem,
    Migration,
    Monitoring,
    Notify,
    PlanStep,
    PostMortem,
    Priority,
    RollbackPlan,
    SmokeTest,
    StepKind,
    Strategy,
    Team,
)
from deploylint.model.verdict import Status

TEXT = Text()
FILLED = Text(filled=True)
INSTANT = Text(parse_instant, format="instant", examples=("2026-11-24T10:30:00+01:00",))
DAY = Text(parse_day, format="day", examples=("2026-11-02",))
DURATION = Text(parse_duration, format="duration", examples=("30m", "1h30m"))
TEXTS = Many(TEXT, single=True)
FLAG = Flag()


def _step(
    name: str, at: Location, kind: StepKind | None = None, command: str | None = None
) -> PlanStep:
    return PlanStep(name=name, kind=kind or classify(name), at=at, command=command)


class _Expected:
    """What a smoke test expects: a status code, a text, or a mapping, kept as text."""

    def read(self, value: object, spot: Spot) -> str:
        """Return the expectation as text."""
        return str(TEXT.read(value, spot)) if not isinstance(value, (dict, list)) else str(value)

    def schema(self) -> dict[str, object]:
        """Return text, number, mapping or list."""
        return {"type": ["string", "number", "object", "array"]}


CHECKLIST_ITEM = Record(
    ChecklistItem,
    {
        "status": Field(Choice(Status), "What a person found: pass, fail or na.", required=True),
        "id": Field(FILLED, "The id of the rule that this line answers."),
        "item": Field(FILLED, "The text of the line; matched to a rule by title or alias."),
        "reason": Field(TEXT, "Why; needed for `na`."),
        "by": Field(TEXT, "Who answered: a role or a name."),
        "at": Field(INSTANT, "When it was answered.", name="time"),
        "link": Field(TEXT, "Where the proof can be seen."),
    },
    some=("id", "item"),
)

STEP = Either(
    text=Placed(_step),
    mapping=Record(
        _step,
        {
            "name": Field(FILLED, "What is done.", required=True),
            "kind": Field(
                Choice(StepKind), "What sort of step it is; told from the name if left out."
            ),
            "command": Field(TEXT, "The command that does it."),
        },
    ),
)

APPROVAL = Record(
    Approval,
    {
        "by": Field(FILLED, "Who approved: a role or a name.", required=True),
        "at": Field(INSTANT, "When.", name="time"),
        "ticket": Field(TEXT, "The change record."),
    },
)

MIGRATION = Either(
    text=Placed(lambda text, at: Migration(name=text, at=at)),
    mapping=Record(
        Migration,
        {
            "name": Field(FILLED, "The name of the migration.", required=True),
            "reversible": Field(FLAG, "Whether its reverse exists and works."),
            "tested_in": Field(TEXTS, "The environments in which it ran."),
            "check_before": Field(TEXT, "What is checked before it runs."),
            "check_after": Field(TEXT, "What is checked after it ran."),
            "cause": Field(FLAG, "For a rollback: whether this migration caused it."),
        },
    ),
)

ROLLBACK_PLAN = Either(
    text=Placed(lambda text, at: RollbackPlan(at=at, text=text)),
    mapping=Record(
        RollbackPlan,
        {
            "command": Field(TEXT, "The command that returns to the target."),
            "target": Field(TEXT, "The version to return to."),
            "trigger": Field(TEXT, "When to roll back, such as `error rate > 5%`."),
            "time_limit": Field(DURATION, "How long the command may take."),
            "stable_within": Field(DURATION, "How long from the decision to a stable system."),
            "owner": Field(TEXT, "Who rolls back."),
            "tested_at": Field(DAY, "When the rollback was last rehearsed."),
            "database": Field(TEXT, "How the database goes back."),
        },
    ),
)

NOTIFY = Record(
    Notify,
    {
        "before": Field(TEXTS, "The notices before the deployment: channel and message."),
        "after": Field(TEXTS, "The notices after it."),
        "users": Field(TEXTS, "How affected users and clients are told."),
        "status_page": Field(TEXT, "The status page that announces it."),
    },
)

SMOKE_TEST = Either(
    text=Placed(lambda text, at: SmokeTest(name=text, at=at)),
    mapping=Record(
        SmokeTest,
        {
            "name": Field(FILLED, "What is tested.", required=True),
            "url": Field(TEXT, "The address or path requested."),
            "expect": Field(_Expected(), "The expected answer."),
            "critical": Field(FLAG, "Whether its failure means rollback."),
        },
    ),
)

MONITORING = Either(
    text=Placed(lambda text, at: Monitoring(at=at, text=text)),
    mapping=Record(
        Monitoring,
        {
            "duration": Field(DURATION, "How long the release is watched."),
            "watch": Field(TEXTS, "The metrics watched."),
            "alerts": Field(TEXTS, "The alerts that reach somebody."),
            "dashboards": Field(TEXTS, "Links to dashboards."),
            "logs": Field(TEXTS, "Links to logs."),
        },
    ),
)

TEAM = Record(
    Team,
    {
        "deployer": Field(TEXT, "Who deploys."),
        "watcher": Field(TEXT, "Who watches until monitoring ends."),
        "escalation": Field(Table(TEXT), "Who decides in which situation."),
    },
)

BACKUP = Record(
    Backup,
    {
        "taken_at": Field(INSTANT, "When the backup was taken."),
        "location": Field(TEXT, "Where it lies."),
        "restored_at": Field(DAY, "When it was last restored as a test."),
    },
)

POST_MORTEM = Record(
    PostMortem,
    {
        "owner": Field(TEXT, "Who writes it."),
        "date": Field(TEXT, "By when."),
    },
)

DEPLOYMENT = Record(
    dict,
    {
        "version": Field(FILLED, "The version to deploy.", required=True),
        "environment": Field(FILLED, "Where to; unknown names count as production.", required=True),
        "service": Field(TEXT, "What is deployed."),
        "type": Field(Choice(ChangeType), "The kind of change.", name="declared_type"),
        "priority": Field(Choice(Priority), "How urgent it is."),
        "scheduled_at": Field(INSTANT, "When the deployment starts."),
        "duration": Field(DURATION, "How long it takes."),
        "strategy": Field(Choice(Strategy), "How the new version takes over."),
        "commit": Field(TEXT, "The commit that is deployed."),
        "previous_version": Field(TEXT, "The version that runs now."),
        "owner": Field(TEXT, "Who is responsible for the release."),
        "checklist": Field(Many(CHECKLIST_ITEM), "What people answered."),
        "steps": Field(Many(STEP), "What is done, in order."),
        "approvals": Field(Many(APPROVAL), "Who agreed."),
        "incident": Field(TEXT, "The incident behind a hotfix or a rollback."),
        "reason": Field(TEXT, "Why a hotfix or a rollback is needed."),
        "migrations": Field(Many(MIGRATION), "The schema changes that are applied."),
        "rollback_plan": Field(ROLLBACK_PLAN, "How to return."),
        "notify": Field(NOTIFY, "Who is told."),
        "smoke_tests": Field(Many(SMOKE_TEST), "The quick tests after the deployment."),
        "verification": Field(TEXTS, "How the result of a rollback is checked."),
        "monitoring": Field(MONITORING, "How the release is watched."),
        "team": Field(TEAM, "Who does what."),
        "backup": Field(BACKUP, "The backup taken before."),
        "post_mortem": Field(POST_MORTEM, "Who writes down what happened, and by when."),
        "evidence": Field(EVIDENCE, "Where evidence lies, relative to the repository root."),
    },
)

PLAN = Record(
    lambda deployment: deployment,
    {
        "deployment": Field(DEPLOYMENT, "The proposed deployment.", required=True),
    },
    placed=False,
)
