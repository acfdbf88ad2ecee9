"""Which commit is released, in every state that a repository can be in."""

from datetime import datetime
from pathlib import Path

import pytest

from deploylint.collect.git import Git
from deploylint.collect.release import read_release
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.release import Release
from deploylint.model.location import Location
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import COMMITTED, Repository, repository

AT = Location("plan.yaml", 4, 11)

FORGED = """\
tree {tree}
author developer <developer@example.com> 1795424400 +0000
committer developer <developer@example.com> {time}

forged
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "repo")
    new.commit({"a.txt": "a\n"}, "first", at="2026-11-22T09:00:00+00:00")
    new.commit({"a.txt": "b\n"}, "second")
    return new


def read(repo: Repository, named: str | None = None) -> Release:
    return read_release(Git(str(repo.path)), named, AT if named else None)


def refusal(repo: Repository, named: str | None = None) -> str:
    with pytest.raises(UnavailableError) as raised:
        read(repo, named)
    return str(raised.value)


def mistake(repo: Repository, named: str) -> str:
    with pytest.raises(UserError) as raised:
        read(repo, named)
    return str(raised.value)


def expected(repo: Repository, commit: str = "HEAD") -> Release:
    """Return what is at a commit, as plain git sees it."""
    parents = repo.git("rev-list", "--no-walk", "--format=%cI", "--no-commit-header", f"{commit}^@")
    return Release(
        parents_at=max(map(datetime.fromisoformat, parents.split()), default=None),
        commit=repo.git("rev-parse", commit),
        tree=repo.git("rev-parse", f"{commit}^{{tree}}"),
        parents=tuple(repo.git("rev-parse", f"{commit}^@").split()),
        committed_at=datetime.fromisoformat(COMMITTED),
        head=repo.head,
        branch="main",
    )


def test_without_a_word_of_the_plan_it_is_what_is_checked_out(repo: Repository) -> None:
    assert read(repo) == expected(repo)


@pytest.mark.parametrize("digits", [7, 12, 40])
def test_the_plan_may_shorten_the_commit(repo: Repository, digits: int) -> None:
    assert read(repo, repo.head[:digits]) == expected(repo)._replace(at=AT)


def test_the_plan_may_name_an_older_commit(repo: Repository) -> None:
    first = expected(repo, "HEAD~1")
    made = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    named = read(repo, first.commit)
    assert named == first._replace(committed_at=made, at=AT)
    assert (named.commit == named.head, named.parents) == (False, ())


def test_the_plan_may_name_a_tag(repo: Repository) -> None:
    repo.tag("v1.2.0", "the release")
    assert read(repo, "v1.2.0") == expected(repo)._replace(at=AT)


def test_a_detached_head_is_on_no_branch(repo: Repository) -> None:
    repo.git("checkout", "--quiet", "--detach")
    assert read(repo) == expected(repo)._replace(branch=None)


def test_a_branch_may_be_called_like_an_option(repo: Repository) -> None:
    repo.git("update-ref", "refs/heads/--output=x", "HEAD")
    repo.git("symbolic-ref", "HEAD", "refs/heads/--output=x")
    assert read(repo) == expected(repo)._replace(branch="--output=x")
    assert not (repo.path / "x").exists()


def test_a_merge_has_its_parents_in_order(repo: Repository) -> None:
    repo.branch("work")
    work = repo.commit({"b.txt": "b\n"})
    repo.switch("main")
    main = repo.commit({"c.txt": "c\n"})
    repo.git("merge", "--quiet", "--no-edit", "work")
    assert read(repo).parents == (main, work)


def test_a_shallow_clone_says_so(repo: Repository, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "shallow", "--depth", "1")
    assert read(clone) == expected(repo)._replace(parents=(), parents_at=None, shallow=True)


def test_a_commit_that_a_shallow_clone_lacks_is_not_known(repo: Repository, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "shallow", "--depth", "1")
    first = repo.git("rev-parse", "HEAD~1")
    assert refusal(clone, first) == (
        f'the commit "{first}" that the plan names is not in this shallow clone;'
        " fetch it, or correct `commit`"
    )


def test_a_commit_that_does_not_exist_is_not_known(repo: Repository) -> None:
    assert mistake(repo, "3f9c1e2") == (
        'plan.yaml:4:11: the commit "3f9c1e2" that the plan names is not in this repository\n'
        "  hint: correct `commit`, or run the check in the repository of what is released"
    )


@pytest.mark.parametrize(
    "check", ["branch-up-to-date", "release-tag-ready", "migrations-reversible"]
)
def test_a_commit_that_does_not_exist_is_blamed_where_it_stands(
    repo: Repository, check: str
) -> None:
    reason = 'the commit "3f9c1e2" that the plan names is not in this repository'
    item = judge(repo.path, check, plan={"commit": "3f9c1e2"})
    assert (outcome(item), item["reason"]) == ("fail error", reason)
    (finding,) = item["findings"]
    assert finding.pop("file").endswith("/plan.yaml")
    assert (finding["line"], finding["column"], finding["message"]) == (1, 67, reason)
    assert item["fix"] == "correct `commit`, or run the check in the repository of what is released"


def test_no_tick_makes_up_for_a_commit_that_does_not_exist(repo: Repository) -> None:
    ticked = {"commit": "3f9c1e2", "checklist": [{"id": "the-rule", "status": "pass"}]}
    for check in ("branch-up-to-date", "release-tag-ready", "changelog-entry"):
        item = judge(repo.path, check, plan=ticked)
        assert outcome(item) == "fail error", check


def test_a_commit_that_is_an_option_is_refused(repo: Repository) -> None:
    assert mistake(repo, "--output=x") == (
        "plan.yaml:4:11: `commit` of the plan:"
        " '--output=x' is not the name of a branch, tag or commit"
    )
    assert not (repo.path / "x").exists()


def test_an_empty_repository_releases_nothing(tmp_path: Path) -> None:
    assert refusal(repository(tmp_path / "empty")) == "the repository has no commit yet"


@pytest.mark.parametrize(
    "time",
    [
        pytest.param("999999999999 +0000", id="year-33658"),
        pytest.param("1795424400 +9999", id="zone"),
        pytest.param("soon", id="words"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_forged_time_is_none(repo: Repository, time: str) -> None:
    commit = forged(repo, time)
    assert refusal(repo, commit) == f"the commit {commit[:7]} does not say when it was made"


def test_a_time_beyond_all_measure_is_the_one_that_git_makes_of_it(repo: Repository) -> None:
    made = read(repo, forged(repo, f"{'9' * 20} +0000")).committed_at
    assert made == datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def forged(repo: Repository, time: str) -> str:
    """Return a commit that says it was made at `time`."""
    text = FORGED.format(tree=repo.git("rev-parse", "HEAD^{tree}"), time=time)
    (repo.path / "forged").write_text(text)
    return repo.git("hash-object", "-t", "commit", "-w", "--literally", "forged")
