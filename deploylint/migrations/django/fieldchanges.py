"""What operations of Django on fields do to the models (`ProjectState`)."""

from deploylint.facts.operations import Dialect
from deploylint.migrations.django.calls import Call
from deploylint.migrations.django.changes import TOO_MANY, model_of_call
from deploylint.migrations.django.compare import altered, same_type
from deploylint.migrations.django.fields import (
    Field,
    Key,
    Made,
    field_of,
    without_default,
)
from deploylint.migrations.django.names import index_name
from deploylint.migrations.django.state import (
    Delta,
    Model,
    State,
    Together,
    View,
    leads_to,
    made,
    target,
)


def add_field(state: State, call: Call) -> Delta | str:
    """Add a field to a model, or put another in its place."""
    found = _field_of(state, call)
    if isinstance(found, str):
        return found
    model, field = found
    kept = without_default(field) if call.value("preserve_default") is False else field
    view = View(state.models, {})
    names = made(model, field, target(view, field), state.dialect, inline=True)
    kept = kept._replace(made=names)
    return {model.key: (model, model._replace(fields={**model.fields, field.name: kept}))}


def alter_field(state: State, call: Call) -> Delta | str:
    """Put another field in the place of one; what stays in the database keeps its names."""
    given = _field_of(state, call)
    if isinstance(given, str):
        return given
    model, field = given
    old = model.fields.get(field.name)
    if old is None:
        return f"the field {field.name} is not known: no migration that was read adds it"
    kept = without_default(field) if call.value("preserve_default") is False else field
    kept = kept._replace(made=_remade(state, model, old, field))
    after = model._replace(fields={**model.fields, field.name: kept})
    found: Delta = {model.key: (model, after)}
    if (old.primary or old.unique) and same_type(old, field) is False:
        return _with_followers(state, found, after, field)
    return found


def _with_followers(state: State, found: Delta, model: Model, field: Field) -> Delta | str:
    """Return the change with the models whose foreign keys lead to a field of another type."""
    if not state.may_scan():
        return TOO_MANY
    before = found[model.key][0]
    more = {model.key: (before, _with_new_keys(model, model.key, field, state.dialect))}
    followers = [
        other
        for key, other in state.models.items()
        if key != model.key
        and any(leads_to(one, model.key, field) for one in other.fields.values())
    ]
    if not state.may_follow(len(followers)):
        return TOO_MANY
    for other in followers:
        more[other.key] = (other, _with_new_keys(other, model.key, field, state.dialect))
    return more


def _with_new_keys(model: Model, key: Key, to: Field, dialect: Dialect | None) -> Model:
    """Return a model whose foreign keys to a field have been made anew."""
    fields = dict(model.fields)
    for name, field in fields.items():
        if leads_to(field, key, to) and field.to_one and field.column and model.table:
            made_anew = index_name(model.table, (field.column,), "_fk", dialect)
            fields[name] = field._replace(made=field.made._replace(foreign_key=made_anew))
    return model._replace(fields=fields)


def rename_field(state: State, call: Call) -> Delta | str:
    """Give a field another name, and with it its column, unless that has one of its own."""
    model, old, new = (
        model_of_call(state, call, "model_name"),
        call.text("old_name"),
        call.text("new_name"),
    )
    if isinstance(model, str):
        return model
    field = None if old is None else model.fields.get(old)
    if field is None or old is None or new is None:
        return f"the field {old} is not known: no migration that was read adds it"
    renamed = _renamed(field, new)
    renamed = renamed._replace(made=_remade(state, model, field, renamed))
    fields = {name: one for name, one in model.fields.items() if name != old}
    after = model._replace(
        fields={**fields, new: renamed},
        unique_together=_with_name(model.unique_together, old, new),
        index_together=_with_name(model.index_together, old, new),
    )
    return {model.key: (model, after)}


def _renamed(field: Field, new: str) -> Field:
    written = field.call is not None and field.call.value("db_column") is not None
    if field.column is None or written:
        return field._replace(name=new)
    return field._replace(name=new, column=f"{new}_id" if field.to_one else new)


def _with_name(together: Together, old: str, new: str) -> Together:
    return {
        tuple(new if one == old else one for one in group): name for group, name in together.items()
    }


def remove_field(state: State, call: Call) -> Delta | str:
    """Remove a field from a model."""
    model, name = model_of_call(state, call, "model_name"), call.text("name")
    if isinstance(model, str):
        return model
    if name is None or name not in model.fields:
        return f"the field {name} is not known: no migration that was read adds it"
    fields = {one: field for one, field in model.fields.items() if one != name}
    return {model.key: (model, model._replace(fields=fields))}


def _field_of(state: State, call: Call) -> tuple[Model, Field] | str:
    model, name = model_of_call(state, call, "model_name"), call.text("name")
    if isinstance(model, str):
        return model
    if name is None:
        return "the name of the field is computed"
    return model, field_of(call.source, (call.given or {}).get("field"), name, model.key)


def _remade(state: State, model: Model, old: Field, new: Field) -> Made:
    """Return the names of what a field brings with it: old ones stay, new ones are made up."""
    view = View(state.models, {})
    fresh = made(model, new, target(view, new), state.dialect, inline=False)
    before = old.made
    return Made(
        foreign_key=fresh.foreign_key if altered(old, new) else before.foreign_key,
        unique=before.unique if old.unique and new.unique else fresh.unique,
        own_index=before.own_index if _has_index(old) and _has_index(new) else fresh.own_index,
        check=before.check if old.kind == new.kind else fresh.check,
    )


def _has_index(field: Field) -> bool:
    return field.indexed and not field.unique
