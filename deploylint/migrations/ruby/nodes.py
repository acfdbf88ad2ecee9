"""What a Ruby file says, as far as migrations need it: expressions and statements."""

from typing import NamedTuple


class Pair(NamedTuple):
    """A key and its value; a key of None is a `**` splat."""

    key: "Node | None"
    value: "Node"


class Text(NamedTuple):
    """A string: `body` is the offset of its content, which stands there as it is if `exact`."""

    start: int
    end: int
    parts: "tuple[str | Body, ...]"
    body: int
    exact: bool


class Symbol(NamedTuple):
    """A symbol."""

    start: int
    end: int
    parts: "tuple[str | Body, ...]"


class Plain(NamedTuple):
    """A number, `true`, `false` or `nil`."""

    start: int
    end: int
    value: int | float | bool | None


class Items(NamedTuple):
    """A list."""

    start: int
    end: int
    items: "tuple[Node, ...]"


class Table(NamedTuple):
    """A hash."""

    start: int
    end: int
    pairs: tuple[Pair, ...]


class Const(NamedTuple):
    """A constant, with what it is inside of: `ActiveRecord::Base`."""

    start: int
    end: int
    name: str


class Block(NamedTuple):
    """`{ |a, b| ... }` or `do |a, b| ... end`, or a lambda."""

    start: int
    end: int
    params: tuple[str, ...]
    body: "Body"


class Call(NamedTuple):
    """A call of a method, or a local variable: without `arguments` that cannot be told."""

    start: int
    end: int
    receiver: "Node | None"
    name: str
    arguments: "tuple[Node, ...]" = ()
    options: tuple[Pair, ...] = ()
    block: Block | None = None
    bare: bool = True


class Binary(NamedTuple):
    """Two values and an operator between them."""

    start: int
    end: int
    operator: str
    left: "Node"
    right: "Node"


class Other(NamedTuple):
    """An expression whose value is not computed here, with what it is made of."""

    start: int
    end: int
    inside: "tuple[Node, ...]" = ()


class Splat(NamedTuple):
    """`*list`, `&block` or `**options` in a place where it is not taken apart."""

    start: int
    end: int
    value: "Node"


class Assign(NamedTuple):
    """`name = value`; `name` is None where something else is assigned to."""

    start: int
    end: int
    name: str | None
    operator: str
    value: "Node"


class Choice(NamedTuple):
    """`if`, `unless`, `case`, `? :`: at most one of the branches runs.

    `negated` is `unless`. `whole` says that one certainly runs.
    """

    start: int
    end: int
    condition: "Node | None"
    branches: "tuple[Body, ...]"
    negated: bool = False
    whole: bool = False


class Loop(NamedTuple):
    """`while`, `until` and `for`."""

    start: int
    end: int
    body: "Body"


class Guarded(NamedTuple):
    """`begin ... rescue ... ensure ... end`."""

    start: int
    end: int
    body: "Body"
    rescues: "tuple[Body, ...]" = ()
    ensure: "Body" = ()


class Jump(NamedTuple):
    """`return`, `next`, `break`, `redo` or `retry`."""

    start: int
    end: int
    word: str
    value: "Node | None" = None


class Method(NamedTuple):
    """`def name`; `own` is `def self.name`."""

    start: int
    end: int
    name: str
    own: bool
    params: tuple[str, ...]
    body: "Body"


class Space(NamedTuple):
    """A class or module: its name, its superclass as it is written, and what is in it."""

    start: int
    end: int
    name: str
    parent: str
    body: "Body"


Node = (
    Text
    | Symbol
    | Plain
    | Items
    | Table
    | Const
    | Block
    | Call
    | Binary
    | Other
    | Splat
    | Assign
    | Choice
    | Loop
    | Guarded
    | Jump
    | Method
    | Space
)

Body = tuple[Node, ...]
