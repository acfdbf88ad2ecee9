"""Ruby calls: arguments with and without parentheses, blocks, and what follows a dot."""

from deploylint.migrations.ruby.expressions import Expressions
from deploylint.migrations.ruby.nodes import (
    Block,
    Body,
    Call,
    Const,
    Node,
    Other,
    Pair,
    Splat,
    Symbol,
)
from deploylint.migrations.ruby.tokens import RubyToken

_STARTS = frozenset(("str", "sym", "num", "const", "id", "var", "regex", "words", "label", "xstr"))
_START_WORDS = frozenset(
    ("nil", "true", "false", "self", "not", "defined?", "__FILE__", "case", "def", "super", "yield")
)
_TIGHT = frozenset(("*", "**", "&", "-", "::"))


class Calls(Expressions):
    """Reads calls, blocks and chains of calls."""

    def arguments(self, start: int, receiver: Node | None, name: str) -> Call:
        """Return the call of a method whose name has been read."""
        cursor = self.cursor
        items: tuple[Node, ...] = ()
        pairs: tuple[Pair, ...] = ()
        bare = True
        if cursor.sees("(") and not cursor.token.spaced:
            cursor.take()
            items, pairs = self.listed(")")
            bare = False
        elif _begins_argument(cursor.token, cursor.following):
            items, pairs = self._open_list()
            bare = False
        block = self.block()
        return Call(start, cursor.last_end, receiver, name, items, pairs, block, bare)

    def _open_list(self) -> tuple[tuple[Node, ...], tuple[Pair, ...]]:
        """Read arguments without parentheses; a `do` behind them is not theirs."""
        items: list[Node] = []
        pairs: list[Pair] = []
        with self.cursor.deeper(without_do=True):
            self.item(items, pairs)
            while self.cursor.took(","):
                self.cursor.skip_lines()
                self.item(items, pairs)
        return tuple(items), tuple(pairs)

    def listed(self, closing: str) -> tuple[tuple[Node, ...], tuple[Pair, ...]]:
        """Return arguments, items or pairs up to the closing sign."""
        items: list[Node] = []
        pairs: list[Pair] = []
        cursor = self.cursor
        with cursor.deeper():
            while True:
                while cursor.token.kind == "nl" or cursor.sees(","):
                    cursor.take()
                if cursor.took(closing) or cursor.token.kind == "eof":
                    break
                self.item(items, pairs)
                cursor.skip_lines()
                if not cursor.sees(",", closing):
                    cursor.complain("a list is not closed")
                    break
        return tuple(items), tuple(pairs)

    def item(self, items: list[Node], pairs: list[Pair]) -> None:
        """Read one argument or pair."""
        cursor, token = self.cursor, self.cursor.token
        if token.kind == "label":
            cursor.take()
            key = Symbol(token.start, token.end, self.parts(token))
            cursor.skip_lines()
            if cursor.sees(",", ")", "}", "]"):  # `limit:` stands for `limit: limit`
                pairs.append(Pair(key, Call(token.start, token.end - 1, None, token.text)))
            else:
                pairs.append(Pair(key, self.expression()))
            return
        value = self.expression()
        if cursor.took("=>"):
            cursor.skip_lines()
            pairs.append(Pair(value, self.expression()))
        elif isinstance(value, Splat) and token.text == "**":
            pairs.append(Pair(None, value.value))
        else:
            items.append(value)

    def block(self, *, always: bool = False) -> Block | None:
        """Return the block that follows, if there is one that belongs to this call."""
        cursor = self.cursor
        start = cursor.token.start
        if cursor.took("{"):
            closing = "}"
        elif (always or not cursor.without_do) and cursor.took("do"):
            closing = "end"
        else:
            return None
        with cursor.deeper():
            params: tuple[str, ...] = ()
            cursor.skip_lines()
            if not cursor.took("||") and cursor.took("|"):
                params = self.parameters("|")
            body = self.guarded(closing) if closing == "end" else self.statements((closing,))
        if not cursor.took(closing):
            cursor.complain("a block is not closed")
        return Block(start, cursor.last_end, params, body)

    def guarded(self, closing: str) -> Body:
        """Return statements up to a word, with `rescue` and `ensure`."""
        raise NotImplementedError

    def parameters(self, closing: str) -> tuple[str, ...]:
        """Return the names of parameters; the empty name stands for what is taken apart."""
        cursor = self.cursor
        names: list[str] = []
        depth, expected = 0, True
        while cursor.token.kind != "eof":
            token = cursor.take()
            if token.text == closing and not depth and token.kind == "op":
                break
            if token.kind == "op" and token.text in "([{":
                if not depth and expected:
                    names.append("")
                depth += 1
                expected = False
            elif token.kind == "op" and token.text in ")]}":
                depth -= 1
            elif not depth and token.text in (",", ";"):
                expected = True
            elif not depth and expected and token.kind in ("id", "label"):
                names.append(token.text)
                expected = False
        return tuple(names)

    def closure(self) -> Node:
        """Return `-> (a) { ... }`."""
        cursor = self.cursor
        start = cursor.take().start
        params: tuple[str, ...] = ()
        if cursor.took("("):
            params = self.parameters(")")
        while cursor.token.kind == "id" or cursor.sees(","):
            params = (*params, cursor.take().text)
        block = self.block(always=True)
        if block is None:
            return Other(start, cursor.last_end)
        return Call(start, block.end, None, "lambda", block=block._replace(params=params))

    def chain(self, value: Node) -> Node:
        """Return a value with the calls that follow it."""
        cursor = self.cursor
        links = 0
        while True:
            token = cursor.token
            if cursor.took(".", "&.") or (cursor.chained() and cursor.took(".", "&.")):
                value = self._method(value)
            elif token.kind == "op" and token.text == "::" and not token.spaced:
                cursor.take()
                value = self._scoped(value)
            elif token.kind == "op" and token.text == "[" and not token.spaced:
                cursor.take()
                items, pairs = self.listed("]")
                value = Call(value.start, cursor.last_end, value, "[]", items, pairs, bare=False)
            else:
                return value
            links += 1
            if links > 200:  # noqa: PLR2004  # nobody writes that; evaluation goes down the chain
                value, links = Other(value.start, value.end), 0

    def _method(self, receiver: Node) -> Node:
        cursor = self.cursor
        cursor.skip_lines()
        if cursor.sees("("):
            return self.arguments(receiver.start, receiver, "call")
        if cursor.token.kind not in ("id", "const", "kw", "op"):
            cursor.complain("a dot is not followed by a name")
            return receiver
        name = cursor.take().text
        if name == "class" or isinstance(receiver, Splat):
            return Call(receiver.start, cursor.last_end, receiver, name)
        return self.arguments(receiver.start, receiver, name)

    def _scoped(self, receiver: Node) -> Node:
        cursor = self.cursor
        if cursor.token.kind not in ("const", "id"):
            cursor.complain("`::` is not followed by a name")
            return receiver
        token = cursor.take()
        call = token.kind == "id" or (cursor.sees("(") and not cursor.token.spaced)
        if call:
            return self.arguments(receiver.start, receiver, token.text)
        if isinstance(receiver, Const):
            return Const(receiver.start, token.end, f"{receiver.name}::{token.text}")
        return Other(receiver.start, token.end, (receiver,))


def _begins_argument(token: RubyToken, following: RubyToken) -> bool:
    """Say whether a token behind the name of a method is its first argument."""
    if not token.spaced:
        return token.kind == "str"
    if token.kind in _STARTS:
        return True
    if token.kind == "kw":
        return token.text in _START_WORDS
    if token.kind != "op":
        return False
    if token.text in ("[", "->", "!", "("):
        return True
    return token.text in _TIGHT and not following.spaced
