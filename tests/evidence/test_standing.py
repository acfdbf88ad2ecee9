"""What one piece of evidence is worth."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from deploylint.evidence.standing import Standing, standing
from deploylint.facts.clock import Basis, Clock
from deploylint.facts.release import Release
from deploylint.facts.source import RecordedRun, Source
from deploylint.model.evidence import Kind
from deploylint.model.verdict import Assurance, Cause

COMMIT, OTHER = "3f9c1e2" + "0" * 33, "a" * 40
TREE = "b" * 40
BORN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DAY = timedelta(hours=24)
CLOCK = Clock(now=NOW, at=NOW, basis=Basis.NOW)
RELEASE = Release(commit=COMMIT, tree=TREE, parents=(), committed_at=BORN, head=COMMIT)
REPORT = Source(Kind.TESTS, "junit.xml", digest="sha256:0")


def run(**changes: Any) -> Source:
    """Return a report with the record of its run."""
    recorded = RecordedRun(
        kind=Kind.TESTS,
        name="tests",
        command=("pytest",),
        exit_code=0,
        started_at=NOW - timedelta(minutes=70),
        ended_at=NOW - timedelta(minutes=60),
        commit=COMMIT,
        tree=TREE,
        dirty=False,
        outputs=(),
        lockfiles=(),
        versions={},
        ci=None,
        path="junit.xml.evidence.json",
        digest="sha256:1",
    )
    return REPORT._replace(run=recorded._replace(**changes))


def made(ago: timedelta, **changes: Any) -> Source:
    return REPORT._replace(time=NOW - ago, **changes)


def bound(why: str, ago: timedelta | None = timedelta(hours=1)) -> Standing:
    return Standing(Assurance.BOUND, why, None, None if ago is None else NOW - ago + DAY)


def out(cause: Cause, why: str) -> Standing:
    return Standing(Assurance.ATTESTED, why, cause)


AT_COMMIT = "was recorded at commit 3f9c1e2"
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)

CASES = [
    pytest.param(run(), bound(AT_COMMIT), id="recorded"),
    pytest.param(run(commit=COMMIT[:12]), bound(AT_COMMIT), id="recorded-with-a-short-id"),
    pytest.param(
        run(commit=OTHER),
        bound("was recorded at commit aaaaaaa, which has the same files"),
        id="recorded-at-a-commit-with-the-same-files",
    ),
    pytest.param(
        run(commit=OTHER, tree=OTHER),
        out(Cause.STALE, "was recorded at commit aaaaaaa, and the release is 3f9c1e2"),
        id="recorded-at-another-commit",
    ),
    pytest.param(
        run(commit=OTHER, tree=None),
        out(Cause.STALE, "was recorded at commit aaaaaaa, and the release is 3f9c1e2"),
        id="recorded-at-another-commit-of-unknown-files",
    ),
    pytest.param(
        run(dirty=True),
        out(
            Cause.STALE,
            "was recorded with changes that are not in the commit 3f9c1e2;"
            " commit them and record it anew",
        ),
        id="recorded-with-changes",
    ),
    pytest.param(
        run(ended_at=NOW - timedelta(hours=25)),
        out(Cause.STALE, "is 1 day 1 h old; the policy accepts 1 day at most"),
        id="recorded-too-long-ago",
    ),
    pytest.param(
        run(commit=None, tree=None, dirty=None),
        Standing(
            Assurance.EVIDENCED,
            "was made on 2026-11-24 08:30 UTC; nothing ties it to the commit",
            None,
            NOW - HOUR + DAY,
        ),
        id="recorded-outside-the-repository",
    ),
    pytest.param(
        run()._replace(run_problem="was changed after the run"),
        out(Cause.ERROR, "was changed after the run"),
        id="changed-after-its-run",
    ),
    pytest.param(
        run()._replace(time=NOW - WEEK),
        out(
            Cause.STALE,
            "says it was made on 2026-11-17 09:30 UTC, before the run that is recorded",
        ),
        id="copied-by-a-recorded-run",
    ),
    pytest.param(
        run()._replace(time=NOW, vague=True), bound(AT_COMMIT), id="written-by-the-run-without-zone"
    ),
    pytest.param(
        run()._replace(time=NOW),
        out(
            Cause.STALE,
            "says it was made on 2026-11-24 09:30 UTC, after the run that is recorded",
        ),
        id="written-after-the-run",
    ),
    pytest.param(
        run()._replace(commit=OTHER),
        out(Cause.STALE, "is of commit aaaaaaa, and the release is 3f9c1e2"),
        id="states-another-commit-than-its-record",
    ),
    pytest.param(
        run(commit=OTHER)._replace(commit=OTHER),
        bound("was recorded at commit aaaaaaa, which has the same files"),
        id="states-the-commit-of-its-record",
    ),
    pytest.param(
        run()._replace(kind=Kind.RELEASE, time=NOW - WEEK),
        bound(AT_COMMIT),
        id="states-when-something-happened",
    ),
    pytest.param(
        REPORT._replace(commit=COMMIT), bound("is of commit 3f9c1e2", None), id="states-the-commit"
    ),
    pytest.param(
        REPORT._replace(commit=OTHER),
        out(Cause.STALE, "is of commit aaaaaaa, and the release is 3f9c1e2"),
        id="states-another-commit",
    ),
    pytest.param(
        REPORT._replace(commit=COMMIT[:6]),
        out(Cause.STALE, "is of commit 3f9c1e, and the release is 3f9c1e2"),
        id="states-too-little-of-a-commit",
    ),
    pytest.param(
        made(WEEK, commit=COMMIT),
        out(Cause.STALE, "is 7 days old; the policy accepts 1 day at most"),
        id="states-the-commit-and-is-old",
    ),
    pytest.param(
        made(HOUR),
        Standing(
            Assurance.EVIDENCED,
            "was made on 2026-11-24 08:30 UTC; nothing ties it to the commit",
            None,
            NOW - HOUR + DAY,
        ),
        id="states-its-time",
    ),
    pytest.param(
        made(timedelta(days=1, minutes=-10))._replace(time=BORN - timedelta(minutes=6)),
        out(Cause.STALE, "is 1 day 36 min old; the policy accepts 1 day at most"),
        id="older-than-a-day",
    ),
    pytest.param(
        made(-timedelta(minutes=6)),
        out(Cause.STALE, "says it was made on 2026-11-24 09:36 UTC, which lies ahead"),
        id="ahead-of-the-clock",
    ),
    pytest.param(
        made(-timedelta(minutes=4)),
        Standing(
            Assurance.EVIDENCED,
            "was made on 2026-11-24 09:34 UTC; nothing ties it to the commit",
            None,
            NOW + timedelta(minutes=4) + DAY,
        ),
        id="two-clocks-a-little-apart",
    ),
    pytest.param(
        made(-timedelta(hours=13), vague=True),
        Standing(
            Assurance.EVIDENCED,
            "was made on 2026-11-24 22:30 UTC; nothing ties it to the commit",
            None,
            NOW + timedelta(hours=13) + DAY,
        ),
        id="without-zone-and-perhaps-not-ahead",
    ),
    pytest.param(
        run(ended_at=datetime.max.replace(tzinfo=UTC))._replace(time=NOW),
        out(Cause.STALE, "says that it was made in the year 9999"),
        id="recorded-at-the-end-of-time",
    ),
    pytest.param(
        REPORT._replace(time=datetime.max.replace(tzinfo=UTC), vague=True),
        out(Cause.STALE, "says that it was made in the year 9999"),
        id="at-the-end-of-time",
    ),
    pytest.param(
        REPORT._replace(time=datetime.min.replace(tzinfo=UTC), vague=True),
        out(Cause.STALE, "says that it was made in the year 1"),
        id="at-the-beginning-of-time",
    ),
    pytest.param(
        REPORT,
        out(
            Cause.UNPROVEN,
            "says neither when it was made nor of which commit;"
            " run its command through `deploylint record`",
        ),
        id="says-nothing",
    ),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_what_a_piece_is_worth(source: Source, expected: Standing) -> None:
    assert standing(source, RELEASE, CLOCK, DAY) == expected


def test_what_was_made_before_the_commit_is_of_something_else() -> None:
    early = REPORT._replace(time=BORN - timedelta(minutes=6))
    assert standing(early, RELEASE, CLOCK, WEEK) == out(
        Cause.STALE, "was made on 2026-11-23 08:54 UTC, before the commit 3f9c1e2 was"
    )
    vague = early._replace(vague=True)
    assert standing(vague, RELEASE, CLOCK, WEEK).assurance is Assurance.EVIDENCED


def test_a_time_counts_in_its_own_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    source = REPORT._replace(time=(NOW - HOUR).astimezone(tokyo))
    assert standing(source, RELEASE, CLOCK, DAY).cause is None


def test_without_a_repository_nothing_is_bound() -> None:
    for source in (run(), REPORT._replace(commit=COMMIT, time=NOW)):
        assert standing(source, None, CLOCK, DAY).assurance is Assurance.EVIDENCED


def test_without_a_clock_the_age_is_not_judged() -> None:
    blind = Clock(now=None, at=None, basis=Basis.NONE)
    for ago in (WEEK, -WEEK):
        assert standing(run(ended_at=NOW - ago), RELEASE, blind, DAY).assurance is Assurance.BOUND


def test_no_commit_is_older_than_its_parents() -> None:
    forged = RELEASE._replace(committed_at=BORN - timedelta(days=2000), parents_at=BORN)
    assert standing(made(timedelta(days=2)), forged, CLOCK, WEEK) == out(
        Cause.STALE, "was made on 2026-11-22 09:30 UTC, before the commit 3f9c1e2 was"
    )
