"""The fact that says whether the release can be merged, and holds no merge half done."""

from typing import NamedTuple

from deploylint.facts.branch import Base, evidence_of, subject
from deploylint.facts.release import Release
from deploylint.model.verdict import Evidence


class Marker(NamedTuple):
    """A conflict that somebody committed: the 1-based line that its first marker stands on."""

    path: str
    line: int


class Merge(NamedTuple):
    """A merge with the main branch that was tried.

    `conflicts` are the files that cannot be merged by themselves; none when the main branch is
    `contained` and there is nothing to merge.
    """

    base: Base
    conflicts: tuple[str, ...]
    contained: bool = False


class Merging(NamedTuple):
    """What stands between the release and the main branch. Paths are relative to the root.

    `commit` is the commit that is merged, as in `Branch`. `merge` is None when it could not be
    tried, then `untried` says why. `markers` were looked for in the `files` text files that the
    release holds, or, when it holds too much, that `changed` since it left the main branch; files
    that were `skipped` are too large to be looked through. `unlooked` says why they could not be
    looked for. `unmerged` are files of a merge in this work tree that is not finished.
    """

    release: Release
    commit: str
    merge: Merge | None = None
    untried: str | None = None
    markers: tuple[Marker, ...] = ()
    files: int = 0
    changed: bool = False
    skipped: tuple[str, ...] = ()
    unlooked: str | None = None
    unmerged: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """Return what is merged, in words."""
        return subject(self.commit, self.release)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the commits that were looked at as evidence."""
        judged = evidence_of(self.commit, self.release)
        return (judged,) if self.merge is None else (self.merge.base.evidence, judged)
