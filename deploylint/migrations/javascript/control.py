"""Conditions, loops and guarded blocks of JavaScript, from tokens to a tree."""

from deploylint.migrations.javascript.classes import Classes
from deploylint.migrations.javascript.cursor import NotUnderstoodError
from deploylint.migrations.javascript.tree import Block, If, Loop, Node, Pattern, Several, Try


class Control(Classes):
    """A parser of statements that decide which others run."""

    def statement(self) -> Node:
        """Return one statement."""
        raise NotImplementedError

    def _condition(self) -> Node:
        if not self.sees("("):
            raise NotUnderstoodError("a condition is missing")
        with self.inside():
            return self.expressions()

    def if_(self) -> If:
        """Return a condition with its branches."""
        start = self.token.start
        tests: list[Node] = []
        branches: list[Node] = []
        is_whole = False
        while self.takes("if"):
            tests.append(self._condition())
            branches.append(self._body())
            if not self.takes("else"):
                break
            if not self.sees("if"):
                is_whole = True
                branches.append(self._body())
                break
        span = self.span_from(start)
        test = tests[0] if len(tests) == 1 else Several(tuple(tests), span)
        return If(test, tuple(branches), is_whole, span)

    def _body(self) -> Node:
        return (
            Several((), (self.token.start, self.token.start))
            if self.takes(";")
            else (self.statement())
        )

    def for_(self) -> Loop:
        """Return a loop."""
        start = self.take().start
        self.takes("await")
        binding: Pattern | None = None
        values: Node | None = None
        head: tuple[Node, ...] = ()
        if not self.sees("("):
            raise NotUnderstoodError("the head of a loop is missing")
        with self.inside():
            is_declared = self.takes("const", "let", "var")
            before = self.index
            binding = self.pattern() if is_declared else None
            if binding is not None and self.takes("of"):
                values = self.expressions()
            else:
                binding = None
                self.index = before
                head = self._loop_head()
        with self.frame():
            body = self._body()
        return Loop(binding, values, head, body, self.span_from(start))

    def _loop_head(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while self.index < self.end:
            if not self.takes(";", "of"):
                found.append(self.expressions())
        return tuple(found)

    def while_(self) -> Loop:
        """Return a loop."""
        start = self.take().start
        test = self._condition()
        with self.frame():
            body = self._body()
        return Loop(None, None, (test,), body, self.span_from(start))

    def do_(self) -> Loop:
        """Return a loop."""
        start = self.take().start
        with self.frame():
            body = self._body()
        self.expect("while")
        test = self._condition()
        return Loop(None, None, (test,), body, self.span_from(start))

    def try_(self) -> Try:
        """Return a guarded block."""
        start = self.take().start
        body = self.block()
        handler = final = None
        if self.takes("catch"):
            if self.sees("("):
                self.skip_bracket()
            handler = self.block()
        if self.takes("finally"):
            final = self.block()
        return Try(body, handler, final, self.span_from(start))

    def switch_(self) -> Loop:
        """Return a switch, as a loop that runs at most once."""
        start = self.take().start
        test = self._condition()
        body: list[Node] = []
        if not self.sees("{"):
            raise NotUnderstoodError("a body is missing")
        with self.inside():
            while self.index < self.end:
                if self.takes("case"):
                    self.expressions()
                    self.expect(":")
                elif self.sees("default") and self.ahead(1).text == ":":
                    self.index += 2
                elif not self.takes(";"):
                    body.append(self.statement())
        span = self.span_from(start)
        return Loop(None, None, (test,), Block(tuple(body), span), span)
