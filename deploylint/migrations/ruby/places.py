"""Lines and columns in a Ruby file."""

from bisect import bisect_right

from deploylint.model.location import Location


class Places:
    """Lines and columns of offsets in a file."""

    def __init__(self, path: str, text: str) -> None:
        """Find the lines of the text once."""
        self.path = path
        self.text = text
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)
        self._mark = 1 if text.startswith("\ufeff") else 0

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1; a byte order mark takes no column."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        return line, max(1, column - self._mark) if line == 1 else column

    def at(self, start: int, end: int) -> Location:
        """Return the place of a piece of the text."""
        return Location(self.path, *self.place(start), *self.place(end))
