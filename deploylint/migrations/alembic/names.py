"""Names in the functions of a revision: what assignments, loops and calls bind them to."""

import ast

from deploylint.migrations.alembic.place import Handle, Place, Thing
from deploylint.migrations.python.ast import DEEPEST, Function
from deploylint.migrations.python.astvalues import UNKNOWN

MOST_TURNS = 200
"""Turns of a loop over a list that is written out."""


def parameters(function: Function) -> list[str]:
    """Return the names of all parameters of a function."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    rest = [one for one in (given.vararg, given.kwarg) if one is not None]
    return [one.arg for one in (*every, *rest)]


def inside(function: Function, place: Place, call: ast.Call) -> Place:
    """Return the names inside a function that is called."""
    outer = place.names if function.name in place.functions else {}
    inner = Place(place.source, dict(outer))
    inner.functions = place.functions if function.name in place.functions else {}
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args)]
    defaults = dict(zip(reversed(names), reversed(given.defaults), strict=False))
    defaults |= {
        one.arg: value
        for one, value in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        if value is not None
    }
    module = Place(place.source)
    for name in parameters(function):
        inner.names[name] = module.value(defaults[name]) if name in defaults else UNKNOWN
    hidden = any(isinstance(one, ast.Starred) for one in call.args)
    for name, node in zip(names, () if hidden else call.args, strict=False):
        inner.names[name] = place.value(node)
    for keyword in call.keywords:
        if keyword.arg in inner.names:
            inner.names[str(keyword.arg)] = place.value(keyword.value)
    if hidden or any(one.arg is None for one in call.keywords):
        inner.names.update(dict.fromkeys(parameters(function), UNKNOWN))
    return inner


def assigned(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> ast.expr | None:
    """Return what is assigned; of `x += y` the sum."""
    if not isinstance(node, ast.AugAssign) or not isinstance(node.target, ast.Name):
        return node.value
    left = ast.copy_location(ast.Name(id=node.target.id, ctx=ast.Load()), node.target)
    return ast.copy_location(ast.BinOp(left=left, op=node.op, right=node.value), node)


def items(node: ast.expr, place: Place) -> list[object] | None:
    """Return what a list holds that is written out, None for others and for very long ones."""
    thing = place.thing(node)
    if isinstance(thing.node, ast.List | ast.Tuple | ast.Set):
        nodes = thing.node.elts
        if len(nodes) > MOST_TURNS or any(isinstance(one, ast.Starred) for one in nodes):
            return None
        return [_item(one, thing.place) for one in nodes]
    values = place.literal(node)
    if isinstance(values, dict):
        values = list(values)
    known = isinstance(values, list | tuple) and len(values) <= MOST_TURNS
    return list(values) if known and isinstance(values, list | tuple) else None


def _item(node: ast.expr, place: Place) -> object:
    if isinstance(node, ast.Tuple | ast.List) and not _is_known(place.literal(node), 0):
        return Thing(node=node, place=place.seen_by(node))
    return place.value(node)


def _is_known(value: object, depth: int) -> bool:
    """Say whether a value has no part that cannot be told."""
    if isinstance(value, list | tuple) and not isinstance(value, Thing | Handle):
        return depth < DEEPEST and all(_is_known(one, depth + 1) for one in value)
    return value is not UNKNOWN and not isinstance(value, Thing | Handle)


def bind(place: Place, target: ast.expr, value: object) -> None:
    """Bind a loop's target to one item."""
    if isinstance(target, ast.Name):
        place.names[target.id] = value
        return
    forget(place, target)
    if not isinstance(target, ast.Tuple | ast.List):
        return
    parts = _parts(value)
    if parts is not None and len(parts) == len(target.elts):
        for one, part in zip(target.elts, parts, strict=True):
            bind(place, one, part)


def _parts(value: object) -> list[object] | None:
    if isinstance(value, list | tuple) and not isinstance(value, Thing):
        return list(value)
    if isinstance(value, Thing) and isinstance(value.node, ast.Tuple | ast.List):
        return [_item(one, value.place) for one in value.node.elts]
    return None


def forget(place: Place, target: ast.AST) -> None:
    """Take it that the names of a target may be bound to anything."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            place.names[node.id] = UNKNOWN


def forget_changed(place: Place, node: ast.expr) -> None:
    """Take it that what a name is bound to was changed: `names.append(x)`, `names[0] = x`."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name) and isinstance(place.names.get(node.id), list | dict | tuple):
        value = place.names[node.id]
        if not isinstance(value, Thing | Handle):
            place.names[node.id] = UNKNOWN
