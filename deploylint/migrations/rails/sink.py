"""Where the operations of a migration of Rails go: at once, or recorded and taken back.

`ActiveRecord::Migration#revert` and `CommandRecorder`: while `change` is rolled back, known calls
are recorded and made in the other order, each inverted; a call that has no inverse ends the
rollback while it is recorded, before anything is taken back. Calls that are not recorded are made
as they stand, in both directions.
"""

from collections.abc import Iterable

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.rails.commands import Command, Tool
from deploylint.migrations.rails.inverse import RECORDED, IrreversibleError, inverse
from deploylint.migrations.rails.ops import operations

_AGAIN = "Rails does not record `add_columns`, so that a rollback adds the columns once more"


class Sink:
    """Collects operations; with `recording`, calls are recorded, inverted if `reverting`."""

    def __init__(self, tool: Tool, *, recording: bool = False, reverting: bool = False) -> None:
        """Begin without operations."""
        self.tool = tool
        self.recording = recording
        self.reverting = reverting
        self.now: list[Operation] = []
        self.recorded: list[tuple[Operation, ...]] = []

    def nested(self, *, reverting: bool) -> "Sink":
        """Return a sink for a block that is recorded, inverted or not."""
        return Sink(self.tool, recording=True, reverting=reverting)

    def direct(self) -> "Sink":
        """Return a sink for a block that runs as it stands."""
        return Sink(self.tool)

    def make(self, command: Command, done: Iterable[Operation] | None = None) -> None:
        """Take a call; `done` is what it does, where the call alone does not say it."""
        if not self.recording or command.name not in RECORDED:
            made = operations(command, self.tool) if done is None else tuple(done)
            if command.name == "add_columns" and self.reverting:
                made = tuple(one._replace(fails=_AGAIN) for one in made)
            self.now.extend(made)
        elif not self.reverting:
            known = operations(command, self.tool) if done is None else tuple(done)
            self.recorded.append(known)
        else:
            self._revert(command)

    def _revert(self, command: Command) -> None:
        try:
            self.recorded.append(operations(inverse(command), self.tool))
        except IrreversibleError as error:
            why = f"`{command.name}` cannot be taken back: {error}; ActiveRecord raises"
            table = command.arg(0)
            self.now.append(
                command.op(Does.IRREVERSIBLE)._replace(
                    why=f"{why} IrreversibleMigration",
                    table=str(table) if isinstance(table, str) else None,
                )
            )

    def block(self, done: Iterable[Operation]) -> None:
        """Take what a block does as a whole, in its place."""
        if self.recording:
            self.recorded.append(tuple(done))
        else:
            self.now.extend(done)

    def turned(self, inner: "Sink") -> None:
        """Take what a `revert` block recorded."""
        self.now.extend(inner.now)
        for done in reversed(inner.recorded):
            self.block(done)

    def result(self) -> tuple[Operation, ...]:
        """Return all operations in the order in which they are made."""
        return (*self.now, *(one for done in reversed(self.recorded) for one in done))
