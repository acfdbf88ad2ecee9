"""The line of a file that an error points at, for people at a terminal."""

import sys
from collections.abc import Iterator
from functools import lru_cache

from deploylint.cli.output import style_for
from deploylint.errors import UserError
from deploylint.model.location import Location, Places
from deploylint.read.files import read_bytes
from deploylint.report.layout import Tone
from deploylint.report.snippet import snippet


def pointed_at(at: Location) -> Iterator[str]:
    """Yield the line that stands there, without secrets, with what is meant marked.

    Nothing where all of a file is meant, or what was read there is no file.
    """
    if at.end_line is None and (at.line, at.column) == (1, 1):
        return
    try:
        line = _places(at.file).line(at.line)
    except UserError:
        return
    if line and not line.isspace():
        style = style_for(sys.stderr, verbose=False, quiet=False)
        yield from snippet(line, at, "", Tone.BAD, style)


@lru_cache(maxsize=1)
def _places(file: str) -> Places:
    """Return the lines of a file, which mostly has several errors."""
    return Places(file, None, {}, (1, 1, 1, 1), read_bytes(file))
