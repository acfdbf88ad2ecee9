"""What the check artifacts-present says."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from deploylint.checks.artifacts_present import Params, check
from deploylint.facts.artifacts import Artifact, BuildArtifacts, Delivery
from deploylint.facts.source import Missing, Piece, RecordedRun, Source
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from tests.checks.plans import TUESDAY, clock, lines, written

NAMED = Location("plan.yaml", 5, 12)
MADE = TUESDAY.astimezone(UTC) - timedelta(hours=1)
RUN = RecordedRun(
    kind=Kind.ARTIFACTS,
    name="artifacts",
    command=("python", "-m", "build"),
    exit_code=0,
    started_at=MADE,
    ended_at=MADE,
    commit=None,
    tree=None,
    dirty=None,
    outputs=(),
    lockfiles=(),
    versions={},
    ci=None,
    path="dist/SUMS.evidence.json",
    digest="sha256:1",
)


def artifact(name: str, line: int = 1, size: int | None = 7, **more: Any) -> Artifact:
    return Artifact(f"dist/{name}", Location("dist/SUMS", line, 1), size, **more)


def piece(*artifacts: Artifact, run: RecordedRun | None = RUN) -> Piece[Delivery]:
    source = Source(Kind.ARTIFACTS, "dist/SUMS", named=NAMED, run=run)
    return Piece(source, Delivery(artifacts))


def built(*pieces: Piece[Delivery], **more: Any) -> BuildArtifacts:
    return BuildArtifacts(kind=Kind.ARTIFACTS, pieces=pieces, **more)


UNTIL = "valid until 2026-12-01T08:30:00+00:00"
SOURCES = "artifacts dist/SUMS, record dist/SUMS.evidence.json"
CASES = [
    pytest.param(
        built(searched=("dist/SHA256SUMS", "build/SHA256SUMS")),
        Params(),
        """
        fail unproven: no build artifact of this release was found (looked for dist/SHA256SUMS and
              build/SHA256SUMS)
        """,
        id="nothing-found",
    ),
    pytest.param(
        built(missing=(Missing(Place("dist/*.whl", NAMED), "matches no file"),)),
        Params(),
        """
        fail error: dist/*.whl matches no file
          5:12 dist/*.whl matches no file
        """,
        id="named-and-not-there",
    ),
    pytest.param(
        built(piece(artifact("a", checked=True), artifact("b", checked=True))),
        Params(min_bytes=7),
        f"""
        pass: 2 artifacts with 14 bytes, each with the digest that is listed [{SOURCES}]
          {UNTIL}
        """,
        id="all-with-the-digest-that-is-listed",
    ),
    pytest.param(
        built(piece(artifact("a", checked=True), artifact("b")), piece(artifact("a"))),
        Params(),
        f"""
        pass: 2 artifacts with 14 bytes, as recorded; 1 with the digest that is listed [{SOURCES},
              {SOURCES}]
          {UNTIL}
        """,
        id="listed-and-named",
    ),
    pytest.param(
        built(piece(artifact("a"), artifact("b", 2, None, problem="does not exist"))),
        Params(),
        f"""
        fail violated: "dist/b" does not exist [{SOURCES}]
          2:1 "dist/b" does not exist
        """,
        id="one-is-missing",
    ),
    pytest.param(
        built(piece(artifact("a", 1, 0, checked=True), artifact("b", 2, 6, checked=True))),
        Params(min_bytes=7),
        f"""
        fail violated: "dist/a" is empty, and 1 more [{SOURCES}]
          1:1 "dist/a" is empty
          2:1 "dist/b" has 6 bytes; the policy demands 7 at least
        """,
        id="too-small",
    ),
    pytest.param(
        built(piece(artifact("a", 1, 0, checked=True))),
        Params(min_bytes=0),
        f"""
        fail violated: "dist/a" is empty [{SOURCES}]
          1:1 "dist/a" is empty
        """,
        id="empty-is-never-enough",
    ),
    pytest.param(
        built(piece()),
        Params(),
        f"""
        fail violated: dist/SUMS lists no artifact [{SOURCES}]
          1:1 dist/SUMS lists no artifact
        """,
        id="an-empty-list",
    ),
    pytest.param(
        built(piece(artifact("a"), run=RUN._replace(exit_code=2))),
        Params(),
        f"""
        fail violated: dist/SUMS was built by "python -m build", which ended with 2 [{SOURCES}]
          1:1 dist/SUMS was built by "python -m build", which ended with 2
        """,
        id="the-build-failed",
    ),
    pytest.param(
        built(piece(artifact("a"), run=None)),
        Params(),
        """
        fail stale: dist/SUMS says neither when it was made nor of which commit; run its command
              through `deploylint record`
          1:1 dist/SUMS says neither when it was made nor of which commit; run its command through
              `deploylint record`
        """,
        id="not-recorded",
    ),
    pytest.param(
        built(piece(artifact("a"), run=RUN._replace(ended_at=MADE - timedelta(days=8)))),
        Params(),
        """
        fail stale: dist/SUMS is 8 days 1 h old; the policy accepts 7 days at most
          1:1 dist/SUMS is 8 days 1 h old; the policy accepts 7 days at most
        """,
        id="too-old",
    ),
]


@pytest.mark.parametrize(("found", "params", "expected"), CASES)
def test_artifacts_are_present(found: BuildArtifacts, params: Params, expected: str) -> None:
    assert unwrapped(written(check(found, clock(), params))) == unwrapped(lines(expected))


def unwrapped(text: str) -> str:
    """Return a verdict with each of its lines whole."""
    return text.replace("\n" + " " * 6, " ")
