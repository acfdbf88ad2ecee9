"""Headings and texts of a reStructuredText file, as far as changelogs need them.

A heading is underlined, and perhaps overlined, by one sign; the first kind that occurs is the
highest (https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#sections).
"""

import re
from collections.abc import Iterator

from deploylint.formats.markdown import Block

_LINE = re.compile(r"([!-/:-@\[-`{-~])\1+")
_BULLET = re.compile(r"[-*+•][ \t]+")


def blocks(text: str) -> Iterator[Block]:
    """Yield the headings and texts in order, without directives, comments and targets."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    levels: dict[str, int] = {}
    paragraph: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        sign = _sign(line)
        follows = _sign(lines[number]) if number < len(lines) else None
        is_title = bool(follows) and sign is None and line.strip() != "" and line[0] not in " \t."
        if (not line.strip() or is_title or sign or _BULLET.match(line.strip())) and paragraph:
            yield Block(_BULLET.sub("", " ".join(paragraph), count=1), start)
            paragraph = []
        if is_title and follows:
            yield Block(line.strip(), number, levels.setdefault(follows, len(levels) + 1))
        elif line.strip() and sign is None and not line.startswith(".."):
            start = start if paragraph else number
            paragraph.append(line.strip())
    if paragraph:
        yield Block(_BULLET.sub("", " ".join(paragraph), count=1), start)


def _sign(line: str) -> str | None:
    """Return the sign of a line that is made of one alone, None for other lines."""
    match = _LINE.fullmatch(line.rstrip())
    return match[1] if match else None
