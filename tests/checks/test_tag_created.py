"""What the check tag-created says."""

from datetime import datetime
from pathlib import Path

import pytest

from deploylint.checks.tag_created import Params, check
from deploylint.model.releasewords import telling_words
from deploylint.model.verdict import Cause, Verdict
from tests.checks.plans import NO_CLOCK, clock, lines, plan
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository
from tests.evidence.tagging import said, tags_beside, two_releases

NOW = datetime.fromisoformat("2026-11-24T10:30:00+01:00")


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return two_releases(tmp_path / "r")


def judged(repo: Repository, params: Params | None = None) -> Verdict:
    released = plan()
    return check(tags_beside(repo, released), released, clock(NOW), params or Params())


def test_a_message_that_names_features_is_quoted(repo: Repository) -> None:
    repo.tag("v1.2.0", "Release v1.2.0\n\n- exports as CSV\n- fixed: login")
    assert said(judged(repo), repo) == lines(
        """
        pass bound: the annotated tag v1.2.0 leads to release, the commit that is released; it
              says "Release v1.2.0 - exports as CSV - fixed: login" [git tag v1.2.0]
        """
    )


SILENT = [
    pytest.param("v1.2.0", id="the-version"),
    pytest.param("Release v1.2.0", id="release"),
    pytest.param("Version 1.2.0 released", id="version"),
    pytest.param("chore: bump version to 1.2.0", id="bump"),
    pytest.param("v1.2.0\n\nhttps://example.com/compare/v1.1.9...v1.2.0", id="a-link"),
    pytest.param("Mise en production de la nouvelle version 1.2.0", id="in-french"),
    pytest.param("v1.2.0 <!-- exports as CSV, faster login -->", id="hidden-in-a-comment"),
    pytest.param("2026 11 23", id="numbers"),
    pytest.param("exports exports exports", id="one-word-again-and-again"),
]


@pytest.mark.parametrize("message", SILENT)
def test_a_message_that_names_nothing_is_not_enough(repo: Repository, message: str) -> None:
    repo.tag("v1.2.0", message)
    verdict = judged(repo)
    assert verdict.cause is Cause.VIOLATED
    assert verdict.reason.endswith(": name its features, fixes and breaking changes")


TELLING = [
    pytest.param("Add exports", id="two-words"),
    pytest.param("v1.2.0: exports as CSV", id="after-the-version"),
    pytest.param("Corrige la connexion", id="in-french"),
    pytest.param("\u65e5\u672c\u8a9e \u5bfe\u5fdc", id="in-another-script"),
]


@pytest.mark.parametrize("message", TELLING)
def test_a_message_that_names_something_is_enough(repo: Repository, message: str) -> None:
    repo.tag("v1.2.0", message)
    assert judged(repo).status == "pass"


def test_more_words_can_be_demanded(repo: Repository) -> None:
    repo.tag("v1.2.0", "Add exports")
    assert judged(repo, Params(min_words=2)).status == "pass"
    assert said(judged(repo, Params(min_words=3)), repo) == lines(
        """
        fail violated: the tag v1.2.0 says only "Add exports": name its features, fixes and
              breaking changes
          2:3 the tag v1.2.0 says only "Add exports": name its features, fixes and breaking
              changes
        """
    )


def test_an_empty_message_is_said_to_be_empty(repo: Repository) -> None:
    repo.git("tag", "-a", "-m", "", "v1.2.0")
    assert judged(repo).reason.startswith("the tag v1.2.0 has no message")


def test_a_secret_in_the_message_is_not_repeated(repo: Repository) -> None:
    repo.tag("v1.2.0", "Exports of postgres://app:hunter2@db/app")
    assert judged(repo).status == "pass"
    assert "hunter2" not in judged(repo).reason


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        pytest.param("2026-11-24T10:34:00+01:00", None, id="clocks-differ-a-little"),
        pytest.param(
            "2026-11-24T10:36:00+01:00",
            "the tag v1.2.0 says it was made on 2026-11-24 10:36+01:00, which lies ahead",
            id="ahead",
        ),
        pytest.param("2026-11-23T08:56:00+00:00", None, id="a-little-before-its-commit"),
        pytest.param(
            "2026-11-23T08:54:00+00:00",
            "the tag v1.2.0 says it was made on 2026-11-23 08:54+00:00, before its commit was",
            id="before-its-commit",
        ),
        pytest.param("2026-11-23T09:00:00+00:00", None, id="with-its-commit"),
    ],
)
def test_the_time_of_the_tag_can_be_true(repo: Repository, at: str, reason: str | None) -> None:
    repo.tag("v1.2.0", "Exports as CSV", at=at)
    assert (judged(repo).reason if judged(repo).cause else None) == reason


def test_without_a_clock_nothing_lies_ahead(repo: Repository) -> None:
    repo.tag("v1.2.0", "Exports as CSV", at="2030-01-01T00:00:00+00:00")
    released = plan()
    assert check(tags_beside(repo, released), released, NO_CLOCK, Params()).status == "pass"


def test_several_faults_are_all_named(repo: Repository) -> None:
    repo.tag("v1.2.0", "v1.2.0", at="2030-01-01T00:00:00+00:00")
    assert len(judged(repo).findings) == 2


def test_a_tag_that_does_not_say_when_it_was_made_is_refused(repo: Repository) -> None:
    (repo.path / "tag").write_text(f"object {repo.head}\ntype commit\ntag v1.2.0\n\nAdd exports\n")
    made = repo.git("hash-object", "-t", "tag", "-w", "--literally", "tag")
    repo.git("update-ref", "refs/tags/v1.2.0", made)
    assert judged(repo).reason == "the tag v1.2.0 does not say when it was made"


def test_a_lightweight_tag_is_refused(repo: Repository) -> None:
    repo.tag("v1.2.0")
    assert judged(repo).reason.startswith("the tag v1.2.0 is lightweight")


def test_a_tag_on_another_commit_is_refused(repo: Repository) -> None:
    repo.git("tag", "-a", "-m", "Exports as CSV", "v1.2.0", "HEAD~1")
    assert judged(repo).cause is Cause.VIOLATED


def test_the_name_of_the_service_says_nothing(repo: Repository) -> None:
    repo.tag("csv-exports-v1.2.0", "csv exports 1.2.0")
    released = plan("service: csv-exports")
    verdict = check(tags_beside(repo, released), released, clock(NOW), Params())
    assert verdict.reason.startswith('the tag csv-exports-v1.2.0 says only "csv exports 1.2.0"')


def test_a_clone_without_tags_proves_nothing(repo: Repository, tmp_path: Path) -> None:
    repo.tag("v1.2.0", "Exports as CSV")
    clone = repo.clone(tmp_path / "c", "--no-tags")
    assert outcome(judge(clone.path, "tag-created")) == "fail unproven"
    clone.git("fetch", "--quiet", "--tags")
    assert outcome(judge(clone.path, "tag-created", assurance="bound")) == "pass bound"


def test_hostile_text_takes_no_time() -> None:
    for text in ("<!--" * 200_000, "https://" * 100_000, "@" * 500_000, "v1.2.0 " * 100_000):
        telling_words(text, "v1.2.0")
