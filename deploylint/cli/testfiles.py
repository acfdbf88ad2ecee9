"""Where tests of policies lie, and what is wrong on the way to them."""

import os
from collections.abc import Iterable, Iterator

from deploylint.cli.output import complain
from deploylint.collect.git import top_of
from deploylint.decision import ExitCode
from deploylint.errors import UserError
from deploylint.load.policytests import ENDINGS
from deploylint.load.settings import NAME, find_root

FOREIGN = "node_modules"
"""A folder of other people's files, some of which are called like ours."""


class Wrong:
    """What is wrong: said on standard error at once, kept for reports and for the exit code."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.errors: list[UserError] = []
        self.codes: list[ExitCode] = []
        self._said: set[str] = set()

    def say(self, error: UserError) -> None:
        """Say an error, once however often it is met."""
        if str(error) not in self._said:
            self._said.add(str(error))
            complain(error)

    def note(self, error: UserError, code: ExitCode = ExitCode.USAGE) -> None:
        """Say an error, and keep it."""
        self.say(error)
        self.errors.append(error)
        self.codes.append(code)


def all_files(paths: Iterable[str], wrong: Wrong, *, needed: bool = True) -> Iterator[str]:
    """Yield each test file once; a path without any is wrong where tests are `needed`."""
    seen: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            wrong.note(UserError("there is no such file or folder", path))
            continue
        found = tuple(find_tests(path, wrong))
        if not found and needed:
            wanted = " or ".join(f"NAME{ending}" for ending in ENDINGS)
            hint = f"tests stand in files called {wanted}"
            error = UserError("no test of a policy was found", path, hint)
            wrong.note(error, ExitCode.NOTHING)
        for file in found:
            if os.path.realpath(file) not in seen:
                seen.add(os.path.realpath(file))
                yield file


def find_tests(path: str, wrong: Wrong) -> Iterator[str]:
    """Yield the test files below a folder, in order, without hidden folders; a file is itself.

    A folder that is linked is searched once, if it lies in the repository and not around the link.
    """
    if not os.path.isdir(path):
        yield path
        return
    search = _Search(path, wrong)
    while search.waiting:
        yield from search.below(search.waiting.pop(0))


class _Search:
    """The search of one folder: what it contains comes first, then what links in it lead to."""

    def __init__(self, path: str, wrong: Wrong) -> None:
        self.waiting = [path]
        self.wrong = wrong
        self.seen: set[str] = set()
        self.start = os.path.realpath(path)
        self.root = repository(self.start)

    def below(self, top: str) -> Iterator[str]:
        """Yield the test files below `top`; links to folders are left waiting."""
        for folder, names, files in os.walk(top, onerror=self._unreadable):
            whole = os.path.realpath(folder)
            if whole in self.seen:
                names.clear()
                continue
            self.seen.add(whole)
            names[:] = sorted(name for name in names if name[0] != "." and name != FOREIGN)
            for name in names:
                if os.path.islink(os.path.join(folder, name)):
                    self._link(os.path.join(folder, name))
            for name in sorted(files):
                place = os.path.normpath(os.path.join(folder, name))
                if name.endswith(ENDINGS):
                    yield place
                elif name[0] != "." and os.path.islink(place):
                    self._dead_end(place)

    def _link(self, link: str) -> None:
        """Leave a link waiting, or say why nobody follows it; what was searched is no loss."""
        whole = os.path.realpath(link)
        shown = os.path.normpath(link)
        if not _inside(whole, self.root):
            message = "the link leads out of the repository, so no test is looked for there"
        elif whole != self.start and _inside(self.start, whole):
            message = "the link leads to a folder around it, so no test is looked for there"
        else:
            self.waiting.append(link)
            return
        complain(UserError(message, shown))

    def _dead_end(self, link: str) -> None:
        """Say that a link cannot be followed for want of permission: a folder may lie behind."""
        try:
            os.stat(link)
        except PermissionError as error:
            self._unreadable(error)
        except OSError:
            return  # it leads to nothing

    def _unreadable(self, error: OSError) -> None:
        shown = os.path.normpath(os.fsdecode(error.filename))
        message = f"it cannot be searched for tests: {error.strerror}"
        self.wrong.note(UserError(message, shown))


def _inside(path: str, folder: str) -> bool:
    return os.path.commonpath((path, folder)) == folder


def repository(folder: str) -> str:
    """Return the root of what a test in a folder may name files of: its repository.

    Where there is none it is the folder of the settings, else the current one.
    """
    top = top_of(folder)
    if top is not None:
        return top
    root = find_root(folder)
    if os.path.lexists(os.path.join(root, NAME)):
        return root
    here = os.path.realpath(os.getcwd())
    return here if _inside(folder, here) else folder
