"""Functions of JavaScript and TypeScript and what they take, from tokens to a tree."""

from dataclasses import replace

from deploylint.migrations.javascript.cursor import Cursor, NotUnderstoodError
from deploylint.migrations.javascript.scan import Kind, Token
from deploylint.migrations.javascript.strings import string_text
from deploylint.migrations.javascript.tree import Block, Function, Node, Pattern


class Functions(Cursor):
    """A parser of functions; what stands in them is read by subclasses."""

    def block(self) -> Block:
        """Return the statements in `{...}`."""
        raise NotImplementedError

    def expression(self) -> Node:
        """Return one expression, without commas."""
        raise NotImplementedError

    def is_arrow(self) -> bool:
        """Say whether the bracket ahead holds the parameters of an arrow function."""
        closing = self.source.partner.get(self.index)
        if closing is None or closing + 1 >= self.end:
            return False
        before, self.index = self.index, closing + 1
        try:
            if self.sees(":") and self.source.is_typescript and not self.choices:
                self.skip_annotation()
            return self.sees("=>")
        except NotUnderstoodError:
            return False
        finally:
            self.index = before

    def arrow(self, start: int) -> Function:
        """Return an arrow function that begins at `start`."""
        with self.frame():
            if self.token.text == "(":
                parameters = self.parameters()
                self.skip_annotation()
            else:
                parameters = (Pattern(name=self.take().text),)
            self.expect("=>")
            body = self.block() if self.sees("{") else self.expression()
        return Function(None, parameters, body, self.span_from(start))

    def function(self) -> Function:
        """Return a function, the word `function` being the next."""
        start = self.take().start
        self.takes("*")
        name = self.take().text if self.token.kind is Kind.WORD else None
        return self.rest_of_function(name, start)

    def rest_of_function(self, name: str | None, start: int) -> Function:
        """Return a function from its parameters on."""
        self.skip_generics()
        with self.frame():
            parameters = self.parameters()
            self.skip_annotation()
            body = self.block()
        return Function(name, parameters, body, self.span_from(start))

    def parameters(self) -> tuple[Pattern, ...]:
        """Return what a function takes."""
        found: list[Pattern] = []
        with self.inside():
            while self.index < self.end:
                self._skip_modifiers_of_parameter()
                found.append(self.pattern())
                if self.index < self.end:
                    self.expect(",")
        return tuple(found)

    def _skip_modifiers_of_parameter(self) -> None:
        while self.token.kind is Kind.WORD:
            if self.token.text.startswith("@"):
                self.index += 1
                self.skip_bracket()
            elif self.ahead(1).kind is Kind.WORD:
                self.index += 1
            else:
                return

    def pattern(self) -> Pattern:
        """Return what a value is bound to, with its default."""
        with self.nested():
            is_rest = self.takes("...")
            if self.sees("{"):
                found = self._object_pattern()
            elif self.sees("["):
                found = self._array_pattern()
            elif self.token.kind is Kind.WORD:
                found = Pattern(name=self.take().text)
            else:
                raise NotUnderstoodError("a name is missing")
            self.takes("?", "!")
            self.skip_annotation()
            default = self.expression() if self.takes("=") else None
            return replace(found, default=default, is_rest=is_rest)

    def _object_pattern(self) -> Pattern:
        keys: list[tuple[str, Pattern]] = []
        with self.inside():
            while self.index < self.end:
                if self.ahead(1).text == ":":
                    key = key_of(self.take()) or ""
                    self.index += 1
                    keys.append((key, self.pattern()))
                else:
                    found = self.pattern()
                    keys.append(("" if found.is_rest else found.name or "", found))
                if self.index < self.end:
                    self.expect(",")
        return Pattern(keys=tuple(keys))

    def _array_pattern(self) -> Pattern:
        items: list[Pattern] = []
        with self.inside():
            while self.index < self.end:
                if self.takes(","):
                    items.append(Pattern())
                    continue
                items.append(self.pattern())
                if self.index < self.end:
                    self.expect(",")
        return Pattern(items=tuple(items))


def key_of(token: Token) -> str | None:
    """Return what a token says as the key of an object."""
    if token.kind is Kind.STRING:
        return string_text(token).text
    return token.text if token.kind in (Kind.WORD, Kind.NUMBER) else None
