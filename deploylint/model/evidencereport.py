"""What `deploylint evidence` shows: what was found, what it proves, and what is missing."""

from datetime import datetime, timedelta
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.plan import Plan
from deploylint.model.policy import Severity, Stage
from deploylint.model.verdict import Assurance, Cause, Evidence, Status


class FoundPiece(NamedTuple):
    """One piece of evidence.

    `assurance` is what it proves, None when it does not count; `why` is a clause about the piece
    either way ("was recorded at commit 3f9c1e2"). `time` is when it was made. `command`,
    `exit_code` and `record` are those of the recorded run that made it. `named` is where plan or
    settings name it, None when it was found unasked.
    """

    path: str
    why: str
    assurance: Assurance | None = None
    digest: str | None = None
    commit: str | None = None
    time: datetime | None = None
    age: timedelta | None = None
    command: tuple[str, ...] | None = None
    exit_code: int | None = None
    record: str | None = None
    named: Location | None = None


class MissingPlace(NamedTuple):
    """A place that is named and leads to nothing; `why` completes "reports/x.xml ..."."""

    pattern: str
    why: str
    at: Location


class KindFound(NamedTuple):
    """All that was found of one kind.

    `name` is a value of `Kind`. `rules` are those of the policy that read it; `max_age` is the
    strictest of theirs. `searched` are the well-known places, where none is named. `problem` says
    why nothing could be collected.
    """

    name: str
    rules: tuple[str, ...] = ()
    max_age: timedelta | None = None
    pieces: tuple[FoundPiece, ...] = ()
    missing: tuple[MissingPlace, ...] = ()
    searched: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to tell but where was looked."""
        return not (self.pieces or self.missing or self.problem)


class RuleStanding(NamedTuple):
    """What a rule asks of evidence, and what it gets.

    `status` is None when the rule cannot be judged without a plan. `reached` is the assurance of a
    pass, else None, and `reason` says what was seen.
    """

    rule: str
    title: str
    stage: Stage
    severity: Severity
    required: Assurance
    status: Status | None
    reason: str
    cause: Cause | None = None
    reached: Assurance | None = None
    evidence: tuple[Evidence, ...] = ()


class ReleaseFound(NamedTuple):
    """The commit that is released, and the one that is checked out (`head`).

    `at` is where the plan names the commit, None when it is the one that is checked out.
    """

    commit: str
    tree: str
    committed_at: datetime
    head: str
    branch: str | None = None
    shallow: bool = False
    at: Location | None = None


class EvidenceReport(NamedTuple):
    """What is known about one release; without a plan, about the repository alone.

    `now` is what ages are counted to. `release` is None when `release_problem` says why.
    """

    plan: Plan | None
    policy: str
    now: datetime
    simulated: bool
    release: ReleaseFound | None
    release_problem: str | None
    kinds: tuple[KindFound, ...]
    rules: tuple[RuleStanding, ...]
