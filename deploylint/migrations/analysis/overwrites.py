"""What an UPDATE does to the values that were there before it, and what USING makes of them.

https://www.postgresql.org/docs/current/sql-update.html and
https://www.postgresql.org/docs/current/sql-altertable.html.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum

from deploylint.migrations.names import plain
from deploylint.migrations.sql.lexer import tokens
from deploylint.migrations.sql.tokens import Kind, Token
from deploylint.model.migrationtools import Dialect


class Effect(StrEnum):
    """What happens to the values: nothing (only NULL is replaced), something, or all are gone."""

    FILLS = "fills"
    CHANGES = "changes"
    ERASES = "erases"


class Using(StrEnum):
    """What an expression behind USING is."""

    NONE = "none"
    CAST = "cast"
    COMPUTED = "computed"
    CONSTANT = "constant"


_ENDS = frozenset(("FROM", "WHERE", "RETURNING", "OUTPUT", "ORDER", "LIMIT", ";"))
_WORDS = frozenset(("NULL", "TRUE", "FALSE", "DEFAULT", "-", "+", "(", ")"))
_TYPED = (Kind.WORD, Kind.QUOTED)
_LITERALS = (Kind.STRING, Kind.NUMBER)


def effect_of(source: str, dialect: Dialect | None, old: Collection[str]) -> Effect:
    """Return what an UPDATE does to the columns `old`; what cannot be told CHANGES them.

    One without a condition that sets nothing but constants ERASES. One that sets only what IS NULL
    FILLS.
    """
    read = _flat(tokens(source, dialect).tokens)
    words = [token.upper if not depth else "" for token, depth in read]
    if "UPDATE" not in words or "SET" not in words:
        return Effect.CHANGES
    start = words.index("SET", words.index("UPDATE")) + 1
    end = next((i for i in range(start, len(words)) if words[i] in _ENDS), len(words))
    condition = words.index("WHERE", end) if "WHERE" in words[end:] else None
    if condition is not None:
        stop = next((i for i in range(condition + 1, len(words)) if words[i] in _ENDS), len(words))
        filled = set(_null_ones([token for token, _ in read[condition + 1 : stop]]))
        return Effect.FILLS if filled.issuperset(map(str.lower, old)) else Effect.CHANGES
    set_ = [token for token, _ in read[start:end]]
    parts = _split(set_)
    is_bare = end == len(words) or words[end] == ";"
    if is_bare and parts and all(_is_constant(part) for part in parts):
        return Effect.ERASES
    return Effect.CHANGES


def using_of(source: str, dialect: Dialect | None, column: str) -> Using:
    """Return what stands behind USING in a change of a column's type."""
    read = [token for token in tokens(source, dialect).tokens if token.upper != ";"]
    words = [token.upper for token in read]
    if "USING" not in words:
        return Using.NONE
    behind = read[words.index("USING") + 1 :]
    named = [token for token in behind if _name(token) == column.lower()]
    if not named:
        return Using.CONSTANT if all(map(_is_plain, _without_types(behind))) else Using.COMPUTED
    rest = [token for token in _without_types(behind) if token.upper not in ("(", ")")]
    casts = sum(token.upper == "::" for token in behind)
    return Using.CAST if rest == named[:1] and casts <= 1 else Using.COMPUTED


def _flat(read: Sequence[Token]) -> list[tuple[Token, int]]:
    found, depth = [], 0
    for token in read:
        depth -= token.upper == ")"
        found.append((token, depth))
        depth += token.upper == "("
    return found


def _split(read: Sequence[Token]) -> list[list[Token]]:
    """Cut at the commas that are in no parentheses."""
    parts: list[list[Token]] = [[]]
    for token, depth in _flat(read):
        if token.upper == "," and not depth:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts if parts != [[]] else []


def _is_constant(assignment: Sequence[Token]) -> bool:
    """Say whether `a = 1` sets a literal."""
    words = [token.upper for token in assignment]
    if "=" not in words:
        return False
    value = list(_without_types(assignment[words.index("=") + 1 :]))
    return bool(value) and all(map(_is_plain, value))


def _is_plain(token: Token) -> bool:
    return token.kind in _LITERALS or token.upper in _WORDS


def _without_types(read: Sequence[Token]) -> Iterator[Token]:
    """Leave out `::` and the type behind it: `varchar(9)`, `text[]`, `double precision`."""
    is_type = in_arguments = False
    for token in read:
        if in_arguments:
            in_arguments = token.upper != ")"
        elif token.upper == "::":
            is_type = True
        elif is_type and token.upper == "(":
            in_arguments = True
        elif is_type and (token.kind in _TYPED or token.upper in ("[", "]")):
            continue
        else:
            is_type = False
            yield token


def _null_ones(condition: Sequence[Token]) -> Iterator[str]:
    """Yield the columns that a condition without OR demands to be NULL."""
    words = [token.upper for token in condition]
    if "OR" in words or "NOT" in words:
        return
    for at in range(len(condition) - 2):
        if words[at + 1] == "IS" and words[at + 2] == "NULL":
            yield _name(condition[at])


def _name(token: Token) -> str:
    """Return a name without its quotes and without regard to case."""
    return plain(token.text) if token.kind in (Kind.WORD, Kind.QUOTED) else ""
