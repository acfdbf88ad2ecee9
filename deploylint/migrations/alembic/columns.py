"""Columns of revisions: what `Column(...)` says about one in the database.

https://docs.sqlalchemy.org/en/20/core/metadata.html#sqlalchemy.schema.Column
"""

import ast
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Flag
from deploylint.migrations.alembic.place import Place, Thing
from deploylint.migrations.alembic.types import EnumType, enum_of, is_integer, written
from deploylint.migrations.python.ast import arguments
from deploylint.migrations.python.asttext import Text
from deploylint.migrations.python.astvalues import UNKNOWN
from deploylint.migrations.sql.functions import STABLE
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText

CONSTANTS = frozenset(("true", "false", "null", "literal", "inline_literal", "cast", "func"))
TEXTS = frozenset(("text", "literal_column", "DDL", "quoted_name"))


class Reference(NamedTuple):
    """A foreign key of one column."""

    node: ast.expr
    table: str | None
    name: str | None


class Column(NamedTuple):
    """One column: `flags` are those of its operation, the others what comes with it."""

    node: ast.expr
    name: str
    type: str | None
    flags: frozenset[Flag]
    enum: EnumType | None = None
    references: tuple[Reference, ...] = ()
    is_unique: bool = False
    is_indexed: bool = False
    is_key: bool = False


def column_of(thing: Thing, dialect: Dialect | None) -> Column | str:
    """Return what a column says, or why it cannot be read."""
    node, place = thing
    if not isinstance(node, ast.Call) or not is_made_by(thing, "Column"):
        return "the column is defined elsewhere"
    if any(isinstance(one, ast.Starred) for one in node.args):
        return "what the column consists of is computed"
    given = {one.arg: one.value for one in node.keywords}
    rest = node.args[1:]
    name = place.text(node.args[0] if node.args else given.get("name"))
    if name is None:
        return "the name of the column is computed"
    if None in given:
        return "options of the column are computed"
    options = {key: value for key, value in given.items() if key}
    if "type_" in options:
        rest = [options["type_"], *rest]
    return _column(thing, str(name), [place.thing(one) for one in rest], options, dialect)


def _column(
    thing: Thing,
    name: str,
    parts: list[Thing],
    options: dict[str, ast.expr],
    dialect: Dialect | None,
) -> Column | str:
    node, place = thing
    references = tuple(reference(one) for one in parts if is_made_by(one, "ForeignKey"))
    types = [one for one in parts if not is_made_by(one, *_NO_TYPES)]
    type_ = written(types[0], dialect) if types else None
    is_key = place.literal(options.get("primary_key")) is True
    flags = _nullable(place, options, is_key=is_key)
    if isinstance(flags, str):
        return flags
    flags |= _generated(parts)
    default = options.get("server_default")
    if default is not None:
        flags |= default_of(place.thing(default), dialect)
    numbers = is_key and is_integer(type_) and not references
    if numbers and place.literal(options.get("autoincrement")) is not False and not flags & _FILLED:
        flags |= {Flag.IDENTITY}
    return Column(
        node=node,
        name=name,
        type=type_,
        flags=flags,
        enum=enum_of(types[0]) if types else None,
        references=references,
        is_unique=place.literal(options.get("unique")) is True,
        is_indexed=place.literal(options.get("index")) is True,
        is_key=is_key,
    )


_NO_TYPES = ("ForeignKey", "Identity", "Computed", "Sequence", "CheckConstraint", "FetchedValue")
_FILLED = {Flag.DEFAULT, Flag.VOLATILE_DEFAULT, Flag.IDENTITY, Flag.GENERATED}


def _nullable(place: Place, options: dict[str, ast.expr], *, is_key: bool) -> frozenset[Flag] | str:
    if "nullable" not in options:
        return frozenset({Flag.NOT_NULL}) if is_key else frozenset()
    value = place.literal(options["nullable"])
    if value is UNKNOWN:
        return "whether the column may be NULL is computed"
    return frozenset() if value and not is_key else frozenset({Flag.NOT_NULL})


def _generated(parts: list[Thing]) -> frozenset[Flag]:
    flags: set[Flag] = set()
    for one in parts:
        if is_made_by(one, "Identity"):
            flags.add(Flag.IDENTITY)
        if is_made_by(one, "Computed") and isinstance(one.node, ast.Call):
            given = arguments(one.node, ("sqltext", "persisted")) or {}
            if one.place.literal(given.get("persisted")) is not False:
                flags.add(Flag.GENERATED)
    return frozenset(flags)


def reference(thing: Thing) -> Reference:
    """Return where `ForeignKey("schema.table.column")` leads."""
    node, place = thing
    given = arguments(node, ("column", "_constraint")) if isinstance(node, ast.Call) else None
    given = given or {}
    target = place.text(given.get("column"))
    table = str(target).rpartition(".")[0] if target else None
    return Reference(
        node=node,
        table=(table or "").removeprefix("public.") or None,
        name=named(place, given.get("name")),
    )


def named(place: Place, node: ast.expr | None) -> str | None:
    """Return the name of a constraint, with or without `op.f`, None where it has none."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
        node = node.args[0] if node.func.attr in ("f", "conv") else node
    text = place.text(node)
    return str(text) if text else None


def default_of(thing: Thing, dialect: Dialect | None) -> frozenset[Flag]:
    """Return what kind of default an expression makes in the database."""
    node, place = thing
    value = place.literal(node)
    if value is not UNKNOWN:
        return frozenset() if value is None else frozenset({Flag.DEFAULT})
    if is_made_by(thing, "Identity", "Computed", "FetchedValue"):
        return _generated([thing])
    text = sql_of(thing)
    if text is not None:
        statement = f"ALTER TABLE t ADD COLUMN c integer DEFAULT {text}"
        found = read_sql(SqlText(text=statement, path=""), dialect).operations
        return frozenset(flag for one in found[:1] for flag in one.flags) & _DEFAULTS
    return frozenset({Flag.DEFAULT if _is_stable(place.made_by(node)) else Flag.VOLATILE_DEFAULT})


_DEFAULTS = {Flag.DEFAULT, Flag.VOLATILE_DEFAULT}


def _is_stable(name: str) -> bool:
    if ".func." in name:
        return name.rpartition(".")[2].lower() in STABLE
    return name.rpartition(".")[2] in CONSTANTS


def sql_of(thing: Thing) -> Text | None:
    """Return the SQL in `text("...")` and its like, None for anything else."""
    node, place = thing
    if not isinstance(node, ast.Call) or not node.args:
        return None
    name = place.dotted(node.func)
    if name.startswith(("sqlalchemy.", "sqlmodel.")) and name.rpartition(".")[2] in TEXTS:
        return place.text(node.args[0])
    return None


def is_made_by(thing: Thing, *names: str) -> bool:
    """Say whether an expression calls one of these functions of SQLAlchemy."""
    name = thing.place.made_by(thing.node)
    return name.startswith(("sqlalchemy.", "sqlmodel.")) and name.rpartition(".")[2] in names
