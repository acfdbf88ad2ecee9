"""Fields of Django's models, as a migration writes them: their columns.

What is known of a field of the project's own, or of another package, is only what its call says:
that it has a column of its name. A class that carries the name of one of Django's fields is taken
as one that extends it. Fields: https://docs.djangoproject.com/en/stable/ref/models/fields/
"""

import ast
from collections.abc import Mapping
from typing import NamedTuple

from deploylint.migrations.django.calls import Call, call_of, written
from deploylint.migrations.django.types import (
    ARRAY,
    GENERATED,
    IDENTITY,
    NO_COLUMN,
    NOT_EMPTY,
    POSITIVE,
    SPATIAL,
    TO_MANY,
    TO_ONE,
    UNIQUE_RELATIONS,
    VOLATILE,
    column_type,
)
from deploylint.migrations.python.ast import Source
from deploylint.migrations.python.astvalues import UNKNOWN

Key = tuple[str, str]
"""A model: the label of its app and its name in lower case."""

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TO_ONE, ("to", "on_delete")),
    **dict.fromkeys(TO_MANY, ("to",)),
    ARRAY: ("base_field", "size"),
}
"""What may be given by position: of other fields it is the verbose name."""

ORDER = "OrderWrt"
"""The field that `order_with_respect_to` adds; its column is the last one."""

LOGICAL = ("null", "unique", "db_index", "primary_key", "db_constraint", "blank")


class Made(NamedTuple):
    """What the constraints and indexes that a field brings with it are called; None: not known."""

    foreign_key: str | None = None
    unique: str | None = None
    own_index: str | None = None
    check: str | None = None


class Field(NamedTuple):
    """A field of a model.

    `call` is how it is written, None for one that Django adds itself. `column` is None for a field
    without one. `type` is None when it is not known; that of a relation is not stored. `default`
    says that Django computes a value for rows that exist, `has_default` that `default=` is given,
    `falls_back` that there is such a value without it.
    `to` is the model that a relation leads to, None when that is not known; `to_field` the field
    there. `db_default` is its source text. `problem` says why the field cannot be read.
    """

    name: str
    call: Call | None
    kind: str
    column: str | None
    type: str | None = None
    null: bool = False
    unique: bool = False
    indexed: bool = False
    primary: bool = False
    default: bool = False
    has_default: bool = False
    falls_back: bool = False
    db_default: str | None = None
    volatile: bool = False
    to: Key | None = None
    to_field: str | None = None
    constrained: bool = True
    through: Key | None = None
    own_through: bool = False
    table: str | None = None
    made: Made = Made()
    problem: str | None = None

    @property
    def to_one(self) -> bool:
        """Say whether it is a foreign key."""
        return self.kind in TO_ONE

    @property
    def to_many(self) -> bool:
        """Say whether it is a relation with a table of its own."""
        return self.kind in TO_MANY

    @property
    def check(self) -> bool:
        """Say whether its column has a check of its own."""
        return self.kind in POSITIVE

    @property
    def identity(self) -> bool:
        """Say whether the database counts it up."""
        return self.kind in IDENTITY

    @property
    def generated(self) -> bool:
        """Say whether the database computes it."""
        return self.kind == GENERATED


def field_of(source: Source, node: ast.expr | None, name: str, own: Key) -> Field:
    """Return a field of the model `own`; its `problem` says why it cannot be read."""
    call = call_of(source, node, PARAMETERS)
    if call is None or not call.path:
        return _unread(name, call, f"the field {name} is computed")
    if call.given is None:
        return _unread(name, call, f"the arguments of the field {name} are computed")
    if call.name in TO_MANY:
        return _to_many(call, name, own)
    if call.name in NO_COLUMN:
        return Field(name=name, call=call, kind=call.name, column=None)
    if "to" in call.given and call.name not in TO_ONE:
        return _unread(name, call, f"what the field class {call.name} does is not known")
    return _with_column(call, name, own)


def _unread(name: str, call: Call | None, problem: str) -> Field:
    return Field(name=name, call=call, kind="", column=None, problem=problem)


