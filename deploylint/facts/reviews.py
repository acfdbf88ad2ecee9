"""The fact that says who reviewed the pull or merge request of the release."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.source import Collected


class Platform(StrEnum):
    """Where a request was made."""

    GITHUB = "GitHub"
    GITLAB = "GitLab"


class RequestState(StrEnum):
    """What became of a request."""

    OPEN = "open"
    MERGED = "merged"
    CLOSED = "closed"


class Stance(StrEnum):
    """What a review says; comments say nothing."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes requested"
    DISMISSED = "dismissed"


class Opinion(NamedTuple):
    """One review.

    `person` is a login, empty when the account is gone. `commit` (a full id) is what was reviewed,
    None when the platform does not tell. `time` is aware.
    """

    person: str
    stance: Stance
    commit: str | None = None
    time: datetime | None = None
    bot: bool = False


class Owned(NamedTuple):
    """A changed file, and the line of CODEOWNERS that names its owners, without `@`."""

    path: str
    owners: tuple[str, ...]
    line: int


class Ownership(NamedTuple):
    """Who owns what the request changes.

    `file` is the CODEOWNERS file, None when there is none. `skipped` are its lines that no platform
    reads. `problem` says why the owners cannot be told.
    """

    file: str | None = None
    owned: tuple[Owned, ...] = ()
    skipped: tuple[int, ...] = ()
    problem: str | None = None


class Request(NamedTuple):
    """What one document says of a pull or merge request; None is what it does not say.

    `key` tells requests of one platform apart. `head`, `base` and the ids in `merged_as` are full
    commit ids; `merged_as` are the commits that the platform made, or would make, of it. `merging`
    is the word of the platform for what keeps it from being merged, in lower case. `opinions` are
    in the order they were given and `complete` says that none is left out. `decision` is a sentence
    of what the platform itself still misses. `files` are all changed paths. `pushed_at` is when the
    newest commit was made, `writers` are the logins of who wrote commits. `tie` says how the head
    became the commit that is released, when they differ; `surplus` says why the release may hold
    more than the request, None when it does not, and `local` that this rests on a branch that is
    known from this clone alone.
    """

    platform: Platform
    key: str
    author: str | None = None
    head: str | None = None
    base: str | None = None
    base_branch: str | None = None
    merged_as: tuple[str, ...] = ()
    state: RequestState | None = None
    draft: bool | None = None
    mergeable: bool | None = None
    merging: str | None = None
    opinions: tuple[Opinion, ...] = ()
    complete: bool = False
    decision: str | None = None
    required: int | None = None
    files: tuple[str, ...] | None = None
    pushed_at: datetime | None = None
    writers: tuple[str, ...] = ()
    tie: str | None = None
    surplus: str | None = None
    local: bool = False
    ownership: Ownership | None = None

    @property
    def name(self) -> str:
        """Return the request as people write it, such as `#12` or `!12`."""
        sign = "#" if self.platform is Platform.GITHUB else "!"
        return f"{sign}{self.key.rpartition('/')[2]}" if self.key else "the request"


class Reviews(Collected[tuple[Request, ...]]):
    """The requests that were found; several documents may speak of one."""

    __slots__ = ()
