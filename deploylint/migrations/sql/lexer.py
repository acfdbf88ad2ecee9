"""Tokens of SQL text.

Where MySQL's `ANSI_QUOTES` would make a difference, it is taken to be off: `"x"` is a string there.
Without a dialect, "x" and `x` are names, `[` and `#` are symbols, dollar quotes are strings, and a
backslash in a string means nothing.
"""

from typing import NamedTuple

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.scanner import Scanner, Stop
from deploylint.migrations.sql.tokens import Kind, Token


class Lexed(NamedTuple):
    """The tokens of a text; `problem` says what does not end, from offset `at` on."""

    tokens: tuple[Token, ...]
    problem: str | None = None
    at: int | None = None


def tokens(text: str, dialect: Dialect | None) -> Lexed:
    r"""Return all tokens of a text, `;` included; one that does not end reaches to its end.

    A line for a client (`\connect`, `DELIMITER //`, `GO`) is one symbol.
    """
    scanner = Scanner(text, dialect)
    found: list[Token] = []
    while scanner.read(found) is not Stop.END:
        start, end = scanner.stop
        line = text[start:end].rstrip()
        found.append(Token(Kind.SYMBOL, line, start, start + len(line)))
    unended = None if scanner.problem is None else scanner.problem_at
    return Lexed(tokens=tuple(found), problem=scanner.problem, at=unended)
