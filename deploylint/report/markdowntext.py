r"""Text from outside in Markdown that GitHub and GitLab show, made harmless at the last step.

Mark-up is kept from acting by a backslash: https://spec.commonmark.org/0.31.2/#backslash-escapes.
That does not help against what they link after rendering, in any text that is no code: `@name`,
`#1`, `GH-1`, addresses, commits, `:emoji:`; nor against `$mathematics$`. A word with such a thing
in it becomes code, which is as readable, and can be copied:
https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls,
https://docs.gitlab.com/user/markdown/#gitlab-specific-references and
https://github.github.com/gfm/#autolinks-extension-.

A line must never begin with such text: there `#`, `-`, `1.` and `>` act, and `/close` is a command
to some bots.
"""

import re
from collections.abc import Iterator

from deploylint.report.escape import printable

_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_MARKUP = re.compile(r"[\\`*_\[\]<&|~#]")
_WORD = re.compile(r"""(["'(]*)(.*?)([)"',.;]*)""")
_ACTS = re.compile(
    r"""@ | \$ | :// | \#\d | gh-\d | www\. | mailto: | xmpp: | :[\w+-]+: | [!&%~^][\w"] |
    (?<![0-9a-z])[0-9a-f]{7,}(?![0-9a-z])""",
    re.IGNORECASE | re.VERBOSE,
)
LONG = 1000
"""The longest text, in characters."""

NOTHING = '""'
"""Shown for code without a character."""


def prose(text: str, *, cell: bool = False) -> str:
    """Return `text` on one line; what stands in backticks stays code.

    In a `cell` of a table code cannot hold a bar, so it is interrupted there.
    """
    pieces: list[tuple[bool, str]] = []
    for is_code, piece in _pieces(clipped(text, LONG)):
        # two fences side by side would be one
        joined = pieces.pop()[1] if is_code and pieces and pieces[-1][0] else ""
        if piece:
            pieces.append((is_code, joined + piece))
    write = _fenced_in_cell if cell else _fenced
    return "".join(write(piece) if is_code else _escaped(piece) for is_code, piece in pieces)


def code(text: str) -> str:
    """Return `text` as code on one line; the fence is longer than any run of backticks in it."""
    return _fenced(clipped(text, LONG) or NOTHING)


def code_in_cell(text: str) -> str:
    """Return `text` as code for a table, where a bar divides cells even in code."""
    return _fenced_in_cell(clipped(text, LONG) or NOTHING)


def clipped(text: str, longest: int) -> str:
    """Return `text` on one line and visible, with an ellipsis where something is left out."""
    shown = " ".join(printable(text[: 2 * longest]).split())
    whole = len(text) <= 2 * longest and len(shown) <= longest
    return shown if whole else f"{shown[: longest - 1]}…"


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a text, and whether each is code."""
    for number, part in enumerate(_CODE.split(text)):
        if number % 2:
            yield True, part.strip() or NOTHING
        elif _ACTS.search(part) is None:
            yield False, part
        else:
            for place, word in enumerate(part.split(" ")):
                yield from [(False, " ")] if place else []
                yield from _word(word)


def _word(word: str) -> Iterator[tuple[bool, str]]:
    found = _WORD.fullmatch(word)
    if found is None or _ACTS.search(word) is None:
        yield False, word
        return
    before, acting, after = found.groups()
    yield False, before
    yield True, acting
    yield False, after


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _fenced(text: str) -> str:
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    apart = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{apart}{text}{apart}{fence}"


def _fenced_in_cell(text: str) -> str:
    parts = re.split(r"(\s*\|\s*)", text)
    return "".join(
        part.replace("|", r"\|") if number % 2 else _fenced(part)
        for number, part in enumerate(parts)
        if part
    )
