"""What Django does when a many-to-many field becomes another one (`_alter_many_to_many`)."""

from deploylint.facts.operations import ConstraintKind, Does
from deploylint.migrations.django.editor import Editor
from deploylint.migrations.django.state import Side, key_of, through
from deploylint.migrations.django.tables import end


def alter_many(editor: Editor, old: Side, new: Side) -> None:
    """Rename the table of a many-to-many field and its columns, or lead it elsewhere."""
    if old.field.own_through or new.field.own_through:
        return
    before = through(old.model, old.field, editor.dialect)
    after = through(new.model, new.field, editor.dialect)
    if before is None or after is None:
        editor.opaque("the table of a many-to-many field is not known", new.model.table)
        return
    editor.rename_table(before.table, after.table)
    moved = old.field.to != new.field.to
    ends = (
        (before.target, after.target, new.view.get(new.field.to), moved),
        (before.source, after.source, new.model, before.source != after.source),
    )
    for column, renamed, other, changed in ends:
        if not changed:
            continue
        if new.field.constrained:
            dropped = editor.make(Does.DROP_CONSTRAINT, after.table)
            editor.done.append(dropped._replace(constraint=ConstraintKind.FOREIGN_KEY))
        if column != renamed:
            rename = editor.make(Does.RENAME_COLUMN, after.table)
            editor.done.append(rename._replace(name=column, new_name=renamed))
        if new.field.constrained:
            editor.done.append(end(editor, after, renamed, key_of(new.view, other)))
