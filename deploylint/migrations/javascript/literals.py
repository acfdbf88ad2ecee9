"""Literals of JavaScript with other things in them: arrays, objects, templates."""

from deploylint.migrations.javascript.cursor import NotUnderstoodError
from deploylint.migrations.javascript.functions import Functions, key_of
from deploylint.migrations.javascript.scan import Kind
from deploylint.migrations.javascript.strings import chunk_text
from deploylint.migrations.javascript.tree import (
    Constant,
    Entry,
    Name,
    Node,
    Object,
    Several,
    Spread,
    Template,
    Text,
)

MODIFIERS = frozenset(("async", "get", "set", "static", "*"))


class Literals(Functions):
    """A parser of literals."""

    def expressions(self) -> Node:
        """Return expressions with commas between them."""
        start = self.token.start
        parts = [self.expression()]
        while self.takes(","):
            parts.append(self.expression())
        return parts[0] if len(parts) == 1 else Several(tuple(parts), self.span_from(start))

    def list(self) -> tuple[Node, ...]:
        """Return what stands between brackets with commas; a hole in an array is `undefined`."""
        items: list[Node] = []
        with self.inside():
            while self.index < self.end:
                token = self.token
                if self.takes(","):
                    items.append(Constant(None, (token.start, token.end)))
                    continue
                items.append(self._item())
                if self.index < self.end:
                    self.expect(",")
        return tuple(items)

    def _item(self) -> Node:
        start = self.token.start
        if self.takes("..."):
            return Spread(self.expression(), self.span_from(start))
        return self.expression()

    def object(self) -> Object:
        """Return an object literal."""
        start = self.token.start
        entries: list[Entry] = []
        with self.inside():
            while self.index < self.end:
                entries.append(self._entry())
                if self.index < self.end:
                    self.expect(",")
        return Object(tuple(entries), self.span_from(start))

    def _entry(self) -> Entry:
        start = self.token.start
        if self.takes("..."):
            return Entry(None, self.expression(), self.span_from(start))
        while self.sees(*MODIFIERS) and self.ahead(1).text not in (":", ",", "(", "}", ""):
            self.index += 1
        token = self.token
        if self.sees("["):
            with self.inside():
                self.expressions()
            key = None
        else:
            key = key_of(self.take())
        if self.sees("(", "<"):
            function = self.rest_of_function(key, start)
            return Entry(key, function, self.span_from(start))
        if self.takes(":"):
            return Entry(key, self.expression(), self.span_from(start))
        if token.kind is not Kind.WORD:
            raise NotUnderstoodError("an entry of an object has no value")
        return Entry(key, Name(token.text, (token.start, token.end)), self.span_from(start))

    def template(self) -> Node:
        """Return a template literal; one without holes is a text."""
        start = self.token.start
        texts: list[Text] = [chunk_text(self.take())]
        holes: list[Node] = []
        while self.tokens[self.index - 1].text.endswith("${"):
            self.index -= 1
            with self.inside():
                holes.append(self.expressions())
            texts.append(chunk_text(self.tokens[self.index - 1]))
        return Template(tuple(texts), tuple(holes), self.span_from(start)) if holes else texts[0]
