"""What a statement of a migration of Rails stands in: variables, conditions, tables of blocks."""

from enum import IntEnum
from typing import NamedTuple

from deploylint.migrations.rails.commands import Command
from deploylint.migrations.rails.literals import UNKNOWN, Value
from deploylint.migrations.rails.sink import Sink
from deploylint.migrations.ruby.nodes import Assign, Block, Body, Call, Node

MAX_INLINED = 8
"""Methods of the class that call each other."""


class End(IntEnum):
    """How statements end: they go on, or what follows in the loop or method is left out."""

    GOES_ON = 0
    MAY_SKIP = 1
    SKIPS = 2
    MAY_END = 3
    ENDS = 4


class TableBlock(NamedTuple):
    """The `t` of a block: calls go into `into`, or, where that is None, are made at once."""

    table: Value
    into: list[Command] | None = None


class Frame(NamedTuple):
    """Where a statement stands.

    `tables` and `directions` are variables that hold a table or the argument of `reversible`.
    `quiet`: it has been said that this part cannot be read. `immediate`: calls go past a recorder.
    """

    sink: Sink
    local: dict[str, Value]
    tables: dict[str, TableBlock]
    directions: frozenset[str] = frozenset()
    conditional: bool = False
    quiet: bool = False
    immediate: bool = False
    methods: tuple[str, ...] = ()


def merged(ends: list[End], *, whole: bool) -> End:
    """Return how a choice between statements ends; `whole` if one of them certainly runs."""
    least = min(ends, default=End.GOES_ON)
    most = max(ends, default=End.GOES_ON)
    if whole and least is End.ENDS:
        return End.ENDS
    if whole and least >= End.SKIPS and most < End.MAY_END:
        return End.SKIPS
    if most >= End.MAY_END:
        return End.MAY_END
    return End.MAY_SKIP if most else End.GOES_ON


def bind(block: Block, values: tuple[Value, ...], local: dict[str, Value]) -> None:
    """Give the parameters of a block their values; what is not given is unknown."""
    if len(block.params) > 1 and len(values) == 1 and isinstance(values[0], tuple):
        values = values[0]
    for index, name in enumerate(block.params):
        local[name] = values[index] if index < len(values) else UNKNOWN


def assigned(body: Body) -> set[str]:
    """Return the names of variables that are assigned to anywhere in a body."""
    found: set[str] = set()
    waiting: list[object] = list(body)
    while waiting:
        one = waiting.pop()
        if isinstance(one, Assign) and one.name is not None:
            found.add(one.name)
        if isinstance(one, tuple):
            waiting.extend(part for part in one if isinstance(part, tuple))
    return found


def root(node: Node) -> Node:
    """Return what a chain of calls begins with."""
    while isinstance(node, Call) and node.receiver is not None:
        node = node.receiver
    return node


def links(node: Node) -> list[str]:
    """Return the names of the calls of a chain, the last first."""
    found = []
    while isinstance(node, Call):
        found.append(node.name)
        if node.receiver is None:
            break
        node = node.receiver
    return found
