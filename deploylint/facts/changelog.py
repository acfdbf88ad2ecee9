"""The fact that says what the changelog holds."""

from datetime import date
from typing import NamedTuple

from deploylint.facts.source import Collected


class Entry(NamedTuple):
    """A list item or paragraph on one line of text, and the line it begins on."""

    text: str
    line: int


class Group(NamedTuple):
    """Entries under one heading, such as `Added`; before the first one the name is empty."""

    name: str
    line: int
    entries: tuple[Entry, ...] = ()


class Section(NamedTuple):
    """The section of one version; that of what is not released yet has the version `""`.

    `version` is as written, `rest` what follows it in the heading. `day` is None unless the
    heading holds a day as ISO 8601 has it.
    """

    version: str
    line: int
    rest: str = ""
    day: date | None = None
    yanked: bool = False
    groups: tuple[Group, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries of all groups."""
        return tuple(entry for group in self.groups for entry in group.entries)


class Changelog(NamedTuple):
    """The sections of a changelog, in the order of the file."""

    sections: tuple[Section, ...]


class Changelogs(Collected[Changelog]):
    """The changelogs that were found: as they are in the commit that is released.

    Outside a repository they are read from the folder, and `release` is None.
    """

    __slots__ = ()
