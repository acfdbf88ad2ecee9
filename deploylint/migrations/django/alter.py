"""What Django does in the database when a field becomes another one (`_alter_field`)."""

from collections.abc import Mapping

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag
from deploylint.migrations.django.compare import altered, same_type
from deploylint.migrations.django.editor import TEXT_TYPES, Editor, flags_of
from deploylint.migrations.django.fields import Field
from deploylint.migrations.django.keys import Key, drop_keys, keys_to, rebuild_keys
from deploylint.migrations.django.many import alter_many
from deploylint.migrations.django.names import index_name
from deploylint.migrations.django.state import Model, Side, target, type_of

WRITTEN_AS: Mapping[str, str] = {
    "EmailField": "CharField",
    "URLField": "CharField",
    "CommaSeparatedIntegerField": "CharField",
    "ImageField": "FileField",
}
"""Fields whose type Django takes from another field: between these it needs no conversion."""

NULLED = {True: Does.DROP_NOT_NULL, False: Does.SET_NOT_NULL}


def alter_field(editor: Editor, old: Side, new: Side, related: tuple[Model, ...] = ()) -> None:
    """Do what makes one field of another; `related` models have keys that lead to it."""
    if not new.model.real:
        return
    problem = new.field.problem or old.field.problem
    if problem:
        editor.opaque(problem, new.model.table)
        return
    if old.field.to_many and new.field.to_many:
        alter_many(editor, old, new)
        return
    if (old.field.column is None) != (new.field.column is None):
        editor.opaque("a field becomes one without a column", new.model.table)
        return
    if new.field.column is None or not _altered(old, new):
        return
    _Altering(editor, old, new, related).run()


def _altered(old: Side, new: Side) -> bool:
    before, after = target(old.view, old.field).table, target(new.view, new.field).table
    return altered(old.field, new.field, same_target=before is not None and before == after)


