"""The coverage reports, and which of the measured files the release has."""

import os
from collections.abc import Iterable, Iterator

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

DISTINCT = 3
"""Steps at the end of a path that are enough to know a file by, wherever it was measured."""


def collect(around: Around) -> CoverageReports:
    """Return the coverage reports; the content of each says which files the release lacks.

    Raises UnavailableError when the files of the release cannot be listed.
    """
    reports = collect_pieces(CoverageReports, around, Kind.COVERAGE, _read, KNOWN)
    measured = [piece.content for piece in reports.pieces if piece.content is not None]
    if not measured or reports.release_problem is not None:
        return reports
    files = _committed(around) if reports.release is not None else _on_disk(around.root)
    tree = Tree(files, {base(file) for content in measured for file in content.files})
    pieces = (
        piece._replace(content=_compared(piece.content, tree)) if piece.content else piece
        for piece in reports.pieces
    )
    return reports._replace(pieces=tuple(pieces))


def _compared(content: Coverage, tree: "Tree") -> Coverage:
    unknown = (file for file in content.files if not tree.has(file, content.sources))
    return content._replace(unknown=tuple(unknown))


def _committed(around: Around) -> list[str]:
    """Return the files of the released commit below the root, relative to it."""
    listing = around.git.ask("ls-tree", "-r", "-z", "--name-only", around.release.commit)
    return listing.split("\0")[:-1]


def _on_disk(root: str) -> list[str]:
    """Return the files below a folder that is in no repository, without hidden folders."""
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(folder, root).replace(os.sep, "/")
        found.extend(name if below == "." else f"{below}/{name}" for name in names)
        if len(found) > MAX_FILES:
            raise UnavailableError(
                f"the measured files were not looked up: {root} holds more than {MAX_FILES} files"
                " and is no repository"
            )
    return found


def base(path: str) -> str:
    """Return the last step of a path."""
    return path.rpartition("/")[2]


class Tree:
    """The files of a release, to look measured files up in."""

    def __init__(self, files: Iterable[str], wanted: set[str]) -> None:
        """Keep those of `files` whose last step is among the `wanted`."""
        self.files = {file for file in files if base(file) in wanted}
        self.ends = {end for file in self.files for end in _ends(file)}

    def has(self, file: str, sources: Iterable[str]) -> bool:
        """Say whether a file is there that a report calls `file`, below one of its `sources`.

        A relative path may start at any folder of the release: reports are made in a part of it, or
        leave out where sources lie. An absolute one was measured in another place; its end has to
        be a file of the release, or three steps long and the end of one.
        """
        if _is_absolute(file):
            return self._ends_in(file)
        steps = _steps(file)
        if "/".join(steps) in self.ends and (len(steps) > 1 or not sources):
            return True
        return any(self._is_below(source, file) for source in sources)

    def _is_below(self, source: str, file: str) -> bool:
        path = f"{source}/{file}"
        return self._ends_in(path) if _is_absolute(path) else "/".join(_steps(path)) in self.ends

    def _ends_in(self, path: str) -> bool:
        steps = _steps(path)
        if len(steps) >= DISTINCT and "/".join(steps[-DISTINCT:]) in self.ends:
            return True
        return any("/".join(steps[-count:]) in self.files for count in range(1, DISTINCT))


def _is_absolute(path: str) -> bool:
    return path.startswith("/") or path[1:3] == ":/"


def _steps(path: str) -> list[str]:
    """Return the steps of a path; `..` takes the step before it back, or leads nowhere known."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return steps


def _ends(path: str) -> Iterator[str]:
    """Yield every end of a path that begins with a step: `a/b/c`, `b/c`, `c`."""
    yield path
    start = path.find("/") + 1
    while start:
        yield path[start:]
        start = path.find("/", start) + 1


def _read(data: bytes, name: str) -> Reading[Coverage]:
    # most runs find nothing to read
    from deploylint.formats.coveragereport import read_coverage

    return read_coverage(data, name)
