"""What a check says, and on what it rests."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from deploylint.errors import UserError, UserErrors
from deploylint.model.location import Location, place_of
from deploylint.model.wording import counted


class Status(StrEnum):
    """The outcome of a checklist item."""

    PASS = "pass"
    FAIL = "fail"
    NA = "na"


class Cause(StrEnum):
    """Why an item fails."""

    VIOLATED = "violated"
    UNPROVEN = "unproven"
    STALE = "stale"
    ERROR = "error"


class Ranked(IntEnum):
    """An ordered choice whose members print as lower-case words."""

    @property
    def label(self) -> str:
        """Return the word that plans, policies and reports use."""
        return self.name.lower()


class Assurance(Ranked):
    """On what a verdict rests, weakest first."""

    ATTESTED = 1
    EVIDENCED = 2
    BOUND = 3


class Evidence(NamedTuple):
    """One thing a verdict rests on.

    `kind` is a word such as `plan`, `checklist` or `clock`; `source` names it for people
    ("plan.yaml:12:5"); `digest` is "sha256:..."; `time` is ISO 8601 with offset.
    """

    kind: str
    source: str
    digest: str | None = None
    commit: str | None = None
    time: str | None = None


class Finding(NamedTuple):
    """One problem at one place; in a verdict that passes it is a note.

    `source` is the line of the file that stands there, where it is worth showing; those of the plan
    are known.
    """

    message: str
    at: Location | None = None
    source: str | None = None


class Verdict(NamedTuple):
    """The answer of a check or of a person: never `pass` when it could not look.

    `valid_until` says when a pass that depends on time stops to hold; `next_permitted` says when a
    fail that depends on time would pass. `waiver` says why a fail does not block. `fix` says how to
    mend what stands in the way, where that is not what the rule is about.
    """

    status: Status
    reason: str
    cause: Cause | None = None
    assurance: Assurance = Assurance.ATTESTED
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    valid_until: datetime | None = None
    next_permitted: datetime | None = None
    waiver: str | None = None
    fix: str | None = None


def passed(
    reason: str,
    *notes: Finding,
    evidence: tuple[Evidence, ...] = (),
    assurance: Assurance = Assurance.ATTESTED,
) -> Verdict:
    """Say that the rule holds; `reason` states what was seen."""
    return Verdict(Status.PASS, reason, None, assurance, notes, evidence)


def failed(reason: str, *findings: Finding, evidence: tuple[Evidence, ...] = ()) -> Verdict:
    """Say that the rule is violated: what was seen shows that it does not hold."""
    return Verdict(Status.FAIL, reason, Cause.VIOLATED, Assurance.ATTESTED, findings, evidence)


def unproven(reason: str, *findings: Finding) -> Verdict:
    """Say that nothing supports the rule; a checklist item may still attest it."""
    return Verdict(Status.FAIL, reason, Cause.UNPROVEN, Assurance.ATTESTED, findings)


def errored(reason: str, *findings: Finding) -> Verdict:
    """Say that the rule could not be judged because something was unreadable or broke."""
    return Verdict(Status.FAIL, reason, Cause.ERROR, Assurance.ATTESTED, findings)


def refused(error: UserError) -> Verdict:
    """Say that the rule could not be judged because of `error`: what it is, where, the remedy."""
    errors = error.errors if isinstance(error, UserErrors) else (error,)
    found = [Finding(_told(one), place_of(one.where)) for one in errors]
    more = f", and {counted(len(found) - 1, 'more problem')}" if len(found) > 1 else ""
    fix = next((one.hint for one in errors if one.hint), None)
    return errored(f"{found[0].message}{more}", *found)._replace(fix=fix)


def _told(error: UserError) -> str:
    """Return what is wrong; a file of which no line is meant is named in it."""
    whole = error.where is None or isinstance(error.where, Location)
    return error.message if whole else f"{error.where}: {error.message}"


def not_applicable(reason: str) -> Verdict:
    """Say that there is nothing to judge, and why."""
    return Verdict(Status.NA, reason)
