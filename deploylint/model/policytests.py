"""Tests of policies, and what came of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from deploylint.model.location import Location
from deploylint.model.plan import ChangeType, Plan, Priority
from deploylint.model.policy import Action, Stage
from deploylint.model.report import Trouble
from deploylint.model.verdict import Cause, Status
from deploylint.model.windows import OnCall

T = TypeVar("T")


class Told(NamedTuple, Generic[T]):
    """Something that a test file says, and where."""

    value: T
    at: Location


class ExpectedRule(NamedTuple):
    """What a test expects of one rule; `at` is where it names the rule.

    `blocks` says whether the rule has to keep the release from going out.
    """

    at: Location
    status: Told[Status]
    blocks: Told[bool] | None = None
    cause: Told[Cause] | None = None
    reason: Told[str] | None = None


class Expected(NamedTuple):
    """What a test expects: a decision, outcomes of rules by their ids, or both."""

    at: Location
    decision: Told[Action] | None = None
    rules: Mapping[str, ExpectedRule] = {}


class PolicyTest(NamedTuple):
    """One test of a policy: a plan, the circumstances, and what is expected.

    Without `now` the time of day is left out; `moment` is the moment that is judged, if not now.
    `folder` is relative to the root of the repository; None stands for an empty one.
    """

    name: Told[str]
    plan: Plan
    expect: Expected
    stages: tuple[Stage, ...]
    now: datetime | None = None
    moment: datetime | None = None
    type: ChangeType | None = None
    priority: Priority | None = None
    on_call: OnCall = OnCall.UNKNOWN
    strict: bool = False
    gate: bool = False
    folder: Told[str] | None = None


class PolicyTests(NamedTuple):
    """The tests of one file; `policy` is a path as messages show it, or `deploylint:NAME`.

    `lines` are those of the file, for showing.
    """

    file: str
    policy: Told[str]
    tests: tuple[PolicyTest, ...]
    timezone: str | None
    country: str | None
    lines: tuple[str, ...]


class Mismatch(NamedTuple):
    """One expectation that was not met: where it stands, the line there, and what came."""

    message: str
    at: Location
    source: str


class Outcome(NamedTuple):
    """What came of one test: it passes when nothing differs from what is expected."""

    name: str
    file: str
    policy: str
    at: Location
    mismatches: tuple[Mismatch, ...] = ()


class PolicyCoverage(NamedTuple):
    """Which rules of a policy some test has seen fail, and pass, as it expected.

    Rules that are switched off do not count.
    """

    policy: str
    rules: tuple[str, ...]
    failing: tuple[str, ...]
    passing: tuple[str, ...]


class PolicyTestReport(NamedTuple):
    """What came of a run; `thin` are the policies of which too little is covered.

    `errors` are what kept tests from being found or run.
    """

    outcomes: tuple[Outcome, ...]
    coverage: tuple[PolicyCoverage, ...]
    minimum: int | None = None
    thin: tuple[str, ...] = ()
    errors: tuple[Trouble, ...] = ()
