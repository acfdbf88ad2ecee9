"""Which files changed since the work left another line of commits."""

import os
from collections.abc import Iterator, Mapping

from deploylint.collect.committed import Entry, entry, listing
from deploylint.collect.git import Git, top_of
from deploylint.collect.named import abbreviated, forked, named_commit
from deploylint.collect.worktree import changed_files
from deploylint.errors import UnavailableError, UserError

OPTION = "--changed-since"
FETCH = (
    "fetch it, with its history: git fetch --unshallow origin; in GitHub Actions `fetch-depth: 0`"
    " of actions/checkout, in GitLab CI `GIT_DEPTH: 0`"
)


class ChangedSince:
    """The files that differ from the commit in which two lines of commits parted.

    A file differs when it was changed, moved or added in commits, in the index or in the work tree,
    and when git does not know it. `name` is how people call the other line.
    """

    def __init__(self, folder: str, ref: str) -> None:
        """Compare the work tree around `folder` with the commit that it shares with `ref`.

        Raises UserError when there is no such repository or commit, and when git cannot be read.
        """
        top = top_of(folder)
        if top is None:
            message = f"there is no git repository, so {OPTION} {ref} has nothing to compare with"
            raise UserError(message, None, "leave the option out to judge every plan")
        self.top = top
        self.git = Git(top)
        try:
            fork = _fork(self.git, ref)
            self.before = _files(self.git, fork)
            after = _files(self.git, "HEAD")
            changed = changed_files(self.git).all
        except UnavailableError as error:
            raise UserError(f"{OPTION} {ref}: {error}") from None
        self.name = f"{ref} ({abbreviated(fork)})" if not fork.startswith(ref) else ref
        self.committed = frozenset(after)
        both = before_and_after(self.before, after)
        self.changed = frozenset((*both, *changed))

    def differs(self, file: str) -> bool | None:
        """Say whether a file differs, a link also when what it leads to does; None outside."""
        path = self.path(file)
        if path is None:
            return None
        if path in self.changed or path not in self.committed:
            return True
        if not os.path.islink(file):
            return False
        # what lies elsewhere may have changed
        return self.differs(os.path.realpath(file)) is not False

    def path(self, file: str) -> str | None:
        """Return a file by its path from the top of the repository, None outside of it."""
        folder, name = os.path.split(os.path.abspath(file))
        path = os.path.relpath(os.path.join(os.path.realpath(folder), name), self.top)
        return None if path.split(os.sep)[0] == os.pardir else path.replace(os.sep, "/")

    def gone(self) -> Iterator[str]:
        """Yield the files that were there and are no more, by their paths from the top."""
        for path in sorted(self.before):
            gone = path in self.changed or path not in self.committed
            if gone and not os.path.lexists(os.path.join(self.top, path)):
                yield path

    def was_there(self, file: str) -> bool:
        """Say whether the other line had a file."""
        return self.path(file) in self.before

    def was(self, path: str) -> bytes:
        """Return what a file held that was there; nothing when it is not to be had."""
        try:
            return self.git.blobs([self.before[path].id]).get(self.before[path].id, b"")
        except UnavailableError:
            return b""


def before_and_after(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> Iterator[str]:
    """Yield the paths at which two commits differ."""
    for path in {**before, **after}:
        if before.get(path) != after.get(path):
            yield path


def _files(git: Git, commit: str) -> dict[str, Entry]:
    return {one.path: one for one in map(entry, listing(git, commit))}


def _fork(git: Git, ref: str) -> str:
    """Return the commit in which the work left `ref`. Raises UserError when there is none."""
    head = git.commit("HEAD")
    if head is None:
        raise UserError(f"the repository has no commit yet, so {OPTION} has nothing to look at")
    commit = named_commit(git, ref)
    if commit is None:
        raise UserError(f"{OPTION} {ref} is no commit, branch or tag of this clone", None, FETCH)
    fork = forked(git, commit, head)
    if fork is not None:
        return fork
    shallow = git.ask("rev-parse", "--is-shallow-repository") == "true"
    common = f"{OPTION} {ref} has no commit in common with what is checked out"
    if shallow:
        raise UserError(f"{common}, as far as this shallow clone reaches", None, FETCH)
    raise UserError(common)
