"""What the check no-blocking-bugs says."""

import json
import shutil
from pathlib import Path

import pytest

from deploylint.checks.no_blocking_bugs import Params, check, essence
from deploylint.evidence.issuequery import read_query
from deploylint.facts.bugs import Bugs
from deploylint.facts.issues import Issue, IssueList
from deploylint.facts.source import RecordedRun
from deploylint.model.evidence import Kind
from deploylint.model.verdict import Assurance, Verdict
from tests.checks.plans import clock, lines, written
from tests.evidence.judging import SAMPLES, judge, outcome
from tests.evidence.judging import written as report_of
from tests.evidence.listing import GH, issue, listed_in, piece, run, several
from tests.evidence.repository import Repository, repository
from tests.evidence.sealing import seal


def judged(content: IssueList, made: RecordedRun | None, params: Params | None = None) -> Verdict:
    return check(listed_in(Bugs, piece(content, made)), clock(), params or Params())


ASKED = 'asked by "gh issue list --state open --limit 1000 --json number,labels"'
CASES = [
    pytest.param(
        several(issue(1, "bug"), issue(2, "critical", is_open=False)),
        f"""
        pass: none of 1 open issue blocks; {ASKED}
              [bugs issues.json, record issues.json.evidence.json]
          valid until 2026-11-25T10:00:00+01:00
        """,
        id="none-blocks",
    ),
    pytest.param(
        several(),
        f"""
        pass: no issue is open; {ASKED}
              [bugs issues.json, record issues.json.evidence.json]
          valid until 2026-11-25T10:00:00+01:00
        """,
        id="none-at-all",
    ),
    pytest.param(
        several(issue(1, "bug"), issue(12, "bug", "severity: critical", title="Login\nfails")),
        """
        fail violated: 1 blocking bug is open: #12
              [bugs issues.json, record issues.json.evidence.json]
          1:1 #12 "Login fails" is open ("bug" and "severity: critical")
        """,
        id="one-blocks",
    ),
    pytest.param(
        several(issue(1, "P0"), issue(2, "Blocker"), missing="holds 2 of 40 issues"),
        """
        fail violated: 2 blocking bugs are open: #1 and #2
              [bugs issues.json, record issues.json.evidence.json]
          1:1 #1 "It fails" is open ("P0")
          1:1 #2 "It fails" is open ("Blocker")
        """,
        id="two-of-an-incomplete-list",
    ),
    pytest.param(
        several(Issue("#1", "It fails", open=True, labels=None)),
        """
        fail violated: issues.json does not state the labels of #1; ask for them
              [bugs issues.json, record issues.json.evidence.json]
          1:1 issues.json does not state the labels of #1; ask for them
        """,
        id="labels-not-asked-for",
    ),
    pytest.param(
        several(issue(1, "critical")._replace(request=True)),
        f"""
        pass: no issue is open; {ASKED}
              [bugs issues.json, record issues.json.evidence.json]
          valid until 2026-11-25T10:00:00+01:00
        """,
        id="a-pull-request",
    ),
]


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_no_open_issue_blocks(content: IssueList, expected: str) -> None:
    shown = " ".join(lines(expected).split())
    assert " ".join(written(judged(content, run())).split()) == shown


def gap(content: IssueList, made: RecordedRun) -> str:
    """Return why a list is not enough, or that it is."""
    verdict = judged(content, made)
    assert verdict.cause in (None, "violated")
    return verdict.reason.removeprefix("issues.json ") if verdict.cause else "enough"


MANY = several(*[issue(number) for number in range(1, 31)])
COMPLETE = [
    pytest.param(MANY, GH, id="below-the-limit"),
    pytest.param(MANY, (*GH[:5], "--paginate"), id="all-pages"),
    pytest.param(several(*MANY.issues[:29]), ("gh", "issue", "list"), id="below-the-page"),
    pytest.param(MANY, ("gh", "issue", "list", "-L100"), id="short-option"),
    pytest.param(MANY, ("gh", "issue", "list", "--limit=31"), id="one-below"),
    pytest.param(
        MANY, ("gh", "api", "--paginate", "repos/{owner}/{repo}/issues?state=open"), id="api"
    ),
    pytest.param(
        several(), ("sh", "-c", "gh issue list --label critical > issues.json"), id="in-a-shell"
    ),
    pytest.param(
        several(), ("/usr/bin/gh", "issue", "list", "--label", "Severity: Critical"), id="one-label"
    ),
    pytest.param(several(), ("gh", "issue", "list", "--search", "label:critical"), id="search"),
    pytest.param(
        several(),
        ("curl", "-sSL", "https://gitlab.example.com/api/v4/projects/8/issues?labels=critical"),
        id="curl",
    ),
    pytest.param(
        several(),
        (
            "curl",
            "https://gitlab.example.com/api/v4/projects/8/issues?labels=severity%3A%20critical",
        ),
        id="encoded",
    ),
    pytest.param(
        several(pages=frozenset()),
        ("curl", "-a", "x", "https://jira.example.com/rest/api/2/search?jql=priority=Blocker"),
        id="jira",
    ),
]


