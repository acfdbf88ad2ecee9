"""What Django does at the end of a migration: foreign keys and indexes of what it has created."""

from collections.abc import Iterable

from deploylint.facts.operations import Operation


class Deferred:
    """Operations that wait, found by the tables that they touch."""

    def __init__(self) -> None:
        """Start with nothing that waits."""
        self._waiting: dict[int, Operation] = {}
        self._of_table: dict[str, set[int]] = {}
        self._next = 0

    def add(self, operation: Operation) -> None:
        """Let an operation wait."""
        self._put(self._next, operation)
        self._next += 1

    def operations(self) -> tuple[Operation, ...]:
        """Return what waits, in order."""
        return tuple(operation for _, operation in sorted(self._waiting.items()))

    def without_table(self, table: str) -> None:
        """Forget what touches a table, or refers to it: it has been dropped."""
        for number in self._touching(table):
            self._take(number)

    def without_column(self, table: str, column: str) -> None:
        """Forget what needs a column: it has been dropped."""
        for number in self._touching(table):
            waiting = self._waiting[number]
            if waiting.table == table and column in waiting.columns:
                self._take(number)

    def rename_table(self, old: str, new: str) -> None:
        """Follow a table to its new name."""
        for number in self._touching(old):
            waiting = self._take(number)
            renamed = waiting._replace(
                table=new if waiting.table == old else waiting.table,
                references=new if waiting.references == old else waiting.references,
                name=None,  # it is made of the name of the table
            )
            self._put(number, renamed)

    def rename_column(self, table: str, old: str, new: str) -> None:
        """Follow a column to its new name."""
        for number in self._touching(table):
            waiting = self._waiting[number]
            if waiting.table == table and old in waiting.columns:
                columns = tuple(new if one == old else one for one in waiting.columns)
                self._put(number, waiting._replace(columns=columns, name=None))

    def _touching(self, table: str) -> Iterable[int]:
        return sorted(self._of_table.get(table, ()))

    def _put(self, number: int, operation: Operation) -> None:
        self._waiting[number] = operation
        for table in (operation.table, operation.references):
            if table is not None:
                self._of_table.setdefault(table, set()).add(number)

    def _take(self, number: int) -> Operation:
        operation = self._waiting.pop(number)
        for table in (operation.table, operation.references):
            if table is not None:
                self._of_table.get(table, set()).discard(number)
        return operation
