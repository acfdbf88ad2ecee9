"""Places in files."""

import re
from collections.abc import Sequence
from typing import NamedTuple

Step = str | int
"""A key of a mapping or a 0-based position in a list."""

Span = tuple[int, int, int, int]
"""Line, column, end line, end column; 1-based, the end exclusive."""

Mark = tuple[Span, Span]
"""Where the key (for a list item: the item) and the value of one entry stand."""


class Location(NamedTuple):
    """A place in a file: 1-based, columns in code points; the end is exclusive or unknown."""

    file: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column`, which terminals and editors understand."""
        return f"{self.file}:{self.line}:{self.column}"


def place_of(where: object) -> Location | None:
    """Return a place that may be written as `file`, `file:line` or `file:line:column`."""
    if where is None or isinstance(where, Location):
        return where
    found = re.fullmatch(r"(.+?)(?::(\d+))?(?::(\d+))?", str(where), re.DOTALL)
    file, line, column = found.groups() if found else (str(where), None, None)
    return Location(file, int(line or 1), int(column or 1))


class Places:
    """Where every key and value of one YAML document stands.

    `marks` is keyed by the `id()` of a container, then by key or index; `root` keeps the containers
    alive, so that ids stay theirs. The value span of a container is that of its key (or of its
    first line), because a caret under forty lines helps nobody.
    """

    __slots__ = ("_lines", "file", "marks", "root", "source", "start")

    def __init__(
        self,
        file: str,
        root: object,
        marks: dict[int, dict[Step, Mark]],
        start: Span,
        source: bytes = b"",
    ) -> None:
        """Keep the document `root`, which begins at `start`; `source` is the whole file."""
        self.file = file
        self.root = root
        self.marks = marks
        self.start = start
        self.source = source
        self._lines: list[str] | None = None

    def line(self, number: int) -> str:
        """Return the 1-based line of the file, without its end; empty when there is none."""
        if self._lines is None:
            text = self.source.decode("utf-8-sig", "replace")
            self._lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def key(self, container: object, step: Step) -> Location:
        """Return where the key `step` of `container` stands, else where the document starts."""
        mark = self.marks.get(id(container), {}).get(step)
        return Location(self.file, *(self.start if mark is None else mark[0]))

    def value(self, container: object, step: Step) -> Location:
        """Return where the value under `step` of `container` stands."""
        mark = self.marks.get(id(container), {}).get(step)
        return Location(self.file, *(self.start if mark is None else mark[1]))

    def at(self, path: Sequence[Step], *, key: bool = False) -> Location:
        """Return where the value (or the key) at `path` from the root stands.

        A path that leads nowhere gives its deepest existing ancestor, so that a missing key points
        at what it is missing from.
        """
        found = Location(self.file, *self.start)
        container = self.root
        for depth, step in enumerate(path):
            marks = self.marks.get(id(container), {})
            if step not in marks:
                break
            last = depth == len(path) - 1
            found = Location(self.file, *marks[step][0 if key and last else 1])
            container = container[step]  # type: ignore[index]  # marks exist for mappings and lists only
        return found


class Spot(NamedTuple):
    """The place of a value: an entry of a container of a document."""

    places: Places
    container: object
    step: Step

    @property
    def location(self) -> Location:
        """Return where the value stands."""
        return self.places.value(self.container, self.step)

    @property
    def key(self) -> Location:
        """Return where its key stands."""
        return self.places.key(self.container, self.step)