@pytest.mark.parametrize(("content", "command"), COMPLETE)
def test_the_answer_is_complete(content: IssueList, command: tuple[str, ...]) -> None:
    assert gap(content, run(command)) == "enough"


FULL = "holds exactly 30 issues, which is a full page: there may be more; ask for more"
NO_TRACKER = "which asks no issue tracker that is known for issues"
FILTERED = "was filtered after the tracker had answered; write down the whole answer"
PART = "answers only for a part: {}"
INCOMPLETE = [
    pytest.param(MANY, ("gh", "issue", "list"), FULL, id="full-page"),
    pytest.param(MANY, ("gh", "issue", "list", "--limit", "30"), FULL, id="as-many-as-asked"),
    pytest.param(MANY, ("gh", "issue", "list", "-L30"), FULL, id="short-option"),
    pytest.param(
        MANY, ("gh", "api", "repos/{owner}/{repo}/issues?per_page=30"), FULL, id="page-of-the-api"
    ),
    pytest.param(
        several(missing="holds 50 of 240 issues"),
        GH,
        "holds 50 of 240 issues; ask for all of them",
        id="fewer-than-there-are",
    ),
    pytest.param(
        IssueList((issue(1),), single=True),
        ("gh", "issue", "view", "1"),
        "describes a single issue; list all that are open",
        id="a-single-issue",
    ),
    pytest.param(
        several(),
        ("cp", "x", "issues.json"),
        f'was written by "cp x issues.json", {NO_TRACKER}',
        id="a-copy",
    ),
    pytest.param(
        several(),
        ("sh", "-c", "echo [] > issues.json"),
        f'was written by "sh -c echo [] > issues.json", {NO_TRACKER}',
        id="an-echo",
    ),
    pytest.param(
        several(),
        ("gh", "pr", "list"),
        f'was written by "gh pr list", {NO_TRACKER}',
        id="pull-requests",
    ),
    pytest.param(
        several(),
        ("gh", "issue", "list", "--label", "docs,typo"),
        'answers only for issues with the label "docs" and "typo"',
        id="other-labels",
    ),
    pytest.param(
        several(),
        ("gh", "issue", "list", "--search", "label:docs is:open"),
        'answers only for issues with the label "docs"',
        id="other-labels-in-a-search",
    ),
    pytest.param(
        several(),
        ("curl", "https://gitlab.example.com/api/v4/projects/8/issues?per_page=9&labels=docs"),
        'answers only for issues with the label "docs"',
        id="other-labels-in-an-address",
    ),
    pytest.param(
        several(),
        ("gh", "issue", "list", "--assignee", "@me"),
        'answers only for "assignee @me"',
        id="of-one-person",
    ),
    pytest.param(
        several(),
        ("gh", "issue", "list", "--state", "closed"),
        "answers only for issues that are closed",
        id="closed-ones",
    ),
    pytest.param(
        several(),
        ("gh", "issue", "list", "-S", "is:closed"),
        "answers only for issues that are closed",
        id="closed-ones-in-a-search",
    ),
    pytest.param(
        several(),
        ("sh", "-c", "gh issue list --json labels | jq 'map(select(.number > 9))' > issues.json"),
        FILTERED,
        id="filtered",
    ),
    pytest.param(several(), (*GH, "--jq", ".[:0]"), FILTERED, id="filtered-by-jq-of-gh"),
    pytest.param(several(), (*GH, "-q", "map(.)|.[0:0]"), FILTERED, id="filtered-by-short-option"),
    pytest.param(
        several(), ("sh", "-c", "gh issue list | head -c 2 > i.json"), FILTERED, id="cut-by-a-pipe"
    ),
    pytest.param(
        several(),
        (*GH, "-R", "other/repo"),
        'answers for the repository "other/repo", and no policy says that its bugs count;'
        " name it under `repository` of the rule, or ask without it",
        id="another-repository",
    ),
    pytest.param(
        several(), (*GH, "--milestone", "v9.9"), PART.format('"milestone v9.9"'), id="milestone"
    ),
    pytest.param(
        several(), (*GH, "--search", "nonsense"), PART.format('"nonsense"'), id="words-of-a-search"
    ),
    pytest.param(
        several(),
        (*GH, "--search", "created:>2026-11-20"),
        PART.format('"created:>2026-11-20"'),
        id="new-ones",
    ),
    pytest.param(
        several(),
        (*GH, "--search", "-label:critical"),
        PART.format('"-label:critical"'),
        id="a-label-that-is-left-out",
    ),
    pytest.param(
        several(),
        ("gh", "issue", "list", "-l", "bug", "-l", "P0"),
        'answers only for issues that have all of "bug" and "P0"; ask for all issues',
        id="several-labels",
    ),
    pytest.param(
        several(),
        ("gh", "--version", "issue"),
        f'was written by "gh --version issue", {NO_TRACKER}',
        id="its-version",
    ),
    pytest.param(
        several(),
        ("gh", "pr", "list", "--label", "issue"),
        f'was written by "gh pr list --label issue", {NO_TRACKER}',
        id="pull-requests-with-a-label",
    ),
]


