"""Which tags a repository has, read from real repositories."""

from datetime import datetime
from pathlib import Path

import pytest

from deploylint.collect.around import Around, Question
from deploylint.collect.git import Git
from deploylint.collect.tags import collect, read_tags
from deploylint.errors import UnavailableError
from deploylint.facts.tags import Tag
from tests.evidence.repository import COMMITTED, Repository, repository

TAGGED = "2026-11-23T12:00:00+02:00"
BORN = datetime.fromisoformat(COMMITTED)
MADE = datetime.fromisoformat(TAGGED)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    new = repository(tmp_path / "r")
    new.commit({"a": "1"}, "first")
    return new


def read(repo: Repository) -> tuple[Tag, ...]:
    return read_tags(Git(str(repo.path)))


def names(repo: Repository) -> list[str]:
    return [tag.name for tag in read(repo)]


def test_a_lightweight_tag_has_neither_time_nor_message(repo: Repository) -> None:
    repo.tag("v1.0.0")
    assert read(repo) == (Tag("v1.0.0", repo.head, annotated=False, committed_at=BORN),)


def test_an_annotated_tag_keeps_its_time_zone_and_its_whole_message(repo: Repository) -> None:
    repo.tag("v1.0.0", "Exports as CSV\nand as PDF\n\n- fixed: login\n\n- breaking: v1", at=TAGGED)
    message = "Exports as CSV and as PDF\n\n- fixed: login\n\n- breaking: v1"
    expected = Tag("v1.0.0", repo.head, annotated=True, time=MADE, message=message)
    assert read(repo) == (expected._replace(committed_at=BORN),)
    (tag,) = read(repo)
    assert tag.time is not None
    assert tag.time.isoformat() == TAGGED


def test_the_signature_is_no_part_of_the_message(repo: Repository) -> None:
    signature = "-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----"
    repo.tag("v1.0.0", f"Exports\n\nAs CSV\n{signature}")
    assert [tag.message for tag in read(repo)] == ["Exports\n\nAs CSV"]


def test_tags_of_tags_lead_to_the_commit_in_the_end(repo: Repository) -> None:
    repo.tag("v1.0.0", "inner", at="2026-11-23T09:30:00+00:00")
    repo.git("tag", "-a", "-m", "middle", "middle", "v1.0.0")
    repo.git("tag", "-a", "-m", "outer", "outer", "middle", at=TAGGED)
    first = repo.head
    repo.commit({"a": "2"})
    outer = Tag("outer", first, annotated=True, time=MADE, message="outer", committed_at=BORN)
    assert outer in read(repo)
    assert {tag.commit for tag in read(repo)} == {first}


def test_tags_of_trees_and_files_are_left_out(repo: Repository) -> None:
    tree, blob = repo.git("rev-parse", "HEAD^{tree}"), repo.git("rev-parse", "HEAD:a")
    repo.git("tag", "tree", tree)
    repo.git("tag", "blob", blob)
    repo.git("tag", "-a", "-m", "m", "annotated-tree", tree)
    repo.git("tag", "-a", "-m", "m", "nested-tree", "annotated-tree")
    repo.git("tag", "-a", "-m", "m", "nested-blob", blob)
    repo.tag("v1.0.0")
    assert names(repo) == ["v1.0.0"]


def test_no_tags_at_all(repo: Repository) -> None:
    assert read(repo) == ()


def test_versions_come_after_other_names_in_their_own_order(repo: Repository) -> None:
    given = [
        "v1.10.0",
        "1.9.0",
        "v1.10.0-rc.2",
        "v1.10.0-rc.10",
        "v1.10",
        "exports-v9.0.0",
        "nightly",
    ]
    for name in given:
        repo.tag(name)
    assert names(repo) == [
        *("exports-v9.0.0", "nightly", "v1.10"),
        *("1.9.0", "v1.10.0-rc.2", "v1.10.0-rc.10", "v1.10.0"),
    ]


ODD = [
    pytest.param("--help", id="an-option"),
    pytest.param("--output=pwned", id="an-option-with-a-value"),
    pytest.param("-d", id="a-short-option"),
    pytest.param("$(touch${IFS}pwned)", id="a-shell-command"),
    pytest.param("%(refname)%00x", id="a-format"),
    pytest.param("\u00e9\u65e5\u202e", id="not-ascii"),
    pytest.param("refs/tags/v1", id="like-a-reference"),
    pytest.param("HEAD", id="HEAD"),
    pytest.param("v" + "9" * 240, id="long"),
    pytest.param("v1.0.0-" + "a." * 100 + "b", id="many-parts"),
]


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_harmless(repo: Repository, name: str) -> None:
    repo.git("update-ref", f"refs/tags/{name}", "HEAD")
    before = sorted(path.name for path in repo.path.iterdir())
    assert read(repo) == (Tag(name, repo.head, annotated=False, committed_at=BORN),)
    question = Question(root=str(repo.path), version="v1", previous_version=name)
    assert collect(Around(question)).contained == {name}
    assert sorted(path.name for path in repo.path.iterdir()) == before


