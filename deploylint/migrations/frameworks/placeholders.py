"""Texts that a tool fills in before it runs a script: `${schema}` of Flyway, ENVSUB of goose.

What they will say is not known, so a statement that has one is read only where it cannot change
what the statement does: inside a string or comment, as a part of a longer name
(`${prefix}users`, `${schema}.users`), and among the values of an INSERT. There the placeholder
stays in the name as it is written, the same in both directions. Anything else is opaque.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.sql.recognise import Recognised, read_sql
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import Kind, SqlText, Statement, Token
from deploylint.model.wording import quoted

_VALUED = frozenset(("VALUES", "WHERE", "SELECT", "="))
_WRITES = frozenset(("INSERT", "UPDATE", "DELETE", "SELECT", "WITH", "REPLACE"))

_FIRST, _LAST = 0xA000, 0xA48C
_STAND_INS = re.compile(f"([{chr(_FIRST)}-{chr(_LAST)}])\\1*")
"""Letters of the Yi script stand for placeholders while a text is read: no case, and rare."""


class Holes(NamedTuple):
    """What placeholders look like (on one line), and which tool fills them in."""

    pattern: re.Pattern[str]
    tool: str


def filled_later(source: SqlText, dialect: Dialect | None, holes: Holes) -> Recognised:
    """Return what a text with placeholders does, as far as they leave no doubt."""
    letters: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        letter = letters.setdefault(match[0], chr(min(_FIRST + len(letters), _LAST)))
        return letter * len(match[0])

    filled = source._replace(text=holes.pattern.sub(stand_in, source.text))
    recognised = read_sql(filled, dialect)
    written = {letter: hole for hole, letter in letters.items()}
    restored = [_restored(one, written) for one in recognised.operations]
    doubtful = [
        _doubtful(statement, written[letter], holes.tool)
        for statement in split(filled, recognised.dialect)
        if (letter := _doubt(statement, written)) is not None
    ]
    return recognised._replace(operations=_merged(restored, doubtful))


def _doubt(statement: Statement, written: Mapping[str, str]) -> str | None:
    """Return the stand-in of the first placeholder that may be anything."""
    tokens = statement.tokens
    writes = bool(tokens) and tokens[0].upper in _WRITES
    is_value = False
    for number, token in enumerate(tokens):
        is_value = is_value or (writes and token.upper in _VALUED)
        if is_value or token.text[:1] not in written or token.kind is not Kind.WORD:
            continue
        is_whole = all(_FIRST <= ord(letter) <= _LAST for letter in token.text)
        if is_whole and not _is_dotted(tokens, number):
            return token.text[0]
    return None


def _is_dotted(tokens: tuple[Token, ...], number: int) -> bool:
    """Say whether a token is one part of a name that has several."""
    around = (*tokens[max(number - 1, 0) : number], *tokens[number + 1 : number + 2])
    return any(token.text == "." for token in around)


def _doubtful(statement: Statement, hole: str, tool: str) -> Operation:
    why = f"{tool} fills in {quoted(hole)}"
    text = statement.text.strip().split("\n")[0]
    return Operation(does=Does.OPAQUE, at=statement.at, why=why, text=quoted(text).strip('"'))


def _restored(operation: Operation, written: Mapping[str, str]) -> Operation:
    def plain(text: str | None) -> str | None:
        return text and _plain(text, written)

    return operation._replace(
        table=plain(operation.table),
        name=plain(operation.name),
        new_name=plain(operation.new_name),
        columns=tuple(_plain(column, written) for column in operation.columns),
        type=plain(operation.type),
        old_type=plain(operation.old_type),
        value=plain(operation.value),
        references=plain(operation.references),
        why=plain(operation.why),
        text=_plain(operation.text, written),
    )


def _plain(text: str, written: Mapping[str, str]) -> str:
    def hole(match: re.Match[str]) -> str:
        known = written.get(match[1])
        return match[0] if known is None else known * (len(match[0]) // len(known))

    return text if text.isascii() else _STAND_INS.sub(hole, text)


def _merged(operations: list[Operation], doubtful: list[Operation]) -> tuple[Operation, ...]:
    """Put each doubtful statement in the place of the operations that were seen in it."""
    starts = [_start(one) for one in doubtful]

    def is_certain(operation: Operation) -> bool:
        before = bisect_right(starts, _start(operation))
        return before == 0 or _end(doubtful[before - 1]) <= _start(operation)

    certain = [one for one in operations if is_certain(one)]
    return tuple(sorted([*certain, *doubtful], key=_start))


def _start(operation: Operation) -> tuple[int, int]:
    return operation.at.line, operation.at.column


def _end(operation: Operation) -> tuple[int, int]:
    at = operation.at
    return at.end_line or at.line, at.end_column or at.column