@pytest.mark.parametrize(("content", "command", "expected"), INCOMPLETE)
def test_the_answer_may_lack_bugs(
    content: IssueList, command: tuple[str, ...], expected: str
) -> None:
    assert gap(content, run(command)) == expected


def test_a_command_that_failed_answered_nothing() -> None:
    made = run(GH, exit_code=1)
    assert gap(several(), made).endswith('--json number,labels", which ended with 1')


def test_every_fault_is_a_finding() -> None:
    made = run(("gh", "pr", "list", "--state", "closed", "--author", "x"), exit_code=4)
    assert len(judged(several(missing="holds 1 of 2 issues"), made).findings) == 5


def test_a_program_of_ones_own_can_be_believed() -> None:
    made = run(("./list-issues", "open"))
    assert judged(several(), made).cause == "violated"
    params = Params(programs=("list-issues",))
    assert judged(several(), made, params).assurance is Assurance.BOUND


def test_the_labels_of_a_project_can_be_named() -> None:
    content = several(issue(1, "critical"), issue(2, "Stops the line"))
    verdict = judged(content, run(), Params(labels=("stops-the-line",)))
    assert verdict.reason == "1 blocking bug is open: #2"


ELSEWHERE = [
    pytest.param((*GH, "-R", "Example/Shop"), "enough", id="the-one"),
    pytest.param((*GH, "--repo=https://github.com/example/shop"), "enough", id="its-address"),
    pytest.param(GH, "enough", id="where-it-is-started"),
    pytest.param(
        (*GH, "-R", "other/repo"),
        'answers for the repository "other/repo", and the bugs of "example/shop" count',
        id="another",
    ),
    pytest.param(
        ("curl", "https://api.github.com/repos/other/repo/issues"),
        'does not ask about "example/shop", whose bugs count',
        id="another-address",
    ),
]


@pytest.mark.parametrize(("command", "expected"), ELSEWHERE)
def test_the_repository_can_be_named(command: tuple[str, ...], expected: str) -> None:
    verdict = judged(several(), run(command), Params(repository="example/shop"))
    assert (verdict.reason.removeprefix("issues.json ") if verdict.cause else "enough") == expected


@pytest.mark.parametrize("label", ["P0 - urgent", "critical: prod", "severity: critical (prod)"])
def test_a_label_may_say_more_behind_a_separator(label: str) -> None:
    assert judged(several(issue(1, label)), run()).reason == "1 blocking bug is open: #1"
    assert judged(several(issue(1, f"not {label}")), run()).cause is None