class _Altering:
    """One field that is altered, step by step as Django does it."""

    def __init__(self, editor: Editor, old: Side, new: Side, related: tuple[Model, ...]) -> None:
        self._editor = editor
        self._old = old
        self._new = new
        self._model = new.model
        self._related = related
        self._table = new.model.table
        self._types = (type_of(old.view, old.field), type_of(new.view, new.field))
        self._same_type = self._compared()

    def run(self) -> None:
        """Do everything, in Django's order."""
        self._drop()
        self._rename()
        self._change_type()
        self._change_default()
        self._change_null()
        self._add()

    def _compared(self) -> bool | None:
        old, new = self._old.field, self._new.field
        if old.to_one or new.to_one:
            if old.to_one and new.to_one and old.to == new.to and old.to_field == new.to_field:
                return True
            return None if None in self._types else self._types[0] == self._types[1]
        return same_type(old, new)

    def _drop(self) -> None:
        editor, old, new = self._editor, self._old.field, self._new.field
        if old.to_one and old.constrained:
            editor.drop_constraint(self._model, ConstraintKind.FOREIGN_KEY, old.made.foreign_key)
        if old.unique and not new.unique and not old.primary:
            editor.drop_constraint(self._model, ConstraintKind.UNIQUE, old.made.unique)
        if self._keys_follow():
            drop_keys(editor, self._keys())
        if editor.has_index(old) and not editor.has_index(new):
            editor.drop_index(self._model, old.made.own_index)
            if editor.has_like(old, self._old.view):
                self._drop_like()
        if old.check and not self._same_check():
            editor.drop_constraint(self._model, ConstraintKind.CHECK, old.made.check)

    def _same_check(self) -> bool:
        return self._old.field.check == self._new.field.check

    def _keys_follow(self) -> bool:
        old, new = self._old.field, self._new.field
        both = (old.primary and new.primary) or (old.unique and new.unique)
        return both and self._same_type is False

    def _keys(self) -> list[Key]:
        models = (self._old.model, *self._related)
        return keys_to(self._new.field, models, editor=self._editor)

    def _rename(self) -> None:
        old, new = self._old.field.column, self._new.field.column
        if old == new or old is None or new is None or self._table is None:
            return
        renamed = self._editor.make(Does.RENAME_COLUMN, self._table)
        self._editor.done.append(renamed._replace(name=old, new_name=new))
        self._editor.deferred.rename_column(self._table, old, new)

    def _change_type(self) -> None:
        editor, old, new = self._editor, self._old.field, self._new.field
        if self._same_type is None:
            kinds = " to ".join(dict.fromkeys((old.kind, new.kind)))
            editor.opaque(
                f"whether the type of {new.column} changes is not known ({kinds})", self._table
            )
        if self._same_type is not False:
            return
        if self._loses_like():
            self._drop_like()
        column = editor.make(Does.CHANGE_TYPE, self._table)
        editor.done.append(
            column._replace(
                name=new.column,
                type=self._types[1],
                old_type=self._types[0],
                flags=flags_of((Flag.USING, _written(old) != _written(new))),
            )
        )
        if old.identity != new.identity:
            identity = editor.make(Does.ALTER_COLUMN, self._table)
            editor.done.append(identity._replace(name=new.column))
        elif new.identity and editor.dialect is Dialect.POSTGRESQL:
            sequence = editor.make(Does.ALTER_OBJECT, None)
            editor.done.append(
                sequence._replace(object="sequence", flags=frozenset((Flag.IF_EXISTS,)))
            )

    def _loses_like(self) -> bool:
        """Say whether a text changes its type, so that PostgreSQL needs another index for it."""
        if not self._editor.has_like(self._old.field, self._old.view):
            return False
        old, new = (kind or "" for kind in self._types)
        return any(old.startswith(one) and not new.startswith(one) for one in TEXT_TYPES)

    def _change_default(self) -> None:
        old, new = self._old.field.db_default, self._new.field.db_default
        if old == new:
            return
        does = Does.DROP_DEFAULT if new is None else Does.SET_DEFAULT
        column = self._editor.make(does, self._table)
        self._editor.done.append(column._replace(name=self._new.field.column))

    def _change_null(self) -> None:
        old, new, editor = self._old.field, self._new.field, self._editor
        if old.null == new.null:
            return
        given = new.has_default or new.db_default is not None
        if old.null and given and (new.default or new.db_default is not None):
            update = editor.make(Does.UPDATE, self._table)
            columns = () if new.column is None else (new.column,)
            editor.done.append(update._replace(columns=columns, flags=frozenset((Flag.WHERE,))))
        column = editor.make(NULLED[new.null], self._table)
        editor.done.append(column._replace(name=new.column))

    def _add(self) -> None:
        editor, old, new = self._editor, self._old.field, self._new.field
        view = self._new.view
        if old.primary and not new.primary:
            editor.drop_constraint(self._model, ConstraintKind.PRIMARY_KEY, None)
        if new.unique and not new.primary and (not old.unique or old.primary):
            self._add_constraint(ConstraintKind.UNIQUE, "_uniq")
        if editor.has_index(new) and not editor.has_index(old):
            editor.done.append(editor.field_index(self._model, new, ""))
        if new.primary and not old.primary:
            self._add_constraint(ConstraintKind.PRIMARY_KEY, "_pk")
        if self._keys_follow():
            rebuild_keys(editor, self._keys(), self._types, self._table)
        if new.to_one and new.constrained:
            editor.done.append(editor.foreign_key(self._model, new, view))
        if new.check and not self._same_check():
            self._add_constraint(ConstraintKind.CHECK, "_check")
        self._change_like()

    def _change_like(self) -> None:
        editor, old, new = self._editor, self._old.field, self._new.field
        had, has = editor.has_like(old, self._old.view), editor.has_like(new, self._new.view)
        became = (new.indexed and not (old.indexed or old.unique)) or (
            new.unique and not old.unique
        )
        changed = self._same_type is False and self._loses_like()
        if has and (became or changed):
            editor.done.append(editor.field_index(self._model, new, "_like"))
        if had and old.unique and not (new.indexed or new.unique):
            self._drop_like()

    def _drop_like(self) -> None:
        old = self._old
        one = () if old.field.column is None else (old.field.column,)
        table = old.model.table
        name = None if table is None else index_name(table, one, "_like", self._editor.dialect)
        self._editor.drop_index(self._model, name)

    def _add_constraint(self, kind: ConstraintKind, suffix: str) -> None:
        column = self._new.field.column
        one = () if column is None else (column,)
        name = None
        if self._table is not None:
            name = index_name(self._table, one, suffix, self._editor.dialect)
        added = self._editor.make(Does.ADD_CONSTRAINT, self._table)
        self._editor.done.append(added._replace(name=name, columns=one, constraint=kind))


def _written(field: Field) -> str:
    return WRITTEN_AS.get(field.kind, field.kind)
