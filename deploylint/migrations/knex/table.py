"""What a callback of Knex does to its table: `knex.schema.alterTable("t", (table) => { ... })`.

https://knexjs.org/guide/schema-builder.html
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.javascript.names import column_name, folded
from deploylint.migrations.javascript.values import (
    Call,
    Host,
    Machine,
    Unknown,
    Value,
    entry,
    is_true,
    plain,
    texts,
)
from deploylint.migrations.knex.columns import (
    ENUMS,
    INCREMENTS,
    PG,
    TYPES,
    Column,
    added,
    altered,
    key_name,
    keys_of,
)
from deploylint.migrations.knex.foreign import Foreign, opaque

WITHOUT_EFFECT = frozenset(
    ("engine", "charset", "collate", "comment", "inherits", "queryContext", "check", "like"),
)
"""Methods that say how a table is kept, or what an added one inherits."""


class Command(NamedTuple):
    """A method that was called on the table, with the operations it stands for."""

    operations: tuple[Operation, ...]
    is_conditional: bool


class TableBuilder(Host):
    """The table in a callback; its columns are complete when the callback ends."""

    def __init__(self, table: str, *, is_new: bool, conditions: Callable[[], bool]) -> None:
        """Begin with nothing; `conditions` says whether the code that runs now may not run."""
        self.table = table
        self.is_new = is_new
        self.conditions = conditions
        self.commands: list[Column | Foreign | Command] = []

    def call(self, run: Machine, call: Call) -> Value:
        """Take a column, a key or a change."""
        if call.name in TYPES:
            return self._column(run, call)
        if call.name == "foreign":
            foreign = Foreign(call, is_conditional=self.conditions())
            self.commands.append(foreign)
            return foreign
        if call.name == "timestamps":
            self._timestamps(run, call)
            return Unknown()
        if call.name in WITHOUT_EFFECT:
            return Unknown()
        made = COMMANDS.get(call.name)
        found = None if made is None else made(self, run, call)
        if found is None:
            known = made is not None
            why = "a name is computed" if known else f"what {call.name} does is not known"
            found = [opaque(run, call.span, why)]
        self.commands.append(Command(tuple(found), self.conditions()))
        return Unknown()

    def _column(self, run: Machine, call: Call) -> Value:
        given = call.argument(0)
        if given is None and call.name in INCREMENTS:
            name: str | None = "id"
        else:
            name = column_name(given, run.dialect)
        if name is None:
            unread = opaque(run, call.span, "the name of the column is computed")
            self.commands.append(Command((unread,), self.conditions()))
            return Unknown()
        column = Column(call, name, is_conditional=self.conditions())
        self.commands.append(column)
        return column

    def _timestamps(self, run: Machine, call: Call) -> None:
        """Add `created_at` and `updated_at`; with a default they are NOT NULL."""
        options = call.argument(0)
        camel = entry(options, "useCamelCase") or call.argument(2)
        by_default = entry(options, "defaultToNow") or call.argument(1)
        names = ("createdAt", "updatedAt") if is_true(camel) else ("created_at", "updated_at")
        flags = {Flag.NOT_NULL, Flag.DEFAULT} if is_true(by_default) else set()
        found = [
            Operation(
                does=Does.ADD_COLUMN,
                at=run.at(call.span),
                table=self.table,
                name=folded(name, run.dialect),
                type="timestamptz",
                flags=frozenset(flags),
                text=run.snippet(call.span),
            )
            for name in names
        ]
        self.commands.append(Command(tuple(found), self.conditions()))

    def operations(self, run: Machine) -> Iterator[Operation]:
        """Yield what the callback did, in order."""
        for command in self.commands:
            found = (
                command.operations
                if isinstance(command, Command)
                else tuple(self._of_column(command, run))
                if isinstance(command, Column)
                else tuple(command.operations(self.table, run))
            )
            for operation in found:
                flags = {Flag.CONDITIONAL} if command.is_conditional else set()
                yield operation._replace(flags=operation.flags | flags)

    def restating(self, run: Machine) -> Iterator[Operation]:
        """Yield what `alter()` does, which says a whole column anew."""
        for command in self.commands:
            if isinstance(command, Column) and command.is_altered:
                yield from altered(command, self.table, run)

    def _of_column(self, column: Column, run: Machine) -> Iterator[Operation]:
        if column.is_altered:
            yield from altered(column, self.table, run)
        else:
            yield from _enum_type(column, run)
            yield added(column, self.table, run)
        yield from keys_of(column, self.table, run)


def _enum_type(column: Column, run: Machine) -> Iterator[Operation]:
    """Yield the type that `enu(..., { useNative: true, enumName })` creates in PostgreSQL."""
    options = column.method.argument(2) if column.method.name in ENUMS else None
    name = plain(entry(options, "enumName"))
    if name is None or run.dialect not in PG or is_true(entry(options, "existingType")):
        return
    if is_true(entry(options, "useNative")):
        yield Operation(
            does=Does.CREATE_TYPE,
            at=run.at(column.span),
            name=name,
            object="enum type",
            text=run.snippet(column.span),
        )


Found = list[Operation] | None


def _base(builder: TableBuilder, run: Machine, call: Call, does: Does) -> Operation:
    text = run.snippet(call.span)
    return Operation(does=does, at=run.at(call.span), table=builder.table, text=text)


def _key(kind: str, does: Does) -> Callable[[TableBuilder, Machine, Call], Found]:
    """Return what adds or drops an index or constraint, whose name Knex makes up or is told."""

    def made(builder: TableBuilder, run: Machine, call: Call) -> Found:
        columns = texts(call.argument(0)) or ()
        columns = tuple(folded(one, run.dialect) for one in columns)
        options = call.argument(1)
        name = plain(options) or plain(entry(options, "indexName"))
        name = name or plain(entry(options, "constraintName"))
        if kind == "pkey" and not columns:
            name = name or plain(call.argument(0))
        if not columns and name is None and kind != "pkey":
            return None
        base = _base(builder, run, call, does)
        adds = does in (Does.ADD_CONSTRAINT, Does.CREATE_INDEX)
        is_index = kind == "index" or (
            kind == "unique"
            and is_true(entry(options, "useConstraint")) is False
            and entry(options, "useConstraint") is not None
        )
        if is_index and adds:
            base = base._replace(does=Does.CREATE_INDEX)
        return [
            base._replace(
                name=name or key_name(builder.table, columns, kind),
                columns=columns if adds else (),
                constraint=None if is_index else KINDS.get(kind),
                flags=frozenset({Flag.UNIQUE} if is_index and kind == "unique" else ()),
            )
        ]

    return made


KINDS = {
    "unique": ConstraintKind.UNIQUE,
    "foreign": ConstraintKind.FOREIGN_KEY,
    "pkey": ConstraintKind.PRIMARY_KEY,
}


def _drop_columns(builder: TableBuilder, run: Machine, call: Call) -> Found:
    names: list[str] = []
    for argument in call.arguments:
        found = texts(argument)
        if found is None:
            return None
        names += found
    base = _base(builder, run, call, Does.DROP_COLUMN)
    return [base._replace(name=folded(name, run.dialect)) for name in names]


def _drop_timestamps(builder: TableBuilder, run: Machine, call: Call) -> Found:
    is_camel = is_true(call.argument(0) or entry(call.argument(0), "useCamelCase"))
    names = ("createdAt", "updatedAt") if is_camel else ("created_at", "updated_at")
    base = _base(builder, run, call, Does.DROP_COLUMN)
    return [base._replace(name=folded(name, run.dialect)) for name in names]


def _rename_column(builder: TableBuilder, run: Machine, call: Call) -> Found:
    old = column_name(call.argument(0), run.dialect)
    new = column_name(call.argument(1), run.dialect)
    if old is None or new is None:
        return None
    return [_base(builder, run, call, Does.RENAME_COLUMN)._replace(name=old, new_name=new)]


def _nullable(does: Does) -> Callable[[TableBuilder, Machine, Call], Found]:
    def made(builder: TableBuilder, run: Machine, call: Call) -> Found:
        name = column_name(call.argument(0), run.dialect)
        return None if name is None else [_base(builder, run, call, does)._replace(name=name)]

    return made


def _drop_checks(builder: TableBuilder, run: Machine, call: Call) -> Found:
    names = [name for argument in call.arguments for name in texts(argument) or ()]
    base = _base(builder, run, call, Does.DROP_CONSTRAINT)
    made = [base._replace(name=name, constraint=ConstraintKind.CHECK) for name in names]
    return made or None


COMMANDS: Mapping[str, Callable[[TableBuilder, Machine, Call], Found]] = {
    "index": _key("index", Does.CREATE_INDEX),
    "unique": _key("unique", Does.ADD_CONSTRAINT),
    "primary": _key("pkey", Does.ADD_CONSTRAINT),
    "dropIndex": _key("index", Does.DROP_INDEX),
    "dropUnique": _key("unique", Does.DROP_CONSTRAINT),
    "dropForeign": _key("foreign", Does.DROP_CONSTRAINT),
    "dropPrimary": _key("pkey", Does.DROP_CONSTRAINT),
    "dropColumn": _drop_columns,
    "dropColumns": _drop_columns,
    "dropTimestamps": _drop_timestamps,
    "dropChecks": _drop_checks,
    "renameColumn": _rename_column,
    "setNullable": _nullable(Does.DROP_NOT_NULL),
    "dropNullable": _nullable(Does.SET_NOT_NULL),
}
"""Methods of the table that make operations; none are made when a name is computed."""
