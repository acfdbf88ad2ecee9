"""What the models of an app look like at one point of their history of migrations."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Dialect
from deploylint.migrations.django.fields import Field, Key, Made
from deploylint.migrations.django.names import foreign_key_name, index_name, shortened

TARGETS = 5
"""How many relations in a row are followed to the type of a key."""

LONGEST_BYTES = 63
"""How long names may be that PostgreSQL makes up."""

MOST_SCANNED = 2_000_000
"""How many fields are looked at, in all, for relations to models that change."""

MOST_FOLLOWED = 20_000
"""How many models are changed, in all, because a model that they refer to changes."""

Together = Mapping[tuple[str, ...], str | None]
"""Names of fields that are unique or indexed together, with the name of what does it."""

NO_TOGETHER: Together = MappingProxyType({})


class Index(NamedTuple):
    """An index of a model: `fields` are names of fields; of expressions there are none."""

    name: str | None
    fields: tuple[str, ...] = ()


class Constraint(NamedTuple):
    """A constraint of a model; `as_index` says that the database has a unique index instead."""

    name: str | None
    kind: ConstraintKind | None
    fields: tuple[str, ...] = ()
    as_index: bool = False


class Model(NamedTuple):
    """A model: `table` is None when its name is not known.

    `real` says that it has a table that Django makes: it is managed and no proxy. `explicit` says
    that the table's name does not follow from that of the model.
    """

    key: Key
    table: str | None
    fields: Mapping[str, Field]
    real: bool = True
    explicit: bool = False
    ordered: bool = False
    unique_together: Together = NO_TOGETHER
    index_together: Together = NO_TOGETHER
    indexes: tuple[Index, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    @property
    def primary(self) -> Field | None:
        """Return the field that is the primary key."""
        return next((field for field in self.fields.values() if field.primary), None)

    def columns(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the columns of fields, without those that are not known."""
        found = (self.fields.get(name) for name in names)
        return tuple(field.column for field in found if field is not None and field.column)


Delta = Mapping[Key, tuple[Model | None, Model | None]]
"""Models before and after one step; None for one that does not exist."""


class View:
    """The models at one moment: those of a state, but for some that were different then."""

    def __init__(self, models: Mapping[Key, Model], other: Mapping[Key, Model | None]) -> None:
        """Take models, and how some of them really were."""
        self._models = models
        self._other = other

    def get(self, key: Key | None) -> Model | None:
        """Return a model, None when it does not exist or is not known."""
        if key is None:
            return None
        return self._other[key] if key in self._other else self._models.get(key)


class State:
    """The models of an app, changed step by step, forwards and backwards."""

    def __init__(self, label: str, dialect: Dialect | None) -> None:
        """Start without models."""
        self.label = label
        self.dialect = dialect
        self.models: dict[Key, Model] = {}
        self._scanned = 0
        self._followed = 0

    def get(self, name: str) -> Model | None:
        """Return a model of the app by its name, in any case."""
        return self.models.get((self.label, name.lower()))

    def may_scan(self) -> bool:
        """Say whether all fields of all models may be looked at once more."""
        if self._scanned <= MOST_SCANNED:
            self._scanned += sum(len(one.fields) for one in self.models.values())
        return self._scanned <= MOST_SCANNED

    def may_follow(self, count: int) -> bool:
        """Say whether so many models more may be changed because another one is."""
        self._followed += count
        return self._followed <= MOST_FOLLOWED

    def redo(self, delta: Delta) -> None:
        """Go one step forwards."""
        self._set({key: after for key, (_, after) in delta.items()})

    def undo(self, delta: Delta) -> None:
        """Go one step backwards."""
        self._set({key: before for key, (before, _) in delta.items()})

    def _set(self, models: Mapping[Key, Model | None]) -> None:
        for key, model in models.items():
            if model is None:
                self.models.pop(key, None)
            else:
                self.models[key] = model

    def views(self, delta: Delta) -> tuple[View, View]:
        """Return the models before and after a step."""
        return (
            View(self.models, {key: before for key, (before, _) in delta.items()}),
            View(self.models, {key: after for key, (_, after) in delta.items()}),
        )


class Side(NamedTuple):
    """A field of a model at one moment."""

    model: Model
    field: Field
    view: View


def leads_to(relation: Field, key: Key, field: Field) -> bool:
    """Say whether a relation leads to a field of the model `key`: the one it names, or the key."""
    named = relation.to_field
    return relation.to == key and (field.primary if named is None else named == field.name)


class Target(NamedTuple):
    """What a foreign key leads to, as far as it is known."""

    table: str | None = None
    column: str | None = None
    type: str | None = None


class Through(NamedTuple):
    """The table that Django makes for a many-to-many field.

    `source` and `target` are its columns; None for one whose name is not known.
    """

    table: str
    source: str
    target: str | None


def target(view: View, field: Field, depth: int = 0) -> Target:
    """Return what a foreign key leads to."""
    model = view.get(field.to)
    if model is None or depth > TARGETS:
        return Target()
    found = model.fields.get(field.to_field) if field.to_field else model.primary
    if found is None:
        return Target(table=model.table)
    kind = target(view, found, depth + 1).type if found.to_one else found.type
    return Target(table=model.table, column=found.column, type=kind)


def key_of(view: View, model: Model | None) -> Target:
    """Return the primary key of a model, as what leads to it needs it."""
    if model is None:
        return Target()
    key = model.primary
    if key is None:
        return Target(table=model.table)
    return Target(table=model.table, column=key.column, type=type_of(view, key))


def type_of(view: View, field: Field) -> str | None:
    """Return the type of a field's column, None when it is not known."""
    return target(view, field).type if field.to_one else field.type


def through(model: Model, field: Field, dialect: Dialect | None) -> Through | None:
    """Return the table of a many-to-many field, None when its name is not known."""
    if model.table is None:
        return None
    table = field.table or shortened(f"{model.table}_{field.name}", dialect)
    source, to = model.key[1], None if field.to is None else field.to[1]
    if source == to:
        return Through(table=table, source=f"from_{source}_id", target=f"to_{source}_id")
    return Through(table=table, source=f"{source}_id", target=None if to is None else f"{to}_id")


def made(model: Model, field: Field, to: Target, dialect: Dialect | None, *, inline: bool) -> Made:
    """Return what constraints and indexes of a field are called when they are made now.

    `inline` ones are part of the definition of the column: then the database names them.
    """
    table, column = model.table, field.column
    if table is None or column is None:
        return Made()
    key = _inline(table, column, "key", dialect)
    check = _inline(table, column, "check", dialect)
    one = (column,)
    return Made(
        foreign_key=foreign_key_name(table, column, (to.table, to.column), dialect),
        unique=key if inline else index_name(table, one, "_uniq", dialect),
        own_index=index_name(table, one, "", dialect),
        check=check if inline else index_name(table, one, "_check", dialect),
    )


def _inline(table: str, column: str, suffix: str, dialect: Dialect | None) -> str | None:
    """Return how PostgreSQL names a constraint without a name; longer ones it shortens."""
    name = f"{table.rpartition('.')[2]}_{column}_{suffix}"
    known = dialect is Dialect.POSTGRESQL and len(name.encode(errors="replace")) <= LONGEST_BYTES
    return name if known else None