def _with_column(call: Call, name: str, own: Key) -> Field:
    flags = {one: call.value(one) for one in LOGICAL}
    odd = next((one for one, value in flags.items() if not _logical(value)), None)
    column = call.value("db_column")
    if odd or not (column is None or isinstance(column, str)):
        return _unread(name, call, f"{odd or 'db_column'} of the field {name} is computed")
    to_one = call.name in TO_ONE
    primary = flags["primary_key"] is True
    known = flags["db_index"]
    field = Field(
        name=name,
        call=call,
        kind=call.name,
        column=str(column or (f"{name}_id" if to_one else name)),
        type=None if to_one else column_type(call),
        null=flags["null"] is True and not primary,
        unique=flags["unique"] is True or primary or call.name in UNIQUE_RELATIONS,
        indexed=known is True or (known is None and _has_index(call)),
        primary=primary,
        constrained=flags["db_constraint"] is not False,
    )
    return _with_defaults(_with_target(field, call, own), call, blank=flags["blank"] is True)


def _has_index(call: Call) -> bool:
    """Say whether a field has an index that its call does not ask for."""
    if call.name in SPATIAL:
        return call.value("spatial_index") is not False
    return call.name in TO_ONE or call.name == "SlugField"


def _logical(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _with_target(field: Field, call: Call, own: Key) -> Field:
    if not field.to_one:
        return field
    to_field = call.text("to_field")
    return field._replace(to=target_key(call.value("to"), own), to_field=to_field)


def target_key(value: object, own: Key) -> Key | None:
    """Return the model that a relation of the model `own` names, None when it cannot be told."""
    if not isinstance(value, str) or not value:
        return None
    if value == "self":
        return own
    label, _, model = str(value).rpartition(".")
    return (label or own[0], model.lower())


def _with_defaults(field: Field, call: Call, *, blank: bool) -> Field:
    given = call.given or {}
    node = given.get("default")
    value = call.value("default", UNKNOWN)
    provided = node is not None and not (call.source.dotted(node) or "").endswith("NOT_PROVIDED")
    in_database = given.get("db_default")
    empty = blank and not field.null and field.kind not in NOT_EMPTY
    now = call.value("auto_now") is True or call.value("auto_now_add") is True
    falls_back = (empty or now) and not field.generated
    return field._replace(
        has_default=provided,
        default=value is not None if provided else falls_back,
        falls_back=falls_back,
        db_default=None if in_database is None else written(in_database),
        volatile=in_database is not None and _volatile(call.source, in_database),
    )


def _volatile(source: Source, node: ast.expr) -> bool:
    """Say whether a default of the database is computed for each row."""
    if isinstance(node, ast.Constant):
        return False
    names = (_name(source, one) for one in ast.walk(node))
    return any(word in name.lower() for name in names for word in VOLATILE)


def _name(source: Source, node: ast.AST) -> str:
    """Return the name of a function that is called, or a string, which may be one in SQL."""
    if isinstance(node, ast.Call):
        return (source.dotted(node.func) or "").rpartition(".")[2]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _to_many(call: Call, name: str, own: Key) -> Field:
    through, table = call.value("through"), call.value("db_table")
    constrained = call.value("db_constraint")
    for what, value in (("through", through), ("db_table", table)):
        if not (value is None or isinstance(value, str)):
            return _unread(name, call, f"{what} of the field {name} is computed")
    return Field(
        name=name,
        call=call,
        kind=call.name,
        column=None,
        to=target_key(call.value("to"), own),
        through=target_key(through, own),
        own_through=through is not None,
        table=None if table is None else str(table),
        constrained=constrained is not False,
    )


def without_default(field: Field) -> Field:
    """Return a field whose default is for existing rows only (`preserve_default=False`)."""
    if not field.has_default:
        return field
    return field._replace(has_default=False, default=field.falls_back)


def hidden(field: Field) -> bool:
    """Say whether the model that a relation leads to does not know of it (`related_name="+"`)."""
    return field.call is not None and (field.call.text("related_name") or "").endswith("+")