SAME = [
    ("critical", "severity: critical"),
    ("critical", "Priority/Critical"),
    ("critical", "\U0001f525 CRITICAL bug"),
    ("P0", "priority:p0"),
    ("sev1", "SEV-1"),
    ("blocker", "release blocker"),
    ("priority::1", "Priority 1"),
    ("critical", "Gravit\u00e9 : critical"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_labels_that_mean_the_same(one: str, other: str) -> None:
    assert essence(one) == essence(other)


OTHER = [
    ("critical", "not critical"),
    ("critical", "critical path"),
    ("priority::1", "severity::1"),
    ("P1", "P10"),
    ("bug", "priority"),
]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_labels_that_mean_something_else(one: str, other: str) -> None:
    assert essence(one) != essence(other)


def test_a_broken_quotation_in_a_script_is_only_split() -> None:
    query = read_query(run(("bash", "-c", "gh issue list --label 'critical")))
    assert query.words[2:] == ("gh", "issue", "list", "--label", "'critical")


def test_hostile_commands_take_no_time() -> None:
    for word in ("a-" * 200_000, "a=" * 200_000, '="' * 200_000, "-" * 400_000, "%" * 400_000):
        read_query(run(("gh", "issue", word)))


def test_without_a_record_nothing_is_proven() -> None:
    assert written(judged(several(issue(1)), None)) == lines(
        """
        fail stale: issues.json says neither when it was made nor of which commit; run its
              command through `deploylint record`
          1:1 issues.json says neither when it was made nor of which commit; run its command
              through `deploylint record`
        """
    )


def test_without_a_record_a_blocking_bug_blocks_all_the_same() -> None:
    verdict = judged(several(issue(1, "critical")), None)
    assert (verdict.cause, verdict.reason) == ("violated", "1 blocking bug is open: #1")


def test_one_of_two_lists_shows_a_bug() -> None:
    clean, bad = piece(several(), run()), piece(several(issue(1, "P1")), run(path="b"), "b")
    verdict = check(listed_in(Bugs, clean, bad), clock(), Params())
    assert [finding.at and finding.at.file for finding in verdict.findings] == ["b"]


def test_a_list_that_is_named_and_missing_is_a_failure() -> None:
    bugs = listed_in(Bugs, piece(several(), run()), missing=("more.json",))
    assert check(bugs, clock(), Params()).cause == "error"


def recorded(path: Path, name: str, command: str) -> Repository:
    repo = repository(path)
    repo.commit({"a": "1", ".gitignore": "reports\n"})
    (path / "reports").mkdir()
    shutil.copy(SAMPLES / name, path / "reports/bugs.json")
    seal(repo, Kind.BUGS, "reports/bugs.json", command=command)
    return repo


LIST = "gh issue list --state all --limit 1000 --json number,title,state,labels"
REAL = [
    pytest.param("github/issues_list.json", LIST, "pass bound", id="gh-critical-is-closed"),
    pytest.param("github/issues_rest.json", LIST, "fail violated", id="rest-p0"),
    pytest.param("github/issues_search.json", LIST, "fail violated", id="search-incomplete"),
    pytest.param("gitlab/issues.json", LIST, "fail violated", id="gitlab-severity"),
    pytest.param("jira/search.json", LIST, "fail violated", id="jira-blocker"),
    pytest.param("jira/search_first_page.json", LIST, "fail violated", id="jira-first-page"),
    pytest.param("jira/search_without_fields.json", LIST, "fail error", id="jira-without-fields"),
    pytest.param("github/error.json", LIST, "fail error", id="an-error"),
]


@pytest.mark.parametrize(("name", "command", "expected"), REAL)
def test_what_trackers_answer(tmp_path: Path, name: str, command: str, expected: str) -> None:
    repo = recorded(tmp_path / "r", name, command)
    plan = {"evidence": {"bugs": "reports/bugs.json"}}
    assert outcome(judge(repo.path, "no-blocking-bugs", plan=plan)) == expected


def test_a_record_of_this_commit_counts_unasked(tmp_path: Path) -> None:
    repo = recorded(tmp_path / "r", "github/issues_list.json", LIST)
    assert outcome(judge(repo.path, "no-blocking-bugs")) == "pass bound"


def test_a_list_of_yesterday_is_stale(tmp_path: Path) -> None:
    repo = recorded(tmp_path / "r", "github/issues_list.json", LIST)
    plan = {"evidence": {"bugs": "reports/bugs.json"}}
    item = judge(repo.path, "no-blocking-bugs", plan=plan, now="2026-11-25T09:01:00+01:00")
    assert report_of(item).startswith("fail stale: reports/bugs.json is 1 day 1 min old")


def test_an_edited_list_is_caught(tmp_path: Path) -> None:
    repo = recorded(tmp_path / "r", "github/issues_list.json", LIST)
    (repo.path / "reports/bugs.json").write_text(json.dumps([]))
    plan = {"evidence": {"bugs": "reports/bugs.json"}}
    assert outcome(judge(repo.path, "no-blocking-bugs", plan=plan)) == "fail error"


def test_a_person_may_answer_where_nothing_is_found(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    tick = {"checklist": [{"id": "the-rule", "status": "pass", "by": "qa-team"}]}
    assert outcome(judge(tmp_path / "r", "no-blocking-bugs")) == "fail unproven"
    assert outcome(judge(tmp_path / "r", "no-blocking-bugs", plan=tick)) == "pass attested"


def test_a_person_may_not_answer_against_what_a_list_shows(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    folder.mkdir()
    shutil.copy(SAMPLES / "github/issues_rest.json", folder / "bugs.json")
    tick = [{"id": "the-rule", "status": "pass", "by": "qa-team"}]
    plan = {"checklist": tick, "evidence": {"bugs": "bugs.json"}}
    assert outcome(judge(folder, "no-blocking-bugs", plan=plan)) == "fail violated"
