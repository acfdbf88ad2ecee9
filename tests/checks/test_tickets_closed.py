"""What the check tickets-closed says."""

import json
import shutil
from pathlib import Path

import pytest

from deploylint.checks.tickets_closed import Params, check
from deploylint.evidence.ticketnames import mentions
from deploylint.facts.changes import Changes, Commit
from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.tags import Tag
from deploylint.facts.tickets import Tickets
from deploylint.model.evidence import Kind
from deploylint.model.verdict import Assurance, Verdict
from tests.checks.plans import clock, lines, plan, written
from tests.evidence.judging import SAMPLES, judge, outcome
from tests.evidence.judging import written as report_of
from tests.evidence.listing import RELEASE, issue, listed_in, piece, run, several
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal


def changed(*messages: str, complete: bool = True) -> Changes:
    """Return changes by commits with these messages; the first commit is 0000000, then 1111111."""
    commits = []
    for number, message in enumerate(messages):
        subject, _, body = message.partition("\n\n")
        commits.append(Commit(sha=str(number) * 40, subject=subject, body=body))
    return Changes(
        RELEASE, Tag("v1.1.9", "9" * 40, annotated=True), tuple(commits), complete=complete
    )


def judged(messages: tuple[str, ...], *lists: IssueList, params: Params | None = None) -> Verdict:
    pieces = [
        piece(content, run(path=f"{at}.json"), f"{at}.json") for at, content in enumerate(lists)
    ]
    return check(
        changed(*messages), listed_in(Tickets, *pieces), plan(), clock(), params or Params()
    )


def closed(number: int) -> Issue:
    return issue(number, is_open=False)


def key(name: str, *, is_open: bool = False) -> Issue:
    return Issue(name, "It fails", open=is_open)


JIRA = several(key("SHOP-7"), key("SHOP-8", is_open=True), pages=frozenset())
HUB = several(closed(12), issue(14), closed(15))
CASES = [
    pytest.param(
        ("Fix login (#40)\n\nCloses #12", "Exports, GH-15"),
        HUB,
        """
        pass: both tickets named by 2 commits since v1.1.9 are closed: #12 and #15
              [bugs 0.json, record 0.json.evidence.json]
          valid until 2026-11-25T10:00:00+01:00
        """,
        id="closed",
    ),
    pytest.param(
        ("Footer, see #14", "Login (fixes #12)"),
        HUB,
        """
        fail violated: #14 "It fails" is open; commit 0000000 names it
              [bugs 0.json, record 0.json.evidence.json]
          1:1 #14 "It fails" is open; commit 0000000 names it
        """,
        id="open",
    ),
    pytest.param(
        ("Exports #99", "Closes #98"),
        HUB,
        """
        fail violated: #99, which commit 0000000 names, is in no list, and 1 more
              [bugs 0.json, record 0.json.evidence.json]
          1:1 #99, which commit 0000000 names, is in no list
          1:1 #98, which commit 1111111 names, is in no list
        """,
        id="not-listed",
    ),
    pytest.param(
        ("SHOP-7: exports", "feature/SHOP-7-exports"),
        JIRA,
        """
        pass: the only ticket named by 2 commits since v1.1.9 is closed: SHOP-7
              [bugs 0.json, record 0.json.evidence.json]
          valid until 2026-11-25T10:00:00+01:00
        """,
        id="jira-closed",
    ),
    pytest.param(
        ("SHOP-8 SHOP-9",),
        JIRA,
        """
        fail violated: SHOP-8 "It fails" is open; commit 0000000 names it, and 1 more
              [bugs 0.json, record 0.json.evidence.json]
          1:1 SHOP-8 "It fails" is open; commit 0000000 names it
          1:1 SHOP-9, which commit 0000000 names, is in no list
        """,
        id="jira-open-and-not-listed",
    ),
    pytest.param(
        ("Read UTF-8 and SHA-256", "Tidy up"),
        JIRA,
        "na: none of 2 commits since v1.1.9 names a ticket",
        id="names-of-standards",
    ),
    pytest.param(
        ("BILL-3: invoices",),
        JIRA,
        """
        na: none of 1 commit since v1.1.9 names a ticket; BILL-3 would be of a project that no list
              holds
        """,
        id="a-project-that-is-not-listed",
    ),
    pytest.param(
        ("Follow-up of #3", "Exports (#41)"),
        JIRA,
        "na: none of 2 commits since v1.1.9 names a ticket",
        id="numbers-are-no-tickets-of-jira",
    ),
    pytest.param(
        ("Exports\n\nFixes #3",),
        JIRA,
        """
        fail violated: #3, which commit 0000000 names, is in no list
              [bugs 0.json, record 0.json.evidence.json]
          1:1 #3, which commit 0000000 names, is in no list
        """,
        id="what-is-closed-by-number-is-a-ticket-everywhere",
    ),
    pytest.param(
        ("Exports (#41)", "Merge pull request #42 from example/login\n\nLogin"),
        HUB,
        "na: none of 2 commits since v1.1.9 names a ticket",
        id="pull-requests",
    ),
    pytest.param(
        ("Footer (#14)",),
        HUB,
        """
        fail violated: #14 "It fails" is open; commit 0000000 names it
              [bugs 0.json, record 0.json.evidence.json]
          1:1 #14 "It fails" is open; commit 0000000 names it
        """,
        id="an-issue-where-pull-requests-stand",
    ),
    pytest.param(
        ("See #16",),
        several(issue(16)._replace(request=True)),
        "na: none of 1 commit since v1.1.9 names a ticket",
        id="a-pull-request-that-is-listed",
    ),
    pytest.param(
        ("Exports #1",),
        several(),
        """
        fail violated: #1, which commit 0000000 names, is in no list
              [bugs 0.json, record 0.json.evidence.json]
          1:1 #1, which commit 0000000 names, is in no list
        """,
        id="an-empty-list",
    ),
]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("messages", "content", "expected"), CASES)
def test_tickets_are_closed(messages: tuple[str, ...], content: IssueList, expected: str) -> None:
    assert flat(written(judged(messages, content))) == flat(lines(expected))


