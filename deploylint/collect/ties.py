"""What the repository knows of a commit that evidence speaks of."""

from datetime import datetime

from deploylint.collect.around import Around
from deploylint.errors import UnavailableError
from deploylint.facts.release import Release


def same_files(around: Around, release: Release, commit: str) -> bool:
    """Say whether the commit with the full id `commit` has the very files of the release."""
    found = _asked(around, commit, "rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}")
    return found == release.tree


def committed_at(around: Around, commit: str) -> datetime | None:
    """Return when the commit with that full id was made; None when the repository lacks it."""
    arguments = ("--no-commit-header", "--max-count=1", "--format=%cI", commit)
    found = _asked(around, commit, "rev-list", *arguments)
    return datetime.fromisoformat(found) if found else None


def _asked(around: Around, commit: str, command: str, *arguments: str) -> str | None:
    """Return what git says of a commit, None when the repository lacks it or cannot be read."""
    try:
        if around.git.commit(commit) is None:
            return None
        return around.git.ask(command, *arguments)
    except UnavailableError:
        return None
