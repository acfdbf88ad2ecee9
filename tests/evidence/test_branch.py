"""How a release stands to the main branch, in every state that a repository can be in."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deploylint.collect.around import Around, Question
from deploylint.collect.branch import collect
from deploylint.errors import UnavailableError
from deploylint.facts.branch import Base, Branch, Known
from tests.evidence.judging import judge, written
from tests.evidence.repository import Repository, repository


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine that runs the tests says about itself."""
    for name in tuple(os.environ):
        if name.startswith(("GITHUB_", "CI_")):
            monkeypatch.delenv(name)


@pytest.fixture
def server(tmp_path: Path) -> Repository:
    """Return what is on the server: `work` left `main` after its first commit."""
    repo = repository(tmp_path / "server")
    repo.commit({"a.txt": "a\n"}, "first")
    repo.branch("work")
    repo.commit({"work.txt": "w\n"}, "work")
    repo.switch("main")
    return repo


def look(repo: Repository, commit: str | None = None, main_branch: str | None = None) -> Branch:
    question = Question(
        root=str(repo.path), version="v1.2.0", commit=commit, main_branch=main_branch
    )
    return collect(Around(question))


class Seen(NamedTuple):
    """What matters of the fact, with commits called by their subject."""

    base: str
    known: Known
    named_by: str
    commit: str
    contained: bool | None
    behind: int | None
    ahead: int | None


def seen(branch: Branch, repo: Repository) -> Seen:
    def subject(commit: str) -> str:
        return repo.git("log", "-1", "--format=%s", commit, check=False) or commit

    return Seen(
        base=f"{branch.base.name} {subject(branch.base.tip)}",
        known=branch.base.known,
        named_by=branch.base.named_by,
        commit=subject(branch.commit),
        contained=branch.contained,
        behind=branch.behind,
        ahead=branch.ahead,
    )


def refusal(repo: Repository, **options: Any) -> str:
    with pytest.raises(UnavailableError) as raised:
        look(repo, **options)
    return str(raised.value)


# --- a clone of a developer ---------------------------------------------------------------------

FETCHED = Seen("main first", Known.FETCH, "origin/HEAD", "work", contained=True, behind=0, ahead=1)


def clone(server: Repository, branch: str = "work", *options: str) -> Repository:
    return server.clone(server.path.parent / "clone", "--branch", branch, *options)


def test_up_to_date(server: Repository) -> None:
    here = clone(server)
    assert seen(look(here), here) == FETCHED


def test_behind(server: Repository) -> None:
    server.commit({"b.txt": "b\n"}, "second")
    server.commit({"c.txt": "c\n"}, "third")
    here = clone(server)
    expected = FETCHED._replace(base="main third", contained=False, behind=2)
    assert seen(look(here), here) == expected


def test_what_the_server_has_since_the_last_fetch_is_not_known(server: Repository) -> None:
    here = clone(server)
    server.commit({"b.txt": "b\n"}, "second")
    assert seen(look(here), here) == FETCHED
    here.git("fetch", "--quiet")
    expected = FETCHED._replace(base="main second", contained=False, behind=1)
    assert seen(look(here), here) == expected


def test_merged_again(server: Repository) -> None:
    server.commit({"b.txt": "b\n"}, "second")
    here = clone(server)
    here.git("merge", "--quiet", "-m", "merged", "origin/main")
    expected = FETCHED._replace(base="main second", commit="merged", ahead=2)
    assert seen(look(here), here) == expected


def test_main_itself(server: Repository) -> None:
    here = clone(server, "main")
    assert seen(look(here), here) == FETCHED._replace(commit="first", ahead=0)


def test_main_that_was_not_pushed_yet(server: Repository) -> None:
    here = clone(server, "main")
    here.commit({"b.txt": "b\n"}, "second")
    assert seen(look(here), here) == FETCHED._replace(commit="second")


def test_an_old_commit_of_main(server: Repository) -> None:
    first = server.head
    server.commit({"b.txt": "b\n"}, "second")
    here = clone(server, "main")
    expected = FETCHED._replace(
        base="main second", commit="first", contained=False, behind=1, ahead=0
    )
    assert seen(look(here, first[:7]), here) == expected


def test_detached(server: Repository) -> None:
    here = clone(server)
    here.git("checkout", "--quiet", "--detach")
    assert seen(look(here), here) == FETCHED


