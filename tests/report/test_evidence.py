"""The answer of `deploylint evidence`, as people and machines see it."""

import json
import re
from datetime import UTC, datetime, timedelta
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.evidencereport import (
    EvidenceReport,
    FoundPiece,
    KindFound,
    MissingPlace,
    ReleaseFound,
    RuleStanding,
)
from deploylint.model.location import Location
from deploylint.model.policy import Severity, Stage
from deploylint.model.verdict import Assurance, Cause, Evidence, Status
from deploylint.report import evidence_json, evidence_text
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.report.hostile import TEXT
from tests.report.reports import DIGEST, TUESDAY, plan

COMMIT, HEAD = "3f9c1e2d" * 5, "a1b2c3d4" * 5
PLAN = Location("deploy/plan.yaml", 6, 3)
RELEASE = ReleaseFound(
    commit=COMMIT,
    tree="4e" * 20,
    committed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    head=COMMIT,
    branch="main",
)
BOUND = FoundPiece(
    path="reports/junit.xml",
    why="was recorded at commit 3f9c1e2",
    assurance=Assurance.BOUND,
    digest=DIGEST,
    commit=COMMIT,
    time=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
    age=timedelta(hours=1),
    command=("pytest", "--junitxml=reports/junit.xml"),
    exit_code=0,
    record="reports/junit.xml.evidence.json",
    named=PLAN,
)
FAILED = BOUND._replace(path="reports/web.xml", exit_code=1, record="reports/web.xml.evidence.json")
STALE = FoundPiece(
    path="reports/old.xml",
    why="was made on 2026-11-22 08:00 UTC, before the commit 3f9c1e2 was",
    digest=DIGEST,
    time=datetime(2026, 11, 22, 8, 0, tzinfo=UTC),
    age=timedelta(days=2, hours=1),
)
AHEAD = FoundPiece(
    path="reports/new.xml",
    why="says it was made on 2026-11-25 09:30 UTC, which lies ahead",
    time=datetime(2026, 11, 25, 9, 30, tzinfo=UTC),
    age=timedelta(days=-1),
)


def rule(name: str, status: Status | None, **more: object) -> RuleStanding:
    fields = {
        "rule": name,
        "title": name,
        "stage": Stage.PRE_DEPLOY,
        "severity": Severity.ERROR,
        "required": Assurance.EVIDENCED,
        "status": status,
        "reason": f"the reason of {name}",
        **more,
    }
    return RuleStanding(**fields)  # type: ignore[arg-type]  # of any field


FULL = EvidenceReport(
    plan=plan(),
    policy="acme-web",
    now=TUESDAY,
    simulated=True,
    release=RELEASE._replace(at=Location("deploy/plan.yaml", 4, 3), head=HEAD, shallow=True),
    release_problem=None,
    kinds=(
        KindFound(
            name="tests",
            rules=("tests-pass", "critical-paths-tested"),
            max_age=timedelta(hours=24),
            pieces=(BOUND, FAILED, STALE, AHEAD),
            missing=(MissingPlace("reports/e2e/*.xml", "matches no file", PLAN),),
        ),
        KindFound(name="coverage", rules=("coverage-sufficient",), searched=("a.xml", "b.xml")),
        KindFound(name="build_log", rules=("no-new-warnings",)),
        KindFound(name="vex", searched=("vex.json",)),
        KindFound(name="bugs", problem="the commit cannot be read"),
    ),
    rules=(
        rule(
            "tests-pass",
            Status.PASS,
            required=Assurance.BOUND,
            reached=Assurance.BOUND,
            evidence=(
                Evidence("tests", "reports/junit.xml", DIGEST, COMMIT),
                Evidence("record", "reports/junit.xml.evidence.json", DIGEST, COMMIT),
                Evidence("checklist", "deploy/plan.yaml:9:7"),
            ),
        ),
        rule(
            "branch-up-to-date",
            Status.PASS,
            reached=Assurance.EVIDENCED,
            evidence=(
                Evidence("git", "main at 3f9c1e2", None, COMMIT),
                Evidence("git", "tag v1", None, COMMIT),
            ),
        ),
        rule("coverage-sufficient", Status.FAIL, cause=Cause.UNPROVEN),
        rule("tag-created", Status.NA, reason="the plan is no release"),
    ),
)
EMPTY = EvidenceReport(
    plan=None,
    policy="essential",
    now=TUESDAY,
    simulated=False,
    release=None,
    release_problem="this is no git repository",
    kinds=(KindFound(name="tests", searched=("junit.xml",)),),
    rules=(),
)
DETACHED = EMPTY._replace(
    release=RELEASE._replace(branch=None), rules=(rule("tests-pass", None, reason="no plan"),)
)


