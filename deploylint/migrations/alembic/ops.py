"""The directives of Alembic: `op.create_table(...)` and the others, and what each does.

https://alembic.sqlalchemy.org/en/latest/ops.html; what is sent to the database was read off
Alembic itself, see the README of the samples of the tests.
"""

import ast
from collections.abc import Callable
from typing import NamedTuple

from deploylint.facts.operations import ConstraintKind, Does, Flag
from deploylint.migrations.alembic.columns import is_made_by
from deploylint.migrations.alembic.data import columns_of, execute, table_of
from deploylint.migrations.alembic.directive import (
    Directive,
    UnreadableError,
    bound,
    name_of,
)
from deploylint.migrations.alembic.extensions import EXTENSIONS
from deploylint.migrations.alembic.place import Place, Thing
from deploylint.migrations.alembic.run import Run
from deploylint.migrations.alembic.tables import (
    add_column,
    alter_column,
    create_table,
)
from deploylint.migrations.names import qualified
from deploylint.migrations.python.astvalues import UNKNOWN
from deploylint.model.wording import listed

KINDS = {
    "foreignkey": ConstraintKind.FOREIGN_KEY,
    "unique": ConstraintKind.UNIQUE,
    "primary": ConstraintKind.PRIMARY_KEY,
    "check": ConstraintKind.CHECK,
}
"""What `type_` of `drop_constraint` may be."""

OLD_NAMES = {
    "name": ("constraint_name", "index_name", "table_name"),
    "tablename": ("table_name",),
    "source": ("source_table", "table_name"),
    "referent": ("referent_table",),
    "local_columns": ("columns", "local_cols"),
    "type": ("type_",),
    "sql": ("sqltext",),
}
"""What versions before 1.0 called parameters; later ones took these names for a while."""


def _drop_table(call: Directive) -> None:
    flags = {Flag.IF_EXISTS} if call.is_on("if_exists") else set()
    call.emit(Does.DROP_TABLE, table=call.named_table(), flags=flags)


def _rename_table(call: Directive) -> None:
    schema = call.name("schema", "schema")
    new = call.name("new_table_name", "table") or ""
    call.emit(
        Does.RENAME_TABLE,
        table=call.named_table("old_table_name"),
        new_name=qualified((schema, new) if schema else (new,)),
    )


def _drop_column(call: Directive) -> None:
    table = call.named_table()
    column = call.thing("column_name")
    if column is not None and is_made_by(column, "Column"):
        fails = "Alembic wants the name of the column, not a Column"
        call.emit(Does.DROP_COLUMN, table=table, name=_first_name(column), fails=fails)
        return
    flags = {Flag.IF_EXISTS} if call.is_on("if_exists") else set()
    call.emit(Does.DROP_COLUMN, table=table, name=call.name("column_name", "column"), flags=flags)


def _first_name(thing: Thing) -> str | None:
    node = thing.node
    name = (
        name_of(thing.place.thing(node.args[0]))
        if isinstance(node, ast.Call) and node.args
        else None
    )
    return str(name) if isinstance(name, str) else None


def _index_flags(call: Directive) -> set[Flag]:
    concurrently = call.is_on("postgresql_concurrently")
    return {Flag.CONCURRENTLY} if concurrently else set()


def _create_index(call: Directive) -> None:
    flags = _index_flags(call)
    flags |= {Flag.UNIQUE} if call.is_on("unique") else set()
    flags |= {Flag.IF_NOT_EXISTS} if call.is_on("if_not_exists") else set()
    call.emit(
        Does.CREATE_INDEX,
        table=call.named_table(),
        name=call.name("index_name", "index"),
        columns=call.columns("columns"),
        flags=flags,
    )


def _drop_index(call: Directive) -> None:
    flags = _index_flags(call) | ({Flag.IF_EXISTS} if call.is_on("if_exists") else set())
    name = call.name("index_name", "index")
    schema = None if call.table else call.name("schema", "schema")
    call.emit(
        Does.DROP_INDEX,
        table=call.named_table(),
        name=qualified((schema, name)) if schema and name else name,
        flags=flags,
    )


def _add_constraint(kind: ConstraintKind) -> Callable[[Directive], None]:
    def add(call: Directive) -> None:
        not_valid = call.is_on("postgresql_not_valid")
        call.emit(
            Does.ADD_CONSTRAINT,
            table=call.named_table(),
            name=call.name("constraint_name", "constraint"),
            columns=call.columns("columns"),
            constraint=kind,
            flags={Flag.NOT_VALID} if not_valid else set(),
        )

    return add


def _create_foreign_key(call: Directive) -> None:
    schema = call.name("referent_schema", "schema")
    referent = call.name("referent_table", "table") or ""
    call.emit(
        Does.ADD_CONSTRAINT,
        table=call.named_table("source_table", "source_schema"),
        name=call.name("constraint_name", "constraint"),
        columns=call.columns("local_cols"),
        constraint=ConstraintKind.FOREIGN_KEY,
        references=qualified((schema, referent) if schema else (referent,)),
        flags={Flag.NOT_VALID} if call.is_on("postgresql_not_valid") else set(),
    )


def _drop_constraint(call: Directive) -> None:
    name = call.name("constraint_name", "constraint")
    type_ = call.value("type_")
    fails = None
    if name is None and type_ != "primary":  # a naming convention may name the primary key
        fails = "Alembic cannot drop a constraint without its name, and the name is None"
    elif type_ is not None and type_ is not UNKNOWN and type_ not in KINDS:
        fails = f'Alembic knows no type "{type_}" of a constraint: only {listed([*KINDS])}'
    call.emit(
        Does.DROP_CONSTRAINT,
        table=call.named_table(),
        name=name,
        constraint=KINDS.get(str(type_)),
        flags={Flag.IF_EXISTS} if call.is_on("if_exists") else set(),
        fails=fails,
    )


