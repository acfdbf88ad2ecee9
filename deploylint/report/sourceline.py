"""The part of a source line around a place, with its secrets veiled."""

from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.secrets import veiled


class Part(NamedTuple):
    """A part of a line, as long as what stands there, so that columns stay what they are.

    `before` and `behind` are how many characters of the line are left out. The span of the place is
    from `start` to `end` of `text`, as much of it as there is; `tail` is the beginning of what
    follows it in the line, wherever that is, to look at and not to show.
    """

    text: str
    before: int
    behind: int
    start: int
    end: int
    tail: str


def part(line: str, at: Location, before: int, behind: int) -> Part:
    """Return so many characters of `line` before and behind the start of `at`.

    A line may be as long as its file and have a finding at every word, so each finding looks at its
    own part alone. A span that goes on in the next line ends with this one.
    """
    start = min(max(at.column - 1, 0), len(line))
    end = len(line) if at.end_line not in {None, at.line} else (at.end_column or 0) - 1
    end = max(end, start + 1)
    first, last = max(start - before, 0), min(start + behind, len(line))
    return Part(
        text=veiled(line, first, last),
        before=first,
        behind=len(line) - last,
        start=start - first,
        end=min(end, last) - first,
        tail=line[end : end + before],
    )
