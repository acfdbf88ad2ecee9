"""How people would name a statement: its beginning, on one line."""

import re

from deploylint.migrations.sql.tokens import Token
from deploylint.model.secrets import masked
from deploylint.model.wording import QUOTED

_ENOUGH = 4 * QUOTED
_COMMENT = re.compile(r"--|/\*|#")
_PASSWORD = re.compile(r"(?i)\b(password|secret|identified)\b([^'\"]{0,60})'[^']+'?")
_WITH_PASSWORD = ("PASSWORD", "IDENTIFIED", "SECRET", "password", "identified", "secret")


def shown(source: str, tokens: tuple[Token, ...], prefix: str = "") -> str:
    """Return the text of tokens on one line, without comments and secrets, not too long."""
    if not tokens:
        return prefix.rstrip()
    start, end = tokens[0].start, tokens[-1].end
    text = source[start : min(end, start + _ENOUGH)]
    if _COMMENT.search(text):
        text = _without_comments(tokens)
    line = masked(prefix + " ".join(text.split()))
    if any(word in line for word in _WITH_PASSWORD):
        line = _PASSWORD.sub(r"\1\2'****'", line)
    return line if len(line) <= QUOTED else f"{line[: QUOTED - 1]}…"


def _without_comments(tokens: tuple[Token, ...]) -> str:
    """Put tokens together again, with a space where anything stood between them."""
    parts: list[str] = []
    size = last = 0
    for token in tokens:
        if parts and token.start > last:
            parts.append(" ")
        parts.append(token.text[:_ENOUGH])
        size += len(token.text)
        last = token.end
        if size > _ENOUGH:
            break
    return "".join(parts)
