"""GitHub's expressions, as far as actions and workflows need them.

https://docs.github.com/actions/reference/workflows-and-actions/expressions
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

Functions = Mapping[str, Callable[..., Any]]

STATUS = ("always", "success", "failure", "cancelled")
"""A condition that calls none of these also asks for success()."""

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<name>[A-Za-z_][\w-]*)
      | (?P<mark>&&|\|\||==|!=|<=|>=|[!<>().,\[\]])
    )""",
    re.VERBOSE,
)
_WORDS = {"true": True, "false": False, "null": None}


class Scope(NamedTuple):
    """What an expression may refer to; names are compared without regard to case."""

    contexts: Mapping[str, Any]
    functions: Functions


class ExpressionError(Exception):
    """The runner would refuse the file."""


def interpolate(text: str, scope: Scope) -> str:
    """Return a text with each `${{ }}` replaced by its value."""
    return re.sub(r"\$\{\{(.*?)}}", lambda found: written(evaluate(found[1], scope)), text)


def holds(condition: str | None, scope: Scope) -> bool:
    """Say whether a step with this `if:` runs."""
    text = "success()" if condition is None else condition.strip()
    if text.startswith("${{") and text.endswith("}}"):
        text = text[3:-2]
    if not re.search(rf"\b(?:{'|'.join(STATUS)})\s*\(", text):
        text = f"success() && ({text})"
    return truth(evaluate(text, scope))


def evaluate(text: str, scope: Scope) -> Any:
    """Return the value of the text between `${{` and `}}`."""
    parser = _Parser(list(_tokens(text)), scope)
    value = parser.either()
    if parser.rest:
        raise ExpressionError(f"unexpected {parser.rest[0]!r} in {text!r}")
    return value


def truth(value: object) -> bool:
    """Say whether a value counts as true: all but false, 0, null and the empty text."""
    return value not in (None, False, 0, "")


def written(value: object) -> str:
    """Return a value as it is written into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "Object" if isinstance(value, dict) else "Array"
    return str(value)


def same(left: object, right: object) -> bool:
    """Compare as `==` does: texts without case; values of different types as numbers."""
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    if type(left) is type(right):
        return left == right
    return _number(left) == _number(right)


def library() -> dict[str, Callable[..., Any]]:
    """Return the functions that depend on nothing but their arguments."""
    return {
        "contains": _contains,
        "startswith": lambda text, start: written(text).lower().startswith(written(start).lower()),
        "endswith": lambda text, end: written(text).lower().endswith(written(end).lower()),
        "format": lambda text, *values: re.sub(
            r"\{(\d+)\}", lambda found: written(values[int(found[1])]), text
        ),
    }


def _contains(held: object, item: object) -> bool:
    if isinstance(held, list):
        return any(same(one, item) for one in held)
    return written(item).lower() in written(held).lower()


def _number(value: object) -> float:
    if value is None or value == "":
        return 0
    try:
        return float(value)  # type: ignore[arg-type]  # what is no number is caught
    except (TypeError, ValueError):
        return float("nan")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            raise ExpressionError(f"cannot read {text[position:]!r}")
        position = found.end()
        yield str(found.lastgroup), str(found[str(found.lastgroup)])


class _Parser:
    """Reads by descent: one method per level, the weakest operator first."""

    def __init__(self, tokens: list[tuple[str, str]], scope: Scope) -> None:
        self.rest = tokens
        self.scope = scope

    def took(self, *marks: str) -> str | None:
        if self.rest and self.rest[0][0] == "mark" and self.rest[0][1] in marks:
            return self.rest.pop(0)[1]
        return None

    def expect(self, mark: str) -> None:
        if not self.took(mark):
            raise ExpressionError(f"{mark} is missing before {self.rest[:1]}")

    def either(self) -> Any:
        value = self.both()
        while self.took("||"):
            other = self.both()
            value = value if truth(value) else other
        return value

    def both(self) -> Any:
        value = self.compared()
        while self.took("&&"):
            other = self.compared()
            value = other if truth(value) else value
        return value

    def compared(self) -> Any:
        value = self.negated()
        while mark := self.took("==", "!=", "<", "<=", ">", ">="):
            other = self.negated()
            if mark in ("==", "!="):
                value = same(value, other) is (mark == "==")
            else:
                low, high = _number(value), _number(other)
                value = {"<": low < high, "<=": low <= high, ">": low > high, ">=": low >= high}[
                    mark
                ]
        return value

    def negated(self) -> Any:
        return not truth(self.negated()) if self.took("!") else self.reached()

    def reached(self) -> Any:
        value = self.primary()
        while mark := self.took(".", "["):
            if mark == ".":
                kind, key = self.rest.pop(0) if self.rest else ("", "")
                if kind != "name":
                    raise ExpressionError(f"a name is missing after the dot, here is {key!r}")
                value = _member(value, key)
            else:
                value = _member(value, self.either())
                self.expect("]")
        return value

    def primary(self) -> Any:
        if self.took("("):
            value = self.either()
            self.expect(")")
            return value
        kind, text = self.rest.pop(0) if self.rest else ("", "")
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(text) if "." in text else int(text)
        if kind != "name":
            raise ExpressionError(f"a value is missing, here is {text!r}")
        if self.took("("):
            return self.called(text)
        if text in _WORDS:
            return _WORDS[text]
        if text.lower() not in self.scope.contexts:
            raise ExpressionError(f"there is no context {text!r} here")
        return self.scope.contexts[text.lower()]

    def called(self, name: str) -> Any:
        if name.lower() not in self.scope.functions:
            raise ExpressionError(f"there is no function {name!r} here")
        values = []
        while not self.took(")"):
            values.append(self.either())
            if not self.took(","):
                self.expect(")")
                break
        return self.scope.functions[name.lower()](*values)


def _member(value: Any, key: Any) -> Any:
    """Return what a value holds under a key; what is not there is null."""
    if isinstance(value, Mapping):
        return next((found for name, found in value.items() if same(name, key)), None)
    if isinstance(value, list) and isinstance(key, int):
        return value[key] if 0 <= key < len(value) else None
    return None
