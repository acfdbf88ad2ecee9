"""Which files changed since the work left another line of commits."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from deploylint.collect.committed import LINK, Entry, entry, listing
from deploylint.collect.git import Git, top_of
from deploylint.collect.linkway import link_on_disk, way_to
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
        self.blobs: dict[str, bytes] = {}
        self.committed = frozenset(after)
        both = before_and_after(self.before, after)
        self.changed = frozenset((*both, *changed))

    def differs(self, file: str) -> bool | None:
        """Say whether a file differs, or a link on the way to it; None for one that lies outside.

        What lies elsewhere may have changed, if a link leads there or back from there.
        """
        way = way_to(os.path.join(os.getcwd(), file), link_on_disk)
        outside = [link for link in way.links if self._below(link) is None]
        steps = [*way.links, *(() if way.end is None else (way.end,))]
        inside = [path for path in map(self._below, steps) if path is not None]
        if not inside:
            return None
        known = way.end is not None and self._below(way.end) is not None
        if not known or not all(map(self._is_around, outside)):
            return True
        return any(path in self.changed or path not in self.committed for path in inside)

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

    def fetch(self, files: Iterable[str]) -> None:
        """Read at once what files held, so that each need not be asked for."""
        paths = (self.path(file) for file in files)
        ids = {self.before[path].id for path in paths if path is not None and path in self.before}
        # what is too much together is read one by one
        with suppress(UnavailableError):
            self.blobs.update(self.git.blobs(ids))

    def was(self, file: str) -> bytes:
        """Return what a file held, by the links of then; nothing when it is not to be had."""
        try:
            end = way_to(os.path.join(os.getcwd(), file), self._led).end
            path = None if end is None else self._below(end)
            return b"" if path is None else self._held(path)
        except UnavailableError:
            return b""

    def _below(self, whole: str) -> str | None:
        """Return a whole path by that from the top of the repository, None outside of it."""
        inside = whole.startswith(os.path.join(self.top, ""))
        return os.path.relpath(whole, self.top).replace(os.sep, "/") if inside else None

    def _is_around(self, link: str) -> bool:
        """Say whether a link leads to the repository or a folder around it, and not into it."""
        end = os.path.realpath(link)
        return os.path.commonpath((end, self.top)) == end

    def _led(self, whole: str) -> str | None:
        """Return where a link led; those outside of the repository are as they are."""
        path = self._below(whole)
        if path is None:
            return link_on_disk(whole)
        found = self.before.get(path)
        return os.fsdecode(self._held(path)) if found is not None and found.mode == LINK else None

    def _held(self, path: str) -> bytes:
        if path not in self.before:
            return b""
        name = self.before[path].id
        return self.blobs[name] if name in self.blobs else self.git.blobs([name]).get(name, b"")


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
