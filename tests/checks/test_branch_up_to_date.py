"""What the check branch-up-to-date says."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from deploylint.checks.branch_up_to_date import Params, check
from deploylint.facts.branch import Base, Branch, Known
from deploylint.facts.release import Release
from deploylint.model.location import Location
from deploylint.model.verdict import Assurance, Status
from tests.checks.plans import lines, plan, written
from tests.evidence.judging import judge
from tests.evidence.judging import written as report_of
from tests.evidence.repository import Repository, repository

RELEASE = Release(
    commit="a" * 40,
    tree="b" * 40,
    parents=(),
    committed_at=datetime.fromisoformat("2026-11-23T09:00:00+00:00"),
    head="a" * 40,
    at=Location("plan.yaml", 7, 3),
)
BASE = Base("main", "c" * 40, Known.FETCH, "origin/HEAD")
CONTAINED = Branch(
    base=BASE, release=RELEASE, commit=RELEASE.commit, contained=True, behind=0, ahead=2
)
LACKING = CONTAINED._replace(contained=False, behind=3, ahead=2)
TOLD = BASE._replace(known=Known.EVENT)

CASES = [
    pytest.param(
        CONTAINED,
        0,
        """
        pass: the release contains main at ccccccc and adds 2 commits [git main at ccccccc, git
              release at aaaaaaa]
          nowhere main is known as of the last fetch
        """,
        id="contained",
    ),
    pytest.param(
        CONTAINED._replace(base=TOLD, ahead=1),
        0,
        """
        pass: the release contains main at ccccccc and adds 1 commit [git main at ccccccc, git
              release at aaaaaaa]
        """,
        id="contained-as-the-server-says",
    ),
    pytest.param(
        CONTAINED._replace(base=BASE._replace(known=Known.LOCAL), ahead=None),
        0,
        """
        pass: the release contains main at ccccccc [git main at ccccccc, git release at aaaaaaa]
          nowhere main is known from this clone alone, not from a remote
        """,
        id="contained-in-a-shallow-clone-without-remote",
    ),
    pytest.param(
        CONTAINED._replace(base=TOLD._replace(tip="a" * 40), ahead=0),
        0,
        """
        pass: the release is main at aaaaaaa itself [git main at aaaaaaa, git release at
              aaaaaaa]
        """,
        id="main-itself",
    ),
    pytest.param(
        CONTAINED._replace(base=TOLD, commit="d" * 40),
        0,
        """
        pass: the pull request at ddddddd contains main at ccccccc and adds 2 commits [git main
              at ccccccc, git pull request at ddddddd]
        """,
        id="pull-request",
    ),
    pytest.param(
        LACKING,
        0,
        """
        fail violated: the release lacks 3 commits of main at ccccccc [git main at ccccccc, git
              release at aaaaaaa]
          7:3 the release lacks 3 commits of main at ccccccc
          nowhere main is known as of the last fetch
        """,
        id="behind",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, ahead=0),
        2,
        """
        pass: the release is a commit of main, which has since moved on [git main at ccccccc,
              git release at aaaaaaa]
          7:3 main is 3 commits ahead of the release by now
        """,
        id="an-old-commit-of-main",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, commit="d" * 40, ahead=0),
        2,
        """
        fail violated: the pull request at ddddddd lacks 3 commits of main at ccccccc, which has
              moved on since ddddddd [git main at ccccccc, git pull request at ddddddd]
          7:3 the pull request at ddddddd lacks 3 commits of main at ccccccc, which has moved on
              since ddddddd
        """,
        id="a-pull-request-that-adds-nothing",
    ),
    pytest.param(
        LACKING._replace(base=TOLD),
        3,
        """
        pass: the release lacks 3 commits of main at ccccccc; the policy allows 3 [git main at
              ccccccc, git release at aaaaaaa]
        """,
        id="behind-as-allowed",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, commit="d" * 40, behind=1),
        0,
        """
        fail violated: the pull request at ddddddd lacks 1 commit of main at ccccccc [git main
              at ccccccc, git pull request at ddddddd]
          7:3 the pull request at ddddddd lacks 1 commit of main at ccccccc
        """,
        id="pull-request-behind",
    ),
    pytest.param(
        LACKING._replace(base=TOLD, behind=None, ahead=None),
        100,
        """
        fail violated: the release does not contain main at ccccccc, which this clone does not
              have [git main at ccccccc, git release at aaaaaaa]
          7:3 the release does not contain main at ccccccc, which this clone does not have
        """,
        id="tip-not-fetched",
    ),
    pytest.param(
        CONTAINED._replace(contained=None, behind=None, ahead=None),
        100,
        """
        fail unproven: this clone is shallow, and what it has does not show whether the release
              contains main at ccccccc; fetch the whole history (git fetch --unshallow, in CI
              fetch-depth: 0)
          7:3 this clone is shallow, and what it has does not show whether the release contains
              main at ccccccc; fetch the whole history (git fetch --unshallow, in CI
              fetch-depth: 0)
        """,
        id="shallow",
    ),
]


@pytest.mark.parametrize(("branch", "max_behind", "expected"), CASES)
def test_the_release_contains_the_tip_of_main(
    branch: Branch, max_behind: int, expected: str
) -> None:
    assert written(check(branch, plan(), None, Params(max_behind=max_behind))) == lines(expected)


@pytest.mark.parametrize(
    ("known", "assurance"),
    [
        pytest.param(Known.EVENT, Assurance.BOUND, id="server"),
        pytest.param(Known.FETCH, Assurance.EVIDENCED, id="fetched"),
        pytest.param(Known.LOCAL, Assurance.EVIDENCED, id="local"),
    ],
)
def test_only_the_server_knows_main_for_certain(known: Known, assurance: Assurance) -> None:
    branch = CONTAINED._replace(base=BASE._replace(known=known))
    verdict = check(branch, plan(), None, Params())
    assert (verdict.status, verdict.assurance) == (Status.PASS, assurance)


def test_the_evidence_names_whole_commits() -> None:
    evidence = check(CONTAINED, plan(), None, Params()).evidence
    assert [one.commit for one in evidence] == [BASE.tip, RELEASE.commit]


def test_a_policy_may_demand_the_newest_commit_of_main() -> None:
    branch = LACKING._replace(base=TOLD, ahead=0)
    assert written(check(branch, plan(), None, Params(on_main="fail"))) == lines(
        """
        fail violated: the release lacks 3 commits of main at ccccccc, which has moved on since
              aaaaaaa [git main at ccccccc, git release at aaaaaaa]
          7:3 the release lacks 3 commits of main at ccccccc, which has moved on since aaaaaaa
        """
    )


# --- real repositories --------------------------------------------------------------------------

HOTFIX = {
    "version": "v1.1.10",
    "type": "hotfix",
    "incident": "INC-42",
    "reason": "orders are wrong",
    "previous_version": "v1.1.9",
}


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine that runs the tests says about itself."""
    for name in tuple(os.environ):
        if name.startswith(("GITHUB_", "CI_")):
            monkeypatch.delenv(name)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository whose v1.1.9 runs, whose main went on, with a fix for what runs."""
    repo = repository(tmp_path / "repo")
    repo.commit({"a": "1"}, "first")
    repo.tag("v1.1.9", "Login")
    repo.commit({"b": "1"}, "feat: exports")
    repo.git("switch", "--quiet", "--create", "hotfix", "v1.1.9")
    repo.commit({"a": "2"}, "fix: orders")
    return repo


def said(repo: Repository, **keys: str) -> str:
    """Return the first line of the report on a plan with these keys; commits are left out."""
    first = report_of(judge(repo.path, "branch-up-to-date", plan=keys)).split("\n")[0]
    for name in ("main", "v1.1.9^{commit}"):
        first = first.replace(repo.git("rev-parse", "--short=7", name), "...")
    return first


BEHIND = "fail violated: the release lacks 1 commit of main at ..."
ENOUGH = f"{BEHIND}; for a hotfix the running version would be enough, but"


def test_a_hotfix_has_to_contain_what_runs(repo: Repository) -> None:
    assert said(repo, **HOTFIX) == (
        "pass bound: the release contains v1.1.9, which is running (the tag v1.1.9 leads to ...):"
        " that is enough for a hotfix, which need not contain main at ..."
    )


def test_another_release_from_that_line_has_to_contain_main(repo: Repository) -> None:
    assert said(repo, version="v1.1.10", previous_version="v1.1.9") == BEHIND
    unjustified = {key: value for key, value in HOTFIX.items() if key != "incident"}
    assert said(repo, **unjustified) == BEHIND


def test_a_hotfix_that_lacks_what_runs_has_to_contain_main(repo: Repository) -> None:
    repo.git("tag", "v1.1.8", "main")
    lacking = {**HOTFIX, "previous_version": "v1.1.8"}
    assert said(repo, **lacking) == f"{ENOUGH} it does not contain v1.1.8"
    absent = {**HOTFIX, "previous_version": "v1.1.7"}
    fetch = "fetch it (`git fetch --tags`)"
    assert said(repo, **absent) == f'{ENOUGH} "v1.1.7" has no tag here; {fetch}'
    unsaid = {**HOTFIX, "previous_version": "none"}
    which = "the plan does not say which one that is (`previous_version`)"
    assert said(repo, **unsaid) == f"{ENOUGH} {which}"


def test_a_hotfix_of_a_service_has_to_contain_the_version_of_that_service(
    repo: Repository,
) -> None:
    repo.git("tag", "exports-v1.1.9", "main")
    assert said(repo, **HOTFIX, service="exports") == f"{ENOUGH} it does not contain exports-v1.1.9"
    assert said(repo, **HOTFIX, service="web").startswith("pass bound: the release contains v1.1.9")


def test_a_tag_of_main_may_be_deployed_after_main_moved_on(repo: Repository) -> None:
    repo.switch("main")
    repo.tag("v1.2.0", "Exports")
    repo.commit({"c": "1"}, "feat: next")
    repo.commit({"c": "2"}, "feat: after next")
    repo.git("checkout", "--quiet", "--detach", "v1.2.0")
    item = judge(repo.path, "branch-up-to-date")
    assert [line.partition("plan.yaml:1 ")[2] or line for line in report_of(item).split("\n")] == [
        "pass evidenced: the release is a commit of main, which has since moved on",
        "main is 2 commits ahead of the release by now",
        "main is known from this clone alone, not from a remote",
    ]
    strict = judge(repo.path, "branch-up-to-date", with_={"on_main": "fail"})
    assert report_of(strict).startswith("fail violated: the release lacks 2 commits of main")


def test_a_release_branch_has_to_contain_main(repo: Repository) -> None:
    repo.git("switch", "--quiet", "--create", "release", "v1.1.9")
    repo.commit({"r": "1"}, "chore: release")
    assert said(repo) == BEHIND
    repo.git("merge", "--quiet", "--no-edit", "main")
    assert said(repo).startswith("pass evidenced: the release contains main at ...")
