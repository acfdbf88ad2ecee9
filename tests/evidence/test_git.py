"""What git is asked, and what it answers in whole, odd and broken repositories."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.collect import gitprocess
from deploylint.collect.git import Git, guarded, has_repository
from deploylint.errors import UnavailableError
from tests.evidence.repository import Repository, repository

NOWHERE = "1" * 40


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "repo")
    new.commit({"a.txt": "a\n", "sub/b.txt": "bb\n"}, "first")
    return new


def git(repo: Repository) -> Git:
    return Git(str(repo.path))


# --- names of commits ---------------------------------------------------------------------------


def test_a_commit_is_found_by_its_id_its_beginning_its_branch_and_its_tags(
    repo: Repository,
) -> None:
    repo.tag("light")
    repo.tag("annotated", "with a message")
    names = ("HEAD", "main", "light", "annotated", repo.head, repo.head[:7], repo.head[:7].upper())
    assert [git(repo).commit(name) for name in names] == [repo.head] * len(names)


def test_what_is_no_commit_is_none(repo: Repository) -> None:
    blob = repo.git("rev-parse", "HEAD:a.txt")
    repo.git("tag", "of-a-file", blob)
    assert [git(repo).commit(name) for name in (NOWHERE, "absent", blob, "of-a-file")] == [None] * 4


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("--output=x", id="option"),
        pytest.param("-x", id="short-option"),
        pytest.param("", id="empty"),
        pytest.param("a..b", id="range"),
        pytest.param("main^{/text}", id="search"),
        pytest.param("main:a.txt", id="file"),
        pytest.param("main@{1}", id="reflog"),
        pytest.param("@", id="at"),
        pytest.param("main~1", id="ancestor"),
        pytest.param("a b", id="blank"),
        pytest.param("a\nb", id="line-end"),
        pytest.param("a\0b", id="nul"),
        pytest.param("/etc/passwd", id="absolute"),
        pytest.param("x.lock", id="lock"),
        pytest.param("x" * 300, id="long"),
    ],
)
def test_a_name_that_no_reference_may_have_is_refused(repo: Repository, name: str) -> None:
    with pytest.raises(UnavailableError) as raised:
        git(repo).commit(name)
    assert str(raised.value) == f"{name[:60]!r} is not the name of a branch, tag or commit"


@given(st.text(min_size=1, max_size=12) | st.text("ab-./@{}~^:?*[\\ \x7f#=é", max_size=8))
@settings(max_examples=60, deadline=None)
def test_a_guarded_name_is_one_that_git_lets_a_branch_have(name: str) -> None:
    try:
        kept = guarded(name)
    except UnavailableError:
        return
    assert kept == name
    assert not name.startswith("-")
    try:
        full = os.fsencode(f"refs/heads/{name}")
    except UnicodeEncodeError:  # a lone surrogate, which no program can be told
        return
    assert subprocess.run([b"git", b"check-ref-format", full], check=False).returncode == 0


@pytest.mark.parametrize(
    "branch",
    [
        pytest.param("--output=x", id="option"),
        pytest.param("feature/été", id="accents"),
        pytest.param("a;b$(c)", id="shell"),
        pytest.param("#1-fix", id="issue"),
        pytest.param("a@b", id="at"),
    ],
)
def test_a_branch_may_have_an_odd_name(repo: Repository, branch: str) -> None:
    repo.git("update-ref", f"refs/heads/{branch}", repo.head)
    before = sorted(os.listdir(repo.path))
    assert git(repo).ref(f"refs/heads/{branch}") == repo.head
    assert sorted(os.listdir(repo.path)) == before


@pytest.mark.parametrize(
    "full", ["main", "refs/heads/main^", "refs/heads/main:a.txt", "refs/heads/ma\nin", "refs/"]
)
def test_what_is_no_full_reference_leads_to_nothing(repo: Repository, full: str) -> None:
    assert git(repo).ref(full) is None


def test_an_id_counts_more_than_a_branch_that_is_spelled_like_it(repo: Repository) -> None:
    first = repo.head
    second = repo.commit({"a.txt": "b\n"}, "second")
    repo.git("branch", first[:7], second)
    assert git(repo).commit(first[:7]) == first


def test_a_branch_may_be_spelled_like_an_id_that_does_not_exist(repo: Repository) -> None:
    repo.git("branch", "abcdef0", repo.head)
    assert git(repo).commit("abcdef0") == repo.head


def test_a_replaced_commit_is_itself(repo: Repository) -> None:
    first = repo.head
    second = repo.commit({"a.txt": "evil\n"}, "second")
    repo.git("replace", first, second)
    assert git(repo).blob(first, "a.txt", 100) == b"a\n"
    assert git(repo).ask("rev-list", "--max-count=1", "--format=%s", first).endswith("first")


def test_a_graft_does_not_change_history(repo: Repository) -> None:
    first = repo.head
    second = repo.commit({"a.txt": "b\n"}, "second")
    (repo.path / ".git/info/grafts").write_text(f"{second}\n")
    assert repo.git("rev-list", "--count", "HEAD") == "1"
    assert git(repo).ask("rev-list", "HEAD").split() == [second, first]


def test_objects_may_lie_in_another_repository(repo: Repository, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone", "--shared")
    assert git(clone).blob("HEAD", "sub/b.txt", 100) == b"bb\n"


# --- files at a commit --------------------------------------------------------------------------


def test_a_file_is_read_at_a_commit_relative_to_the_root(repo: Repository) -> None:
    repo.write({"a.txt": "not committed\n"})
    inside = Git(str(repo.path / "sub"))
    head = repo.head
    assert git(repo).blob(head, "a.txt", 100) == b"a\n"
    assert inside.blob(head, "b.txt", 100) == b"bb\n"
    absent = ("no", "sub", "../a.txt", "../../a.txt", "")
    assert [git(repo).blob(head, path, 100) for path in absent] == [None] * len(absent)


def test_a_file_that_is_too_large_is_not_read(repo: Repository) -> None:
    repo.commit({"big.txt": "x" * 2_000_001})
    with pytest.raises(UnavailableError, match=r"^big\.txt is larger than 2 MB in [0-9a-f]{7}$"):
        git(repo).blob(repo.head, "big.txt", 2_000_000)


def test_files_are_read_by_their_ids(repo: Repository) -> None:
    names = [repo.git("rev-parse", f"HEAD:{path}") for path in ("a.txt", "sub/b.txt", "sub")]
    a, b, tree = names
    asked = [b, a, b, NOWHERE, tree, "no id", f"{a}\n{b}"]
    assert git(repo).sizes(asked) == {b: 3, a: 2}
    assert git(repo).blobs(asked) == {b: b"bb\n", a: b"a\n"}
    assert git(repo).blobs([]) == {}
    with pytest.raises(UnavailableError, match=r"^the files are larger than 0 MB together$"):
        git(repo).blobs([a, b], limit=4)


# --- where the repository is --------------------------------------------------------------------


def test_a_folder_without_repository_is_none(tmp_path: Path) -> None:
    assert not has_repository(str(tmp_path))
    with pytest.raises(UnavailableError, match=r"^this is no git repository$"):
        Git(str(tmp_path))


def test_a_bare_repository_is_no_work_tree(repo: Repository, tmp_path: Path) -> None:
    repo.clone(tmp_path / "bare.git", "--bare")
    assert not has_repository(str(tmp_path / "bare.git"))


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda path: path.mkdir(), id="empty-folder"),
        pytest.param(lambda path: path.write_text("gitdir: ../nowhere\n"), id="file-to-nowhere"),
        pytest.param(lambda path: path.write_text("nonsense"), id="file-of-nonsense"),
        pytest.param(lambda path: path.symlink_to("nowhere"), id="link-to-nowhere"),
    ],
)
def test_the_repository_around_a_broken_one_is_not_taken_for_it(
    repo: Repository, make: Callable[[Path], None]
) -> None:
    inner = repo.path / "inner"
    inner.mkdir()
    make(inner / ".git")
    with pytest.raises(UnavailableError, match=r"^git could not read the repository: "):
        Git(str(inner)).commit("HEAD")


def test_a_repository_that_was_committed_as_files_is_not_believed(repo: Repository) -> None:
    # its configuration would come from whoever committed it
    inside = repo.clone(repo.path / "vendored", "--bare")
    with pytest.raises(UnavailableError, match="cannot use bare repository"):
        Git(str(inside.path)).commit("HEAD")


def test_a_linked_work_tree_has_its_own_head(repo: Repository, tmp_path: Path) -> None:
    first = repo.head
    repo.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    repo.commit({"a.txt": "b\n"}, "second")
    linked = Git(str(tmp_path / "linked"))
    assert (linked.commit("HEAD"), linked.commit("main")) == (first, repo.head)
    assert linked.top == os.path.realpath(tmp_path / "linked")


def test_a_submodule_is_a_repository_of_its_own(repo: Repository, tmp_path: Path) -> None:
    outer = repository(tmp_path / "outer")
    allow = ("-c", "protocol.file.allow=always")
    outer.git(*allow, "submodule", "--quiet", "add", repo.path.as_uri(), "module")
    outer.commit()
    module = Git(str(outer.path / "module"))
    assert module.commit("HEAD") == repo.head
    assert module.blob(repo.head, "a.txt", 100) == b"a\n"


def test_a_work_tree_that_is_said_to_be_elsewhere_is_where_git_lies(
    repo: Repository, tmp_path: Path
) -> None:
    repo.git("config", "core.worktree", str(tmp_path))
    assert git(repo).blob("HEAD", "a.txt", 100) == b"a\n"


def test_a_repository_of_sha256_is_read(tmp_path: Path) -> None:
    new = Repository(tmp_path)
    new.git("init", "--quiet", "--object-format=sha256", "--initial-branch=main")
    new.commit({"a.txt": "a\n"})
    assert git(new).commit("main") == new.head
    assert git(new).blob(new.head, "a.txt", 100) == b"a\n"


def test_an_empty_repository_has_no_head(tmp_path: Path) -> None:
    assert git(repository(tmp_path)).commit("HEAD") is None


# --- what goes wrong ----------------------------------------------------------------------------


def test_a_broken_configuration_is_told(repo: Repository) -> None:
    (repo.path / ".git/config").write_text("[core\n")
    with pytest.raises(UnavailableError, match=r"bad config line 1 in file \.git/config"):
        git(repo).commit("HEAD")


def test_git_that_hangs_is_given_up(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(repo.path / ".git/waits")
    repo.git("config", "include.path", "waits")
    monkeypatch.setattr(gitprocess, "TIMEOUT", 0.3)
    with pytest.raises(UnavailableError, match=r"^git gave no answer within 0\.3 s$"):
        git(repo).commit("HEAD")


def test_git_that_says_too_much_is_given_up(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    # trees of trees: few objects, and two to the power of thirty files
    tree = repo.git("rev-parse", "HEAD^{tree}")
    for _ in range(30):
        text = f"040000 tree {tree}\ta\n040000 tree {tree}\tb\n"
        (repo.path / "text").write_text(text)
        done = subprocess.run(
            ["git", "mktree"], cwd=repo.path, input=text.encode(), capture_output=True, check=True
        )
        tree = done.stdout.decode().strip()
    monkeypatch.setattr(gitprocess, "MAX_OUTPUT", 3_000_000)
    with pytest.raises(UnavailableError, match=r"^git said more than 3 MB$"):
        git(repo).ask("ls-tree", "-r", tree)


def test_a_machine_without_git_is_told(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = repo.path.parent / "bin"
    folder.mkdir()
    (folder / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(
        UnavailableError, match=r"^`git` is not installed, so the repository cannot be read$"
    ):
        git(repo).commit("HEAD")


def test_a_folder_that_may_not_be_entered_is_told(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = git(repo)
    monkeypatch.chdir(repo.path.parent)
    repo.path.rename(repo.path.parent / "elsewhere")
    with pytest.raises(UnavailableError, match=r"^the folder .*/repo may not be entered$"):
        here.commit("HEAD")


def test_what_git_complained_about_is_told(repo: Repository) -> None:
    with pytest.raises(UnavailableError) as raised:
        git(repo).ask("rev-list", NOWHERE)
    assert str(raised.value) == f"git could not read the repository: bad object {NOWHERE}"


def test_an_argument_that_no_program_can_be_told_is_refused(repo: Repository) -> None:
    for path in ("a\0b", "a\ud800b"):
        with pytest.raises(UnavailableError, match=r"^git could not be run: "):
            git(repo).blob(repo.head, path, 100)
