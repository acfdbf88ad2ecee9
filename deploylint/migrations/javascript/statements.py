"""Statements of JavaScript and TypeScript, from tokens to a tree.

A statement that is not understood is left out as one `Unreadable`, and the next one is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from deploylint.migrations.javascript.control import Control
from deploylint.migrations.javascript.cursor import NotUnderstoodError
from deploylint.migrations.javascript.scan import Kind, Source
from deploylint.migrations.javascript.tree import (
    Block,
    Declare,
    Export,
    Leave,
    Node,
    Return,
    Several,
    Throw,
    Unreadable,
)

NO_EFFECT = frozenset(("import", "interface", "type", "namespace", "declare", "abstract"))
NAMED_LIKE_WORDS = frozenset(("=", ".", "(", "[", ";", ",", ")", "?."))


def parse(source: Source) -> Block:
    """Return the statements of a file."""
    return _Parser(source).file()


class _Parser(Control):
    def file(self) -> Block:
        body: list[Node] = []
        while self.index < len(self.tokens):
            body += self._statements()
            self.index += 1  # what closes nothing
        return Block(tuple(body), (0, len(self.source.text)))

    def block(self) -> Block:
        start = self.token.start
        if not self.sees("{"):
            raise NotUnderstoodError("a body is missing")
        with self.inside():
            body = self._statements()
        return Block(tuple(body), self.span_from(start))

    def _statements(self) -> list[Node]:
        body: list[Node] = []
        while self.index < self.end and not (self.sees("}") and self.end == len(self.tokens)):
            if not self.takes(";"):
                body.append(self.statement())
        return body

    def statement(self) -> Node:
        """Return one statement; one that is not understood ends where the next may begin."""
        start, first, end = self.token.start, self.index, self.end
        try:
            return self._whole()
        except NotUnderstoodError as error:
            self.index, self.end, self.choices = first, end, 0
            self.skip_statement()
            words = self.words(first, self.index)
            return Unreadable(str(error), words, self.span_from(start))

    def _whole(self) -> Node:
        with self.nested():
            found = self._known()
        self._finish()
        return found

    def _finish(self) -> None:
        before = self.tokens[self.index - 1].text if self.index else ""
        if self.takes(";") or self.index >= self.end or self.token.after_line:
            return
        if before not in ("}", ";") and not self.sees("}"):
            msg = f"the syntax before {self.token.text[:20]!r} is not known"
            raise NotUnderstoodError(msg)

    def _known(self) -> Node:
        token, following = self.token, self.ahead(1)
        if token.kind is not Kind.WORD:
            if token.text == "{":
                return self.block()
            return self.expressions()
        read = self._reader(token.text)
        if read is not None and following.text not in ("=", "."):
            return read()
        if token.text == "async" and following.text == "function":
            self.index += 1
            return self.function()
        if token.text == "function":
            return self.function()
        return self._other(token.start)

    def _reader(self, word: str) -> Callable[[], Node] | None:
        """Return what reads the statement that begins with a word."""
        readers: Mapping[str, Callable[[], Node]] = {
            "const": self._declare,
            "let": self._declare,
            "var": self._declare,
            "return": self._return,
            "throw": self._throw,
            "if": self.if_,
            "for": self.for_,
            "while": self.while_,
            "do": self.do_,
            "try": self.try_,
            "switch": self.switch_,
            "break": self._leave,
            "continue": self._leave,
            "class": self.class_,
            "export": self._export,
        }
        return readers.get(word)

    def _other(self, start: int) -> Node:
        """Return a declaration that does nothing at run time, a labelled statement or the rest."""
        following = self.ahead(1)
        if self.sees(*NO_EFFECT) and following.text not in NAMED_LIKE_WORDS:
            if self.sees("abstract") and following.text == "class":
                self.index += 1
                return self.class_()
            self._skip_declaration()
            return Several((), self.span_from(start))
        if self.sees("enum") and following.kind is Kind.WORD:
            self._skip_declaration()
            return Several((), self.span_from(start))
        if self.token.text.startswith("@"):
            self.index += 1
            self.skip_bracket()
            return self._known()
        if following.text == ":" and not self.sees("default"):
            self.index += 2
            return self.statement()
        return self.expressions()

    def _skip_declaration(self) -> None:
        first, is_alias = self.index, self.sees("type")
        while self.index < self.end and not self.sees(";"):
            before = self.tokens[self.index - 1]
            begins = self.token.after_line and self.token.kind is Kind.WORD
            ended = before.text == "}" or before.kind is Kind.STRING or is_alias
            if begins and ended and self.index > first + 1:
                return
            if not self.skip_bracket():
                self.index += 1

    def _declare(self) -> Node:
        start = self.token.start
        is_constant = self.take().text == "const"
        if self.takes("enum"):
            self.index += 1
            self.skip_bracket()
            return Several((), self.span_from(start))
        found: list[Node] = []
        while True:
            pattern = self.pattern()
            value, pattern = pattern.default, replace(pattern, default=None)
            if pattern.name is not None:
                self.declared[pattern.name] = self.frames[-1]
            found.append(Declare(pattern, value, self.span_from(start), is_constant))
            if not self.takes(","):
                break
        if len(found) == 1:
            return found[0]
        return Several(tuple(found), self.span_from(start))

    def _return(self) -> Return:
        start = self.take().start
        ends = self.index >= self.end or self.sees(";", "}") or self.token.after_line
        if ends:
            return Return(None, self.span_from(start))
        return Return(self.expressions(), self.span_from(start))

    def _throw(self) -> Throw:
        start = self.take().start
        value = self.expressions()
        return Throw(value, self.span_from(start))

    def _leave(self) -> Leave:
        start = self.take().start
        if self.token.kind is Kind.WORD and not self.token.after_line:
            self.index += 1
        return Leave(self.span_from(start))

    def _export(self) -> Node:
        start = self.take().start
        if self.takes("default"):
            is_named = self.sees("class", "async", "function")
            value = (self._known if is_named else self.expressions)()
            return Export(value, is_default=True, span=self.span_from(start))
        if self.takes("="):
            return Export(self.expressions(), is_default=True, span=self.span_from(start))
        if self.sees("{", "*"):
            return self._exported_names(start)
        return Export(self._known(), is_default=False, span=self.span_from(start))

    def _exported_names(self, start: int) -> Node:
        """Return `export { a, b as c }` as if it were the declaration of these names."""
        first = self.index
        self.skip_statement()
        words = self.words(first, self.index)
        return Export(Unreadable("", words, self.span_from(start)), False, self.span_from(start))  # noqa: FBT003
