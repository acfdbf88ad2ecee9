"""How requests lead to the commit that is released."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploylint.model.verdict import Assurance
from tests.evidence.reviewing import Desk, desk, gh, merged

QA = ("qa-team", "APPROVED", "HEAD", "2026-11-23T10:00:00Z")


@pytest.fixture
def here(tmp_path: Path) -> Desk:
    return desk(tmp_path / "r")


def ties(here: Desk, *documents: Any) -> list[tuple[str, str | None]]:
    """Return what each piece is tied to, and how its requests became it."""
    names = {commit: word for word, commit in here.commits.items()}
    names[here.repo.head] = "release"
    return [
        (names.get(piece.source.commit or "", "?"), request.tie)
        for piece in here.reviews(*documents).pieces
        for request in piece.content or ()
    ]


def test_a_head_that_is_released(here: Desk) -> None:
    assert ties(here, here.sample("github/pr_view.json")) == [("release", None)]


def test_a_head_that_the_release_merges(here: Desk) -> None:
    short = merged(here)[:7]
    tied = ties(here, here.sample("github/pr_view.json"))
    assert tied == [("release", f"which {short} merges")]


def test_a_head_that_was_squashed(here: Desk) -> None:
    here.repo.switch("main")
    here.repo.git("merge", "--quiet", "--squash", "exports")
    squashed = here.repo.commit({"more": "x"}, "squashed")
    document = here.sample("github/pr_view.json", mergeCommit={"oid": squashed})
    assert ties(here, document) == [("release", f"which was merged as {squashed[:7]}")]


def test_a_head_whose_files_are_released(here: Desk) -> None:
    here.repo.git("commit", "--quiet", "--amend", "-m", "other words")
    short = here.repo.head[:7]
    tied = ties(here, here.sample("github/pr_view.json"))
    assert tied == [("release", f"which has the same files as {short}")]


def test_a_head_that_is_not_released(here: Desk) -> None:
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    assert ties(here, here.sample("github/pr_view.json")) == [("HEAD", None)]


def test_a_head_that_the_repository_lacks(here: Desk) -> None:
    document = here.sample("github/pr_view.json", headRefOid="f" * 40)
    assert ties(here, document) == [("?", None)]


def surplus(here: Desk, **changes: Any) -> list[str | None]:
    """Return what the release holds besides what the request of the sample was reviewed for."""
    document = here.sample("github/pr_view.json", mergeCommit=None, **changes)
    (piece,) = here.reviews(document).pieces
    assert piece.source.commit == here.repo.head
    return [request.surplus for request in piece.content or ()]


def merge(here: Desk, into: str, files: dict[str, str] | None = None) -> str:
    """Merge the reviewed head into what `into` names, with more files in the very merge."""
    here.repo.git("switch", "--quiet", "--detach", into)
    here.repo.git("merge", "--quiet", "--no-ff", "--no-commit", here.commits["HEAD"])
    return here.repo.commit(files or {}, "Merge pull request #12")[:7]


def unseen(here: Desk, branch: str) -> str:
    """Return a commit that nobody reviewed, on top of main, on a branch."""
    here.repo.switch("main")
    if branch != "main":
        here.repo.branch(branch)
    return here.repo.commit({"src/more.py": "unseen"}, "chore: nothing")


def test_a_merge_into_a_commit_that_is_not_of_main_holds_more(here: Desk) -> None:
    other = unseen(here, "own")
    short = merge(here, other)
    why = f"{short} merges it into {other[:7]}, which is no commit of main"
    assert surplus(here) == [why]


def test_a_merge_into_main_after_the_request_was_exported_holds_no_more(here: Desk) -> None:
    merge(here, unseen(here, "main"))
    assert surplus(here) == [None]


def test_a_merge_with_files_of_its_own_holds_more(here: Desk) -> None:
    short = merge(here, here.commits["BASE"], {"src/backdoor.py": "unseen"})
    assert surplus(here) == [f"the merge {short} holds more than was reviewed"]


def test_a_merge_that_holds_more_is_a_stale_review(here: Desk) -> None:
    short = merge(here, here.commits["BASE"], {"src/backdoor.py": "unseen"})
    verdict = here.review(gh(QA, mergeCommit=None)(here))
    why = f"the merge {short} holds more than was reviewed; have the release itself reviewed"
    assert (verdict.cause, verdict.reason) == ("stale", f"#12 was reviewed, but {why}")


@pytest.mark.parametrize(
    ("where", "assurance"), [("main", Assurance.EVIDENCED), ("BASE", Assurance.BOUND)]
)
def test_a_branch_that_only_this_clone_knows_is_worth_less(
    here: Desk, where: str, assurance: Assurance
) -> None:
    merge(here, unseen(here, "main") if where == "main" else here.commits[where])
    assert here.review(gh(QA, mergeCommit=None)(here)).assurance is assurance


def test_the_merge_that_the_platform_names_may_hold_more(here: Desk) -> None:
    merge(here, here.commits["BASE"], {"src/resolved.py": "by the platform"})
    document = here.sample("github/pr_view.json", mergeCommit={"oid": here.repo.head})
    assert ties(here, document) == [("release", f"which was merged as {here.repo.head[:7]}")]


def test_the_first_parent_of_a_merge_is_not_what_it_merges(here: Desk) -> None:
    merged(here)
    document = here.sample("github/pr_view.json", headRefOid=here.commits["BASE"])
    assert ties(here, document) == [("BASE", None)]


def test_the_plan_may_release_another_commit_than_the_one_checked_out(here: Desk) -> None:
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    document = here.sample("github/pr_view.json")
    (piece,) = here.reviews(document, commit=here.commits["HEAD"]).pieces
    assert piece.source.commit == here.commits["HEAD"]


def test_of_a_list_those_that_lead_to_the_release_are_kept(here: Desk) -> None:
    (piece,) = here.reviews(here.sample("github/pr_list.json")).pieces
    assert [request.name for request in piece.content or ()] == ["#12"]


def test_approvals_are_tied_by_their_merge_request(here: Desk) -> None:
    request, approvals = here.sample("gitlab/mr_view.json"), here.sample("gitlab/mr_approvals.json")
    assert ties(here, request, approvals) == [("release", None)] * 2


def test_approvals_of_another_merge_request_are_not(here: Desk) -> None:
    approvals = here.sample("gitlab/mr_approvals.json", iid=13)
    assert ties(here, here.sample("gitlab/mr_view.json"), approvals)[1] == ("?", None)


def test_approvals_of_a_merge_request_that_is_not_released_are_not(here: Desk) -> None:
    here.repo.commit({"src/exports.py": "changed later"}, "later")
    request, approvals = here.sample("gitlab/mr_view.json"), here.sample("gitlab/mr_approvals.json")
    assert ties(here, request, approvals) == [("HEAD", None), ("?", None)]


def test_when_the_newest_commit_was_made_is_taken_from_git(here: Desk) -> None:
    (piece,) = here.reviews(here.sample("gitlab/mr_view.json")).pieces
    assert [request.pushed_at for request in piece.content or ()] == [
        datetime(2026, 11, 23, 9, tzinfo=UTC)
    ]


def test_without_a_repository_nothing_is_tied(here: Desk, tmp_path: Path) -> None:
    (here.root / ".git").rename(tmp_path / "gone")
    reviews = here.reviews(here.sample("github/pr_view.json"))
    assert reviews.release is None
    assert [piece.source.commit for piece in reviews.pieces] == [here.commits["HEAD"]]
