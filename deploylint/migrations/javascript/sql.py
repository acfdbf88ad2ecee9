"""SQL in strings of JavaScript, read with its true places.

A part that is computed does no harm inside a string of the SQL, or as a value that is compared,
inserted or set. Anywhere else the statement is opaque.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.javascript.scan import Source
from deploylint.migrations.javascript.tree import Text
from deploylint.migrations.javascript.values import HOLE
from deploylint.migrations.sql.lexer import tokens
from deploylint.migrations.sql.recognise import Recognised, read_sql
from deploylint.migrations.sql.tokens import Kind, SqlText
from deploylint.model.location import Location

VALUE_BEFORE = frozenset(
    (
        *("=", "<", ">", "<=", ">=", "<>", "!=", "(", ",", "||", "+", "*", "/", "->", "->>"),
        *("IN", "LIKE", "ILIKE", "THEN", "ELSE", "AND", "LIMIT", "BETWEEN"),
    ),
)
WITH_VALUES = frozenset((Does.INSERT, Does.UPDATE, Does.DELETE, Does.READ, Does.SETTING))
COMPUTED = "a part of the SQL is computed"


class Places:
    """Where lines and columns of a text stand in its file."""

    def __init__(self, text: Text, source: Source) -> None:
        """Look up places of `text` in `source`."""
        self.pieces = text.pieces
        self.span = text.span
        self.source = source
        self.firsts = [piece.at for piece in text.pieces]
        self.lines = [0, *(match.end() for match in re.finditer(r"\n", text.text))]

    def moved(self, at: Location) -> Location:
        """Return the place in the file of a place in the text."""
        start = self._offset(at.line, at.column)
        if at.end_line is None or at.end_column is None:
            return self.source.at(self._source(start), self._source(start) + 1)
        end = self._offset(at.end_line, at.end_column)
        first, last = self._source(start), self._source(max(start, end - 1)) + 1
        return self.source.at(first, max(first + 1, last))

    def _offset(self, line: int, column: int) -> int:
        return self.lines[min(max(line, 1), len(self.lines)) - 1] + max(column, 1) - 1

    def _source(self, offset: int) -> int:
        if not self.pieces:
            return self.span[0]
        piece = self.pieces[max(bisect_right(self.firsts, offset) - 1, 0)]
        return piece.source + (max(offset - piece.at, 0) if piece.exact else 0)


def read_text(text: Text, source: Source, dialect: Dialect | None) -> Recognised:
    """Return what the SQL in a string does."""
    found = read_sql(SqlText(text=text.text, path=source.path), dialect)
    places = Places(text, source)
    doubtful = set(_doubtful(text.text, found.dialect))
    lines = places.lines
    operations = []
    for one in found.operations:
        first = lines[min(one.at.line, len(lines)) - 1] + one.at.column - 1
        last = lines[min(one.at.end_line or one.at.line, len(lines)) - 1]
        inside = range(first, last + (one.at.end_column or one.at.column))
        is_known = not any(offset in inside for offset in doubtful) and _is_whole(one)
        operations.append(_placed(one, places, is_known=is_known))
    return found._replace(
        operations=tuple(operations),
        problems=tuple(
            one if one.at is None else one._replace(at=places.moved(one.at))
            for one in found.problems
        ),
    )


def _doubtful(text: str, dialect: Dialect | None) -> Iterator[int]:
    """Yield where a part is computed that may be more than a value."""
    if HOLE not in text:
        return
    before = ""
    for token in tokens(text, dialect).tokens:
        is_value = token.text == HOLE and before in VALUE_BEFORE
        if HOLE in token.text and token.kind is not Kind.STRING and not is_value:
            yield token.start
        before = token.upper


def _is_whole(operation: Operation) -> bool:
    """Say whether nothing of an operation but its text is computed."""
    said = repr(operation._replace(text="", at=Location("", 1, 1)))
    return HOLE not in said and (operation.does in WITH_VALUES or HOLE not in operation.text)


def _placed(operation: Operation, places: Places, *, is_known: bool) -> Operation:
    at, text = places.moved(operation.at), operation.text.replace(HOLE, "${...}")
    if is_known or operation.does is Does.OPAQUE:
        return operation._replace(at=at, text=text)
    return Operation(does=Does.OPAQUE, at=at, why=COMPUTED, text=text)
