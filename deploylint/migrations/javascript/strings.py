"""What strings and numbers of JavaScript mean, and where each part of a text is written."""

import re

from deploylint.migrations.javascript.scan import Token
from deploylint.migrations.javascript.tree import Piece, Text

ESCAPE = re.compile(
    r"\\(?:(?P<line>\r\n|[\n\r\u2028\u2029])|x(?P<hex>[\da-fA-F]{2})|u(?P<four>[\da-fA-F]{4})"
    r"|u\{(?P<code>[\da-fA-F]{1,6})\}|(?P<char>[\s\S]))"
)
LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
LARGEST = 0x10FFFF


def string_text(token: Token) -> Text:
    """Return the text of a string token, whose last quote may be missing."""
    closed = len(token.text) > 1 and token.text.endswith(token.text[0])
    return _unescaped(token.text[1 : -1 if closed else None], token, token.start + 1)


def chunk_text(token: Token) -> Text:
    """Return the text of one part of a template literal."""
    for end in ("${", "`"):
        if len(token.text) > len(end) and token.text.endswith(end):
            return _unescaped(token.text[1 : -len(end)], token, token.start + 1)
    return _unescaped(token.text[1:], token, token.start + 1)


def _unescaped(written: str, token: Token, start: int) -> Text:
    """Undo escapes, and keep which part of the result is written where."""
    span = (token.start, token.end)
    if "\\" not in written:
        return Text(written, span, (Piece(0, start, exact=True),))
    parts: list[str] = []
    pieces: list[Piece] = []
    done, size = 0, 0
    for match in ESCAPE.finditer(written):
        plain = written[done : match.start()]
        meant = _meant(match)
        pieces.append(Piece(size, start + done, exact=True))
        size += len(plain)
        pieces.append(Piece(size, start + match.start(), exact=False))
        size += len(meant)
        parts += (plain, meant)
        done = match.end()
    pieces.append(Piece(size, start + done, exact=True))
    parts.append(written[done:])
    return Text("".join(parts), span, tuple(pieces))


def _meant(match: re.Match[str]) -> str:
    if match["line"]:
        return ""
    code = match["hex"] or match["four"] or match["code"]
    if code:
        value = int(code, 16)
        return chr(value) if value <= LARGEST and not 0xD800 <= value < 0xE000 else "\ufffd"  # noqa: PLR2004  # surrogates
    return LETTERS.get(match["char"], match["char"])


def joined(texts: tuple[Text, ...]) -> Text:
    """Return texts one behind the other as one."""
    pieces: list[Piece] = []
    size = 0
    for text in texts:
        pieces += (piece._replace(at=piece.at + size) for piece in text.pieces)
        size += len(text.text)
    span = (texts[0].span[0], texts[-1].span[1]) if texts else (0, 0)
    return Text("".join(text.text for text in texts), span, tuple(pieces))


def number(written: str) -> float | None:
    """Return a number; whole ones as int."""
    plain = written.replace("_", "").rstrip("n")
    try:
        return int(plain, 0) if plain[:2].lower() in ("0x", "0b", "0o") else _decimal(plain)
    except ValueError:
        return None


def _decimal(plain: str) -> float:
    longest = 18  # longer ones are no sizes, and slow to read
    return int(plain) if plain.isdecimal() and len(plain) <= longest else float(plain)
