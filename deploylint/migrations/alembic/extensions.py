"""Directives of plugins of Alembic.

https://github.com/olirice/alembic_utils (entities: views, functions, triggers) and
https://github.com/Pogchamp-company/alembic-postgresql-enum (values of enum types).
"""

import ast
from collections.abc import Callable

from deploylint.facts.operations import Does, Flag
from deploylint.migrations.alembic.directive import Directive, UnreadableError
from deploylint.migrations.alembic.place import Place, Thing
from deploylint.migrations.alembic.tables import ENUM
from deploylint.migrations.names import qualified
from deploylint.migrations.python.ast import arguments

_ENTITIES = {
    "PGFunction": "function",
    "PGView": "view",
    "PGMaterializedView": "materialized view",
    "PGTrigger": "trigger",
    "PGPolicy": "policy",
    "PGExtension": "extension",
}
"""Classes of alembic_utils, and what they are in the database."""

_PARAMETERS = {
    "PGFunction": ("schema", "signature", "definition"),
    "PGView": ("schema", "signature", "definition"),
    "PGMaterializedView": ("schema", "signature", "definition", "with_data"),
    "PGTrigger": ("schema", "signature", "definition", "on_entity", "is_constraint"),
    "PGPolicy": ("schema", "signature", "definition", "on_entity"),
    "PGExtension": ("schema", "signature"),
}


def _entity(does: Does) -> Callable[[Directive], None]:
    def read(call: Directive) -> None:
        thing = call.thing("entity")
        if thing is None:
            raise UnreadableError("there is no entity")
        kind = thing.place.made_by(thing.node).rpartition(".")[2]
        if kind not in _ENTITIES or not isinstance(thing.node, ast.Call):
            raise UnreadableError("the entity is defined elsewhere")
        given = arguments(thing.node, _PARAMETERS[kind]) or {}
        name = _name(thing, given, kind)
        table = thing.place.text(given.get("on_entity"))
        flags = {Flag.CASCADE} if call.is_on("cascade") else set()
        call.emit(
            does,
            object=_ENTITIES[kind],
            name=name,
            table=qualified(tuple(table.split("."))) if table else None,
            flags=flags,
        )

    return read


def _name(thing: Thing, given: dict[str, ast.expr], kind: str) -> str:
    schema = thing.place.text(given.get("schema"))
    signature = thing.place.text(given.get("signature"))
    if signature is None or (schema is None and kind != "PGExtension"):
        raise UnreadableError("the name of the entity is computed")
    name = signature.split("(")[0].strip().strip('"')
    return qualified((str(schema), name)) if schema and kind != "PGExtension" else name


def _sync_enum_values(call: Directive) -> None:
    name, schema = call.name("enum_name", "enum type"), call.name("enum_schema", "schema")
    values = call.value("new_values")
    if name is None or not isinstance(values, list | tuple):
        raise UnreadableError("the values of the enum type are computed")
    full = qualified((schema, name) if schema else (name,))
    call.emit(Does.ALTER_OBJECT, object=ENUM, name=full)
    columns = call.thing("affected_columns")
    for one in columns.node.elts if columns and isinstance(columns.node, ast.List) else ():
        _cast(call, columns.place if columns else call.place, one, full)


def _cast(call: Directive, place: Place, node: ast.expr, name: str) -> None:
    """Add that a column gets the new type of the same name: it is cast to it."""
    table, schema, column = _reference(place.thing(node))
    if table is None or column is None:
        call.run.opaque(node, "the column that uses the enum type is computed")
        return
    full = qualified((schema, table) if schema else (table,))
    call.emit(Does.CHANGE_TYPE, node, table=full, name=column, type=name, flags={Flag.USING})


def _reference(thing: Thing) -> tuple[str | None, str | None, str | None]:
    """Return table, schema and column of `TableReference(...)` and of `("table", "column")`."""
    node, place = thing
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:  # noqa: PLR2004  # table, column
        given = dict(zip(("table_name", "column_name"), node.elts, strict=True))
    else:
        given = (arguments(node, _REFERENCE) if isinstance(node, ast.Call) else None) or {}
    table, schema, column = (place.text(given.get(one)) for one in _PARTS)
    return table and str(table), schema and str(schema), column and str(column)


_PARTS = ("table_name", "table_schema", "column_name")
_REFERENCE = ("table_name", "column_name", "table_schema")


EXTENSIONS: dict[str, tuple[Callable[[Directive], None], tuple[str, ...]]] = {
    "create_entity": (_entity(Does.CREATE_OBJECT), ("entity",)),
    "replace_entity": (_entity(Does.REPLACE_OBJECT), ("entity",)),
    "drop_entity": (_entity(Does.DROP_OBJECT), ("entity",)),
    "sync_enum_values": (
        _sync_enum_values,
        ("enum_schema", "enum_name", "new_values", "affected_columns", "enum_values_to_rename"),
    ),
}
"""What reads them, and their positional parameters."""
