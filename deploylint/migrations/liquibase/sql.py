"""Changelogs in SQL: `--liquibase formatted sql`, then `--changeset author:id` for each part.

https://docs.liquibase.com/concepts/changelogs/sql-format.html
"""

import re
from collections.abc import Sequence

from deploylint.migrations.liquibase.nodes import FORMATTED, Broken, ChangeNode
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location

_HEADER = re.compile(r"\s*--\s*liquibase\s+formatted\b", re.IGNORECASE)
_CHANGE_SET = re.compile(
    r"[ \t]*--[ \t]*changeset[ \t]+(\"[^\"\n]+\"|[^:\n]+?):[ \t]*(\"[^\"\n]+\"|\S+)([^\n]*)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"\b([A-Za-z]+):(\"[^\"\n]*\"|[^\s\"]*)")
_ROLLBACK = re.compile(r"[ \t]*--[ \t]*rollback\b[ \t]?", re.IGNORECASE)
_BLOCK_START = re.compile(r"[ \t]*/\*[ \t]*liquibase[ \t]+rollback[ \t]*\r?$", re.IGNORECASE)
_BLOCK_END = re.compile(r"\*/[ \t]*\r?$")
_PRECONDITIONS = re.compile(r"[ \t]*--[ \t]*preconditions\b([^\n]*)", re.IGNORECASE)
_REFERENCE = re.compile(r"changesetid:", re.IGNORECASE)
_NOTHING = ("empty", "not required")
_NAMES = {
    name.lower(): name
    for name in (
        "runOnChange",
        "runAlways",
        "runInTransaction",
        "dbms",
        "onFail",
        "endDelimiter",
        "rollbackEndDelimiter",
        "changeSetId",
        "changeSetAuthor",
        "changeSetPath",
    )
}


def is_formatted(text: str) -> bool:
    """Say whether a text begins as a formatted SQL changelog does."""
    return _HEADER.match(text.removeprefix("\ufeff").lstrip()[:300]) is not None


def read_sql_log(path: str, text: str) -> ChangeNode | Broken:
    """Return a changelog with its changeSets."""
    at = Location(path, 1, 1)
    if not is_formatted(text):
        return Broken("the first line is no `--liquibase formatted sql`", at)
    lines = text.removeprefix("\ufeff").split("\n")
    heads = [
        (number, match)
        for number, line in enumerate(lines)
        if "changeset" in line.lower() and (match := _CHANGE_SET.match(line))
    ]
    ends = [*(number for number, _ in heads[1:]), len(lines)][: len(heads)]
    children = tuple(
        _change_set(path, lines, (number, end), match)
        for (number, match), end in zip(heads, ends, strict=True)
    )
    return ChangeNode("databaseChangeLog", at, {}, children)


def _attributes(text: str) -> dict[str, str]:
    return {
        _NAMES[name.lower()]: value.strip('"')
        for name, value in _ATTRIBUTE.findall(text)
        if name.lower() in _NAMES
    }


def _change_set(
    path: str, lines: Sequence[str], span: tuple[int, int], head: re.Match[str]
) -> ChangeNode:
    """Return one changeSet from its first line to the line before the next."""
    first, end = span
    attributes = {
        **_attributes(head[3]),
        "author": head[1].strip().strip('"'),
        "id": head[2].strip('"'),
        FORMATTED: "true",
    }
    body = lines[first + 1 : end]
    start = first + 2
    at = Location(path, first + 1, 1, first + 1, len(lines[first].rstrip()) + 1)
    sql = delimited("\n".join(body), attributes.get("endDelimiter"))
    children = [ChangeNode("sql", at, {}, (), sql, SqlText(sql, path, start, 1))]
    children += _conditions(path, body, start)
    rollback = _rollback(path, body, start, attributes.get("rollbackEndDelimiter"))
    if rollback is not None:
        children.append(rollback)
    return ChangeNode("changeSet", at, attributes, tuple(children))


def _conditions(path: str, body: Sequence[str], start: int) -> list[ChangeNode]:
    found = []
    for number, line in enumerate(body):
        match = _PRECONDITIONS.match(line)
        if match:
            at = Location(path, start + number, 1)
            found.append(ChangeNode("preConditions", at, _attributes(match[1])))
    return found


def delimited(text: str, delimiter: str | None) -> str:
    """Return SQL whose statements end in `;` instead of a delimiter of its own, at ends of lines.

    Nothing moves: what is left of a delimiter becomes blanks.
    """
    sign = (delimiter or "").replace("\\n", "").strip()
    if sign in ("", ";") or "\\" in sign or sign not in text:
        return text
    before = r"(?<![^\s;])" if sign.isalnum() else ""
    pattern = re.compile(rf"{before}{re.escape(sign)}(?=[ \t]*\r?$)", re.MULTILINE)
    return pattern.sub(";".ljust(len(sign)), text)


def _rollback(
    path: str, body: Sequence[str], start: int, delimiter: str | None
) -> ChangeNode | None:
    """Return what the lines of a changeSet say about taking it back."""
    kept, first = _rollback_lines(body)
    if first is None:
        return None
    at = Location(path, start + first, 1, start + first, len(body[first].rstrip()) + 1)
    words = " ".join(" ".join(kept).split())
    if words.lower().startswith(_NOTHING):
        return ChangeNode("rollback", at)
    if _REFERENCE.match(words):
        return ChangeNode("rollback", at, _attributes(words))
    sql = delimited("\n".join(kept[first:]), delimiter)
    if not sql.strip():
        return ChangeNode("rollback", at)
    return ChangeNode("rollback", at, {}, (), sql, SqlText(sql, path, start + first, 1))


def _rollback_lines(body: Sequence[str]) -> tuple[list[str], int | None]:
    """Return the lines with nothing but what is about rollback, in its place."""
    kept, first, inside = [], None, False
    for number, line in enumerate(body):
        found = ""
        if inside:
            end = _BLOCK_END.search(line)
            found = line[: end.start()] if end else line
            inside = end is None
        elif _BLOCK_START.match(line):
            inside = True
            first = number if first is None else first
        elif match := _ROLLBACK.match(line):
            found = " " * match.end() + line[match.end() :]
            first = number if first is None else first
        kept.append(found)
    return kept, first
