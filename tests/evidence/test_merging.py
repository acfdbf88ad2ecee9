"""Whether a release merges with the main branch, and what merges left behind in it."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect import markers as reading
from deploylint.collect.around import Around, Question
from deploylint.collect.markers import conflicts, text_of
from deploylint.collect.merging import collect
from deploylint.facts.branch import Known
from deploylint.facts.merging import Marker, Merging
from tests.evidence.hostile import Trap, everything
from tests.evidence.judging import judge, written
from tests.evidence.repository import Repository, repository

OURS, BETWEEN, THEIRS = "<" * 7, "=" * 7, ">" * 7
"""Written so that this file itself holds no conflict."""

CONFLICT = f"{OURS} HEAD\nmain\n{BETWEEN}\nwork\n{THEIRS} work\n"


@pytest.fixture(autouse=True)
def no_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine that runs the tests says about itself."""
    for name in tuple(os.environ):
        if name.startswith(("GITHUB_", "CI_")):
            monkeypatch.delenv(name)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository on `work`, which left `main` after its first commit."""
    new = repository(tmp_path / "repo")
    new.commit({"a.txt": "a\n", "sub/b.txt": "b\n"}, "first")
    new.branch("work")
    return new


def look(repo: Repository | Path, commit: str | None = None) -> Merging:
    root = repo.path if isinstance(repo, Repository) else repo
    return collect(Around(Question(root=str(root), version="v1.2.0", commit=commit)))


def diverged(repo: Repository, work: dict[str, str | bytes], main: dict[str, str | bytes]) -> None:
    """Commit to both branches, and stay on `work`."""
    repo.commit(work, "work")
    repo.switch("main")
    repo.commit(main, "main")
    repo.switch("work")


def conflicting(fact: Merging) -> tuple[str, ...]:
    assert fact.merge is not None, fact.untried
    return fact.merge.conflicts


# --- merging ------------------------------------------------------------------------------------


def test_what_contains_main_has_nothing_to_merge(repo: Repository) -> None:
    repo.commit({"c.txt": "c\n"}, "work")
    fact = look(repo)
    assert fact.merge is not None
    assert (fact.merge.contained, fact.merge.conflicts, fact.files) == (True, (), 3)
    assert fact.merge.base[:3] == ("main", repo.git("rev-parse", "main"), Known.LOCAL)
    assert fact.commit == repo.head


def test_changes_to_different_files_do_not_conflict(repo: Repository) -> None:
    diverged(repo, {"a.txt": "work\n"}, {"sub/b.txt": "main\n"})
    fact = look(repo)
    assert fact.merge is not None
    assert (fact.merge.contained, fact.merge.conflicts) == (False, ())


def test_changes_to_the_same_line_conflict(repo: Repository) -> None:
    diverged(
        repo,
        {"a.txt": "work\n", "sub/b.txt": "work\n", "c.txt": "same\n"},
        {"a.txt": "main\n", "sub/b.txt": "main\n", "c.txt": "same\n"},
    )
    assert conflicting(look(repo)) == ("a.txt", "sub/b.txt")


def test_a_file_that_the_other_side_removed_conflicts(repo: Repository) -> None:
    repo.commit({"a.txt": "work\n"}, "work")
    repo.switch("main")
    repo.git("rm", "--quiet", "a.txt")
    repo.commit({}, "main")
    repo.switch("work")
    assert conflicting(look(repo)) == ("a.txt",)


def test_paths_are_relative_to_the_root(repo: Repository) -> None:
    same = {"a.txt": CONFLICT, "sub/b.txt": CONFLICT}
    diverged(repo, {**same}, {"a.txt": "main\n", "sub/b.txt": "main\n"})
    fact = look(repo.path / "sub")
    assert conflicting(fact) == ("../a.txt", "b.txt")
    assert fact.markers == (Marker("../a.txt", 1), Marker("b.txt", 1))


def test_names_may_be_odd(repo: Repository) -> None:
    name = 'é "x"\n.txt'
    diverged(repo, {name: "work\n"}, {name: "main\n"})
    assert conflicting(look(repo)) == (name,)


def test_a_plan_may_name_the_commit_that_is_merged(repo: Repository) -> None:
    diverged(repo, {"a.txt": "work\n"}, {"a.txt": "main\n"})
    head = repo.head
    repo.switch("main")
    assert conflicting(look(repo)) == ()
    assert conflicting(look(repo, head[:7])) == ("a.txt",)


def test_histories_that_have_nothing_in_common_cannot_be_merged(repo: Repository) -> None:
    repo.git("switch", "--quiet", "--orphan", "alone")
    repo.commit({"x.txt": "x\n"}, "alone")
    fact = look(repo)
    assert (fact.merge, fact.untried, fact.files) == (
        None,
        "the release has no history in common with the main branch",
        1,
    )


def test_a_shallow_clone_cannot_try(repo: Repository, tmp_path: Path) -> None:
    diverged(repo, {"a.txt": "work\n"}, {"a.txt": "main\n"})
    repo.switch("main")
    clone = repo.clone(tmp_path / "clone", "--depth", "1", "--no-single-branch", "--branch", "work")
    tip = repo.git("rev-parse", "main")[:7]
    fact = look(clone)
    said = (
        f"this clone is shallow, so merging with main at {tip} cannot be tried;"
        " fetch the whole history (git fetch --unshallow, in CI fetch-depth: 0)"
    )
    assert (fact.merge, fact.untried, fact.files) == (None, said, 2)


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_a_partial_clone_cannot_try(repo: Repository, tmp_path: Path, left_out: str) -> None:
    # git itself finds nothing that conflicts where it has no folders to compare
    diverged(repo, {"a.txt": "work\n"}, {"a.txt": "main\n"})
    repo.switch("main")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", f"--filter={left_out}", "--branch", "work")
    fact = look(clone)
    assert (fact.merge, fact.files) == (None, 2)
    assert (fact.untried or "").startswith("merging could not be tried: ")


def test_without_a_main_branch_markers_are_looked_for_all_the_same(repo: Repository) -> None:
    repo.git("branch", "--delete", "--force", "main")
    repo.commit({"a.txt": CONFLICT}, "work")
    fact = look(repo)
    assert (fact.merge, fact.markers, fact.files) == (None, (Marker("a.txt", 1),), 2)
    assert (fact.untried or "").startswith("nothing says which branch releases are made from")


def test_a_tip_that_is_not_here_cannot_be_merged(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
    monkeypatch.setenv("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", "1" * 40)
    assert look(repo).untried == (
        "this clone lacks main at 1111111, so merging cannot be tried; git fetch origin"
    )


def test_the_head_of_a_pull_request_is_merged(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GitHub's own merge contains main by itself
    diverged(repo, {"a.txt": "work\n"}, {"b.txt": "main\n"})
    head = repo.head
    repo.git("checkout", "--quiet", "--detach", "main")
    repo.git("merge", "--quiet", "--no-ff", "-m", "merge of the request", "work")
    monkeypatch.setenv("GITHUB_REF", "refs/pull/7/merge")
    monkeypatch.setenv("GITHUB_SHA", repo.head)
    fact = look(repo)
    assert fact.merge is not None
    assert (fact.commit, fact.release.commit, fact.merge.contained) == (head, repo.head, False)


def test_main_decides_how_files_merge(repo: Repository) -> None:
    # lines that both sides add are kept with `union`, in whatever order
    repo.switch("main")
    repo.commit({".gitattributes": "log.txt merge=union\n", "log.txt": "0\n"}, "log")
    repo.git("branch", "--force", "work", "main")
    repo.switch("work")
    diverged(repo, {"log.txt": "0\nwork\n"}, {"log.txt": "0\nmain\n"})
    assert conflicting(look(repo)) == ()


def test_the_branch_does_not_decide_how_files_merge(repo: Repository) -> None:
    diverged(repo, {".gitattributes": "* merge=union\n", "a.txt": "work\n"}, {"a.txt": "main\n"})
    assert conflicting(look(repo)) == ("a.txt",)


def test_merge_drivers_are_not_run_and_nothing_is_written(repo: Repository, tmp_path: Path) -> None:
    trap = Trap(tmp_path / "trap")
    repo.switch("main")
    repo.commit({".gitattributes": "* merge=evil\n"}, "attributes")
    repo.git("branch", "--force", "work", "main")
    repo.switch("work")
    diverged(repo, {"a.txt": "work\n"}, {"a.txt": "main\n"})
    repo.git("config", "merge.evil.driver", f"{trap.program} %O %A %B")
    repo.git("merge-tree", "--write-tree", "main", "work", check=False)
    assert trap.sprung != []
    trap.marks.unlink()
    before = everything(repo.path)
    assert conflicting(look(repo)) == ("a.txt",)
    assert (trap.sprung, everything(repo.path) == before) == ([], True)


# --- a merge that is under way ------------------------------------------------------------------


def test_a_merge_that_is_not_finished_is_seen(repo: Repository) -> None:
    diverged(repo, {"a.txt": "work\n"}, {"a.txt": "main\n"})
    repo.git("merge", "main", check=False)
    assert look(repo).unmerged == ("a.txt",)
    # it is no matter of a release that is not checked out
    assert look(repo, repo.git("rev-parse", "main")).unmerged == ()
    repo.commit({"a.txt": "both\n"}, "merged")
    assert look(repo).unmerged == ()


# --- conflict markers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(CONFLICT, [1], id="conflict"),
        pytest.param(f"a\nb\n{CONFLICT}c\n{CONFLICT}", [3, 9], id="two"),
        pytest.param(CONFLICT.replace("\n", "\r\n"), [1], id="windows"),
        pytest.param(CONFLICT.removesuffix("\n"), [1], id="without-last-line-end"),
        pytest.param(
            f"{OURS} ours\na\n||||||| base\nb\n{BETWEEN}\nc\n{THEIRS} theirs\n", [1], id="diff3"
        ),
        pytest.param(f"{OURS}\n{BETWEEN}\n{THEIRS}\n", [1], id="without-labels"),
        pytest.param(f"{OURS} a\n{CONFLICT}", [1, 2], id="begun-twice"),
        pytest.param(f"{OURS}\n{CONFLICT}", [2], id="begun-twice-without-label"),
        pytest.param(f"Title\n{BETWEEN}\n\ntext\n", [], id="heading"),
        pytest.param(f"{OURS} HEAD\n{BETWEEN}\n", [1], id="without-end"),
        pytest.param(f"{BETWEEN}\n{THEIRS} work\n", [2], id="without-begin"),
        pytest.param(f"{OURS} HEAD\n{THEIRS} work\n", [1], id="without-middle"),
        pytest.param(f"{OURS}\n{THEIRS} work\n", [2], id="without-middle-and-label"),
        pytest.param(f"{THEIRS} a\n{BETWEEN}\n{OURS} b\n", [1, 3], id="backwards"),
        pytest.param(f"x\n{THEIRS} work\n", [2], id="left-over-end"),
        pytest.param(f"x\n{OURS} HEAD\ny\n", [2], id="left-over-begin"),
        pytest.param(f"{THEIRS}\n{THEIRS} \n{OURS}\n{OURS} \n", [], id="no-label-alone"),
        pytest.param(f"a\n{BETWEEN}\nb\n", [], id="middle-alone"),
        pytest.param(
            CONFLICT.replace(OURS, f" {OURS}").replace(THEIRS, f" {THEIRS}"), [], id="indented"
        ),
        pytest.param(
            CONFLICT.replace(OURS, f"{OURS}<").replace(THEIRS, f"{THEIRS}>"), [], id="eight"
        ),
        pytest.param(
            CONFLICT.replace(BETWEEN, f"{BETWEEN}=").replace(" ", "\n"), [], id="longer-heading"
        ),
        pytest.param(CONFLICT.replace(" ", ""), [], id="glued"),
        pytest.param("", [], id="empty"),
    ],
)
def test_a_conflict_is_all_three_lines_in_order(text: str, lines: list[int]) -> None:
    assert list(conflicts(text.encode())) == lines


@given(
    st.lists(
        st.sampled_from([OURS, f"{OURS} a", BETWEEN, THEIRS, f"{THEIRS} b", "text", "", "======"])
    )
)
def test_conflicts_are_those_of_a_reader_by_line(texts: list[str]) -> None:
    ends = [(at, one) for at, one in enumerate(texts, 1) if one[:7] in (OURS, THEIRS)]
    expected = []
    for (before, first), (at, text), (after, last) in zip(
        [(0, ""), *ends], ends, [*ends[1:], (0, "")], strict=False
    ):
        whole = last[:7] == THEIRS and BETWEEN in texts[at:after]
        begun = first == OURS and BETWEEN in texts[before:at]
        ended = first.startswith(f"{OURS} ") or begun
        if (" " in text or whole) if text[:7] == OURS else (" " in text and not ended):
            expected.append(at)
    assert list(conflicts("\n".join(texts).encode())) == expected


@given(st.binary(max_size=300))
def test_any_content_can_be_looked_through(content: bytes) -> None:
    assert list(conflicts(content)) == sorted(set(conflicts(content)))


def test_conflicts_are_found_in_what_was_committed(repo: Repository) -> None:
    repo.write({"a.txt": CONFLICT})
    assert look(repo).markers == ()
    repo.commit({"sub/x.txt": f"x\n{CONFLICT}"}, "oops")
    repo.write({"a.txt": "", "sub/x.txt": ""})
    fact = look(repo)
    assert (fact.markers, fact.files, fact.changed) == (
        (Marker("a.txt", 1), Marker("sub/x.txt", 2)),
        3,
        False,
    )


BOM = "\ufeff"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
def test_a_byte_order_mark_hides_no_conflict(repo: Repository, encoding: str) -> None:
    repo.commit({"b.cs": (BOM + CONFLICT).encode(encoding)}, "oops")
    fact = look(repo)
    assert (fact.markers, fact.files) == ((Marker("b.cs", 1),), 3)


@given(st.sampled_from(["utf-16-le", "utf-16-be", "utf-8"]), st.binary(max_size=60))
def test_a_byte_order_mark_before_any_bytes_is_read(encoding: str, rest: bytes) -> None:
    text = text_of(BOM.encode(encoding) + rest)
    assert text is not None
    assert list(conflicts(text)) == sorted(conflicts(text))


def test_what_is_no_text_is_not_looked_through(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    (repo.path / "link").symlink_to(CONFLICT)
    repo.commit({"binary": f"\0\n{CONFLICT}", "large": "x" * 1000 + "\n" + CONFLICT}, "others")
    fact = look(repo)
    assert (fact.markers, fact.files, fact.skipped) == ((), 2, ("large",))
    assert look(repo.path / "sub").skipped == ("../large",)


def test_of_a_large_commit_the_changes_are_looked_through(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.switch("main")
    repo.commit({"old.txt": CONFLICT, "moved.txt": CONFLICT * 2, "big": "x" * 2000}, "an example")
    repo.git("branch", "--force", "work", "main")
    repo.switch("work")
    repo.git("mv", "moved.txt", "elsewhere.txt")
    repo.commit({"new.txt": CONFLICT, "fine.txt": "fine\n", "big2": "y" * 2000}, "work")
    monkeypatch.setattr(reading, "MAX_WHOLE", 100)
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    fact = look(repo)
    assert (fact.markers, fact.files, fact.changed, fact.skipped) == (
        (Marker("elsewhere.txt", 1), Marker("elsewhere.txt", 6), Marker("new.txt", 1)),
        3,
        True,
        ("big2",),
    )


def test_a_large_commit_without_a_main_branch_is_not_looked_through(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_WHOLE", 1)
    repo.git("branch", "--delete", "--force", "main")
    fact = look(repo)
    assert fact.files == 0
    assert fact.unlooked == (
        "the files are larger than 0 MB together, and without the main branch"
        " it cannot be told which of them changed"
    )


def test_changes_that_are_too_large_are_not_looked_through(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_WHOLE", 1)
    monkeypatch.setattr(reading, "MAX_CHANGED", 1)
    repo.commit({"new.txt": "new\n"}, "work")
    assert look(repo).unlooked == (
        "the files that changed are larger than 0 MB together,"
        " too much to look for conflict markers"
    )


def test_files_are_read_some_at_a_time(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "GROUP", 50)
    repo.commit({f"{number:02}.txt": CONFLICT for number in range(12)}, "twelve")
    fact = look(repo)
    assert fact.markers == tuple(Marker(f"{number:02}.txt", 1) for number in range(12))
    assert fact.files == 14


def test_a_content_that_this_clone_lacks_is_not_passed_over(repo: Repository) -> None:
    name = repo.git("rev-parse", "HEAD:sub/b.txt")
    (repo.path / ".git/objects" / name[:2] / name[2:]).unlink()
    fact = look(repo)
    said = "this clone lacks the content of sub/b.txt; clone without --filter"
    assert (fact.files, fact.unlooked) == (0, said)


# --- the whole program --------------------------------------------------------------------------


def test_the_program_says_what_conflicts(repo: Repository) -> None:
    diverged(repo, {"a.txt": "work\n", "c.txt": CONFLICT}, {"a.txt": "main\n"})
    tip = repo.git("rev-parse", "main")[:7]
    problems = f"a.txt conflicts with main at {tip}; conflict markers were committed in c.txt"
    assert written(judge(repo.path, "no-merge-conflicts")).splitlines() == [
        f"fail violated: {problems}",
        f"  a.txt:1 a.txt conflicts with main at {tip}",
        "  c.txt:1 a conflict marker was committed here",
    ]


def test_the_program_says_that_nothing_conflicts(repo: Repository) -> None:
    item = judge(repo.path, "no-merge-conflicts")
    assert written(item).splitlines()[0] == (
        f"pass evidenced: the release contains main at {repo.head[:7]};"
        " no conflict marker in 2 text files"
    )


def test_the_program_says_that_a_file_is_too_large(repo: Repository) -> None:
    repo.commit({"dump.sql": "y\n" * 2_600_000 + CONFLICT}, "dump")
    reason, *_, note = written(judge(repo.path, "no-merge-conflicts")).splitlines()
    assert reason.endswith("; no conflict marker in 2 text files")
    assert note.endswith(
        "not looked through: dump.sql is too large to look for conflict markers in"
    )
