"""The text of an operation as its file has it."""

from functools import lru_cache

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Operation
from deploylint.model.secrets import MASK

_ENOUGH = 20_000
"""Characters of a statement that are looked at."""


def source_of(migration: Migration, operation: Operation) -> str:
    """Return the statement or call of an operation; of what no file shows, how people name it."""
    text = migration.texts.get(operation.at.file)
    at = operation.at
    if text is None or at.end_line is None or at.end_column is None:
        return operation.text
    starts = _starts(text)
    if not 1 <= at.line <= at.end_line <= len(starts):
        return operation.text
    begin, end = starts[at.line - 1] + at.column - 1, starts[at.end_line - 1] + at.end_column - 1
    return text[begin : min(end, begin + _ENOUGH)]


def statement_of(migration: Migration, operation: Operation) -> str:
    """Return the statement of an operation: as people name it if that is whole, else its source.

    In a program, only the text that people are shown has its names filled in; but it is short, and
    hides secrets.
    """
    whole = not operation.text.endswith("…") and MASK not in operation.text
    if operation.text and whole:
        return operation.text
    return source_of(migration, operation)


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    """Return the offsets at which lines begin, as `Location` counts lines."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return tuple(starts)
