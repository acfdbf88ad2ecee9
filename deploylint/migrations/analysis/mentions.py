"""Whether old code still uses what a release takes away, as far as its text shows.

A dropped or renamed column breaks the version before only if that version uses it. Mappers list
the columns that they read and write, by their names or by those of attributes that are spelled
alike, so code without any mention does without the column.

Not seen are names that are put together while the program runs (`"title_" + language`), an
`INSERT` without a list of columns, and code of other repositories. Rails and tables that SQLAlchemy
reflects name columns that no code mentions: there, the first has to ignore the column, and the
second counts as a mention of each.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.migrations import Mention, Migration, Migrations
from deploylint.facts.operations import Does, Operation
from deploylint.migrations.analysis.problem import Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.told import Told
from deploylint.migrations.spellings import Spelling, of_relation, of_table, of_word
from deploylint.model.migrationtools import Framework
from deploylint.model.wording import counted, listed

EXPLICIT = frozenset((Framework.ALEMBIC, Framework.PRISMA, Framework.DIESEL, Framework.POP))
"""Tools whose mappers write each key column and each table out; others make up some of them."""

REFLECTION = ("automap_base", "DeferredReflection", "autoload_with", "autoload=True")
"""How SQLAlchemy is told to ask the database for columns.

https://docs.sqlalchemy.org/en/20/core/reflection.html
"""

VIEWS = ("view", "materialized view")
FIX_IGNORE = "name it in `self.ignored_columns` of its model, release that, and drop it later"


CREATED = re.compile(
    r"(?:create[_ ]?(?:table|model)(?!\w)|tableName)[^\w\"'`\[]{0,60}"
    r"(?:(?:if|not|exists|new|table|name|tableName)[^\w\"'`\[]{1,20}){0,5}"
    r"((?:[\"'`\[]?[\w$]+[\"'`\]]?\.)?[\"'`\[]?[\w$]+)",
    re.IGNORECASE,
)
"""How migrations of all tools create a table or a model, and its name."""


class Sought(NamedTuple):
    """A thing that a release takes away: `name` as people read it, and how code may write it.

    `ignorable` are table and column where Rails has to be told to leave the column alone.
    """

    name: str
    spellings: tuple[Spelling, ...]
    ignorable: tuple[str, str] | None = None


def _column(one: Operation) -> str | None:
    return f"the column {one.table}.{one.name}" if one.table and one.name else None


def _table(one: Operation) -> str | None:
    return f"the table {one.table}" if one.table else None


def _value(one: Operation) -> str | None:
    return f"the value {one.value} of the type {one.name}" if one.value and one.name else None


def _moved(one: Operation) -> str | None:
    return _table(one) or _view(one)


def _view(one: Operation) -> str | None:
    return f"the {one.object} {one.name}" if one.object in VIEWS and one.name else None


THINGS: Mapping[Does, Callable[[Operation], str | None]] = {
    Does.DROP_COLUMN: _column,
    Does.RENAME_COLUMN: _column,
    Does.DROP_TABLE: _table,
    Does.RENAME_TABLE: _table,
    Does.SET_SCHEMA: _moved,
    Does.DROP_ENUM_VALUE: _value,
    Does.RENAME_ENUM_VALUE: _value,
    Does.DROP_OBJECT: _view,
    Does.RENAME_OBJECT: _view,
}
"""What takes something away from code that knows its name, and what that is."""

COLUMNS = frozenset((Does.DROP_COLUMN, Does.RENAME_COLUMN))
VALUES = frozenset((Does.DROP_ENUM_VALUE, Does.RENAME_ENUM_VALUE))


def sought(migrations: Migrations) -> tuple[Sought, ...]:
    """Return what the release takes away that it did not create, each once."""
    scope = Scope(migrations.in_release, migrations.server)
    found: dict[str, Sought] = {}
    for migration, operation in scope.operations():
        name = _thing(operation)
        if name is None or _is_new(migration, operation, scope):
            continue
        spellings = tuple(dict.fromkeys(_spellings(migration.framework, operation)))
        if spellings:
            before = found.get(name, Sought(name, ()))
            found[name] = Sought(
                name,
                tuple(dict.fromkeys(before.spellings + spellings)),
                _ignorable(migration, operation) or before.ignorable,
            )
    return tuple(found.values())


def eased(told: Told, operation: Operation, migrations: Migrations) -> Told:
    """Return what is told of an operation, with what the code of the version before says of it.

    What it no longer mentions is only noted; where it does, or where nobody knows, that is said.
    """
    name = _thing(operation)
    if name not in migrations.mentions.searched or migrations.since is None:
        return told
    seen, since = migrations.mentions, migrations.since
    still = _places(seen.found, name)
    if still:
        told = told._replace(subject=f"{told.subject} (still in {still} of {since})")
    if _is_of_rails(told.migration, operation):
        return _of_rails(told, migrations, name)
    if still:
        return told
    if seen.problem is not None:
        return _unknown(told, migrations)
    number = counted(seen.files, "file")
    return _noted(told, f"{since} no longer mentions it ({number} of code searched)")


def _of_rails(told: Told, migrations: Migrations, name: str) -> Told:
    """Judge a column of a Rails table, which Rails names wherever the model does not ignore it."""
    seen, since = migrations.mentions, migrations.since
    if ignored := _places(seen.ignored, name):
        return _noted(told, f"{since} ignores it ({ignored})")
    if seen.problem is not None:
        return _unknown(told, migrations)
    why = f"no model of {since} has it in `ignored_columns`, so Rails names it in each INSERT"
    return told._replace(tail=f"{told.tail} ({why})", fix=FIX_IGNORE)


def _unknown(told: Told, migrations: Migrations) -> Told:
    why = f"whether {migrations.since} still uses it is not known: {migrations.mentions.problem}"
    return told._replace(tail=f"{told.tail} ({why})")


def _noted(told: Told, why: str) -> Told:
    beside = told.tail.rpartition(": ")[0]
    return told._replace(tail=f"{beside}: {why}", weight=Weight.NOTE, fix=None)


def _places(mentions: Iterable[Mention], name: str | None) -> str:
    places = [f"{one.path}:{one.line}" for one in mentions if one.name == name]
    return listed(places) if places else ""


def _thing(operation: Operation) -> str | None:
    """Return what an operation takes away, None if it takes nothing away."""
    name_of = THINGS.get(operation.does)
    return name_of(operation) if name_of is not None else None


def _is_new(migration: Migration, operation: Operation, scope: Scope) -> bool:
    column = (migration.project, operation.table or "", operation.name or "")
    return scope.creates(migration, operation.table) or (
        operation.does in COLUMNS and column in scope.created_columns
    )


def _spellings(framework: Framework, operation: Operation) -> Iterator[Spelling]:
    if operation.does in VALUES:
        yield from of_word(operation.value or "")
    elif operation.does not in COLUMNS:
        implicit = framework not in EXPLICIT or (operation.table or "").startswith("_")
        yield from of_table(operation.table or operation.name or "", prefixed=implicit)
    else:
        own = of_word(operation.name or "")
        yield from own
        if own and framework not in EXPLICIT:
            yield from of_relation(operation.name or "")
        if own and framework is Framework.ALEMBIC:
            for one in REFLECTION:
                yield from of_word(one)


def landmarks(texts: Iterable[str], things: Iterable[Sought]) -> tuple[Sought, ...]:
    """Return some of the tables that migrations create, without those that are taken away.

    Code that mentions few of them is not the code that uses this database.
    """
    gone = {one.name for one in things}
    names = {
        re.split(r"[^\w$]", written)[-1] for text in texts for written in CREATED.findall(text)
    }
    found = sorted(name for name in names if name and f"the table {name}" not in gone)
    return tuple(
        Sought(name, of_table(name, prefixed=False)) for name in found[:: len(found) // 100 + 1]
    )


def _is_of_rails(migration: Migration, operation: Operation) -> bool:
    return migration.framework is Framework.RAILS and operation.does in COLUMNS


def _ignorable(migration: Migration, operation: Operation) -> tuple[str, str] | None:
    if not _is_of_rails(migration, operation):
        return None
    return operation.table or "", operation.name or ""
