"""Tables and columns that Django makes and drops, with what belongs to them."""

from collections.abc import Iterable

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.django.editor import Editor, column_flags, is_text
from deploylint.migrations.django.fields import ORDER, Field
from deploylint.migrations.django.names import foreign_key_name, index_name
from deploylint.migrations.django.state import (
    Constraint,
    Index,
    Model,
    Target,
    Through,
    View,
    key_of,
    made,
    target,
    through,
    type_of,
)


def create_model(editor: Editor, model: Model, view: View) -> None:
    """Create the table of a model, and those of its many-to-many fields."""
    if not model.real or model.table is None:
        return
    fields = sorted(model.fields.values(), key=lambda field: field.kind == ORDER)
    columns = tuple(field.column for field in fields if field.column)
    editor.done.append(editor.make(Does.CREATE_TABLE, model.table)._replace(columns=columns))
    _defer_constraints(editor, model, view)
    for field in model.fields.values():
        _defer_indexes(editor, model, field, view)
    for index in model.indexes:
        editor.deferred.add(editor.index(model, index))
    for group, name in model.index_together.items():
        editor.done.append(editor.index(model, Index(name=name, fields=group)))
    for field in model.fields.values():
        if field.to_many:
            _create_through(editor, model, field, view)
        if field.problem:
            editor.opaque(field.problem, model.table)


def _defer_constraints(editor: Editor, model: Model, view: View) -> None:
    for group, name in model.unique_together.items():
        constraint = Constraint(name=name, kind=ConstraintKind.UNIQUE, fields=group)
        editor.deferred.add(editor.constraint(model, constraint))
    for field in model.fields.values():
        if field.to_one and field.constrained:
            editor.deferred.add(editor.foreign_key(model, field, view))
    for constraint in model.constraints:
        if constraint.as_index:
            editor.deferred.add(editor.constraint(model, constraint))


def _defer_indexes(editor: Editor, model: Model, field: Field, view: View) -> None:
    if editor.has_index(field):
        editor.deferred.add(editor.field_index(model, field, ""))
    if editor.has_like(field, view):
        editor.deferred.add(editor.field_index(model, field, "_like"))


def _create_through(editor: Editor, model: Model, field: Field, view: View) -> None:
    found = None if field.own_through else through(model, field, editor.dialect)
    if found is None:
        return
    columns = tuple(column for column in (found.source, found.target) if column)
    table = editor.make(Does.CREATE_TABLE, found.table)
    editor.done.append(table._replace(columns=("id", *columns)))
    name = index_name(found.table, columns, "_uniq", editor.dialect) if found.target else None
    unique = editor.make(Does.ADD_CONSTRAINT, found.table)
    editor.deferred.add(
        unique._replace(name=name, columns=columns, constraint=ConstraintKind.UNIQUE)
    )
    ends = ((found.source, model), (found.target, view.get(field.to)))
    keys = [(column, key_of(view, other)) for column, other in ends]
    if field.constrained:
        for column, key in keys:
            editor.deferred.add(end(editor, found, column, key))
    for column, key in keys:
        for index in _indexes_of_end(editor, found, column, key):
            editor.deferred.add(index)


def end(editor: Editor, found: Through, column: str | None, key: Target) -> Operation:
    """Return the foreign key of one end of a many-to-many table."""
    name = None
    if column is not None:
        name = foreign_key_name(found.table, column, (key.table, key.column), editor.dialect)
    return editor.make(Does.ADD_CONSTRAINT, found.table)._replace(
        name=name,
        columns=() if column is None else (column,),
        constraint=ConstraintKind.FOREIGN_KEY,
        references=key.table,
    )


def _indexes_of_end(
    editor: Editor, found: Through, column: str | None, key: Target
) -> Iterable[Operation]:
    if editor.dialect is Dialect.MYSQL:
        return
    like = editor.dialect is Dialect.POSTGRESQL and is_text(key.type)
    one = () if column is None else (column,)
    for suffix in ("", "_like") if like else ("",):
        name = None if column is None else index_name(found.table, one, suffix, editor.dialect)
        index = editor.make(Does.CREATE_INDEX, found.table)
        yield index._replace(name=name, columns=one)


def delete_model(editor: Editor, model: Model) -> None:
    """Drop the table of a model, and those of its many-to-many fields."""
    if not model.real or model.table is None:
        return
    for field in model.fields.values():
        if field.to_many:
            _drop_through(editor, model, field)
    _drop_table(editor, model.table)


def _drop_through(editor: Editor, model: Model, field: Field) -> None:
    found = None if field.own_through else through(model, field, editor.dialect)
    if found is not None:
        _drop_table(editor, found.table)


def _drop_table(editor: Editor, table: str) -> None:
    dropped = editor.make(Does.DROP_TABLE, table)
    editor.done.append(dropped._replace(flags=frozenset((Flag.CASCADE,))))
    editor.deferred.without_table(table)


def add_field(editor: Editor, model: Model, field: Field, view: View) -> None:
    """Add the column of a field, or its table."""
    if not model.real:
        return
    if field.problem:
        editor.opaque(field.problem, model.table)
    if field.to_many:
        _create_through(editor, model, field, view)
    if field.column is None:
        return
    editor.done.append(
        editor.make(Does.ADD_COLUMN, model.table)._replace(
            name=field.column,
            type=type_of(view, field),
            flags=column_flags(field, added=True),
        )
    )
    names = made(model, field, target(view, field), editor.dialect, inline=True)
    if field.unique:
        _inline(editor, model, field, ConstraintKind.UNIQUE, names.unique)
    if field.check and editor.dialect is not Dialect.MYSQL:
        _inline(editor, model, field, ConstraintKind.CHECK, names.check)
    if field.to_one and field.constrained:
        editor.done.append(editor.foreign_key(model, field, view))
    _defer_indexes(editor, model, field, view)


def _inline(
    editor: Editor, model: Model, field: Field, kind: ConstraintKind, name: str | None
) -> None:
    if field.primary and kind is ConstraintKind.UNIQUE:
        kind, name = ConstraintKind.PRIMARY_KEY, None
    one = () if field.column is None else (field.column,)
    added = editor.make(Does.ADD_CONSTRAINT, model.table)
    editor.done.append(added._replace(name=name, columns=one, constraint=kind))


def remove_field(editor: Editor, model: Model, field: Field) -> None:
    """Drop the column of a field, or its table."""
    if not model.real:
        return
    if field.problem:
        editor.opaque(field.problem, model.table)
    if field.to_many:
        _drop_through(editor, model, field)
    if field.column is None or model.table is None:
        return
    if field.to_one and field.constrained:
        editor.drop_constraint(model, ConstraintKind.FOREIGN_KEY, field.made.foreign_key)
    dropped = editor.make(Does.DROP_COLUMN, model.table)
    editor.done.append(dropped._replace(name=field.column, flags=frozenset((Flag.CASCADE,))))
    editor.deferred.without_column(model.table, field.column)
