"""What operations of Django on whole models do in the database."""

from deploylint.facts.operations import Does
from deploylint.migrations.django.alter import alter_field
from deploylint.migrations.django.doing import Doing
from deploylint.migrations.django.fields import Key, hidden
from deploylint.migrations.django.many import alter_many
from deploylint.migrations.django.state import Model, Side
from deploylint.migrations.django.tables import create_model, delete_model


def no_effect(_doing: Doing) -> None:
    """Do nothing in the database."""


def models(doing: Doing) -> None:
    """Create the table of a model that comes, or drop that of one that goes."""
    creates = (doing.call.name == "CreateModel") is doing.forward
    for key in doing.delta:
        model = doing.new.get(key) if creates else doing.old.get(key)
        if model is not None and creates:
            create_model(doing.editor, model, doing.new)
        elif model is not None:
            delete_model(doing.editor, model)


def renamed_model(doing: Doing) -> None:
    """Rename the table of a model, and what is called after it."""
    gone = [key for key in doing.delta if doing.new.get(key) is None]
    came = [key for key in doing.delta if doing.old.get(key) is None]
    if len(gone) != 1 or len(came) != 1:
        return
    old, new = doing.old.get(gone[0]), doing.new.get(came[0])
    if old is None or new is None or not new.real:
        return
    doing.editor.rename_table(old.table, new.table)
    for key in (came[0], *(key for key in doing.delta if key not in (gone[0], came[0]))):
        before = old if key == came[0] else doing.old.get(key)
        after = doing.new.get(key)
        if before is not None and after is not None:
            _follow(doing, before, after, came[0])
    _rename_throughs(doing, old, new)


def _follow(doing: Doing, before: Model, after: Model, key: Key) -> None:
    """Alter the fields of a model that lead to the renamed one."""
    for name, field in after.fields.items():
        if field.to == key and name in before.fields and not hidden(field):
            old = Side(before, before.fields[name], doing.old)
            alter_field(doing.editor, old, Side(after, field, doing.new))


def _rename_throughs(doing: Doing, old: Model, new: Model) -> None:
    for name, field in new.fields.items():
        if field.to_many and field.to != new.key and name in old.fields:
            before = Side(old, old.fields[name], doing.old)
            alter_many(doing.editor, before, Side(new, field, doing.new))


def altered_table(doing: Doing) -> None:
    """Rename the table of a model."""
    found = doing.models()
    if found is None or not found[1].real:
        return
    old, new = found
    doing.editor.rename_table(old.table, new.table)
    for name, field in new.fields.items():
        if field.to_many and name in old.fields:
            before, after = Side(old, old.fields[name], doing.old), Side(new, field, doing.new)
            alter_many(doing.editor, before, after)


def commented(doing: Doing) -> None:
    """Change what the database says about a table."""
    found = doing.models()
    if found is not None and found[1].real:
        doing.editor.done.append(doing.editor.make(Does.COMMENT, found[1].table))
