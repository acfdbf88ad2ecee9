"""Calls in a migration of Rails: which are operations, which run a block, which cannot be read."""

from collections.abc import Callable, Mapping

from deploylint.migrations.rails.commands import Command
from deploylint.migrations.rails.effects import Effects
from deploylint.migrations.rails.frame import End, Frame, TableBlock
from deploylint.migrations.rails.ops import READERS
from deploylint.migrations.rails.tables import table_commands
from deploylint.migrations.rails.types import KNOWN
from deploylint.migrations.rails.words import (
    ALIASES,
    CONCURRENT,
    IGNORED,
    ITERATING,
    READING,
    SQL,
    TABLE_CALLS,
    TRANSPARENT,
    WITH_BLOCK,
)
from deploylint.migrations.ruby.nodes import Block, Call, Node

_CONNECTIONS = ("connection", "lease_connection")


class Calls(Effects):
    """Reads calls; statements inside of blocks are read by who made it."""

    def call(self, node: Call, frame: Frame) -> End:
        """Go through a call."""
        receiver = node.receiver
        if receiver is None or _is_self(receiver):
            return self._own(node, frame)
        if isinstance(receiver, Call) and receiver.receiver is None:
            table = frame.tables.get(receiver.name)
            if table is not None:
                return self._of_table(node, table, frame)
            if receiver.name in frame.directions:
                return self._direction(node, frame)
        if isinstance(receiver, Call) and receiver.name in _CONNECTIONS:
            past = frame.immediate or receiver.receiver is not None
            return self._own(node, frame._replace(immediate=past))
        if node.block is None:
            return self.foreign(node, frame)
        return self._with_block(node, node.block, frame)

    def _with_block(self, node: Call, block: Block, frame: Frame) -> End:
        """Go through a call of something else that is given a block."""
        if node.name in ITERATING:
            return self.iterate(node, block, frame)
        if node.name == "transaction":
            return self.block(block, frame)
        return self.foreign(node, frame)

    def _own(self, node: Call, frame: Frame) -> End:
        """Go through a call of the migration itself or of its connection."""
        name = ALIASES.get(node.name, node.name)
        handler = _HANDLERS.get(name)
        if handler is not None:
            return handler(self, node, frame)
        if name in SQL and node.arguments:
            self.sql(node, frame)
        elif name in READERS:
            self._command(node, name, frame)
        elif name in TRANSPARENT or name == "transaction":
            return self.block(node.block, frame)
        elif (method := self.names.method(node.name)) is not None:
            return self.inline(method.name, node, frame)
        elif node.name in ITERATING and node.block is not None:
            return self.iterate(node, node.block, frame)
        elif name not in IGNORED | READING and name not in frame.local:
            self.unknown(node, f"what `{node.name}` does is not known", frame)
        return End.GOES_ON

    def _command(self, node: Call, name: str, frame: Frame) -> None:
        command = self.command(node, name, frame)
        if node.name in CONCURRENT:
            options = {"algorithm": "concurrently", **command.options}
            command = command._replace(options=options)
        if name in WITH_BLOCK and node.block is not None:
            into: list[Command] = []
            self._table_block(node.block, TableBlock(command.arg(0), into), frame)
            command = command._replace(inner=tuple(into))
        self.make(command, frame)

    def _table_block(self, block: Block, table: TableBlock, frame: Frame) -> None:
        tables = {**frame.tables, **dict.fromkeys(block.params[:1], table)}
        conditional = frame.conditional and table.into is None
        self.body(block.body, frame._replace(tables=tables, conditional=conditional))

    def _of_table(self, node: Call, table: TableBlock, frame: Frame) -> End:
        """Go through a call of the `t` of a block."""
        command = self.command(node, node.name, frame)
        if command.name in READING - KNOWN - frozenset(TABLE_CALLS):
            return End.GOES_ON
        for one in table_commands(command, table.table):
            if table.into is None:
                self.make(one, frame)
            else:
                table.into.append(one)
        return End.GOES_ON

    def change_table(self, node: Call, frame: Frame) -> End:
        """Go through `change_table`, whose calls are made one by one."""
        command = self.command(node, node.name, frame)
        if node.block is not None:
            self._table_block(node.block, TableBlock(command.arg(0)), frame)
        return End.GOES_ON

    def reversible(self, node: Call, frame: Frame) -> End:
        """Go through `reversible`, whose block runs as it stands in both directions."""
        if node.block is None:
            return End.GOES_ON
        inner = frame.sink.direct()
        inner.reverting = frame.sink.reverting
        names = frozenset(node.block.params[:1])
        self.body(node.block.body, frame._replace(sink=inner, directions=names))
        frame.sink.block(inner.result())
        return End.GOES_ON

    def _direction(self, node: Call, frame: Frame) -> End:
        """Go through `dir.up` or `dir.down`, if it is this direction."""
        if node.name == ("down" if frame.sink.reverting else "up"):
            inner = frame.sink.direct()
            self.block(node.block, frame._replace(sink=inner))
            frame.sink.block(inner.result())
        return End.GOES_ON

    def up_only(self, node: Call, frame: Frame) -> End:
        """Go through `up_only`."""
        if not frame.sink.reverting:
            inner = frame.sink.direct()
            self.block(node.block, frame._replace(sink=inner))
            frame.sink.block(inner.result())
        return End.GOES_ON

    def revert(self, node: Call, frame: Frame) -> End:
        """Go through `revert`, whose block is taken back when the migration goes up."""
        if node.arguments:
            self.unknown(node, "it reverts another migration", frame)
        if node.block is not None:
            inner = frame.sink.nested(reverting=not frame.sink.reverting)
            self.block(node.block, frame._replace(sink=inner))
            frame.sink.turned(inner)
        return End.GOES_ON


def _is_self(node: Node) -> bool:
    return isinstance(node, Call) and node.name == "self" and node.receiver is None


_HANDLERS: Mapping[str, Callable[[Calls, Call, Frame], End]] = {
    "change_table": Calls.change_table,
    "reversible": Calls.reversible,
    "up_only": Calls.up_only,
    "revert": Calls.revert,
    **dict.fromkeys(("raise", "fail", "abort", "exit"), Calls.refuse),
}
