"""What operations of Django on fields do in the database."""

from deploylint.migrations.django.alter import alter_field
from deploylint.migrations.django.doing import Doing
from deploylint.migrations.django.fields import Field, field_of
from deploylint.migrations.django.state import Model, Side
from deploylint.migrations.django.tables import add_field, remove_field


def field(doing: Doing) -> None:
    """Add the column of a field that comes, or drop that of one that goes."""
    found, name = doing.models(), doing.call.text("name")
    if found is None or name is None:
        return
    old, new = found[0].fields.get(name), found[1].fields.get(name)
    if new is not None and old is None:
        add_field(doing.editor, found[1], _given(doing, found[1], new), doing.new)
    elif old is not None and new is None:
        remove_field(doing.editor, found[0], old)


def _given(doing: Doing, model: Model, field: Field) -> Field:
    """Return a field with the default for existing rows, which models do not keep."""
    node = (doing.call.given or {}).get("field")
    if not doing.forward or node is None or doing.call.value("preserve_default") is not False:
        return field
    given = field_of(doing.call.source, node, field.name, model.key)
    return field._replace(default=given.default, has_default=given.has_default)


def altered_field(doing: Doing) -> None:
    """Make one field of another."""
    found, name = doing.models(), doing.call.text("name")
    if found is None or name is None:
        return
    old, new = found[0].fields.get(name), found[1].fields.get(name)
    if old is None or new is None:
        return
    related = tuple(
        model
        for key in doing.delta
        if key != found[1].key and (model := doing.old.get(key)) is not None
    )
    new = _given(doing, found[1], new)
    alter_field(
        doing.editor,
        Side(found[0], old, doing.old),
        Side(found[1], new, doing.new),
        related,
    )


def renamed_field(doing: Doing) -> None:
    """Rename the column of a field."""
    found = doing.models()
    names = (doing.call.text("old_name"), doing.call.text("new_name"))
    before, after = names if doing.forward else names[::-1]
    if found is None or before is None or after is None:
        return
    old, new = found[0].fields.get(before), found[1].fields.get(after)
    if old is not None and new is not None:
        left, right = Side(found[0], old, doing.old), Side(found[1], new, doing.new)
        alter_field(doing.editor, left, right)


def ordered(doing: Doing) -> None:
    """Add or drop the column that keeps the order."""
    found = doing.models()
    if found is None or found[0].ordered == found[1].ordered:
        return
    old, new = found[0].fields.get("_order"), found[1].fields.get("_order")
    if new is not None:
        add_field(doing.editor, found[1], new, doing.new)
    elif old is not None:
        remove_field(doing.editor, found[0], old)
