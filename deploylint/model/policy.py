"""What a release must comply with."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from deploylint.model.location import Location, Spot
from deploylint.model.verdict import Assurance, Ranked
from deploylint.model.windows import WindowRules


class Stage(StrEnum):
    """When a rule must hold, in order."""

    PRE_DEPLOY = "pre-deploy"
    BUILD = "build"
    STAGING = "staging"
    PRODUCTION = "production"
    VERIFY = "verify"
    CLOSE = "close"


class Severity(Ranked):
    """How much a failing rule matters; only `error` blocks."""

    INFO = 1
    WARNING = 2
    ERROR = 3


class Action(Ranked):
    """What a report tells people to do, weakest first; everything above `caution` blocks."""

    GO = 0
    CAUTION = 1
    INVESTIGATE = 2
    POSTPONE = 3
    ABORT = 4
    ROLLBACK = 5


class Layer(StrEnum):
    """Who wrote a policy, from universal practice to one project."""

    BUSINESS = "business"
    ORGANISATION = "organisation"
    PROJECT = "project"


class Condition(NamedTuple):
    """One key of `when` and the values of which one must be the plan's."""

    field: str
    allowed: tuple[str, ...]

    @property
    def stated(self) -> list[str] | list[bool]:
        """Return the values as a policy states them."""
        if self.field == "migrations":
            return [word == "true" for word in self.allowed]
        return list(self.allowed)


class Parameter(NamedTuple):
    """A parameter of a check as the policy states it, not read yet."""

    value: object
    spot: Spot
    at: Location


class Rule(NamedTuple):
    """One checklist item of a policy.

    It is judged by `check` (with `params`), by `schema`, or, when both are None, by a person.
    `titles` maps `en` and `fr` to texts. `origin` maps each setting to where it was decided.
    `locks` holds the parameters as they stood in each layer that locked the rule.
    """

    id: str
    titles: Mapping[str, str]
    category: str
    stage: Stage
    at: Location
    severity: Severity = Severity.ERROR
    on_fail: Action = Action.ABORT
    assurance: Assurance = Assurance.ATTESTED
    aliases: tuple[str, ...] = ()
    check: str | None = None
    params: Mapping[str, Parameter] = {}
    locks: tuple[Mapping[str, Parameter], ...] = ()
    schema: Mapping[str, object] | None = None
    when: tuple[Condition, ...] = ()
    na_allowed: bool = True
    waivable: bool = True
    disabled: str | None = None
    fix: str | None = None
    origin: Mapping[str, Location] = {}

    @property
    def title(self) -> str:
        """Return the English title, or the only one there is."""
        return self.titles.get("en") or next(iter(self.titles.values()), self.id)


class PolicyFile(NamedTuple):
    """One file that took part in a policy; `name` is its path or `deploylint:NAME`."""

    name: str
    digest: str


class WindowPart(NamedTuple):
    """One setting of the windows, or one entry of their lists, as a layer states it."""

    path: tuple[str, ...]
    value: object
    at: Location


class Policy(NamedTuple):
    """The effective policy: all layers folded.

    `windows` is None when no layer states any; `window_parts` is what the layers say, for showing.
    `digest` covers the bytes of all `files`.
    """

    name: str
    files: tuple[PolicyFile, ...]
    digest: str
    rules: tuple[Rule, ...]
    layer: Layer | None = None
    windows: WindowRules | None = None
    window_parts: tuple[WindowPart, ...] = ()
