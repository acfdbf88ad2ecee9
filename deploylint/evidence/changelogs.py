"""The sections of changelogs, and those of a version among them."""

from collections.abc import Iterable
from typing import NamedTuple

from deploylint.evidence.weigh import Weighed
from deploylint.facts.changelog import Changelog, Entry, Section
from deploylint.model.location import Location
from deploylint.model.semver import parse, same_version
from deploylint.model.statements import real
from deploylint.model.wording import listed


class Placed(NamedTuple):
    """A section and the file it stands in."""

    path: str
    section: Section

    @property
    def at(self) -> Location:
        """Return where its heading stands."""
        return Location(self.path, self.section.line, 1)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries that say something."""
        return tuple(entry for entry in self.section.entries if real(entry.text))


def sections(weighed: Weighed[Changelog]) -> tuple[Placed, ...]:
    """Return every section of the changelogs that count, in the order of the files."""
    return tuple(
        Placed(piece.source.path, section)
        for piece in weighed.counted
        if piece.content is not None
        for section in piece.content.sections
    )


def without(weighed: Weighed[Changelog]) -> str:
    """Return the beginning of a sentence about what the changelogs do not have."""
    paths = [piece.source.path for piece in weighed.counted]
    return f"{listed(paths)} {'has' if len(paths) == 1 else 'have'}"


def of_version(placed: Iterable[Placed], version: str) -> tuple[Placed, ...]:
    """Return the sections of `version`.

    Where it has none of its own, those of the version without what names the build
    (`1.2.0+build`), and for a pre-release those of its release.
    """
    known = tuple(placed)
    try:
        parsed = parse(version)
    except ValueError:
        return _named(known, version)
    names = (version, version.partition("+")[0], ".".join(parsed[:3]))
    return next(filter(None, (_named(known, name) for name in names)), ())


def _named(placed: Iterable[Placed], version: str) -> tuple[Placed, ...]:
    return tuple(one for one in placed if same_version(one.section.version, version))
