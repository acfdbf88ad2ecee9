"""A repository that is configured to run programs runs none, and is not touched."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from shutil import copytree

import pytest

from deploylint.collect import git as hardened
from deploylint.collect import gitprocess
from deploylint.collect.around import Around, Question
from deploylint.collect.git import Git
from deploylint.collect.sealed import sealed, sealed_work_tree
from deploylint.collect.worktree import dirty_files
from deploylint.errors import UnavailableError
from tests.evidence.hostile import Trap, everything, hostile_repository
from tests.evidence.judging import judge, outcome
from tests.evidence.repository import Repository, repository
from tests.program import ROOT

FACTS = sorted(
    path.stem
    for path in (ROOT / "deploylint/facts").glob("*.py")
    if (ROOT / "deploylint/collect" / path.name).is_file()
    and "def collect(around: Around)" in (ROOT / "deploylint/collect" / path.name).read_text()
)
READS = [
    ("rev-parse", "--verify", "HEAD^{commit}"),
    ("rev-parse", "--is-shallow-repository"),
    ("rev-list", "--format=%H%n%T%n%an%n%GS%n%B", "work"),
    ("rev-list", "--left-right", "--count", "main...work"),
    ("rev-list", "--objects", "--all"),
    ("for-each-ref", "--format=%(refname)%(objecttype)%(upstream:track)%(contents)%(signature)"),
    ("for-each-ref", "--merged=work", "--format=%(refname)"),
    ("cat-file", "blob", "work:a.txt"),
    ("cat-file", "-s", "work:a.txt"),
    ("ls-tree", "-r", "-l", "-z", "--full-tree", "work"),
    ("merge-base", "--is-ancestor", "main", "work"),
    ("merge-base", "main", "work"),
]


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "trap")


@pytest.fixture
def repo(tmp_path: Path, trap: Trap) -> Repository:
    new = hostile_repository(tmp_path / "repo", trap)
    trap.marks.unlink(missing_ok=True)
    return new


@pytest.fixture
def untouched(repo: Repository, trap: Trap) -> Iterator[None]:
    """Compare repository and marks before and after a test."""
    before = everything(repo.path)
    yield
    assert trap.sprung == []
    assert everything(repo.path) == before


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["status"], id="status"),
        pytest.param(["merge-tree", "--write-tree", "main", "work"], id="merge-tree"),
        pytest.param(["log", "-1"], id="log"),
        pytest.param(["diff"], id="diff"),
        pytest.param(["diff-tree", "-p", "main", "work"], id="diff-tree"),
        pytest.param(["add", "a.txt"], id="add"),
        pytest.param(["commit", "--quiet", "-m", "x"], id="commit"),
        pytest.param(["fetch"], id="fetch"),
    ],
)
def test_the_traps_are_sharp(repo: Repository, trap: Trap, command: list[str]) -> None:
    repo.git(*command, check=False)
    assert trap.sprung != []


def test_a_content_that_is_lacking_springs_the_trap_of_plain_git(
    repo: Repository, trap: Trap
) -> None:
    _lose(repo, "work:a.txt")
    repo.git("cat-file", "blob", "work:a.txt", check=False)
    assert trap.sprung != []


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_what_reads_runs_nothing(repo: Repository, command: tuple[str, ...]) -> None:
    name, *arguments = command
    Git(str(repo.path)).run(name, *arguments)


@pytest.mark.usefixtures("untouched")
def test_every_command_that_may_run_was_tried() -> None:
    assert {command for command, *_ in READS} == hardened.COMMANDS


@pytest.mark.usefixtures("untouched")
def test_a_command_that_is_not_on_the_list_is_a_mistake(repo: Repository) -> None:
    for command in ("status", "diff", "log", "fetch", "merge-tree", "config"):
        with pytest.raises(AssertionError):
            Git(str(repo.path)).run(command)


@pytest.mark.usefixtures("untouched")
def test_the_state_of_the_work_tree_runs_nothing(repo: Repository) -> None:
    assert dirty_files(Git(str(repo.path))) == ("a.txt", "b.x", ".gitattributes", "new.txt")


@pytest.mark.usefixtures("untouched")
def test_a_merge_runs_no_driver_and_writes_nothing(repo: Repository) -> None:
    here = Git(str(repo.path))
    with sealed(here, attributes=b"* merge=evil\n") as empty:
        merge = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z")
        answer = empty.run(*merge, here.commit("main") or "", here.commit("work") or "")
        written = list(Path(empty.folder, "objects").glob("??/*"))
    assert (answer.code, answer.out.split(b"\0")[1:]) == (1, [b"a.txt", b""])
    assert written != []
    assert not os.path.exists(empty.folder)


@pytest.mark.usefixtures("untouched")
def test_the_index_is_only_read(repo: Repository) -> None:
    with sealed_work_tree(Git(str(repo.path)), None) as tree:
        assert tree.run("ls-files", "--unmerged").out == b""


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("name", FACTS)
def test_no_collector_runs_or_writes_anything(repo: Repository, name: str) -> None:
    question = Question(root=str(repo.path), version="v1.2.0", previous_version="v1.1.9")
    with suppress(UnavailableError):
        import_module(f"deploylint.collect.{name}").collect(Around(question))


def test_the_collectors_of_git_facts_are_among_them() -> None:
    assert {"branch", "merging", "tags", "changes"} <= set(FACTS)


def test_a_content_that_is_lacking_is_not_fetched(repo: Repository, trap: Trap) -> None:
    _lose(repo, "work:a.txt")
    before = everything(repo.path)
    here = Git(str(repo.path))
    with pytest.raises(UnavailableError, match=r"work:a\.txt"):
        here.ask("cat-file", "blob", "work:a.txt")
    with sealed(here) as empty:
        assert empty.run("merge-tree", "--write-tree", "main", "work").code > 0
    dirty_files(here)
    assert (trap.sprung, everything(repo.path) == before) == ([], True)


def test_repositories_inside_are_not_entered(repo: Repository, trap: Trap, tmp_path: Path) -> None:
    outer = repository(tmp_path / "outer")
    outer.commit({"a.txt": "a\n"})
    # one as a submodule, one that git does not know
    for name in ("module", "unknown"):
        copytree(repo.path, outer.path / name, symlinks=True)
    outer.git("-c", f"core.hooksPath={os.devnull}", "add", "module")
    outer.git("config", "--file", ".gitmodules", "submodule.module.path", "module")
    outer.git("config", "submodule.module.update", f"!{trap.program}")
    outer.git("commit", "--quiet", "-m", "module")
    trap.marks.unlink(missing_ok=True)
    outer.git("status", check=False)
    assert trap.sprung != []
    trap.marks.unlink()
    before = everything(outer.path)
    assert dirty_files(Git(str(outer.path))) == (".gitmodules", "unknown")
    assert (trap.sprung, everything(outer.path) == before) == ([], True)


def _lose(repo: Repository, name: str) -> None:
    found = repo.git("rev-parse", name)
    (repo.path / ".git/objects" / found[:2] / found[2:]).unlink()


# --- the caller's environment -------------------------------------------------------------------


@pytest.fixture
def plain(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "plain")
    new.commit({"a.txt": "a\n"}, "first")
    return new


def environments(trap: Trap, other: Repository) -> dict[str, str]:
    """Return variables that make git look elsewhere, or run something."""
    folder = trap.program.parent / "exec"
    for name in ("git-status", "git-rev-parse", "git-merge-tree", "git"):
        trap.at(folder / name)
    settings = {
        "core.fsmonitor": str(trap.program),
        "core.hooksPath": str(folder),
        "alias.rev-parse": f"!{trap.program}",
    }
    numbered: dict[str, str] = {}
    for number, (key, value) in enumerate(settings.items()):
        numbered |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return {
        "GIT_DIR": str(other.path / ".git"),
        "GIT_WORK_TREE": str(other.path),
        "GIT_INDEX_FILE": str(other.path / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other.path / ".git/objects"),
        "GIT_COMMON_DIR": str(other.path / ".git"),
        "GIT_NAMESPACE": "other",
        "GIT_CONFIG_COUNT": str(len(settings)),
        **numbered,
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={trap.program}'",
        "GIT_CONFIG_GLOBAL": str(other.path / ".git/config"),
        "GIT_CONFIG_SYSTEM": str(other.path / ".git/config"),
        "GIT_EXEC_PATH": str(folder),
        "GIT_EXTERNAL_DIFF": str(trap.program),
        "GIT_PAGER": str(trap.program),
        "GIT_EDITOR": str(trap.program),
        "GIT_SSH_COMMAND": str(trap.program),
        "GIT_ASKPASS": str(trap.program),
        "GIT_PROXY_COMMAND": str(trap.program),
        "GIT_TRACE": str(trap.marks),
        "GIT_TRACE_SETUP": str(trap.marks),
        "GIT_TRACE2_EVENT": str(trap.marks),
        "GIT_REDIRECT_STDOUT": str(trap.marks),
        "GIT_PYTHON_GIT_EXECUTABLE": str(trap.program),
        "GIT_PYTHON_REFRESH": "raise",
        "GIT_PYTHON_TRACE": "full",
        "GIT_CEILING_DIRECTORIES": "/",
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_SHALLOW_FILE": str(other.path / "shallow"),
        "GIT_GRAFT_FILE": str(other.path / "grafts"),
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1",
        "PAGER": str(trap.program),
        "EDITOR": str(trap.program),
    }


def test_what_the_environment_tells_git_is_not_heard(
    plain: Repository, trap: Trap, tmp_path: Path
) -> None:
    other = repository(tmp_path / "other")
    other.commit({"b.txt": "b\n"}, "other")
    env = environments(trap, other)
    item = judge(plain.path, "branch-up-to-date", env=env)
    assert (outcome(item), item["reason"]) == (
        "pass evidenced",
        f"the release is main at {plain.head[:7]} itself",
    )
    assert trap.sprung == []


def test_what_the_user_configured_changes_no_answer(
    plain: Repository, trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".gitconfig").write_text(
        f"[trace2]\n\teventTarget = {trap.marks}\n[core]\n\tquotePath = false\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    plain.commit({"é.txt": ""})
    here = Git(str(plain.path))
    assert here.ask("ls-tree", "--name-only", "HEAD").split("\n") == [
        "a.txt",
        r'"\303\251.txt"',
    ]
    assert trap.sprung == []


@pytest.mark.parametrize(
    "folder",
    [
        pytest.param("{repo}/bin", id="folder-of-the-project"),
        pytest.param("bin", id="relative-folder"),
        pytest.param("", id="current-folder"),
        pytest.param("{outside}/link", id="link-into-the-project"),
        pytest.param("{outside}/linked", id="links-to-programs-of-the-project"),
    ],
)
def test_a_git_of_the_project_is_not_run(
    plain: Repository, trap: Trap, tmp_path: Path, folder: str
) -> None:
    for name in ("git", "env", "ps", "pgrep", "git-rev-parse"):
        trap.at(plain.path / "bin" / name)
        trap.at(plain.path / name)
        (tmp_path / "linked").mkdir(exist_ok=True)
        (tmp_path / "linked" / name).symlink_to(plain.path / name)
    (tmp_path / "link").symlink_to(plain.path / "bin")
    (plain.path / ".git/info/exclude").write_text("*\n")
    path = folder.format(repo=plain.path, outside=tmp_path)
    item = judge(
        plain.path, "branch-up-to-date", env={"PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    )
    assert (outcome(item), trap.sprung) == ("pass evidenced", [])


def test_importing_gitpython_starts_nothing_and_leaves_the_environment(
    plain: Repository, trap: Trap
) -> None:
    code = (
        "import os\n"
        "from deploylint.collect.git import Git\n"
        "before = dict(os.environ)\n"
        f"print(Git({str(plain.path)!r}).commit('HEAD'), dict(os.environ) == before)\n"
    )
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "GIT_PYTHON_GIT_EXECUTABLE": str(trap.program),
        "GIT_DIR": "/nowhere",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=plain.path, env=env, capture_output=True, check=False
    )
    assert (done.stdout.decode(), done.stderr.decode()) == (f"{plain.head} True\n", "")
    assert trap.sprung == []


# --- another owner ------------------------------------------------------------------------------


@pytest.fixture
def foreign(
    plain: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Repository, Path]:
    """Return a repository that git takes for another user's, and the user's own configuration."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setitem(hardened.ENVIRONMENT, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    return plain, home / ".gitconfig"


