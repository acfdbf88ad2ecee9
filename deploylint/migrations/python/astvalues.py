"""What an expression of Python source is, where that can be seen without running it."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from deploylint.migrations.python.ast import DEEPEST, Source
from deploylint.migrations.python.asttext import Text, computed, joined, of_literal

LARGEST = 1_000_000
"""Characters of the longest string and items of the longest list that are put together."""

LONGEST_RANGE = 1000

Names = Mapping[str, object]
"""Values of local names; UNKNOWN where a name is bound to something that cannot be seen."""

NO_NAMES: Names = {}

_PERCENT = re.compile(r"%(?:\((\w{1,80})\))?([sd%])")
_BRACES = re.compile(r"\{\{|\}\}|\{(\w{0,80})\}")


class Unknown(Enum):
    """The one value of what cannot be seen."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


def literal(source: Source, node: ast.expr | None, names: Names = NO_NAMES) -> object:
    """Return the value of an expression, UNKNOWN when it cannot be told.

    Strings are `Text`, which knows its places; lists, tuples, sets (as tuples) and dictionaries
    keep UNKNOWN for the items that cannot be told. Constants of the module are resolved, and so are
    concatenations, `%`, `format`, f-strings of known parts, `textwrap.dedent`, `strip` and `join`.
    """
    return _Reader(source, names).value(node, 0)


def text_of(source: Source, node: ast.expr | None, names: Names = NO_NAMES) -> Text | None:
    """Return the string that an expression is, None when it is none or cannot be told."""
    value = literal(source, node, names)
    return value if isinstance(value, Text) else None


