"""One call of a directive of Alembic: its arguments, and what they are."""

import ast
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from deploylint.facts.operations import Does
from deploylint.migrations.alembic.place import Place, Thing
from deploylint.migrations.alembic.run import Node, Run
from deploylint.migrations.names import qualified
from deploylint.migrations.python.asttext import Text
from deploylint.migrations.python.astvalues import UNKNOWN


class UnreadableError(Exception):
    """An argument cannot be told; the text completes "cannot be read: ..."."""


class Directive(NamedTuple):
    """A call with its arguments by name; `rest` are those behind the positional ones.

    In a batch `table` is the batch's table.
    """

    run: Run
    place: Place
    node: ast.Call
    given: Mapping[str, ast.expr]
    rest: tuple[ast.expr, ...] = ()
    table: str | None = None

    def name(self, parameter: str, what: str) -> str | None:
        """Return the name that an argument is; None is None. Raises UnreadableError."""
        node = self.given.get(parameter)
        if node is None:
            return None
        value = name_of(self.place.thing(node))
        if value is UNKNOWN:
            raise UnreadableError(f"the name of the {what} is computed")
        return None if value is None else str(value)

    def named_table(self, parameter: str = "table_name", schema: str = "schema") -> str | None:
        """Return the table that an argument names, with its schema. Raises UnreadableError."""
        if self.table is not None:
            return self.table
        name = self.name(parameter, "table")
        prefix = self.name(schema, "schema")
        if name is None:
            return None
        return qualified((prefix, name) if prefix else (name,))

    def is_on(self, option: str) -> bool:
        """Say whether an option is given and true. Raises UnreadableError."""
        value = self.value(option)
        if value is UNKNOWN:
            raise UnreadableError(f"the option {option} is computed")
        return bool(value)

    def value(self, option: str) -> object:
        """Return the value of an option, None where it is not given."""
        return self.place.literal(self.given[option]) if option in self.given else None

    def thing(self, parameter: str) -> Thing | None:
        """Return the expression that an argument is."""
        return self.place.thing(self.given[parameter]) if parameter in self.given else None

    def columns(self, parameter: str) -> tuple[str, ...]:
        """Return names of columns; expressions are left out. Raises UnreadableError."""
        node = self.given.get(parameter)
        if node is None:
            return ()
        thing = self.place.thing(node)
        value = self.place.literal(node)
        if isinstance(value, Text):
            return (str(value),)
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            return tuple(map(str, value))
        if not isinstance(thing.node, ast.List | ast.Tuple):
            raise UnreadableError("the columns are computed")
        names = (name_of(thing.place.thing(one), ("f", "quoted_name")) for one in thing.node.elts)
        return tuple(str(name) for name in names if isinstance(name, str))

    def emit(self, does: Does, node: Node | None = None, **more: Any) -> None:  # noqa: ANN401  # fields of Operation
        """Add an operation, which is the call unless `node` says otherwise."""
        self.run.emit(does, node or self.node, **more)


_NAMING = ("f", "quoted_name", "conv", "text", "literal_column")


def name_of(thing: Thing, made_by: Collection[str] = _NAMING) -> object:
    """Return a name: a string, what `op.f` and `quoted_name` make of one, None, or UNKNOWN."""
    node, place = thing
    if isinstance(node, ast.Call) and node.args:
        called = place.dotted(node.func).rpartition(".")[2]
        method = node.func.attr if isinstance(node.func, ast.Attribute) else called
        if method in made_by:
            return place.text(node.args[0]) or UNKNOWN
    value = place.literal(node)
    return value if isinstance(value, str | None) else UNKNOWN


def bound(
    node: ast.Call,
    names: tuple[str, ...],
    aliases: Mapping[str, Collection[str]],
    *,
    takes_more: bool,
) -> tuple[dict[str, ast.expr], tuple[ast.expr, ...]]:
    """Return the arguments of a call by name, and the positional ones that have no name.

    `aliases` are what old versions called a parameter. Raises UnreadableError where `*` or `**`
    hide arguments, and where there are too many.
    """
    starred = [isinstance(one, ast.Starred) for one in node.args]
    hidden = any(one.arg is None for one in node.keywords) and not takes_more
    if hidden or any(starred[: len(names)]):
        raise UnreadableError("arguments are hidden behind * or **")
    if len(node.args) > len(names) and not takes_more:
        raise UnreadableError("there are more arguments than Alembic takes")
    given = dict(zip(names, node.args, strict=False))
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        known = [
            name for name in aliases.get(keyword.arg, ()) if name in names and name not in given
        ]
        given[known[0] if known else keyword.arg] = keyword.value
    return given, tuple(node.args[len(names) :])
