"""Where the characters of an SQL text stand in its file."""

import re
from bisect import bisect_right

from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location

_LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    """The lines of an SQL text, which may begin in the middle of a file."""

    def __init__(self, source: SqlText) -> None:
        """Find the line starts of the text; a byte order mark takes up no column."""
        first = 1 if source.text.startswith("\ufeff") else 0
        self._source = source
        self._starts = [first, *(end.end() for end in _LINE_END.finditer(source.text))]

    def at(self, start: int, end: int) -> Location:
        """Return the place of the characters from offset `start` up to offset `end`."""
        source = self._source
        if source.fixed:
            return Location(source.path, source.line, source.column)
        return Location(source.path, *self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self._starts, offset) - 1
        if index <= 0:
            return self._source.line, self._source.column + max(offset - self._starts[0], 0)
        return self._source.line + index, offset - self._starts[index] + 1
