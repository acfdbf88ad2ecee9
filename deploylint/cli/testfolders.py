"""Where policy tests run: alone, in folders of their own, outside of every repository."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from deploylint.collect.git import top_of
from deploylint.errors import UserError
from deploylint.model.location import Location

KEPT = ("PATH", "HOME", "XDG_CACHE_HOME", "TMPDIR", "LANG", "LC_ALL", "SYSTEMROOT")
"""What is left of the environment; what a CI run says of itself must not change an answer."""

MAX_FILES = 10_000
MAX_BYTES = 100_000_000
"""Of one folder; a fixture is small."""


class Folders:
    """Empty folders, and copies of folders of a repository, below one that is thrown away.

    A copy lies outside the repository, so that its history, which grows, has no say.
    """

    def __init__(self, top: str) -> None:
        """Make folders below `top`."""
        self.top = top
        self.copies: dict[str, str] = {}
        self.empty = os.path.join(top, "empty")
        os.mkdir(self.empty)

    def copy(self, folder: str, at: Location) -> str:
        """Return a copy of `folder`, which a test names `at` a place; one for all that name it.

        Raises UserError when it cannot be copied, and for a link that leads out of it.
        """
        if folder not in self.copies:
            target = os.path.join(self.top, f"copy-{len(self.copies)}")
            try:
                _Copy(os.path.realpath(folder), at).into(target)
            except OSError as error:
                message = f"the folder cannot be copied: {error.strerror}"
                raise UserError(f"{message} ({error.filename})", at) from None
            self.copies[folder] = target
        return self.copies[folder]


class _Copy:
    """Copies one folder, within limits."""

    def __init__(self, source: str, at: Location) -> None:
        self.source = source
        self.at = at
        self.files = 0
        self.size = 0

    def into(self, target: str, inside: str = "") -> None:
        """Copy what is `inside` the source to `target`; a repository in it is no content."""
        os.mkdir(target)
        with os.scandir(os.path.join(self.source, inside)) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                name = os.path.join(inside, entry.name)
                place = os.path.join(target, entry.name)
                if entry.name == ".git":
                    continue
                if entry.is_symlink():
                    os.symlink(self._link(entry.path, name), place)
                elif entry.is_dir():
                    self.into(place, name)
                else:
                    self._file(entry, name, place)

    def _file(self, entry: os.DirEntry[str], name: str, place: str) -> None:
        if not entry.is_file():
            raise UserError(f"`{name}` in the folder is no file, folder or link", self.at)
        self.files += 1
        self.size += entry.stat().st_size
        if self.files > MAX_FILES or self.size > MAX_BYTES:
            limit = f"{MAX_FILES:,} files or {MAX_BYTES // 1_000_000} MB"
            hint = "name a folder with what the test needs, and nothing else"
            raise UserError(f"the folder holds more than {limit}", self.at, hint)
        shutil.copyfile(entry.path, place)

    def _link(self, path: str, name: str) -> str:
        """Return what the copy of a link says. Raises UserError when it leads out."""
        whole = os.path.realpath(path)
        if os.path.commonpath((whole, self.source)) != self.source:
            raise UserError(f"`{name}` in the folder is a link that leads out of it", self.at)
        return os.path.relpath(whole, os.path.dirname(path))


@contextmanager
def folders(roots: Iterable[str]) -> Iterator[Folders]:
    """Make folders that are gone afterwards, outside of the repositories `roots`.

    Raises UserError when there is no place for them.
    """
    # only tests of policies and a few collectors write anything down
    from tempfile import TemporaryDirectory

    try:
        temporary = TemporaryDirectory(prefix="deploylint-")
    except OSError as error:
        raise UserError(f"no temporary folder can be made: {error.strerror}") from None
    with temporary as folder:
        top = os.path.realpath(folder)
        around = {top_of(top), *(os.path.realpath(root) for root in roots)} - {None}
        if any(os.path.commonpath((top, one)) == one for one in around if one is not None):
            hint = "set TMPDIR to a folder outside, such as /tmp"
            message = "the folder for temporary files lies in a repository, which would have a say"
            raise UserError(message, os.path.dirname(folder), hint)
        yield Folders(top)


@contextmanager
def alone() -> Iterator[None]:
    """Leave out of the environment what could change an answer, and put it back afterwards."""
    before = dict(os.environ)
    for name in before:
        if name not in KEPT:
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(before)
