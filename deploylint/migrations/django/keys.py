"""Foreign keys that lead to a column whose type changes: Django changes theirs, too."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Does, Flag
from deploylint.migrations.django.editor import Editor
from deploylint.migrations.django.fields import Field
from deploylint.migrations.django.names import index_name
from deploylint.migrations.django.state import Model, leads_to, through


class Key(NamedTuple):
    """A column that refers to the one that is altered; `name` is that of its constraint."""

    table: str
    column: str
    name: str | None
    constrained: bool


def keys_to(field: Field, models: Sequence[Model], *, editor: Editor) -> list[Key]:
    """Return the columns of models that refer to a field of the first one."""
    return [
        key
        for other in models
        if other.real
        for one in other.fields.values()
        for key in _keys(field, models[0], (other, one), editor)
    ]


def _keys(field: Field, model: Model, owned: tuple[Model, Field], editor: Editor) -> Iterator[Key]:
    other, one = owned
    leads_here = one.to_one and leads_to(one, model.key, field)
    if leads_here and other.table is not None and one.column is not None:
        yield Key(other.table, one.column, one.made.foreign_key, one.constrained)
    if not (one.to_many and field.primary) or one.own_through:
        return
    found = through(other, one, editor.dialect)
    if found is not None and other.key == model.key:
        yield Key(found.table, found.source, None, one.constrained)
    if found is not None and found.target is not None and one.to == model.key:
        yield Key(found.table, found.target, None, one.constrained)


def drop_keys(editor: Editor, keys: Sequence[Key]) -> None:
    """Drop the constraints of foreign keys."""
    for key in keys:
        if key.constrained:
            dropped = editor.make(Does.DROP_CONSTRAINT, key.table)
            editor.done.append(
                dropped._replace(name=key.name, constraint=ConstraintKind.FOREIGN_KEY)
            )


def rebuild_keys(
    editor: Editor,
    keys: Sequence[Key],
    types: tuple[str | None, str | None],
    table: str | None,
) -> None:
    """Give the columns of foreign keys the new type, and their constraints back."""
    for key in keys:
        column = editor.make(Does.CHANGE_TYPE, key.table)
        editor.done.append(
            column._replace(
                name=key.column,
                old_type=types[0],
                type=types[1],
                flags=frozenset((Flag.USING,)),
            )
        )
    for key in keys:
        if key.constrained:
            added = editor.make(Does.ADD_CONSTRAINT, key.table)
            editor.done.append(
                added._replace(
                    name=index_name(key.table, (key.column,), "_fk", editor.dialect),
                    columns=(key.column,),
                    constraint=ConstraintKind.FOREIGN_KEY,
                    references=table,
                )
            )
