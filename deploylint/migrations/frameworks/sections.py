"""Files that hold both directions, told apart by comments: dbmate's and goose's."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location

MARKER = re.compile(r"^--[ \t]*(?:migrate:|\+goose\b)", re.MULTILINE)


class Line(NamedTuple):
    """One line: its number, its text without its end, and from where to where it reaches."""

    number: int
    text: str
    start: int
    end: int


def is_sectioned(text: str) -> bool:
    """Say whether a text has marks of a tool that keeps both directions in one file."""
    return MARKER.search(text.removeprefix("\ufeff")) is not None


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text as these tools see them; the end of one counts into its reach.

    They know no line end of a carriage return alone; everybody else counts it as one.
    """
    start, number = 0, 1
    for written in text.split("\n"):
        end = start + len(written) + 1
        plain = written.removesuffix("\r")
        yield Line(number=number, text=plain, start=start, end=end)
        start, number = end, number + 1 + plain.count("\r")


def line_place(path: str, line: Line) -> Location:
    """Return where a line stands."""
    shown = line.text.partition("\r")[0]
    return Location(path, line.number, 1, line.number, len(shown) + 1)


def part(path: str, text: str, first: Line, end: int) -> SqlText:
    """Return the text from the beginning of a line to the offset `end`."""
    return SqlText(text=text[first.start : end], path=path, line=first.number)
