"""Test reports as the checks about tests get them, and their verdicts as a few lines of text."""

from datetime import UTC, datetime, timedelta
from textwrap import dedent
from typing import Any

from deploylint.facts.clock import Basis, Clock
from deploylint.facts.release import Release
from deploylint.facts.source import Piece, RecordedRun, Source
from deploylint.facts.tests import Outcome, TestCase, TestRun
from deploylint.model.evidence import Kind
from deploylint.model.location import Location
from deploylint.model.verdict import Verdict

COMMIT = "3f9c1e2" + "0" * 33
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MADE = NOW - timedelta(hours=1)
CLOCK = Clock(now=NOW, at=NOW, basis=Basis.NOW)
RELEASE = Release(
    commit=COMMIT, tree="b" * 40, parents=(), committed_at=NOW - timedelta(days=1), head=COMMIT
)
PLACE = Location("plan.yaml", 5, 12)
OTHER_PLACE = Location("plan.yaml", 6, 12)

WORDS = {
    "ok": (Outcome.PASSED, False, ""),
    "flaky": (Outcome.PASSED, True, ""),
    "failed": (Outcome.FAILED, False, "1 == 2"),
    "error": (Outcome.ERROR, False, ""),
    "skipped": (Outcome.SKIPPED, False, ""),
}


def ran(*words: str, **more: Any) -> TestRun:
    """Return a run with a test for each word; `3 ok` stands for three tests."""
    cases: list[TestCase] = []
    for word in words:
        number, _, name = word.rpartition(" ")
        for _ in range(int(number or 1)):
            outcome, flaky, message = WORDS[name]
            place = len(cases) + 1
            labels = ("suite", f"test_{name}")
            cases.append(TestCase(f"test_{name}", labels, outcome, flaky, message, place, 3))
    return TestRun(tool="pytest", cases=tuple(cases), **more)


def recorded(
    code: int = 0, command: str = "pytest -q", path: str = "reports/junit.xml", **more: Any
) -> RecordedRun:
    """Return a run that was recorded at the commit of the release."""
    found: dict[str, Any] = {
        "kind": Kind.TESTS,
        "name": "tests",
        "command": tuple(command.split()),
        "exit_code": code,
        "started_at": MADE,
        "ended_at": MADE,
        "commit": COMMIT,
        "tree": None,
        "dirty": False,
        "outputs": (),
        "lockfiles": (),
        "versions": {},
        "ci": None,
        "path": f"{path}.evidence.json",
        "digest": "sha256:1",
    }
    return RecordedRun(**{**found, **more})


def piece(
    content: TestRun | None,
    path: str = "reports/junit.xml",
    *,
    named: Location | None = PLACE,
    problem: str | None = None,
    **states: Any,
) -> Piece[TestRun]:
    """Return a report; unless `states` say otherwise it was made an hour ago."""
    found = {"time": MADE, **states}
    return Piece(Source(Kind.TESTS, path, "sha256:0", named, **found), content, problem)


def written(verdict: Verdict) -> str:
    """Return a whole verdict: what it is, on what it rests, and each finding with its place."""
    cause = verdict.cause or verdict.assurance.label
    paragraphs = [f"{verdict.status} {cause}: {verdict.reason}"]
    paragraphs += [f"  {_place(finding.at)} {finding.message}" for finding in verdict.findings]
    sources = ", ".join(one.source for one in verdict.evidence)
    return "\n".join([*paragraphs, f"from {sources}"] if sources else paragraphs)


def expected(text: str) -> str:
    """Return a text as `written` writes it: lines that are indented further go on."""
    return dedent(text).strip().replace("\n" + " " * 6, " ")


def _place(at: Location | None) -> str:
    return f"{at.file}:{at.line}" if at else "nowhere"
