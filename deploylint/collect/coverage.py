"""The coverage reports, and which of the measured files the release has."""

import os

from deploylint.collect.around import Around
from deploylint.collect.pieces import collect_pieces
from deploylint.errors import UnavailableError
from deploylint.facts.coverage import Coverage, CoverageReports
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind

KNOWN = (
    "coverage.xml",
    "coverage.json",
    "lcov.info",
    "coverage/cobertura-coverage.xml",
    "coverage/coverage-summary.json",
    "coverage/lcov.info",
    "build/reports/jacoco/**/*.xml",
    "target/site/jacoco/jacoco.xml",
    "reports/coverage*.xml",
    "reports/coverage*.json",
    "reports/lcov*.info",
)

MAX_FILES = 200_000
"""Files of a folder without a repository that measured files are looked up in."""

FILE = "100"
"""How the mode of a file begins that is no link."""


def collect(around: Around) -> CoverageReports:
    """Return the coverage reports; the content of each says which files the release lacks.

    Raises UnavailableError when the files of the release cannot be listed.
    """
    reports = collect_pieces(CoverageReports, around, Kind.COVERAGE, _read, KNOWN)
    measured = [piece.content for piece in reports.pieces if piece.content is not None]
    if not measured or reports.release_problem is not None:
        return reports
    # most runs find nothing to compare with the release
    from deploylint.collect.measured import compared

    files = _committed(around) if reports.release is not None else _on_disk(around.root)
    contents = iter(compared(measured, files, around.git if reports.release is not None else None))
    pieces = (
        piece._replace(content=next(contents)) if piece.content is not None else piece
        for piece in reports.pieces
    )
    return reports._replace(pieces=tuple(pieces))


def _committed(around: Around) -> dict[str, str]:
    """Return the files of the released commit below the root, each with the id of its content.

    A link has none: its content is another path. https://git-scm.com/docs/git-ls-tree
    """
    listing = around.git.ask("ls-tree", "-r", "-z", around.release.commit)
    entries = (line.partition("\t") for line in listing.split("\0") if line)
    return {path: about.split(" ")[2] if about[:3] == FILE else "" for about, _, path in entries}


def _on_disk(root: str) -> dict[str, str]:
    """Return the files below a folder that is in no repository, without hidden folders."""
    found: dict[str, str] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        found.update((name if below == "." else f"{below}/{name}", "") for name in names)
        if len(found) > MAX_FILES:
            raise UnavailableError(
                f"the measured files were not looked up: {root} holds more than {MAX_FILES} files"
                " and is no repository"
            )
    return found


def _read(data: bytes, name: str) -> Reading[Coverage]:
    # most runs find nothing to read
    from deploylint.formats.coveragereport import read_coverage

    return read_coverage(data, name)