class _Reader:
    """The values of expressions, in one place of a source."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source = source
        self._names = names

    def value(self, node: ast.expr | None, depth: int) -> object:
        read = _KINDS.get(type(node))
        return UNKNOWN if read is None or depth > DEEPEST else read(self, node, depth + 1)

    def constant(self, node: ast.Constant, _depth: int) -> object:
        if not isinstance(node.value, str):
            return node.value
        source, value = self._source, node.value
        return Text(value, lambda: of_literal(value, source.segment(node), source.at(node)))

    def name(self, node: ast.Name, depth: int) -> object:
        if node.id in self._names:
            return self._names[node.id]
        cache = self._source.cache
        if node.id not in cache:
            cache[node.id] = UNKNOWN  # while it is being read: it may name itself
            reader = _Reader(self._source, NO_NAMES)
            cache[node.id] = reader.value(self._source.constants.get(node.id), depth)
        return cache[node.id]

    def listed(self, node: ast.List | ast.Tuple | ast.Set, depth: int) -> object:
        if any(isinstance(item, ast.Starred) for item in node.elts):
            return UNKNOWN
        items = [self.value(item, depth) for item in node.elts]
        return items if isinstance(node, ast.List) else tuple(items)

    def mapping(self, node: ast.Dict, depth: int) -> object:
        keys = [self.value(key, depth) for key in node.keys]
        if not all(isinstance(key, str | int | float | None) for key in keys):
            return UNKNOWN
        return dict(zip(keys, (self.value(one, depth) for one in node.values), strict=True))

    def signed(self, node: ast.UnaryOp, depth: int) -> object:
        value = self.value(node.operand, depth)
        if isinstance(node.op, ast.USub) and isinstance(value, int | float):
            return -value
        return not value if isinstance(node.op, ast.Not) and value is not UNKNOWN else UNKNOWN

    def operation(self, node: ast.BinOp, depth: int) -> object:
        if isinstance(node.op, ast.Mod):
            return self._percent(node, depth)
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            parts.append(left.right)
            left = left.left
        return (
            UNKNOWN
            if left is node
            else _sum([self.value(one, depth) for one in (left, *reversed(parts))])
        )

    def _percent(self, node: ast.BinOp, depth: int) -> object:
        pattern, given = self.value(node.left, depth), self.value(node.right, depth)
        if not isinstance(pattern, Text) or given is UNKNOWN:
            return UNKNOWN
        values = list(given) if isinstance(given, tuple) else [given]
        waiting = iter(values)

        def fill(match: re.Match[str]) -> object:
            if match[2] == "%":
                return "%"
            if match[1] is not None:
                return given.get(match[1], UNKNOWN) if isinstance(given, dict) else UNKNOWN
            return next(waiting, UNKNOWN)

        filled = self._filled(pattern, _PERCENT, fill, node, "%")
        return filled if isinstance(given, dict) or next(waiting, None) is None else UNKNOWN

    def _format(self, node: ast.Call, pattern: Text, depth: int) -> object:
        values = [self.value(one, depth) for one in node.args]
        named = {one.arg: self.value(one.value, depth) for one in node.keywords}
        waiting = iter(values)

        def fill(match: re.Match[str]) -> object:
            key = match[1]
            if key is None:
                return match[0][0]
            if key == "":
                return next(waiting, UNKNOWN)
            if key.isdecimal():
                return values[int(key)] if len(key) < 4 and int(key) < len(values) else UNKNOWN  # noqa: PLR2004  # no huge numbers
            return named.get(key, UNKNOWN)

        return self._filled(pattern, _BRACES, fill, node, "{}")

    def _filled(
        self,
        pattern: Text,
        places: re.Pattern[str],
        fill: Callable[[re.Match[str]], object],
        node: ast.expr,
        special: str,
    ) -> object:
        parts: list[object] = []
        at = 0
        for match in places.finditer(pattern):
            parts.append(_without(special, pattern.cut([(at, match.start())])))
            parts.append(self._put(fill(match), node))
            at = match.end()
        return _sum([*parts, _without(special, pattern.cut([(at, len(pattern))]))])

    def formatted(self, node: ast.JoinedStr, depth: int) -> object:
        parts: list[object] = []
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                plain = one.conversion == -1 and one.format_spec is None
                value = self.value(one.value, depth) if plain else UNKNOWN
            else:
                value = str(one.value) if isinstance(one, ast.Constant) else UNKNOWN
            parts.append(self._put(value, node))
        return _sum(parts) if parts else self._put("", node)

    def _put(self, value: object, node: ast.expr) -> object:
        """Return a value as `str` writes it, at the place where it is put into a string."""
        if isinstance(value, int) and not -(10**18) < value < 10**18:
            return UNKNOWN
        if isinstance(value, str | int):
            at = self._source.at(node)
            wide = (at.end_column or at.column) - at.column if at.end_line == at.line else 1
            return computed(str(value), at.line, at.column, wide)
        return UNKNOWN

    def item(self, node: ast.Subscript, depth: int) -> object:
        whole, key = self.value(node.value, depth), self.value(node.slice, depth)
        if isinstance(whole, dict) and isinstance(key, str | int):
            return whole.get(key, UNKNOWN)
        if isinstance(whole, list | tuple) and isinstance(key, int):
            return whole[key] if -len(whole) <= key < len(whole) else UNKNOWN
        return UNKNOWN

    def call(self, node: ast.Call, depth: int) -> object:
        if self._source.dotted(node.func) in ("textwrap.dedent", "inspect.cleandoc"):
            value = self.value(node.args[0], depth) if len(node.args) == 1 else UNKNOWN
            return value.dedented() if isinstance(value, Text) else UNKNOWN
        if not isinstance(node.func, ast.Attribute):
            return self._builtin(node, depth)
        whole = self.value(node.func.value, depth)
        if isinstance(whole, Text):
            return self._method(node, node.func.attr, whole, depth)
        if isinstance(whole, dict) and not node.args:
            made = {
                "items": list(whole.items()),
                "keys": list(whole),
                "values": list(whole.values()),
            }
            return made.get(node.func.attr, UNKNOWN)
        return UNKNOWN

    def _method(self, node: ast.Call, name: str, whole: Text, depth: int) -> object:
        if name == "format":
            return self._format(node, whole, depth)
        given = [self.value(one, depth) for one in node.args]
        if name in ("strip", "lstrip", "rstrip") and not given:
            return whole.stripped(None, left=name != "rstrip", right=name != "lstrip")
        if name == "join" and len(given) == 1 and isinstance(given[0], list | tuple):
            return _joined(whole, given[0])
        if name == "split" and not given:
            return [whole.cut([match.span()]) for match in re.finditer(r"\S+", whole)]
        if name in ("lower", "upper") and not given:
            return self._put(str.lower(whole) if name == "lower" else str.upper(whole), node)
        return UNKNOWN

    def _builtin(self, node: ast.Call, depth: int) -> object:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        made = _BUILTINS.get(name)
        if made is None or name in self._names or node.keywords or not node.args:
            return UNKNOWN
        values = [self.value(one, depth) for one in node.args]
        if name == "range":
            return _range(values)
        lists = [list(one) for one in values if isinstance(one, list | tuple | dict)]
        return made(lists) if len(lists) == len(values) else UNKNOWN


def _range(values: Sequence[object]) -> object:
    numbers = [one for one in values if type(one) is int]
    if len(numbers) != len(values) or len(numbers) > 2:  # noqa: PLR2004  # start and end
        return UNKNOWN
    turns = range(*numbers)
    return list(turns) if len(turns) <= LONGEST_RANGE else UNKNOWN


def _only(made: Callable[[list[object]], object]) -> Callable[[list[list[object]]], object]:
    return lambda lists: made(lists[0]) if len(lists) == 1 else UNKNOWN


def _sorted(items: list[object]) -> object:
    texts = [one for one in items if isinstance(one, Text)]
    return sorted(texts) if len(texts) == len(items) else UNKNOWN


_BUILTINS: Mapping[str, Callable[[list[list[object]]], object]] = {
    "list": _only(list),
    "tuple": _only(tuple),
    "reversed": _only(lambda items: items[::-1]),
    "sorted": _only(_sorted),
    "enumerate": _only(lambda items: list(enumerate(items))),
    "zip": lambda lists: list(zip(*lists, strict=False)),
    "range": _only(list),
}
"""Functions that put lists together."""


def _sum(values: Sequence[object]) -> object:
    if all(isinstance(one, Text) for one in values):
        texts = [one for one in values if isinstance(one, Text)]
        return joined(texts) if sum(map(len, texts)) <= LARGEST else UNKNOWN
    for kind in (list, tuple):
        if all(isinstance(one, kind) for one in values):
            items = [item for one in values for item in one]  # type: ignore[attr-defined]  # of that kind
            return kind(items) if len(items) <= LARGEST else UNKNOWN
    if len(values) == 2 and all(isinstance(one, int) for one in values):  # noqa: PLR2004  # a sum
        return sum(values)  # type: ignore[arg-type]  # numbers
    return UNKNOWN


def _without(special: str, text: Text) -> object:
    """Return a text, but UNKNOWN where it has a placeholder that is not understood."""
    return UNKNOWN if any(char in text for char in special) else text


def _joined(whole: Text, items: Sequence[object]) -> object:
    parts: list[object] = []
    for item in items:
        parts.extend((whole, item) if parts else (item,))
    return _sum(parts) if parts else whole.cut([])


_KINDS: Mapping[type, Callable[..., object]] = {
    ast.Constant: _Reader.constant,
    ast.Name: _Reader.name,
    ast.List: _Reader.listed,
    ast.Tuple: _Reader.listed,
    ast.Set: _Reader.listed,
    ast.Dict: _Reader.mapping,
    ast.UnaryOp: _Reader.signed,
    ast.BinOp: _Reader.operation,
    ast.JoinedStr: _Reader.formatted,
    ast.Subscript: _Reader.item,
    ast.Call: _Reader.call,
}
