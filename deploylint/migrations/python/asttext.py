"""Strings of Python source that know where each of their characters is written.

Quotes, prefixes and escapes: https://docs.python.org/3/reference/lexical_analysis.html#literals
"""

import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, Self

from deploylint.model.location import Location

_OPENING = re.compile(r"(?:[ \t\f\n]++|\\\n|#[^\n]*+)*+([A-Za-z]{0,3})(\"\"\"|'''|\"|')")
_STEP = {
    quote: re.compile(r"[^\\" + quote[0] + r"]+|\\(?:.|\n)|" + quote[0], re.DOTALL)
    for quote in ('"""', "'''", '"', "'")
}
_ESCAPE = re.compile(
    r"\\(?:(?P<none>\n)|N\{[^}]*\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[0-7]{1,3}"
    r"|[\\'\"abfnrtv]|(?P<two>.))",
    re.DOTALL,
)


class Piece(NamedTuple):
    """Characters of a string that stand on one line of the source, as they are, from a place on.

    What is written in another way (an escape, a formatted value) is not `verbatim`: all of it
    stands at the place and is `width` columns wide.
    """

    text: str
    line: int
    column: int
    verbatim: bool = True
    width: int = 0


Pieces = tuple[Piece, ...]


class Text(str):
    """A string whose `pieces` say where it is written; they are worked out when asked for."""

    __slots__ = ("_made", "_make")
    _make: Callable[[], Pieces]
    _made: Pieces | None

    def __new__(cls, value: str, make: Callable[[], Pieces]) -> Self:
        """Keep how to work out the pieces; joined they are the value."""
        text = super().__new__(cls, value)
        text._make = make  # its own
        text._made = None
        return text

    @property
    def pieces(self) -> Pieces:
        """Return the pieces, in order."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def cut(self, ranges: Iterable[tuple[int, int]]) -> "Text":
        """Return what lies in ranges of offsets, joined."""
        kept = list(ranges)
        value = "".join(str.__getitem__(self, slice(start, end)) for start, end in kept)
        return Text(value, lambda: _cut(self.pieces, kept))

    def stripped(self, chars: str | None, *, left: bool = True, right: bool = True) -> "Text":
        """Return the text as `strip`, `lstrip` and `rstrip` do."""
        start = len(self) - len(self.lstrip(chars)) if left else 0
        end = len(self.rstrip(chars)) if right else len(self)
        return self.cut([(start, max(start, end))])

    def dedented(self) -> "Text":
        """Return the text as `textwrap.dedent` does."""
        ranges, at = [], 0
        lines = self.split("\n")
        news = textwrap.dedent(self).split("\n")
        if len(lines) != len(news):
            return self
        for old, new in zip(lines, news, strict=True):
            end = at + len(old)
            ranges.append((end - len(new) if old.endswith(new) else at, min(end + 1, len(self))))
            if not new:
                ranges[-1] = (end, min(end + 1, len(self)))
            at = end + 1
        return self.cut(ranges)


def joined(parts: Sequence[Text]) -> Text:
    """Return texts one after another."""
    return Text("".join(parts), lambda: tuple(piece for part in parts for piece in part.pieces))


def computed(value: str, line: int, column: int, width: int) -> Text:
    """Return a text that is not written as it is: all of it stands where it is made."""
    return Text(value, lambda: (Piece(value, line, column, verbatim=False, width=width),))


def of_literal(value: str, segment: str, at: Location) -> Pieces:
    """Return the pieces of string literals that stand side by side.

    `segment` is their source and `at` its place. Where the source is not what was expected, all of
    the value stands at its beginning.
    """
    found: list[Piece] = []
    lines = _Lines(segment, at)
    offset = used = 0
    while opening := _OPENING.match(segment, offset):
        end = _end(segment, opening.end(), opening[2])
        body = segment[opening.end() : end]
        raw = "r" in opening[1].lower()
        for start, length, width in _parts(body, raw=raw):
            line, column = lines.place(opening.end() + start)
            text = value[used : used + length]
            found.extend(
                _by_line(text, line, column)
                if width is None
                else [Piece(text, line, column, verbatim=False, width=width)]
            )
            used += length
        offset = end + len(opening[2])
    if used != len(value) or segment[offset:].strip():
        first = Piece(value, at.line, at.column, verbatim=False, width=_width(at))
        return (first,)
    return tuple(found)


def _width(at: Location) -> int:
    same = at.end_line == at.line and at.end_column is not None
    return (at.end_column or 0) - at.column if same else 1


class _Lines:
    """Places of offsets in a segment of source."""

    def __init__(self, segment: str, at: Location) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", segment))]
        self._at = at

    def place(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._starts, offset) - 1
        column = offset - self._starts[number] + (1 if number else self._at.column)
        return self._at.line + number, column


def _end(segment: str, offset: int, quote: str) -> int:
    """Return where the closing quote of a literal stands."""
    step = _STEP[quote]
    while match := step.match(segment, offset):
        if match[0] == quote[0] and segment.startswith(quote, offset):
            return offset
        offset = match.end()
    return len(segment)


def _parts(body: str, *, raw: bool) -> Iterable[tuple[int, int, int | None]]:
    """Yield offset, length of the value and, for an escape, its width in the source."""
    at = 0
    for escape in () if raw else _ESCAPE.finditer(body):
        if escape.start() > at:
            yield at, escape.start() - at, None
        if not escape["none"]:
            yield escape.start(), 2 if escape["two"] else 1, len(escape[0])
        at = escape.end()
    if at < len(body):
        yield at, len(body) - at, None


def _by_line(text: str, line: int, column: int) -> Iterable[Piece]:
    for number, part in enumerate(re.findall("[^\n]*\n|[^\n]+", text)):
        yield Piece(part, line + number, 1 if number else column)


def _cut(pieces: Pieces, ranges: Iterable[tuple[int, int]]) -> Pieces:
    starts = list(accumulate((len(piece.text) for piece in pieces), initial=0))
    found: list[Piece] = []
    for start, end in ranges:
        number = max(bisect_right(starts, start) - 1, 0)
        while number < len(pieces) and starts[number] < end:
            piece, base = pieces[number], starts[number]
            low, high = max(start - base, 0), min(end - base, len(piece.text))
            if low < high:
                moved = low if piece.verbatim else 0
                found.append(piece._replace(text=piece.text[low:high], column=piece.column + moved))
            number += 1
    return tuple(found)


class Places:
    """Where lines and columns of a text stand in the source."""

    def __init__(self, text: Text) -> None:
        """Look up places in `text`."""
        self._pieces = text.pieces
        self._starts = list(accumulate((len(piece.text) for piece in self._pieces), initial=0))
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def moved(self, at: Location) -> Location:
        """Return the place in the source of a place in the text."""
        line, column = self._place(self._offset(at.line, at.column))
        if at.end_line is None or at.end_column is None:
            return Location(at.file, line, column)
        end = self._place(self._offset(at.end_line, at.end_column) - 1, behind=True)
        return Location(at.file, line, column, *max(end, (line, column)))

    def _offset(self, line: int, column: int) -> int:
        number = min(max(line, 1), len(self._lines)) - 1
        return self._lines[number] + max(column, 1) - 1

    def _place(self, offset: int, *, behind: bool = False) -> tuple[int, int]:
        if not self._pieces:
            return 1, 1
        number = min(max(bisect_right(self._starts, offset) - 1, 0), len(self._pieces) - 1)
        piece = self._pieces[number]
        if not piece.verbatim:
            return piece.line, piece.column + (piece.width if behind else 0)
        inside = min(max(offset - self._starts[number], 0), len(piece.text))
        return piece.line, piece.column + inside + behind
