"""Models, indexes and constraints of Django, as a migration writes them."""

import ast
from collections.abc import Mapping

from deploylint.facts.operations import ConstraintKind, Dialect
from deploylint.migrations.django.calls import (
    HOPS,
    NAMELESS,
    Call,
    call_of,
    resolved,
    strings,
    value_of,
)
from deploylint.migrations.django.fields import ORDER, Field, Key, field_of
from deploylint.migrations.django.names import index_name, shortened, told
from deploylint.migrations.django.state import (
    NO_TOGETHER,
    Constraint,
    Index,
    Model,
    Together,
)
from deploylint.migrations.python.ast import Source
from deploylint.migrations.python.astvalues import UNKNOWN

KINDS: Mapping[str, ConstraintKind] = {
    "UniqueConstraint": ConstraintKind.UNIQUE,
    "CheckConstraint": ConstraintKind.CHECK,
    "ExclusionConstraint": ConstraintKind.EXCLUDE,
}

MAKES_INDEX = (f"{NAMELESS}0", "condition", "include", "opclasses")
"""Arguments of a unique constraint that only an index can do: by position come expressions."""

DIRECTIONS = ("asc", "desc")
REFERENCES = ("F", "OrderBy")
"""Methods and calls around the name of a field that leave it one."""

FLAGS = ("managed", "proxy", "abstract")

TOGETHER = ("unique_together", "index_together")

SUFFIXES = {"unique_together": "_uniq", "index_together": "_idx"}

AUTOMATIC = "id"
"""The primary key that a model has when it declares none."""


def default_table(key: Key, dialect: Dialect | None) -> str:
    """Return the table of a model that does not name it."""
    return shortened(f"{key[0]}_{key[1]}", dialect)


def index_of(source: Source, node: ast.expr | None) -> Index | str:
    """Return an index, or why it cannot be read."""
    call = call_of(source, node, {})
    name = None if call is None else call.value("name")
    if call is None or not (name is None or isinstance(name, str)):
        return "the index is computed"
    fields = call.names("fields") or _of_expressions(call)
    bare = tuple(field.removeprefix("-") for field in fields)
    return Index(name=None if name is None else str(name), fields=bare)


def _of_expressions(call: Call) -> tuple[str, ...]:
    """Return the fields among the expressions of an index: `"name"`, `F("name").desc()`."""
    found = (_field_in(call.source, one) for one in call.node.args)
    return tuple(one for one in found if one is not None)


def _field_in(source: Source, node: ast.expr) -> str | None:
    for _ in range(HOPS):
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, str) else None
        if not isinstance(node, ast.Call):
            return None
        method = node.func
        if isinstance(method, ast.Attribute) and method.attr in DIRECTIONS:
            node = method.value
        elif (source.dotted(method) or "").rpartition(".")[2] in REFERENCES and node.args:
            node = node.args[0]
        else:
            return None
    return None


def constraint_of(source: Source, node: ast.expr | None) -> Constraint | str:
    """Return a constraint, or why it cannot be read."""
    call = call_of(source, node, {})
    name = None if call is None else call.value("name")
    if call is None or not isinstance(name, str):
        return "the constraint is computed"
    kind = KINDS.get(call.name)
    if kind is None:
        return f"what the constraint class {call.name} does is not known"
    as_index = any(one in (call.given or {}) for one in MAKES_INDEX)
    return Constraint(
        name=str(name),
        kind=kind,
        fields=call.names("fields") or (),
        as_index=kind is ConstraintKind.UNIQUE and as_index,
    )


def together_of(
    model: Model, option: str, value: object, dialect: Dialect | None
) -> Together | None:
    """Return what `unique_together` or `index_together` says, None when it cannot be told.

    Names are kept of what was there before.
    """
    if not isinstance(value, list | tuple):
        return None if value is not None else NO_TOGETHER
    flat = strings(value)
    groups = [flat] if flat else [strings(one) for one in value]
    before: Together = getattr(model, option)
    found: dict[tuple[str, ...], str | None] = {}
    for group in groups:
        if group is None:
            return None
        found[group] = before[group] if group in before else _named(model, option, group, dialect)
    return found


def _named(
    model: Model, option: str, group: tuple[str, ...], dialect: Dialect | None
) -> str | None:
    columns = model.columns(group)
    if model.table is None or len(columns) != len(group):
        return None
    return index_name(model.table, columns, SUFFIXES[option], dialect)


