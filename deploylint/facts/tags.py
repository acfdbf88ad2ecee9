"""The fact that says which tags the repository has."""

from datetime import datetime
from typing import NamedTuple

from deploylint.facts.release import Release
from deploylint.model.semver import same_version

SEPARATORS = ("-", "/", "@")
"""What stands between a service and its version in the tags of a repository of several services."""


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
    ancestor of it. `ancestry` compares the commits of the tags of `version` and `previous_version`:
    the first commit of each pair is an ancestor of the second.
    """

    tags: tuple[Tag, ...]
    release: Release | None
    contained: frozenset[str] = frozenset()
    ancestry: frozenset[tuple[str, str]] = frozenset()


def is_of_service(name: str, version: str, service: str | None) -> bool:
    """Say whether a tag called `name` is that of `version` with the service before it.

    For the service exports they are `exports-v1.2.0`, `exports/v1.2.0` and `exports@1.2.0`.
    """
    rest = after_service(name, service)
    return rest is not None and same_version(rest, version)


def after_service(name: str, service: str | None) -> str | None:
    """Return what follows the service and its separator in the name of a tag, None without them."""
    start = (service or "").strip()
    rest = name.strip()
    if not start or rest[: len(start)].lower() != start.lower():
        return None
    rest = rest[len(start) :]
    return rest[1:] if rest.startswith(SEPARATORS) else None
