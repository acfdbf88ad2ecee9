"""git, hardened: only commands that run nothing, guarded names, a clean environment, limits.

Repositories under review may be configured to start programs (fsmonitor, filters, hooks, drivers,
pagers, helpers). The commands used here were watched with all of these configured and started none.
What may start something, or writes, runs in `deploylint.collect.sealed` only.
"""

import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.collect.gitprocess import Answer, execute
from deploylint.errors import UnavailableError

COMMANDS = frozenset(("rev-parse", "rev-list", "for-each-ref", "cat-file", "ls-tree", "merge-base"))
"""What may be run: plumbing that reads objects and references."""

OPTIONS = (
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.attributesFile="),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
    # a repository inside the project is content, and its configuration anybody's
    *("-c", "safe.bareRepository=explicit"),
    "--no-pager",
    "--no-replace-objects",
)
ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    # stronger than `protocol.NAME.allow` in the repository
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_GRAFT_FILE": os.path.join(os.devnull, "none"),
    "GIT_ATTR_NOSYSTEM": "1",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
NOBODYS = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
"""Leaves out what the machine and the user have configured."""

OBJECT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
SHORTENED = r"[0-9a-fA-F]{4,40}"
STRANGE = r"(?a)[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|^[-/.]|/\.|\.lock(?:/|$)|[/.]$|^@$"
"""What no reference may hold: https://git-scm.com/docs/git-check-ref-format."""

LONGEST = 250
MAX_BLOBS = 100_000_000
"""Bytes of files that are read at once."""

FATAL = 128
"""What git ends with when it gives up."""


class Setting(NamedTuple):
    """One line of configuration; `scope` is `system`, `global`, `local`, `worktree` and so on."""

    scope: str
    key: str
    value: str


def has_repository(root: str) -> bool:
    """Say whether `root` lies in a work tree, without starting git."""
    return top_of(root) is not None


def top_of(root: str) -> str | None:
    """Return the folder around `root` that holds `.git`, None when there is none."""
    here = os.path.realpath(root)
    while True:
        if os.path.lexists(os.path.join(here, ".git")):
            return here
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above


