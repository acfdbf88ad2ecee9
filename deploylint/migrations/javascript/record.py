"""What is noted while a migration in JavaScript is followed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from deploylint.migrations.javascript.scan import Source
from deploylint.migrations.javascript.sql import read_text
from deploylint.migrations.javascript.tree import Span, Text
from deploylint.migrations.javascript.values import Value, entry
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

MOST_STEPS = 60_000
"""How many expressions are looked at before a script counts as too long to follow."""

DEEPEST = 60
"""How deep expressions and calls may nest while they are followed."""

SHOWN = 80
"""The longest piece of code that names an operation."""


class TooMuchError(Exception):
    """The code does too much to follow it."""


class Record:
    """The operations of a script in order, and under which conditions they run.

    `outside` counts those that run outside of a transaction that the script itself opens.
    `restated` are the places of operations that say a whole column anew, changed or not.
    """

    def __init__(self, source: Source, dialect: Dialect | None) -> None:
        """Begin with nothing; `dialect` is the one that settings name."""
        self.source = source
        self.dialect = dialect
        self.proved: set[Dialect] = set()
        self.operations: list[Operation] = []
        self.problems: list[Finding] = []
        self.restated: set[Location] = set()
        self.conditions = 0
        self.transactions = 0
        self.outside = 0
        self.steps = 0
        self.depth = 0

    def at(self, span: Span) -> Location:
        """Return the place of a span."""
        return self.source.at(*span)

    def snippet(self, span: Span) -> str:
        """Return the start of the code at a span, on one line."""
        written = " ".join(self.source.text[span[0] : min(span[1], span[0] + 4 * SHOWN)].split())
        return written if len(written) <= SHOWN else f"{written[: SHOWN - 1]}…"

    def emit(self, operation: Operation) -> None:
        """Note an operation."""
        if self.conditions:
            operation = operation._replace(flags=operation.flags | {Flag.CONDITIONAL})
        self.outside += self.transactions == 0
        self.operations.append(operation)

    def opaque(self, span: Span, why: str) -> None:
        """Note something that cannot be read."""
        at, text = self.at(span), self.snippet(span)
        self.emit(Operation(does=Does.OPAQUE, at=at, why=why, text=text))

    def begin(self) -> None:
        """Open a transaction."""
        self.transactions += 1

    def end(self) -> None:
        """End a transaction."""
        self.transactions = max(self.transactions - 1, 0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Note what runs inside a transaction."""
        before, self.transactions = self.transactions, self.transactions + 1
        try:
            yield
        finally:
            self.transactions = before

    def is_conditional(self) -> bool:
        """Say whether the code that runs now may not run."""
        return self.conditions > 0

    def restates(self, places: Iterable[Location]) -> None:
        """Remember the places of operations that say a whole column anew."""
        self.restated.update(places)

    def sql(self, value: Value | None, span: Span) -> None:
        """Note what SQL does that is run by the call at `span`."""
        value = entry(value, "query") or value
        if not isinstance(value, Text):
            self.opaque(span, "the SQL is computed")
            return
        found = read_text(value, self.source, self.dialect)
        self.problems += found.problems
        if self.dialect is None and found.dialect is not None:
            self.proved.add(found.dialect)
        for operation in found.operations:
            self.emit(operation)

    @contextmanager
    def conditional(self) -> Iterator[None]:
        """Note what may or may not run."""
        self.conditions += 1
        try:
            yield
        finally:
            self.conditions -= 1

    def doubt(self, first: int) -> None:
        """Say of the operations from `first` on that they may not have run to their end."""
        kept = [one for one in self.operations[first:] if one.does is not Does.RAISE]
        self.operations[first:] = [
            one._replace(flags=one.flags | {Flag.CONDITIONAL}) for one in kept
        ]

    @contextmanager
    def step(self) -> Iterator[None]:
        """Count what is followed, and how deep."""
        self.steps += 1
        self.depth += 1
        try:
            if self.steps > MOST_STEPS:
                raise TooMuchError("it does too much to be followed")
            if self.depth > DEEPEST:
                raise TooMuchError("it is nested too deeply")
            yield
        finally:
            self.depth -= 1
