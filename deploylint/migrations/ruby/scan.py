"""A recogniser for the Ruby in which migrations are written.

It reads classes, methods, calls, blocks, conditions and literals into `rubynodes`. Ruby is larger;
what does not fit is said (`Program.problem`), so that nobody takes the rest for the whole.
https://docs.ruby-lang.org/en/master/syntax_rdoc.html
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from deploylint.migrations.ruby.calls import Calls
from deploylint.migrations.ruby.cursor import MAX_DEPTH, Cursor
from deploylint.migrations.ruby.lexer import ruby_tokens
from deploylint.migrations.ruby.nodes import (
    Assign,
    Binary,
    Body,
    Call,
    Choice,
    Guarded,
    Jump,
    Loop,
    Method,
    Node,
    Other,
    Space,
)
from deploylint.migrations.ruby.tokens import RubyError, RubyToken


class Program(NamedTuple):
    """A Ruby file: its statements, and what could not be read (`where` is an offset)."""

    body: Body
    problem: str | None = None
    where: int = 0


def read_ruby(text: str) -> Program:
    """Return the statements of a file; hostile text gives a problem, never an exception."""
    found = ruby_tokens(text)
    parser = _Parser(text, Cursor(found.tokens, len(text)))
    body: Body = ()
    try:
        body = parser.program()
    except RubyError as error:
        return Program(body, str(error), error.where)
    except RecursionError:
        return Program(body, "it nests too deeply", 0)
    if found.problem is not None:
        return Program(body, found.problem, found.where)
    problem = parser.cursor.problem
    return Program(body) if problem is None else Program(body, str(problem), problem.where)


class _Parser(Calls):
    """Reads statements."""

    def __init__(self, text: str, cursor: Cursor) -> None:
        super().__init__(cursor)
        self.text_of = text

    def program(self) -> Body:
        """Return everything, whatever closes too much."""
        found: list[Node] = []
        while self.cursor.token.kind != "eof":
            found.extend(self.statements(()))
        return tuple(found)

    def inner(self, tokens: tuple[RubyToken, ...], end: int) -> Body:
        outer = self.cursor
        self.cursor = Cursor(tokens, end, outer.depth)
        body = self.program()
        if self.cursor.problem is not None:
            outer.complain(str(self.cursor.problem))
        self.cursor = outer
        return body

    def statements(self, stops: tuple[str, ...]) -> Body:
        cursor = self.cursor
        found: list[Node] = []
        while True:
            cursor.skip_ends()
            if cursor.token.kind == "eof" or (stops and cursor.sees(*stops)):
                return tuple(found)
            found.append(self.statement())
            if cursor.token.kind in ("nl", "eof") or cursor.sees(";", *stops):
                continue
            cursor.complain("a line goes on in a way that is not understood")
            while cursor.token.kind not in ("nl", "eof") and not cursor.sees(*stops):
                cursor.take()

    def statement(self) -> Node:
        """Return one statement with what modifies it."""
        with self.cursor.deeper(without_do=self.cursor.without_do):
            node, count = self._first(), 0
            while self.cursor.sees(*_MODIFIERS):
                count += 1
                if count > MAX_DEPTH:
                    raise RubyError("it nests too deeply", self.cursor.token.start)
                node = self._modified(node, self.cursor.take().text)
            return node

    def _first(self) -> Node:
        node = self.expression()
        if not self.cursor.sees(","):
            return node
        while self.cursor.took(","):
            if not self.cursor.sees("="):
                node = self.expression()
        if self.cursor.took("="):
            node = self.expression()
        if isinstance(node, Assign):
            return node._replace(name=None)
        return Other(node.start, node.end, (node,))

    def _modified(self, node: Node, word: str) -> Node:
        self.cursor.skip_lines()
        conditional = word in ("if", "unless", "while", "until")
        other = self.condition() if conditional else self.expression()
        if word in ("and", "or"):
            return Binary(node.start, other.end, word, node, other)
        if word == "rescue":
            return Guarded(node.start, other.end, (node,), ((other,),))
        if word in ("while", "until"):
            return Loop(node.start, other.end, (node,))
        return Choice(node.start, other.end, other, ((node,),), negated=word == "unless")

    def compound(self) -> Node:
        token = self.cursor.take()
        reader = _COMPOUND.get(token.text)
        if reader is None:
            self.cursor.complain(f"`{token.text}` stands where it does not belong")
            return Other(token.start, token.end)
        return reader(self, token)

    def close(self) -> int:
        """Go past `end`; return where it ends."""
        if not self.cursor.took("end"):
            self.cursor.complain("an `end` is missing")
        return self.cursor.last_end

    def if_(self, token: RubyToken) -> Node:
        condition = self.condition()
        self._then()
        branches = [self.statements(("elsif", "else", "end"))]
        while self.cursor.took("elsif"):
            self.condition()
            self._then()
            branches.append(self.statements(("elsif", "else", "end")))
        whole = self.cursor.took("else")
        if whole:
            branches.append(self.statements(("end",)))
        end = self.close()
        negated = token.text == "unless"
        return Choice(token.start, end, condition, tuple(branches), negated, whole)

    def _then(self) -> None:
        """Go past the word `then`, which may begin a line."""
        self.cursor.skip_lines()
        self.cursor.took("then")

    def case(self, token: RubyToken) -> Node:
        if self.cursor.token.kind != "nl":
            self.expression()
        self.cursor.skip_ends()
        branches = []
        while self.cursor.took("when", "in"):
            self._patterns()
            branches.append(self.statements(("when", "in", "else", "end")))
        whole = self.cursor.took("else")
        if whole:
            branches.append(self.statements(("end",)))
        return Choice(token.start, self.close(), None, tuple(branches), whole=whole)

    def _patterns(self) -> None:
        """Go past what stands between `when` or `in` and the statements."""
        cursor, depth, before = self.cursor, 0, ""
        while cursor.token.kind != "eof":
            depth += cursor.sees("(", "[", "{") - cursor.sees(")", "]", "}")
            last = cursor.take()
            if not depth and (last.text in ("then", ";") or (last.kind == "nl" and before != ",")):
                return
            before = last.text if last.kind != "nl" else before

    def loop(self, token: RubyToken) -> Node:
        if token.text == "for":
            while not self.cursor.sees("in") and self.cursor.token.kind not in ("nl", "eof"):
                self.cursor.take()
            self.cursor.took("in")
        self.condition(without_do=True)
        self.cursor.took("do")
        body = self.statements(("end",))
        return Loop(token.start, self.close(), body)

    def begin(self, token: RubyToken) -> Node:
        body = self.guarded("end")
        end = self.close()
        if len(body) == 1 and isinstance(body[0], Guarded):
            return body[0]
        return Guarded(token.start, end, body)

    def guarded(self, closing: str) -> Body:
        start = self.cursor.token.start
        stops = ("rescue", "else", "ensure", closing)
        body = self.statements(stops)
        rescues = []
        while self.cursor.took("rescue"):
            self._patterns()
            rescues.append(self.statements(stops))
        if self.cursor.took("else"):
            rescues.append(self.statements(stops))
        ensure: Body = ()
        if self.cursor.took("ensure"):
            ensure = self.statements((closing,))
        if not rescues and not ensure:
            return body
        return (Guarded(start, self.cursor.last_end, body, tuple(rescues), ensure),)

    def jump(self, token: RubyToken) -> Node:
        cursor = self.cursor
        value = None
        if cursor.token.kind not in ("nl", "eof") and not cursor.sees(*_MODIFIERS, *_ENDS):
            value = self.expression()
        return Jump(token.start, cursor.last_end, token.text, value)

    def call(self, token: RubyToken) -> Node:
        return self.chain(self.arguments(token.start, None, token.text))

    def myself(self, token: RubyToken) -> Node:
        return Call(token.start, token.end, None, "self")

    def rest_of_line(self, token: RubyToken) -> Node:
        while self.cursor.token.kind not in ("nl", "eof"):
            self.cursor.take()
        return Other(token.start, self.cursor.last_end)

    def def_(self, token: RubyToken) -> Node:
        cursor = self.cursor
        name, own = cursor.take(), False
        if cursor.took("."):
            own, name = True, cursor.take()
        setter = cursor.sees("=") and not cursor.token.spaced and cursor.took("=")
        params: tuple[str, ...] = ()
        closed = cursor.took("(")
        if closed:
            params = self.parameters(")")
        if not setter and cursor.took("="):
            cursor.skip_lines()
            body: Body = (self.statement(),)
            return Method(token.start, cursor.last_end, name.text, own, params, body)
        if not closed and cursor.token.kind != "nl" and not cursor.sees(";"):
            params = self._open_parameters()
        with cursor.deeper():
            body = self.guarded("end")
        return Method(token.start, self.close(), name.text, own, params, body)

    def _open_parameters(self) -> tuple[str, ...]:
        names = []
        while self.cursor.token.kind not in ("nl", "eof") and not self.cursor.sees(";"):
            token = self.cursor.take()
            if token.kind == "id":
                names.append(token.text)
        return tuple(names)

    def space(self, token: RubyToken) -> Node:
        cursor = self.cursor
        first = cursor.token.start
        while cursor.token.kind not in ("nl", "eof") and not cursor.sees("<", ";"):
            cursor.take()
        name = self.text_of[first : cursor.last_end]
        parent = ""
        if cursor.took("<"):
            first = cursor.token.start
            while cursor.token.kind not in ("nl", "eof") and not cursor.sees(";"):
                cursor.take()
            parent = self.text_of[first : cursor.last_end]
        with cursor.deeper():
            body = self.guarded("end")
        return Space(token.start, self.close(), name, parent, body)


_MODIFIERS = ("if", "unless", "while", "until", "rescue", "and", "or")
_ENDS = (";", "}", ")", "]", "end", "else", ":")

_COMPOUND: Mapping[str, Callable[[_Parser, RubyToken], Node]] = {
    **dict.fromkeys(("if", "unless"), _Parser.if_),
    "case": _Parser.case,
    **dict.fromkeys(("while", "until", "for"), _Parser.loop),
    "begin": _Parser.begin,
    **dict.fromkeys(("return", "next", "break", "redo", "retry"), _Parser.jump),
    **dict.fromkeys(("yield", "super", "defined?"), _Parser.call),
    "self": _Parser.myself,
    "def": _Parser.def_,
    **dict.fromkeys(("class", "module"), _Parser.space),
    **dict.fromkeys(("alias", "undef"), _Parser.rest_of_line),
    **dict.fromkeys(("__FILE__", "__LINE__"), lambda _, at: Other(at.start, at.end)),
}
