"""The commit that is released, read from git."""

from datetime import datetime

from deploylint.collect.git import Git
from deploylint.errors import UnavailableError
from deploylint.facts.release import Release
from deploylint.model.location import Location

FORMAT = "--format=%H%n%T%n%P%n%cI"
BRANCH = "refs/heads/"


def read_release(git: Git, named: str | None, at: Location | None) -> Release:
    """Return the commit that the plan names, else the one that is checked out.

    Raises UnavailableError when the repository has no such commit, or it cannot be read.
    """
    head = git.commit("HEAD")
    if head is None:
        raise UnavailableError("the repository has no commit yet")
    # a detached HEAD has no name but its own
    asked = git.ask("rev-parse", "--is-shallow-repository", "--symbolic-full-name", "HEAD")
    shallow, _, branch = asked.partition("\n")
    commit = head if named is None else git.commit(named)
    if commit is None:
        where = "this shallow clone" if shallow == "true" else "this repository"
        raise UnavailableError(
            f"the commit {named} that the plan names is not in {where};"
            " fetch it, or correct `commit`"
        )
    lines = git.ask("rev-list", "--no-commit-header", "--max-count=1", FORMAT, commit).split("\n")
    sha, tree, parents, committed = lines
    return Release(
        commit=sha,
        tree=tree,
        parents=tuple(parents.split()),
        committed_at=_moment(committed, sha),
        head=head,
        branch=branch.removeprefix(BRANCH) if branch.startswith(BRANCH) else None,
        shallow=shallow == "true",
        at=at,
    )


def _moment(text: str, commit: str) -> datetime:
    """Return when a commit was made; anything may stand there, because people write commits."""
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        made = None
    if made is None or made.tzinfo is None:
        raise UnavailableError(f"the commit {commit[:7]} does not say when it was made")
    return made
