"""Indexes of Sequelize: `addIndex(table, columns, options)`, `removeIndex(table, name)`."""

import re
from collections.abc import Iterator

from deploylint.facts.operations import Does, Flag
from deploylint.migrations.javascript.names import written
from deploylint.migrations.javascript.values import (
    List,
    Map,
    Value,
    entry,
    is_true,
    plain,
    texts,
)
from deploylint.migrations.sequelize.step import PG, Found, Step


def _index(step: Step) -> tuple[tuple[str, ...], str | None, Value | None] | None:
    """Return columns, name and options of an index; None when they are computed."""
    given = step.call.argument(1)
    options = given if isinstance(given, Map) else step.call.argument(2)
    fields = entry(given, "fields") if isinstance(given, Map) else given
    named = entry(options, "name") or entry(options, "indexName")
    if named is not None and plain(named) is None:
        return None
    columns = tuple(_fields(fields))
    name = plain(named)
    if name is None and not columns:
        return None
    return tuple(map(step.fold, columns)), name or _index_name(step.table, columns), options


def _fields(value: Value | None) -> Iterator[str]:
    items = value.items if isinstance(value, List) and value.complete else (value,)
    for one in items:
        name = plain(one) or plain(entry(one, "name")) or plain(entry(one, "attribute"))
        if name is not None:
            yield name


def _index_name(table: str, columns: tuple[str, ...]) -> str:
    """Return `user_things_user_id` for `userThings` and `userId`, as inflection underscores it."""
    joined = f"{table.rpartition('.')[2]}_{'_'.join(columns)}"
    parted = re.sub(r"([A-Z\d]+)([A-Z][a-z])", r"\1_\2", joined)
    parted = re.sub(r"([a-z\d])([A-Z])", r"\1_\2", parted)
    return parted.replace("-", "_").lower()


def add_index(step: Step) -> Found:
    """Read `addIndex`."""
    found = _index(step)
    if found is None:
        return None
    columns, name, options = found
    unique = is_true(entry(options, "unique")) or (
        (written(entry(options, "type")) or "").upper() == "UNIQUE"
        or (written(entry(options, "indicesType")) or "").upper() == "UNIQUE"
    )
    flags = {Flag.UNIQUE} if unique else set()
    if is_true(entry(options, "concurrently")) and step.run.dialect in (*PG, None):
        flags.add(Flag.CONCURRENTLY)
    made = step.operation(Does.CREATE_INDEX)
    return [made._replace(name=name, columns=columns, flags=frozenset(flags))]


def remove_index(step: Step) -> Found:
    """Read `removeIndex`."""
    given, options = step.call.argument(1), step.call.argument(2)
    columns = texts(given) if isinstance(given, List) else None
    name = plain(given) or plain(entry(options, "name"))
    if name is None and columns:
        name = _index_name(step.table, columns)
    if name is None:
        return None
    flags = {Flag.IF_EXISTS} if step.run.dialect in (*PG, None) else set()
    if is_true(entry(options, "concurrently")):
        flags.add(Flag.CONCURRENTLY)
    return [step.operation(Does.DROP_INDEX)._replace(name=name, flags=frozenset(flags))]
