"""The source line of a finding, with carets under what is meant where that is not all of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Sequence
from itertools import accumulate
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.report.escape import characters, printable
from deploylint.report.layout import MARGIN, Tone, columns, tint, usable
from deploylint.report.style import Style

_TAB = 4
_CONTEXT = 12
_LONGEST = 24
"""So many carets may stand in a row; of what is longer, the beginning is marked."""

_BEGINNING = "^^^..."
_BEFORE = frozenset(" \t-")
_KEY = re.compile(r"[\s-]*[\w.-]+:\s+")
_BEHIND = frozenset(" \t:,;")


class _Excerpt(NamedTuple):
    """The part of a line that is shown, and column and length of the carets under it."""

    text: str
    indent: int
    run: int


def snippet(
    source: str, at: Location, message: str, tone: Tone, style: Style
) -> Generator[str, None, str]:
    """Yield the line `source` with its number, and carets under the span of `at`.

    The message stands beside the carets where it fits; it is returned where it does not. A long
    line is cut around the carets. There are none where they would say nothing, because all of the
    line is meant, or all that stands behind its key. A column behind the end points at the end; a
    place without an end gets one caret.
    """
    room = usable(style.width) - MARGIN - 2
    cells = _cells(source)
    span = _span(cells, at)
    excerpt = _excerpt(cells, span, room)
    number = tint(f"{at.line:>{MARGIN - 1}} |", Tone.FAINT, color=style.color)
    yield f"{number} {excerpt.text}".rstrip()
    if _obvious(source[: span[0]], source[span[1] :], excerpt.run):
        return message
    bar = f"{'':{MARGIN}}{tint('|', Tone.FAINT, color=style.color)}"
    carets = "^" * excerpt.run if excerpt.run <= _LONGEST else _BEGINNING
    label = printable(message)
    beside = excerpt.indent + len(carets) + 1 + columns(label) <= room
    marked = " " * excerpt.indent + tint(carets, tone, color=style.color)
    yield f"{bar} {marked} {label if beside else ''}".rstrip()
    return "" if beside else message


def _obvious(before: str, behind: str, run: int) -> bool:
    """Return whether a span is all of its line, or a long value alone behind its key."""
    alone = _BEFORE.issuperset(before) or (run > _LONGEST and _KEY.fullmatch(before) is not None)
    return alone and _BEHIND.issuperset(behind)


def _cells(source: str) -> list[str]:
    """Return what each character of the line shows; a tab fills up to its next stop."""
    cells: list[str] = []
    column = 0
    for shown in characters(source):
        cell = " " * (_TAB - column % _TAB) if shown == "\t" else shown
        column += columns(cell)
        cells.append(cell)
    return cells


def _span(cells: Sequence[str], at: Location) -> tuple[int, int]:
    """Return from and to which character of its line a place reaches."""
    start = min(at.column - 1, len(cells))
    end = len(cells) if at.end_line not in {None, at.line} else (at.end_column or 0) - 1
    return start, min(max(end, start + 1), len(cells))


def _excerpt(cells: Sequence[str], span: tuple[int, int], room: int) -> _Excerpt:
    """Return the whole line, or as much as fits around the start of the span."""
    offsets = [0, *accumulate(map(columns, cells))]
    begin, finish, total = offsets[span[0]], offsets[span[1]], offsets[-1]
    run = max(finish - begin, 1)
    if max(total, begin + 1) <= room:
        return _Excerpt("".join(cells), begin, run)
    marked = begin + min(run, _LONGEST)
    hidden = min(marked + _CONTEXT, total) - (room - 2)
    first = bisect_left(offsets, min(hidden, begin - _CONTEXT)) if begin > _CONTEXT else 0
    left = "…" if first else ""
    space = offsets[first] + room - len(left)
    last = len(cells) if total <= space else bisect_right(offsets, space - 1) - 1
    text = f"{left}{''.join(cells[first:last])}{'' if last == len(cells) else '…'}"
    shown = run if run > _LONGEST else max(min(finish, offsets[last]) - begin, 1)
    return _Excerpt(text, len(left) + begin - offsets[first], shown)
