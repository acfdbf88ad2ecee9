"""Pieces of SQL text, each with its place."""

from enum import Enum
from typing import NamedTuple

from deploylint.model.location import Location


class Kind(Enum):
    """What a token is."""

    WORD = "word"
    QUOTED = "quoted name"
    STRING = "string"
    NUMBER = "number"
    SYMBOL = "symbol"
    PARAMETER = "parameter"


class Token(NamedTuple):
    """One token: `text` as it is written, `upper` for words that are no names, `start` and `end`.

    Offsets count code points of the text that was read. A dollar-quoted text, a string with its
    prefix and quotes, and a quoted name are one token each; so is each of `::`, `:=`, `||`, `->`,
    `->>`, `<=`, `>=`, `<>`, `!=`, `=>`; any other symbol is one character. Comments are no tokens.
    """

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """Return a word in upper case, a symbol as it is, and "" for strings and quoted names."""
        return self.text.upper() if self.kind in (Kind.WORD, Kind.SYMBOL) else ""


class Statement(NamedTuple):
    """One statement: its tokens without the final `;`, and its place.

    `problem` says why it cannot be read further: an unterminated quote, a body that has no end.
    """

    tokens: tuple[Token, ...]
    at: Location
    text: str
    problem: str | None = None


class SqlText(NamedTuple):
    """SQL and where it stands: `line` and `column` are the place of its first character.

    `fixed` is for SQL inside a string of another language whose escapes shift columns: then every
    place is that of the first character.
    """

    text: str
    path: str
    line: int = 1
    column: int = 1
    fixed: bool = False
