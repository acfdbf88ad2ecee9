"""The fact that says which releases are published, and with which notes."""

from datetime import datetime
from typing import NamedTuple

from deploylint.facts.source import Collected


class Publication(NamedTuple):
    """A release on GitHub or GitLab.

    `tag` is the name of its tag. `notes` are Markdown, at most the first 100 000 characters.
    `published_at` (aware) is None when it is not stated, as in a draft. `upcoming` is what GitLab
    calls a release whose day lies ahead.
    """

    tag: str
    notes: str
    draft: bool = False
    prerelease: bool = False
    upcoming: bool = False
    published_at: datetime | None = None


class Published(Collected[tuple[Publication, ...]]):
    """What was found of releases; a file may hold one or several."""

    __slots__ = ()