def test_a_linked_work_tree(server: Repository, tmp_path: Path) -> None:
    here = clone(server, "main")
    here.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "origin/work")
    linked = Repository(tmp_path / "linked")
    assert seen(look(linked), linked) == FETCHED


def test_a_submodule(server: Repository, tmp_path: Path) -> None:
    outer = repository(tmp_path / "outer")
    allow = ("-c", "protocol.file.allow=always")
    uri = server.path.as_uri()
    outer.git(*allow, "submodule", "--quiet", "add", "-b", "work", uri, "module")
    module = Repository(outer.path / "module")
    assert seen(look(module), module) == FETCHED


def test_branches_without_a_common_commit(server: Repository) -> None:
    here = clone(server)
    here.git("switch", "--quiet", "--orphan", "alone")
    here.commit({"x.txt": "x\n"}, "alone")
    expected = FETCHED._replace(commit="alone", contained=False, behind=1)
    assert seen(look(here), here) == expected


def test_a_commit_that_is_lost_is_not_passed_over(server: Repository) -> None:
    server.commit({"b.txt": ""}, "second")
    server.commit({"c.txt": ""}, "third")
    here = clone(server)
    here.git("repack", "-a", "-d", "-q", "--no-write-bitmap-index")
    for pack in (here.path / ".git/objects/pack").glob("*.pack"):
        objects = pack.read_bytes()
        for beside in pack.parent.glob(f"{pack.stem}.*"):
            beside.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=here.path, input=objects, check=True)
    lost = here.git("rev-parse", "origin/main~1")
    (here.path / ".git/objects" / lost[:2] / lost[2:]).unlink()
    assert refusal(here).startswith("git could not read the repository: ")


# --- which branch -------------------------------------------------------------------------------


def test_the_settings_come_first(server: Repository) -> None:
    server.git("branch", "develop", "work")
    here = clone(server, "main")
    expected = Seen(
        *("develop work", Known.FETCH, ".deploylint.yaml", "first"),
        contained=False,
        behind=1,
        ahead=0,
    )
    assert seen(look(here, main_branch="develop"), here) == expected


def test_a_branch_that_the_settings_name_must_be_there(server: Repository) -> None:
    assert refusal(clone(server), main_branch="develop") == (
        "the branch develop, which .deploylint.yaml names, is not in this clone;"
        " git fetch origin develop"
    )


@pytest.mark.parametrize("name", ["--output=x", "main^", "main:a.txt", "../main", "HEAD~1", "@{u}"])
def test_the_settings_name_branches_and_nothing_else(server: Repository, name: str) -> None:
    here = clone(server)
    assert refusal(here, main_branch=name).startswith(f"the branch {name}, which ")
    assert not (here.path / "x").exists()


def test_main_may_be_called_like_an_option(server: Repository) -> None:
    server.git("update-ref", "refs/heads/--output=x", "main")
    here = clone(server)
    expected = FETCHED._replace(base="--output=x first", named_by=".deploylint.yaml")
    assert seen(look(here, main_branch="--output=x"), here) == expected
    assert not (here.path / "x").exists()


@pytest.mark.parametrize(
    ("remote", "local", "expected"),
    [
        pytest.param(("main", "master"), (), ("main", Known.FETCH), id="main-before-master"),
        pytest.param(("master",), ("main",), ("master", Known.FETCH), id="remote-before-local"),
        pytest.param((), ("main", "master"), ("main", Known.LOCAL), id="local-main"),
        pytest.param((), ("master",), ("master", Known.LOCAL), id="local-master"),
    ],
)
def test_without_a_word_the_usual_names_are_tried(
    tmp_path: Path, remote: tuple[str, ...], local: tuple[str, ...], expected: tuple[str, Known]
) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({}, "first")
    repo.branch("work")
    repo.git("branch", "--delete", "main")
    for name in remote:
        repo.git("update-ref", f"refs/remotes/origin/{name}", "HEAD")
    for name in local:
        repo.git("update-ref", f"refs/heads/{name}", "HEAD")
    branch = look(repo)
    assert branch.base == Base(expected[0], repo.head, expected[1], "its usual name")


def test_the_default_of_the_remote_may_have_another_name(server: Repository) -> None:
    server.git("branch", "--move", "main", "trunk")
    here = clone(server)
    assert seen(look(here), here) == FETCHED._replace(base="trunk first")


