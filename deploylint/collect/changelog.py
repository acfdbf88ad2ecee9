"""The changelog: as it is in the commit that is released, outside a repository as it lies there."""

import os

from deploylint.collect.around import Around
from deploylint.collect.committed import Entry, entries, entry, leads_out, listing
from deploylint.collect.git import Git, has_repository
from deploylint.collect.pieces import collect_pieces, said
from deploylint.errors import UserError
from deploylint.facts.changelog import Changelog, Changelogs
from deploylint.facts.release import Release
from deploylint.facts.source import Missing, Piece, Source
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind, Place
from deploylint.model.globs import Globs
from deploylint.model.location import Location
from deploylint.read.digest import digest_of

MAX_BYTES = 4_000_000
"""Bytes that are read of one changelog."""

MAX_FILES = 100

KNOWN = (
    *("CHANGELOG.md", "Changelog.md", "changelog.md", "CHANGELOG", "CHANGELOG.rst"),
    *("CHANGES.md", "Changes.md", "changes.md", "CHANGES", "CHANGES.rst", "CHANGES.txt"),
    *("HISTORY.md", "History.md", "history.md", "HISTORY.rst"),
    *("RELEASES.md", "RELEASE_NOTES.md", "NEWS.md", "NEWS.rst", "NEWS"),
    *("docs/CHANGELOG.md", "docs/changelog.md", "docs/changelog.rst", "docs/changes.rst"),
)
"""Usual names, the first that is there counts."""


def collect(around: Around) -> Changelogs:
    """Return the changelogs that are named, else the one that has a usual name.

    Raises UnavailableError when the repository or the commit that is released cannot be read.
    """
    named = around.question.named(Kind.CHANGELOG)
    if not has_repository(around.root):
        there = (name for name in KNOWN if os.path.lexists(os.path.join(around.root, name)))
        first = next(there, KNOWN[0])
        found = collect_pieces(Changelogs, around, Kind.CHANGELOG, _read, (first,))
        return found if named else found._replace(searched=KNOWN)
    git, release = around.git, around.release
    if named:
        return _named(git, release, named)
    files = entries(git, release.commit, KNOWN)
    usual = next((files[name] for name in KNOWN if name in files), None)
    return Changelogs(
        kind=Kind.CHANGELOG,
        pieces=_pieces(git, release, {usual: None}) if usual else (),
        searched=KNOWN,
        release=release,
    )


def _named(git: Git, release: Release, named: tuple[Place, ...]) -> Changelogs:
    """Return what lies at the places that plan and settings name."""
    files: dict[Entry, Location | None] = {}
    missing = []
    for place in named:
        found = _at(git, release, place.pattern)
        if not found:
            missing.append(Missing(place, _why(git, release, place.pattern)))
        for one in found[:MAX_FILES]:
            files.setdefault(one, place.at)
    return Changelogs(
        kind=Kind.CHANGELOG,
        pieces=_pieces(git, release, files),
        missing=tuple(missing),
        release=release,
    )


def _at(git: Git, release: Release, pattern: str) -> list[Entry]:
    """Return the files at a place in the commit, by path."""
    path = os.path.normpath(pattern) if pattern.strip() else os.curdir
    if leads_out(path) or "\0" in path:
        return []
    if not any(sign in pattern for sign in "*?["):
        return list(entries(git, release.commit, (path,)).values())
    globs = Globs([f"/{path}"])
    lines = (line for line in listing(git, release.commit) if globs.fits(line.partition("\t")[2]))
    return sorted(map(entry, lines), key=lambda one: one.path)


def _why(git: Git, release: Release, pattern: str) -> str:
    if leads_out(os.path.normpath(pattern)):
        return "does not stay inside the repository; write it relative to the root"
    waits = os.path.lexists(os.path.join(git.root, pattern.replace("\0", "")))
    return f"is not in the commit {release.short}{'; commit it' if waits else ''}"


def _pieces(
    git: Git, release: Release, files: dict[Entry, Location | None]
) -> tuple[Piece[Changelog], ...]:
    sizes = git.sizes({one.id for one in files})
    small = sorted({name for name, size in sizes.items() if size <= MAX_BYTES})
    contents = git.blobs(small)
    pieces = []
    for one, named in files.items():
        source = Source(Kind.CHANGELOG, one.path, named=named, commit=release.commit)
        if one.id in contents:
            pieces.append(_piece(source, contents[one.id]))
        else:
            why = f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read"
            pieces.append(Piece(source, None, why if one.id in sizes else "is not in this clone"))
    return tuple(pieces)


def _piece(source: Source, data: bytes) -> Piece[Changelog]:
    source = source._replace(digest=digest_of(data))
    try:
        return Piece(source, _read(data, source.path).content)
    except UserError as error:
        return Piece(source, None, said(error))


def _read(data: bytes, name: str) -> Reading[Changelog]:
    # most runs find nothing to read
    from deploylint.formats.keepachangelog import read_changelog

    return read_changelog(data, name)
