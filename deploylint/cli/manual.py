"""Help that reads like a page of a manual: which headings there are, and how they are laid out.

The headings and their order are those of man-pages(7):
https://man7.org/linux/man-pages/man7/man-pages.7.html.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from deploylint.report.layout import Tone, hang, tint, usable
from deploylint.report.style import Style

_WIDEST = 88
_INDENT = 2
_DEEPER = 8

Rows = Sequence[tuple[str, str]]
"""Terms, each with what it means."""


class Example(NamedTuple):
    """What somebody wants, and the command that does it, a long one in several lines."""

    wish: str
    command: str


class Page(NamedTuple):
    """What the page of a command says beyond its own words and its options.

    `summary` stands behind the name and in lists of commands. `options` are headings, each with the
    keys of its options; those of no heading come last. `status` are exit codes.
    """

    summary: str
    synopsis: tuple[str, ...]
    examples: tuple[Example, ...] = ()
    status: Rows = ()
    environment: Rows = ()
    files: Rows = ()
    options: tuple[tuple[str, tuple[str, ...]], ...] = ()
    see: tuple[str, ...] = ()


class Sheet:
    """Lays out one page, for the terminal or the file that it is printed to."""

    def __init__(self, style: Style) -> None:
        """Lay out as `style` says, and no wider than is easily read."""
        self.color = style.color
        self.width = min(usable(style.width), _WIDEST)

    def title(self, name: str, summary: str) -> Iterator[str]:
        """Yield the name of a command and what it is for."""
        first = f"{tint(name, Tone.STRONG, color=self.color)} - "
        yield from hang(first, summary, self.width, _INDENT, len(name) + 3 - _INDENT)

    def section(self, heading: str, lines: Iterable[str]) -> Iterator[str]:
        """Yield a heading and what stands under it; nothing if that is nothing."""
        held = list(lines)
        if held:
            yield ""
            yield tint(heading, Tone.STRONG, color=self.color)
            yield from held

    def paragraphs(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield paragraphs with an empty line between them."""
        for number, text in enumerate(texts):
            if number:
                yield ""
            yield from hang(" " * _INDENT, text, self.width, _INDENT)

    def usages(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the ways in which a command is called."""
        for text in texts:
            yield from hang(" " * _INDENT, text, self.width, 3 * _INDENT, -2 * _INDENT)

    def terms(self, rows: Rows) -> Iterator[str]:
        """Yield terms on lines of their own, each with its meaning below."""
        for term, meaning in rows:
            yield f"  {tint(term, Tone.STRONG, color=self.color)}"
            yield from hang(" " * _DEEPER, meaning, self.width, _DEEPER)

    def table(self, rows: Rows) -> Iterator[str]:
        """Yield short terms, each with its meaning beside it."""
        column = max((len(term) for term, _ in rows), default=0) + 2 * _INDENT
        for term, meaning in rows:
            shown = tint(term, Tone.STRONG, color=self.color) + " " * (column - _INDENT - len(term))
            yield from hang(f"  {shown}", meaning, self.width, column)

    def examples(self, examples: Iterable[Example]) -> Iterator[str]:
        """Yield examples; a command is never broken, so that it can be copied."""
        for number, example in enumerate(examples):
            if number:
                yield ""
            yield from hang(" " * _INDENT, example.wish, self.width, _INDENT)
            yield from (f"      {line}" for line in example.command.split("\n"))
