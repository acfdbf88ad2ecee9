"""What tools leave beside their outputs: the file of a coverage tool, caches, logs.

A record lists what its command left behind that git neither knows nor ignores, with digests. While
such a file is as it was recorded, it does not make the next recorded run differ from its commit. A
file that could be imported, built, or read as configuration makes it differ all the same, so only
what by its name or folder cannot be one of these is listed:

- the files in FILES, by their whole name;
- in folders in FOLDERS: what has an ending in DATA;
- below `__pycache__`: compiled Python, which belongs to a source beside it.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from deploylint.collect.git import Git
from deploylint.collect.places import RECORD
from deploylint.collect.sealing import digest_inside
from deploylint.errors import UserError
from deploylint.facts.source import RecordedRun, Sealed
from deploylint.formats.run import read_run
from deploylint.read.files import read_inside

MOST = 1000
"""Files that one record lists, and records that are looked at."""

LARGEST = 4_000_000
"""Bytes of a record that is read."""

ALONE = "reports/deploylint"
"""Where records lie that are evidence by themselves, relative to the root."""

FILES = re.compile(
    r"\.coverage(?:\.[\w.-]+)?|coverage\.(?:info|json|lcov|out|xml)|cover\.out|clover\.xml"
    r"|lcov\.info|junit(?:[._-][\w.-]+)?\.xml|test-results\.(?:json|xml)|nohup\.out"
    r"|\.eslintcache|\.stylelintcache|\.phpunit\.result\.cache|\.testmondata(?:-[\w]+)?"
    r"|[\w.-]+\.(?:gcda|gcno|gcov|lcov|log|profdata|profraw|trx|tsbuildinfo)"
)
FOLDERS = frozenset(
    (
        *("allure-results", "blob-report", "coverage", "htmlcov", "lcov-report", "logs"),
        *("mochawesome-report", "playwright-report", "reports", "surefire-reports"),
        *("failsafe-reports", "screenshots", "test-reports", "test-results", "test_results"),
        *(".hypothesis", ".mypy_cache", ".nyc_output", ".pytest_cache", ".ruff_cache"),
    )
)
DATA = re.compile(
    r".+\.(?:csv|gif|har|html|info|jpe?g|json|lcov|log|md|mp4|pdf|png|sarif|svg|tap|trace|txt|webm"
    r"|webp|xml|zip)|CACHEDIR\.TAG",
    re.IGNORECASE,
)
BYTECODE = re.compile(r"[\w.+-]+\.pyc")

_OF_EDITORS = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))
_EDITORS = frozenset((".idea", ".vscode"))


def is_of_an_editor(name: str) -> bool:
    """Say whether a file is what desktops and editors put beside any files, which no tool reads.

    People ignore these for themselves, and that is not looked at.
    """
    *folders, last = name.split("/")
    return last in _OF_EDITORS or last.endswith((".swp", "~")) or not _EDITORS.isdisjoint(folders)


def is_left_over(name: str) -> bool:
    """Say whether a file can be nothing that another run depends on."""
    *folders, last = name.split("/")
    if FILES.fullmatch(last):
        return True
    if folders[-1:] == ["__pycache__"]:
        return BYTECODE.fullmatch(last) is not None
    return not FOLDERS.isdisjoint(folders) and DATA.fullmatch(last) is not None


def left_over(git: Git, names: Iterable[str]) -> tuple[Sealed, ...]:
    """Return those of the files, relative to `git.root`, that are left over, with digests."""
    found: list[Sealed] = []
    for name in names:
        if len(found) == MOST:
            break
        digest = _digest(git, _from_top(git, name)) if is_left_over(name) else None
        if digest is not None:
            found.append(Sealed(name, digest))
    return tuple(found)


def as_recorded(git: Git, names: Iterable[str], records: Callable[[], Iterable[str]]) -> set[str]:
    """Return those of the files that recorded runs wrote or left behind and that are unchanged.

    `names` and the answer are relative to `git.root`; `records` returns where records lie, relative
    to the work tree.
    """
    found = set()
    waiting = {}
    for name in names:
        path = _from_top(git, name)
        run = _run(git, path + RECORD)
        if run is not None and _is(git, path, {path: _outputs(run, path + RECORD).get(path, "")}):
            found.add(name)
        elif is_left_over(name):
            waiting[path] = name
    if waiting:
        left = list(_left_by(git, records()))
        found |= {
            name for path, name in waiting.items() if any(_is(git, path, one) for one in left)
        }
    return found


def _left_by(git: Git, records: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield what each readable record lists as left over, with digests."""
    for record in islice(records, MOST):
        run = _run(git, record)
        top = None if run is None else _root_of(run, record)
        if run is not None and top is not None:
            yield _below(top, run.leftovers)


def _run(git: Git, record: str) -> RecordedRun | None:
    if not os.path.isfile(os.path.join(git.top, record)):
        return None
    try:
        return read_run(read_inside(git.top, record, LARGEST), record)
    except UserError:
        return None


def _outputs(run: RecordedRun, record: str) -> dict[str, str]:
    top = _root_of(run, record)
    return {} if top is None else _below(top, run.outputs)


def _root_of(run: RecordedRun, record: str) -> str | None:
    """Return the root of a run, relative to the work tree, as the place of its record shows it."""
    beside = record.removesuffix(RECORD)
    for path in (*(one.path for one in run.outputs), f"{ALONE}/{run.kind}-{run.name}"):
        if path and f"/{beside}".endswith(f"/{path}"):
            return beside[: len(beside) - len(path)]
    return None


def _below(top: str, files: Iterable[Sealed]) -> dict[str, str]:
    return {
        os.path.normpath(os.path.join(top, one.path)): one.digest
        for one in files
        if one.digest is not None
    }


def _is(git: Git, path: str, digests: Mapping[str, str]) -> bool:
    """Say whether a file is there, no link, and as one of the digests says."""
    return path in digests and digests[path] == _digest(git, path)


def _digest(git: Git, path: str) -> str | None:
    if os.path.islink(os.path.join(git.top, path)):
        return None
    try:
        return digest_inside(git.top, path)
    except UserError:
        return None


def _from_top(git: Git, name: str) -> str:
    return os.path.relpath(os.path.join(os.path.realpath(git.root), name), git.top)
