"""What documents on reviews say."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.reviews import (
    Opinion,
    Platform,
    Request,
    RequestState,
    Stance,
)
from deploylint.formats.ghpullrequest import read_pull_requests
from deploylint.formats.githubevent import read_github
from deploylint.formats.gitlabmerge import read_gitlab
from deploylint.formats.reviewdata import read_reviews
from tests.evidence.judging import SAMPLES
from tests.evidence.mutations import damaged, reads_or_says_why
from tests.evidence.reviewing import WRITTEN

HEAD, EARLIER, BASE, MERGE = WRITTEN.values()
APPROVED, WANTED = Stance.APPROVED, Stance.CHANGES_REQUESTED
DOCUMENTS = [
    path for pattern in ("github/pr_*", "github/event_*", "gitlab/mr_*")
    for path in sorted(SAMPLES.glob(f"{pattern}.json"))
]  # fmt: skip


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def changed(name: str, **changes: Any) -> bytes:
    return json.dumps({**json.loads(sample(name)), **changes}).encode()


def test_gh_pr_view() -> None:
    reading = read_reviews(sample("github/pr_view.json"), "pr.json")
    assert reading.content == (
        Request(
            platform=Platform.GITHUB,
            key="12",
            author="developer",
            head=HEAD,
            base=BASE,
            base_branch="main",
            merged_as=(MERGE,),
            state=RequestState.OPEN,
            draft=False,
            mergeable=True,
            merging="clean",
            opinions=(
                Opinion("qa-team", WANTED, EARLIER, utc(20, 9)),
                Opinion("architect", APPROVED, EARLIER, utc(20, 10)),
                Opinion("github-actions", APPROVED, HEAD, utc(23, 9, 10)),
                Opinion("qa-team", APPROVED, HEAD, utc(23, 10)),
            ),
            complete=True,
            files=("docs/exports.md", "src/exports.py", "tests/test_exports.py"),
            pushed_at=utc(23, 9),
            writers=("developer",),
        ),
    )
    assert (reading.commit, reading.time, reading.vague) == (HEAD, utc(23, 10, 20), False)


def test_gh_pr_view_of_an_old_version_names_no_commit_of_a_review() -> None:
    reading = read_reviews(sample("github/pr_view_old.json"), "pr.json")
    (request,) = reading.content
    assert {opinion.commit for opinion in request.opinions} == {None}
    assert (request.pushed_at, request.base, request.files) == (utc(23, 9), None, None)
    assert reading.time == utc(23, 10, 20)


def test_gh_pr_list_holds_several_requests_and_states_no_commit_of_its_own() -> None:
    reading = read_reviews(sample("github/pr_list.json"), "pr.json")
    assert [request.name for request in reading.content] == ["#12", "#11"]
    assert [request.state for request in reading.content] == [RequestState.MERGED] * 2
    assert (reading.commit, reading.time) == (None, utc(23, 10, 30))


def test_an_event_shows_one_review_and_the_commit_of_it() -> None:
    reading = read_reviews(sample("github/event_pull_request_review.json"), "event.json")
    assert reading.content == (
        Request(
            platform=Platform.GITHUB,
            key="12",
            author="developer",
            head=HEAD,
            base=BASE,
            base_branch="main",
            merged_as=(MERGE,),
            state=RequestState.OPEN,
            draft=False,
            opinions=(Opinion("qa-team", APPROVED, HEAD, utc(23, 10)),),
            complete=False,
        ),
    )
    assert (reading.commit, reading.time) == (HEAD, utc(23, 10))


def test_an_event_without_a_review_shows_the_request() -> None:
    reading = read_reviews(sample("github/event_pull_request.json"), "event.json")
    (request,) = reading.content
    assert (request.opinions, request.complete, request.merging) == ((), False, "unknown")


def test_the_answer_of_the_api_is_like_the_request_of_an_event() -> None:
    event = json.loads(sample("github/event_pull_request.json"))
    alone = json.dumps(event["pull_request"]).encode()
    whole = read_reviews(sample("github/event_pull_request.json"), "x")
    assert read_reviews(alone, "x") == whole


def test_the_list_of_reviews_of_the_api_names_commits_and_programs() -> None:
    reading = read_reviews(sample("github/pr_rest_reviews.json"), "reviews.json")
    assert reading.content == (
        Request(
            platform=Platform.GITHUB,
            key="12",
            opinions=(
                Opinion("qa-team", WANTED, EARLIER, utc(20, 9)),
                Opinion("dependabot", APPROVED, HEAD, utc(23, 9, 10), bot=True),
                Opinion("qa-team", APPROVED, HEAD, utc(23, 10)),
            ),
            complete=True,
        ),
    )
    assert (reading.commit, reading.time) == (None, utc(23, 10))


@pytest.mark.parametrize("page", [30, 100])
def test_a_full_page_of_reviews_may_go_on(page: int) -> None:
    (review, *_) = json.loads(sample("github/pr_rest_reviews.json"))
    reading = read_reviews(json.dumps([review] * page).encode(), "reviews.json")
    assert not reading.content[0].complete


def test_a_merge_request_of_gitlab() -> None:
    reading = read_reviews(sample("gitlab/mr_view.json"), "mr.json")
    assert reading.content == (
        Request(
            platform=Platform.GITLAB,
            key="15513260/12",
            author="developer",
            head=HEAD,
            base=BASE,
            base_branch="main",
            state=RequestState.OPEN,
            draft=False,
            mergeable=True,
            merging="mergeable",
        ),
    )
    assert (reading.commit, reading.time) == (HEAD, utc(23, 10, 0, 1))


def test_approvals_of_gitlab_name_no_commit() -> None:
    reading = read_reviews(sample("gitlab/mr_approvals.json"), "approvals.json")
    assert reading.content == (
        Request(
            platform=Platform.GITLAB,
            key="15513260/12",
            state=RequestState.OPEN,
            opinions=(Opinion("qa-team", APPROVED, time=utc(23, 10)),),
            complete=True,
            required=1,
        ),
    )
    assert (reading.commit, reading.content[0].name) == (None, "!12")


@pytest.mark.parametrize(
    ("login", "type_", "bot"),
    [
        pytest.param("qa-team", "User", False, id="person"),
        pytest.param("renovate[bot]", "Bot", True, id="says-so-twice"),
        pytest.param("renovate", "Bot", True, id="type"),
        pytest.param("renovate[bot]", None, True, id="name"),
        pytest.param("app/renovate", None, True, id="gh"),
        pytest.param("project_12_bot_3fa9", None, True, id="gitlab-project-token"),
        pytest.param("robot", None, False, id="only-sounds-like-one"),
    ],
)
def test_programs_are_known_by_what_they_say(login: str, type_: str | None, bot: bool) -> None:
    (review, *_) = json.loads(sample("github/pr_rest_reviews.json"))
    user = {"login": login, **({"type": type_} if type_ else {})}
    reading = read_reviews(json.dumps([{**review, "user": user}]).encode(), "reviews.json")
    assert [opinion.bot for opinion in reading.content[0].opinions] == [bot]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"[]", "lists no pull request", id="empty-list"),
        pytest.param(b"{}", "shows no pull or merge request", id="empty-object"),
        pytest.param(b"1", "holds a number at the top, where an object", id="number"),
        pytest.param(
            changed("github/pr_view.json", headRefOid=None),
            "does not say which commit was reviewed: export it with `gh pr view --json number,",
            id="no-head",
        ),
        pytest.param(
            changed("github/pr_view.json", headRefOid="main"),
            "holds no commit id at `headRefOid`",
            id="head-is-a-branch",
        ),
        pytest.param(
            changed("github/pr_view.json", reviews=[{"state": "BLESSED"}]),
            "has a review in the unknown state `BLESSED`",
            id="unknown-state-of-a-review",
        ),
        pytest.param(
            changed("github/pr_view.json", reviews=[{"state": "APPROVED"}]),
            "has a review that does not say when it was submitted",
            id="undated-review",
        ),
        pytest.param(
            changed("github/pr_view.json", state="HALF"),
            "is a pull request in the unknown state `HALF`",
            id="unknown-state",
        ),
        pytest.param(
            changed("github/pr_view.json", author={"login": "x" * 101}),
            "holds a login that is too long for one",
            id="long-login",
        ),
        pytest.param(
            changed("github/pr_view.json", reviews={"state": "APPROVED"}),
            "holds an object at `reviews`, where a list is expected",
            id="reviews-are-an-object",
        ),
        pytest.param(
            changed("gitlab/mr_view.json", state="odd"),
            "is a merge request in the unknown state `odd`",
            id="unknown-state-of-gitlab",
        ),
        pytest.param(sample("github/event_push.json"), "shows no pull or merge", id="push"),
        pytest.param(sample("github/run_view.json"), "shows no pull or merge", id="run"),
    ],
)
def test_what_shows_no_request_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_reviews(data, "x.json")
    assert refused.value.message.startswith(message)
    assert refused.value.where == "x.json"


@pytest.mark.parametrize(
    ("files", "whole", "known"),
    [
        pytest.param(["a", "b"], 2, ("a", "b"), id="all"),
        pytest.param(["a", "b"], 3, None, id="some"),
        pytest.param(["a", "b"], None, ("a", "b"), id="number-not-asked-for"),
        pytest.param([], 0, None, id="none"),
    ],
)
def test_files_count_when_all_are_listed(
    files: list[str], whole: int | None, known: tuple[str, ...] | None
) -> None:
    listed = [{"path": path} for path in files]
    data = changed("github/pr_view.json", files=listed, changedFiles=whole)
    assert read_reviews(data, "x").content[0].files == known


READERS = [read_reviews, read_pull_requests, read_github, read_gitlab]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
@given(data=st.data())
def test_a_damaged_document_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    document = data.draw(damaged(path.read_bytes()))
    for read in READERS:
        reads_or_says_why(read, document)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(document: bytes) -> None:
    reads_or_says_why(read_reviews, document)
