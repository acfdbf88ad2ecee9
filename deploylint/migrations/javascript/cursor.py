"""Where a parser stands in the tokens of JavaScript or TypeScript; types are passed over."""

from collections.abc import Iterator
from contextlib import contextmanager

from deploylint.migrations.javascript.scan import Kind, Source, Token
from deploylint.migrations.javascript.tree import Span

DEEPEST = 64
"""How deep expressions and statements may nest; deeper ones are not read."""

LONGEST_GENERIC = 400
"""How many tokens `<...>` may have to be taken for arguments of a type."""

NOT_IN_TYPES = frozenset((";", "&&", "||", "??", "==", "===", "!=", "!==", "++", "--"))
TYPE_PREFIXES = frozenset(("keyof", "typeof", "readonly", "unique", "infer", "asserts", "new"))
TYPE_INFIXES = frozenset(("|", "&", "is", "extends"))


class NotUnderstoodError(Exception):
    """The code is written in a way that the parser does not know."""


class Cursor:
    """The tokens and the next one; `end` is where the bracket that is being read closes.

    `choices` counts the `?` whose `:` is still to come.
    """

    def __init__(self, source: Source) -> None:
        """Stand before the first token."""
        self.source = source
        self.tokens = source.tokens
        self.index = 0
        self.end = len(self.tokens)
        self.depth = 0
        self.choices = 0
        self.frames: list[int] = [0]
        self.declared: dict[str, int] = {}
        size = len(source.text)
        self.nothing = Token(Kind.SYMBOL, "", size, size, after_line=True)

    @property
    def token(self) -> Token:
        """Return the next token, one without a text at the end."""
        return self.ahead(0)

    def ahead(self, count: int) -> Token:
        """Return a later token."""
        index = self.index + count
        return self.tokens[index] if index < self.end else self.nothing

    def sees(self, *texts: str) -> bool:
        """Say whether the next token is one of these words or symbols."""
        token = self.token
        return token.text in texts and token.kind in (Kind.WORD, Kind.SYMBOL) and token.text != ""

    def takes(self, *texts: str) -> bool:
        """Pass over the next token if it is one of these."""
        if not self.sees(*texts):
            return False
        self.index += 1
        return True

    def take(self) -> Token:
        """Return the next token and pass over it."""
        token = self.token
        self.index += 1
        return token

    def expect(self, text: str) -> None:
        """Pass over the next token, which has to be this one."""
        if not self.takes(text):
            msg = f"the syntax before {self.token.text[:20]!r} is not known"
            raise NotUnderstoodError(msg)

    def span_from(self, start: int) -> Span:
        """Return the offsets from `start` to the end of the last token that was read."""
        last = self.tokens[min(self.index, len(self.tokens)) - 1] if self.index else self.nothing
        return start, max(start, last.end)

    def words(self, first: int, last: int) -> frozenset[str]:
        """Return the words among some tokens."""
        return frozenset(token.text for token in self.tokens[first:last] if token.kind is Kind.WORD)

    @contextmanager
    def nested(self) -> Iterator[None]:
        """Count how deep the code nests, and refuse what is too deep."""
        self.depth += 1
        try:
            if self.depth > DEEPEST:
                raise NotUnderstoodError("it is nested too deeply")
            yield
        finally:
            self.depth -= 1

    @contextmanager
    def frame(self) -> Iterator[None]:
        """Read what may run any number of times: the body of a function or of a loop."""
        self.frames.append(self.index)
        try:
            yield
        finally:
            self.frames.pop()

    def assigns(self, name: str) -> None:
        """Note that a variable changes; in the code that declares it, this happens in order."""
        if self.declared.get(name) != self.frames[-1]:
            self.source.assigned.add(name)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Read what the next bracket holds; afterwards stand behind its end."""
        closing = self.source.partner.get(self.index)
        if closing is None or closing >= self.end:
            raise NotUnderstoodError("a bracket is not closed")
        outer, self.end = self.end, closing
        choices, self.choices = self.choices, 0
        self.index += 1
        try:
            yield
            if self.index < self.end:
                msg = f"the syntax before {self.token.text[:20]!r} is not known"
                raise NotUnderstoodError(msg)
        finally:
            self.end = outer
            self.choices = choices
        self.index = closing + 1

    def skip_bracket(self) -> bool:
        """Pass over a whole bracket, if the next token opens one."""
        closing = self.source.partner.get(self.index)
        if closing is None or closing >= self.end:
            return False
        self.index = closing + 1
        return True

    def skip_generics(self) -> bool:
        """Pass over `<...>` of a type; when there is none, stand where it was."""
        if not self.sees("<"):
            return False
        start, level = self.index, 0
        while self.index < min(self.end, start + LONGEST_GENERIC):
            if self.sees(*NOT_IN_TYPES):
                break
            if self.skip_bracket():
                continue
            level += {"<": 1, ">": -1}.get(self.take().text, 0)
            if level == 0:
                return True
        self.index = start
        return False

    def skip_annotation(self) -> None:
        """Pass over `: type`."""
        if self.takes(":"):
            self.skip_type()

    def skip_type(self) -> None:
        """Pass over a type, as https://www.typescriptlang.org/docs/handbook/2 writes them."""
        self.takes("|", "&")
        while True:
            while self.token.kind is Kind.WORD and self.takes(*TYPE_PREFIXES):
                pass
            self._skip_one_type()
            if self.token.after_line and not self.sees("|", "&"):
                return
            if not self.takes(*TYPE_INFIXES):
                return

    def _skip_one_type(self) -> None:
        self.skip_generics()
        token = self.token
        if self.skip_bracket():
            if token.text == "(" and self.takes("=>"):
                self.skip_type_once_more()
                return
        elif token.text == "-" or token.kind in (Kind.WORD, Kind.STRING, Kind.NUMBER, Kind.CHUNK):
            self.index += 2 if token.text == "-" else 1
            while self.takes("."):
                self.index += 1
            if self.token.text == "(":  # import("x").Type
                self.skip_bracket()
                while self.takes("."):
                    self.index += 1
            self.skip_generics()
        else:
            raise NotUnderstoodError("a type is written in a way that is not known")
        while self.sees("[") and not self.token.after_line and self.skip_bracket():
            pass

    def skip_type_once_more(self) -> None:
        """Pass over the type that a function type returns."""
        with self.nested():
            self.skip_type()
