"""Values and their places out of YAML events, in one pass, within limits.

One fast path per entry, because a person waits: what is rare (anchors, tags, odd keys) is looked at
only where an event shows it. Mistakes after which reading can go on are reported together.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

from deploylint.errors import UserError, UserErrors
from deploylint.model.location import Location, Mark, Places, Span, Step
from deploylint.read.libyaml import (
    AliasEvent,
    DocumentStartEvent,
    Events,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from deploylint.read.scalar import SPECIAL, meaning

DEPTH = 64
"""Levels of lists and mappings, aliases followed."""

NODES = 100_000
"""Values in one file; an alias counts as many as what it stands for."""

DOCUMENTS = 1_000
"""Documents in one file."""

_MISTAKES = 20  # nobody reads more
_SHOWN = 60  # characters of a name in a message
_STR = "tag:yaml.org,2002:str"
_OPENINGS = frozenset([MappingStartEvent, SequenceStartEvent])
_QUOTE = "if this is text, put it in quotes"


class Found(NamedTuple):
    """A document as it was found; `start` is its first character, counted from 0."""

    data: object
    places: Places
    start: int


class _Anchor(NamedTuple):
    """What an anchor stands for: the values in it (None: it is still open) and its levels."""

    value: object
    nodes: int | None
    height: int


_Read = Callable[[], tuple[Any, dict[Step, Mark]]]


class Builder:
    """Builds the documents of one file; used once."""

    def __init__(self, events: Events, file: str) -> None:
        """Read `events`; places are in `file`."""
        self.mistakes: list[UserError] = []
        self._file = file
        self._next = events.get_event
        self._room = NODES
        self._depth = 0
        self._deepest = 0  # of what was read since an anchor was opened
        self._marks: dict[int, dict[Step, Mark]] = {}
        self._anchors: dict[str, _Anchor] = {}
        self._end: Any = None  # where the container that was read last ends

    def read(self) -> list[Found]:
        """Return the documents; raise UserError, and YAMLError where the text is no YAML."""
        found: list[Found] = []
        while (event := self._next()).__class__ is not StreamEndEvent:
            if event.__class__ is DocumentStartEvent:
                if len(found) == DOCUMENTS:
                    self._stop(
                        event, f"there are more than {DOCUMENTS} documents", "split the file"
                    )
                found.append(self._document(event))
        if self.mistakes:
            raise self.refusal()
        return found

    def refusal(self) -> UserError:
        """Return all mistakes so far as one error."""
        return self.mistakes[0] if len(self.mistakes) == 1 else UserErrors(self.mistakes)

    def _document(self, opening: Any) -> Found:  # noqa: ANN401  # PyYAML's events have no types
        """Read the document that `opening` begins."""
        self._marks, self._anchors = {}, {}
        value, span = self._node(self._next())
        if opening.explicit and value is None and span[:2] == span[2:]:
            span = _span(opening)  # nothing but `---`
        places = Places(self._file, value, self._marks, span)
        return Found(data=value, places=places, start=opening.start_mark.index)

    def _node(self, event: Any) -> tuple[Any, Span]:  # noqa: ANN401  # as above
        """Return the value that begins with `event`, and where it stands (at least its start)."""
        kind = event.__class__
        if kind is not ScalarEvent:
            if kind is AliasEvent:
                return self._alias(event)
            data = self._container(event)
            return data, _first_line(event.start_mark, self._end, self._marks[id(data)])
        value: Any = event.value
        start, end = event.start_mark, event.end_mark
        span = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
        if event.tag is not None:
            if event.tag != _STR:
                problem = f"the tag `{_tag(event)}` is not supported"
                self._mistake(event, problem, "remove it; `!!str` before a value makes it text")
        elif not event.style and value[:1] in SPECIAL:
            value = meaning(value)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchor(value=value, nodes=0, height=0)
        return value, span

    def _mapping(self) -> tuple[dict[Step, Any], dict[Step, Mark]]:
        """Read the entries of a mapping up to its end."""
        data: dict[Step, Any] = {}
        marks: dict[Step, Mark] = {}
        following, node = self._next, self._node
        event: Any = None
        for _ in range(self._room + 1):
            event = following()
            kind = event.__class__
            if kind is MappingEndEvent:
                break
            if kind is not ScalarEvent:
                self._odd_key(event)
                continue
            name = event.value
            start, end = event.start_mark, event.end_mark
            key = (start.line + 1, start.column + 1, end.line + 1, end.column + 1)
            odd = name in marks or name == "<<" or event.tag is not None or event.anchor is not None
            if odd and not self._fits(event, marks.get(name)):
                node(following())
                continue
            event = following()
            if event.__class__ in _OPENINGS:
                data[name] = self._container(event)
                marks[name] = (key, key)
            else:
                data[name], span = node(event)
                marks[name] = (key, span)
        self._close(event, len(data))
        return data, marks

    def _sequence(self) -> tuple[list[Any], dict[Step, Mark]]:
        """Read the items of a list up to its end."""
        data: list[Any] = []
        marks: dict[Step, Mark] = {}
        following, node = self._next, self._node
        event: Any = None
        for index in range(self._room + 1):
            event = following()
            if event.__class__ is SequenceEndEvent:
                break
            value, span = node(event)
            data.append(value)
            marks[index] = (span, span)
        self._close(event, len(data))
        return data, marks

    def _close(self, event: Any, entries: int) -> None:  # noqa: ANN401  # as above
        """Count the entries of the container that ends with `event`."""
        self._end = event.end_mark
        self._room -= entries
        if self._room < 0:
            problem = f"there are more than {NODES} values (an alias counts as all it stands for)"
            self._stop(event, problem, "split the file, or repeat less of it by aliases")

    def _container(self, event: Any) -> Any:  # noqa: ANN401  # as above
        """Return the list or mapping that begins with `event`."""
        if event.tag is not None:
            problem = f"the tag `{_tag(event)}` is not supported before a list or a mapping"
            self._mistake(event, problem, "remove it")
        self._depth += 1
        if self._depth > self._deepest:
            self._deepen(event, self._depth)
        read = self._mapping if event.__class__ is MappingStartEvent else self._sequence
        value, marks = read() if event.anchor is None else self._anchored(event.anchor, read)
        self._depth -= 1
        self._marks[id(value)] = marks
        return value

    def _deepen(self, event: Any, depth: int) -> None:  # noqa: ANN401  # as above
        """Remember the deepest level; refuse too many."""
        self._deepest = max(self._deepest, depth)
        if depth > DEPTH:
            problem = f"lists and mappings are nested more than {DEPTH} levels deep here"
            self._stop(event, problem, "write it flatter")

    def _anchored(self, name: str, read: _Read) -> tuple[Any, dict[Step, Mark]]:
        """Read a container that aliases may refer to once it has ended."""
        opened = self._anchors[name] = _Anchor(value=None, nodes=None, height=0)
        room, deepest = self._room, self._deepest
        self._deepest = self._depth
        value, marks = read()
        if self._anchors[name] is opened:  # otherwise the name was given anew inside
            nodes, height = room - self._room, self._deepest - self._depth + 1
            self._anchors[name] = _Anchor(value=value, nodes=nodes, height=height)
        self._deepest = max(self._deepest, deepest)
        return value, marks

    def _alias(self, event: Any) -> tuple[Any, Span]:  # noqa: ANN401  # as above
        """Return what an alias stands for, and where the alias stands."""
        span = _span(event)
        name = event.anchor
        anchor, shown = self._anchors.get(name), _shown(name)
        if anchor is None:
            problem = f"the alias `*{shown}` stands for nothing: no `&{shown}` comes before it"
            self._mistake(event, problem, _QUOTE)
            return None, span
        if anchor.nodes is None:
            self._mistake(event, f"the alias `*{shown}` stands inside what it stands for", _QUOTE)
            return None, span
        self._deepen(event, self._depth + anchor.height)
        self._close(event, anchor.nodes)
        return anchor.value, span

    def _odd_key(self, event: Any) -> None:  # noqa: ANN401  # as above
        """Pass over an entry whose key is no text."""
        kinds = {AliasEvent: "an alias", MappingStartEvent: "a mapping"}
        kind = kinds.get(event.__class__, "a list")
        self._mistake(event, f"a key must be text, here it is {kind}", _QUOTE)
        if event.__class__ in _OPENINGS:
            self._container(event)
        self._node(self._next())

    def _fits(self, event: Any, first: Mark | None) -> bool:  # noqa: ANN401  # as above
        """Tell whether a key is neither repeated nor a merge; note its tag and anchor."""
        name = _shown(event.value)
        self._node(event)
        if first is not None:
            problem = f"the key `{name}` is repeated; it stands in line {first[0][0]} already"
            self._mistake(event, problem, "keep one of the two")
        elif name == "<<" and not event.style:
            problem = "merge keys (`<<`) are not supported"
            self._mistake(event, problem, "write the keys out where they are needed")
        else:
            return True
        return False

    def _mistake(self, event: Any, problem: str, hint: str) -> None:  # noqa: ANN401  # as above
        """Note a mistake after which reading can go on."""
        self.mistakes.append(UserError(problem, Location(self._file, *_span(event)), hint))
        if len(self.mistakes) == _MISTAKES:
            raise self.refusal()

    def _stop(self, event: Any, problem: str, hint: str) -> NoReturn:  # noqa: ANN401  # as above
        """Give up at `event`, with all mistakes so far."""
        self.mistakes.append(UserError(problem, Location(self._file, *_span(event)), hint))
        raise self.refusal()


def _span(event: Any) -> Span:  # noqa: ANN401  # PyYAML's events have no types
    """Return where an event stands, counted from 1."""
    start, end = event.start_mark, event.end_mark
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1


def _first_line(start: Any, end: Any, marks: dict[Step, Mark]) -> Span:  # noqa: ANN401  # PyYAML's marks
    """Return the span of a container, cut after the first entry in its first line."""
    line, column = start.line + 1, start.column + 1
    if end.line == start.line:
        return line, column, line, end.column + 1
    for key, value in marks.values():
        for span in (value, key):
            if span[2] == line:
                return line, column, line, span[3]
        break
    return line, column, line, column + 1


def _tag(event: Any) -> str:  # noqa: ANN401  # PyYAML's events have no types
    """Return the tag of an event as it is usually written."""
    return _shown(event.tag.replace("tag:yaml.org,2002:", "!!"))


def _shown(name: str) -> str:
    """Return a name from the file so that it fits into a message, in one line."""
    short = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}..."
    return short if short.isprintable() else repr(short)[1:-1]
