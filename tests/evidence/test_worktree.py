"""What differs in a work tree from the commit that is checked out."""

import os
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from deploylint.collect.git import Git
from deploylint.collect.worktree import dirty_files
from deploylint.errors import UnavailableError
from tests.evidence.hostile import everything
from tests.evidence.repository import Repository, repository

Change = Callable[[Repository], object]


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "repo")
    files: dict[str, str | bytes] = {
        "a.txt": "a\n",
        "sub/b.txt": "b\n",
        "run.sh": "true\n",
        ".gitignore": "*.log\nbuild/\n",
    }
    new.commit(files, "first")
    return new


def dirty(repo: Repository, *ignore: str) -> tuple[str, ...]:
    return dirty_files(Git(str(repo.path)), ignore)


CHANGES = [
    pytest.param(lambda _: None, (), id="nothing"),
    pytest.param(lambda r: r.write({"a.txt": "b\n"}), ("a.txt",), id="changed"),
    pytest.param(lambda r: (r.path / "a.txt").unlink(), ("a.txt",), id="deleted"),
    pytest.param(lambda r: r.write({"new/c.txt": ""}), ("new/c.txt",), id="unknown"),
    pytest.param(
        lambda r: (r.write({"a.txt": "b\n"}), r.git("add", "a.txt")), ("a.txt",), id="staged"
    ),
    pytest.param(
        lambda r: (r.write({"a.txt": "b\n"}), r.git("add", "a.txt"), r.write({"a.txt": "a\n"})),
        ("a.txt",),
        id="staged-and-changed-back",
    ),
    pytest.param(lambda r: r.git("rm", "--cached", "-q", "a.txt"), ("a.txt",), id="untracked"),
    pytest.param(lambda r: r.git("mv", "a.txt", "z.txt"), ("a.txt", "z.txt"), id="renamed"),
    pytest.param(lambda r: (r.path / "run.sh").chmod(0o755), ("run.sh",), id="made-executable"),
    pytest.param(
        lambda r: ((r.path / "a.txt").unlink(), (r.path / "a.txt").symlink_to("run.sh")),
        ("a.txt",),
        id="replaced-by-a-link",
    ),
    pytest.param(lambda r: r.write({"x.log": "", "build/x": ""}), (), id="ignored"),
    pytest.param(lambda r: r.write({"r.xml.evidence.json": ""}), (), id="record"),
    pytest.param(lambda r: os.utime(r.path / "a.txt", (0, 0)), (), id="touched"),
    pytest.param(lambda r: (r.path / "empty").mkdir(), (), id="empty-folder"),
    pytest.param(
        lambda r: r.write({"with blank\n.txt": "", "é.txt": ""}),
        ("with blank\n.txt", "é.txt"),
        id="odd-names",
    ),
    pytest.param(
        lambda r: (r.git("update-index", "--assume-unchanged", "a.txt"), r.write({"a.txt": "b"})),
        ("a.txt",),
        id="assumed-unchanged",
    ),
    pytest.param(
        lambda r: r.git("update-index", "--assume-unchanged", "a.txt"),
        (),
        id="assumed-unchanged-and-it-is",
    ),
    pytest.param(
        lambda r: (r.git("update-index", "--skip-worktree", "a.txt"), r.write({"a.txt": "b"})),
        ("a.txt",),
        id="skipped-but-there",
    ),
    pytest.param(
        lambda r: (r.git("update-index", "--split-index"), r.write({"a.txt": "b"})),
        ("a.txt",),
        id="split-index",
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_every_difference_is_found(
    repo: Repository, change: Change, expected: tuple[str, ...]
) -> None:
    change(repo)
    before = everything(repo.path)
    assert dirty(repo) == expected
    assert everything(repo.path) == before


def test_what_is_named_is_left_out(repo: Repository) -> None:
    repo.write({"reports/a.xml": "", "reports/b.xml": "", "out/c": "", "out.txt": "", "a.txt": ""})
    everything_new = ("a.txt", "out.txt", "out/c", "reports/a.xml", "reports/b.xml")
    assert dirty(repo) == everything_new
    assert dirty(repo, "reports/a.xml", "out/") == ("a.txt", "out.txt", "reports/b.xml")
    assert dirty(repo, "reports", "a") == everything_new
    assert dirty_files(Git(str(repo.path)), iter(("reports/", "out/c"))) == ("a.txt", "out.txt")


def test_paths_are_relative_to_the_root_and_the_whole_tree_counts(repo: Repository) -> None:
    repo.write({"a.txt": "b\n", "sub/new.txt": ""})
    inner = Git(str(repo.path / "sub"))
    assert dirty_files(inner) == ("../a.txt", "new.txt")
    assert dirty_files(inner, ["new.txt"]) == ("../a.txt",)


def test_a_sparse_checkout_lacks_files_without_being_different(repo: Repository) -> None:
    repo.git("sparse-checkout", "set", "--no-cone", "/a.txt")
    assert not (repo.path / "sub").exists()
    assert dirty(repo) == ()


def test_what_only_a_user_ignores_differs(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gitconfig").write_text("[core]\n\texcludesFile = ~/ignored\n")
    (tmp_path / "ignored").write_text("conftest.py\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".config/git").mkdir(parents=True)
    (tmp_path / ".config/git/ignore").write_text("conftest.py\n")
    repo.write({"conftest.py": "", "new.txt": ""})
    assert dirty(repo) == ("conftest.py", "new.txt")
    (tmp_path / ".gitconfig").unlink()
    assert dirty(repo) == ("conftest.py", "new.txt")


@pytest.mark.parametrize(
    "name", [".DS_Store", "a/.idea/x.xml", ".vscode/s.json", ".a.py.swp", "a~"]
)
def test_what_editors_leave_is_no_difference(repo: Repository, name: str) -> None:
    repo.write({name: ""})
    assert dirty(repo) == ()
    repo.git("add", "--force", name)
    assert dirty(repo) == (name,)


def test_what_only_the_clone_ignores_differs(repo: Repository) -> None:
    (repo.path / ".git/info/exclude").write_text("mine.txt\n")
    repo.write({"mine.txt": ""})
    assert dirty(repo) == ("mine.txt",)


def test_line_ends_that_git_converts_are_no_difference(repo: Repository) -> None:
    repo.git("config", "core.autocrlf", "true")
    (repo.path / "a.txt").unlink()
    repo.git("checkout", "a.txt")
    # so that git looks into the file
    os.utime(repo.path / "a.txt", (0, 0))
    assert (repo.path / "a.txt").read_bytes() == b"a\r\n"
    assert dirty(repo) == ()
    repo.git("config", "core.autocrlf", "false")
    assert dirty(repo) == ("a.txt",)


def test_where_the_file_system_has_no_modes_they_are_no_difference(repo: Repository) -> None:
    repo.git("config", "core.fileMode", "false")
    (repo.path / "run.sh").chmod(0o755)
    assert dirty(repo) == ()


def test_a_file_of_git_lfs_is_compared_with_its_pointer(repo: Repository) -> None:
    content = bytes(range(256)) * 9
    digest = sha256(content).hexdigest()
    pointer = (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n"
    )
    same, other, large = "same.bin", "other.bin", "large.bin"
    repo.commit({".gitattributes": "*.bin filter=lfs\n", same: pointer, other: pointer})
    repo.commit({large: pointer + "x" * 2000, "link.bin": pointer, "mode.bin": pointer})
    repo.write({same: content, other: content[:-1] + b"x", large: content, "mode.bin": content})
    (repo.path / "mode.bin").chmod(0o755)
    (repo.path / "link.bin").unlink()
    (repo.path / "link.bin").symlink_to(same)
    assert dirty(repo) == (large, "link.bin", "mode.bin", other)


def test_a_submodule_differs_by_its_commit_alone(repo: Repository, tmp_path: Path) -> None:
    outer = repository(tmp_path / "outer")
    allow = ("-c", "protocol.file.allow=always")
    outer.git(*allow, "submodule", "--quiet", "add", repo.path.as_uri(), "module")
    outer.commit()
    inner = Repository(outer.path / "module")
    assert (dirty(outer), dirty(inner)) == ((), ())
    inner.write({"a.txt": "changed\n", "new.txt": ""})
    assert (dirty(outer), dirty(inner)) == ((), ("a.txt", "new.txt"))
    inner.commit()
    # even where the configuration says that this does not matter
    outer.git("config", "submodule.module.ignore", "all")
    assert (dirty(outer), dirty(inner)) == (("module",), ())


def test_a_linked_work_tree_is_looked_at_by_itself(repo: Repository, tmp_path: Path) -> None:
    repo.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
    linked = Repository(tmp_path / "linked")
    linked.write({"a.txt": "b\n"})
    assert (dirty(linked), dirty(repo)) == (("a.txt",), ())


def test_a_shallow_clone_is_clean(repo: Repository, tmp_path: Path) -> None:
    repo.commit({"a.txt": "b\n"})
    assert dirty(repo.clone(tmp_path / "shallow", "--depth", "1")) == ()


def test_a_repository_of_sha256_is_looked_at(tmp_path: Path) -> None:
    new = Repository(tmp_path)
    new.git("init", "--quiet", "--object-format=sha256")
    new.commit({"a.txt": "a\n"})
    assert dirty(new) == ()
    new.write({"a.txt": "b\n"})
    assert dirty(new) == ("a.txt",)


def test_an_unfinished_merge_is_a_difference(repo: Repository) -> None:
    repo.branch("work")
    repo.commit({"a.txt": "work\n"})
    repo.switch("main")
    repo.commit({"a.txt": "main\n"})
    repo.git("merge", "work", check=False)
    assert dirty(repo) == ("a.txt",)


def test_all_of_an_empty_repository_is_new(tmp_path: Path) -> None:
    new = repository(tmp_path)
    assert dirty(new) == ()
    new.write({"a.txt": ""})
    new.git("add", "a.txt")
    new.write({"b.txt": ""})
    assert dirty(new) == ("a.txt", "b.txt")


def test_a_folder_may_have_an_odd_name(tmp_path: Path) -> None:
    new = repository(tmp_path / 'a "quoted" \\ name:é #')
    new.commit({"a.txt": "a\n"})
    new.write({"a.txt": "b\n"})
    assert dirty(new) == ("a.txt",)


def test_a_folder_whose_name_has_a_line_end_is_refused(tmp_path: Path) -> None:
    new = repository(tmp_path / "a\nb")
    new.commit({"a.txt": "a\n"})
    with pytest.raises(UnavailableError, match="whose name has a line end"):
        dirty(new)


def test_a_broken_index_is_told(repo: Repository) -> None:
    (repo.path / ".git/index").write_bytes(b"DIRC nonsense")
    with pytest.raises(UnavailableError, match="index file"):
        dirty(repo)


def test_without_a_place_for_temporary_files_it_is_not_known(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(repo.path / "nowhere"))
    with pytest.raises(UnavailableError, match=r"^no temporary folder can be made: "):
        dirty(repo)
