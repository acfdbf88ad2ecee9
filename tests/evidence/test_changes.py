"""What changed since the last release, in real repositories."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect.around import Around, Question
from deploylint.collect.changes import collect
from deploylint.collect.linecount import compare, lines_of
from deploylint.errors import UnavailableError
from deploylint.facts.changes import ChangedFile, ChangeKind, Changes, Standing, Uncounted
from tests.evidence.repository import Repository, repository

ADDED, DELETED = ChangeKind.ADDED, ChangeKind.DELETED
MODIFIED, MOVED = ChangeKind.MODIFIED, ChangeKind.MOVED


def changes(path: Path, **question: str) -> Changes:
    question.setdefault("version", "v1.2.0")
    return collect(Around(Question(root=str(path), **question)))  # type: ignore[arg-type]


def since(path: Path, **question: str) -> str | None:
    tag = changes(path, **question).since
    return tag.name if tag else None


def subjects(path: Path, **question: str) -> list[str]:
    return [commit.subject for commit in changes(path, **question).commits]


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """Return a repository with the release v1.1.9."""
    repo = repository(tmp_path / "repo")
    repo.commit({"a.txt": "one\ntwo\nthree\n", "old.txt": "left\n", "keep.txt": "kept\n"}, "first")
    repo.tag("v1.1.9")
    return repo


def test_nothing_changed(repo: Repository) -> None:
    repo.commit(message="nothing")
    found = changes(repo.path)
    assert (found.since and found.since.name, found.files) == ("v1.1.9", ())
    assert found.complete


def test_commits_come_newest_first_with_body_and_parents(repo: Repository) -> None:
    first = repo.head
    fix = repo.commit({"b.txt": ""}, "fix: the\nreader\n\nIt broke.\n\nRefs: #1")
    repo.commit({"c.txt": ""}, "feat: étape")
    found = changes(repo.path).commits
    assert [(c.subject, c.body, c.parents) for c in found] == [
        ("feat: étape", "", (fix,)),
        ("fix: the reader", "It broke.\n\nRefs: #1", (first,)),
    ]


def test_a_merge_is_known_as_one(repo: Repository) -> None:
    repo.branch("topic")
    repo.commit({"b.txt": ""}, "topic")
    repo.switch("main")
    repo.commit({"c.txt": ""}, "trunk")
    repo.git("merge", "--quiet", "--no-ff", "-m", "joined", "topic")
    found = {commit.subject: commit.is_merge for commit in changes(repo.path).commits}
    assert found == {"joined": True, "trunk": False, "topic": False}


def test_an_empty_message_is_no_trouble(repo: Repository) -> None:
    repo.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", "")
    assert subjects(repo.path) == [""]


def test_files_come_by_path_with_their_lines(repo: Repository) -> None:
    (repo.path / "keep.txt").rename(repo.path / "kept.txt")
    (repo.path / "old.txt").unlink()
    repo.commit({"a.txt": "one\nTWO\nthree\nfour", "b/new.txt": "x\r\ny\r\n"})
    assert changes(repo.path).files == (
        ChangedFile("a.txt", MODIFIED, 2, 1),
        ChangedFile("b/new.txt", ADDED, 2, 0),
        ChangedFile("kept.txt", MOVED, 0, 0, was="keep.txt"),
        ChangedFile("old.txt", DELETED, 0, 1),
    )


FILES = [
    pytest.param("two\nthree\none\n", (0, 0), id="lines-that-move-within-the-file"),
    pytest.param("one\ntwo\nthree", (0, 0), id="no-line-end-at-the-end"),
    pytest.param("one\r\ntwo\r\nthree\r\n", (3, 3), id="other-line-ends"),
    pytest.param("", (0, 3), id="emptied"),
    pytest.param("one\none\ntwo\nthree\n", (1, 0), id="a-line-twice"),
]


@pytest.mark.parametrize(("content", "expected"), FILES)
def test_lines_are_counted(repo: Repository, content: str, expected: tuple[int, int]) -> None:
    repo.commit({"a.txt": content})
    assert changes(repo.path).files == (ChangedFile("a.txt", MODIFIED, *expected),)


def test_lines_of_what_is_no_text_are_not_counted(repo: Repository) -> None:
    repo.commit({"logo.png": b"\x89PNG\0\n", "dump.sql": b"x\n" * 2_500_001})
    assert changes(repo.path).files == (
        ChangedFile("dump.sql", ADDED, uncounted=Uncounted.LARGE),
        ChangedFile("logo.png", ADDED, uncounted=Uncounted.BINARY),
    )


def test_a_submodule_is_told_apart(repo: Repository, tmp_path: Path) -> None:
    other = repository(tmp_path / "other")
    inner = other.commit({"x": "x\n"})
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{inner},lib")
    repo.git("commit", "--quiet", "-m", "lib")
    found = changes(repo.path).files
    assert found == (ChangedFile("lib", ADDED, uncounted=Uncounted.SUBMODULE),)


def test_a_file_that_becomes_a_link_or_executable_is_modified(repo: Repository) -> None:
    (repo.path / "old.txt").unlink()
    (repo.path / "old.txt").symlink_to("keep.txt")
    (repo.path / "keep.txt").chmod(0o755)
    repo.commit()
    assert changes(repo.path).files == (
        ChangedFile("keep.txt", MODIFIED, 0, 0),
        ChangedFile("old.txt", MODIFIED, 1, 1),
    )


def test_a_copy_is_new_and_names_are_taken_as_they_are(repo: Repository) -> None:
    repo.commit({"copy.txt": "kept\n", 'tab\t"quote" é.txt': "new\n"})
    assert [file.path for file in changes(repo.path).files] == ["copy.txt", 'tab\t"quote" é.txt']
    assert [file.kind for file in changes(repo.path).files] == [ADDED, ADDED]


def test_many_files_are_read_in_groups(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploylint.collect.treechanges.MAX_GROUP", 50)
    repo.commit({f"d/{n:03}.txt": "line\n" * n for n in range(1, 40)})
    assert [file.added for file in changes(repo.path).files] == list(range(1, 40))


def test_after_the_total_is_used_up_nothing_is_read(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deploylint.collect.treechanges.MAX_TOTAL", 6)
    repo.commit({"1.txt": "five\n", "2.txt": "five\n5\n"})
    assert [file.uncounted for file in changes(repo.path).files] == [None, Uncounted.LARGE]


def test_a_long_history_is_cut(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploylint.collect.changes.MAX_COMMITS", 2)
    for name in ("two", "three", "four"):
        repo.commit(message=name)
    found = changes(repo.path)
    assert ([c.subject for c in found.commits], found.complete) == (["four", "three"], False)


LAST = [
    pytest.param(["v1.1.9", "v1.1.10"], {}, "v1.1.10", id="highest-not-latest-by-letters"),
    pytest.param(["v1.1.10", "v1.1.9"], {"previous_version": "1.1.9"}, "v1.1.9", id="named"),
    pytest.param(["exports-1.1.9"], {"previous_version": "exports-1.1.9"}, "exports-1.1.9",
                 id="named-as-the-tag-is"),
    pytest.param(["v1.1.9"], {"previous_version": "v1.1.8"}, "v1.1.9", id="named-but-not-tagged"),
    pytest.param(["v1.1.9"], {"previous_version": "none"}, "v1.1.9", id="none-named"),
    pytest.param(["v1.1.9", "v1.2.0"], {"previous_version": "1.2.0"}, "v1.1.9",
                 id="named-the-plans-own"),
    pytest.param(["v1.1.9", "v1.2.0-rc.1"], {}, "v1.1.9", id="candidates-do-not-count"),
    pytest.param(["v1.1.9", "v1.2.0-rc.1"], {"version": "v1.2.0-rc.2"}, "v1.2.0-rc.1",
                 id="candidates-count-for-a-candidate"),
    pytest.param(["v1.1.9", "v1.2.0"], {}, "v1.1.9", id="own-tag-does-not-count"),
    pytest.param(["v1.1.9", "1.2.0+build"], {}, "v1.1.9", id="own-tag-of-another-build"),
    pytest.param(["v1.1.9", "v2.0.0"], {}, "v2.0.0", id="a-higher-one"),
    pytest.param(["latest", "v1", "2026-11"], {}, None, id="no-version"),
    pytest.param([], {}, None, id="no-tag"),
]  # fmt: skip


@pytest.mark.parametrize(("tags", "question", "expected"), LAST)
def test_the_last_release(
    tmp_path: Path, tags: list[str], question: dict[str, str], expected: str | None
) -> None:
    repo = repository(tmp_path / "repo")
    for number, tag in enumerate(tags):
        repo.commit({"a": str(number)})
        repo.tag(tag, "annotated" if number % 2 else None)
    repo.commit({"a": "new"})
    assert since(repo.path, **question) == expected


def test_without_an_earlier_version_there_are_commits_but_no_files(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"a": "1\n"}, "first")
    repo.commit({"b": "2\n"}, "second")
    found = changes(repo.path)
    assert (found.since, found.files, found.versions) == (None, (), ())
    assert [commit.subject for commit in found.commits] == ["second", "first"]


def test_a_tag_beside_the_history_is_no_last_release(repo: Repository) -> None:
    repo.branch("next")
    repo.commit({"a": "2"})
    repo.tag("v2.0.0")
    repo.switch("main")
    repo.commit({"b": "fix"}, "fix")
    assert since(repo.path) == "v1.1.9"
    assert [one.tag.name for one in changes(repo.path).versions] == ["v1.1.9"]
    assert since(repo.path, previous_version="v2.0.0") == "v1.1.9"


@pytest.mark.parametrize("previous", [None, "v1.1.99", "latest"])
def test_a_tag_of_the_very_commit_is_no_last_release(repo: Repository, previous: str) -> None:
    repo.commit({"b": "1\n"}, "new")
    for name in ("v1.1.99", "v1.2.0-rc.1", "latest"):
        repo.tag(name)
    question = {"previous_version": previous} if previous else {}
    found = changes(repo.path, **question)
    assert (found.since and found.since.name, len(found.commits)) == ("v1.1.9", 1)
    candidate = changes(repo.path, version="v1.2.0-rc.2", **question)
    assert (candidate.since and candidate.since.name, len(candidate.files)) == ("v1.1.9", 1)


def test_where_the_named_version_stands(repo: Repository) -> None:
    released = repo.commit({"b": "1\n"}, "new")
    repo.tag("v1.1.99")
    repo.commit({"b": "2\n"}, "later")
    repo.tag("v1.3.0")
    repo.git("switch", "--quiet", "--create", "line", "v1.1.9")
    repo.commit({"b": "3\n"}, "beside")
    repo.tag("v1.1.10")
    found = {}
    for previous in ("v1.1.9", "v1.1.99", "v1.3.0", "v1.1.10", "v1.0.0"):
        known = changes(repo.path, commit=released, previous_version=previous)
        assert known.since is not None
        assert known.since.name == "v1.1.9"
        found[previous] = known.named and (known.named.tag.name, known.named.standing)
    assert found == {
        "v1.1.9": ("v1.1.9", Standing.BEFORE),
        "v1.1.99": ("v1.1.99", Standing.SAME),
        "v1.3.0": ("v1.3.0", Standing.AFTER),
        "v1.1.10": ("v1.1.10", Standing.BESIDE),
        "v1.0.0": None,
    }


def test_a_shallow_clone_does_not_take_an_old_version_for_another_line(
    repo: Repository, tmp_path: Path
) -> None:
    repo.commit({"b": "1\n"}, "middle")
    repo.tag("v1.1.10")
    repo.commit({"b": "2\n"}, "new")
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    clone.git("fetch", "--quiet", "--depth=1", "origin", "tag", "v1.1.9", "tag", "v1.1.10")
    with pytest.raises(UnavailableError, match="shallow clone"):
        changes(clone.path, previous_version="v1.1.9")


def test_the_commit_of_the_plan_is_the_end(repo: Repository) -> None:
    wanted = repo.commit({"b": "1\n"}, "wanted")
    repo.commit({"c": "1\n"}, "later")
    repo.tag("v1.1.11")
    found = changes(repo.path, commit=wanted[:9])
    assert [commit.subject for commit in found.commits] == ["wanted"]
    assert [file.path for file in found.files] == ["b"]
    assert [one.tag.name for one in found.versions] == ["v1.1.9"]


def test_versions_come_from_low_to_high_with_the_own_one(repo: Repository) -> None:
    repo.commit({"b": "1"})
    for tag in ("v1.2.0", "1.2.0-rc.1", "v1.10.0", "v1.2.0+5", "exports"):
        repo.tag(tag)
    names = [one.tag.name for one in changes(repo.path).versions]
    assert names == ["v1.1.9", "1.2.0-rc.1", "v1.2.0", "v1.2.0+5", "v1.10.0"]


def test_a_project_in_a_folder_sees_its_folder(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo")
    repo.commit({"web/a": "1\n", "api/a": "1\n"})
    repo.tag("v1.1.9")
    repo.commit({"web/a": "2\n"}, "web")
    repo.commit({"api/new/b": "2\n"}, "api")
    found = changes(repo.path / "api")
    assert [commit.subject for commit in found.commits] == ["api"]
    assert found.files == (ChangedFile("new/b", ADDED, 1, 0),)


def test_a_shallow_clone_that_ends_too_early_says_what_to_do(
    repo: Repository, tmp_path: Path
) -> None:
    for name in ("two", "three", "four"):
        repo.commit({"b": name}, name)
    one = repo.clone(tmp_path / "one", "--depth=1")
    with pytest.raises(UnavailableError, match=r"shallow clone .*fetch-depth: 0"):
        changes(one.path)
    one.git("fetch", "--quiet", "--depth=1", "origin", "tag", "v1.1.9")
    with pytest.raises(UnavailableError, match="shallow clone"):
        changes(one.path)


def test_a_shallow_clone_that_reaches_the_last_release_is_enough(
    repo: Repository, tmp_path: Path
) -> None:
    for name in ("two", "three"):
        repo.commit({"b": name}, name)
    clone = repo.clone(tmp_path / "clone", "--depth=3")
    clone.git("fetch", "--quiet", "--tags")
    assert subjects(clone.path) == ["three", "two"]


def test_a_partial_clone_says_that_contents_are_missing(repo: Repository, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit({"a.txt": "changed\n"})
    repo.commit({"a.txt": "again\n"})
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    with pytest.raises(UnavailableError, match="clone without --filter"):
        changes(clone.path)


def test_outside_a_repository_there_is_nothing(tmp_path: Path) -> None:
    assert changes(tmp_path) == Changes(release=None)


def test_a_repository_without_a_commit_has_no_release(tmp_path: Path) -> None:
    repository(tmp_path / "repo")
    with pytest.raises(UnavailableError, match="no commit yet"):
        changes(tmp_path / "repo")


def test_a_service_has_its_own_versions(repo: Repository) -> None:
    repo.tag("exports-v0.9.0")
    repo.commit({"b": "1"})
    for tag in ("exports-v1.0.0", "exports-v1.1.0-rc.1", "web/v7.0.0", "v3.0.0"):
        repo.tag(tag)
    repo.commit({"b": "2"}, "new")
    found = changes(repo.path, previous_version="1.0.0", version="v1.1.0")
    assert found.since is not None
    assert found.since.name == "exports-v1.0.0"
    names = [one.tag.name for one in found.versions]
    assert names == ["exports-v0.9.0", "exports-v1.0.0", "exports-v1.1.0-rc.1"]


SERVICES = [
    pytest.param({"service": "a"}, "a-v1.1.0", ["a-v1.0.0", "a-v1.1.0"], id="highest"),
    pytest.param({"service": " A"}, "a-v1.1.0", ["a-v1.0.0", "a-v1.1.0"], id="in-capitals"),
    pytest.param({"service": "b"}, "b@3.0.0", ["b@3.0.0"], id="another"),
    pytest.param({"service": "a", "previous_version": "v1.0.0"}, "a-v1.0.0",
                 ["a-v1.0.0", "a-v1.1.0"], id="named"),
    pytest.param({"service": "b", "previous_version": "v3.0.0"}, "b@3.0.0", ["b@3.0.0"],
                 id="named-where-two-have-it"),
    pytest.param({"service": "c"}, "v3.0.0", ["v3.0.0"], id="without-tags-of-its-own"),
    pytest.param({}, "v3.0.0", ["v3.0.0"], id="no-service"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "last", "versions"), SERVICES)
def test_the_service_of_the_plan_has_its_own_versions(
    tmp_path: Path, question: dict[str, str], last: str, versions: list[str]
) -> None:
    repo = repository(tmp_path / "repo")
    for tag in ("a-v1.0.0", "b@3.0.0", "v3.0.0", "a-v1.1.0", "ab-v4.0.0"):
        repo.commit({"a": tag})
        repo.tag(tag)
    repo.commit({"a": "new"})
    found = changes(repo.path, version="v3.1.0", **question)
    assert found.since is not None
    assert found.since.name == last
    assert [one.tag.name for one in found.versions] == versions


def test_a_version_that_two_services_have_names_neither(repo: Repository) -> None:
    repo.tag("web/v1.0.0")
    repo.commit({"b": "1"})
    repo.tag("exports/v1.0.0")
    assert since(repo.path, previous_version="1.0.0") == "v1.1.9"


contents = st.binary(max_size=60) | st.lists(
    st.sampled_from([b"a", b"b", b"c", b""]), max_size=12
).map(b"\n".join)


@given(contents, contents)
def test_what_comes_less_what_goes_is_the_difference(old: bytes, new: bytes) -> None:
    added, removed = compare(old, new)
    assert added - removed == len(lines_of(new)) - len(lines_of(old))
    assert 0 <= added <= len(lines_of(new))
    assert 0 <= removed <= len(lines_of(old))
    assert compare(new, old) == (removed, added)
    assert ((added, removed) == (0, 0)) is (sorted(lines_of(old)) == sorted(lines_of(new)))
