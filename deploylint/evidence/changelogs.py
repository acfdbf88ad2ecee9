"""What a changelog is worth, and the sections of a version in it."""

from collections.abc import Iterable
from typing import NamedTuple

from deploylint.evidence.weigh import Trouble, Weighed
from deploylint.facts.changelog import Changelog, Changelogs, Entry, Section
from deploylint.model.location import Location
from deploylint.model.semver import parse, same_version
from deploylint.model.statements import real
from deploylint.model.verdict import Assurance, Cause, Finding
from deploylint.model.wording import listed

NOUN = "changelog"


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


def weigh_changelogs(changelogs: Changelogs) -> Weighed[Changelog]:
    """Return which changelogs count: all that can be read.

    They say of which version each section is, so they need no time. Those of the commit are bound.
    """
    troubles = [
        Trouble(Cause.ERROR, Finding(f"{gap.place.pattern} {gap.why}", gap.place.at))
        for gap in changelogs.missing
    ]
    troubles += [
        Trouble(Cause.ERROR, Finding(f"{piece.source.path} {piece.problem}", piece.source.at))
        for piece in changelogs.pieces
        if piece.problem is not None
    ]
    committed = changelogs.release is not None
    return Weighed(
        counted=tuple(piece for piece in changelogs.pieces if piece.problem is None),
        assurance=Assurance.BOUND if committed else Assurance.EVIDENCED,
        troubles=tuple(troubles),
        searched=changelogs.searched,
    )


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
    """Return the sections of `version`; for a pre-release without its own, those of its release."""
    known = tuple(placed)
    found = _named(known, version)
    if found:
        return found
    try:
        parsed = parse(version)
    except ValueError:
        return ()
    return _named(known, ".".join(parsed[:3])) if parsed.prerelease else ()


def _named(placed: Iterable[Placed], version: str) -> tuple[Placed, ...]:
    return tuple(one for one in placed if same_version(one.section.version, version))
