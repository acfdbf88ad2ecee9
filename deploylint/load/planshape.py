"""The shape of a plan: every field, in its short and its long form."""

from deploylint.load.evidence import EVIDENCE
from deploylint.load.records import Either, Field, Many, Record, Table, Whole
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
        "status": Field(
            Choice(Status), "What the person found; `na` needs a `reason`.", required=True
        ),
        "id": Field(FILLED, "The id of the rule that this line answers, such as `tests-pass`."),
        "item": Field(
            FILLED,
            "The text of the line: a title or alias of a rule, or a text of your own.",
        ),
        "reason": Field(TEXT, "Why; needed for `na`, which fails without it."),
        "by": Field(TEXT, "Who answered: a role or a name."),
        "at": Field(INSTANT, "When it was answered: date, time and UTC offset.", name="time"),
        "link": Field(TEXT, "Where the proof can be seen, such as the address of a test run."),
    },
    some=("id", "item"),
)

STEP = Either(
    text=Placed(_step),
    mapping=Record(
        _step,
        {
            "name": Field(FILLED, "What is done, in words.", required=True),
            "kind": Field(
                Choice(StepKind),
                "What sort of step it is. Default: told from the words of the name.",
            ),
            "command": Field(TEXT, "The command that does it; nothing here is ever run."),
        },
    ),
)

APPROVAL = Record(
    Approval,
    {
        "by": Field(FILLED, "Who approved: a role or a name.", required=True),
        "at": Field(
            INSTANT, "When: date, time, UTC offset. Does not count without it.", name="time"
        ),
        "ticket": Field(TEXT, "The change record, such as CHG-7."),
    },
)

MIGRATION = Either(
    text=Placed(lambda text, at: Migration(name=text, at=at)),
    mapping=Record(
        Migration,
        {
            "name": Field(
                FILLED, "The name of the migration, as its file or its tool has it.", required=True
            ),
            "reversible": Field(FLAG, "Whether its reverse exists and works."),
            "tested_in": Field(TEXTS, "The environments in which it ran, such as staging."),
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
            "trigger": Field(TEXT, "What makes you roll back, measurable: `error rate > 5%`."),
            "time_limit": Field(DURATION, "How long the command may take, such as `5m`."),
            "stable_within": Field(
                DURATION, "How long from the decision to a stable system, such as `10m`."
            ),
            "owner": Field(TEXT, "Who rolls back: a role or a name."),
            "tested_at": Field(DAY, "When the rollback was last rehearsed: a date or a moment."),
            "database": Field(TEXT, "How the database goes back."),
        },
    ),
)

NOTIFY = Record(
    Notify,
    {
        "before": Field(
            TEXTS, "The notices before the deployment, one or a list: channel and message."
        ),
        "after": Field(TEXTS, "The notices after it, one or a list: channel and message."),
        "users": Field(TEXTS, "How affected users and clients are told, one way or a list."),
        "status_page": Field(TEXT, "The address of the status page that announces it."),
    },
)

SMOKE_TEST = Either(
    text=Placed(lambda text, at: SmokeTest(name=text, at=at)),
    mapping=Record(
        SmokeTest,
        {
            "name": Field(FILLED, "What is tested.", required=True),
            "url": Field(TEXT, "The address or path requested."),
            "expect": Field(
                _Expected(), "The expected answer: a status code, a text, a list or a mapping."
            ),
            "critical": Field(FLAG, "Whether its failure means rollback."),
        },
    ),
)

MONITORING = Either(
    text=Placed(lambda text, at: Monitoring(at=at, text=text)),
    mapping=Record(
        Monitoring,
        {
            "duration": Field(DURATION, "How long the release is watched, such as `30m`."),
            "watch": Field(TEXTS, "The metrics watched, such as error_rate; one or a list."),
            "alerts": Field(TEXTS, "The alerts that reach somebody; one or a list."),
            "dashboards": Field(TEXTS, "Links to dashboards; one or a list."),
            "logs": Field(TEXTS, "Links to logs; one or a list."),
        },
    ),
)

TEAM = Record(
    Team,
    {
        "deployer": Field(TEXT, "Who deploys: a role or a name."),
        "watcher": Field(TEXT, "Who watches until monitoring ends: a role or a name."),
        "escalation": Field(
            Table(TEXT), "Who decides, by situation, such as `critical bug: technical lead`."
        ),
    },
)

BACKUP = Record(
    Backup,
    {
        "taken_at": Field(INSTANT, "When the backup was taken: date, time and UTC offset."),
        "location": Field(TEXT, "Where it lies, such as a bucket and a folder."),
        "restored_at": Field(DAY, "When it was last restored as a test: a date or a moment."),
    },
)

POST_MORTEM = Record(
    PostMortem,
    {
        "owner": Field(TEXT, "Who writes it: a role or a name."),
        "date": Field(TEXT, "By when, in words or as a date."),
    },
)

DEPLOYMENT = Record(
    dict,
    {
        "version": Field(FILLED, "The version to deploy, such as v1.2.0.", required=True),
        "environment": Field(
            FILLED,
            "Where to, such as staging; a name that is not known counts as production.",
            required=True,
        ),
        "service": Field(TEXT, "What is deployed; a policy can ask for it in `when`."),
        "type": Field(
            Choice(ChangeType),
            "The kind of change. Default: standard. The others need `incident` and `reason`.",
            name="declared_type",
        ),
        "priority": Field(Choice(Priority), "How urgent it is; P1 is the most urgent."),
        "scheduled_at": Field(INSTANT, "When the deployment starts: date, time and UTC offset."),
        "duration": Field(
            DURATION, "How long it takes, such as `30m`; the whole of it must fit into the window."
        ),
        "strategy": Field(Choice(Strategy), "How the new version takes over."),
        "commit": Field(TEXT, "The id of the commit that is deployed."),
        "previous_version": Field(TEXT, "The version that runs now, such as v1.1.9."),
        "owner": Field(TEXT, "Who is responsible; does not count as an approver."),
        "checklist": Field(
            Many(CHECKLIST_ITEM),
            "What people answered, one line per item: `status`, and `id` or `item`.",
        ),
        "steps": Field(Many(STEP), "What is done, in order: texts, or mappings with a `name`."),
        "approvals": Field(Many(APPROVAL), "Who agreed, and when."),
        "incident": Field(TEXT, "The incident behind a hotfix or a rollback, such as INC-42."),
        "reason": Field(TEXT, "Why a hotfix or a rollback is needed."),
        "migrations": Field(
            Many(MIGRATION),
            "The schema changes that are applied: names or mappings; `[]` says that there is none.",
        ),
        "rollback_plan": Field(ROLLBACK_PLAN, "How to return: a text, or a mapping."),
        "notify": Field(NOTIFY, "Who is told, before and after."),
        "smoke_tests": Field(
            Many(SMOKE_TEST), "The quick tests after the deployment: names or mappings."
        ),
        "verification": Field(
            TEXTS, "How the result of a rollback is checked; one text or a list."
        ),
        "monitoring": Field(MONITORING, "How the release is watched: a text, or a mapping."),
        "team": Field(TEAM, "Who does what."),
        "backup": Field(BACKUP, "The backup taken before."),
        "post_mortem": Field(POST_MORTEM, "Who writes down what happened, and by when."),
        "evidence": Field(
            EVIDENCE, "Where evidence lies, by kind, relative to the root of the repository."
        ),
    },
)

PLAN = Whole(
    lambda deployment: deployment,
    {"deployment": Field(DEPLOYMENT, "The proposed deployment.", required=True)},
)
