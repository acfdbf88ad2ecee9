"""What Django does in the database for a change of models, as operations.

The editor does what `BaseDatabaseSchemaEditor` does, with what PostgreSQL's adds where the database
is known to be that: https://github.com/django/django/tree/stable/5.2.x/django/db/backends
"""

from deploylint.facts.operations import ConstraintKind, Dialect, Does, Flag, Operation
from deploylint.migrations.django.deferred import Deferred
from deploylint.migrations.django.fields import Field
from deploylint.migrations.django.names import index_name
from deploylint.migrations.django.state import (
    Constraint,
    Index,
    Model,
    View,
    made,
    target,
    type_of,
)
from deploylint.migrations.django.types import SPATIAL
from deploylint.model.location import Location

NO_FLAGS: frozenset[Flag] = frozenset()

TEXT_TYPES = ("varchar", "text")
"""Types with a second index in PostgreSQL, for `LIKE`."""


def flags_of(*found: tuple[Flag, bool]) -> frozenset[Flag]:
    """Return the flags that are set."""
    return frozenset(flag for flag, is_set in found if is_set)


def column_flags(field: Field, *, added: bool) -> frozenset[Flag]:
    """Return what is special about a column; `added` to a table that has rows."""
    in_database = field.db_default is not None
    return flags_of(
        (Flag.NOT_NULL, not field.null and not field.generated),
        (Flag.DEFAULT, in_database and not field.volatile),
        (Flag.VOLATILE_DEFAULT, in_database and field.volatile),
        (Flag.DEFAULT_DROPPED, added and field.default and not in_database and not field.identity),
        (Flag.IDENTITY, field.identity),
        (Flag.GENERATED, field.generated),
    )


def is_text(kind: str | None) -> bool:
    """Say whether a column of a type gets a second index in PostgreSQL."""
    return kind is not None and kind.startswith(TEXT_TYPES) and "[" not in kind


class Editor:
    """The operations of one direction of a migration, in the order in which they run.

    `at` and `text` are those of the call that is being read. What Django does at the end of a
    migration is deferred until `finish`.
    """

    def __init__(self, at: Location, dialect: Dialect | None) -> None:
        """Start without operations."""
        self.at = at
        self.text = ""
        self.dialect = dialect
        self.done: list[Operation] = []
        self.deferred = Deferred()

    def make(self, does: Does, table: str | None) -> Operation:
        """Return an operation of the call that is being read."""
        return Operation(does=does, at=self.at, table=table, text=self.text)

    def opaque(self, why: str, table: str | None = None) -> None:
        """Note what cannot be read."""
        self.done.append(self.make(Does.OPAQUE, table)._replace(why=why))

    def finish(self) -> tuple[Operation, ...]:
        """Return all operations."""
        return (*self.done, *self.deferred.operations())

    def rename_table(self, old: str | None, new: str | None) -> None:
        """Rename a table."""
        if old == new or old is None or new is None:
            return
        renamed = self.make(Does.RENAME_TABLE, old)
        self.done.append(renamed._replace(new_name=new))
        self.deferred.rename_table(old, new)

    def foreign_key(self, model: Model, field: Field, view: View) -> Operation:
        """Return the foreign key of a field."""
        to = target(view, field)
        return self.make(Does.ADD_CONSTRAINT, model.table)._replace(
            name=made(model, field, to, self.dialect, inline=False).foreign_key,
            columns=() if field.column is None else (field.column,),
            constraint=ConstraintKind.FOREIGN_KEY,
            references=to.table,
        )

    def drop_constraint(self, model: Model, kind: ConstraintKind | None, name: str | None) -> None:
        """Drop a constraint."""
        dropped = self.make(Does.DROP_CONSTRAINT, model.table)
        self.done.append(dropped._replace(name=name, constraint=kind))

    def has_index(self, field: Field) -> bool:
        """Say whether Django makes an index for a field; that of a foreign key MySQL makes."""
        own = self.dialect is not Dialect.MYSQL or not field.to_one or not field.constrained
        return field.column is not None and field.indexed and not field.unique and own

    def has_like(self, field: Field, view: View) -> bool:
        """Say whether a field has the second index that texts get in PostgreSQL."""
        if self.dialect is not Dialect.POSTGRESQL or not (field.indexed or field.unique):
            return False
        collated = field.call is not None and field.call.value("db_collation") is not None
        return is_text(type_of(view, field)) and not collated

    def _defer_indexes(self, model: Model, field: Field, view: View) -> None:
        if self.has_index(field):
            self.deferred.add(self.field_index(model, field, ""))
        if self.has_like(field, view):
            self.deferred.add(self.field_index(model, field, "_like"))

    def field_index(self, model: Model, field: Field, suffix: str) -> Operation:
        """Return the index of a field, or with the suffix `_like` the second one."""
        one = () if field.column is None else (field.column,)
        name = None
        if model.table is not None and field.kind not in SPATIAL:
            name = index_name(model.table, one, suffix, self.dialect)
        return self.make(Does.CREATE_INDEX, model.table)._replace(name=name, columns=one)

    def drop_index(self, model: Model, name: str | None, *, concurrently: bool = False) -> None:
        """Drop an index."""
        postgresql = self.dialect is Dialect.POSTGRESQL
        flags = flags_of((Flag.IF_EXISTS, postgresql), (Flag.CONCURRENTLY, concurrently))
        self.done.append(self.make(Does.DROP_INDEX, model.table)._replace(name=name, flags=flags))

    def index(self, model: Model, index: Index, *, concurrently: bool = False) -> Operation:
        """Return how an index is created."""
        return self.make(Does.CREATE_INDEX, model.table)._replace(
            name=index.name,
            columns=model.columns(index.fields),
            flags=flags_of((Flag.CONCURRENTLY, concurrently)),
        )

    def constraint(self, model: Model, constraint: Constraint) -> Operation:
        """Return how a constraint is added."""
        columns = model.columns(constraint.fields)
        if constraint.as_index:
            return self.make(Does.CREATE_INDEX, model.table)._replace(
                name=constraint.name, columns=columns, flags=frozenset((Flag.UNIQUE,))
            )
        return self.make(Does.ADD_CONSTRAINT, model.table)._replace(
            name=constraint.name, columns=columns, constraint=constraint.kind
        )
