"""The fact that says which test reports there are, and what the tests did."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.source import Collected


class Outcome(StrEnum):
    """How a test ended; one that was not executed is `skipped`."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"

    @property
    def bad(self) -> bool:
        """Say whether somebody has to mend something."""
        return self in {Outcome.FAILED, Outcome.ERROR}


class TestCase(NamedTuple):
    """One test: `name` as people read it, `labels` are its suite, class, name and file.

    `flaky` says that it failed before it passed; for tools that do not tell the two apart, that it
    was run more than once. `message` is the first line of what went wrong. Line and column are
    those of the report.
    """

    name: str
    labels: tuple[str, ...]
    outcome: Outcome
    flaky: bool = False
    message: str = ""
    line: int = 1
    column: int = 1


class Fault(NamedTuple):
    """What is wrong with a run beside its tests; `message` completes "reports/x.xml ..."."""

    message: str
    line: int = 1
    column: int = 1


class Shard(NamedTuple):
    """Which part of a run this is: the third of five."""

    current: int
    total: int


class TestRun(NamedTuple):
    """What one report says.

    `faults` speak against the run as a whole: counts that no test explains, a file that could not
    be loaded, an end that was not reached. `partial` are the reasons to believe that tests were
    left out. `uncounted` is how many of the cases that look passed the report itself does not count
    as tests that ran, without saying which. `command` is empty when the report does not state it.
    """

    tool: str
    cases: tuple[TestCase, ...]
    faults: tuple[Fault, ...] = ()
    partial: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    uncounted: int = 0
    shard: Shard | None = None
    command: tuple[str, ...] = ()

    def count(self, *outcomes: Outcome) -> int:
        """Return how many tests ended so."""
        return sum(case.outcome in outcomes for case in self.cases)

    @property
    def executed(self) -> int:
        """Return how many tests ran, whatever came of it."""
        ran = self.count(Outcome.PASSED, Outcome.FAILED, Outcome.ERROR)
        return max(0, ran - self.uncounted)

    @property
    def skipped(self) -> int:
        """Return how many tests did not run."""
        return len(self.cases) - self.executed

    @property
    def bad(self) -> tuple[TestCase, ...]:
        """Return the tests that did not pass."""
        return tuple(case for case in self.cases if case.outcome.bad)

    @property
    def flaky(self) -> tuple[TestCase, ...]:
        """Return the tests that needed more than one attempt to pass."""
        return tuple(case for case in self.cases if case.flaky and not case.outcome.bad)


# pytest collects what is called Test, unless it is told not to
TestCase.__test__ = False  # type: ignore[attr-defined]  # no field, so it cannot stand in the class
TestRun.__test__ = False  # type: ignore[attr-defined]  # as above


class TestReports(Collected[TestRun]):
    """The reports of the tests of the release."""

    __slots__ = ()
    __test__ = False
