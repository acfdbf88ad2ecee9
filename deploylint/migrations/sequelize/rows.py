"""Rows of Sequelize: `bulkInsert`, `bulkUpdate`, `bulkDelete`."""

from deploylint.facts.operations import Does, Flag
from deploylint.migrations.javascript.values import (
    List,
    Map,
    Unknown,
    Value,
)
from deploylint.migrations.sequelize.step import Found, Step


def insert(step: Step) -> Found:
    """Read `bulkInsert`."""
    records = step.call.argument(1)
    first = records.items[0] if isinstance(records, List) and records.items else None
    columns = tuple(map(step.fold, first.entries)) if isinstance(first, Map) else ()
    return [step.operation(Does.INSERT)._replace(columns=columns)]


def update(step: Step) -> Found:
    """Read `bulkUpdate`."""
    values, where = step.call.argument(1), step.call.argument(2)
    columns = tuple(map(step.fold, values.entries)) if isinstance(values, Map) else ()
    made = step.operation(Does.UPDATE)
    return [made._replace(columns=columns, flags=_where(where))]


def delete(step: Step) -> Found:
    """Read `bulkDelete`."""
    return [step.operation(Does.DELETE)._replace(flags=_where(step.call.argument(1)))]


def _where(value: Value | None) -> frozenset[Flag]:
    """Return whether there is a condition: `{}` and `null` are none."""
    is_empty = isinstance(value, Map) and not value.entries and value.complete
    has_one = not is_empty and isinstance(value, Map | Unknown)
    return frozenset({Flag.WHERE} if has_one else ())
