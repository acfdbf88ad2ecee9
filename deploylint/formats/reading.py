"""What a reader of a format returns."""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """The content of a file, and what the file says of itself.

    `time` is when the tool ran, aware; if the file names no zone it is taken as UTC and `vague`.
    `commit` is a commit id that the file states as its own.
    """

    content: T
    time: datetime | None = None
    vague: bool = False
    commit: str | None = None
