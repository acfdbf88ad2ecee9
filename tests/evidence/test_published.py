"""Releases of GitHub and GitLab: what is read, and what is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.published import Publication
from deploylint.formats.reading import Reading
from deploylint.formats.releasedata import FIELDS, read_releases
from tests.evidence.judging import SAMPLES
from tests.evidence.mutations import damaged, reads_or_says_why

PUBLISHED = datetime(2026, 11, 24, 8, 55, tzinfo=UTC)
BORN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SHA = "3f9c1e20d4b5a6978877665544332211ffeeddcc"
SENTENCE = (
    "Exports of orders as CSV; repairs the login of new customers; the API of version 1 is gone."
)
GITLAB_NOTES = (
    "## Added\r\n\r\n- exports of orders as CSV\r\n\r\n## Fixed\r\n\r\n- login of new customers"
)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def one(publication: Publication, time: datetime, commit: str | None = None) -> Any:
    return Reading((publication,), time, commit=commit)


PLAIN = Publication("v1.2.0", SENTENCE, published_at=PUBLISHED)
READ = [
    pytest.param(
        "github/release_draft.json",
        one(PLAIN._replace(draft=True, published_at=None), BORN),
        id="gh-draft",
    ),
    pytest.param("github/release_rest.json", one(PLAIN, PUBLISHED, SHA), id="github-rest"),
    pytest.param(
        "github/release_event.json",
        one(PLAIN._replace(prerelease=True), PUBLISHED),
        id="github-event",
    ),
    pytest.param(
        "gitlab/release.json",
        one(PLAIN._replace(notes=GITLAB_NOTES), PUBLISHED, SHA),
        id="gitlab",
    ),
]


@pytest.mark.parametrize(("name", "expected"), READ)
def test_it_is_read(name: str, expected: Reading[Any]) -> None:
    assert read_releases(sample(name), name) == expected


def test_the_notes_of_gh_are_kept_as_they_are() -> None:
    (release,) = read_releases(sample("github/release_view.json"), "x").content
    notes = json.loads(sample("github/release_view.json"))["body"]
    assert release == PLAIN._replace(notes=notes)


def changed(name: str, **keys: Any) -> bytes:
    value = json.loads(sample(name))
    value.update(keys)
    return json.dumps({key: v for key, v in value.items() if v is not ...}).encode()


def test_a_list_of_releases_has_no_commit_of_its_own() -> None:
    first, second = (json.loads(sample(f"github/release_{n}.json")) for n in ("rest", "draft"))
    second["createdAt"] = "2026-11-24T09:00:00Z"
    found = read_releases(json.dumps([first, second]).encode(), "x")
    assert [release.tag for release in found.content] == ["v1.2.0", "v1.2.0"]
    assert (found.time, found.commit) == (datetime(2026, 11, 24, 9, 0, tzinfo=UTC), None)


@pytest.mark.parametrize(
    "commitish",
    [
        pytest.param("main", id="branch"),
        pytest.param("3f9c1e2", id="short"),
        pytest.param("3F9C1E20D4B5A6978877665544332211FFEEDDCC", id="upper-case"),
        pytest.param(f"{SHA}0", id="too-long"),
        pytest.param("", id="empty"),
    ],
)
def test_only_a_full_commit_id_is_a_commit(commitish: str) -> None:
    data = changed("github/release_rest.json", target_commitish=commitish)
    assert read_releases(data, "x").commit is None


def test_a_release_without_notes_has_empty_ones() -> None:
    (release,) = read_releases(changed("github/release_rest.json", body=None), "x").content
    assert release.notes == ""


def test_what_does_not_say_whether_it_is_a_draft_is_taken_for_one() -> None:
    (release,) = read_releases(changed("github/release_rest.json", draft=None), "x").content
    assert release.draft


def test_long_notes_are_cut_off() -> None:
    (release,) = read_releases(changed("gitlab/release.json", description="x" * 10**6), "x").content
    assert len(release.notes) == 100_000


ASK = f"of a release; write it by `gh release view TAG --json {FIELDS}`"
REFUSED = [
    pytest.param(b"", "is not JSON: expecting value", id="empty"),
    pytest.param(b"[]", "lists no release", id="no-release"),
    pytest.param(b"[1]", "holds a number at the top, where an object is expected", id="number"),
    pytest.param(b"null", "holds null at the top, where an object is expected", id="null"),
    pytest.param(
        b'{"message": "Not Found"}',
        "is no release of GitHub or GitLab: it has neither `tagName` nor `tag_name`",
        id="an-error",
    ),
    pytest.param(
        b'{"release": [], "tag": "v1"}',
        "is no release of GitHub or GitLab: it has neither `tagName` nor `tag_name`",
        id="an-event-without-release",
    ),
    pytest.param(
        changed("github/release_view.json", isDraft=...),
        f"does not state `isDraft` {ASK}",
        id="draft-not-asked-for",
    ),
    pytest.param(
        changed("github/release_view.json", body=...),
        f"does not state `body` {ASK}",
        id="notes-not-asked-for",
    ),
    pytest.param(
        changed("gitlab/release.json", description=...),
        f"does not state `description` {ASK}",
        id="gitlab-without-notes",
    ),
    pytest.param(
        changed("github/release_view.json", tagName=7),
        "holds a number at `tagName`, where text is expected",
        id="tag-is-a-number",
    ),
    pytest.param(
        changed("github/release_rest.json", published_at="yesterday"),
        "holds a text at `published_at`, where a date and time is expected",
        id="time-in-words",
    ),
    pytest.param(
        changed("gitlab/release.json", commit="abc"),
        "holds a text at `commit`, where an object is expected",
        id="commit-is-a-text",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_it_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        read_releases(data, "x.json")
    assert caught.value.message == message
    assert str(caught.value.where).startswith("x.json")


SAMPLED = st.sampled_from(["github/release_rest.json", "github/release_event.json"])
NAMES = SAMPLED | st.sampled_from(["github/release_view.json", "gitlab/release.json"])


@given(NAMES.flatmap(lambda name: damaged(sample(name))) | st.binary(max_size=40))
def test_whatever_is_damaged_it_is_read_or_refused(data: bytes) -> None:
    reads_or_says_why(read_releases, data)
