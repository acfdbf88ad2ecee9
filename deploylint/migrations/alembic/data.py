"""Statements that revisions execute: SQL as text, and `update()`, `insert()`, `delete()`.

https://docs.sqlalchemy.org/en/20/core/dml.html
"""

import ast
import re
from typing import NamedTuple

from deploylint.facts.operations import Does, Flag
from deploylint.migrations.alembic.columns import is_made_by, sql_of
from deploylint.migrations.alembic.directive import Directive
from deploylint.migrations.alembic.place import LIBRARIES, Place, Thing
from deploylint.migrations.alembic.run import Run
from deploylint.migrations.names import qualified
from deploylint.migrations.python.ast import DEEPEST
from deploylint.migrations.python.asttext import Text
from deploylint.migrations.python.astvalues import UNKNOWN

_PARAMETER = re.compile(r"(?<![:\w\\]):(\w{1,80})(?!:)")
"""What SQLAlchemy takes for a parameter in a text: as in `sqlalchemy.sql.elements.TextClause`."""

_ESCAPED = re.compile(r"\\(?=:)")

_TELLS = {"update": Does.UPDATE, "delete": Does.DELETE, "insert": Does.INSERT}
_READS = frozenset(("select", "exists", "union", "union_all", "select_from", "literal_column"))
_NEUTRAL = frozenset(("bindparams", "columns", "execution_options", "params"))


class Link(NamedTuple):
    """One call of a chain: `table.update().where(...)` is two."""

    name: str
    call: ast.Call
    place: Place


def execute(run: Run, node: ast.expr, place: Place, call: ast.expr, *, has_values: bool) -> None:
    """Add what a statement does that is executed; `has_values` when parameters come with it."""
    text = place.text(node)
    if text is not None:
        run.sql(_unescaped(text), call, fails=None if has_values else _unbound(text))
        return
    links, base = chain(place.thing(node))
    sql = sql_of(base)
    if sql is not None and all(link.name in _NEUTRAL for link in links):
        bound = has_values or bool(links)
        run.sql(_unescaped(sql), call, fails=None if bound else _unbound(sql))
        return
    if sql is not None or base.place.literal(base.node) is None:
        run.opaque(call, "the statement is computed")
        return
    _construct(run, [*reversed(links)], base, call)


def _unescaped(text: Text) -> Text:
    """Return what SQLAlchemy sends of a text: without the backslashes that tell colons apart."""
    starts = [match.start() for match in _ESCAPED.finditer(text)]
    if not starts:
        return text
    return text.cut(zip([0, *(one + 1 for one in starts)], [*starts, len(text)], strict=True))


def _unbound(text: str) -> str | None:
    """Return why a text with parameters, but no values for them, fails."""
    found = _PARAMETER.search(text)
    if found is None:
        return None
    return f"SQLAlchemy takes :{found[1]} for a parameter, and no value is given for it"


def chain(thing: Thing) -> tuple[list[Link], Thing]:
    """Return the methods that are called on an expression, the last first, and what it is."""
    links: list[Link] = []
    for _ in range(DEEPEST * 2):
        node, place = thing
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            break
        if place.dotted(node.func).split(".")[0] in LIBRARIES:
            break
        links.append(Link(name=node.func.attr, call=node, place=place))
        thing = place.thing(node.func.value)
    return links, thing


def _construct(run: Run, links: list[Link], base: Thing, call: ast.expr) -> None:
    """Add what an expression of SQLAlchemy does: `links` in the order in which they are called."""
    name = base.place.made_by(base.node)
    last = name.rpartition(".")[2]
    is_library = name.split(".")[0] in LIBRARIES
    table: str | None = None
    does: Does | None = None
    if is_library and last in _TELLS and isinstance(base.node, ast.Call):
        does = _TELLS[last]
        table = table_of(base.place.thing(base.node.args[0])) if base.node.args else None
    elif links and links[0].name in _TELLS:
        does = _TELLS[links[0].name]
        table = table_of(base)
    if (is_library and last in _READS) or (links and links[0].name == "select"):
        run.emit(Does.READ, call)
    elif does is None:
        run.opaque(call, "the statement is computed")
    elif table is None:
        run.opaque(call, "the table of the statement is defined elsewhere")
    else:
        flags = {Flag.WHERE} if any(link.name in ("where", "filter") for link in links) else set()
        columns = _columns(links) if does is not Does.DELETE else ()
        run.emit(does, call, table=table, flags=flags, columns=columns)


def _columns(links: list[Link]) -> tuple[str, ...]:
    """Return the columns that `.values(...)` names."""
    found: list[str] = []
    for link in links:
        if link.name != "values":
            continue
        found.extend(one.arg for one in link.call.keywords if one.arg)
        for node in link.call.args:
            given = link.place.thing(node).node
            if isinstance(given, ast.Dict):
                names = (_column(key, link.place) for key in given.keys)
                found.extend(name for name in names if name)
    return tuple(dict.fromkeys(found))


def _column(node: ast.expr | None, place: Place) -> str | None:
    if isinstance(node, ast.Attribute):  # table.c.name
        return node.attr
    text = place.text(node)
    return str(text) if text else None


def table_of(thing: Thing) -> str | None:
    """Return the name of `table("x", ...)` and `Table("x", ...)`, None when it is not known."""
    node, place = thing
    if not isinstance(node, ast.Call) or not is_made_by(thing, "table", "Table"):
        return None
    name = place.text(node.args[0]) if node.args else None
    given = {one.arg: one.value for one in node.keywords}
    schema = place.literal(given["schema"]) if "schema" in given else None
    if name is None or schema is UNKNOWN or None in given:
        return None
    return qualified((str(schema), str(name)) if schema else (str(name),))


def columns_of(thing: Thing) -> tuple[str, ...]:
    """Return the names of the columns of `table(...)` and `Table(...)` that are known."""
    node, place = thing
    found = []
    for one in node.args[1:] if isinstance(node, ast.Call) else ():
        column = place.thing(one)
        if is_made_by(column, "column", "Column") and isinstance(column.node, ast.Call):
            name = column.place.text(column.node.args[0]) if column.node.args else None
            found.extend([str(name)] if name else [])
    return tuple(found)


def change_table(call: Directive, thing: Thing, method: str) -> bool:
    """Add what `Table(...).create(bind)` and `.drop(bind)` do; say whether it is one of them."""
    table = table_of(thing)
    if table is None or method not in ("create", "drop"):
        return False
    is_new = method == "create"
    flag = Flag.IF_NOT_EXISTS if is_new else Flag.IF_EXISTS
    call.emit(
        Does.CREATE_TABLE if is_new else Does.DROP_TABLE,
        table=table,
        columns=columns_of(thing) if is_new else (),
        flags={flag} if call.value("checkfirst") else set(),
    )
    return True
