"""The fact that says which commit is released."""

from datetime import datetime
from typing import NamedTuple

from deploylint.model.location import Location

ABBREVIATED = 7
"""Hexadecimal digits from which on a shortened commit id is believed."""


class Release(NamedTuple):
    """The commit that the plan releases: the one it names, else the one that is checked out.

    `commit`, `tree`, `parents` and `head` are full object ids; `committed_at` is aware, and so is
    `parents_at`, when the newest of the parents was committed: dates are what people write, and no
    commit is older than its parents. `branch` is
    None when HEAD is detached. `at` is where the plan names its commit. In a `shallow` clone the
    history ends too early, so nothing can be told from what is not there.
    """

    commit: str
    tree: str
    parents: tuple[str, ...]
    committed_at: datetime
    head: str
    branch: str | None = None
    shallow: bool = False
    parents_at: datetime | None = None
    at: Location | None = None

    @property
    def short(self) -> str:
        """Return the commit as people write it."""
        return self.commit[:ABBREVIATED]

    def is_commit(self, commit: str | None) -> bool:
        """Say whether `commit`, perhaps shortened, is the one that is released."""
        return names_commit(commit, self.commit)


def names_commit(written: str | None, commit: str) -> bool:
    """Say whether `written` is the id `commit`, or its first seven digits or more."""
    if written is None or len(written) < ABBREVIATED:
        return False
    return commit.startswith(written.lower())