def _bulk_insert(call: Directive) -> None:
    thing = call.thing("table")
    table = table_of(thing) if thing else None
    if table is None or thing is None:
        raise UnreadableError("the table of the rows is defined elsewhere")
    call.emit(Does.INSERT, table=table, columns=columns_of(thing))


def _comment(call: Directive) -> None:
    call.emit(Does.COMMENT, table=call.named_table())


def _execute(call: Directive) -> None:
    node = call.given["sqltext"]
    execute(call.run, node, call.place, call.node, has_values=False)


class Spec(NamedTuple):
    """A directive: its positional parameters, those it must have, and what reads it.

    `table` is the parameter that a batch gives. `rest` takes any number of further arguments.
    """

    read: Callable[[Directive], None]
    names: tuple[str, ...]
    required: int
    table: str = "table_name"
    rest: bool = False


_CONSTRAINT = ("constraint_name", "table_name")

DIRECTIVES: dict[str, Spec] = {
    "create_table": Spec(create_table, ("table_name",), 1, rest=True),
    "drop_table": Spec(_drop_table, ("table_name", "schema"), 1),
    "rename_table": Spec(_rename_table, ("old_table_name", "new_table_name", "schema"), 2),
    "add_column": Spec(add_column, ("table_name", "column", "schema"), 2),
    "drop_column": Spec(_drop_column, ("table_name", "column_name", "schema"), 2),
    "alter_column": Spec(
        alter_column,
        ("table_name", "column_name", "nullable", "comment", "server_default", "new_column_name"),
        2,
    ),
    "create_index": Spec(
        _create_index, ("index_name", "table_name", "columns", "schema", "unique"), 3
    ),
    "drop_index": Spec(_drop_index, ("index_name", "table_name", "schema"), 1),
    "create_unique_constraint": Spec(
        _add_constraint(ConstraintKind.UNIQUE), (*_CONSTRAINT, "columns", "schema"), 3
    ),
    "create_primary_key": Spec(
        _add_constraint(ConstraintKind.PRIMARY_KEY), (*_CONSTRAINT, "columns", "schema"), 3
    ),
    "create_check_constraint": Spec(
        _add_constraint(ConstraintKind.CHECK), (*_CONSTRAINT, "condition", "schema"), 3
    ),
    "create_exclude_constraint": Spec(
        _add_constraint(ConstraintKind.EXCLUDE), _CONSTRAINT, 2, rest=True
    ),
    "create_foreign_key": Spec(
        _create_foreign_key,
        ("constraint_name", "source_table", "referent_table", "local_cols", "remote_cols"),
        5,
        table="source_table",
    ),
    "drop_constraint": Spec(_drop_constraint, (*_CONSTRAINT, "type_", "schema"), 2),
    "bulk_insert": Spec(_bulk_insert, ("table", "rows"), 2),
    "execute": Spec(_execute, ("sqltext", "execution_options"), 1),
    "create_table_comment": Spec(
        _comment, ("table_name", "comment", "existing_comment", "schema"), 2
    ),
    "drop_table_comment": Spec(_comment, ("table_name", "existing_comment", "schema"), 1),
    **{name: Spec(read, names, 0) for name, (read, names) in EXTENSIONS.items()},
}
"""Names of Alembic's directives, and of its best known plugins'."""

DOES = {
    "create_table": Does.CREATE_TABLE,
    "drop_table": Does.DROP_TABLE,
    "rename_table": Does.RENAME_TABLE,
    "add_column": Does.ADD_COLUMN,
    "drop_column": Does.DROP_COLUMN,
    "alter_column": Does.ALTER_COLUMN,
    "create_index": Does.CREATE_INDEX,
    "drop_index": Does.DROP_INDEX,
    "drop_constraint": Does.DROP_CONSTRAINT,
    "bulk_insert": Does.INSERT,
    "create_table_comment": Does.COMMENT,
    "drop_table_comment": Does.COMMENT,
}
"""What a directive would do whose call fails for want of an argument; others add a constraint."""


def directive(run: Run, name: str, node: ast.Call, place: Place, batch: str | None) -> None:
    """Add what a call of a directive does; `batch` is the table of a batch."""
    spec = DIRECTIVES.get(name)
    if spec is None:
        run.opaque(node, f"{name} is no operation of Alembic's own")
        return
    names, required = spec.names, spec.required
    if batch is not None and spec.table in names:
        names = tuple(one for one in names if one != spec.table)
        required -= 1
    try:
        given, rest = bound(node, names, OLD_NAMES, takes_more=spec.rest)
        call = Directive(run=run, place=place, node=node, given=given, rest=rest, table=batch)
        missing = [one for one in names[:required] if one not in given]
        if missing:
            _incomplete(call, name, missing)
        else:
            spec.read(call)
    except UnreadableError as error:
        run.opaque(node, str(error), batch)


def _incomplete(call: Directive, name: str, missing: list[str]) -> None:
    """Add a call that Python itself refuses."""
    lacks = f"{name} is called without {listed(missing)}, which Alembic demands"
    does = DOES.get(name, Does.OPAQUE if name == "execute" else Does.ADD_CONSTRAINT)
    why = "there is no statement" if does is Does.OPAQUE else None
    call.emit(does, table=call.table, fails=lacks, why=why)
