"""The result of a run, with the decision; reporters render it and compute nothing."""

from datetime import datetime
from typing import Any, NamedTuple

from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.policy import Action, PolicyFile, Severity, Stage
from deploylint.model.verdict import Assurance, Cause, Evidence, Finding, Status


class Item(NamedTuple):
    """The verdict on one rule, or on one checklist item that belongs to no rule.

    A failing item has at least one finding with a place. `origin` is where the policy lists the
    rule; None for a checklist item of its own. `blocks` says whether the item keeps the release
    from going out.
    """

    rule: str
    title: str
    category: str
    stage: Stage
    status: Status
    severity: Severity
    reason: str
    on_fail: Action
    cause: Cause | None = None
    assurance: Assurance | None = None
    required_assurance: Assurance = Assurance.ATTESTED
    fix: str | None = None
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    origin: Location | None = None
    waiver: str | None = None
    valid_until: datetime | None = None
    next_permitted: datetime | None = None
    blocks: bool = False


class Rung(NamedTuple):
    """One shipped policy above the one asked for; `blocking` are the rules that would block."""

    policy: str
    blocking: tuple[str, ...]


class Counts(NamedTuple):
    """How many items have which outcome.

    What fails is an error, a warning, an info or waived; with `--strict` a warning is an error.
    """

    passed: int
    failed: int
    na: int
    errors: int
    warnings: int
    infos: int
    waived: int


class Report(NamedTuple):
    """The judgement of one plan against one policy at one moment.

    `at` is the moment judged and `basis` says what chose it: `now`, `--at` or `scheduled_at`; `at`
    is None without a clock. `timezone` is the zone of the windows, None when
    no rule asks for them. `assumptions` are sentences. `calendar` is a `model.calendar.Calendar`
    when somebody wants to see the windows, else None; importing its type would cost every start
    3 ms.
    """

    plan: Plan
    policy: str
    policy_files: tuple[PolicyFile, ...]
    policy_digest: str
    now: datetime | None
    at: datetime | None
    basis: str
    timezone: str | None
    simulated: bool
    stages: tuple[Stage, ...]
    decision: Action
    blocked: bool
    counts: Counts
    items: tuple[Item, ...]
    next_permitted: datetime | None = None
    valid_until: datetime | None = None
    ladder: tuple[Rung, ...] = ()
    assumptions: tuple[str, ...] = ()
    calendar: Any = None

    @property
    def blocking(self) -> tuple[str, ...]:
        """Return the rules because of which it is blocked; none when nothing was judged."""
        return tuple(item.rule for item in self.items if item.blocks)


class Trouble(NamedTuple):
    """One thing that kept a file from being judged, where it stands, and how to mend it."""

    message: str
    at: Location | None = None
    hint: str | None = None


class Refusal(NamedTuple):
    """A file that could not be judged, in the place of its report: the run ends with code 2.

    `file` is the plan, or what broke before any plan was read (a policy, the settings); it is empty
    where no file is to blame.
    """

    file: str
    troubles: tuple[Trouble, ...]


Answer = Report | Refusal
"""What a run says about one plan."""
