"""Values of Ruby that are known, and what simple methods and operators make of them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

MAX_ITEMS = 20_000
"""The longest list that is put together."""

MAX_TEXT = 200_000
"""The longest text that is put together, in characters."""


class Unknown(NamedTuple):
    """A value that only running the migration would tell."""

    why: str = "it is computed"


class Code(NamedTuple):
    """A lambda that returns SQL; None where that is computed."""

    text: str | None


class Written(str):
    """A text that stands in the file: its content begins at `offset`, unchanged if `exact`."""

    __slots__ = ("exact", "offset")

    offset: int
    exact: bool


Value = (
    str | int | float | bool | None | tuple["Value", ...] | Mapping[str, "Value"] | Code | Unknown
)

UNKNOWN = Unknown()


def written(text: str, offset: int, *, exact: bool) -> Written:
    """Return a text with its place."""
    value = Written(text)
    value.offset, value.exact = offset, exact
    return value


def combined(operator: str, left: Value, right: Value) -> Value:
    """Return what an operator makes of two values."""
    if isinstance(left, Unknown | Code) or isinstance(right, Unknown | Code):
        return UNKNOWN
    if operator == "+" and isinstance(left, str) and isinstance(right, str):
        offset = left.offset if isinstance(left, Written) else 0
        whole = left + right
        return written(whole, offset, exact=False) if len(whole) <= MAX_TEXT else UNKNOWN
    if operator == "+" and isinstance(left, tuple) and isinstance(right, tuple):
        return left + right if len(left) + len(right) < MAX_ITEMS else UNKNOWN
    if type(left) is int and type(right) is int and operator in _ARITHMETIC:
        return _ARITHMETIC[operator](left, right)
    return UNKNOWN


_ARITHMETIC: Mapping[str, Callable[[int, int], int]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
}


def of_literal(receiver: Value, name: str, arguments: tuple[Value, ...]) -> Value:
    """Return what a method of a literal gives."""
    if isinstance(receiver, Mapping):
        if name in ("keys", "values"):
            return tuple(receiver) if name == "keys" else tuple(receiver.values())
        if name in ("[]", "fetch") and len(arguments) == 1 and isinstance(arguments[0], str | int):
            return receiver.get(str(arguments[0]), UNKNOWN)
    if isinstance(receiver, tuple) and not arguments and receiver:
        return {"first": receiver[0], "last": receiver[-1]}.get(name, UNKNOWN)
    return UNKNOWN
