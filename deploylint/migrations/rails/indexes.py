"""Calls of Rails about indexes and constraints, as operations.

https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html and
https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/PostgreSQL/SchemaStatements.html
"""

import re
from collections.abc import Callable, Iterable, Mapping

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.rails.commands import (
    Command,
    ComputedError,
    Tool,
    listing,
    names,
)
from deploylint.migrations.rails.literals import Value
from deploylint.migrations.rails.names import (
    constraint_name,
    expression_columns,
    index_name,
    singular,
    table_name,
)

Operations = Iterable[Operation]
Reader = Callable[[Command, Tool], Operations]

_EXPRESSION = re.compile(r"\W")
_SHORTENS = (7, 1)


def _columns(value: Value) -> tuple[str, ...]:
    """Return the columns of an index; () for an expression."""
    if isinstance(value, str) and _EXPRESSION.search(value):
        return ()
    return names(value, "a column of the index")


def _index_name(command: Command, value: Value, tool: Tool) -> str | None:
    given = command.option("name")
    if given is not None:
        return given
    if value is None:
        return None
    parts = _columns(value) or (expression_columns(value) if isinstance(value, str) else ())
    table = command.word(0, "the name of the table")
    return index_name(table, parts, shortens=tool.version >= _SHORTENS) if parts else None


def _index_flags(command: Command) -> frozenset[Flag]:
    if "**" in command.options:
        raise ComputedError("an option is computed")
    flags = set(command.existence())
    if command.options.get("algorithm") == "concurrently":
        flags.add(Flag.CONCURRENTLY)
    if command.options.get("algorithm") in ("inplace", "copy", "instant"):
        flags.add(Flag(str(command.options["algorithm"])))
    return frozenset(flags)


def add_index(command: Command, tool: Tool) -> Operations:
    """Return the operation that adds an index."""
    added = command.op(Does.CREATE_INDEX)
    flags = added.flags | _index_flags(command)
    yield added._replace(
        table=command.table(),
        name=_index_name(command, command.arg(1), tool),
        columns=_columns(command.arg(1)),
        flags=flags | {Flag.UNIQUE} if command.on("unique") else flags,
    )


def _remove_index(command: Command, tool: Tool) -> Operations:
    column = command.arg(1) if len(command.args) > 1 else command.options.get("column")
    dropped = command.op(Does.DROP_INDEX)
    yield dropped._replace(
        table=command.table(),
        name=_index_name(command, column, tool),
        columns=() if column is None else _columns(column),
        flags=dropped.flags | (_index_flags(command) - {Flag.IF_NOT_EXISTS}),
    )


def _rename_index(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.RENAME_INDEX)._replace(
        table=command.table(),
        name=command.word(1, "the name of the index"),
        new_name=command.word(2, "the new name of the index"),
    )


def _switch_index(command: Command, _tool: Tool) -> Operations:
    yield command.op(Does.ALTER_OBJECT)._replace(
        table=command.table(), name=command.word(1, "the name of the index"), object="index"
    )


def _key_columns(command: Command, target: str | None) -> tuple[str, ...]:
    column = command.options.get("column")
    if column is not None:
        return names(column, "a column of the foreign key")
    if target is None:
        return ()
    primary = listing(command.options.get("primary_key"))
    bare = singular(target.rpartition(".")[2])
    if primary is not None:
        return tuple(f"{bare}_{one}" for one in names(primary, "the primary key"))
    return (f"{bare}_id",)


def _key_name(command: Command, columns: tuple[str, ...]) -> str | None:
    given = command.option("name")
    if given is not None or not columns:
        return given
    table = command.word(0, "the name of the table")
    return constraint_name("fk", table, "_and_".join(columns), "fk")


def _constraint(command: Command, does: Does, kind: ConstraintKind) -> Operation:
    """Return an operation on a constraint of a kind, with what all of them share."""
    done = command.op(does)
    flags = set(done.flags | command.existence())
    if does is Does.ADD_CONSTRAINT:
        flags.discard(Flag.IF_EXISTS)
        if command.options.get("validate") is False:
            flags.add(Flag.NOT_VALID)
        if command.options.get("using_index"):
            flags.add(Flag.USING_INDEX)
    else:
        flags.discard(Flag.IF_NOT_EXISTS)
    return done._replace(table=command.table(), constraint=kind, flags=frozenset(flags))


