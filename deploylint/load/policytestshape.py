"""The shape of a file of policy tests."""

from datetime import datetime
from typing import Any, NamedTuple

from deploylint.load.planshape import DEPLOYMENT, INSTANT
from deploylint.load.records import Either, Field, Many, Record, Table, Whole
from deploylint.load.settings import FILLED, ZONE
from deploylint.load.shape import Choice, Flag, JsonSchema, MismatchError, Shape
from deploylint.model.location import Spot
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.policy import Action, Stage
from deploylint.model.policytests import Expected, ExpectedRule, Told
from deploylint.model.verdict import Cause, Status
from deploylint.model.windows import OnCall

MISSING = "a value is missing"


class Part(NamedTuple):
    """A plan, or a part of one, that stands in the test file: as it was read, and as it stands."""

    fields: dict[str, Any]
    data: dict[str, Any]
    spot: Spot


class DraftTest(NamedTuple):
    """One test as the file states it, before plans are looked up."""

    name: Told[str]
    expect: Expected
    plan: Told[str] | Part | None = None
    but: Part | None = None
    stages: tuple[Stage | None, ...] = ()
    now: datetime | None = None
    moment: Told[datetime] | None = None
    type: ChangeType | None = None
    priority: Priority | None = None
    on_call: OnCall = OnCall.UNKNOWN
    strict: bool = False
    gate: Told[bool] | None = None
    folder: Told[str] | None = None


class Sited:
    """A value that remembers where it stands."""

    def __init__(self, shape: Shape) -> None:
        """Read the value with `shape`."""
        self.shape = shape

    def read(self, value: object, spot: Spot) -> Told[Any]:
        """Return the value with its place."""
        return Told(value=self.shape.read(value, spot), at=spot.location)

    def schema(self) -> JsonSchema:
        """Return the schema of the value."""
        return self.shape.schema()


class Stated(Record):
    """A mapping in which a key without a value is a mistake: it would expect nothing."""

    def read(self, value: object, spot: Spot) -> Any:  # noqa: ANN401  # what `build` returns
        """Return what `build` makes of the keys."""
        for key, entry in value.items() if isinstance(value, dict) else ():
            if entry is None and key in self.fields:
                raise MismatchError(MISSING, Spot(spot.places, value, key).location)
        return super().read(value, spot)

    def schema(self) -> JsonSchema:
        """Return an object that knows its properties, none of which may be null."""
        properties = {
            key: {"description": field.doc} | field.shape.schema()
            for key, field in self.fields.items()
        }
        return super().schema() | {"properties": properties}


class PartOfPlan:
    """A mapping that is kept as it stands beside what it means."""

    def __init__(self, record: Record) -> None:
        """Read the mapping with `record`, which gives a dict."""
        self.record = record

    def read(self, value: object, spot: Spot) -> Part:
        """Return both."""
        fields = self.record.read(value, spot)
        assert isinstance(value, dict)  # noqa: S101  # the record says so
        return Part(fields=fields, data=value, spot=spot)

    def schema(self) -> JsonSchema:
        """Return the schema of the mapping."""
        return self.record.schema()


class Outcomes:
    """Ids of rules, and what is expected of each."""

    def __init__(self) -> None:
        """Read each outcome as a word, or as a mapping with cause and reason."""
        self.table = Table(Either(text=_StatusAlone(), mapping=OUTCOME), minimum=1)

    def read(self, value: object, spot: Spot) -> dict[str, ExpectedRule]:
        """Return what is expected by the id of the rule."""
        found = self.table.read(value, spot)
        return {
            rule: expected._replace(at=spot.places.key(value, rule))
            for rule, expected in found.items()
        }

    def schema(self) -> JsonSchema:
        """Return an object with ids as property names."""
        return self.table.schema()


STATUS = Choice(Status)


class _StatusAlone:
    """The outcome in one word."""

    def read(self, value: object, spot: Spot) -> ExpectedRule:
        """Return the expectation."""
        status = Told(value=STATUS.read(value, spot), at=spot.location)
        return ExpectedRule(at=spot.key, status=status)

    def schema(self) -> JsonSchema:
        """Return the words."""
        return STATUS.schema()


OUTCOME = Stated(
    ExpectedRule,
    {
        "status": Field(Sited(STATUS), "pass, fail or na.", required=True),
        "blocks": Field(
            Sited(Flag()), "Whether it keeps the release from going out; a warning does not."
        ),
        "cause": Field(Sited(Choice(Cause)), "Why it fails: violated, unproven, stale or error."),
        "reason": Field(Sited(FILLED), "A part of the reason, or of what is said at a place."),
    },
)

EXPECT = Stated(
    Expected,
    {
        "decision": Field(Sited(Choice(Action)), "What people are told to do."),
        "rules": Field(Outcomes(), "What comes of rules, by their ids."),
    },
    some=("decision", "rules"),
)

SOURCE = Either(text=Sited(FILLED), mapping=PartOfPlan(DEPLOYMENT))

CHANGES = Record(
    dict,
    {key: field._replace(required=False) for key, field in DEPLOYMENT.fields.items()},
    placed=False,
)

ALL = "all"
STAGES = Choice({**{stage.value: stage for stage in Stage}, ALL: None})

TEST = Record(
    DraftTest,
    {
        "name": Field(
            Sited(FILLED), "What is tested, in a sentence; unique in the file.", required=True
        ),
        "plan": Field(
            SOURCE,
            "The plan: what stands under `deployment:`, or a plan file relative to this one."
            " Default: that of the file.",
        ),
        "but": Field(
            PartOfPlan(CHANGES),
            "Keys that differ from the plan; one without a value is taken out of it.",
        ),
        "stages": Field(
            Many(STAGES, single=True),
            "The stages judged. Default: all up to and including production.",
        ),
        "now": Field(INSTANT, "The time of the test. Default: that of the file."),
        "at": Field(Sited(INSTANT), "The moment to judge, as --at.", name="moment"),
        "type": Field(Choice(ChangeType), "Overrides the plan's type, as --type."),
        "priority": Field(Choice(Priority), "Overrides the plan's priority, as --priority."),
        "on_call": Field(Choice(OnCall), "Whether somebody is on call, as --on-call."),
        "strict": Field(Flag(), "Warnings block, too, as --strict."),
        "gate": Field(Sited(Flag()), "The deployment is about to start, as --gate."),
        "folder": Field(
            Sited(FILLED),
            "Where evidence and migrations lie: a folder relative to this file, taken as the"
            " root of a repository. Default: an empty one.",
        ),
        "expect": Field(EXPECT, "What has to come of it.", required=True),
    },
    placed=False,
)

TESTS = Whole(
    dict,
    {
        "policy": Field(
            Sited(FILLED),
            "The policy under test: a file relative to this one, or deploylint:NAME.",
            required=True,
        ),
        "now": Field(INSTANT, "The time for all tests. Without it the time of day is left out."),
        "timezone": Field(ZONE, "The time zone, in place of the settings'."),
        "country": Field(FILLED, "The country whose public holidays count, such as FR."),
        "plan": Field(SOURCE, "The plan of every test that has none of its own."),
        "tests": Field(Many(TEST, minimum=1), "The tests.", required=True),
    },
)
