"""The event of the CI run as a piece of evidence."""

from typing import TypeVar

from deploylint.collect.around import Around
from deploylint.collect.cievent import VARIABLE, ci_event_file
from deploylint.collect.pieces import Reader
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.source import Collected, Piece, Source
from deploylint.read.digest import digest_of

C = TypeVar("C", bound=Collected)  # type: ignore[type-arg]  # of any content
T = TypeVar("T")


def with_event(found: C, around: Around, read: Reader[T]) -> C:
    """Return `found` and with it the event of this CI run, where no place is named for its kind.

    An event that `read` cannot read is about something else.
    """
    file = None if around.question.named(found.kind) else ci_event_file()
    if file is None:
        return found
    try:
        reading = read(file.data, file.path)
        # without a commit, what is found unasked counts for nothing
        release = around.release
    except (UserError, UnavailableError):
        return found
    source = Source(
        kind=found.kind,
        path=file.path,
        digest=digest_of(file.data),
        commit=reading.commit,
        time=reading.time,
    )
    return found._replace(
        pieces=(*found.pieces, Piece(source, reading.content)),
        searched=(*found.searched, f"${VARIABLE}"),
        release=release,
    )