def test_the_policy_can_name_projects() -> None:
    verdict = judged(("BILL-3: invoices",), JIRA, params=Params(projects=("BILL",)))
    assert verdict.reason == "BILL-3, which commit 0000000 names, is in no list"


def test_two_trackers_complete_each_other() -> None:
    assert judged(("SHOP-7 #12",), JIRA, HUB).assurance is Assurance.BOUND


def test_where_two_lists_differ_the_worse_stands() -> None:
    verdict = judged(("Fixes #12",), HUB, several(issue(12)))
    assert verdict.reason == '#12 "It fails" is open; commit 0000000 names it'


def test_a_command_that_failed_answered_nothing() -> None:
    tickets = listed_in(Tickets, piece(HUB, run(("gh", "issue", "list"), exit_code=1)))
    verdict = check(changed("Fixes #12"), tickets, plan(), clock(), Params())
    expected = 'issues.json was written by "gh issue list", which ended with 1'
    assert (verdict.cause, verdict.reason) == ("violated", expected)


def test_without_a_list_what_looks_like_a_ticket_is_unproven() -> None:
    verdict = check(
        changed("Fixes #12", "ABC-7, UTF-8"), listed_in(Tickets), plan(), clock(), Params()
    )
    expected = "no list of the tickets #12 and ABC-7 of this release was found"
    assert (verdict.cause, verdict.reason) == ("unproven", expected)


@pytest.mark.parametrize("message", ["Tidy up", "Exports (#41)", "Merge pull request #3 from x/y"])
def test_without_a_list_and_without_a_ticket_there_is_nothing_to_judge(message: str) -> None:
    verdict = check(changed(message), listed_in(Tickets), plan(), clock(), Params())
    assert flat(written(verdict)) == "na: none of 1 commit since v1.1.9 names a ticket"


def test_a_list_that_is_named_and_missing_is_a_failure_even_then() -> None:
    tickets = listed_in(Tickets, missing=("tickets.json",))
    verdict = check(changed("Tidy up"), tickets, plan(), clock(), Params())
    assert (verdict.cause, verdict.reason) == ("error", "tickets.json does not exist")
    both = listed_in(Tickets, piece(HUB, run()), missing=("tickets.json",))
    assert check(changed("Tidy up"), both, plan(), clock(), Params()).cause == "error"
    assert check(changed("Fixes #12"), both, plan(), clock(), Params()).cause == "error"


def test_without_a_record_nothing_is_proven_but_what_is_open_is_open() -> None:
    tickets = listed_in(Tickets, piece(HUB, None))
    assert check(changed("Fixes #12"), tickets, plan(), clock(), Params()).cause == "stale"
    verdict = check(changed("Fixes #14"), tickets, plan(), clock(), Params())
    assert (verdict.cause, len(verdict.findings)) == ("violated", 2)


def test_without_an_earlier_release_its_commits_are_not_known() -> None:
    tickets = listed_in(Tickets, piece(HUB, run()))
    first = changed("Fixes #12")._replace(since=None)
    assert check(first, tickets, plan(), clock(), Params()).cause == "unproven"
    nowhere = changed()._replace(release=None, since=None)
    assert check(nowhere, tickets, plan(), clock(), Params()).cause == "unproven"


def test_commits_that_are_not_read_may_name_a_ticket() -> None:
    tickets = listed_in(Tickets, piece(HUB, run()))
    verdict = check(changed("Fixes #12", complete=False), tickets, plan(), clock(), Params())
    assert verdict.cause == "unproven"