def add_foreign_key(command: Command, _tool: Tool) -> Operations:
    """Return the operation that adds a foreign key."""
    target = command.word(1, "the table that is referred to")
    columns = _key_columns(command, target)
    added = _constraint(command, Does.ADD_CONSTRAINT, ConstraintKind.FOREIGN_KEY)
    yield added._replace(
        name=_key_name(command, columns), columns=columns, references=table_name(target)
    )


def remove_foreign_key(command: Command, _tool: Tool) -> Operations:
    """Return the operation that drops a foreign key."""
    given = command.arg(1) if len(command.args) > 1 else command.options.get("to_table")
    target = str(given) if isinstance(given, str) else None
    columns = _key_columns(command, target)
    dropped = _constraint(command, Does.DROP_CONSTRAINT, ConstraintKind.FOREIGN_KEY)
    yield dropped._replace(
        name=_key_name(command, columns),
        columns=columns,
        references=None if target is None else table_name(target),
    )


def _validate_key(command: Command, _tool: Tool) -> Operations:
    given = command.arg(1)
    target = str(given) if isinstance(given, str) else None
    columns = _key_columns(command, target)
    yield command.op(Does.VALIDATE_CONSTRAINT)._replace(
        table=command.table(),
        name=_key_name(command, columns),
        columns=columns,
        constraint=ConstraintKind.FOREIGN_KEY,
    )


def _validate(kind: ConstraintKind | None) -> Reader:
    def read(command: Command, _tool: Tool) -> Operations:
        name = command.option("name")
        if name is None and kind is None:
            name = command.word(1, "the name of the constraint")
        if name is None and command.options.get("expression") is not None:
            name = _made_up("chk", command, command.option("expression"))
        yield command.op(Does.VALIDATE_CONSTRAINT)._replace(
            table=command.table(), name=name, constraint=kind
        )

    return read


def _made_up(prefix: str, command: Command, what: str | None) -> str | None:
    table = command.word(0, "the name of the table")
    end = {"uniq": "unique"}.get(prefix, prefix)
    return None if what is None else constraint_name(prefix, table, what, end)


def _expressed(does: Does, kind: ConstraintKind, prefix: str) -> Reader:
    """Read a constraint that is told by its expression."""

    def read(command: Command, _tool: Tool) -> Operations:
        given = command.arg(1)
        expression = str(given) if isinstance(given, str) else command.option("expression")
        name = command.option("name") or _made_up(prefix, command, expression)
        yield _constraint(command, does, kind)._replace(name=name)

    return read


def _unique(does: Does) -> Reader:
    def read(command: Command, _tool: Tool) -> Operations:
        given = command.arg(1)
        columns = () if given is None else names(given, "a column of the constraint")
        index = command.option("using_index")
        parts = columns or (() if index is None else (index,))
        made_up = _made_up("uniq", command, "_and_".join(parts) or None)
        yield _constraint(command, does, ConstraintKind.UNIQUE)._replace(
            name=command.option("name") or made_up, columns=columns
        )

    return read


INDEXES: Mapping[str, Reader] = {
    "add_index": add_index,
    "remove_index": _remove_index,
    "rename_index": _rename_index,
    "enable_index": _switch_index,
    "disable_index": _switch_index,
    "add_foreign_key": add_foreign_key,
    "remove_foreign_key": remove_foreign_key,
    "validate_foreign_key": _validate_key,
    "validate_check_constraint": _validate(ConstraintKind.CHECK),
    "validate_constraint": _validate(None),
    "add_check_constraint": _expressed(Does.ADD_CONSTRAINT, ConstraintKind.CHECK, "chk"),
    "remove_check_constraint": _expressed(Does.DROP_CONSTRAINT, ConstraintKind.CHECK, "chk"),
    "add_exclusion_constraint": _expressed(Does.ADD_CONSTRAINT, ConstraintKind.EXCLUDE, "excl"),
    "remove_exclusion_constraint": _expressed(Does.DROP_CONSTRAINT, ConstraintKind.EXCLUDE, "excl"),
    "add_unique_constraint": _unique(Does.ADD_CONSTRAINT),
    "remove_unique_constraint": _unique(Does.DROP_CONSTRAINT),
}
"""What each call does to indexes and constraints."""
