"""A temporary git directory that sees a repository's objects, and nothing of its configuration.

`git status` runs filters and asks fsmonitor, `git merge-tree` runs merge drivers and writes objects
(https://git-scm.com/docs/gitattributes). All of these are defined by configuration; here is none,
and what is written is thrown away.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from deploylint.collect.git import ENVIRONMENT, NOBODYS, OPTIONS, Git, why
from deploylint.collect.gitprocess import Answer, execute
from deploylint.errors import UnavailableError

COMMANDS = frozenset(("status", "ls-files", "update-index", "merge-tree"))
"""What may be run in a sealed directory beside what may be run everywhere."""


class Sealed(NamedTuple):
    """A sealed git directory: `work_tree` and `index_file` are the repository's, or empty ones."""

    folder: str
    work_tree: str
    index_file: str
    outside: str

    def run(
        self,
        command: str,
        *arguments: str,
        stdin: bytes | None = None,
        options: tuple[str, ...] = (),
    ) -> Answer:
        """Run one of COMMANDS; `options` stand before it. Raises UnavailableError as `Git.run`."""
        assert command in COMMANDS  # noqa: S101  # a mistake in this program
        environment = {
            **ENVIRONMENT,
            **NOBODYS,
            "GIT_DIR": self.folder,
            "GIT_WORK_TREE": self.work_tree,
            "GIT_INDEX_FILE": self.index_file,
        }
        whole = (*OPTIONS, *options, command, *arguments)
        return execute(
            self.work_tree, whole, environment=environment, outside=self.outside, stdin=stdin
        )


@contextmanager
def sealed(git: Git, *, attributes: bytes = b"") -> Iterator[Sealed]:
    """Give a sealed directory of `git` whose work tree and index are empty, for merges.

    `attributes` are lines as of a .gitattributes at the top. Raises UnavailableError when the
    repository cannot be read.
    """
    with _folder() as folder:
        _build(folder, _parts(git))
        _write(folder, "info/attributes", attributes)
        empty = os.path.join(folder, "empty")
        os.mkdir(empty)
        yield Sealed(folder, empty, os.path.join(folder, "index"), git.top)


@contextmanager
def sealed_work_tree(git: Git, head: str | None) -> Iterator[Sealed]:
    """Give a sealed directory of `git` with its work tree and its index, which is only read.

    What this clone alone ignores (`info/exclude`) is not ignored. `head` is the commit of HEAD,
    None when there is none.
    """
    with _folder() as folder:
        parts = _parts(git)
        _build(folder, parts)
        if head is not None:
            _write(folder, "HEAD", f"{head}\n".encode())
        around = os.path.dirname(parts.index_file)
        # a split index names a second file beside it: https://git-scm.com/docs/git-update-index
        for name in os.listdir(around):
            if name.startswith("sharedindex."):
                os.symlink(os.path.join(around, name), os.path.join(folder, name))
        yield Sealed(folder, git.top, parts.index_file, git.top)


@contextmanager
def _folder() -> Iterator[str]:
    # only merges and the state of the work tree need it
    from tempfile import TemporaryDirectory

    try:
        temporary = TemporaryDirectory(prefix="deploylint-")
    except OSError as error:
        raise UnavailableError(f"no temporary folder can be made: {error}") from None
    with temporary as folder:
        yield folder


class _Parts(NamedTuple):
    """The format of a repository's objects, and where its parts lie; they need not exist."""

    object_format: str
    objects: str
    shallow: str
    index_file: str


def _parts(git: Git) -> _Parts:
    asked = ("objects", "shallow", "index")
    paths = (part for name in asked for part in ("--git-path", name))
    answer = git.run("rev-parse", "--show-object-format", "--path-format=absolute", *paths)
    lines = os.fsdecode(answer.out).removesuffix("\n").split("\n")
    if answer.code != 0:
        raise UnavailableError(why(answer))
    if len(lines) != len(_Parts._fields):
        raise UnavailableError("git cannot be asked about a folder whose name has a line end")
    return _Parts(*lines)


def _build(folder: str, parts: _Parts) -> None:
    for name in ("objects/info", "refs", "info"):
        os.makedirs(os.path.join(folder, *name.split("/")))
    _write(folder, "HEAD", b"ref: refs/heads/none\n")
    _write(folder, "config", _config(parts.object_format))
    _write(folder, "objects/info/alternates", _alternate(parts.objects))
    _copy(parts.shallow, os.path.join(folder, "shallow"))


def _write(folder: str, name: str, data: bytes) -> None:
    with open(os.path.join(folder, *name.split("/")), "wb") as file:
        file.write(data)


def _config(object_format: str) -> bytes:
    lines = ["[core]", "repositoryFormatVersion = 1", "bare = false"]
    if object_format == "sha256":
        lines += ["[extensions]", "objectFormat = sha256"]
    return "\n".join([*lines, ""]).encode()


def _alternate(path: str) -> bytes:
    """Return a path as a line of `alternates`: https://git-scm.com/docs/gitrepository-layout."""
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    return os.fsencode(f'"{quoted}"\n')


def _copy(source: str, target: str) -> None:
    """Copy a file of the repository, if it is there and a file."""
    # only merges and the state of the work tree need it
    from shutil import copyfile

    if os.path.isfile(source):
        copyfile(source, target)
