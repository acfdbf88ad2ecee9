"""How the release stands to the main branch, read from git."""

from deploylint.collect.around import Around
from deploylint.collect.git import Git
from deploylint.facts.branch import Branch


def collect(around: Around) -> Branch:
    """Return the fact. Raises UnavailableError without a repository, a commit or a main branch."""
    release, base, git = around.release, around.base, around.git
    # there is no repository in every run
    from deploylint.collect.base import request_head

    commit = request_head(release) or release.commit
    contained = _contained(git, commit, base.tip, shallow=release.shallow)
    behind, ahead = _counts(
        git, commit, base.tip, whole=contained is not None and not release.shallow
    )
    return Branch(
        base=base,
        release=release,
        commit=commit,
        contained=contained,
        behind=0 if contained else behind,
        ahead=ahead,
    )


def _counts(git: Git, commit: str, tip: str, *, whole: bool) -> tuple[int | None, int | None]:
    """Return how many commits the tip has more, and how many it lacks, if history is `whole`."""
    if commit == tip:
        return 0, 0
    if not whole or git.commit(tip) is None:
        return None, None
    counts = git.ask("rev-list", "--left-right", "--count", f"{tip}...{commit}")
    behind, ahead = counts.split()
    return int(behind), int(ahead)


def _contained(git: Git, commit: str, tip: str, *, shallow: bool) -> bool | None:
    """Say whether the tip is in the history of the commit; None when it cannot be told.

    A whole history holds all that it contains. In a shallow one only what is there is proof.
    """
    if git.commit(commit) is None:
        return None
    unseen = None if shallow else False
    if git.commit(tip) is None:
        return unseen
    # nothing is asked without a repository
    from deploylint.collect.base import contains

    return contains(git, commit, tip) or unseen
