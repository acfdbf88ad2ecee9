"""What the repository knows of a commit that evidence speaks of."""

import os
from datetime import datetime
from typing import NamedTuple

from deploylint.collect.around import Around
from deploylint.collect.base import MERGE, PARENTS, contains
from deploylint.errors import UnavailableError
from deploylint.facts.branch import Known
from deploylint.facts.release import ABBREVIATED, Release, names_commit


class Merged(NamedTuple):
    """That the release merges a commit.

    `surplus` says why it may hold more than that and the main branch, None when it does not.
    `local` says that what the main branch is rests on this clone alone.
    """

    surplus: str | None = None
    local: bool = False


def same_files(around: Around, release: Release, commit: str) -> bool:
    """Say whether the commit with the full id `commit` has the very files of the release."""
    found = _asked(around, commit, "rev-parse", "--verify", "--quiet", f"{commit}^{{tree}}")
    return found == release.tree


def committed_at(around: Around, commit: str) -> datetime | None:
    """Return when the commit with that full id was made; None when the repository lacks it."""
    arguments = ("--no-commit-header", "--max-count=1", "--format=%cI", commit)
    found = _asked(around, commit, "rev-list", *arguments)
    return datetime.fromisoformat(found) if found else None


def merged(around: Around, release: Release, head: str, base: str | None = None) -> Merged | None:
    """Return how the release merges the commit `head`, None if it does not.

    `base` is a commit that is known to be of the branch that was merged into. A merge holds what
    the branch had and what `head` brings; whoever makes one can add files to it, or start from a
    commit that nobody saw.
    """
    if not any(names_commit(head, parent) for parent in release.parents[1:]):
        return None
    if _made_by_github(release):
        return Merged()
    try:
        known = Known.EVENT if release.parents[0] == base else _known_into(around, release)
        if known is None:
            name, into = around.base.name, release.parents[0][:ABBREVIATED]
            return Merged(f"{release.short} merges it into {into}, which is no commit of {name}")
        surplus = None if _adds_nothing(around, release) else _more(release)
    except UnavailableError as error:
        return Merged(f"nobody can tell whether {release.short} holds more: {error}")
    return Merged(surplus, local=known is Known.LOCAL)


def _made_by_github(release: Release) -> bool:
    """Say whether the release is the merge that GitHub made of a pull request for this CI run."""
    ours = os.environ.get("GITHUB_SHA") == release.commit
    return ours and MERGE.fullmatch(os.environ.get("GITHUB_REF", "")) is not None


def _known_into(around: Around, release: Release) -> Known | None:
    """Return how it is known that the release merges into the main branch, None if it does not."""
    base = around.base
    return base.known if contains(around.git, base.tip, release.parents[0]) else None


def _adds_nothing(around: Around, release: Release) -> bool:
    """Say whether the merge is what git makes of its two parents."""
    if len(release.parents) != PARENTS:
        return False
    # few releases are merges of requests
    from deploylint.collect.merging import tried

    found = tried(around.git, *release.parents)
    return not found.conflicts and found.tree == release.tree


def _more(release: Release) -> str:
    return f"the merge {release.short} holds more than was reviewed"


def _asked(around: Around, commit: str, command: str, *arguments: str) -> str | None:
    """Return what git says of a commit, None when the repository lacks it or cannot be read."""
    try:
        if around.git.commit(commit) is None:
            return None
        return around.git.ask(command, *arguments)
    except UnavailableError:
        return None
