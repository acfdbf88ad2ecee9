"""Where strings, quoted names and comments end, when that takes more than one look."""

import re
from collections.abc import Sequence

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.patterns import NESTED_COMMENTS
from deploylint.migrations.sql.tokens import Kind, Token

_COMMENT_EDGE = re.compile(r"/\*|\*/")
_ESCAPED_END = {quote: re.compile(rf"[{quote}\\]") for quote in "'\""}
_WITHOUT_ESCAPES = frozenset((Dialect.SQLITE, Dialect.MSSQL))


def quote_end(text: str, start: int, quote: str) -> int:
    """Return the offset behind the closing quote of what goes on at `start`, else -1."""
    close = text.find(quote, start)
    while close >= 0 and text.startswith(quote, close + 1):
        close = text.find(quote, close + 2)
    return close + 1 if close >= 0 else -1


def escaped_end(text: str, start: int, quote: str) -> int:
    """Return the same for a string in which a backslash takes the meaning of a quote away."""
    pattern = _ESCAPED_END[quote]
    while (found := pattern.search(text, start)) is not None:
        close = found.start()
        if text[close] != "\\" and not text.startswith(quote, close + 1):
            return close + 1
        start = close + 2
    return -1


def comment_end(text: str, start: int, dialect: Dialect | None) -> int:
    """Return the offset behind the comment that goes on at `start`, else -1."""
    if dialect not in NESTED_COMMENTS:
        close = text.find("*/", start)
        return close + 2 if close >= 0 else -1
    depth = 1
    for edge in _COMMENT_EDGE.finditer(text, start):
        depth += 1 if edge[0] == "/*" else -1
        if not depth:
            return edge.end()
    return -1


def has_escapes(text: str, start: int, before: Sequence[Token], dialect: Dialect | None) -> bool:
    """Say whether backslashes mean something in the string that begins at `start`."""
    if dialect is Dialect.MYSQL:
        return True
    if not before or dialect in _WITHOUT_ESCAPES:
        return False
    last = before[-1]
    prefixes = "eEbB" if dialect is Dialect.COCKROACHDB else "eE"
    if last.kind is Kind.WORD:
        return last.end == start and len(last.text) == 1 and last.text in prefixes
    # A string goes on behind a line end: E'a' and on the next line 'b\'c'.
    if last.kind is not Kind.STRING or last.text[0] not in prefixes:
        return False
    between = text[last.end : start]
    return "\n" in between and not between.strip()
