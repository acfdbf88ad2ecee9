"""Which files differ between two commits, and by how many lines."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.collect.committed import SUBMODULE, Entry, entry, listing
from deploylint.collect.git import Git
from deploylint.collect.linecount import compare, is_binary
from deploylint.errors import UnavailableError
from deploylint.facts.changes import ChangedFile, ChangeKind, Uncounted

MAX_BYTES = 5_000_000
"""Bytes of the largest file whose lines are counted."""

MAX_TOTAL = 200_000_000
"""Bytes that are read of all changed files together; the lines of the rest are not counted."""

MAX_GROUP = 16_000_000
"""Bytes that are in memory at a time."""

LACKING = "this clone lacks the content of files that changed; clone without --filter"

PARTIAL = ("promisor", "lazy fetching")
"""What git speaks of when it would have to fetch a content that a partial clone left out."""


class Pair(NamedTuple):
    """A file before and after; None where it did not exist."""

    old: Entry | None
    new: Entry | None

    @property
    def path(self) -> str:
        """Return the path after, else before."""
        return self.there.path

    @property
    def there(self) -> Entry:
        """Return the file after, else before."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  # pairs are made of at least one
        return found

    @property
    def kind(self) -> ChangeKind:
        """Return what happened to the file."""
        if self.old is None:
            return ChangeKind.ADDED
        if self.new is None:
            return ChangeKind.DELETED
        return ChangeKind.MODIFIED if self.old.path == self.new.path else ChangeKind.MOVED

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the contents that have to be read to count lines; none when they are the same."""
        found = tuple(one.id for one in (self.old, self.new) if one is not None)
        return () if len(set(found)) < len(found) else found


def changed_files(git: Git, old: str, new: str) -> tuple[ChangedFile, ...]:
    """Return the files that differ between two commits, by path.

    A file whose very content has another path afterwards moved; any other rename is a file that
    went and one that came. Raises UnavailableError when git or a content is not to be had.
    """
    before, after = listing(git, old), listing(git, new)
    pairs = sorted(_paired(before - after, after - before), key=lambda pair: pair.path)
    return tuple(sorted(_counted(git, pairs), key=lambda file: file.path))


def _paired(gone: Iterable[str], came: Iterable[str]) -> Iterator[Pair]:
    before = {one.path: one for one in map(entry, sorted(gone))}
    after = {one.path: one for one in map(entry, sorted(came))}
    left: dict[str, list[Entry]] = {}
    for path, one in before.items():
        if path not in after:
            left.setdefault(one.id, []).append(one)
    for path, one in after.items():
        same_place = before.get(path)
        moved = left.get(one.id) if same_place is None else None
        yield Pair(moved.pop(0) if moved else same_place, one)
    yield from (Pair(one, None) for entries in left.values() for one in entries)


def _counted(git: Git, pairs: list[Pair]) -> Iterator[ChangedFile]:
    """Yield the changed files with their lines, reading some contents at a time."""
    files = [pair for pair in pairs if not _is_submodule(pair)]
    yield from (_file(pair, uncounted=Uncounted.SUBMODULE) for pair in pairs if _is_submodule(pair))
    sizes = _sizes(git, {name for pair in files for name in pair.ids})
    group: list[Pair] = []
    total = held = 0
    for pair in files:
        weights = [sizes[name] for name in pair.ids]
        total += sum(weights)
        if max(weights, default=0) > MAX_BYTES or total > MAX_TOTAL:
            yield _file(pair, uncounted=Uncounted.LARGE)
            continue
        group.append(pair)
        held += sum(weights)
        if held > MAX_GROUP:
            yield from _read(git, group)
            group, held = [], 0
    yield from _read(git, group)


def _sizes(git: Git, ids: set[str]) -> dict[str, int]:
    try:
        sizes = git.sizes(sorted(ids))
    except UnavailableError as error:
        if any(word in str(error) for word in PARTIAL):
            raise UnavailableError(LACKING) from None
        raise
    if len(sizes) < len(ids):
        raise UnavailableError(LACKING)
    return sizes


def _read(git: Git, group: Iterable[Pair]) -> Iterator[ChangedFile]:
    wanted = {name for pair in group for name in pair.ids}
    contents = git.blobs(sorted(wanted)) if wanted else {}
    for pair in group:
        if not pair.ids:
            yield _file(pair, (0, 0))
            continue
        old, new = (contents[one.id] if one else b"" for one in pair)
        if is_binary(old) or is_binary(new):
            yield _file(pair, uncounted=Uncounted.BINARY)
        else:
            yield _file(pair, compare(old, new))


def _file(
    pair: Pair, lines: tuple[int, int] | None = None, uncounted: Uncounted | None = None
) -> ChangedFile:
    return ChangedFile(
        path=pair.path,
        kind=pair.kind,
        added=lines[0] if lines else None,
        removed=lines[1] if lines else None,
        uncounted=uncounted,
        was=pair.old.path if pair.old and pair.kind is ChangeKind.MOVED else None,
    )


def _is_submodule(pair: Pair) -> bool:
    return any(one is not None and one.mode == SUBMODULE for one in pair)
