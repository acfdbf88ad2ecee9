"""Expressions of JavaScript and TypeScript, from tokens to a tree."""

from collections.abc import Iterator

from deploylint.migrations.javascript.cursor import NotUnderstoodError
from deploylint.migrations.javascript.literals import Literals
from deploylint.migrations.javascript.scan import Kind
from deploylint.migrations.javascript.strings import number, string_text
from deploylint.migrations.javascript.tree import (
    Array,
    Assign,
    Await,
    Chain,
    Choice,
    Class,
    Constant,
    Link,
    Name,
    Node,
    Object,
    Several,
    Sum,
)

ASSIGNING = frozenset(("+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**=", "&&=", "||=", "??="))
LOGICAL = frozenset(("&&", "||", "??"))
BINARY = frozenset(
    (
        *("+", "-", "*", "/", "%", "**", "&", "|", "^", "<", ">", "<="),
        *("==", "===", "!=", "!==", "instanceof", "in"),
    ),
)
UNARY = frozenset(("!", "-", "+", "~", "typeof", "void", "delete", "++", "--", "yield"))
CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None}


class Expressions(Literals):
    """A parser of expressions; what stands in the body of a function is read by a subclass."""

    def class_(self) -> Class:
        """Return a class, the word `class` being the next."""
        raise NotImplementedError

    def expression(self) -> Node:
        """Return one expression, without commas."""
        with self.nested():
            return self._assignment()

    def _assignment(self) -> Node:
        start = self.token.start
        left = self._conditional()
        if self.sees("=") or self.sees(*ASSIGNING):
            sign = self.take().text
            value = self.expression()
            target, span = self._target(left), self.span_from(start)
            if sign == "+=":
                value = Sum((left, value), span)
            elif sign != "=":
                value = Several((left, value), span)
            return Assign(target, value, span)
        return left

    def _conditional(self) -> Node:
        start = self.token.start
        test = self._logical()
        if not self.takes("?"):
            return test
        self.choices += 1
        yes = self.expression()
        self.choices -= 1
        self.expect(":")
        no = self.expression()
        return Choice(test, (yes, no), self.span_from(start))

    def _logical(self) -> Node:
        start = self.token.start
        parts = [self._binary()]
        while self.sees(*LOGICAL):
            self.index += 1
            parts.append(self._binary())
        if len(parts) == 1:
            return parts[0]
        return Choice(parts[0], tuple(parts[1:]), self.span_from(start))

    def _binary(self) -> Node:
        start = self.token.start
        parts = [self._unary()]
        sums = True
        while self.sees(*BINARY):
            sums = self.take().text == "+" and sums
            while self.takes("<", ">", "="):  # <<, >>>, >=
                sums = False
            parts.append(self._unary())
        if len(parts) == 1:
            return parts[0]
        span = self.span_from(start)
        return Sum(tuple(parts), span) if sums else Several(tuple(parts), span)

    def _unary(self) -> Node:
        start, signs = self.token.start, []
        while self.sees(*UNARY):
            signs.append(self.take().text)
        value = self._awaited()
        while self.sees("as", "satisfies") and not self.token.after_line:
            self.index += 1
            if not self.takes("const"):
                self.skip_type()
        if self.sees("++", "--") and not self.token.after_line:
            signs.append(self.take().text)
        if not signs:
            return value
        span = self.span_from(start)
        if signs == ["-"] and isinstance(value, Constant) and value.value is not None:
            return Constant(-value.value, span)
        if "++" in signs or "--" in signs:
            return Assign(self._target(value), Several((), span), span)
        return Several((value,), span)

    def _awaited(self) -> Node:
        start, depth = self.token.start, 0
        while self.sees("await") and self.ahead(1).text not in ("=", ".", ",", ")", "=>"):
            self.index += 1
            depth += 1
        if depth and self.sees(*UNARY):
            return Await(self.unary_once_more(), self.span_from(start))
        value = self._chain()
        return Await(value, self.span_from(start)) if depth else value

    def unary_once_more(self) -> Node:
        """Return what stands behind `await !`."""
        with self.nested():
            return self._unary()

    def _chain(self) -> Node:
        start = self.token.start
        is_new = False
        while self.takes("new"):
            is_new = True
        base = self._primary()
        links: list[Link] = []
        while (link := self._link()) is not None:
            if link.name or link.key or link.arguments is not None:
                links.append(link)
        if not links and not is_new:
            return base
        if isinstance(base, Chain) and not is_new and not base.is_new:
            return Chain(base.base, (*base.links, *links), self.span_from(start))
        return Chain(base, tuple(links), self.span_from(start), is_new)

    def _link(self) -> Link | None:
        token = self.token
        if self.takes(".", "?."):
            if not self.sees("(", "["):
                return Link(self._member(), None, None, self.span_from(token.start))
        elif token.text == "!" and not token.after_line and token.kind is Kind.SYMBOL:
            self.index += 1
            return Link(None, None, None, (token.start, token.end))
        if self.sees("<") and self.source.is_typescript:
            before = self.index
            if self.skip_generics() and not (self.sees("(") or self.token.kind is Kind.CHUNK):
                self.index = before
        return self._call()

    def _member(self) -> str:
        token = self.take()
        if token.kind is not Kind.WORD:
            raise NotUnderstoodError("a name is missing behind a point")
        return token.text

    def _call(self) -> Link | None:
        start = self.token.start
        if self.sees("("):
            arguments = self.list()
            return Link(None, None, arguments, self.span_from(start))
        if self.sees("["):
            with self.inside():
                index = self.expressions()
            return Link(None, index, None, self.span_from(start))
        if self.token.kind is Kind.CHUNK and self.token.text.startswith("`"):
            template = self.template()
            return Link(None, None, (template,), self.span_from(start))
        return None

    def _primary(self) -> Node:
        token = self.token
        if token.kind is Kind.WORD:
            return self._word()
        span = (token.start, token.end)
        if token.kind is Kind.STRING:
            self.index += 1
            return string_text(token)
        if token.kind is Kind.CHUNK:
            return self.template()
        if token.kind in (Kind.NUMBER, Kind.REGEX):
            self.index += 1
            found = number(token.text) if token.kind is Kind.NUMBER else None
            return Several((), span) if found is None else Constant(found, span)
        return self._bracketed()

    def _bracketed(self) -> Node:
        start = self.token.start
        if self.sees("<") and self.skip_generics():
            return self.expression()
        if self.sees("("):
            if self.is_arrow():
                return self.arrow(start)
            with self.inside():
                return self.expressions()
        if self.sees("["):
            items = self.list()
            return Array(items, self.span_from(start))
        if self.sees("{"):
            return self.object()
        msg = f"the syntax before {self.token.text[:20]!r} is not known"
        raise NotUnderstoodError(msg)

    def _word(self) -> Node:
        token, following = self.token, self.ahead(1)
        if token.text == "async" and not following.after_line:
            found = self._async(token.start)
            if found is not None:
                return found
        if token.text == "function":
            return self.function()
        if token.text == "class":
            return self.class_()
        if following.text == "=>":
            return self.arrow(token.start)
        self.index += 1
        span = (token.start, token.end)
        if token.text in CONSTANTS:
            return Constant(CONSTANTS[token.text], span)
        return Name(token.text, span)

    def _async(self, start: int) -> Node | None:
        """Return a function behind the word `async`, None when that is only a name."""
        following = self.ahead(1)
        if following.kind is Kind.WORD and following.text not in ("in", "of", "as"):
            self.index += 1
            return self._word()
        before = self.index
        self.index += 1
        self.skip_generics()
        if self.sees("(") and self.is_arrow():
            return self.arrow(start)
        self.index = before
        return None

    def _target(self, node: Node) -> tuple[str, ...] | None:
        if isinstance(node, Name):
            self.assigns(node.text)
            return (node.text,)
        if isinstance(node, Chain) and isinstance(node.base, Name):
            names = [link.name for link in node.links]
            return (node.base.text, *(name or "" for name in names))
        if isinstance(node, Array | Object):
            for name in _names(node):
                self.assigns(name)
        return None


def _names(node: Array | Object) -> Iterator[str]:
    """Yield the names that an assignment to `[a, b]` or `{a, b}` changes."""
    values = node.items if isinstance(node, Array) else [entry.value for entry in node.entries]
    yield from (value.text for value in values if isinstance(value, Name))