NAMED = [
    pytest.param("Fix #1, #2 and (#3)", {"#1": True, "#2": True, "#3": False}, id="a-list"),
    pytest.param("Login (fixes #4)", {"#4": True}, id="closing-in-brackets"),
    pytest.param("Login (Resolved: #5)", {"#5": True}, id="closing-with-a-colon"),
    pytest.param("GH-6 and gh-7", {"#6": True}, id="of-github"),
    pytest.param("example/shop#8 &#9; abc#10 /#11", {}, id="of-other-repositories"),
    pytest.param("#0012", {"#12": True}, id="leading-zeros"),
    pytest.param("#fff #12ab #12345678", {}, id="colours-and-numbers"),
    pytest.param("ABC-1, [ABC-2] ABC-3: x", {f"ABC-{n}": True for n in (1, 2, 3)}, id="keys"),
    pytest.param("feature/ABC-4-exports", {"ABC-4": True}, id="name-of-a-branch"),
    pytest.param("abc-5 A-6 XABC-7X 1ABC-8 -ABC-9", {}, id="no-keys"),
    pytest.param("Merge pull request #10 from x/fix-11", {"#10": False}, id="merge"),
    pytest.param("x\n\nMerged (#12)\nCloses: #13", {"#12": False, "#13": True}, id="in-the-body"),
]


@pytest.mark.parametrize(("message", "expected"), NAMED)
def test_what_a_message_names(message: str, expected: dict[str, bool]) -> None:
    found = mentions(changed(message).commits)
    assert {one.id: one.firm for one in found} == expected


def test_the_firmest_mention_of_the_newest_commit_counts() -> None:
    found = mentions(changed("Exports (#1)", "Fixes #1", "Closes #1").commits)
    assert [(one.id, one.sha[0], one.firm) for one in found] == [("#1", "1", True)]


def test_hostile_messages_take_no_time() -> None:
    for piece_ in ("#1 ", "(#1)", "A-", "ABC-1", "close ", "(#1) " + " " * 1000, "AB" * 1000):
        mentions(changed(piece_ * 200_000).commits[:1])


def released(path: Path, name: str, *messages: str) -> Repository:
    repo = repository(path)
    repo.commit({"a": "0", ".gitignore": "reports\n"})
    repo.tag("v1.1.9", "before")
    for number, message in enumerate(messages):
        repo.commit({"a": f"{number + 1}"}, message)
    (path / "reports").mkdir()
    shutil.copy(SAMPLES / name, path / "reports/tickets.json")
    seal(repo, Kind.TICKETS, "reports/tickets.json", command="gh issue list --state all")
    return repo


REAL = [
    pytest.param("github/issues_list.json", "Fixes #12", "pass bound", id="gh-closed"),
    pytest.param("github/issues_list.json", "Fixes #14", "fail violated", id="gh-open"),
    pytest.param("github/issues_rest.json", "Fixes #15 (#16)", "fail violated", id="rest-open"),
    pytest.param("gitlab/issues.json", "Closes #7", "pass bound", id="gitlab-closed"),
    pytest.param("jira/search.json", "SHOP-7 exports", "pass bound", id="jira-done"),
    pytest.param("jira/search.json", "SHOP-8 login", "fail violated", id="jira-only-called-closed"),
    pytest.param("jira/search_first_page.json", "SHOP-8", "fail violated", id="jira-other-page"),
    pytest.param("jira/search.json", "Tidy up", "na", id="no-ticket"),
    pytest.param("jira/error.json", "Tidy up", "fail error", id="an-error"),
]
PLAN = {"previous_version": "v1.1.9", "evidence": {"tickets": "reports/tickets.json"}}


@pytest.mark.parametrize(("name", "message", "expected"), REAL)
def test_what_trackers_answer(tmp_path: Path, name: str, message: str, expected: str) -> None:
    repo = released(tmp_path / "r", name, message)
    assert outcome(judge(repo.path, "tickets-closed", plan=PLAN)) == expected


def test_tickets_of_earlier_releases_are_not_asked_for(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    repo.commit({"a": "0", ".gitignore": "reports\n"}, "Fixes #14")
    repo.tag("v1.1.9", "before")
    repo.commit({"a": "1"}, "Fixes #12")
    (repo.path / "reports").mkdir()
    shutil.copy(SAMPLES / "github/issues_list.json", repo.path / "reports/tickets.json")
    seal(repo, Kind.TICKETS, "reports/tickets.json", command="gh issue list --state all")
    assert outcome(judge(repo.path, "tickets-closed", plan=PLAN)) == "pass bound"


def test_a_list_of_before_the_commit_is_stale(tmp_path: Path) -> None:
    repo = released(tmp_path / "r", "github/issues_list.json", "Fixes #12")
    repo.commit({"a": "later"}, "Later")
    item = judge(repo.path, "tickets-closed", plan=PLAN)
    assert report_of(item).startswith("fail stale: reports/tickets.json was recorded at commit")


def test_an_edited_list_is_caught(tmp_path: Path) -> None:
    repo = released(tmp_path / "r", "github/issues_list.json", "Fixes #14")
    path = repo.path / "reports/tickets.json"
    issues = json.loads(path.read_text())
    path.write_text(json.dumps([{**one, "state": "CLOSED"} for one in issues]))
    assert outcome(judge(repo.path, "tickets-closed", plan=PLAN)) == "fail error"
