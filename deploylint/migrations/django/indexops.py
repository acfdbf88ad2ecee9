"""What operations of Django on indexes and constraints do in the database."""

from collections.abc import Sequence
from typing import TypeVar

from deploylint.facts.operations import ConstraintKind, Does, Flag
from deploylint.migrations.django.doing import Doing
from deploylint.migrations.django.state import Constraint, Index, Together


def unique_together(doing: Doing) -> None:
    """Drop and add what is unique together."""
    found = doing.models()
    if found is None or not found[1].real:
        return
    old, new = found
    editor = doing.editor
    for group in _without(old.unique_together, new.unique_together):
        editor.drop_constraint(new, ConstraintKind.UNIQUE, old.unique_together[group])
    for group in _without(new.unique_together, old.unique_together):
        name = new.unique_together[group]
        constraint = Constraint(name=name, kind=ConstraintKind.UNIQUE, fields=group)
        editor.done.append(editor.constraint(new, constraint))


def index_together(doing: Doing) -> None:
    """Drop and add what is indexed together."""
    found = doing.models()
    if found is None or not found[1].real:
        return
    old, new = found
    editor = doing.editor
    for group in _without(old.index_together, new.index_together):
        editor.drop_index(new, old.index_together[group])
    for group in _without(new.index_together, old.index_together):
        index = Index(name=new.index_together[group], fields=group)
        editor.done.append(editor.index(new, index))


def _without(left: Together, right: Together) -> list[tuple[str, ...]]:
    return [group for group in left if group not in right]


def index(doing: Doing) -> None:
    """Create the index that comes, or drop the one that goes."""
    found = doing.models()
    if found is None or not found[1].real:
        return
    old, new = found
    editor = doing.editor
    concurrently = doing.call.name.endswith("Concurrently")
    moved = _moved(doing, (old.indexes, new.indexes))
    if moved is not None and len(new.indexes) > len(old.indexes):
        editor.done.append(editor.index(new, moved, concurrently=concurrently))
    elif moved is not None:
        editor.drop_index(old, moved.name, concurrently=concurrently)


Named = TypeVar("Named", Index, Constraint)


def _moved(doing: Doing, sides: tuple[Sequence[Named], Sequence[Named]]) -> Named | None:
    """Return what an operation adds or removes: the last one, or the one with its name."""
    longer = max(sides, key=len)
    if doing.call.name.startswith("Add"):
        return longer[-1] if longer else None
    name = doing.call.text("name")
    return next((one for one in longer if one.name == name), None)


def renamed_index(doing: Doing) -> None:
    """Rename an index."""
    found = doing.models()
    if found is None or not found[1].real:
        return
    old, new = found
    before = doing.call.text("old_name")
    after = doing.call.text("new_name")
    group = doing.call.names("old_fields")
    if group:
        if not doing.forward:
            return  # https://docs.djangoproject.com/en/stable/ref/migration-operations/#renameindex
        before = old.index_together.get(group)
    names = (before, after) if doing.forward else (after, before)
    if names[0] != names[1]:
        renamed = doing.editor.make(Does.RENAME_INDEX, new.table)
        doing.editor.done.append(renamed._replace(name=names[0], new_name=names[1]))


def constraint(doing: Doing) -> None:
    """Add the constraint that comes, or drop the one that goes."""
    found = doing.models()
    if found is None or not found[1].real:
        return
    old, new = found
    editor = doing.editor
    moved = _moved(doing, (old.constraints, new.constraints))
    if moved is None:
        return
    if len(new.constraints) > len(old.constraints):
        added = editor.constraint(new, moved)
        if doing.call.name == "AddConstraintNotValid":
            added = added._replace(flags=added.flags | {Flag.NOT_VALID})
        editor.done.append(added)
    elif moved.as_index:
        editor.drop_index(old, moved.name)
    else:
        editor.drop_constraint(old, moved.kind, moved.name)


def validated(doing: Doing) -> None:
    """Validate a constraint; there is no way back, and none is needed."""
    found = doing.models()
    if found is not None and doing.forward and found[1].real:
        validated = doing.editor.make(Does.VALIDATE_CONSTRAINT, found[1].table)
        doing.editor.done.append(validated._replace(name=doing.call.text("name")))