@pytest.mark.parametrize(
    ("name", "reports", "style"),
    [
        pytest.param("evidence-full.txt", (FULL,), Style(), id="full"),
        pytest.param("evidence-narrow.txt", (FULL,), Style(width=50), id="narrow"),
        pytest.param("evidence-color.txt", (FULL,), Style(color=True), id="color"),
        pytest.param("evidence-several.txt", (EMPTY, DETACHED), Style(), id="several"),
    ],
)
def test_whole_text(
    name: str, reports: tuple[EvidenceReport, ...], style: Style, golden: Golden
) -> None:
    golden(name, "".join(evidence_text.render(reports, style)))


def test_whole_json(golden: Golden) -> None:
    golden("evidence.json", "".join(evidence_json.render((FULL, EMPTY), Style())))


def test_colour_says_nothing_that_words_do_not() -> None:
    colored = "".join(evidence_text.render((FULL,), Style(color=True)))
    plain = "".join(evidence_text.render((FULL,), Style()))
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain


@st.composite
def hostile(draw: st.DrawFn) -> EvidenceReport:
    """Return an answer in which every text from outside is hostile."""
    at = Location(draw(TEXT), 1, 1)
    piece = STALE._replace(
        path=draw(TEXT),
        why=draw(TEXT),
        commit=draw(TEXT),
        command=(draw(TEXT), draw(TEXT)),
        record=draw(TEXT),
        named=at,
    )
    missing = MissingPlace(draw(TEXT), draw(TEXT), at)
    told = rule(
        draw(TEXT),
        Status.PASS,
        title=draw(TEXT),
        reason=draw(TEXT),
        evidence=(Evidence(draw(TEXT), draw(TEXT), DIGEST, draw(TEXT)),),
    )
    kinds = (
        KindFound("tests", (draw(TEXT),), None, (piece,), (missing,), (), draw(TEXT)),
        KindFound("coverage", (draw(TEXT),), None, (), (), (draw(TEXT),)),
    )
    return FULL._replace(
        plan=plan(draw(TEXT), file=draw(TEXT), version=draw(TEXT), service=draw(TEXT)),
        policy=draw(TEXT),
        release=RELEASE._replace(branch=draw(TEXT), at=at),
        kinds=kinds,
        rules=(told,),
    )


@given(hostile(), st.integers(1, 100))
def test_nothing_from_outside_is_obeyed_by_a_terminal_or_a_runner(
    report: EvidenceReport, width: int
) -> None:
    text = "".join(evidence_text.render((report,), Style(width=width)))
    assert {category(char) for char in text.replace("\n", "")} <= {
        *("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No"),
        *("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Zs"),
    }
    assert not re.search(r"(?m)^\s*::|##\w*\[", text)


@given(hostile())
def test_json_is_read_back_whole(report: EvidenceReport) -> None:
    text = "".join(evidence_json.render((report,), Style()))
    (found,) = json.loads(text)["reports"]
    assert found["kinds"][0]["pieces"][0]["exit_code"] is None
    assert not re.search(r"(?m)^\s*::|##\w*\[|[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
