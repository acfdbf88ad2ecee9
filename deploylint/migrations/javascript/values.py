"""What expressions of a migration in JavaScript stand for, as far as it can be told by reading."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from deploylint.facts.operations import Dialect, Operation
from deploylint.migrations.javascript.tree import Constant, Function, Node, Span, Text
from deploylint.model.location import Location

HOLE = "q__computed__q"
"""Stands in a text for a part that is computed."""

MOST_ITEMS = 300
"""Longer lists are not gone through one by one."""


class Unknown(NamedTuple):
    """A value that is not known; `path` are the names that lead to it, none when it has none.

    `arguments` are those of the call that gave it.
    """

    path: tuple[str, ...] = ()
    arguments: "tuple[Value, ...]" = ()


class List:
    """An array; without `complete` more may be in it."""

    def __init__(self, items: "Sequence[Value]", *, complete: bool = True) -> None:
        """Hold the items."""
        self.items = list(items)
        self.complete = complete

    def is_short(self) -> bool:
        """Say whether it is known whole and can be gone through item by item."""
        return self.complete and len(self.items) <= MOST_ITEMS


class Map:
    """An object; without `complete` it may hold more, or other values."""

    def __init__(self, entries: "dict[str, Value]", span: Span, *, complete: bool = True) -> None:
        """Hold the entries, as they are written at `span`."""
        self.entries = entries
        self.span = span
        self.complete = complete


class Scope:
    """The names that a piece of code sees."""

    def __init__(self, outer: "Scope | None" = None, this: "Host | None" = None) -> None:
        """Hold no names yet; `this` is that of the function.

        `conditions` counts those under which a name was declared.
        """
        self.names: dict[str, Value] = {}
        self.conditions: dict[str, int] = {}
        self.outer = outer
        self.this: Host | None = this
        if this is None and outer is not None:
            self.this = outer.this

    def holder(self, name: str) -> "Scope | None":
        """Return the scope that declares a name."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = scope.outer
        return scope


class Closure(NamedTuple):
    """A function, and the names it sees."""

    function: Function
    scope: Scope


class Call(NamedTuple):
    """A call of a method: `span` goes from its name to the end of its arguments."""

    name: str
    arguments: "tuple[Value, ...]"
    span: Span

    def argument(self, index: int) -> "Value | None":
        """Return an argument, None when it is not given."""
        return self.arguments[index] if index < len(self.arguments) else None


class Host:
    """A thing that the tool hands to a migration: calls of its methods reach the database."""

    def get(self, _run: "Machine", name: str) -> "Value":
        """Return what `host.name` is; a method by default."""
        return Bound(self, name)

    def call(self, run: "Machine", call: Call) -> "Value":
        """Do what `host.name(...)` does, or `host(...)` when the name is empty."""
        run.opaque(call.span, f"what {call.name or 'this'} does is not known")
        return Unknown()

    def awaited(self) -> "Value":
        """Return what waiting for it gives."""
        return self

    def settle(self, run: "Machine") -> None:
        """Note what a chain of calls has put together, now that the chain ends."""


class Bound(Host):
    """A method that was taken off its host, such as `const { query } = queryRunner`."""

    def __init__(self, host: Host, name: str) -> None:
        """Remember the host."""
        self.host = host
        self.name = name

    def get(self, _run: "Machine", name: str) -> "Value":
        """Return what the method has: `bind`, `call`."""
        return Bound(self, name)

    def call(self, run: "Machine", call: Call) -> "Value":
        """Call the method."""
        if not call.name:
            return self.host.call(run, call._replace(name=self.name))
        if call.name == "bind":
            return self
        return super().call(run, call)


Value = Text | Constant | List | Map | Closure | Host | Unknown


class Machine(Protocol):
    """What runs a migration for its operations, as hosts see it."""

    dialect: Dialect | None

    def at(self, span: Span) -> Location:
        """Return the place of a span."""

    def snippet(self, span: Span) -> str:
        """Return the start of the code at a span, on one line."""

    def emit(self, operation: Operation) -> None:
        """Note an operation."""

    def opaque(self, span: Span, why: str) -> None:
        """Note something that cannot be read."""

    def begin(self) -> None:
        """Open a transaction."""

    def end(self) -> None:
        """End a transaction."""

    def transaction(self) -> AbstractContextManager[None]:
        """Note what runs inside a transaction."""

    def is_conditional(self) -> bool:
        """Say whether the code that runs now may not run."""

    def restates(self, places: Iterable[Location]) -> None:
        """Remember the places of operations that say a whole column anew."""

    def sql(self, value: "Value | None", span: Span) -> None:
        """Note what SQL does that is run by the call at `span`."""

    def evaluate(self, node: Node, scope: Scope) -> "Value":
        """Return what an expression gives."""

    def invoke(self, closure: Closure, arguments: Sequence[Value]) -> Value:
        """Call a function."""

    def guarded(self, closure: Closure, arguments: Sequence[Value]) -> None:
        """Call a function that may be called any number of times."""

    def capture(self, closure: Closure, arguments: Sequence[Value]) -> list[Operation]:
        """Call a function and return its operations instead of noting them."""


def plain(value: "Value | None") -> str | None:
    """Return a string that is known whole."""
    if isinstance(value, Text) and HOLE not in value.text:
        return value.text
    return None


def texts(value: "Value | None") -> tuple[str, ...] | None:
    """Return a list of strings, or one string as a list, None when not all are known."""
    if isinstance(value, Text):
        found = plain(value)
        return None if found is None else (found,)
    if not isinstance(value, List) or not value.complete:
        return None
    known = [plain(item) for item in value.items]
    kept = tuple(one for one in known if one is not None)
    return kept if len(kept) == len(known) else None


def entry(value: "Value | None", key: str) -> "Value | None":
    """Return an entry of an object, None when it has none or is no object."""
    return value.entries.get(key) if isinstance(value, Map) else None


def is_true(value: "Value | None") -> bool | None:
    """Say whether a value counts as true; None when it is not known."""
    if value is None:
        return False
    if isinstance(value, Constant):
        return bool(value.value)
    return plain(value) != "" if isinstance(value, Text) else None


def is_nothing(value: "Value | None") -> bool:
    """Say whether a value is not given, `null` or `undefined`."""
    return value is None or (isinstance(value, Constant) and value.value is None)
