"""The fact that says what changed since the last release."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.release import Release
from deploylint.facts.tags import Tag
from deploylint.model.semver import SemVer


class Commit(NamedTuple):
    """A commit: `sha` is its full id, `subject` the first paragraph of its message on one line."""

    sha: str
    subject: str
    body: str = ""
    parents: tuple[str, ...] = ()

    @property
    def is_merge(self) -> bool:
        """Say whether the commit joins branches."""
        return len(self.parents) > 1


class ChangeKind(StrEnum):
    """What happened to a file."""

    ADDED = "added"
    DELETED = "deleted"
    MODIFIED = "modified"
    MOVED = "moved"


class Uncounted(StrEnum):
    """Why the lines of a file are not counted."""

    BINARY = "binary"
    LARGE = "too large"
    SUBMODULE = "a submodule"


class ChangedFile(NamedTuple):
    """A file that differs from the last release; paths are relative to the root, with `/`.

    `added` and `removed` are lines; both are None when `uncounted` says why. A line that only moved
    within its file counts in neither. `was` is the former path of a file that MOVED unchanged.
    """

    path: str
    kind: ChangeKind
    added: int | None = None
    removed: int | None = None
    uncounted: Uncounted | None = None
    was: str | None = None

    @property
    def lines(self) -> int:
        """Return how many lines came or went; 0 when they are not counted."""
        return (self.added or 0) + (self.removed or 0)


class TaggedVersion(NamedTuple):
    """A semantic version and its tag, whose name may begin with a service: `exports-v1.1.9`."""

    version: SemVer
    tag: Tag


class Standing(StrEnum):
    """How the tag of the previous version stands to the commit of the release."""

    BEFORE = "before"
    SAME = "this very commit"
    AFTER = "after"
    BESIDE = "beside"


class Named(NamedTuple):
    """The tag of the previous version that the plan names, and where in the history it is."""

    tag: Tag
    standing: Standing


class Changes(NamedTuple):
    """What the release changes: everything after `since`, up to and with the release commit.

    `release` is None outside a repository, where nothing can be told. `since` is the tag of the
    last release, which always leads to an earlier commit: the one that is `named` by the plan, if
    it is there; None when no earlier version is tagged: then `commits` are all there are, and
    `files` are none, because there is nothing to compare with. `commits` come newest first, merges
    included; when there are more than are read, they are not `complete`. `versions` are those,
    the plan's own among them, that are tagged in the history of the release, lowest first.
    """

    release: Release | None
    since: Tag | None = None
    commits: tuple[Commit, ...] = ()
    files: tuple[ChangedFile, ...] = ()
    versions: tuple[TaggedVersion, ...] = ()
    complete: bool = True
    named: Named | None = None
