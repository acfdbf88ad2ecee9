"""The fact that says which tags the repository has."""

from datetime import datetime
from typing import NamedTuple

from deploylint.facts.release import Release


class Tag(NamedTuple):
    """A tag: `commit` is the commit it leads to in the end.

    `name` is what follows `refs/tags/`. `time` (aware) is when it was made, None for a lightweight
    tag; `message` is without signature, and empty for a lightweight tag. `committed_at` (aware) is
    when the commit was made. A time that git cannot read is None.
    """

    name: str
    commit: str
    annotated: bool
    time: datetime | None = None
    message: str = ""
    committed_at: datetime | None = None


class Tags(NamedTuple):
    """All tags that lead to commits; in a shallow clone some may not have been fetched.

    `release` is None outside a repository, where nothing can be told from what is not there.
    Tags that are no semantic versions come first, by name, then the versions from low to high.
    `contained` are the names of those tags of `previous_version` whose commit is the release or an
    ancestor of it.
    """

    tags: tuple[Tag, ...]
    release: Release | None
    contained: frozenset[str] = frozenset()