class Git:
    """The repository around a folder.

    `root` is the folder as it was given, `top` the real path of the work tree.
    """

    def __init__(self, root: str) -> None:
        """Use the repository of `root`; raises UnavailableError when there is none."""
        top = top_of(root)
        if top is None:
            raise UnavailableError("this is no git repository")
        self.root = root
        self.top = top
        self._trusted: tuple[str, ...] = ()

    def run(self, command: str, *arguments: str, stdin: bytes | None = None) -> Answer:
        """Run one of COMMANDS. Raises UnavailableError when git cannot be started or hangs.

        Names in `arguments` that come from outside must have gone through `guarded` or `commit`.
        """
        assert command in COMMANDS  # noqa: S101  # a mistake in this program
        return self._run((command, *arguments), stdin)

    def ask(self, command: str, *arguments: str, stdin: bytes | None = None) -> str:
        """Return the output of a command that must succeed, as text.

        Raises UnavailableError with what git said otherwise.
        """
        answer = self.run(command, *arguments, stdin=stdin)
        if answer.code != 0:
            raise UnavailableError(why(answer))
        return answer.text

    def commit(self, name: str) -> str | None:
        """Return the id of the commit that `name` (a reference or an id) means, None if it is none.

        Of a reference and a shortened id that are spelled alike it is the id. Raises
        UnavailableError for a name that no reference may have.
        """
        found = self._resolve(guarded(name))
        if found is None or not re.fullmatch(SHORTENED, name) or found.startswith(name.lower()):
            return found
        ids = self.ask("rev-parse", f"--disambiguate={name.lower()}").split()
        commits = [one for one in ids[:100] if self._resolve(one) == one]
        if len(commits) > 1:
            raise UnavailableError(f"{name} is the beginning of several commits; write all of it")
        return commits[0] if commits else found

    def ref(self, full: str) -> str | None:
        """Return the commit of a full reference, such as `refs/heads/--output=x`."""
        if not full.startswith("refs/") or re.search(STRANGE, full):
            return None
        return self._resolve(full)

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

    def blobs(self, ids: Iterable[str], limit: int = MAX_BLOBS) -> dict[str, bytes]:
        """Return the content of each blob id that exists; ids are full object ids.

        Raises UnavailableError when they are larger than `limit` bytes together.
        """
        sizes = self.sizes(ids)
        if sum(sizes.values()) > limit:
            raise UnavailableError(f"the files are larger than {limit // 1_000_000} MB together")
        asked = "".join(f"{one}\n" for one in sizes).encode()
        return (
            dict(_batch(self.run("cat-file", "--batch", "--buffer", stdin=asked).out))
            if sizes
            else {}
        )

    def sizes(self, ids: Iterable[str]) -> dict[str, int]:
        """Return the size in bytes of each blob id that exists; ids are full object ids."""
        asked = "".join(f"{one}\n" for one in dict.fromkeys(ids) if OBJECT.fullmatch(one))
        if not asked:
            return {}
        lines = self.ask("cat-file", "--batch-check", "--buffer", stdin=asked.encode()).split("\n")
        known = (line.split(" ") for line in lines)
        return {one[0]: int(one[2]) for one in known if one[1:2] == ["blob"]}

    def settings(self) -> tuple[Setting, ...]:
        """Return what git is configured to do here, by machine, user and repository; last wins.

        Of a repository that is not trusted it is what machine and user configured.
        """
        listed = ("config", "--list", "--null", "--show-scope")
        answer = self._execute((*OPTIONS, *self._trusted, *listed), ENVIRONMENT, None)
        if answer.code != 0:
            raise UnavailableError(why(answer))
        return tuple(_settings(answer.out.decode("utf-8", "surrogateescape")))

    def _resolve(self, name: str) -> str | None:
        answer = self.run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        if answer.code not in (0, 1):
            raise UnavailableError(why(answer))
        return answer.text if answer.code == 0 and OBJECT.fullmatch(answer.text) else None

    def _run(self, arguments: tuple[str, ...], stdin: bytes | None) -> Answer:
        environment = {**ENVIRONMENT, **NOBODYS}
        answer = self._execute((*OPTIONS, *self._trusted, *arguments), environment, stdin)
        if answer.code == FATAL and _dubious(answer) and not self._trusted and self._is_trusted():
            self._trusted = ("-c", f"safe.directory={self.top}")
            return self._run(arguments, stdin)
        return answer

    def _execute(
        self, arguments: tuple[str, ...], environment: dict[str, str], stdin: bytes | None
    ) -> Answer:
        # the work tree is where .git lies, whatever core.worktree says, and no repository above it
        here = {"GIT_WORK_TREE": self.top, "GIT_CEILING_DIRECTORIES": os.path.dirname(self.top)}
        return execute(
            os.path.realpath(self.root),
            arguments,
            environment={**environment, **here},
            outside=self.top,
            stdin=stdin,
        )

    def _is_trusted(self) -> bool:
        """Say whether machine or user list the repository of another user as safe."""
        trusted = False
        for setting in self.settings():
            if setting.key == "safe.directory" and setting.scope in ("system", "global"):
                trusted = setting.value != "" and (trusted or _covers(setting.value, self.top))
        return trusted


def guarded(name: str) -> str:
    """Return `name` when a reference or an object id may be called so.

    Raises UnavailableError otherwise: a name that begins with `-` would be an option.
    """
    if not name or len(name) > LONGEST or re.search(STRANGE, name):
        raise UnavailableError(f"{name[:60]!r} is not the name of a branch, tag or commit")
    return name


def why(answer: Answer) -> str:
    """Return what git complained about, on one line."""
    if _dubious(answer):
        return (
            "git does not read this repository, because it belongs to another user;"
            " if you trust it: git config --global --add safe.directory FOLDER"
        )
    lines = [line for line in answer.err.splitlines() if not line.startswith("hint:")]
    lines.sort(key=lambda line: not line.startswith("fatal: "))
    said = " ".join(" ".join(lines).split()).removeprefix("fatal: ")[:200]
    return f"git could not read the repository: {said or 'no reason given'}"


def _dubious(answer: Answer) -> bool:
    return "dubious ownership" in answer.err or "unsafe repository" in answer.err


def _covers(listed: str, top: str) -> bool:
    """Say whether an entry of `safe.directory` means the folder `top`.

    https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
    """
    if listed == "*":
        return True
    path = os.path.expanduser(listed)
    if path.endswith("/*"):
        return top.startswith(os.path.join(os.path.realpath(path[:-2]), ""))
    return os.path.isabs(path) and os.path.realpath(path) == top


def _settings(text: str) -> Iterator[Setting]:
    """Yield what `config --list --null --show-scope` printed: SCOPE NUL KEY LF VALUE NUL."""
    fields = iter(text.split("\0"))
    for scope, entry in zip(fields, fields, strict=False):
        key, _, value = entry.partition("\n")
        yield Setting(scope, key, value)


def _batch(data: bytes) -> Iterator[tuple[str, bytes]]:
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
