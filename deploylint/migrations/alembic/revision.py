"""One revision of Alembic: what it is called, what comes before it, and what it does.

https://alembic.sqlalchemy.org/en/latest/tutorial.html#create-a-migration-script and
https://alembic.sqlalchemy.org/en/latest/branches.html
"""

import ast
import re
from typing import NamedTuple

from deploylint.facts.migrations import Framework, Migration, Script
from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.alembic.body import run_function
from deploylint.migrations.alembic.settings import (
    Settings,
    imported_dialects,
    sets_lock_timeout,
)
from deploylint.migrations.frameworks.folders import parted
from deploylint.migrations.python.ast import Source, assignments, docstring, parse
from deploylint.migrations.python.astvalues import literal
from deploylint.model.location import Location
from deploylint.model.verdict import Finding

_ID = r"^%s[ \t]*(?::[^=\n]*)?=[ \t]*(.*)$"
_ASSIGNED = {
    name: re.compile(_ID % name, re.MULTILINE)
    for name in ("revision", "down_revision", "depends_on", "branch_labels")
}
_STRING = re.compile(r"([\"'])([^\"'\\]*)\1")
_SIMPLE = re.compile(
    r"\(?[ \t]*(?:None|([\"'])[^\"'\\]*\1(?:[ \t]*,[ \t]*([\"'])[^\"'\\]*\2)*,?)[ \t]*\)?"
    r"[ \t]*(?:#.*)?"
)

_WITHOUT_TRANSACTIONS = (Dialect.MYSQL, Dialect.SQLITE)
"""Databases for which Alembic itself opens no transaction around a revision."""


class Entry(NamedTuple):
    """A revision, the others that must be there before it, and names of its branch."""

    migration: Migration
    depends_on: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class _Header(NamedTuple):
    revision: str | None
    parents: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    problems: tuple[Finding, ...] = ()
    at: Location | None = None


def glanced(folder: str, path: str, text: str) -> Entry:
    """Return a revision of which only the name and the order are wanted."""
    header = _quick(text)
    if header is None:
        source = parse(path, text)
        header = _header(source) if isinstance(source, Source) else _Header(revision=None)
    return _entry(folder, path, header, is_read=False)


def read_revision(folder: str, path: str, text: str, settings: Settings) -> Entry:
    """Return a revision with all that it does."""
    source = parse(path, text)
    if isinstance(source, Finding):
        header = _quick(text) or _Header(revision=None)
        entry = _entry(folder, path, header, is_read=True)
        script = _unread(Location(path, 1, 1), source.message)
        migration = entry.migration._replace(up=script, down=script, problems=(source,))
        return entry._replace(migration=migration)
    header = _header(source)
    entry = _entry(folder, path, header, is_read=True)
    migration = entry.migration
    own = imported_dialects(text)
    dialect = next(iter(own)) if settings.dialect is None and len(own) == 1 else settings.dialect
    up, told = _script(source, "upgrade", dialect, settings)
    down, more = _script(source, "downgrade", dialect, settings)
    if up is None:
        up = _unread(Location(path, 1, 1), "upgrade is not defined at the top of the file")
    message = (docstring(source.tree) or "").strip().split("\n")[0].strip()
    return entry._replace(
        migration=migration._replace(
            up=up,
            down=down,
            no_down=None if down else "the file defines no downgrade()",
            dialect=dialect,
            aliases=tuple(dict.fromkeys((*migration.aliases, *([message] if message else [])))),
            lock_timeout=settings.lock_timeout or sets_lock_timeout(source),
            problems=(*header.problems, *told, *more),
        )
    )


def _script(
    source: Source, name: str, dialect: Dialect | None, settings: Settings
) -> tuple[Script | None, list[Finding]]:
    function = source.functions.get(name)
    if function is None:
        other = source.constants.get(name)
        if other is None and name not in source.imports:
            return None, []
        at = source.at(other) if other is not None else Location(source.path, 1, 1)
        return _unread(at, f"{name} is not written as a function"), []
    run = run_function(source, name, dialect)
    transaction: bool | None = dialect not in _WITHOUT_TRANSACTIONS
    script = Script(
        at=source.at(function),
        operations=tuple(run.operations),
        transaction=None if settings.is_autocommit else transaction,
    )
    return script, run.problems


def _unread(at: Location, why: str) -> Script:
    return Script(at=at, operations=(Operation(does=Does.OPAQUE, at=at, why=why),))


def _entry(folder: str, path: str, header: _Header, *, is_read: bool) -> Entry:
    stem = parted(path)[1].removesuffix(".py")
    version = header.revision or stem.split("_")[0]
    slug = stem.partition(version)[2].lstrip("_-") if version in stem else ""
    aliases = [one for one in (slug, *header.labels) if one and one != version]
    at = header.at or Location(path, 1, 1)
    migration = Migration(
        framework=Framework.ALEMBIC,
        project=folder,
        version=version,
        name=stem,
        at=at,
        files=(path,),
        up=Script(at=at),
        parents=header.parents,
        aliases=tuple(dict.fromkeys(aliases)),
        problems=header.problems if is_read else (),
        is_read=is_read,
    )
    return Entry(migration=migration, depends_on=header.depends_on, labels=header.labels)


def _quick(text: str) -> _Header | None:
    """Return the header where each part of it is written plainly, on a line and once."""
    found: dict[str, tuple[str, ...]] = {}
    for name, pattern in _ASSIGNED.items():
        values = pattern.findall(text)
        if len(values) > 1 or (not values and "revision" in name):
            return None
        value = values[0].strip() if values else "None"
        if len(value) > 1000 or not _SIMPLE.fullmatch(value):  # noqa: PLR2004  # a line
            return None
        found[name] = tuple(match[1] for match in _STRING.findall(value))
    revision = found["revision"]
    if len(revision) != 1:
        return None
    return _Header(
        revision=revision[0],
        parents=found["down_revision"],
        depends_on=found["depends_on"],
        labels=found["branch_labels"],
    )


def _header(source: Source) -> _Header:
    nodes = dict(assignments(source.tree.body))
    problems: list[Finding] = []
    values: dict[str, tuple[str, ...]] = {}
    for name in _ASSIGNED:
        node = nodes.get(name)
        given = _names(source, node)
        if given is None and node is not None:
            problems.append(Finding(f"{name} is not written as plain text", source.at(node)))
        values[name] = given or ()
    if not values["revision"] and not problems:
        problems.append(Finding("the file has no revision", Location(source.path, 1, 1)))
    node = nodes.get("revision")
    return _Header(
        revision=values["revision"][0] if values["revision"] else None,
        parents=values["down_revision"],
        depends_on=values["depends_on"],
        labels=values["branch_labels"],
        problems=tuple(problems),
        at=source.at(node) if node is not None else None,
    )


def _names(source: Source, node: ast.expr | None) -> tuple[str, ...] | None:
    """Return the names that a string or a list of strings holds; None when they cannot be told."""
    if node is None:
        return ()
    value = literal(source, node)
    if value is None:
        return ()
    if isinstance(value, str):
        return (str(value),)
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return tuple(map(str, value))
    return None
