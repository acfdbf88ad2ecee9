"""Lines of text for a terminal: columns, wrapping, cutting, colour and moments."""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum
from unicodedata import category, east_asian_width

MARGIN = 8
"""The column at which the text of an item begins, counted from 0."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LEAST_WIDTH = 40


class Tone(Enum):
    """What colour says on top of the words; the values are SGR codes (ECMA-48, 8.3.117)."""

    GOOD = "32"
    BAD = "1;31"
    WARN = "1;33"
    STRONG = "1"
    FAINT = "2"


def tint(text: str, tone: Tone, *, color: bool) -> str:
    """Return `text` in the colour of `tone`, or as it is."""
    return f"\x1b[{tone.value}m{text}\x1b[0m" if color else text


def usable(width: int) -> int:
    """Return the columns to lay out for, when a terminal has `width`."""
    return max(width, _LEAST_WIDTH)


def columns(text: str) -> int:
    """Return how many terminal columns `text` takes: East Asian wide characters take two."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


def columns_of(char: str) -> int:
    """Return how many terminal columns one printable character takes: 0, 1 or 2."""
    if char.isascii():
        return 1
    if east_asian_width(char) in {"W", "F"}:
        return 2
    return 0 if category(char) in {"Mn", "Me"} else 1


def pad(text: str, width: int) -> str:
    """Return `text` filled with blanks to `width` columns."""
    return text + " " * (width - columns(text))


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with an ellipsis where something is left out."""
    if columns(text) <= width:
        return text
    room = width - 1
    for end, char in enumerate(text):
        room -= columns_of(char)
        if room < 0:
            return f"{text[:end].rstrip()}…"
    return text


def wrap(text: str, width: int, taken: int) -> Iterator[str]:
    """Yield the lines of `text`, of at most `width` columns each, of the first `taken` less.

    A word that is wider than a line (a path, a digest) stays whole and stands alone. The first line
    is empty when its word does not fit beside what is there.
    """
    line, used = "", taken
    for word in text.split():
        size = columns(word)
        if (line or used > 0) and used + bool(line) + size > width:
            yield line
            line, used = word, size
        else:
            used += bool(line) + size
            line = f"{line} {word}" if line else word
    yield line


def hang(first: str, text: str, width: int, indent: int = MARGIN, taken: int = 0) -> Iterator[str]:
    """Yield the lines of `text` behind `first`, then indented.

    `first` may be coloured, so its length says nothing: it reaches `taken` columns beyond `indent`
    (short of it, if negative).
    """
    for line in wrap(text, width - indent, taken):
        yield f"{first}{line}".rstrip()
        first = " " * indent


def moment(instant: datetime, zone: str | None) -> str:
    """Return weekday, date and time of `instant` on the clocks of `zone`, and the zone.

    Without a zone, or with one that is not known here, the clocks are those of `instant` itself.
    """
    if zone is None or zone == str(instant.tzinfo):
        return _moment(instant, str(instant.tzinfo))
    # the moment judged usually is on the clocks of the windows already
    from zoneinfo import ZoneInfo

    try:
        return _moment(instant.astimezone(ZoneInfo(zone)), zone)
    except (LookupError, ValueError, OSError, OverflowError):
        return _moment(instant, str(instant.tzinfo))


def _moment(instant: datetime, zone: str) -> str:
    return f"{_DAYS[instant.weekday()]} {instant:%Y-%m-%d %H:%M} ({zone})"
