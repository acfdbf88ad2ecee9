"""The source line of a finding, with carets under what is meant where that is not all of it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Generator
from itertools import accumulate
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.report.escape import characters, printable
from deploylint.report.layout import MARGIN, Tone, columns, tint, usable
from deploylint.report.sourceline import Part, part
from deploylint.report.style import Style

_TAB = 4
_CONTEXT = 12
_LONGEST = 24
"""So many carets may stand in a row; of what is longer, the beginning is marked."""

_BEGINNING = "^^^..."
_BEFORE = frozenset(" \t-")
_KEY = re.compile(r"[\s-]*[\w.-]+:\s+")
_BEHIND = frozenset(" \t:,;")
_BLANKS = 40
"""Where so many blanks follow, it is better seen what is meant."""


class _Excerpt(NamedTuple):
    """The part of a line that is shown, and column and length of the carets under it."""

    text: str
    indent: int
    run: int


def snippet(
    source: str, at: Location, message: str, tone: Tone, style: Style
) -> Generator[str, None, str]:
    """Yield the line `source` with its number, without secrets, and carets under the span of `at`.

    The message stands beside the carets where it fits; it is returned where it does not. A long
    line is cut around the carets. There are none where they would say nothing, because all of the
    line is meant, or all that stands behind its key. A column behind the end points at the end; a
    place without an end gets one caret.
    """
    room = usable(style.width) - MARGIN - 2
    seen = part(source, at, 2 * room, 2 * room)
    excerpt = _excerpt(seen, room)
    number = tint(f"{at.line:>{MARGIN - 1}} |", Tone.FAINT, color=style.color)
    yield f"{number} {excerpt.text}".rstrip()
    if _obvious(seen, excerpt.run):
        return message
    bar = f"{'':{MARGIN}}{tint('|', Tone.FAINT, color=style.color)}"
    carets = "^" * excerpt.run if excerpt.run <= _LONGEST else _BEGINNING
    label = printable(message)
    beside = excerpt.indent + len(carets) + 1 + columns(label) <= room
    marked = " " * excerpt.indent + tint(carets, tone, color=style.color)
    yield f"{bar} {marked} {label if beside else ''}".rstrip()
    return "" if beside else message


def _obvious(seen: Part, run: int) -> bool:
    """Return whether a span is all of its line, or a long value alone behind its key."""
    if seen.before or len(seen.tail) > _BLANKS or not _BEHIND.issuperset(seen.tail):
        return False
    before = seen.text[: seen.start]
    return _BEFORE.issuperset(before) or (run > _LONGEST and _KEY.fullmatch(before) is not None)


def _cells(source: str) -> list[str]:
    """Return what each character of the line shows; a tab fills up to its next stop."""
    cells: list[str] = []
    column = 0
    for shown in characters(source):
        cell = " " * (_TAB - column % _TAB) if shown == "\t" else shown
        column += columns(cell)
        cells.append(cell)
    return cells


def _excerpt(seen: Part, room: int) -> _Excerpt:
    """Return the whole line, or as much as fits around the start of the span."""
    cells = _cells(seen.text)
    offsets = [0, *accumulate(map(columns, cells))]
    begin, finish, total = offsets[seen.start], offsets[seen.end], offsets[-1]
    run = max(finish - begin, 1)
    if max(total, begin + 1) <= room and not (seen.before or seen.behind):
        return _Excerpt("".join(cells), begin, run)
    marked = begin + min(run, _LONGEST)
    hidden = min(marked + _CONTEXT, total) - (room - 2)
    first = bisect_left(offsets, min(hidden, begin - _CONTEXT)) if begin > _CONTEXT else 0
    left = "…" if first or seen.before else ""
    space = offsets[first] + room - len(left)
    whole = total <= space and not seen.behind
    last = len(cells) if whole else bisect_right(offsets, space - 1) - 1
    text = f"{left}{''.join(cells[first:last])}{'' if whole else '…'}"
    shown = run if run > _LONGEST else max(min(finish, offsets[last]) - begin, 1)
    return _Excerpt(text, len(left) + begin - offsets[first], shown)
