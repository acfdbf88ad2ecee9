"""A place among the tokens of a Ruby text, and how deep its parts are nested."""

from collections.abc import Iterator
from contextlib import contextmanager

from deploylint.migrations.ruby.tokens import RubyError, RubyToken

MAX_DEPTH = 60
"""Expressions and statements inside each other."""


class Cursor:
    """Goes over tokens once; `problem` is the first thing that did not fit."""

    def __init__(self, tokens: tuple[RubyToken, ...], end: int, depth: int = 0) -> None:
        """Begin at the first token; the text ends at offset `end`, `depth` levels are open."""
        self._tokens = tokens
        self._eof = RubyToken("eof", "", end, end)
        self._at = 0
        self.depth = depth
        self.without_do = False
        self.problem: RubyError | None = None

    @property
    def token(self) -> RubyToken:
        """Return the token that comes next."""
        return self._tokens[self._at] if self._at < len(self._tokens) else self._eof

    @property
    def following(self) -> RubyToken:
        """Return the token after the next."""
        return self._tokens[self._at + 1] if self._at + 1 < len(self._tokens) else self._eof

    @property
    def last_end(self) -> int:
        """Return where the token before the next one ends."""
        return self._tokens[self._at - 1].end if self._at else 0

    def take(self) -> RubyToken:
        """Return the next token and go on."""
        token = self.token
        self._at = min(self._at + 1, len(self._tokens))
        return token

    def sees(self, *texts: str) -> bool:
        """Say whether the next token is one of these operators or keywords."""
        token = self.token
        return token.kind in ("op", "kw") and token.text in texts

    def took(self, *texts: str) -> bool:
        """Go past one of these operators or keywords, if it comes next."""
        if self.sees(*texts):
            self._at += 1
            return True
        return False

    def skip_lines(self) -> None:
        """Go past ends of lines."""
        while self.token.kind == "nl":
            self._at += 1

    def skip_ends(self) -> None:
        """Go past ends of lines and statements."""
        while self.token.kind == "nl" or self.sees(";"):
            self._at += 1

    def chained(self) -> bool:
        """Go past ends of lines if the line behind them begins with a dot."""
        at = self._at
        while at < len(self._tokens) and self._tokens[at].kind == "nl":
            at += 1
        found = at > self._at and at < len(self._tokens) and self._tokens[at].text in (".", "&.")
        if found:
            self._at = at
        return found

    def complain(self, message: str) -> None:
        """Remember what does not fit, if it is the first thing."""
        if self.problem is None:
            self.problem = RubyError(message, self.token.start)

    @contextmanager
    def deeper(self, *, without_do: bool = False) -> Iterator[None]:
        """Guard what is nested; `without_do` leaves a `do` to whoever is outside."""
        if self.depth >= MAX_DEPTH:
            raise RubyError("it nests too deeply", self.token.start)
        before, self.without_do = self.without_do, without_do
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            self.without_do = before