def test_without_any_such_branch_it_is_not_known(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({}, "first")
    repo.git("branch", "--move", "main", "work")
    assert refusal(repo) == (
        "nothing says which branch releases are made from;"
        " name it in .deploylint.yaml: `main_branch: main`"
    )


def test_an_empty_repository_releases_nothing(tmp_path: Path) -> None:
    assert refusal(repository(tmp_path)) == "the repository has no commit yet"


def test_a_folder_without_repository_has_no_branch(tmp_path: Path) -> None:
    assert refusal(Repository(tmp_path)) == "this is no git repository"


Event = Callable[[object], None]


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """Return what makes this a run for an event."""

    def make(content: object) -> None:
        (tmp_path / "event.json").write_text(json.dumps(content))
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(tmp_path / "event.json"))

    return make


# --- shallow clones -----------------------------------------------------------------------------


def shallow(server: Repository, depth: int, *others: str) -> Repository:
    here = clone(server, "work", "--depth", str(depth), "--single-branch")
    for other in others:
        spec = f"{other}:refs/remotes/origin/{other}"
        here.git("fetch", "--quiet", "--depth", str(depth), "origin", spec)
    return here


@pytest.fixture
def longer(server: Repository) -> Repository:
    """Return the server with one more commit on `work`."""
    server.switch("work")
    server.commit({"more.txt": ""}, "more")
    server.switch("main")
    return server


UNKNOWN = Seen("main first", Known.FETCH, "origin/HEAD", "more", None, None, None)


def test_what_a_shallow_clone_holds_is_proof(longer: Repository) -> None:
    longer.git("branch", "--force", "base", "work~1")
    here = shallow(longer, 2)
    here.git("update-ref", "refs/remotes/origin/base", "HEAD~1")
    branch = look(here, main_branch="base")
    expected = Seen("base work", Known.FETCH, ".deploylint.yaml", "more", True, 0, None)
    assert (branch.release.shallow, seen(branch, here)) == (True, expected)


def test_what_a_shallow_clone_lacks_is_not_known(longer: Repository) -> None:
    # on the server it is contained
    here = shallow(longer, 1, "main")
    assert here.git("merge-base", "origin/main", "HEAD", check=False) == ""
    expected = UNKNOWN._replace(named_by="its usual name")
    assert seen(look(here), here) == expected


def test_a_tip_that_a_shallow_clone_lacks_is_not_known(longer: Repository, event: Event) -> None:
    event(request(longer))
    here = shallow(longer, 1)
    tip = longer.git("rev-parse", "main")
    expected = UNKNOWN._replace(base=f"main {tip}", known=Known.EVENT, named_by="the GitHub event")
    assert seen(look(here), here) == expected


def test_a_shallow_clone_counts_nothing(server: Repository) -> None:
    # on the server it is three behind, and git says one
    for name in ("second", "third", "fourth"):
        server.commit({f"{name}.txt": ""}, name)
    here = shallow(server, 1, "main")
    assert here.git("rev-list", "--left-right", "--count", "origin/main...HEAD") == "1\t1"
    expected = Seen("main fourth", Known.FETCH, "its usual name", "work", None, None, None)
    assert seen(look(here), here) == expected


def test_main_itself_is_proof_at_any_depth(server: Repository) -> None:
    server.commit({"b.txt": ""}, "second")
    here = server.clone(server.path.parent / "clone", "--depth", "1")
    expected = Seen("main second", Known.FETCH, "origin/HEAD", "second", True, 0, 0)
    assert seen(look(here), here) == expected


# --- GitHub Actions -----------------------------------------------------------------------------


def request(server: Repository, base: str = "main", head: str = "work") -> Mapping[str, Any]:
    shas = {name: server.git("rev-parse", name) for name in (base, head)}
    return {
        "pull_request": {
            "base": {"ref": base, "sha": shas[base]},
            "head": {"ref": head, "sha": shas[head]},
        },
        "repository": {"default_branch": "main"},
    }


def merged(server: Repository, *options: str) -> Repository:
    """Return what actions/checkout makes of a pull request: the merge that GitHub made."""
    server.git("switch", "--quiet", "--detach", "main")
    server.git("merge", "--quiet", "--no-ff", "-m", "merge of the request", "work")
    server.git("update-ref", "refs/pull/7/merge", "HEAD")
    server.switch("main")
    here = server.clone(server.path.parent / "checkout", *options)
    here.git("fetch", "--quiet", *options, "origin", "refs/pull/7/merge")
    here.git("checkout", "--quiet", "--detach", "FETCH_HEAD")
    return here


