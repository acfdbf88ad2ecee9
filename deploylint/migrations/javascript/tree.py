"""What a file of JavaScript or TypeScript says, as a tree without its types.

`span` is the pair of offsets from where a thing begins to where it ends. What holds other nodes is
a dataclass: mypy compares NamedTuples member by member, and of a tree that refers to itself it does
not get to an end.
"""

from dataclasses import dataclass
from typing import NamedTuple

Span = tuple[int, int]


class Piece(NamedTuple):
    """Where a part of a text comes from: `exact` if it is written there letter by letter."""

    at: int
    source: int
    exact: bool


class Text(NamedTuple):
    """A string; `pieces` lead from offsets of its text back to the file."""

    text: str
    span: Span
    pieces: tuple[Piece, ...]


class Constant(NamedTuple):
    """A number, a boolean, `null` or `undefined` (both None)."""

    value: float | bool | None
    span: Span


class Name(NamedTuple):
    """A name by itself."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Template:
    """A template literal: one text more than holes."""

    texts: tuple[Text, ...]
    holes: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Array:
    """An array literal."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Spread:
    """`...value`, in an array, an object or a call."""

    value: "Node"
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an object literal; a `key` of None is computed or spread."""

    key: str | None
    value: "Node"
    span: Span


@dataclass(frozen=True, slots=True)
class Object:
    """An object literal."""

    entries: tuple[Entry, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a value is bound to: `name`, or `keys` of an object, or `items` of an array."""

    name: str | None = None
    keys: tuple[tuple[str, "Pattern"], ...] = ()
    items: tuple["Pattern", ...] = ()
    default: "Node | None" = None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A function, an arrow function or a method; `body` is a block or an expression."""

    name: str | None
    parameters: tuple[Pattern, ...]
    body: "Node"
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: `.name`, `[key]` or `(arguments)`."""

    name: str | None
    key: "Node | None"
    arguments: "tuple[Node, ...] | None"
    span: Span


@dataclass(frozen=True, slots=True)
class Chain:
    """`base.a.b(c)[d]`, and the `new` before it."""

    base: "Node"
    links: tuple[Link, ...]
    span: Span
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Await:
    """`await value`."""

    value: "Node"
    span: Span


@dataclass(frozen=True, slots=True)
class Sum:
    """`a + b + c`."""

    parts: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Several:
    """Expressions that are all evaluated, and whose result is not followed."""

    parts: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Choice:
    """`test ? yes : no`, `test && yes`, `test || no`."""

    test: "Node"
    branches: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`; the target None when it is neither a name nor a chain of names."""

    target: tuple[str, ...] | None
    value: "Node"
    span: Span


class Unreadable(NamedTuple):
    """Code that is not understood; `words` are the names in it."""

    why: str
    words: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """Statements in order."""

    body: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Declare:
    """`const pattern = value`, or an import (then the value is None)."""

    pattern: Pattern
    value: "Node | None"
    span: Span
    is_constant: bool = True


@dataclass(frozen=True, slots=True)
class Return:
    """`return value`."""

    value: "Node | None"
    span: Span


@dataclass(frozen=True, slots=True)
class Throw:
    """`throw value`."""

    value: "Node"
    span: Span


class Leave(NamedTuple):
    """`break` or `continue`."""

    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """A condition; a switch has one branch for each case."""

    test: "Node"
    branches: tuple["Node", ...]
    is_whole: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Loop:
    """Any loop; `binding` and `values` are those of `for (binding of values)`."""

    binding: Pattern | None
    values: "Node | None"
    head: tuple["Node", ...]
    body: "Node"
    span: Span


@dataclass(frozen=True, slots=True)
class Try:
    """`try`, with `catch` and `finally` where they are written."""

    body: "Node"
    handler: "Node | None"
    final: "Node | None"
    span: Span


@dataclass(frozen=True, slots=True)
class Class:
    """A class: its methods, its fields with a value, and what it implements."""

    name: str | None
    methods: tuple[Function, ...]
    fields: tuple[tuple[str, "Node"], ...]
    parents: frozenset[str]
    span: Span


@dataclass(frozen=True, slots=True)
class Export:
    """`export` before a declaration, or `export default value` (then `is_default`)."""

    value: "Node"
    is_default: bool
    span: Span


Node = (
    Text
    | Constant
    | Name
    | Template
    | Array
    | Spread
    | Object
    | Function
    | Chain
    | Await
    | Sum
    | Several
    | Choice
    | Assign
    | Unreadable
    | Block
    | Declare
    | Return
    | Throw
    | Leave
    | If
    | Loop
    | Try
    | Class
    | Export
)
"""Anything that stands in a file."""
