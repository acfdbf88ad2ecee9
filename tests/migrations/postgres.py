"""PostgreSQL's own parser (libpg_query, through postgast), to compare with.

`differences` is the comparison: nothing in it means that both cut a text at the same characters.
Whoever compares more of a statement takes the parse trees from `parsed`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import pytest

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.lexer import tokens
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import Kind, SqlText, Statement, Token

# Not imported by name: mypy cannot read the stubs that come with it.
postgast: Any = pytest.importorskip("postgast")
Code: Any = postgast.pg_query_pb2.Token

Refused: type[Exception] = postgast.PgQueryError
"""PostgreSQL does not take the text: there is nothing to compare."""

_BETWEEN_PARTS = re.compile(r"[ \t\f\v]*[\n\r][ \t\n\r\f\v]*")
_SIGNS = frozenset(
    Code.Value(name)
    for name in Code.keys()  # noqa: SIM118  # it is no mapping
    if name.startswith("ASCII_")
    or name in ("TYPECAST", "DOT_DOT", "COLON_EQUALS", "EQUALS_GREATER", "LESS_EQUALS")
    or name in ("GREATER_EQUALS", "NOT_EQUALS", "Op")
)
_COMMENTS = frozenset((Code.SQL_COMMENT, Code.C_COMMENT))


class Parsed(NamedTuple):
    """One statement from its first character up to behind its last, and its tree (protobuf)."""

    start: int
    end: int
    tree: Any


class Span(NamedTuple):
    """Where something stands, in characters."""

    start: int
    end: int


def parsed(text: str) -> tuple[Parsed, ...]:
    """Return the statements of a text; raise `Refused` when PostgreSQL does not take it."""
    character = _characters(text)
    ends = [end for _, end, code in _scanned(text) if code not in _COMMENTS and code != ord(";")]
    found = []
    for raw in postgast.parse(text).stmts:
        start = raw.stmt_location
        limit = start + raw.stmt_len if raw.stmt_len else len(text.encode())
        end = ends[bisect_right(ends, limit) - 1]
        found.append(Parsed(start=character(start), end=character(end), tree=raw.stmt))
    return tuple(found)


def words(text: str) -> tuple[Span, ...]:
    """Return where PostgreSQL sees words, names, strings, numbers and parameters."""
    character = _characters(text)
    return tuple(
        Span(start=character(start), end=character(end))
        for start, end, code in _scanned(text)
        if code not in _COMMENTS and code not in _SIGNS
    )


def differences(text: str) -> tuple[str, ...]:
    """Return what is cut otherwise than by PostgreSQL; raise `Refused` when it takes no notice."""
    theirs = tuple(Span(start=one.start, end=one.end) for one in parsed(text))
    found = list(_compared("statement", theirs, tuple(_spans(text)), text))
    read = tuple(_joined(tokens(text, Dialect.POSTGRESQL).tokens, text))
    return (*found, *_compared("word", words(text), read, text))


def ours(text: str) -> tuple[Statement, ...]:
    """Return the statements that we find."""
    return split(SqlText(text=text, path="x.sql"), Dialect.POSTGRESQL)


def _scanned(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start and end in bytes and the code of each token."""
    for token in postgast.scan(text).tokens:
        yield token.start, token.end, token.token


def _characters(text: str) -> Callable[[int], int]:
    """Return what turns an offset in bytes into one in characters."""
    if text.isascii():
        return lambda offset: offset
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode()))
    return lambda offset: bisect_right(starts, offset) - 1


def _spans(text: str) -> Iterator[Span]:
    for one in ours(text):
        if one.problem is not None or one.text != text[one.tokens[0].start : one.tokens[-1].end]:
            yield Span(start=-1, end=-1)
        else:
            yield Span(start=one.tokens[0].start, end=one.tokens[-1].end)


def _joined(found: Iterable[Token], text: str) -> Iterator[Span]:
    """Yield words as PostgreSQL has them: `'a'` and a `'b'` on the next line are one string."""
    last: Span | None = None
    for token in found:
        if token.kind is Kind.SYMBOL or token.text == "?":
            continue
        start = token.start + (token.text[0] in ":@")
        if (
            token.kind is Kind.STRING and token.text[0] in "nN"
        ):  # to PostgreSQL, a type and a string
            yield Span(start=start, end=start + 1)
            start += 1
        between = text[last.end : start] if last else ""
        goes_on = token.kind is Kind.STRING and token.text[0] == "'"
        if last and goes_on and text[last.end - 1] == "'" and _BETWEEN_PARTS.fullmatch(between):
            last = Span(start=last.start, end=token.end)
            continue
        if last:
            yield last
        last = Span(start=start, end=token.end)
    if last:
        yield last


def _compared(
    what: str,
    theirs: tuple[Span, ...],
    found: tuple[Span, ...],
    text: str,
) -> Iterator[str]:
    """Yield what only one of both has, in the order of the text."""
    for span in sorted(set(theirs) ^ set(found)):
        who = "only PostgreSQL" if span in theirs else "only we"
        yield f"{who}: {what} {span.start}-{span.end} {text[span.start : span.end]!r}"
    if len(theirs) != len(found):
        yield f"PostgreSQL has {len(theirs)} {what}s, we have {len(found)}"
