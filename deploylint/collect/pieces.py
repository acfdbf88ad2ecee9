"""Evidence from files: find them, read them, and say what ties each to the release."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

from deploylint.collect.around import Around
from deploylint.collect.git import has_repository
from deploylint.collect.places import locate
from deploylint.collect.runs import RunBeside, run_beside
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.release import Release
from deploylint.facts.source import Collected, Piece, Source
from deploylint.formats.reading import Reading
from deploylint.model.evidence import Kind
from deploylint.read.digest import digest_of
from deploylint.read.files import read_inside

MAX_BYTES = 20_000_000
"""Bytes that are read of one report."""

MAX_TOTAL = 200_000_000
"""Bytes that are read of one kind of evidence."""

MAX_SECONDS = 60.0
"""Seconds that one kind of evidence may take to read."""

T = TypeVar("T")
Reader = Callable[[bytes, str], Reading[T]]
"""Reads the bytes of the file of that name; raises UserError when it cannot."""

C = TypeVar("C", bound=Collected)  # type: ignore[type-arg]  # of any content


def collect_pieces(
    fact: type[C], around: Around, kind: Kind, read: Reader[T], known: tuple[str, ...]
) -> C:
    """Return what lies at the places of `kind`, each piece read by `read`.

    `known` are patterns of well-known places, relative to the root, for when none is named.
    """
    located = locate(around.root, around.question.named(kind), known)
    budget = Budget()
    release, problem = release_of(around) if located.files else (None, None)
    return fact(
        kind=kind,
        pieces=tuple(
            _piece(around.root, Source(kind, path, named=named), beside, read, budget)
            for path, named in located.files
            if (beside := run_beside(around.root, path)).speaks_of(kind) or named is not None
        ),
        missing=located.missing,
        searched=located.searched,
        release=release,
        release_problem=problem,
    )


def release_of(around: Around) -> tuple[Release | None, str | None]:
    """Return the commit that is released, or why it cannot be told; neither without repository."""
    if not has_repository(around.root):
        return None, None
    try:
        return around.release, None
    except UnavailableError as error:
        return None, str(error)
    except UserError as error:
        return None, error.message


class Budget:
    """What is left of the bytes and the seconds for one kind of evidence."""

    def __init__(self) -> None:
        """Start with all of it."""
        self.bytes = MAX_TOTAL
        self.until = time.monotonic() + MAX_SECONDS

    def spend(self, size: int) -> str | None:
        """Take `size` bytes; return why no more is read when one of the two is used up."""
        self.bytes -= size
        if self.bytes < 0:
            return f"was not read: more than {MAX_TOTAL // 1_000_000} MB of evidence of one kind"
        if time.monotonic() > self.until:
            return f"was not read: the evidence before it took {MAX_SECONDS:.0f} s"
        return None


def _piece(
    root: str, source: Source, beside: RunBeside, read: Reader[T], budget: Budget
) -> Piece[T]:
    beside = beside.for_kind(source.kind)
    source = source._replace(run=beside.run)
    try:
        data = read_inside(root, source.path, MAX_BYTES)
    except UserError as error:
        return unread(source, beside, root, said(error))
    digest = digest_of(data)
    source = source._replace(digest=digest, run_problem=beside.problem_of(source.path, digest))
    spent = budget.spend(len(data))
    if spent is not None:
        return Piece(source, None, spent)
    try:
        reading = read(data, source.path)
    except UserError as error:
        return Piece(source, None, said(error))
    source = source._replace(commit=reading.commit, time=reading.time, vague=reading.vague)
    return Piece(source, reading.content)


def unread(source: Source, beside: RunBeside, root: str, why: str) -> Piece[T]:
    """Return a piece whose file cannot be read, or was never written by its recorded run."""
    if not os.path.lexists(os.path.join(root, source.path)):
        problem = beside.problem_of(source.path, None)
        if problem is not None:
            return Piece(source._replace(run_problem=problem), None, why)
        if beside.run is not None:
            command, code = " ".join(beside.run.command), beside.run.exit_code
            return Piece(source, None, f"was not written by `{command}`, which ended with {code}")
    return Piece(source, None, why)


def said(error: UserError) -> str:
    """Return the message of an error, with its place if it has one inside the file."""
    place = str(error.where or "").rpartition("/")[2].partition(":")[2]
    return f"{error.message} (line {place})" if place else error.message