REQUEST = Seen("main first", Known.EVENT, "the GitHub event", "work", True, 0, 1)


def test_a_pull_request_is_judged_by_its_head(server: Repository, event: Event) -> None:
    event(request(server))
    here = merged(server)
    assert seen(look(here), here) == REQUEST
    assert look(here).release.commit == here.head


def test_the_merge_that_github_made_does_not_hide_what_the_head_lacks(
    server: Repository, event: Event
) -> None:
    server.commit({"b.txt": ""}, "second")
    event(request(server))
    here = merged(server)
    expected = REQUEST._replace(base="main second", contained=False, behind=1)
    assert seen(look(here), here) == expected


def test_the_merge_knows_main_better_than_an_old_event(server: Repository, event: Event) -> None:
    event(request(server))
    server.commit({"b.txt": ""}, "second")
    here = merged(server)
    here.git("update-ref", "-d", "refs/remotes/origin/main")
    expected = REQUEST._replace(base="main second", contained=False, behind=1)
    assert seen(look(here), here) == expected


def test_a_fetch_knows_main_better_than_an_old_event(server: Repository, event: Event) -> None:
    event(request(server))
    server.commit({"b.txt": ""}, "second")
    here = clone(server)
    expected = REQUEST._replace(base="main second", contained=False, behind=1)
    assert seen(look(here), here) == expected


def test_an_event_knows_main_better_than_an_old_fetch(server: Repository, event: Event) -> None:
    here = clone(server)
    tip = server.commit({"b.txt": ""}, "second")
    event(request(server))
    expected = REQUEST._replace(base=f"main {tip}", contained=False, behind=None, ahead=None)
    assert seen(look(here), here) == expected


