"""What the check changelog-updated says."""

from datetime import datetime
from pathlib import Path

import pytest

from deploylint.checks.changelog_updated import check
from deploylint.facts.changelog import Changelogs
from deploylint.facts.clock import Clock
from deploylint.model.evidence import Kind
from deploylint.model.verdict import Assurance, Evidence
from tests.checks.plans import NO_CLOCK, clock, plan
from tests.evidence.judging import judge, outcome
from tests.evidence.released import COMMIT, RELEASE, changelogs, told, unfolded
from tests.evidence.repository import repository

OLD = "## [1.1.9] - 2026-10-01\n- Login\n"
SECTION = "the section for 1.2.0 in CHANGELOG.md"
BEFORE = ", the release before it, is dated"
AHEAD = clock(datetime.fromisoformat("2026-11-25T08:30:00+10:00"))
EVENING = clock(datetime.fromisoformat("2026-11-24T23:30:00+01:00"))


def dated(day: str) -> str:
    return f"## [1.2.0]{day}\n- Exports\n{OLD}"


def refused(why: str, place: str = "1:1") -> str:
    return f"fail violated: {why} [changelog CHANGELOG.md]\n  {place} {why}"


def passing(day: str) -> str:
    return f"pass: {SECTION} is dated {day} [changelog CHANGELOG.md]"


CASES = [
    pytest.param(dated(" - 2026-11-24"), "", clock(), passing("2026-11-24"), id="today"),
    pytest.param(dated(" - 2026-11-20"), "", clock(), passing("2026-11-20"), id="days-ago"),
    pytest.param(dated(" (2026-11-25)"), "", EVENING, passing("2026-11-25"), id="tomorrow-there"),
    pytest.param(
        dated(" - 2026-11-26"),
        "",
        AHEAD,
        refused(f"{SECTION} is dated 2026-11-26, which lies ahead"),
        id="the-same-moment-written-elsewhere",
    ),
    pytest.param(dated(" - 2026-10-01"), "", clock(), passing("2026-10-01"), id="the-same-day"),
    pytest.param(dated(" - 2030-01-01"), "", NO_CLOCK, passing("2030-01-01"), id="no-clock"),
    pytest.param(
        dated(" - 2026-11-26"),
        "",
        EVENING,
        refused(f"{SECTION} is dated 2026-11-26, which lies ahead"),
        id="ahead",
    ),
    pytest.param(dated(""), "", clock(), refused(f"{SECTION} has no date"), id="undated"),
    pytest.param(
        dated(" - 20 November 2026"), "", clock(), passing("2026-11-20"), id="written-out"
    ),
    pytest.param(
        dated(" (November 24, 2026)"), "", clock(), passing("2026-11-24"), id="month-first"
    ),
    pytest.param(
        dated(" - 20.11.2026"),
        "",
        clock(),
        refused(f'{SECTION} has no date: "20.11.2026" is no day such as 2026-11-24'),
        id="numbers-in-another-order",
    ),
    pytest.param(
        dated(" - 2026-11-31"),
        "",
        clock(),
        refused(f'{SECTION} has no date: "2026-11-31" is no day such as 2026-11-24'),
        id="no-such-day",
    ),
    pytest.param(
        dated(" - 2026-09-30"),
        "",
        clock(),
        refused(f"{SECTION} is dated 2026-09-30, but 1.1.9{BEFORE} 2026-10-01"),
        id="before-the-release-before",
    ),
    pytest.param(
        "## 1.2.0 - 2026-11-20\n- a\n## 2.0.0 - 2026-11-23\n- b\n"
        "## 1.2.0-rc.1 - 2026-11-21\n## 1.1.9\n",
        "",
        clock(),
        refused(f"{SECTION} is dated 2026-11-20, but 1.2.0-rc.1{BEFORE} 2026-11-21"),
        id="the-highest-lower-one-counts",
    ),
    pytest.param(
        "## 1.2.0 - 2026-11-20\n- a\n## 1.1.10 - 2026-11-23\n- b\n## 1.1.9 - 2026-10-01\n",
        "previous_version: v1.1.9",
        clock(),
        passing("2026-11-20"),
        id="the-one-that-the-plan-names-counts",
    ),
    pytest.param(
        OLD,
        "",
        clock(),
        refused("CHANGELOG.md has no section for v1.2.0"),
        id="absent",
    ),
    pytest.param(
        "## 2026.11 - 2026-11-20\n- a\n## 2026.10\n",
        "version: '2026.11'",
        clock(),
        passing("2026-11-20").replace("1.2.0", "2026.11"),
        id="another-kind-of-version",
    ),
]


@pytest.mark.parametrize(("text", "deployment", "when", "expected"), CASES)
def test_the_day_is_judged(text: str, deployment: str, when: Clock, expected: str) -> None:
    assert told(check(changelogs(text), plan(deployment), when)) == unfolded(expected)


def test_a_build_of_the_version_has_its_section() -> None:
    verdict = check(changelogs(dated(" - 2026-11-20")), plan("version: v1.2.0+build"), clock())
    assert told(verdict) == unfolded(passing("2026-11-20"))


def test_every_section_of_the_version_is_judged() -> None:
    both = changelogs(dated(" - 2026-11-24"), "a.md")
    both = both._replace(pieces=(*both.pieces, *changelogs(dated(""), "b.md").pieces))
    assert check(both, plan(), clock()).reason == "the section for 1.2.0 in b.md has no date"


def test_it_rests_on_the_commit_or_on_the_file() -> None:
    verdict = check(changelogs(dated(" - 2026-11-24")), plan(), clock())
    assert verdict.assurance is Assurance.BOUND
    assert verdict.evidence == (Evidence("changelog", "CHANGELOG.md", "sha256:0", COMMIT),)
    beside = changelogs(dated(" - 2026-11-24"), release=None)
    assert check(beside, plan(), clock()).assurance is Assurance.EVIDENCED


def test_nothing_found_may_be_answered_by_a_person() -> None:
    found = Changelogs(Kind.CHANGELOG, searched=("CHANGELOG.md",), release=RELEASE)
    expected = "no changelog of this release was found (looked for CHANGELOG.md)"
    assert told(check(found, plan(), clock())) == f"fail unproven: {expected}"


def test_a_real_repository_is_judged(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"CHANGELOG.md": dated(" - 2026-11-24")})
    assert outcome(judge(repo.path, "changelog-updated", assurance="bound")) == "pass bound"
    early = judge(repo.path, "changelog-updated", now="2026-11-22T10:00:00+00:00")
    assert outcome(early) == "fail violated"