REFUSED = (
    "git does not read this repository, because it belongs to another user;"
    " if you trust it: git config --global --add safe.directory FOLDER"
)


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param([], id="nothing"),
        pytest.param(["/elsewhere"], id="another"),
        pytest.param(["{top}", ""], id="taken-back"),
        pytest.param(["{top}/inner"], id="below"),
        pytest.param(["."], id="relative"),
        pytest.param(["{parent}"], id="above"),
    ],
)
def test_the_repository_of_another_user_is_not_read(
    foreign: tuple[Repository, Path], listed: list[str]
) -> None:
    repo, config = foreign
    _list(config, repo, listed)
    # what the repository says about itself does not count
    repo.git("config", "safe.directory", "*")
    with pytest.raises(UnavailableError) as raised:
        Git(str(repo.path)).commit("HEAD")
    assert str(raised.value) == REFUSED


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(["{top}"], id="itself"),
        pytest.param(["/elsewhere", "{top}"], id="among-others"),
        pytest.param(["", "{top}"], id="after-taking-back"),
        pytest.param(["*"], id="all"),
        pytest.param(["{parent}/*"], id="all-below"),
    ],
)
def test_what_the_user_trusts_is_read(foreign: tuple[Repository, Path], listed: list[str]) -> None:
    repo, config = foreign
    _list(config, repo, listed)
    here = Git(str(repo.path))
    assert (here.commit("HEAD"), dirty_files(here)) == (repo.head, ())


def _list(config: Path, repo: Repository, listed: list[str]) -> None:
    named = [one.format(top=repo.path, parent=repo.path.parent) for one in listed]
    lines = [f'\tdirectory = "{one}"\n' for one in named]
    config.write_text("".join(["[safe]\n", *lines]))


# --- the house ----------------------------------------------------------------------------------


def test_one_module_starts_git() -> None:
    modules = (ROOT / "deploylint").rglob("*.py")
    starters = {path.name for path in modules if _imported(path) & {"git", "subprocess"}}
    assert starters == {"gitprocess.py"}
    assert gitprocess.TIMEOUT <= 60


def _imported(path: Path) -> set[str]:
    """Return the top-level names that a module imports, in whatever way."""
    names = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func):
            names += [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
    return {name.partition(".")[0] for name in names}
