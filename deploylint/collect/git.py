"""git, hardened: only commands that run nothing, guarded names, a clean environment, a time limit.

Repositories under review may be configured to start programs (fsmonitor, filters, hooks, drivers,
pagers). The commands used here were watched with all of these configured and started none.
"""

import os
import re
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from deploylint.errors import UnavailableError

COMMANDS = frozenset(
    ("rev-parse", "rev-list", "for-each-ref", "cat-file", "ls-tree", "merge-tree", "merge-base")
)
"""What may be run: plumbing that reads objects and references."""

OPTIONS = (
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "protocol.allow=never"),
    *("-c", "core.attributesFile="),
    *("-c", "log.showSignature=false"),
    "--no-pager",
    "--no-replace-objects",
)
TIMEOUT = 30
"""Seconds after which a command is given up."""

ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",
}
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./@+#-]{0,250}")
OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
FORBIDDEN = ("..", "//", "@{", "/.", ".lock", "./")


class Answer(NamedTuple):
    """What a command said."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Return the output as text, without the last line end."""
        return self.out.decode("utf-8", "replace").removesuffix("\n")


def has_repository(root: str) -> bool:
    """Say whether `root` lies in a work tree, without starting git."""
    here = os.path.realpath(root)
    while True:
        if os.path.lexists(os.path.join(here, ".git")):
            return True
        above = os.path.dirname(here)
        if above == here:
            return False
        here = above


class Git:
    """The repository around a folder."""

    def __init__(self, root: str) -> None:
        """Use the repository of `root`; raises UnavailableError when there is none."""
        if not has_repository(root):
            raise UnavailableError("this is no git repository")
        self.root = root

    def run(self, command: str, *arguments: str, stdin: bytes | None = None) -> Answer:
        """Run one of COMMANDS. Raises UnavailableError when git cannot be started or hangs.

        Names in `arguments` that come from outside must have gone through `guarded` or `commit`.
        """
        assert command in COMMANDS  # noqa: S101  # a mistake in this program
        return _execute(self.root, (*OPTIONS, command, *arguments), stdin)

    def ask(self, command: str, *arguments: str, stdin: bytes | None = None) -> str:
        """Return the output of a command that must succeed, as text.

        Raises UnavailableError with what git said otherwise.
        """
        answer = self.run(command, *arguments, stdin=stdin)
        if answer.code != 0:
            raise UnavailableError(_why(answer))
        return answer.text

    def commit(self, name: str) -> str | None:
        """Return the id of the commit that `name` (a reference or an id) means, None if it is none.

        Raises UnavailableError for a name that no reference should have.
        """
        return self._resolve(f"{guarded(name)}^{{commit}}")

    def ref(self, full: str) -> str | None:
        """Return the commit of a full reference, such as `refs/heads/--output=x`."""
        if not full.startswith("refs/") or "\n" in full or "\0" in full:
            return None
        return self._resolve(f"{full}^{{commit}}")

    def _resolve(self, name: str) -> str | None:
        answer = self.run("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        if answer.code not in (0, 1, 128):
            raise UnavailableError(_why(answer))
        if answer.code == 128 and "ownership" in answer.err:  # noqa: PLR2004  # git's word for fatal
            raise UnavailableError(_why(answer))
        return answer.text if answer.code == 0 and OBJECT.fullmatch(answer.text) else None

    def blob(self, commit: str, path: str, limit: int) -> bytes | None:
        """Return the file `path`, relative to the root, at `commit`; None when it is not there.

        Raises UnavailableError when it is larger than `limit` bytes.
        """
        name = f"{commit}:./{path}"
        size = self.run("cat-file", "-s", name)
        if size.code != 0:
            return None
        if int(size.text) > limit:
            raise UnavailableError(f"{path} is larger than {limit // 1_000_000} MB in {commit[:7]}")
        answer = self.run("cat-file", "blob", name)
        return answer.out if answer.code == 0 else None

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the content of each blob id that exists; ids are full object ids."""
        asked = "".join(f"{one}\n" for one in ids).encode()
        return dict(_batch(self.run("cat-file", "--batch", stdin=asked).out))


def guarded(name: str) -> str:
    """Return `name` when a reference or an object id may be called so.

    Raises UnavailableError otherwise: a name that begins with `-` would be an option.
    """
    strange = any(piece in name for piece in FORBIDDEN)
    if not NAME.fullmatch(name) or strange or name.endswith((".", "/")):
        raise UnavailableError(f"{name[:60]!r} is not the name of a branch, tag or commit")
    return name


def _batch(data: bytes) -> Iterable[tuple[str, bytes]]:
    """Yield what `cat-file --batch` printed: `ID TYPE SIZE`, then the content, each on its line."""
    at = 0
    while at < len(data):
        end = data.index(b"\n", at)
        head = data[at:end].decode("ascii", "replace").split(" ")
        at = end + 1
        if len(head) == 3:  # noqa: PLR2004  # else "ID missing"
            size = int(head[2])
            yield head[0], data[at : at + size]
            at += size + 1


def _execute(root: str, arguments: tuple[str, ...], stdin: bytes | None) -> Answer:
    """Start git through GitPython."""
    git = _gitpython()
    # only a few commands are told anything
    from tempfile import TemporaryFile

    with TemporaryFile() as told:
        told.write(stdin or b"")
        told.seek(0)
        try:
            code, out, err = git.Git(root).execute(
                [_program(root), *arguments],
                istream=told,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                kill_after_timeout=TIMEOUT,
                env=ENVIRONMENT,
            )
        except (git.GitCommandError, OSError) as error:
            raise UnavailableError(f"git could not be run: {error}") from None
    return Answer(int(code), bytes(out), str(err))


@cache
def _gitpython() -> ModuleType:
    """Return GitPython, which takes 66 ms to import: only what looks at a repository pays for it.

    What the caller's environment tells git (GIT_DIR, GIT_CONFIG_COUNT and so on) is dropped for
    this process: GitPython hands the whole environment on.
    """
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    return import_module("git")


@cache
def _program(root: str) -> str:
    """Return the absolute path of git; what lies inside the repository is never taken for it."""
    inside = os.path.join(os.path.realpath(root), "")
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = os.path.join(folder, "git")
        outside = not os.path.realpath(path).startswith(inside)
        if os.path.isabs(folder) and outside and os.access(path, os.X_OK):
            return path
    raise UnavailableError("git is not installed, so the repository cannot be read")


def _why(answer: Answer) -> str:
    """Return what git complained about, on one line."""
    said = " ".join(answer.err.split()).removeprefix("fatal: ")[:200] or "no reason given"
    if "dubious ownership" in said:
        return "git does not read this repository, because it belongs to another user"
    return f"git could not read the repository: {said}"
