"""The shape of a policy file: what one layer may say about rules and windows."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from deploylint.load.records import Either, Field, Many, Record, Table, Whole
from deploylint.load.shape import (
    Anything,
    Choice,
    Flag,
    JsonSchema,
    MismatchError,
    Shape,
    Text,
    kind_of,
)
from deploylint.model.location import Location, Spot
from deploylint.model.plan import ChangeType, Priority, Strategy
from deploylint.model.policy import Action, Condition, Layer, Severity, Stage
from deploylint.model.verdict import Assurance

TEXT = Text()
FILLED = Text(filled=True)
FLAG = Flag()
JUDGES = ("check", "schema", "item", "cel")
"""The keys of which a rule has exactly one."""


class Setting(NamedTuple):
    """One setting of a rule or of the windows, and where it was decided."""

    value: Any
    at: Location


class Affirmed:
    """Exactly `true`."""

    def read(self, value: object, spot: Spot) -> bool:
        """Return True."""
        if value is not True:
            raise MismatchError("expected `true`", spot.location)
        return True

    def schema(self) -> JsonSchema:
        """Return an enum of one."""
        return {"enum": [True]}


class Disabled:
    """The reason for which a rule is switched off; `false` switches it on again."""

    def read(self, value: object, spot: Spot) -> str | None:
        """Return the reason, None for `false`."""
        if value is False:
            return None
        if not isinstance(value, str) or not value.strip():
            message = f"expected the reason for switching the rule off, found {kind_of(value)}"
            raise MismatchError(message, spot.location)
        return value

    def schema(self) -> JsonSchema:
        """Return a text or `false`."""
        return {"anyOf": [{"type": "string", "pattern": r"\S"}, {"enum": [False]}]}


class Parameters:
    """The parameters of a check, kept as they stand until the check is known."""

    def read(self, value: object, spot: Spot) -> dict[str, Setting]:
        """Return each raw value with its spot, so that it can be read later."""
        if not isinstance(value, dict):
            raise MismatchError(f"expected a mapping, found {kind_of(value)}", spot.location)
        places = spot.places
        return {
            key: Setting((raw, Spot(places, value, key)), places.key(value, key))
            for key, raw in value.items()
        }

    def schema(self) -> JsonSchema:
        """Return an object; the parameters of each check are in `deploylint explain CHECK`."""
        return {"type": "object"}


class Settings:
    """The keys of a mapping, each read by its shape and kept with its place."""

    def __init__(self, fields: Mapping[str, Field]) -> None:
        """Describe the keys that are known."""
        self.record = Record(dict, fields, placed=False)

    def read(self, value: object, spot: Spot) -> dict[str, Setting]:
        """Return the settings in the order of the file."""
        read = self.record.read(value, spot)
        assert isinstance(value, dict)  # noqa: S101  # the record says so
        place = spot.places.key
        return {key: Setting(found, place(value, key)) for key, found in read.items()}

    def schema(self) -> JsonSchema:
        """Return the object."""
        return self.record.schema()


class Shorthand:
    """A severity alone, read as the settings `{severity: ...}`."""

    severity = Choice(Severity)

    def read(self, value: object, spot: Spot) -> dict[str, Setting]:
        """Return the one setting."""
        return {"severity": Setting(self.severity.read(value, spot), spot.location)}

    def schema(self) -> JsonSchema:
        """Return the severities."""
        return self.severity.schema()


def _conditions(**fields: Any) -> tuple[Condition, ...]:  # noqa: ANN401  # read by shapes
    return tuple(
        Condition(name, tuple(str(getattr(word, "value", word)).lower() for word in words))
        for name, words in fields.items()
    )


def _any_of(shape: Shape) -> Many:
    return Many(shape, minimum=1, single=True)


WHEN = Record(
    _conditions,
    {
        "environment": Field(
            _any_of(FILLED), "Any of these names, or kinds: development, test, staging, production."
        ),
        "service": Field(_any_of(FILLED), "Any of these services."),
        "type": Field(_any_of(Choice(ChangeType)), "Any of these kinds of change."),
        "priority": Field(
            _any_of(Choice(Priority)), "Any of these priorities; P1 is the most urgent."
        ),
        "strategy": Field(_any_of(Choice(Strategy)), "Any of these strategies."),
        "migrations": Field(
            _any_of(FLAG), "true: plans that name a migration; false: plans that name none."
        ),
    },
    placed=False,
)

ACTIONS = {action.label: action for action in Action if action > Action.CAUTION}

NA_ALLOWED = {"never": False, "reason": True}

RULE_FIELDS: Mapping[str, Field] = {
    "title": Field(
        Either(
            text=FILLED,
            mapping=Record(
                dict,
                {"en": Field(FILLED, "English."), "fr": Field(FILLED, "French.")},
                placed=False,
            ),
        ),
        "The good case, in a sentence; or {en, fr}. Default: the id in words.",
    ),
    "aliases": Field(Many(FILLED), "Other texts of a checklist line that answer the rule."),
    "category": Field(FILLED, "The group under which the rule is reported. Default: other."),
    "stage": Field(Choice(Stage), "When the rule must hold. Default: pre-deploy."),
    "severity": Field(
        Choice(Severity), "How much a failure matters; only `error` blocks. Default: error."
    ),
    "on_fail": Field(Choice(ACTIONS), "What to do when it fails. Default: abort."),
    "assurance": Field(Choice(Assurance), "The least that a pass must rest on. Default: attested."),
    "check": Field(
        FILLED, "The id of the check that judges it. A rule has one of check, schema, item."
    ),
    "with": Field(Parameters(), "The parameters of the check; what is left out keeps its default."),
    "schema": Field(
        Table(Anything()), "A JSON Schema that everything under `deployment:` must fit."
    ),
    "item": Field(Affirmed(), "true: a person answers it in the checklist."),
    "cel": Field(FILLED, "An expression; not supported yet."),
    "when": Field(WHEN, "For which plans it holds. Default: every plan."),
    "na": Field(Choice(NA_ALLOWED), "Whether a person may answer `na`. Default: reason."),
    "waivable": Field(FLAG, "Whether a waiver may lift it. Default: true."),
    "locked": Field(FLAG, "Whether later layers may only tighten it. Default: false."),
    "disabled": Field(Disabled(), "The reason for switching it off; false switches it on again."),
    "fix": Field(FILLED, "What to do when it fails, for whoever wrote the plan."),
}

RULE = Either(text=Shorthand(), mapping=Settings(RULE_FIELDS))


def policy_shape(windows: Shape) -> Whole:
    """Return the shape of a policy file, with `windows` for the key of that name."""
    build: Callable[..., dict[str, Any]] = dict
    return Whole(
        build,
        {
            "policy": Field(FILLED, "The name of the policy. Default: the name of the file."),
            "title": Field(TEXT, "What it is for, in a sentence."),
            "layer": Field(Choice(Layer), "Who wrote it; shown in reports, changes nothing."),
            "extends": Field(
                Many(FILLED, single=True),
                "The policies it builds on: files relative to this one, or deploylint:NAME.",
            ),
            "windows": Field(windows, "When deployments are permitted."),
            "rules": Field(
                Table(RULE), "The rules, by id. A severity alone is short for {severity: ...}."
            ),
        },
    )


POLICY = policy_shape(Table(Anything()))
"""What one layer is read with; the windows are read once all layers are folded."""
