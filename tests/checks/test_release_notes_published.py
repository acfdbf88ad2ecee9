"""What the check release-notes-published says."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from deploylint.checks.release_notes_published import Params, check
from deploylint.facts.published import Publication, Published
from deploylint.facts.source import Piece, Source
from deploylint.model.evidence import Kind
from deploylint.model.verdict import Assurance, Verdict
from tests.checks.plans import NO_CLOCK, clock, lines, plan, written
from tests.evidence.judging import SAMPLES, judge, outcome
from tests.evidence.judging import written as report_of
from tests.evidence.listing import COMMIT, PLACE, RELEASE
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal

PUBLISHED = datetime.fromisoformat("2026-11-24T09:55:00+01:00")
RELEASED = Publication(
    "v1.2.0", "Exports of orders as CSV; repairs the login of customers", published_at=PUBLISHED
)


def source(**more: Any) -> Source:
    fields = {"kind": Kind.RELEASE, "path": "release.json", "named": PLACE, "time": PUBLISHED}
    return Source(**{**fields, **more})


def found(*releases: Publication, **more: Any) -> Published:
    pieces = (Piece(source(**more), releases),)
    return Published(kind=Kind.RELEASE, pieces=pieces, release=RELEASE)


def judged(*releases: Publication, text: str = "", **more: Any) -> Verdict:
    return check(found(*releases, **more), plan(text), clock(), Params())


PASS = """
    pass: the notes of "v1.2.0" were published on 2026-11-24 09:55+01:00: "Exports of orders as
          CSV; repairs the login of customers" [release release.json]
      valid until 2027-02-22T09:55:00+01:00
    """
CASES = [
    pytest.param(RELEASED, "", PASS, id="published"),
    pytest.param(RELEASED._replace(tag="1.2.0"), "", PASS.replace("v1", "1"), id="without-v"),
    pytest.param(
        RELEASED._replace(tag="exports-v1.2.0"),
        "service: exports",
        PASS.replace('"v1.2.0"', '"exports-v1.2.0"'),
        id="of-the-service",
    ),
    pytest.param(
        RELEASED._replace(prerelease=True),
        "",
        PASS.replace("valid", '1:1 the release "v1.2.0" is marked as a pre-release\n      valid'),
        id="pre-release",
    ),
    pytest.param(
        RELEASED._replace(draft=True, published_at=None),
        "",
        """
        fail violated: the release "v1.2.0" is a draft: publish it [release release.json]
          1:1 the release "v1.2.0" is a draft: publish it
        """,
        id="draft",
    ),
    pytest.param(
        RELEASED._replace(published_at=None),
        "",
        """
        fail violated: the release "v1.2.0" does not say when it was published
              [release release.json]
          1:1 the release "v1.2.0" does not say when it was published
        """,
        id="no-time",
    ),
    pytest.param(
        RELEASED._replace(tag="v1.1.9"),
        "",
        """
        fail violated: no release of "v1.2.0" is published; there is "v1.1.9"
              [release release.json]
          1:1 no release of "v1.2.0" is published; there is "v1.1.9"
        """,
        id="another-version",
    ),
    pytest.param(
        RELEASED._replace(tag="billing-v1.2.0"),
        "service: exports",
        """
        fail violated: no release of "v1.2.0" is published; there is "billing-v1.2.0"
              [release release.json]
          1:1 no release of "v1.2.0" is published; there is "billing-v1.2.0"
        """,
        id="another-service",
    ),
    pytest.param(
        RELEASED._replace(upcoming=True),
        "",
        """
        fail violated: the release "v1.2.0" is announced for 2026-11-24 09:55+01:00, which lies
              ahead [release release.json]
          1:1 the release "v1.2.0" is announced for 2026-11-24 09:55+01:00, which lies ahead
        """,
        id="upcoming",
    ),
    pytest.param(
        RELEASED._replace(notes=""),
        "",
        """
        fail violated: the release "v1.2.0" has no notes: name features, fixes and breaking
              changes [release release.json]
          1:1 the release "v1.2.0" has no notes: name features, fixes and breaking changes
        """,
        id="no-notes",
    ),
    pytest.param(
        RELEASED._replace(notes="**Full Changelog**: https://github.com/e/s/compare/v1...v2"),
        "",
        """
        fail violated: the release "v1.2.0" says only "**Full Changelog**:
              https://github.com/e/s/compare/v1...v2": name features, fixes and breaking changes
              [release release.json]
          1:1 the release "v1.2.0" says only "**Full Changelog**:
              https://github.com/e/s/compare/v1...v2": name features, fixes and breaking changes
        """,
        id="a-link-alone",
    ),
]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("release", "text", "expected"), CASES)
def test_the_notes_are_out(release: Publication, text: str, expected: str) -> None:
    assert flat(written(judged(release, text=text))) == flat(lines(expected))


def test_every_fault_is_a_finding() -> None:
    assert len(judged(RELEASED._replace(notes="v1.2.0", draft=True)).findings) == 2


def test_one_draft_among_releases_of_the_version_is_a_failure() -> None:
    verdict = judged(RELEASED, RELEASED._replace(draft=True), RELEASED._replace(tag="v9.9.9"))
    assert verdict.reason == 'the release "v1.2.0" is a draft: publish it'


def test_more_words_can_be_demanded() -> None:
    published = found(RELEASED)
    params = Params(min_words=50)
    assert check(published, plan(), clock(), params).cause == "violated"


@pytest.mark.parametrize(
    ("published_at", "reason"),
    [
        pytest.param("2026-11-24T10:34:00+01:00", None, id="clocks-differ-a-little"),
        pytest.param(
            "2026-11-24T10:36:00+01:00",
            'the release "v1.2.0" is announced for 2026-11-24 10:36+01:00, which lies ahead',
            id="ahead",
        ),
        pytest.param("2026-11-23T08:56:00+00:00", None, id="a-little-before-the-commit"),
        pytest.param(
            "2026-11-23T08:54:00+00:00",
            'the release "v1.2.0" was published on 2026-11-23 08:54+00:00, before its commit'
            " 3f9c1e2 was made",
            id="before-the-commit",
        ),
    ],
)
def test_the_time_can_be_true(published_at: str, reason: str | None) -> None:
    at = datetime.fromisoformat(published_at)
    verdict = judged(RELEASED._replace(published_at=at), commit=COMMIT)
    assert (verdict.reason if verdict.cause else None) == reason


def test_a_commit_inside_binds_it() -> None:
    assert judged(RELEASED, commit=COMMIT).assurance is Assurance.BOUND
    assert judged(RELEASED).assurance is Assurance.EVIDENCED
    assert judged(RELEASED, commit="0" * 40).cause == "stale"


def test_without_a_clock_nothing_lies_ahead() -> None:
    late = RELEASED._replace(published_at=datetime.fromisoformat("2030-01-01T00:00:00+00:00"))
    published = found(late)
    assert check(published, plan(), NO_CLOCK, Params()).status == "pass"


def released(path: Path, name: str) -> Repository:
    repo = repository(path)
    repo.commit({"a": "1", ".gitignore": "reports\n"})
    (path / "reports").mkdir()
    data = (SAMPLES / name).read_text()
    (path / "reports/release.json").write_text(data.replace(COMMIT, repo.head))
    return repo


REAL = [
    pytest.param("github/release_view.json", "pass evidenced", id="gh"),
    pytest.param("github/release_draft.json", "fail violated", id="gh-draft"),
    pytest.param("github/release_rest.json", "pass bound", id="github-rest"),
    pytest.param("github/release_event.json", "pass evidenced", id="github-event"),
    pytest.param("gitlab/release.json", "pass bound", id="gitlab"),
    pytest.param("github/error.json", "fail error", id="an-error"),
]
PLAN = {"evidence": {"release": "reports/release.json"}}


@pytest.mark.parametrize(("name", "expected"), REAL)
def test_what_is_really_answered(tmp_path: Path, name: str, expected: str) -> None:
    repo = released(tmp_path / "r", name)
    assert outcome(judge(repo.path, "release-notes-published", plan=PLAN)) == expected


def test_what_is_found_unasked_counts_if_it_is_of_this_commit(tmp_path: Path) -> None:
    repo = released(tmp_path / "r", "gitlab/release.json")
    assert outcome(judge(repo.path, "release-notes-published")) == "pass bound"
    (repo.path / "reports/release.json").write_bytes(
        (SAMPLES / "github/release_view.json").read_bytes()
    )
    assert outcome(judge(repo.path, "release-notes-published")) == "fail unproven"


def test_a_record_binds_it(tmp_path: Path) -> None:
    repo = released(tmp_path / "r", "github/release_view.json")
    seal(repo, Kind.RELEASE, "reports/release.json", command="gh release view v1.2.0")
    assert outcome(judge(repo.path, "release-notes-published", assurance="bound")) == "pass bound"


def test_notes_of_last_year_are_stale(tmp_path: Path) -> None:
    repo = released(tmp_path / "r", "gitlab/release.json")
    item = judge(repo.path, "release-notes-published", now="2027-11-24T10:30:00+01:00", plan=PLAN)
    assert report_of(item).startswith("fail stale: reports/release.json is 365 days")


def test_a_draft_that_is_not_asked_for_its_time_proves_nothing(tmp_path: Path) -> None:
    repo = released(tmp_path / "r", "github/release_draft.json")
    path = repo.path / "reports/release.json"
    draft = json.loads(path.read_text())
    del draft["createdAt"]
    path.write_text(json.dumps(draft))
    item = judge(repo.path, "release-notes-published", plan=PLAN)
    assert outcome(item) == "fail stale"
