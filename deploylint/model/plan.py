"""What will be deployed, where, when and how."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from deploylint.model.evidence import Place
from deploylint.model.location import Location, Places, Step
from deploylint.model.statements import real
from deploylint.model.verdict import Status

SLOT = timedelta(hours=1)
"""How long the slot of a plan is that does not state its `duration`."""

LONGEST_SLOT = timedelta(days=366)
"""The calendar ends somewhere, and no deployment takes a year."""


class ChangeType(StrEnum):
    """What kind of change a release is."""

    STANDARD = "standard"
    HOTFIX = "hotfix"
    ROLLBACK = "rollback"


class Priority(StrEnum):
    """How urgent a change is; P1 is the most urgent."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Strategy(StrEnum):
    """How the new version takes over from the old one."""

    RECREATE = "recreate"
    ROLLING = "rolling"
    BLUE_GREEN = "blue-green"
    CANARY = "canary"


class StepKind(StrEnum):
    """What a step of the deployment does."""

    BACKUP = "backup"
    MIGRATE = "migrate"
    DEPLOY = "deploy"
    SMOKE = "smoke"
    VERIFY = "verify"
    NOTIFY = "notify"
    OTHER = "other"


class EnvironmentKind(StrEnum):
    """What an environment is for; an unknown name counts as production."""

    DEVELOPMENT = "development"
    TEST = "test"
    STAGING = "staging"
    PRODUCTION = "production"


ENVIRONMENTS: Mapping[str, EnvironmentKind] = {
    **dict.fromkeys(("development", "dev", "local", "sandbox"), EnvironmentKind.DEVELOPMENT),
    **dict.fromkeys(("test", "testing", "ci", "qa", "uat", "recette"), EnvironmentKind.TEST),
    **dict.fromkeys(
        ("staging", "stage", "stg", "preprod", "pre-prod", "preproduction", "pre-production"),
        EnvironmentKind.STAGING,
    ),
    "preview": EnvironmentKind.STAGING,
}
"""The names known not to be production, in lower case."""


class ChecklistItem(NamedTuple):
    """One line of the checklist, answered by a person; `id` or `item` names it."""

    status: Status
    at: Location
    id: str | None = None
    item: str | None = None
    reason: str | None = None
    by: str | None = None
    time: datetime | None = None
    link: str | None = None

    @property
    def name(self) -> str:
        """Return the text that a rule is looked up by."""
        return self.id or self.item or ""


class PlanStep(NamedTuple):
    """One step of the deployment, in order."""

    name: str
    kind: StepKind
    at: Location
    command: str | None = None


class Approval(NamedTuple):
    """Somebody who must agree did."""

    by: str
    at: Location
    time: datetime | None = None
    ticket: str | None = None


class Migration(NamedTuple):
    """A schema change that the release applies (for a rollback: takes back).

    `reversible` is None when the plan does not say; `cause` says that it caused the rollback;
    `check_before` and `check_after` say how it is validated.
    """

    name: str
    at: Location
    reversible: bool | None = None
    tested_in: tuple[str, ...] = ()
    check_before: str | None = None
    check_after: str | None = None
    cause: bool | None = None


class RollbackPlan(NamedTuple):
    """How to return; the short form has `text` alone, the long form everything else.

    `time_limit` bounds the command, `stable_within` the time from decision to stable.
    """

    at: Location
    text: str | None = None
    command: str | None = None
    target: str | None = None
    trigger: str | None = None
    time_limit: timedelta | None = None
    stable_within: timedelta | None = None
    owner: str | None = None
    tested_at: datetime | None = None
    database: str | None = None


class Notify(NamedTuple):
    """The notices before and after the deployment, each a text naming channel and message."""

    at: Location
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    status_page: str | None = None


class SmokeTest(NamedTuple):
    """One quick test after the deployment."""

    name: str
    at: Location
    url: str | None = None
    expect: str | None = None
    critical: bool | None = None


class Monitoring(NamedTuple):
    """How the release is watched; the short form has `text` alone."""

    at: Location
    text: str | None = None
    duration: timedelta | None = None
    watch: tuple[str, ...] = ()
    alerts: tuple[str, ...] = ()
    dashboards: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()


class Team(NamedTuple):
    """Who deploys, who watches, and who decides: `escalation` maps a situation to a role."""

    at: Location
    deployer: str | None = None
    watcher: str | None = None
    escalation: Mapping[str, str] = {}


class Backup(NamedTuple):
    """The backup taken before the deployment."""

    at: Location
    taken_at: datetime | None = None
    location: str | None = None
    restored_at: datetime | None = None


class PostMortem(NamedTuple):
    """Who writes down what happened, and by when; `date` is an ISO 8601 date or instant."""

    at: Location
    owner: str | None = None
    date: str | None = None


class Plan(NamedTuple):
    """A proposed deployment, as the plan file states it.

    `migrations` is None when the plan does not mention them. `data` is the plain `deployment`
    mapping for `schema:` rules; `places` knows where everything stands. `evidence` is keyed by the
    values of `Kind`.
    """

    file: str
    document: int
    digest: str
    version: str
    environment: str
    data: Mapping[str, object]
    places: Places
    at: Location
    service: str | None = None
    declared_type: ChangeType = ChangeType.STANDARD
    priority: Priority | None = None
    scheduled_at: datetime | None = None
    duration: timedelta | None = None
    strategy: Strategy | None = None
    commit: str | None = None
    previous_version: str | None = None
    owner: str | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    approvals: tuple[Approval, ...] = ()
    incident: str | None = None
    reason: str | None = None
    migrations: tuple[Migration, ...] | None = None
    rollback_plan: RollbackPlan | None = None
    notify: Notify | None = None
    smoke_tests: tuple[SmokeTest, ...] = ()
    verification: tuple[str, ...] = ()
    monitoring: Monitoring | None = None
    team: Team | None = None
    backup: Backup | None = None
    post_mortem: PostMortem | None = None
    evidence: Mapping[str, tuple[Place, ...]] = {}

    @property
    def type(self) -> ChangeType:
        """Return the type the plan is treated as.

        A hotfix or a rollback that does not give its incident and its reason is standard; `none`
        and `TODO` give nothing.
        """
        justified = real(self.incident) and real(self.reason)
        return self.declared_type if justified else ChangeType.STANDARD

    @property
    def environment_kind(self) -> EnvironmentKind:
        """Return what the environment is for; production unless known to be something else."""
        return ENVIRONMENTS.get(self.environment.strip().casefold(), EnvironmentKind.PRODUCTION)

    def is_for(self, environment: str) -> bool:
        """Say whether the plan is for the environment of that name, whatever its case."""
        return self.environment.strip().casefold() == environment.strip().casefold()

    @property
    def slot(self) -> tuple[datetime, datetime] | None:
        """Return from when, and before when, a scheduled deployment may start."""
        if self.scheduled_at is None:
            return None
        return self.scheduled_at, self.scheduled_at + min(self.duration or SLOT, LONGEST_SLOT)

    def where(self, *path: Step) -> Location:
        """Return the place of the key at `path` under `deployment`, or of its nearest ancestor."""
        return self.places.at(("deployment", *path), key=True)


def nothing_planned(strategy: Strategy | None = None, at: Location | None = None) -> Plan:
    """Return a stand-in for the plan of a release to production of which nothing else is known.

    Its `file` is empty, by which checks know it. What has no place of its own is told of `at`.
    """
    return Plan(
        file="",
        document=1,
        digest="",
        version="",
        environment="production",
        data={},
        places=Places("", {}, {}, (1, 1, 1, 1)),
        at=at or Location("", 1, 1),
        strategy=strategy,
    )
