"""A call of a migration of Rails, with the values that are known of it."""

from collections.abc import Mapping
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.rails.literals import Code, Unknown, Value
from deploylint.migrations.rails.names import table_name
from deploylint.model.location import Location


class ComputedError(Exception):
    """Something that has to be known of a call is computed."""


class Tool(NamedTuple):
    """What the meaning of a call depends on: the database and the version of `Migration[7.1]`."""

    dialect: Dialect | None = None
    version: tuple[int, int] = (99, 0)


class Command(NamedTuple):
    """One call: `inner` is what the block of a `create_table` says, in calls of the same kind."""

    name: str
    args: tuple[Value, ...]
    options: Mapping[str, Value]
    at: Location
    text: str
    inner: "tuple[Command, ...]" = ()
    has_block: bool = False
    conditional: bool = False

    def op(self, does: Does) -> Operation:
        """Return an operation of this call."""
        flags = frozenset((Flag.CONDITIONAL,)) if self.conditional else frozenset()
        return Operation(does=does, at=self.at, flags=flags, text=self.text)

    def opaque(self, why: str) -> Operation:
        """Return that the call cannot be read."""
        return self.op(Does.OPAQUE)._replace(why=why)

    def arg(self, index: int) -> Value:
        """Return an argument, None where it is not given."""
        return self.args[index] if index < len(self.args) else None

    def table(self, index: int = 0) -> str:
        """Return the name of a table; raise ComputedError where it is computed."""
        return table_name(self.word(index, "the name of the table"))

    def word(self, index: int, what: str) -> str:
        """Return an argument that is a text; `what` says what it is."""
        value = self.arg(index)
        if isinstance(value, str):
            return str(value)
        missing = index >= len(self.args)
        raise ComputedError(f"{what} is {'not given' if missing else 'computed'}")

    def option(self, name: str) -> str | None:
        """Return an option that is a text, None where it is not given."""
        value = self.options.get(name)
        if isinstance(value, Unknown):
            raise ComputedError(f"the option `{name}` is computed")
        return str(value) if isinstance(value, str) else None

    def on(self, name: str) -> bool:
        """Say whether an option is set to true."""
        return self.options.get(name) is True

    def existence(self) -> frozenset[Flag]:
        """Return what `if_exists:` and `if_not_exists:` say."""
        flags = {"if_exists": Flag.IF_EXISTS, "if_not_exists": Flag.IF_NOT_EXISTS}
        return frozenset(flag for name, flag in flags.items() if self.on(name))


def listing(value: Value) -> tuple[Value, ...] | None:
    """Return the items of a list, None for what is none."""
    if isinstance(value, tuple) and not isinstance(value, Unknown | Code):
        return value
    return None


def names(value: Value, what: str) -> tuple[str, ...]:
    """Return one or several names; raise ComputedError where one is computed."""
    items = listing(value)
    found = (value,) if items is None else items
    words = tuple(str(one) for one in found if isinstance(one, str))
    if len(words) < len(found):
        raise ComputedError(f"{what} is computed")
    return words
