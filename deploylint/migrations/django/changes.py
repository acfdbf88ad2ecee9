"""What operations of Django do to the models.

https://docs.djangoproject.com/en/stable/ref/migration-operations/

Each function takes the state and the call, and returns the models before and after, or why that
cannot be told. They do what `ProjectState` does:
https://github.com/django/django/blob/stable/5.2.x/django/db/migrations/state.py
"""

from collections.abc import Callable, Mapping

from deploylint.migrations.django.calls import Call
from deploylint.migrations.django.fields import (
    Field,
    Key,
    hidden,
)
from deploylint.migrations.django.models import (
    model_of,
    order_field,
    set_value,
    table_of,
    together_of,
)
from deploylint.migrations.django.state import (
    Delta,
    Model,
    State,
    View,
    made,
    target,
)

Change = Callable[[State, Call], Delta | str]

NO_CHANGE: Delta = {}

TOO_MANY = "there are too many models to find the relations to this one"


def model_of_call(state: State, call: Call, parameter: str) -> Model | str:
    """Return the model that an argument of a call names, or why it is not known."""
    name = call.text(parameter)
    if name is None:
        return "the name of the model is computed"
    model = state.get(name)
    if model is None:
        return f"the model {name} is not known: no migration that was read creates it"
    if model.table is None:
        return f"the table of the model {name} is not known"
    return model


def create_model(state: State, call: Call) -> Delta | str:
    """Add a model."""
    name = call.text("name")
    if name is None:
        return "the name of the model is computed"
    key = (state.label, name.lower())
    model = model_of(call, key, state.dialect)
    if isinstance(model, str):
        return model
    if model.table is None:
        return "the table of the model is computed"
    view = View(state.models, {key: model})
    fields = {
        name: field._replace(
            made=made(model, field, target(view, field), state.dialect, inline=True)
        )
        for name, field in model.fields.items()
    }
    return {key: (state.models.get(key), model._replace(fields=fields))}


def delete_model(state: State, call: Call) -> Delta | str:
    """Remove a model."""
    model = model_of_call(state, call, "name")
    return model if isinstance(model, str) else {model.key: (model, None)}


def rename_model(state: State, call: Call) -> Delta | str:
    """Give a model another name, and with it its table, unless that has one of its own."""
    model, name = model_of_call(state, call, "old_name"), call.text("new_name")
    if isinstance(model, str) or name is None:
        return model if isinstance(model, str) else "the new name of the model is computed"
    key = (state.label, name.lower())
    if key == model.key:
        return {key: (model, model)}
    if not state.may_scan():
        return TOO_MANY
    table = model.table if model.explicit else table_of(key, None, state.dialect)
    renamed = model._replace(
        key=key, table=table, fields=_repointed(model.fields, model.key, key) or model.fields
    )
    found: dict[Key, tuple[Model | None, Model | None]] = {
        model.key: (model, None),
        key: (state.models.get(key), renamed),
    }
    for other, one in state.models.items():
        fields = None if other == model.key else _repointed(one.fields, model.key, key)
        if fields is not None:
            found[other] = (one, one._replace(fields=fields))
    if not state.may_follow(len(found)):
        return TOO_MANY
    return _with_new_keys(state, found, key) if table != model.table else found


def _with_new_keys(state: State, found: Delta, renamed: Key) -> Delta:
    """Return the models with the names of the foreign keys that Django makes anew."""
    view = View(state.models, {key: after for key, (_, after) in found.items()})
    made_anew: dict[Key, tuple[Model | None, Model | None]] = {}
    for key, (before, after) in found.items():
        fields = {} if after is None else dict(after.fields)
        for name, field in fields.items():
            if after is not None and field.to == renamed and field.to_one and not hidden(field):
                names = made(after, field, target(view, field), state.dialect, inline=False)
                fields[name] = field._replace(
                    made=field.made._replace(foreign_key=names.foreign_key)
                )
        made_anew[key] = (before, None if after is None else after._replace(fields=fields))
    return made_anew


def _repointed(fields: Mapping[str, Field], old: Key, new: Key) -> Mapping[str, Field] | None:
    """Return fields whose relations lead to the new name, None when none led to the old one."""
    if not any(old in (field.to, field.through) for field in fields.values()):
        return None
    return {
        name: field._replace(
            to=new if field.to == old else field.to,
            through=new if field.through == old else field.through,
        )
        for name, field in fields.items()
    }


def alter_table(state: State, call: Call) -> Delta | str:
    """Give a model another table."""
    model = model_of_call(state, call, "name")
    if isinstance(model, str):
        return model
    written = call.value("table")
    table = table_of(model.key, written, state.dialect)
    return {model.key: (model, model._replace(table=table, explicit=bool(written)))}


def alter_options(state: State, call: Call) -> Delta | str:
    """Note whether Django still manages the table of a model."""
    model = model_of_call(state, call, "name")
    if isinstance(model, str):
        return model
    options = call.value("options")
    if not isinstance(options, dict):
        return NO_CHANGE
    managed = options.get("managed", True) is not False
    return {model.key: (model, model._replace(real=managed))}


def alter_together(state: State, call: Call) -> Delta | str:
    """Change what is unique together, or indexed together."""
    model = model_of_call(state, call, "name")
    if isinstance(model, str):
        return model
    option = "unique_together" if call.name == "AlterUniqueTogether" else "index_together"
    value = set_value(call.source, (call.given or {}).get(option))
    together = together_of(model, option, value, state.dialect)
    if together is None:
        return f"{option} is computed"
    if option == "unique_together":
        return {model.key: (model, model._replace(unique_together=together))}
    return {model.key: (model, model._replace(index_together=together))}


def alter_order(state: State, call: Call) -> Delta | str:
    """Add or remove the column that `order_with_respect_to` needs."""
    model = model_of_call(state, call, "name")
    if isinstance(model, str):
        return model
    ordered = bool(call.value("order_with_respect_to"))
    fields = {name: field for name, field in model.fields.items() if name != "_order"}
    if ordered:
        fields["_order"] = model.fields.get("_order") or order_field()
    return {model.key: (model, model._replace(fields=fields, ordered=ordered))}


def touch_model(state: State, call: Call) -> Delta | str:
    """Change nothing, but see that the model is known."""
    model = model_of_call(state, call, "model_name")
    return model if isinstance(model, str) else {model.key: (model, model)}


def touch_named(state: State, call: Call) -> Delta | str:
    """Change nothing, but see that the model is known, which the call names `name`."""
    model = model_of_call(state, call, "name")
    return model if isinstance(model, str) else {model.key: (model, model)}


def nothing(_state: State, _call: Call) -> Delta | str:
    """Change nothing."""
    return NO_CHANGE
