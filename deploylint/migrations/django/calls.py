"""Calls in a migration of Django: what is called, and with which values."""

import ast
from collections.abc import Mapping
from typing import NamedTuple

from deploylint.migrations.python.ast import Source, arguments
from deploylint.migrations.python.astvalues import UNKNOWN, literal

NAMELESS = "#"
"""How the names begin of arguments by position whose parameter is not known."""

HOPS = 8
"""How many names of constants are followed to a call."""


class Call(NamedTuple):
    """A call: `path` is the dotted name with imports resolved, `name` its last part.

    `given` are the arguments by name of the parameter, None when `*args` or `**kwargs` hide them.
    """

    source: Source
    node: ast.Call
    path: str
    name: str
    given: Mapping[str, ast.expr] | None

    def value(self, name: str, default: object = None) -> object:
        """Return the value of an argument, UNKNOWN when it cannot be told."""
        if self.given is None:
            return UNKNOWN
        node = self.given.get(name)
        return default if node is None else value_of(self.source, node)

    def text(self, name: str) -> str | None:
        """Return the value of an argument that is a string, else None."""
        value = self.value(name)
        return str(value) if isinstance(value, str) else None

    def names(self, name: str) -> tuple[str, ...] | None:
        """Return the value of an argument that is a list of strings, else None."""
        return strings(self.value(name, ()))


def strings(value: object) -> tuple[str, ...] | None:
    """Return the strings of a list or tuple, None when it is not one of strings alone."""
    if not isinstance(value, list | tuple):
        return None
    found = tuple(str(one) for one in value if isinstance(one, str))
    return found if len(found) == len(value) else None


def value_of(source: Source, node: ast.expr) -> object:
    """Return the value of an expression, UNKNOWN when it cannot be told."""
    return node.value if isinstance(node, ast.Constant) else literal(source, node)


def resolved(source: Source, node: ast.expr | None) -> ast.expr | None:
    """Return the expression that a name of a constant of the module stands for, else itself."""
    for _ in range(HOPS):
        if not isinstance(node, ast.Name) or node.id not in source.constants:
            break
        node = source.constants[node.id]
    return node


def call_of(
    source: Source, node: ast.expr | None, parameters: Mapping[str, tuple[str, ...]]
) -> Call | None:
    """Return the call that an expression is.

    `parameters` are those that may be given by position, by the last part of the callee's name.
    """
    found = resolved(source, node)
    if not isinstance(found, ast.Call):
        return None
    path = source.dotted(found.func) or ""
    name = path.rpartition(".")[2]
    return Call(source, found, path, name, _given(found, parameters.get(name, ())))


def _given(call: ast.Call, names: tuple[str, ...]) -> Mapping[str, ast.expr] | None:
    """Return the arguments; those by position that have no name are `#0`, `#1` and so on."""
    more = tuple(f"{NAMELESS}{number}" for number in range(len(call.args) - len(names)))
    return arguments(call, (*names, *more))


def written(node: ast.expr) -> str:
    """Return an expression as text that is the same for the same expression."""
    try:
        return ast.dump(node)
    except RecursionError:
        return "nested too deeply to be compared"
