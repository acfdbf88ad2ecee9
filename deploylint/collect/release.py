"""The commit that is released, read from git."""

from datetime import datetime

from deploylint.collect.git import Git
from deploylint.errors import UnavailableError
from deploylint.facts.release import Release
from deploylint.model.location import Location

FORMAT = "--format=%H%n%T%n%P%n%cI"


def read_release(git: Git, named: str | None, at: Location | None) -> Release:
    """Return the commit that the plan names, else the one that is checked out.

    Raises UnavailableError when the repository has no such commit.
    """
    head = git.commit("HEAD")
    if head is None:
        raise UnavailableError("the repository has no commit yet")
    commit = head if named is None else git.commit(named)
    if commit is None:
        raise UnavailableError(f"the commit {named} of the plan is not in this repository")
    lines = git.ask("rev-list", "--no-commit-header", "--max-count=1", FORMAT, commit).split("\n")
    sha, tree, parents, committed = lines
    return Release(
        commit=sha,
        tree=tree,
        parents=tuple(parents.split()),
        committed_at=datetime.fromisoformat(committed),
        head=head,
        branch=_branch(git),
        shallow=git.ask("rev-parse", "--is-shallow-repository") == "true",
        at=at,
    )


def _branch(git: Git) -> str | None:
    answer = git.run("rev-parse", "--symbolic-full-name", "HEAD")
    name = answer.text
    return name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else None
