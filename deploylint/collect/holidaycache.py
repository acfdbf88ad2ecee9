"""Public holidays kept on disk, so that only the first run waits for the library.

A file holds the dates of one country, subdivision, range of years and version of the library, as
text. It lies in `$XDG_CACHE_HOME/deploylint` or `~/.cache/deploylint`. A file that is not exactly
what was written, or that belongs to somebody else, is as good as none; so is a folder that cannot
be written.
"""

import os
import stat
from datetime import date
from functools import cache
from typing import NamedTuple

from deploylint.model.windows import HolidayDates
from deploylint.read.digest import digest_of

FORMAT = "deploylint holidays 1"
LIMIT = 1_000_000
"""Bytes; ten years of any country are a few thousand."""

ESTIMATED, CERTAIN = "~", "="
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class Wanted(NamedTuple):
    """What is looked up: codes as the library knows them, and years, both included."""

    country: str
    subdivision: str | None
    first_year: int
    last_year: int


def load(wanted: Wanted) -> HolidayDates | None:
    """Return what is kept, None if there is nothing that can be trusted."""
    path = _path(wanted)
    if path is None:
        return None
    try:
        text = _own_file(path).decode()
        head, years, *days, seal = text.splitlines()
        first, last = map(int, years.split())
        body = text[: text.rindex(seal)]
        if head != _head(wanted) or seal != digest_of(body.encode()):
            return None
        names = {date.fromisoformat(day[:10]): day[11:] for day in days}
        estimated = (date.fromisoformat(day[:10]) for day in days if day[10] == ESTIMATED)
        return HolidayDates(first, last, names, frozenset(estimated))
    except (OSError, ValueError, IndexError):
        return None


def store(wanted: Wanted, dates: HolidayDates) -> None:
    """Keep `dates` if the folder can be written; the file appears whole or not at all."""
    path = _path(wanted)
    if path is None:
        return
    lines = [_head(wanted), f"{dates.first_year} {dates.last_year}"]
    for day, name in dates.names.items():
        mark = ESTIMATED if day in dates.estimated else CERTAIN
        lines.append(f"{day.isoformat()}{mark}{' '.join(name.split())}")
    body = "".join(f"{line}\n" for line in lines)
    try:
        os.makedirs(os.path.dirname(path), PRIVATE_FOLDER, exist_ok=True)
        _write(path, f"{body}{digest_of(body.encode())}\n".encode())
    except OSError:
        return


def _write(path: str, data: bytes) -> None:
    """Write beside `path` and rename, so that nobody ever reads half a file."""
    beside = f"{path}.{os.getpid()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(beside, flags, PRIVATE_FILE)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
        raise


def _own_file(path: str) -> bytes:
    """Return what the user's own regular file holds. Raises OSError for anything else."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode) or about.st_uid != os.geteuid():
            raise OSError
        return file.read(LIMIT)


def _head(wanted: Wanted) -> str:
    """Return the line that says what the file answers."""
    words = (FORMAT, wanted.country, wanted.subdivision or "-", wanted.first_year, wanted.last_year)
    return " ".join(map(str, (*words, _library())))


def _path(wanted: Wanted) -> str | None:
    """Return the file for `wanted`, None when there is no place for it."""
    folder = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):
        folder = os.path.join(os.path.expanduser("~"), ".cache")
    if not os.path.isabs(folder) or _library() is None:
        return None
    name = digest_of(_head(wanted).encode()).removeprefix("sha256:")[:32]
    return os.path.join(folder, "deploylint", f"holidays-{name}.txt")


@cache
def _library() -> str | None:
    """Return a word that changes with the installed library, None when it cannot be told.

    Asking the library itself, or importlib.metadata, would take 40 ms: the name of its metadata
    folder has the version, and the time of its first file tells editable installs apart.
    """
    from importlib.machinery import PathFinder

    spec = PathFinder.find_spec("holidays")
    if spec is None or spec.origin is None:
        return None
    site = os.path.dirname(os.path.dirname(spec.origin))
    try:
        metadata = sorted(name for name in os.listdir(site) if name.startswith("holidays-"))
        changed = os.stat(spec.origin).st_mtime_ns
    except OSError:
        return None
    return digest_of(f"{metadata} {changed}".encode())