def test_a_name_that_is_not_utf_8_is_harmless(repo: Repository) -> None:
    (repo.path / ".git/refs/tags/v1.0.0-\udcff").write_text(f"{repo.head}\n")
    assert [tag.commit for tag in read(repo)] == [repo.head]


def test_a_message_that_looks_like_the_output_of_git_is_only_a_message(repo: Repository) -> None:
    message = f"x%00%(refname)\nrefs/tags/v9.9.9\ncommit\n{repo.head}"
    repo.tag("v1.0.0", message)
    assert [(tag.name, tag.message.split()[-1]) for tag in read(repo)] == [("v1.0.0", repo.head)]


def test_a_tag_without_a_tagger_has_no_time(repo: Repository) -> None:
    content = f"object {repo.head}\ntype commit\ntag v1.0.0\n\nmessage\n"
    (repo.path / "tag").write_text(content)
    made = repo.git("hash-object", "-t", "tag", "-w", "tag", "--literally")
    repo.git("update-ref", "refs/tags/v1.0.0", made)
    expected = Tag("v1.0.0", repo.head, annotated=True, message="message", committed_at=BORN)
    assert read(repo) == (expected,)


def test_a_tag_whose_object_is_gone_is_not_passed_over(repo: Repository) -> None:
    repo.tag("v1.0.0", "message")
    made = repo.git("rev-parse", "v1.0.0")
    (repo.path / ".git/objects" / made[:2] / made[2:]).unlink()
    with pytest.raises(UnavailableError, match="missing object"):
        read(repo)


def test_worktrees_share_their_tags(repo: Repository, tmp_path: Path) -> None:
    repo.tag("v1.0.0")
    repo.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "w"))
    assert names(Repository(tmp_path / "w")) == ["v1.0.0"]


def ask(repo: Repository, previous: str | None, commit: str | None = None) -> Around:
    root = str(repo.path)
    return Around(Question(root=root, version="v2", previous_version=previous, commit=commit))


def test_only_tags_before_the_release_are_contained_in_it(repo: Repository) -> None:
    repo.tag("v1.0.0")
    repo.tag("exports-v1.0.0", "message")
    repo.tag("v1.1.0")
    released = repo.commit({"a": "2"})
    repo.commit({"a": "3"})
    repo.tag("later-1.0.0")
    found = collect(ask(repo, "1.0.0", released))
    assert found.contained == {"v1.0.0", "exports-v1.0.0"}
    assert found.release is not None
    assert found.release.commit == released
    assert collect(ask(repo, None)).contained == frozenset()
    assert collect(ask(repo, " ")).contained == frozenset()


def test_the_commits_of_both_versions_are_put_in_order(repo: Repository) -> None:
    repo.tag("v2")
    old = repo.head
    repo.tag("exports-v2")
    running = repo.commit({"a": "2"})
    repo.tag("v3")
    later = repo.commit({"a": "3"})
    repo.tag("exports@3")
    repo.git("switch", "--quiet", "--create", "line", old)
    repo.commit({"a": "4"})
    repo.tag("v1")

    def ancestry(
        version: str, previous: str, service: str | None = None
    ) -> frozenset[tuple[str, str]]:
        question = Question(
            root=str(repo.path), version=version, previous_version=previous, service=service
        )
        return collect(Around(question)).ancestry

    assert ancestry("v2", "v3") == {(old, running)}
    assert ancestry("3", "2") == {(old, running)}
    assert ancestry("v3", "v2", service="exports") == {(old, running), (old, later)}
    assert ancestry("v1", "v3") == ancestry("v7", "v3") == ancestry("v2", "v2") == frozenset()


def test_of_many_services_the_tags_of_its_own_come_first(repo: Repository) -> None:
    for number in range(120):
        repo.tag(f"a{number:03}-v2")
    repo.tag("web-v2")
    repo.commit({"a": "2"})
    question = Question(root=str(repo.path), version="v3", previous_version="v2", service="web")
    assert "web-v2" in collect(Around(question)).contained


def test_a_clone_of_the_last_commit_alone_is_shallow_and_may_lack_tags(
    repo: Repository, tmp_path: Path
) -> None:
    repo.tag("v1.0.0", "message")
    repo.commit({"a": "2"})
    found = collect(ask(repo.clone(tmp_path / "c", "--depth", "1"), "v1.0.0"))
    assert found.tags == ()
    assert found.release is not None
    assert found.release.shallow


def test_without_a_repository_there_are_no_tags(tmp_path: Path) -> None:
    found = collect(Around(Question(root=str(tmp_path), version="v1")))
    assert (found.tags, found.release) == ((), None)


def test_a_repository_without_a_commit_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="no commit yet"):
        collect(ask(repository(tmp_path / "empty"), "v1"))
