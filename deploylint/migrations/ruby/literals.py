"""Strings of Ruby: escapes, interpolations, and what closes them.

https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html#label-Strings
"""

import re

from deploylint.migrations.ruby.tokens import MAX_NESTING, RubyError, RubyToken

_ESCAPES = {"n": "\n", "t": "\t", "s": " ", "r": "\r", "0": "\0", "e": "\x1b", "\n": ""}
_HEX = re.compile(r"x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|u\{([\da-fA-F]{1,6})\}")
_LAST_CHARACTER = 0x10FFFF

Part = str | tuple[RubyToken, ...]


class Literals:
    """Reads strings; the tokens inside of interpolations are read by who made it."""

    def __init__(self, text: str) -> None:
        """Begin at the start of a text, behind its byte order mark."""
        self.text = text
        self.at = 1 if text.startswith("\ufeff") else 0
        self.tokens: list[RubyToken] = []
        self.depth = 0
        self.spaced = False
        self.heredocs: list[tuple[int, re.Match[str]]] = []

    def run(self, *, closing: bool) -> None:
        """Read to the end; with `closing`, to the `}` that ends an interpolation."""
        raise NotImplementedError

    @property
    def last(self) -> RubyToken | None:
        """Return the token before."""
        return self.tokens[-1] if self.tokens else None

    def string(self) -> bool:
        """Read a string in quotes, which may be a key of a hash."""
        quote, start = self.text[self.at], self.at
        parts, exact = self.content(start + 1, "", quote, raw=quote == "'")
        kind, end = "str", self.at
        label = self.text[end : end + 1] == ":" and self.text[end : end + 2] != "::"
        if label and quote != "`" and self.last is not None and self.last.text in ("{", ",", "("):
            self.at += 1
            kind = "label"
        self.value("xstr" if quote == "`" else kind, start, parts, start + 1, exact=exact)
        return True

    def value(
        self, kind: str, start: int, parts: tuple[Part, ...], body: int, *, exact: bool = False
    ) -> None:
        """Add a token with a content."""
        text = self.text[start : min(self.at, start + 80)]
        token = RubyToken(kind, text, start, self.at, self.spaced, parts, body, exact)
        self.tokens.append(token)

    def content(
        self, start: int, opening: str, closing: str, *, raw: bool, end: int | None = None
    ) -> tuple[tuple[Part, ...], bool]:
        """Read a string's content from `start`; leave `at` behind the closing character.

        With `end`, the content goes up to there and nothing closes it.
        """
        self.at = start
        stop = re.compile("[" + re.escape("\\" + opening + closing + ("" if raw else "#")) + "]")
        parts: list[Part] = []
        text: list[str] = []
        exact, level, limit = True, 0, len(self.text) if end is None else end
        while True:
            match = stop.search(self.text, self.at, limit)
            text.append(self.text[self.at : match.start() if match else limit])
            if match is None:
                if end is None:
                    raise RubyError("a string is not closed", start)
                self.at = end
                break
            self.at = match.start()
            character = match[0]
            if character == "\\":
                exact = self.escape(text, raw=raw) and exact
            elif character == "#":
                exact = self.hole(parts, text) and exact
            elif character == opening and opening:
                level, self.at = level + 1, self.at + 1
                text.append(character)
            elif level:
                level, self.at = level - 1, self.at + 1
                text.append(character)
            else:
                self.at += 1
                break
        return (*parts, "".join(text)), exact

    def escape(self, text: list[str], *, raw: bool) -> bool:
        """Read an escape; say whether it stands for itself."""
        character = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        if raw:
            text.append(character if character in ("'", "\\") else f"\\{character}")
            return character not in ("'", "\\")
        coded = _HEX.match(self.text, self.at - 1)
        if coded:
            code = int(coded[1] or coded[2] or coded[3], 16)
            text.append(chr(code) if code <= _LAST_CHARACTER else "")
            self.at = coded.end()
        else:
            text.append(_ESCAPES.get(character, character))
        return False

    def hole(self, parts: list[Part], text: list[str]) -> bool:
        """Read `#{...}` or a plain `#`; say whether it was a plain one."""
        if self.text[self.at + 1 : self.at + 2] != "{":
            text.append("#")
            self.at += 1
            return True
        if self.depth >= MAX_NESTING:
            raise RubyError("strings nest too deeply", self.at)
        parts.append("".join(text))
        text.clear()
        outer, self.tokens = self.tokens, []
        waiting, self.heredocs = self.heredocs, []
        spaced = self.spaced
        self.at += 2
        self.depth += 1
        self.run(closing=True)
        self.depth -= 1
        self.at += 1
        parts.append(tuple(self.tokens))
        self.tokens, self.heredocs, self.spaced = outer, waiting, spaced
        return False