def test_the_variables_alone_tell_of_a_merge(
    server: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.commit({"b.txt": ""}, "second")
    here = merged(server)
    monkeypatch.setenv("GITHUB_REF", "refs/pull/7/merge")
    monkeypatch.setenv("GITHUB_SHA", here.head)
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    expected = Seen("main second", Known.FETCH, "GITHUB_BASE_REF", "work", False, 1, 1)
    assert seen(look(here), here) == expected


def test_the_shallow_checkout_of_a_request_knows_nothing(
    server: Repository, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    event(request(server))
    here = merged(server, "--depth", "1")
    monkeypatch.setenv("GITHUB_REF", "refs/pull/7/merge")
    monkeypatch.setenv("GITHUB_SHA", here.head)
    head = server.git("rev-parse", "work")
    expected = REQUEST._replace(commit=head, contained=None, behind=None, ahead=None)
    assert seen(look(here), here) == expected


def test_a_plan_may_name_the_head_of_the_request(server: Repository, event: Event) -> None:
    event(request(server))
    here = merged(server)
    assert seen(look(here, server.git("rev-parse", "work")), here) == REQUEST


def test_an_event_of_another_commit_does_not_know_main(server: Repository, event: Event) -> None:
    server.branch("other")
    server.commit({}, "other")
    event(request(server, head="other"))
    here = clone(server)
    expected = FETCHED._replace(named_by="the GitHub event")
    assert seen(look(here), here) == expected


def test_a_request_may_be_for_another_branch(server: Repository, event: Event) -> None:
    server.git("branch", "release/1.x", "main")
    server.commit({"b.txt": ""}, "second")
    event(request(server, base="release/1.x"))
    here = clone(server)
    assert seen(look(here), here) == REQUEST._replace(base="release/1.x first")


def test_the_settings_come_before_the_event(server: Repository, event: Event) -> None:
    server.git("branch", "release/1.x", "main")
    server.commit({"b.txt": ""}, "second")
    event(request(server, base="release/1.x"))
    here = clone(server)
    expected = FETCHED._replace(
        base="main second", named_by=".deploylint.yaml", contained=False, behind=1
    )
    assert seen(look(here, main_branch="main"), here) == expected


def test_a_push_to_main_knows_its_tip(
    server: Repository, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = server.clone(server.path.parent / "clone", "--depth", "1")
    event({"ref": "refs/heads/main", "repository": {"default_branch": "main"}})
    monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
    monkeypatch.setenv("GITHUB_SHA", here.head)
    expected = Seen("main first", Known.EVENT, "the GitHub event", "first", True, 0, 0)
    assert seen(look(here), here) == expected


def test_an_old_run_that_is_started_again_sees_what_came_since(
    server: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_REF", "refs/heads/main")
    monkeypatch.setenv("GITHUB_SHA", server.head)
    old = server.head
    server.commit({"b.txt": ""}, "second")
    here = clone(server, "main")
    here.git("checkout", "--quiet", "--detach", old)
    expected = Seen("main second", Known.EVENT, "origin/HEAD", "first", False, 1, 0)
    assert seen(look(here), here) == expected


def test_a_merge_queue_knows_main(server: Repository, event: Event) -> None:
    tip = server.git("rev-parse", "main")
    event({"merge_group": {"base_ref": "refs/heads/main", "base_sha": tip}})
    here = clone(server)
    assert seen(look(here), here) == FETCHED._replace(known=Known.EVENT)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param([], id="list"),
        pytest.param({"pull_request": []}, id="request-is-a-list"),
        pytest.param({"pull_request": {"base": "main", "head": 7}}, id="base-is-a-text"),
        pytest.param(
            {"pull_request": {"base": {"ref": ["main"], "sha": 7}, "head": {"sha": None}}},
            id="wrong-types",
        ),
        pytest.param(
            {"pull_request": {"base": {"ref": "main", "sha": "--output=x"}, "head": {}}},
            id="option",
        ),
        pytest.param({"repository": {"default_branch": {}}}, id="branch-is-an-object"),
        pytest.param({"merge_group": {"base_ref": 1}}, id="queue-of-numbers"),
    ],
)
def test_an_event_may_hold_anything(server: Repository, event: Event, content: object) -> None:
    event(content)
    here = clone(server)
    assert look(here).contained is True
    assert look(here).base.known is Known.FETCH


# --- GitLab CI ----------------------------------------------------------------------------------


def test_a_merge_request_is_judged_by_its_head(
    server: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.commit({"b.txt": ""}, "second")
    here = merged(server)
    variables = {
        "CI_COMMIT_SHA": here.head,
        "CI_DEFAULT_BRANCH": "main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": server.git("rev-parse", "main"),
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": server.git("rev-parse", "work"),
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    by = "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"
    expected = Seen("main second", Known.EVENT, by, "work", False, 1, 1)
    assert seen(look(here), here) == expected


def test_a_pipeline_of_main_knows_its_tip(
    server: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = clone(server, "main")
    monkeypatch.setenv("CI_DEFAULT_BRANCH", "main")
    monkeypatch.setenv("CI_COMMIT_BRANCH", "main")
    monkeypatch.setenv("CI_COMMIT_SHA", here.head)
    expected = Seen("main first", Known.EVENT, "CI_DEFAULT_BRANCH", "first", True, 0, 0)
    assert seen(look(here), here) == expected


# --- the whole program --------------------------------------------------------------------------


def test_the_program_says_where_the_release_stands(server: Repository) -> None:
    tip = server.commit({"b.txt": "b\n"}, "second")
    here = clone(server)
    said = f"the release lacks 1 commit of main at {tip[:7]}"
    plan = f"{here.path.parent}/clone-papers/plan.yaml:1"
    item = judge(here.path, "branch-up-to-date")
    assert written(item).splitlines() == [
        f"fail violated: {said}",
        f"  {plan} {said}",
        f"  {plan} main is known as of the last fetch",
    ]
    item = judge(here.path, "branch-up-to-date", with_={"max_behind": 1})
    assert written(item).splitlines() == [
        f"pass evidenced: {said}; the policy allows 1",
        f"  {plan} main is known as of the last fetch",
    ]


def test_the_program_knows_main_as_bound_from_the_ci_run(server: Repository) -> None:
    here = clone(server, "main", "--depth", "1")
    env = {"GITHUB_REF": "refs/heads/main", "GITHUB_SHA": here.head}
    item = judge(here.path, "branch-up-to-date", env=env, assurance="bound")
    assert written(item) == f"pass bound: the release is main at {here.head[:7]} itself"
    assert item["evidence"] == [
        {
            "kind": "git",
            "source": f"{what} at {here.head[:7]}",
            "digest": None,
            "commit": here.head,
            "time": None,
        }
        for what in ("main", "release")
    ]
