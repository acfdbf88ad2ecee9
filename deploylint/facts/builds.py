"""The fact that says which steps of the build ran, and how they ended."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.source import Collected, RecordedRun


class Outcome(StrEnum):
    """How a step ended; only `SUCCESS` is one."""

    SUCCESS = "success"
    FAILURE = "failure"
    CANCELLED = "cancelled"
    NEUTRAL = "neutral"
    SKIPPED = "skipped"
    PENDING = "pending"


class Step(NamedTuple):
    """A job, a check, a whole run of a workflow (`whole`), or a command that was recorded.

    `word` is what the platform calls its outcome. `started` is aware. `may_fail` says that the
    project lets it fail. `inner` are the steps inside a job.
    """

    name: str
    outcome: Outcome
    word: str
    workflow: str = ""
    started: datetime | None = None
    url: str | None = None
    may_fail: bool = False
    whole: bool = False
    inner: tuple["Step", ...] = ()

    @property
    def title(self) -> str:
        """Return the name with that of its workflow."""
        return f"{self.workflow} / {self.name}" if self.workflow else self.name


class Build(NamedTuple):
    """What ran on one commit (a full id, None when the document does not say).

    `run_id` is what the CI service calls the run. `recorded` is the run of a command that
    `deploylint record` wrote down. `merged` says that the release is not this commit but the merge
    of it into the main branch.
    """

    steps: tuple[Step, ...]
    commit: str | None = None
    run_id: str | None = None
    recorded: RecordedRun | None = None
    merged: bool = False


class Builds(Collected[tuple[Build, ...]]):
    """The builds that were found; one document may list those of several commits."""

    __slots__ = ()
