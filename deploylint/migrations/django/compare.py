"""Whether two fields of Django differ in the database.

`_field_should_be_altered` of
https://github.com/django/django/blob/stable/5.2.x/django/db/backends/base/schema.py
"""

from deploylint.migrations.django.calls import written
from deploylint.migrations.django.fields import Field

NOT_IN_DATABASE = frozenset(
    (
        *("blank", "choices", "db_column", "editable", "error_messages", "help_text"),
        *("limit_choices_to", "on_delete", "related_name", "related_query_name", "validators"),
        *("verbose_name", "db_tablespace"),
    ),
)
"""`non_db_attrs` of django/db/models/fields/__init__.py and related.py."""

NOT_OF_TYPE = NOT_IN_DATABASE | frozenset(
    (
        *("null", "unique", "db_index", "primary_key", "default", "db_default", "db_comment"),
        *("auto_now", "auto_now_add", "db_constraint", "upload_to", "storage", "encoder"),
        *("decoder", "serialize", "unique_for_date", "unique_for_month", "unique_for_year"),
    ),
)
"""Arguments that leave the type of the column alone."""


def same_type(old: Field, new: Field) -> bool | None:
    """Say whether two fields have a column of the same type; None when that is not known."""
    if old.type is not None and new.type is not None:
        return old.type == new.type and _essence(old, ("db_collation",)) == _essence(
            new, ("db_collation",)
        )
    if old.call is None or new.call is None:
        return None
    if old.call.path == new.call.path and _rest(old) == _rest(new):
        return True
    return None


def altered(old: Field, new: Field, *, same_target: bool = False) -> bool:
    """Say whether Django does anything in the database, as `_field_should_be_altered` does.

    With `same_target`, both lead to the same table. A target that is not known is taken to be that.
    """
    if old.column != new.column or old.call is None or new.call is None:
        return old.column != new.column or old.call is not new.call
    moved = None not in (old.to, new.to) and old.to != new.to and not same_target
    if old.call.path != new.call.path or moved or old.has_default != new.has_default:
        return True
    return _kept(old, NOT_IN_DATABASE) != _kept(new, NOT_IN_DATABASE)


def _rest(field: Field) -> dict[str, str]:
    return _kept(field, NOT_OF_TYPE)


def _kept(field: Field, without: frozenset[str]) -> dict[str, str]:
    given = field.call.given if field.call is not None else None
    kept = {
        name: written(node)
        for name, node in (given or {}).items()
        if name != "to" and name not in without
    }
    if not field.has_default:
        kept.pop("default", None)
    return kept


def _essence(field: Field, names: tuple[str, ...]) -> tuple[str | None, ...]:
    return tuple(field.call.text(name) if field.call else None for name in names)
