"""Headings and texts of a Markdown file: what a reader of the rendered page would see.

The rules are those of https://spec.commonmark.org/0.31.2/ for headings of both kinds, code fences,
comments and link definitions. Indented code, tables and quotations are texts like others.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

INDENTED = 4
"""Blanks from which on a line is no heading and no fence any more."""

_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_BULLET = re.compile(r"[-*+][ \t]+|\d{1,9}[.)][ \t]+")
_DEFINITION = re.compile(r"\[[^\[\]]+\]:[ \t]*\S")
_UNDERLINES = {"=": 1, "-": 2}


class Block(NamedTuple):
    """A heading of a level from 1 to 6, or with the level 0 a text; each has one line of text."""

    text: str
    line: int
    level: int = 0


def blocks(text: str) -> Iterator[Block]:
    """Yield the headings and texts in order; comments and link definitions are left out.

    A list item, a paragraph and a block of code are one text each.
    """
    yield from _Reader().read(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


class _Reader:
    """Where the reading of a file stands: in a paragraph, a block of code, a comment."""

    def __init__(self) -> None:
        self.paragraph: list[str] = []
        self.start = 0
        self.fence: str | None = None
        self.comment = False

    def read(self, lines: Iterable[str]) -> Iterator[Block]:
        for number, line in enumerate(lines, 1):
            if self.fence is not None:
                yield from self._code(line)
            else:
                yield from self._line(self._visible(line), number)
        yield from self._flush()

    def _code(self, line: str) -> Iterator[Block]:
        text = line.strip()
        if self.fence and text.startswith(self.fence) and not text.strip(self.fence[0]):
            self.fence = None
            yield from self._flush()
        elif text:
            self.paragraph.append(text)

    def _line(self, line: str, number: int) -> Iterator[Block]:
        text = line.strip()
        shifted = _indentation(line) >= INDENTED
        fence = None if shifted else _FENCE.match(text)
        level = 0 if shifted else _level(text)
        if not text or fence or level:
            yield from self._flush()
        if fence:
            self.fence, self.start = fence[1] or fence[2], number
        elif level:
            yield Block(_title(text, level), number, level)
        elif text and not shifted and self._is_underline(text):
            yield Block(" ".join(self.paragraph), self.start, _UNDERLINES[text[0]])
            self.paragraph.clear()
        elif text:
            yield from self._text(text, number)

    def _text(self, text: str, number: int) -> Iterator[Block]:
        if not self.paragraph and _DEFINITION.match(text):
            return
        if self.paragraph and _BULLET.match(text):
            yield from self._flush()
        if not self.paragraph:
            self.start = number
        self.paragraph.append(text)

    def _is_underline(self, text: str) -> bool:
        """Say whether the line makes a heading of the paragraph above it."""
        above = self.paragraph
        return (
            bool(above)
            and text[0] in _UNDERLINES
            and not text.strip(text[0])
            and above[0][0] not in ">|"
            and not _BULLET.match(above[0])
        )

    def _flush(self) -> Iterator[Block]:
        """Yield the text that is complete now, without the sign of its list item."""
        if self.paragraph:
            text = " ".join(self.paragraph)
            self.paragraph.clear()
            yield Block(_BULLET.sub("", text, count=1) if _BULLET.match(text) else text, self.start)

    def _visible(self, line: str) -> str:
        """Return the line without comments; one that begins a line may end on a later one."""
        if not self.comment and "<!--" not in line:
            return line
        visible = "".join(self._shown(line))
        return visible if any(map(str.isalnum, visible)) else ""

    def _shown(self, line: str) -> Iterator[str]:
        at = 0
        alone = True
        while True:
            if self.comment:
                end = line.find("-->", at)
                if end < 0:
                    return
                at, self.comment = end + 3, False
            begin = line.find("<!--", at)
            alone = alone and not line[at:begin].strip()
            if begin < 0 or (not alone and line.find("-->", begin) < 0):
                yield line[at:]
                return
            yield line[at:begin]
            at, self.comment = begin + 4, True


def _indentation(line: str) -> int:
    start = line[: len(line) - len(line.lstrip(" \t"))]
    return len(start.expandtabs(INDENTED))


def _level(text: str) -> int:
    """Return the level of a heading such as `## Added`, 0 for other texts."""
    level = len(text) - len(text.lstrip("#"))
    return level if 1 <= level <= 6 and text[level : level + 1] in ("", " ", "\t") else 0  # noqa: PLR2004  # as many as there are


def _title(text: str, level: int) -> str:
    title = text[level:].strip()
    bare = title.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else title
