"""The keys at the top of a file, without building what stands below them.

Most YAML and JSON in a folder is no plan, and is written for other readers: with tags, merge keys,
or a hundred thousand values. Such a file is looked through and nothing of it is kept. What cannot
be told in this way is read in full, with all limits and complaints.
"""

from collections.abc import Callable, Iterator
from typing import Any

from deploylint.model.location import Location
from deploylint.read.builder import DEPTH, DOCUMENTS
from deploylint.read.files import LIMIT
from deploylint.read.libyaml import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    Parser,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)
from deploylint.read.text import decoded
from deploylint.read.yaml import read_documents

_OPENINGS = (MappingStartEvent, SequenceStartEvent)
_ENDINGS = (MappingEndEvent, SequenceEndEvent)
_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Characters that libyaml alone takes for the end of a line."""

_Next = Callable[[], Any]


class _UnclearError(Exception):
    """Only reading the file in full can tell."""


def top_keys(data: bytes, file: str) -> Iterator[tuple[str, Location]]:
    """Yield each key at the top of each document of `data`, and where it stands.

    Who has heard enough stops asking. Raises UserError, perhaps after some keys, where the file
    cannot be read: as `read_documents` does, and when it is larger than the limit. Keys may come
    twice.
    """
    try:
        yield from _looked_through(data, file)
    except (_UnclearError, YAMLError, ValueError):
        for document in read_documents(data, file):
            found = document.data
            if isinstance(found, dict):
                yield from ((key, document.places.key(found, key)) for key in found)


def _looked_through(data: bytes, file: str) -> Iterator[tuple[str, Location]]:
    text = decoded(data, file)
    odd = text is not None and any(end in text for end in _LINE_ENDS)
    if odd or len(data) > LIMIT or b"%TAG" in data:
        raise _UnclearError
    following = Parser(data if text is None else text.encode()).get_event
    documents = 0
    while (event := following()).__class__ is not StreamEndEvent:
        if event.__class__ is not DocumentStartEvent:
            continue
        documents += 1
        if documents > DOCUMENTS:
            raise _UnclearError
        top = following()
        if top.__class__ is MappingStartEvent:
            yield from _keys(following, file)
        elif top.__class__ is SequenceStartEvent:
            _pass(following)


def _keys(following: _Next, file: str) -> Iterator[tuple[str, Location]]:
    event: Any = following()
    while event.__class__ is not MappingEndEvent:
        if event.__class__ is not ScalarEvent or event.value == "<<":
            raise _UnclearError
        start: Any = event.start_mark
        end: Any = event.end_mark
        at = Location(file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        yield event.value, at
        if following().__class__ in _OPENINGS:
            _pass(following)
        event = following()


def _pass(following: _Next) -> None:
    """Go to the end of a list or mapping that has begun."""
    depth = 1
    while depth:
        kind = following().__class__
        if kind in _OPENINGS:
            depth += 1
            if depth > DEPTH:
                raise _UnclearError
        elif kind in _ENDINGS:
            depth -= 1
