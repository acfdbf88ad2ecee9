"""Conditions that ask whether something exists, and what they say about what they guard."""

from typing import NamedTuple

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.strings import unquoted
from deploylint.migrations.sql.tokens import Kind

_CATALOGUES_TEXT = """
    PG_TYPE PG_CLASS PG_CONSTRAINT PG_INDEX PG_INDEXES PG_TABLES PG_ENUM PG_TRIGGER PG_PROC
    PG_NAMESPACE PG_ROLES PG_AUTHID PG_USER PG_EXTENSION PG_VIEWS PG_MATVIEWS PG_ATTRIBUTE
    PG_POLICIES PG_POLICY PG_PUBLICATION PG_PUBLICATION_TABLES PG_SEQUENCE PG_SEQUENCES
    PG_DATABASE INFORMATION_SCHEMA SYS SYSOBJECTS SYSCOLUMNS SYSINDEXES OBJECT_ID COL_LENGTH
    TYPE_ID SCHEMA_ID INDEXPROPERTY COLUMNPROPERTY TO_REGCLASS TO_REGTYPE DB_ID SQLITE_MASTER
"""
_CATALOGUES = frozenset(_CATALOGUES_TEXT.split())
_CREATING = frozenset(
    (
        *(Does.CREATE_TABLE, Does.ADD_COLUMN, Does.CREATE_INDEX, Does.ADD_CONSTRAINT),
        *(Does.CREATE_TYPE, Does.ADD_ENUM_VALUE, Does.CREATE_OBJECT),
    ),
)
_DROPPING = frozenset(
    (
        *(Does.DROP_TABLE, Does.DROP_COLUMN, Does.DROP_INDEX, Does.DROP_CONSTRAINT),
        *(Does.DROP_TYPE, Does.DROP_OBJECT, Does.RENAME_TABLE, Does.RENAME_COLUMN),
        *(Does.RENAME_INDEX, Does.RENAME_CONSTRAINT, Does.RENAME_TYPE, Does.RENAME_OBJECT),
    ),
)
_QUOTES = str.maketrans("", "", '"`[]')


class Guard(NamedTuple):
    """A condition: the names that it asks the catalogue for, and whether they must be missing."""

    names: frozenset[str] = frozenset()
    is_negated: bool = False


def guard(condition: Cursor | None) -> Guard:
    """Return what a condition asks for; nothing, if it does not ask the catalogue."""
    if condition is None:
        return Guard()
    words = condition.up[condition.start : condition.end]
    if _CATALOGUES.isdisjoint(words):
        return Guard()
    names = frozenset(
        _last_part(unquoted(token.text))
        for token in condition.tokens[condition.start : condition.end]
        if token.kind is Kind.STRING
    )
    return Guard(names=names, is_negated=_is_negated(words))


def guarded(operation: Operation, condition: Guard) -> Operation:
    """Return an operation that only runs if a condition holds.

    It has IF_NOT_EXISTS or IF_EXISTS if the condition asks the catalogue for the very thing that it
    creates or drops.
    """
    flags = operation.flags | {Flag.CONDITIONAL}
    name = operation.value or operation.name or operation.table
    if name is not None and _last_part(name) in condition.names:
        if operation.does in _CREATING and condition.is_negated:
            flags |= {Flag.IF_NOT_EXISTS}
        elif operation.does in _DROPPING and not condition.is_negated:
            flags |= {Flag.IF_EXISTS}
    return operation._replace(flags=flags)


def caught(operation: Operation, errors: frozenset[str]) -> Operation:
    """Return an operation whose errors of these PostgreSQL names are caught."""
    flags = operation.flags | {Flag.CONDITIONAL}
    if operation.does in _CREATING and any(one.startswith("DUPLICATE_") for one in errors):
        flags |= {Flag.IF_NOT_EXISTS}
    elif operation.does in _DROPPING and any(one.startswith("UNDEFINED_") for one in errors):
        flags |= {Flag.IF_EXISTS}
    return operation._replace(flags=flags)


def _last_part(text: str) -> str:
    return text.translate(_QUOTES).rpartition(".")[2].lower()


def _is_negated(words: list[str]) -> bool:
    negations = sum(
        1
        for at, word in enumerate(words)
        if (word == "NOT" and words[at + 1 : at + 2] in (["EXISTS"], ["("]))
        or (word == "IS" and words[at + 1 : at + 2] == ["NULL"])
    )
    return negations % 2 == 1
