"""The source line of a finding, with carets under what is meant."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.report.escape import characters, printable
from deploylint.report.layout import MARGIN, Tone, columns, tint, usable, wrap
from deploylint.report.style import Style

_TAB = 4
_CONTEXT = 12


class _Excerpt(NamedTuple):
    """The part of a line that is shown, and column and length of the carets under it."""

    text: str
    indent: int
    run: int


def snippet(source: str, at: Location, message: str, tone: Tone, style: Style) -> Iterator[str]:
    """Yield the line `source` with its number, carets under the span of `at`, and `message`.

    The message stands beside the carets where it fits, else below. A long line is cut around the
    carets. A column behind the end points at the end; a place without an end gets one caret.
    """
    room = usable(style.width) - MARGIN - 2
    excerpt = _excerpt(_cells(source), at, room)
    bar = f"{'':{MARGIN}}{tint('|', Tone.FAINT, color=style.color)}"
    number = tint(f"{at.line:>{MARGIN - 1}} |", Tone.FAINT, color=style.color)
    yield f"{number} {excerpt.text}".rstrip()
    carets = " " * excerpt.indent + tint("^" * excerpt.run, tone, color=style.color)
    label = printable(message)
    if excerpt.indent + excerpt.run + 1 + columns(label) <= room:
        yield f"{bar} {carets} {label}".rstrip()
        return
    yield f"{bar} {carets}"
    for line in wrap(label, room):
        yield f"{bar} {line}"


def _cells(source: str) -> list[str]:
    """Return what each character of the line shows; a tab fills up to its next stop."""
    cells: list[str] = []
    column = 0
    for shown in characters(source):
        cell = " " * (_TAB - column % _TAB) if shown == "\t" else shown
        column += columns(cell)
        cells.append(cell)
    return cells


def _excerpt(cells: Sequence[str], at: Location, room: int) -> _Excerpt:
    """Return the whole line, or as much as fits around the start of the span."""
    offsets = [0, *accumulate(map(columns, cells))]
    start = min(at.column - 1, len(cells))
    end = len(cells) if at.end_line not in {None, at.line} else (at.end_column or 0) - 1
    end = min(max(end, start + 1), len(cells))
    begin, finish, total = offsets[start], offsets[end], offsets[-1]
    if max(total, begin + 1) <= room:
        return _Excerpt("".join(cells), begin, max(finish - begin, 1))
    hidden = min(finish + _CONTEXT, total) - (room - 2)
    first = bisect_left(offsets, min(hidden, begin - _CONTEXT)) if begin > _CONTEXT else 0
    left = "…" if first else ""
    space = offsets[first] + room - len(left)
    last = len(cells) if total <= space else bisect_right(offsets, space - 1) - 1
    text = f"{left}{''.join(cells[first:last])}{'' if last == len(cells) else '…'}"
    run = max(min(finish, offsets[last]) - begin, 1)
    return _Excerpt(text, len(left) + begin - offsets[first], run)
