"""Who owns what a request changes: which file of which commit, and which changes."""

from pathlib import Path
from typing import Any

import pytest

from deploylint.facts.reviews import Owned, Ownership
from tests.evidence.reviewing import Desk, desk, merged

OWNERS = "* @lead\n/docs/ @org/writers\n/tests/\n"
LEAD, WRITERS = ("lead",), ("org/writers",)


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


def owned(here: Desk, document: Any) -> Ownership | None:
    (piece,) = here.reviews(document).pieces
    (request,) = piece.content or ()
    return request.ownership


def test_changed_files_are_taken_from_git(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    expected = Ownership(
        file=".github/CODEOWNERS",
        owned=(Owned("docs/exports.md", WRITERS, 2), Owned("src/exports.py", LEAD, 1)),
    )
    assert owned(here, here.sample("github/pr_view.json", files=[{"path": "README"}])) == expected


def test_changed_files_are_taken_from_the_document_where_git_lacks_them(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    document = here.sample("github/pr_view.json", baseRefOid="f" * 40)
    assert owned(here, document) == owned(here, here.sample("github/pr_view.json"))


def test_unknown_changes_are_told(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    document = here.sample("github/pr_view.json", baseRefOid=None, changedFiles=101)
    problem = "the files that it changes are not known; export `files` and `changedFiles` too"
    assert owned(here, document) == Ownership(file=".github/CODEOWNERS", problem=problem)


def test_the_file_of_the_branch_that_is_merged_into_decides(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    head = here.repo.commit({".github/CODEOWNERS": "* @developer\n"}, "mine")
    ownership = owned(here, here.sample("github/pr_view.json", headRefOid=head))
    assert ownership is not None
    assert ownership.owned[0] == Owned(".github/CODEOWNERS", LEAD, 1)


def test_of_a_merge_the_base_is_its_first_parent(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    merged(here)
    ownership = owned(here, here.sample("github/pr_view.json", baseRefOid=None, files=None))
    assert ownership is not None
    assert [one.path for one in ownership.owned] == ["docs/exports.md", "src/exports.py"]


@pytest.mark.parametrize(
    ("files", "document", "expected"),
    [
        pytest.param((".github", "docs"), "github/pr_view.json", ".github/CODEOWNERS", id="github"),
        pytest.param(("", "docs"), "github/pr_view.json", "CODEOWNERS", id="github-top"),
        pytest.param(("docs",), "github/pr_view.json", "docs/CODEOWNERS", id="github-docs"),
        pytest.param((".gitlab",), "github/pr_view.json", None, id="github-not-gitlab"),
        pytest.param((".gitlab", ""), "gitlab/mr_view.json", "CODEOWNERS", id="gitlab-top"),
        pytest.param((".gitlab",), "gitlab/mr_view.json", ".gitlab/CODEOWNERS", id="gitlab"),
        pytest.param((), "github/pr_view.json", None, id="nowhere"),
    ],
)
def test_where_the_file_lies(
    here: Desk, files: tuple[str, ...], document: str, expected: str | None
) -> None:
    names = {f"{folder}/CODEOWNERS".removeprefix("/"): "* @lead\n" for folder in files}
    here.commits["BASE"] = here.repo.commit(names, "owners")
    here.commits["HEAD"] = here.repo.commit({"src/exports.py": "more"}, "more")
    ownership = owned(here, here.sample(document))
    assert ownership is not None
    assert (ownership.file, ownership.problem) == (expected, None)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param("[Docs]\n*.md @lead\n", "its sections are not read here", id="sections"),
        pytest.param("\n" * 5 + "a @b\n" * 20_001, "it has more than 20000 lines", id="lines"),
    ],
)
def test_a_file_that_is_not_read_is_told(tmp_path: Path, content: str, problem: str) -> None:
    ownership = owned(here := desk(tmp_path / "r", content), here.sample("github/pr_view.json"))
    assert ownership is not None
    assert (ownership.file, ownership.problem) == (".github/CODEOWNERS", problem)


def test_a_file_that_is_too_large_is_told(here: Desk) -> None:
    here.commits["BASE"] = here.repo.commit({"CODEOWNERS": "* @lead\n" * 400_000}, "owners")
    here.commits["HEAD"] = here.repo.commit({"src/exports.py": "more"}, "more")
    problem = "the files are larger than 3 MB together"
    assert owned(here, here.sample("github/pr_view.json")) == Ownership(problem=problem)


def test_a_comparison_that_takes_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = desk(tmp_path / "r", OWNERS)
    monkeypatch.setattr("deploylint.collect.ownership.MAX_SECONDS", -1.0)
    problem = "comparing it with the changed files took more than 30 s"
    expected = Ownership(file=".github/CODEOWNERS", problem=problem)
    assert owned(here, here.sample("github/pr_view.json")) == expected


def test_a_base_that_holds_the_head_already_shows_no_changes(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    document = here.sample("github/pr_view.json", baseRefOid=here.commits["HEAD"])
    assert owned(here, document) == owned(here, here.sample("github/pr_view.json"))
    problem = "the files that it changes are not known; export `files` and `changedFiles` too"
    document = {**document, "files": None}
    assert owned(here, document) == Ownership(file=".github/CODEOWNERS", problem=problem)


def test_a_file_that_is_no_text_is_told(here: Desk) -> None:
    here.commits["BASE"] = here.repo.commit({"CODEOWNERS": b"* \xff"}, "owners")
    here.commits["HEAD"] = here.repo.commit({"src/exports.py": "more"}, "more")
    problem = "CODEOWNERS is not UTF-8 at byte 2"
    assert owned(here, here.sample("github/pr_view.json")) == Ownership(problem=problem)


def test_the_root_may_be_a_folder_of_the_repository(tmp_path: Path) -> None:
    here = desk(tmp_path / "r", OWNERS)
    below = Desk(type(here.repo)(here.root / "src"), here.commits)
    whole, part = (owned(one, here.sample("github/pr_view.json")) for one in (here, below))
    assert whole == part
