"""Issues of GitHub, GitLab and Jira: what is read, and what is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.issues import Issue, IssueList
from deploylint.formats.issuelist import GITHUB_PAGES, GITLAB_PAGES, ROUND, read_issues
from tests.evidence.judging import SAMPLES
from tests.evidence.mutations import damaged, reads_or_says_why

GH = (
    Issue("#14", "The footer overlaps the table on small screens", open=True, labels=("bug",)),
    Issue(
        "#12",
        "New customers cannot log in",
        open=False,
        labels=("bug", "severity: critical"),
    ),
)
REST = (
    Issue("#15", "Orders are charged twice", open=True, labels=("bug", "priority/P0")),
    Issue("#16", "Charge orders once", open=True, labels=("critical",), request=True),
)
GITLAB = (
    Issue(
        "#6",
        "The server answers 500 at midnight",
        open=True,
        labels=("bug", "priority::2", "CRITICAL"),
    ),
    Issue("#7", "Exports lack a heading", open=False, labels=("UNKNOWN",)),
)
JIRA = (
    Issue("SHOP-7", "Exports of orders as CSV", open=False, labels=("Medium",)),
    Issue("SHOP-8", "New customers cannot log in", open=True, labels=("login", "Blocker")),
)
READ = [
    pytest.param("github/issues_list.json", IssueList(GH, pages=GITHUB_PAGES), id="gh"),
    pytest.param("github/issues_rest.json", IssueList(REST, pages=GITHUB_PAGES), id="github-rest"),
    pytest.param(
        "github/issues_search.json",
        IssueList(
            (Issue("#15", "Orders are charged twice", open=False, labels=("critical",)),),
            missing="holds 1 of 2 issues",
        ),
        id="github-search",
    ),
    pytest.param("gitlab/issues.json", IssueList(GITLAB, pages=GITLAB_PAGES), id="gitlab"),
    pytest.param("jira/search.json", IssueList(JIRA), id="jira-with-total"),
    pytest.param(
        "jira/search_first_page.json",
        IssueList(JIRA[:1], missing="holds 1 issue, and Jira says that more follow"),
        id="jira-first-page",
    ),
]


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize(("name", "expected"), READ)
def test_it_is_read(name: str, expected: IssueList) -> None:
    found = read_issues(sample(name), name)
    assert found.content == expected
    assert (found.time, found.commit) == (None, None)


def read(value: Any) -> IssueList:
    return read_issues(json.dumps(value).encode(), "x.json").content


def gh(number: int, **more: Any) -> dict[str, Any]:
    return {"number": number, "title": "t", "state": "OPEN", "labels": [], **more}


def jira(**more: Any) -> dict[str, Any]:
    status = {"statusCategory": {"key": "done"}}
    return {"key": "SHOP-1", "fields": {"summary": "t", "status": status, "labels": [], **more}}


def test_a_single_issue_is_no_list() -> None:
    assert read(gh(1)) == IssueList((Issue("#1", "t", open=True),), single=True)
    assert read(jira()).single


def test_pages_that_are_collected_are_one_list() -> None:
    pages = [[gh(1), gh(2)], [gh(3)]]
    assert [issue.id for issue in read(pages).issues] == ["#1", "#2", "#3"]


def test_empty_lists_are_read() -> None:
    assert read([]) == IssueList((), pages=GITHUB_PAGES)
    assert read([[]]) == IssueList((), pages=GITHUB_PAGES)
    assert read({"issues": [], "total": 0}) == IssueList(())


def test_a_pull_request_is_known_by_its_address() -> None:
    assert read([gh(1, url="https://github.com/example/shop/pull/1")]).issues[0].request


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("open", True), ("OPEN", True), ("opened", True), ("closed", False), ("CLOSED", False)],
)
def test_states(state: str, *, is_open: bool) -> None:
    assert read([gh(1, state=state)]).issues[0].open is is_open


@pytest.mark.parametrize("category", ["new", "indeterminate", "undefined", "Done"])
def test_a_status_of_jira_is_done_or_open_whatever_it_is_called(category: str) -> None:
    status = {"name": "Closed", "statusCategory": {"key": category}}
    assert read({"issues": [jira(status=status)], "isLast": True}).issues[0].open


def test_labels_that_were_not_asked_for_are_not_none_at_all() -> None:
    assert read([{"number": 1, "state": "open"}]).issues[0].labels is None
    assert read([gh(1)]).issues[0].labels == ()
    bare = jira(labels=None)
    assert read({"issues": [bare], "isLast": True}).issues[0].labels is None
    ranked = jira(labels=None, priority={"name": "Blocker"})
    assert read({"issues": [ranked], "isLast": True}).issues[0].labels == ("Blocker",)


PAGES = [
    pytest.param({"total": 1}, None, frozenset(), id="all"),
    pytest.param({"total": 2}, "holds 1 of 2 issues", frozenset(), id="fewer-than-all"),
    pytest.param(
        {"startAt": 50, "total": 51},
        "begins after the first 50 issues",
        frozenset(),
        id="last-page",
    ),
    pytest.param({"isLast": True}, None, frozenset(), id="last"),
    pytest.param(
        {"isLast": False},
        "holds 1 issue, and Jira says that more follow",
        frozenset(),
        id="not-the-last",
    ),
    pytest.param(
        {"nextPageToken": "x"},
        "holds 1 issue, and Jira says that more follow",
        ROUND,
        id="next-page",
    ),
    pytest.param({}, None, ROUND, id="nothing-said"),
    pytest.param({"maxResults": 1}, None, ROUND | {1}, id="size-of-the-page"),
]


@pytest.mark.parametrize(("more", "missing", "pages"), PAGES)
def test_pages_of_jira(more: dict[str, Any], missing: str | None, pages: frozenset[int]) -> None:
    found = read({"issues": [jira()], **more})
    assert (found.missing, found.pages) == (missing, pages)


def test_an_incomplete_search_says_so() -> None:
    found = read({"total_count": 1, "incomplete_results": True, "items": [gh(1)]})
    assert found.missing is not None
    assert found.missing.startswith("does not hold all that was searched for")
    assert read({"total_count": 1, "items": [gh(1)]}).missing == found.missing


KINDS = "it has neither `number` nor `iid` nor `fields`"
REFUSED = [
    pytest.param(b"", "is not JSON: expecting value", id="empty"),
    pytest.param(b"{}", "is no list of issues", id="an-object"),
    pytest.param(b'"x"', "holds a text at the top, where an object is expected", id="a-text"),
    pytest.param(
        sample("github/error.json"), 'is no list of issues: it says "Not Found"', id="github-error"
    ),
    pytest.param(
        sample("jira/error.json"),
        "is no list of issues: it says"
        " \"The value 'SHOP' does not exist for the field 'project'.\"",
        id="jira-error",
    ),
    pytest.param(
        sample("jira/search_without_fields.json"),
        f"holds no issue of GitHub, GitLab or Jira at `issues[0]`: {KINDS}; Jira has to be"
        " asked for fields",
        id="jira-without-fields",
    ),
    pytest.param(
        b'[{"number": 1, "state": "MERGED"}]',
        'gives an issue the state "MERGED"; expected open or closed',
        id="a-pull-request-of-gh",
    ),
    pytest.param(
        b'[{"number": 1}]', "gives an issue no `state`; expected open or closed", id="no-state"
    ),
    pytest.param(
        b'[{"number": "1", "state": "open"}]',
        "holds a text at `number`, where a whole number is expected",
        id="number-is-a-text",
    ),
    pytest.param(
        b'{"issues": {}}', "holds an object at `issues`, where a list is expected", id="no-list"
    ),
    pytest.param(b'{"issues": null}', "is no list of issues", id="null"),
    pytest.param(
        b'{"issues": [{"key": "SHOP-1", "fields": {}}]}',
        'does not state `fields.status.statusCategory` of "SHOP-1"; ask for the field `status`',
        id="jira-without-status",
    ),
    pytest.param(
        b'{"issues": [{"fields": {"status": {"statusCategory": {"key": "done"}}}}]}',
        "holds an issue without `key`; ask for the field",
        id="jira-without-key",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_it_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        read_issues(data, "x.json")
    assert caught.value.message == message
    assert str(caught.value.where).startswith("x.json")


NAMES = st.sampled_from([str(case.values[0]) for case in READ])


@given(NAMES.flatmap(lambda name: damaged(sample(name))) | st.binary(max_size=40))
def test_whatever_is_damaged_it_is_read_or_refused(data: bytes) -> None:
    reads_or_says_why(read_issues, data)
