"""Values in migrations of Rails that are known without running them."""

from collections.abc import Callable, Mapping

from deploylint.facts.operations import Dialect
from deploylint.migrations.rails.literals import (
    MAX_TEXT,
    UNKNOWN,
    Code,
    Unknown,
    Value,
    combined,
    of_literal,
    written,
)
from deploylint.migrations.ruby.nodes import (
    Assign,
    Binary,
    Body,
    Call,
    Choice,
    Const,
    Items,
    Method,
    Node,
    Plain,
    Splat,
    Symbol,
    Table,
    Text,
)

MAX_STEPS = 20_000
"""Expressions that are computed for one migration."""

_DEPTH = 60


class Names:
    """What names stand for: constants and methods of the class, and the variables at hand."""

    def __init__(self, body: Body, dialect: Dialect | None) -> None:
        """Take the constants and methods of a class or file."""
        self.dialect = dialect
        self.methods: dict[tuple[str, bool], Method] = {}
        self.constants: dict[str, Node] = {}
        self.steps = 0
        self.add(body)

    def add(self, body: Body) -> None:
        """Take the constants and methods that stand in a body."""
        for node in body:
            inner = node.arguments if isinstance(node, Call) else ()
            for one in (node, *inner):
                if isinstance(one, Method):
                    self.methods[one.name, one.own] = one
                elif isinstance(one, Assign) and one.name and one.name[:1].isupper():
                    self.constants[one.name] = one.value

    def method(self, name: str) -> Method | None:
        """Return the method of the class that is called without a receiver."""
        return self.methods.get((name, False)) or self.methods.get((name, True))

    def value(self, node: Node, local: Mapping[str, Value], depth: int = 0) -> Value:
        """Return what an expression gives."""
        self.steps += 1
        if depth > _DEPTH or self.steps > MAX_STEPS:
            return UNKNOWN
        reader = _READERS.get(type(node))
        return UNKNOWN if reader is None else reader(self, node, local, depth + 1)


Local = Mapping[str, Value]


def _plain(_names: Names, node: Node, _local: Local, _depth: int) -> Value:
    return node.value if isinstance(node, Plain) else UNKNOWN


def _text(names: Names, node: Node, local: Local, depth: int) -> Value:
    if not isinstance(node, Text | Symbol):
        return UNKNOWN
    found: list[str] = []
    for part in node.parts:
        if isinstance(part, str):
            found.append(part)
            continue
        value = names.value(part[0], local, depth) if len(part) == 1 else UNKNOWN
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return UNKNOWN
        found.append(str(value))
    text = "".join(found)
    if len(text) > MAX_TEXT and len(node.parts) > 1:
        return UNKNOWN
    if isinstance(node, Symbol):
        return text
    return written(text, node.body, exact=node.exact)


def _items(names: Names, node: Node, local: Local, depth: int) -> Value:
    if not isinstance(node, Items):
        return UNKNOWN
    found: list[Value] = []
    for item in node.items:
        if isinstance(item, Splat):
            inner = names.value(item.value, local, depth)
            if not isinstance(inner, tuple) or isinstance(inner, Unknown | Code):
                return UNKNOWN
            found.extend(inner)
        else:
            found.append(names.value(item, local, depth))
    return tuple(found)


def _table(names: Names, node: Node, local: Local, depth: int) -> Value:
    if not isinstance(node, Table):
        return UNKNOWN
    found: dict[str, Value] = {}
    for pair in node.pairs:
        value = names.value(pair.value, local, depth)
        if pair.key is None:
            if not isinstance(value, Mapping):
                return UNKNOWN
            found.update(value)
            continue
        key = names.value(pair.key, local, depth)
        if not isinstance(key, str | int):
            return UNKNOWN
        found[str(key)] = value
    return found


def _constant(names: Names, node: Node, _local: Local, depth: int) -> Value:
    if not isinstance(node, Const):
        return UNKNOWN
    found = names.constants.get(node.name.removeprefix("self.class::"))
    return UNKNOWN if found is None else names.value(found, {}, depth)


def _binary(names: Names, node: Node, local: Local, depth: int) -> Value:
    if not isinstance(node, Binary):
        return UNKNOWN
    left = names.value(node.left, local, depth)
    right = names.value(node.right, local, depth)
    return combined(node.operator, left, right)


def _choice(names: Names, node: Node, local: Local, depth: int) -> Value:
    if not isinstance(node, Choice) or not node.whole:
        return UNKNOWN
    values = [
        names.value(branch[0], local, depth) if len(branch) == 1 else UNKNOWN
        for branch in node.branches
    ]
    return values[0] if all(one == values[0] for one in values) else UNKNOWN


def _call(names: Names, node: Node, local: Local, depth: int) -> Value:
    if not isinstance(node, Call):
        return UNKNOWN
    if node.receiver is None:
        return _own_call(names, node, local, depth)
    quoting = _QUOTING.get(node.name)
    if quoting is not None and len(node.arguments) == 1 and not node.options:
        return quoting(names, names.value(node.arguments[0], local, depth))
    receiver = names.value(node.receiver, local, depth)
    if isinstance(receiver, Unknown | Code):
        return UNKNOWN
    if node.name in _SAME and not node.options:
        return receiver
    arguments = tuple(names.value(one, local, depth) for one in node.arguments)
    return of_literal(receiver, node.name, arguments)


def _own_call(names: Names, node: Call, local: Local, depth: int) -> Value:
    if node.name == "lambda" and node.block is not None:
        body = node.block.body
        value = names.value(body[0], local, depth) if len(body) == 1 else UNKNOWN
        return Code(value if isinstance(value, str) else None)
    quoting = _QUOTING.get(node.name)
    if quoting is not None and len(node.arguments) == 1:
        return quoting(names, names.value(node.arguments[0], local, depth))
    if node.arguments or node.options or node.block is not None:
        return UNKNOWN
    if node.name in local:
        return local[node.name]
    method = names.method(node.name)
    if method is not None and not method.params and len(method.body) == 1:
        return names.value(method.body[0], {}, depth)
    return UNKNOWN


_SAME = frozenset(
    """to_s to_sym freeze squish strip strip_heredoc chomp dup html_safe to_str uniq compact to_a
    lstrip rstrip clone presence itself""".split()  # noqa: SIM905
)
"""Methods that leave a literal what it is, as far as SQL and names go."""


def _quoted(names: Names, value: Value) -> Value:
    if not isinstance(value, str):
        return UNKNOWN
    sign = "`" if names.dialect is Dialect.MYSQL else '"'
    return ".".join(f"{sign}{part}{sign}" for part in value.split("."))


def _quoted_text(_names: Names, value: Value) -> Value:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return value if isinstance(value, int | float) else UNKNOWN


_QUOTING: Mapping[str, Callable[[Names, Value], Value]] = {
    "quote_table_name": _quoted,
    "quote_column_name": _quoted,
    "quote": _quoted_text,
}

_READERS: Mapping[type, Callable[[Names, Node, Local, int], Value]] = {
    Plain: _plain,
    Text: _text,
    Symbol: _text,
    Items: _items,
    Table: _table,
    Const: _constant,
    Binary: _binary,
    Choice: _choice,
    Call: _call,
}