def set_value(source: Source, node: ast.expr | None) -> object:
    """Return the value of an expression; `set()` and `set([...])` as a tuple."""
    found = resolved(source, node)
    if isinstance(found, ast.Call) and source.dotted(found.func) == "set" and not found.keywords:
        return value_of(source, found.args[0]) if len(found.args) == 1 else ()
    return None if found is None else value_of(source, found)


def model_of(call: Call, key: Key, dialect: Dialect | None) -> Model | str:
    """Return the model that `CreateModel` makes, or why that cannot be read."""
    given = call.given or {}
    options = _options(call.source, given.get("options"))
    if options is None:
        return "the options of the model are computed"
    fields = _fields(call.source, given.get("fields"), key)
    if isinstance(fields, str):
        return fields
    source = call.source
    flags = {one: value_of(source, options[one]) for one in FLAGS if one in options}
    if UNKNOWN in flags.values():
        return "whether the model has a table is computed"
    written = set_value(source, options.get("db_table"))
    model = Model(
        key=key,
        table=table_of(key, written, dialect),
        fields=_with_added(fields, options),
        real=flags.get("managed") is not False and not flags.get("proxy"),
        explicit=bool(written),
        ordered="order_with_respect_to" in options,
    )
    return _with_options(model, source, options, dialect)


def table_of(key: Key, written: object, dialect: Dialect | None) -> str | None:
    """Return the table of a model: the one written for it, or the one that Django makes up."""
    if written is None or written == "":
        return default_table(key, dialect)
    return told(str(written)) if isinstance(written, str) else None


def _options(source: Source, node: ast.expr | None) -> dict[str, ast.expr] | None:
    found = resolved(source, node)
    if found is None or (isinstance(found, ast.Constant) and found.value is None):
        return {}
    if not isinstance(found, ast.Dict):
        return None
    options: dict[str, ast.expr] = {}
    for name, value in zip(found.keys, found.values, strict=True):
        if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
            return None
        options[name.value] = value
    return options


def _fields(source: Source, node: ast.expr | None, key: Key) -> dict[str, Field] | str:
    found = resolved(source, node)
    if not isinstance(found, ast.List | ast.Tuple):
        return "the fields of the model are computed"
    fields: dict[str, Field] = {}
    for item in found.elts:
        pair = resolved(source, item)
        if not isinstance(pair, ast.Tuple | ast.List) or len(pair.elts) != 2:  # noqa: PLR2004  # name and field
            return "a field of the model is computed"
        name = value_of(source, pair.elts[0])
        if not isinstance(name, str):
            return "the name of a field of the model is computed"
        fields[str(name)] = field_of(source, pair.elts[1], str(name), key)
    return fields


def _with_added(fields: dict[str, Field], options: Mapping[str, ast.expr]) -> dict[str, Field]:
    """Return the fields with those that Django adds itself."""
    composite = any(field.kind == "CompositePrimaryKey" for field in fields.values())
    if not composite and not any(field.primary for field in fields.values()):
        own = Field(name=AUTOMATIC, call=None, kind="", column=AUTOMATIC, unique=True, primary=True)
        fields = {AUTOMATIC: own, **fields}
    if "order_with_respect_to" in options:
        fields["_order"] = order_field()
    return fields


def order_field() -> Field:
    """Return the field that `order_with_respect_to` adds."""
    return Field(
        name="_order",
        call=None,
        kind=ORDER,
        column="_order",
        type="integer",
        default=True,
        has_default=True,
    )


def _with_options(
    model: Model, source: Source, options: Mapping[str, ast.expr], dialect: Dialect | None
) -> Model | str:
    for option in TOGETHER:
        if option in options:
            value = set_value(source, options[option])
            together = together_of(model, option, value, dialect)
            if together is None:
                return f"{option} of the model is computed"
            model = _put_together(model, option, together)
    indexes = [index_of(source, one) for one in _items(source, options.get("indexes"))]
    constraints = [constraint_of(source, one) for one in _items(source, options.get("constraints"))]
    odd = next((one for one in (*indexes, *constraints) if isinstance(one, str)), None)
    return odd or model._replace(
        indexes=tuple(one for one in indexes if isinstance(one, Index)),
        constraints=tuple(one for one in constraints if isinstance(one, Constraint)),
    )


def _put_together(model: Model, option: str, together: Together) -> Model:
    if option == "unique_together":
        return model._replace(unique_together=together)
    return model._replace(index_together=together)


def _items(source: Source, node: ast.expr | None) -> list[ast.expr | None]:
    found = resolved(source, node)
    if isinstance(found, ast.List | ast.Tuple):
        return list(found.elts)
    return [] if found is None else [None]
