"""The commit that is released, read from git."""

from datetime import datetime

from deploylint.collect.git import Git, guarded
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.release import Release
from deploylint.model.location import Location
from deploylint.model.wording import quoted

FORMAT = "--format=%H%n%T%n%P%n%cI"
LINES = 4
BRANCH = "refs/heads/"


def read_release(git: Git, named: str | None, at: Location | None) -> Release:
    """Return the commit that the plan names, else the one that is checked out.

    Raises UnavailableError when the repository cannot be read or has no commit, and UserError when
    it does not have the one that the plan names.
    """
    head = git.commit("HEAD")
    if head is None:
        raise UnavailableError("the repository has no commit yet")
    # a detached HEAD has no name but its own
    asked = git.ask("rev-parse", "--is-shallow-repository", "--symbolic-full-name", "HEAD")
    shallow, _, branch = asked.partition("\n")
    commit = head if named is None else _named(git, named, at, shallow=shallow == "true")
    # the commit itself, then its parents
    told = git.ask(
        "rev-list", "--no-commit-header", "--no-walk=unsorted", FORMAT, commit, f"{commit}^@"
    )
    (sha, tree, parents, committed), *others = _records(told)
    return Release(
        commit=sha,
        tree=tree,
        parents=tuple(parents.split()),
        committed_at=_moment(committed, sha),
        head=head,
        branch=branch.removeprefix(BRANCH) if branch.startswith(BRANCH) else None,
        shallow=shallow == "true",
        parents_at=max((_moment(one[-1], one[0]) for one in others), default=None),
        at=at,
    )


def _named(git: Git, name: str, at: Location | None, *, shallow: bool) -> str:
    """Return the commit that the plan names.

    Raises UnavailableError when a shallow clone may just not hold it, and UserError when the plan
    is wrong: no statement of a person makes up for that.
    """
    try:
        guarded(name)
    except UnavailableError as error:
        raise UserError(f"`commit` of the plan: {error}", at) from None
    commit = git.commit(name)
    if commit is not None:
        return commit
    message = f"the commit {quoted(name)} that the plan names is not in this"
    if shallow:
        raise UnavailableError(f"{message} shallow clone; fetch it, or correct `commit`")
    hint = "correct `commit`, or run the check in the repository of what is released"
    raise UserError(f"{message} repository", at, hint)


def _records(told: str) -> list[list[str]]:
    """Return the lines of FORMAT for each commit."""
    lines = told.split("\n")
    return [lines[at : at + LINES] for at in range(0, len(lines), LINES)]


def _moment(text: str, commit: str) -> datetime:
    """Return when a commit was made; anything may stand there, because people write commits."""
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        made = None
    if made is None or made.tzinfo is None:
        raise UnavailableError(f"the commit {commit[:7]} does not say when it was made")
    return made
