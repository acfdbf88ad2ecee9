"""What operations of Django on indexes and constraints do to the models (`ProjectState`)."""

from deploylint.migrations.django.calls import Call
from deploylint.migrations.django.changes import model_of_call
from deploylint.migrations.django.models import constraint_of, index_of
from deploylint.migrations.django.state import Constraint, Delta, Index, State


def add_index(state: State, call: Call) -> Delta | str:
    """Add an index to a model."""
    model = model_of_call(state, call, "model_name")
    if isinstance(model, str):
        return model
    index = index_of(call.source, (call.given or {}).get("index"))
    if isinstance(index, str):
        return index
    return {model.key: (model, model._replace(indexes=(*model.indexes, index)))}


def remove_index(state: State, call: Call) -> Delta | str:
    """Remove an index from a model."""
    model, name = model_of_call(state, call, "model_name"), call.text("name")
    if isinstance(model, str):
        return model
    kept = tuple(one for one in model.indexes if one.name != name)
    if name is None or len(kept) == len(model.indexes):
        return f"the index {name} is not known: no migration that was read adds it"
    return {model.key: (model, model._replace(indexes=kept))}


def rename_index(state: State, call: Call) -> Delta | str:
    """Give an index of a model another name, also one that had none."""
    model, new = model_of_call(state, call, "model_name"), call.text("new_name")
    if isinstance(model, str):
        return model
    if new is None:
        return "the new name of the index is computed"
    group = call.names("old_fields") or ()
    if group:
        rest = {one: name for one, name in model.index_together.items() if one != group}
        indexes = (*model.indexes, Index(name=new, fields=group))
        return {model.key: (model, model._replace(index_together=rest, indexes=indexes))}
    old = call.text("old_name")
    indexes = tuple(one._replace(name=new) if one.name == old else one for one in model.indexes)
    if old is None or indexes == model.indexes:
        return f"the index {old} is not known: no migration that was read adds it"
    return {model.key: (model, model._replace(indexes=indexes))}


def add_constraint(state: State, call: Call) -> Delta | str:
    """Add a constraint to a model."""
    model = model_of_call(state, call, "model_name")
    if isinstance(model, str):
        return model
    constraint = constraint_of(call.source, (call.given or {}).get("constraint"))
    if isinstance(constraint, str):
        return constraint
    return {model.key: (model, model._replace(constraints=(*model.constraints, constraint)))}


def remove_constraint(state: State, call: Call) -> Delta | str:
    """Remove a constraint from a model."""
    model, name = model_of_call(state, call, "model_name"), call.text("name")
    if isinstance(model, str):
        return model
    kept = tuple(one for one in model.constraints if one.name != name)
    if name is None or len(kept) == len(model.constraints):
        return f"the constraint {name} is not known: no migration that was read adds it"
    return {model.key: (model, model._replace(constraints=kept))}


def alter_constraint(state: State, call: Call) -> Delta | str:
    """Put another constraint in the place of one, in Django alone."""
    model, name = model_of_call(state, call, "model_name"), call.text("name")
    if isinstance(model, str):
        return model
    new = constraint_of(call.source, (call.given or {}).get("constraint"))
    if isinstance(new, str):
        return new
    constraints: tuple[Constraint, ...] = tuple(
        new if one.name == name else one for one in model.constraints
    )
    return {model.key: (model, model._replace(constraints=constraints))}
