"""What the check build-warnings-documented says."""

from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.checks.build_warnings_documented import Params, check
from deploylint.facts.build_log import BuildLog, BuildLogs, BuildWarning
from deploylint.facts.source import Missing, Piece, RecordedRun, Source
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.verdict import Status
from tests.checks.plans import TUESDAY, clock, lines, written

NAMED = Location("plan.yaml", 5, 12)
MADE = TUESDAY.astimezone(UTC) - timedelta(hours=1)
RUN = RecordedRun(
    kind=Kind.BUILD_LOG,
    name="build_log",
    command=("npm", "run", "build"),
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
    path="build.log.evidence.json",
    digest="sha256:1",
)


def logs(*warnings: BuildWarning, summary: BuildWarning | None = None, code: int = 0) -> BuildLogs:
    source = Source(Kind.BUILD_LOG, "build.log", named=NAMED, run=RUN._replace(exit_code=code))
    content = BuildLog(lines=40, warnings=warnings, summary=summary)
    return BuildLogs(kind=Kind.BUILD_LOG, pieces=(Piece(source, content),))


OLD = BuildWarning("npm warn deprecated glob@7.2.3", 3)
UNUSED = BuildWarning("a.c:1:19: warning: unused variable 'x' [-Wunused]", 7, 2)
SUMMARY = BuildWarning("9 warnings generated.", 39)
UNTIL = "valid until 2026-12-01T08:30:00+00:00"
SOURCES = "build_log build.log, record build.log.evidence.json"
CASES = [
    pytest.param(
        BuildLogs(kind=Kind.BUILD_LOG, searched=("build.log",)),
        (),
        """
        fail unproven: no recorded build log of this release was found (looked for build.log)
        """,
        id="nothing-found",
    ),
    pytest.param(
        BuildLogs(kind=Kind.BUILD_LOG, missing=(Missing(Place("b.log", NAMED), "does not exist"),)),
        (),
        """
        fail error: b.log does not exist
          5:12 b.log does not exist
        """,
        id="named-and-not-there",
    ),
    pytest.param(
        logs(),
        (),
        f"""
        pass: the build printed no warning in 40 lines [{SOURCES}]
          {UNTIL}
        """,
        id="no-warning",
    ),
    pytest.param(
        logs(OLD, UNUSED),
        (),
        f"""
        fail violated: the build warns: "npm warn deprecated glob@7.2.3", and 1 more [{SOURCES}]
          3:1 the build warns: "npm warn deprecated glob@7.2.3"
          7:1 the build warns: "a.c:1:19: warning: unused variable 'x' [-Wunused]" (2 times)
        """,
        id="warnings",
    ),
    pytest.param(
        logs(OLD, UNUSED),
        ("npm warn deprecated glob@* -- we wait for rimraf", "*[-Wunused] -- generated code"),
        f"""
        pass: the build printed 2 warnings in 40 lines, each explained in the policy [{SOURCES}]
          3:1 "npm warn deprecated glob@7.2.3" may stay: "we wait for rimraf"
          7:1 "a.c:1:19: warning: unused variable 'x' [-Wunused]" (2 times) may stay: "generated
              code"
          {UNTIL}
        """,
        id="all-explained",
    ),
    pytest.param(
        logs(OLD, UNUSED),
        ("npm warn* -- we wait for rimraf",),
        f"""
        fail violated: the build warns: "a.c:1:19: warning: unused variable 'x' [-Wunused]" (2
              times) [{SOURCES}]
          7:1 the build warns: "a.c:1:19: warning: unused variable 'x' [-Wunused]" (2 times)
        """,
        id="one-explained",
    ),
    pytest.param(
        logs(OLD),
        ("npm warn*", "* -- whatever"),
        f"""
        fail violated: the policy allows "npm warn*" without saying what and why; write `TEXT --
              WHY`, and 2 more [{SOURCES}]
          nowhere the policy allows "npm warn*" without saying what and why; write `TEXT -- WHY`
          nowhere the policy allows "* -- whatever" without saying what and why; write `TEXT --
              WHY`
          3:1 the build warns: "npm warn deprecated glob@7.2.3"
        """,
        id="explanations-that-explain-nothing",
    ),
    pytest.param(
        logs(OLD, summary=SUMMARY),
        ("npm warn* -- we wait for rimraf",),
        f"""
        fail violated: the build warns: "9 warnings generated." [{SOURCES}]
          39:1 the build warns: "9 warnings generated."
        """,
        id="more-warnings-than-were-found",
    ),
    pytest.param(
        logs(code=1),
        (),
        f"""
        fail violated: build.log is the log of "npm run build", which ended with 1 [{SOURCES}]
          1:1 build.log is the log of "npm run build", which ended with 1
        """,
        id="the-build-failed",
    ),
]


@pytest.mark.parametrize(("found", "allowed", "expected"), CASES)
def test_warnings_are_documented(found: BuildLogs, allowed: tuple[str, ...], expected: str) -> None:
    verdict = check(found, clock(), Params(allowed=allowed))
    assert unwrapped(written(verdict)) == unwrapped(lines(expected))


def unwrapped(text: str) -> str:
    """Return a verdict with each of its lines whole."""
    return text.replace("\n" + " " * 6, " ")


def test_many_warnings_are_not_all_named() -> None:
    many = (BuildWarning(f"warning: {number}", number) for number in range(1, 101))
    verdict = check(logs(*many), clock(), Params())
    assert verdict.reason == 'the build warns: "warning: 1", and 99 more'
    assert [finding.message for finding in verdict.findings[19:]] == [
        'the build warns: "warning: 20"',
        "and 80 more",
    ]


MATCHES = [
    ("a warning", "a warning", True),
    ("a  warning", "a warning", True),
    ("a", "a warning", False),
    ("*warning", "a warning", True),
    ("a*", "a warning", True),
    ("a*g", "a warning", True),
    ("*war*ing*", "a warning", True),
    ("*ing*war*", "a warning", False),
    ("a*warning*warning", "a warning", False),
    ("A*", "a warning", False),
    ("? warning", "a warning", False),
    ("[a] warning", "[a] warning", True),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), MATCHES)
def test_a_star_stands_for_any_text(pattern: str, text: str, expected: bool) -> None:
    verdict = check(logs(BuildWarning(text, 1)), clock(), Params(allowed=(f"{pattern} -- why",)))
    assert (verdict.status is Status.PASS) is expected


@given(st.lists(st.text(alphabet="ab", max_size=3), min_size=2, max_size=5), st.data())
def test_any_text_between_the_pieces_matches(pieces: list[str], data: st.DataObject) -> None:
    between = [data.draw(st.text(alphabet="abc", max_size=3)) for _ in pieces[1:]]
    text = pieces[0] + "".join(a + b for a, b in zip(between, pieces[1:], strict=True))
    if not any(pieces) or not text:
        return
    allowed = ("*".join(pieces) + " -- why",)
    verdict = check(logs(BuildWarning(text, 1)), clock(), Params(allowed=allowed))
    assert verdict.status is Status.PASS
