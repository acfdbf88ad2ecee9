"""What was found of one kind of evidence, and what ties each piece to the release."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from deploylint.facts.release import Release
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location

T = TypeVar("T")


class Sealed(NamedTuple):
    """A file and the digest ("sha256:...") it had when a run was recorded; None: it was missing."""

    path: str
    digest: str | None


class RecordedRun(NamedTuple):
    """One run of a command, as `deploylint record` wrote it down.

    `exit_code` is 128 plus the signal for a command that a signal ended. Both times are aware.
    `commit`, `tree` and `dirty` are None outside a repository; `dirty` says that files differed
    from the commit when the command started, or that it changed some. `options` are the variables
    from which tools take further options. `leftovers` are files that git does not know and that
    the command left beside its outputs. Paths are relative to the root.
    """

    kind: Kind
    name: str
    command: tuple[str, ...]
    exit_code: int
    started_at: datetime
    ended_at: datetime
    commit: str | None
    tree: str | None
    dirty: bool | None
    outputs: tuple[Sealed, ...]
    lockfiles: tuple[Sealed, ...]
    versions: Mapping[str, str]
    ci: str | None
    path: str
    digest: str
    options: Mapping[str, str] = MappingProxyType({})
    leftovers: tuple[Sealed, ...] = ()


class Source(NamedTuple):
    """One piece of evidence: where it lies, who named it, and what it says about itself.

    `path` is relative to the root. `named` is where plan or settings name it, None when it was
    found unasked. `run` is the recorded run that made it; `run_problem` says why a record beside it
    cannot be believed (the report was changed afterwards, the record is unreadable). `commit` and
    `time` (aware) are stated inside; `vague` times had no zone and may be 14 hours off.
    """

    kind: Kind
    path: str
    digest: str | None = None
    named: Location | None = None
    run: RecordedRun | None = None
    run_problem: str | None = None
    commit: str | None = None
    time: datetime | None = None
    vague: bool = False

    @property
    def at(self) -> Location:
        """Return the start of the file."""
        return Location(self.path, 1, 1)


class Piece(NamedTuple, Generic[T]):
    """One piece of evidence; `content` is None when it could not be read, `problem` says why."""

    source: Source
    content: T | None
    problem: str | None = None


class Missing(NamedTuple):
    """A place that was named and where nothing usable lies; `why` completes "reports/x.xml ..."."""

    place: Place
    why: str


class Collected(NamedTuple, Generic[T]):
    """All that was found of one kind.

    `missing` are places that were named and lead to nothing. `searched` are the well-known places
    that were looked at because none was named. `release` is None outside a repository, and when
    `release_problem` says why the commit could not be read.
    """

    kind: Kind
    pieces: tuple[Piece[T], ...] = ()
    missing: tuple[Missing, ...] = ()
    searched: tuple[str, ...] = ()
    release: Release | None = None
    release_problem: str | None = None
