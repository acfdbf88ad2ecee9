"""Classes of JavaScript and TypeScript, from tokens to a tree."""

from deploylint.migrations.javascript.cursor import NotUnderstoodError
from deploylint.migrations.javascript.expressions import Expressions
from deploylint.migrations.javascript.functions import key_of
from deploylint.migrations.javascript.scan import Kind
from deploylint.migrations.javascript.tree import Class, Function, Node

MODIFIERS = frozenset(
    (
        *("public", "private", "protected", "static", "readonly", "async", "abstract"),
        *("override", "declare", "get", "set", "accessor", "*"),
    ),
)
ENDING = frozenset((";", ":", ",", "(", ")", "=", "}", "", ".", "?", "!", "<"))


class Classes(Expressions):
    """A parser of classes."""

    def skip_statement(self) -> None:
        """Pass over a statement that is not understood, to where the next may begin."""
        first = self.index
        while self.index < self.end and not self.takes(";"):
            if self.index > first and self.token.after_line and self.token.kind is Kind.WORD:
                return
            if not self.skip_bracket():
                self.index += 1

    def class_(self) -> Class:
        """Return a class, the word `class` being the next."""
        start = self.take().start
        name = None
        if self.token.kind is Kind.WORD and not self.sees("extends", "implements"):
            name = self.take().text
        first = self.index
        while self.index < self.end and not self.sees("{"):
            if not self.skip_bracket():
                self.index += 1
        parents = self.words(first, self.index)
        methods: list[Function] = []
        fields: list[tuple[str, Node]] = []
        if not self.sees("{"):
            raise NotUnderstoodError("the body of a class is missing")
        with self.inside():
            while self.index < self.end:
                if not self.takes(";", ","):
                    self._class_member(methods, fields)
        return Class(name, tuple(methods), tuple(fields), parents, self.span_from(start))

    def _class_member(self, methods: list[Function], fields: list[tuple[str, Node]]) -> None:
        start, first, end = self.token.start, self.index, self.end
        try:
            with self.nested():
                self._skip_modifiers()
                if self.sees("{"):
                    self.block()
                    return
                key = "" if self.skip_bracket() else key_of(self.take()) or ""
                self.takes("?", "!")
                if self.sees("(", "<"):
                    self._method(methods, key, start)
                    return
                self.skip_annotation()
                if self.takes("="):
                    fields.append((key, self.expressions()))
        except NotUnderstoodError:
            self.index, self.end, self.choices = max(first + 1, self.index), end, 0
            self.skip_statement()

    def _method(self, methods: list[Function], key: str, start: int) -> None:
        self.skip_generics()
        before = self.index
        self.skip_bracket()
        self.skip_annotation()
        has_body = self.sees("{")
        self.index = before
        if has_body:
            methods.append(self.rest_of_function(key, start))
        else:  # an overload, or abstract
            self.skip_statement()

    def _skip_modifiers(self) -> None:
        while self.token.text.startswith("@"):
            self.index += 1
            while self.takes("."):
                self.index += 1
            self.skip_bracket()
        while self.sees(*MODIFIERS) and self.ahead(1).text not in ENDING:
            self.index += 1
