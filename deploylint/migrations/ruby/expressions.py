"""Ruby expressions from tokens: literals, calls with and without parentheses, chains, blocks."""

from collections.abc import Callable, Mapping

from deploylint.migrations.ruby.cursor import Cursor
from deploylint.migrations.ruby.nodes import (
    Assign,
    Binary,
    Body,
    Call,
    Choice,
    Const,
    Items,
    Node,
    Other,
    Pair,
    Plain,
    Splat,
    Symbol,
    Table,
    Text,
)
from deploylint.migrations.ruby.tokens import RubyToken

BINARY = frozenset(
    "+ - * / % ** == != < > <= >= <=> === =~ !~ && || & | ^ << >> .. ...".split()  # noqa: SIM905
)
ASSIGNING = frozenset("= ||= &&= += -= *= /= |= <<= **= %= &= ^= >>=".split())  # noqa: SIM905
_WORDS: Mapping[str, bool | None] = {"nil": None, "true": True, "false": False}


class Expressions:
    """Reads expressions; statements inside of blocks are read by who made it."""

    def __init__(self, cursor: Cursor) -> None:
        """Read from the cursor."""
        self.cursor = cursor

    def statements(self, stops: tuple[str, ...]) -> Body:
        """Return the statements up to one of the words or signs."""
        raise NotImplementedError

    def compound(self) -> Node:
        """Return what begins with a keyword."""
        raise NotImplementedError

    def arguments(self, start: int, receiver: Node | None, name: str) -> Call:
        """Return the call of a method whose name has been read."""
        raise NotImplementedError

    def listed(self, closing: str) -> tuple[tuple[Node, ...], tuple[Pair, ...]]:
        """Return arguments, items or pairs up to the closing sign."""
        raise NotImplementedError

    def chain(self, value: Node) -> Node:
        """Return a value with the calls that follow it."""
        raise NotImplementedError

    def closure(self) -> Node:
        """Return `-> (a) { ... }`."""
        raise NotImplementedError

    def inner(self, tokens: tuple[RubyToken, ...], end: int) -> Body:
        """Return the statements of an interpolation."""
        raise NotImplementedError

    def expression(self, *, without_do: bool = False) -> Node:
        """Return the expression that comes next, with assignment, `and`, `or` and `? :`."""
        with self.cursor.deeper(without_do=without_do or self.cursor.without_do):
            return self._ternary()

    def condition(self, *, without_do: bool = False) -> Node:
        """Return an expression with `and`, `or` and `not` between its parts."""
        left = self.expression(without_do=without_do)
        while self.cursor.sees("and", "or"):
            operator = self.cursor.take().text
            self.cursor.skip_lines()
            right = self.expression(without_do=without_do)
            left = Binary(left.start, right.end, operator, left, right)
        return left

    def _ternary(self) -> Node:
        left = self._operands()
        cursor = self.cursor
        if cursor.sees("?"):
            cursor.take()
            cursor.skip_lines()
            yes = self._branch()
            cursor.skip_lines()
            if not cursor.took(":"):
                return Other(left.start, cursor.last_end, (left, yes))
            cursor.skip_lines()
            no = self._branch()
            return Choice(left.start, no.end, left, ((yes,), (no,)), whole=True)
        if cursor.token.kind == "op" and cursor.token.text in ASSIGNING:
            operator = cursor.take().text
            cursor.skip_lines()
            value = self._assigned()
            name = _assignable(left)
            return Assign(left.start, value.end, name, operator, value)
        return left

    def _branch(self) -> Node:
        with self.cursor.deeper(without_do=self.cursor.without_do):
            token = self.cursor.token
            if token.kind == "label":  # `a ? b: c`
                self.cursor.take()
                return Other(token.start, token.end)
            return self._ternary()

    def _assigned(self) -> Node:
        value = self.expression()
        if not self.cursor.sees(","):
            return value
        items = [value]
        while self.cursor.took(","):
            self.cursor.skip_lines()
            items.append(self.expression())
        return Items(value.start, items[-1].end, tuple(items))

    def _operands(self) -> Node:
        left = self._unary()
        cursor = self.cursor
        while cursor.token.kind == "op" and cursor.token.text in BINARY:
            operator = cursor.take().text
            cursor.skip_lines()
            if cursor.sees(")", "]", "}") or cursor.token.kind == "eof":  # an endless range
                return Other(left.start, cursor.last_end, (left,))
            right = self._unary()
            left = Binary(left.start, right.end, operator, left, right)
        return left

    def _unary(self) -> Node:
        cursor, start = self.cursor, self.cursor.token.start
        signs = []
        while cursor.sees("!", "not", "-", "+", "~", "*", "**", "&", "::", "..", "..."):
            signs.append(cursor.take().text)
            if cursor.sees(")", ","):  # `&` alone hands on what the method was given
                return Other(start, cursor.last_end)
        value = self.chain(self._primary())
        for sign in reversed(signs):
            if sign == "-" and isinstance(value, Plain) and isinstance(value.value, int | float):
                value = Plain(start, value.end, -value.value)
            elif sign in ("*", "**", "&"):
                value = Splat(start, value.end, value)
            elif sign != "::":
                value = Other(start, value.end, (value,))
        return value

    def _primary(self) -> Node:
        token = self.cursor.token
        reader = _PRIMARY.get(token.kind)
        if reader is not None:
            return reader(self)
        if token.kind == "op" and token.text in _OPENERS:
            return _OPENERS[token.text](self)
        if token.kind == "kw":
            if token.text in _WORDS:
                self.cursor.take()
                return Plain(token.start, token.end, _WORDS[token.text])
            return self.compound()
        if token.kind not in ("nl", "eof"):
            self.cursor.complain("a sign stands where it does not belong")
            self.cursor.take()
        return Other(token.start, token.end)

    def parts(self, token: RubyToken) -> tuple[str | Body, ...]:
        """Return the texts and interpolated expressions of a string."""
        with self.cursor.deeper():
            return tuple(
                part if isinstance(part, str) else self.inner(part, token.end)
                for part in token.parts
            )

    def string(self) -> Node:
        """Return a string; strings that follow each other are one."""
        token = self.cursor.take()
        parts, exact, end = self.parts(token), token.exact, token.end
        while self.cursor.token.kind == "str":
            more = self.cursor.take()
            parts, exact, end = (*parts, *self.parts(more)), False, more.end
        return Text(token.start, end, parts, token.body, exact)

    def symbol(self) -> Node:
        """Return a symbol."""
        token = self.cursor.take()
        return Symbol(token.start, token.end, self.parts(token))

    def number(self) -> Node:
        """Return a number."""
        token = self.cursor.take()
        digits = token.text.replace("_", "")
        try:
            value: int | float = int(digits, 0) if len(digits) < 30 else 0  # noqa: PLR2004  # enough
        except ValueError:
            try:
                value = int(digits) if digits.isdigit() else float(digits)
            except ValueError:
                return Other(token.start, token.end)
        return Plain(token.start, token.end, value)

    def words(self) -> Node:
        """Return a list of words, `%w[a b]`."""
        token = self.cursor.take()
        items = tuple(
            Text(token.start, token.end, (part,), token.body, exact=False)
            for part in token.parts
            if isinstance(part, str)
        )
        return Items(token.start, token.end, items)

    def opaque(self) -> Node:
        """Return a token that has no value here."""
        token = self.cursor.take()
        return Other(token.start, token.end)

    def constant(self) -> Node:
        """Return a constant or the call of a method that is written as one."""
        token = self.cursor.take()
        if self.cursor.sees("(") and not self.cursor.token.spaced:
            return self.arguments(token.start, None, token.text)
        return Const(token.start, token.end, token.text)

    def name(self) -> Node:
        """Return a call without receiver, or a local variable."""
        token = self.cursor.take()
        return self.arguments(token.start, None, token.text)

    def group(self) -> Node:
        """Return what stands in parentheses."""
        start = self.cursor.take().start
        with self.cursor.deeper():
            body = self.statements((")",))
        self.cursor.took(")")
        if len(body) == 1:
            return body[0]
        return Other(start, self.cursor.last_end, body)

    def brackets(self) -> Node:
        """Return a list in brackets."""
        start = self.cursor.take().start
        items, options = self.listed("]")
        if options:
            items = (*items, Table(options[0].value.start, self.cursor.last_end, options))
        return Items(start, self.cursor.last_end, items)

    def braces(self) -> Node:
        """Return a hash in braces."""
        start = self.cursor.take().start
        _, pairs = self.listed("}")
        return Table(start, self.cursor.last_end, pairs)


def _assignable(node: Node) -> str | None:
    """Return the name of a local variable or constant that is assigned to."""
    if isinstance(node, Const):
        return node.name
    if isinstance(node, Call) and node.receiver is None and node.bare and node.block is None:
        return None if node.arguments or node.options else node.name
    return None


_PRIMARY: Mapping[str, Callable[[Expressions], Node]] = {
    "str": Expressions.string,
    "sym": Expressions.symbol,
    "num": Expressions.number,
    "words": Expressions.words,
    "const": Expressions.constant,
    "id": Expressions.name,
    **dict.fromkeys(("var", "regex", "xstr", "label"), Expressions.opaque),
}

_OPENERS: Mapping[str, Callable[[Expressions], Node]] = {
    "(": Expressions.group,
    "[": Expressions.brackets,
    "{": Expressions.braces,
    "->": lambda reader: reader.closure(),
}
