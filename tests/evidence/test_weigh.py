"""What counts of the evidence that was found, and the verdict where some of it does not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploylint.evidence.weigh import nothing, proven, violated, weigh
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.release import Release
from deploylint.facts.source import Collected, Missing, Piece, Source
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Cause, Evidence, Finding, Status, Verdict

COMMIT, OTHER = "3f9c1e2" + "0" * 33, "a" * 40
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(hours=24)
CLOCK = Clock(now=NOW, at=NOW, basis=Basis.NOW)
RELEASE = Release(
    commit=COMMIT, tree="b" * 40, parents=(), committed_at=NOW - timedelta(days=3), head=COMMIT
)
NAMED = Location("plan.yaml", 5, 12)
MADE = NOW - timedelta(hours=1)


def piece(
    path: str, *, named: bool = True, problem: str | None = None, **states: Any
) -> Piece[str]:
    source = Source(Kind.TESTS, path, digest="sha256:0", named=NAMED if named else None, **states)
    return Piece(source, None if problem else path, problem)


def found(*pieces: Piece[str], **more: Any) -> Collected[str]:
    return Collected(kind=Kind.TESTS, pieces=pieces, **{"release": RELEASE, **more})


def at(path: str) -> Location:
    return Location(path, 1, 1)


DATED = piece("dated.xml", time=MADE)
TIED = piece("tied.xml", commit=COMMIT)
CHANCE_TIED = piece("chance-tied.xml", named=False, commit=COMMIT)
CHANCE = piece("chance.xml", named=False, time=MADE)
OLD = piece("old.xml", time=NOW - timedelta(days=2))
BROKEN = piece("broken.xml", problem="is not XML", time=MADE)
GONE = Missing(Place("gone/*.xml", NAMED), "matches no file")

WHEN = "2026-11-24T08:30:00+00:00"
DATED_EVIDENCE = Evidence("tests", "dated.xml", "sha256:0", None, WHEN)
TIED_EVIDENCE = Evidence("tests", "tied.xml", "sha256:0", COMMIT, None)
OLD_FINDING = Finding("old.xml is 2 days old; the policy accepts 1 day at most", at("old.xml"))
BROKEN_FINDING = Finding("broken.xml is not XML", at("broken.xml"))
CHANCE_NOTE = Finding(
    "found, but not counted: chance.xml was made on 2026-11-24 08:30 UTC; nothing ties it to the"
    " commit; name it under `evidence: {tests: ...}`",
    at("chance.xml"),
)


def good(assurance: Assurance, *evidence: Evidence, notes: tuple[Finding, ...] = ()) -> Verdict:
    until = MADE + DAY if DATED_EVIDENCE in evidence else None
    return Verdict(
        status=Status.PASS,
        reason="fine",
        assurance=assurance,
        findings=notes,
        evidence=evidence,
        valid_until=until,
    )


def bad(
    cause: Cause, reason: str, *findings: Finding, evidence: tuple[Evidence, ...] = ()
) -> Verdict:
    return Verdict(Status.FAIL, reason, cause, Assurance.ATTESTED, findings, evidence)


PROVEN = [
    pytest.param(found(DATED), good(Assurance.EVIDENCED, DATED_EVIDENCE), id="dated"),
    pytest.param(found(TIED), good(Assurance.BOUND, TIED_EVIDENCE), id="tied"),
    pytest.param(
        found(DATED, TIED),
        good(Assurance.EVIDENCED, DATED_EVIDENCE, TIED_EVIDENCE),
        id="the-least-of-two",
    ),
    pytest.param(
        found(CHANCE_TIED),
        good(Assurance.BOUND, Evidence("tests", "chance-tied.xml", "sha256:0", COMMIT, None)),
        id="found-unasked-and-of-this-commit",
    ),
    pytest.param(
        found(CHANCE_TIED, CHANCE),
        good(
            Assurance.BOUND,
            Evidence("tests", "chance-tied.xml", "sha256:0", COMMIT, None),
            notes=(CHANCE_NOTE,),
        ),
        id="found-unasked-and-left-out",
    ),
    pytest.param(
        found(DATED, OLD),
        bad(Cause.STALE, OLD_FINDING.message, OLD_FINDING, evidence=(DATED_EVIDENCE,)),
        id="one-of-two-is-old",
    ),
    pytest.param(
        found(DATED, OLD, BROKEN),
        bad(
            Cause.ERROR,
            "broken.xml is not XML, and 1 more",
            BROKEN_FINDING,
            OLD_FINDING,
            evidence=(DATED_EVIDENCE,),
        ),
        id="unreadable-is-worse-than-old",
    ),
    pytest.param(
        found(DATED, missing=(GONE,)),
        bad(
            Cause.ERROR,
            "gone/*.xml matches no file",
            Finding("gone/*.xml matches no file", NAMED),
            evidence=(DATED_EVIDENCE,),
        ),
        id="named-and-not-there",
    ),
    pytest.param(
        found(DATED, release=None, release_problem="the commit is not in this repository"),
        bad(
            Cause.ERROR,
            "the commit is not in this repository",
            Finding("the commit is not in this repository"),
            evidence=(DATED_EVIDENCE,),
        ),
        id="the-commit-cannot-be-told",
    ),
]


@pytest.mark.parametrize(("collected", "verdict"), PROVEN)
def test_what_counts_and_what_must_count(collected: Collected[str], verdict: Verdict) -> None:
    assert proven(weigh(collected, CLOCK, DAY), "fine") == verdict


NOTHING = [
    pytest.param(
        found(searched=("junit.xml", "reports/*.xml")),
        bad(
            Cause.UNPROVEN,
            "no test report of this release was found (looked for junit.xml and reports/*.xml)",
        ),
        id="nothing-found",
    ),
    pytest.param(
        found(CHANCE),
        bad(Cause.UNPROVEN, "no test report of this release was found", CHANCE_NOTE),
        id="found-unasked-alone",
    ),
    pytest.param(found(OLD), bad(Cause.STALE, OLD_FINDING.message, OLD_FINDING), id="old-alone"),
    pytest.param(
        found(piece("silent.xml")),
        bad(
            Cause.STALE,
            "silent.xml says neither when it was made nor of which commit;"
            " run its command through `deploylint record`",
            Finding(
                "silent.xml says neither when it was made nor of which commit;"
                " run its command through `deploylint record`",
                at("silent.xml"),
            ),
        ),
        id="says-nothing-of-itself",
    ),
    pytest.param(
        found(piece("silent-and-broken.xml", problem="is not XML")),
        bad(
            Cause.ERROR,
            "silent-and-broken.xml is not XML",
            Finding("silent-and-broken.xml is not XML", at("silent-and-broken.xml")),
        ),
        id="unreadable-so-it-cannot-say-anything-of-itself",
    ),
    pytest.param(
        found(piece("edited.xml", named=False, run_problem="was changed afterwards")),
        bad(
            Cause.ERROR,
            "edited.xml was changed afterwards",
            Finding("edited.xml was changed afterwards", at("edited.xml")),
        ),
        id="found-unasked-and-changed-after-its-record",
    ),
    pytest.param(
        found(piece("tied.xml", named=False, problem="is not XML", commit=COMMIT)),
        bad(Cause.ERROR, "tied.xml is not XML", Finding("tied.xml is not XML", at("tied.xml"))),
        id="found-unasked-of-this-commit-and-unreadable",
    ),
]


@pytest.mark.parametrize(("collected", "verdict"), NOTHING)
def test_what_is_said_when_nothing_counts(collected: Collected[str], verdict: Verdict) -> None:
    weighed = weigh(collected, CLOCK, DAY)
    assert weighed.counted == ()
    assert nothing(weighed, "test report") == verdict


def test_what_shows_a_violation_says_what_else_is_wrong() -> None:
    failure = Finding("test_login failed", at("dated.xml"))
    weighed = weigh(found(DATED, OLD), CLOCK, DAY)
    assert violated(weighed, "1 of 3 tests failed", failure) == bad(
        Cause.VIOLATED, "1 of 3 tests failed", failure, OLD_FINDING, evidence=(DATED_EVIDENCE,)
    )
