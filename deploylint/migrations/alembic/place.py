"""What names mean at one place of a revision: values, expressions, and ways to the database.

https://alembic.sqlalchemy.org/en/latest/ops.html and
https://docs.sqlalchemy.org/en/20/core/connections.html say what leads to the database.
"""

import ast
import sys
from enum import Enum, auto
from typing import NamedTuple, Self

from deploylint.migrations.python.ast import DEEPEST, Function, Source
from deploylint.migrations.python.asttext import Text
from deploylint.migrations.python.astvalues import UNKNOWN, literal

FURTHEST = 20
"""How many names are followed from one to the next."""


class Way(Enum):
    """What leads to the database."""

    OP = auto()
    CONTEXT = auto()
    CONNECTION = auto()
    SESSION = auto()
    SESSIONS = auto()
    INSPECTOR = auto()
    BATCH = auto()


class Handle(NamedTuple):
    """Something that leads to the database; `table` is the one of a batch, None when unknown."""

    way: Way
    table: str | None = None
    why: str | None = None


class Thing(NamedTuple):
    """An expression and the place where its names have their meaning."""

    node: ast.expr
    place: "Place"


_CONTEXT_ATTRIBUTES = frozenset(("bind", "connection"))
_CONNECTION_ATTRIBUTES = frozenset(("engine", "connection"))

_CALLS: dict[tuple[Way, str], Way] = {
    (Way.OP, "get_bind"): Way.CONNECTION,
    (Way.OP, "get_context"): Way.CONTEXT,
    (Way.CONNECTION, "connect"): Way.CONNECTION,
    (Way.CONNECTION, "execution_options"): Way.CONNECTION,
    (Way.SESSION, "connection"): Way.CONNECTION,
    (Way.SESSION, "get_bind"): Way.CONNECTION,
}

_MADE: dict[str, Way] = {
    "inspect": Way.INSPECTOR,
    "from_engine": Way.INSPECTOR,
    "Inspector": Way.INSPECTOR,
    "Session": Way.SESSION,
    "scoped_session": Way.SESSIONS,
    "sessionmaker": Way.SESSIONS,
}
"""What functions of SQLAlchemy make, by the last part of their names."""

LIBRARIES = ("sqlalchemy", "sqlmodel")

SAFE_ROOTS = (sys.stdlib_module_names - {"sqlite3", "subprocess", "runpy", "importlib"}) | {
    "alembic",
    "sqlalchemy",
    "click",
    "tqdm",
    "rich",
    "pytz",
    "dateutil",
    "structlog",
    "loguru",
    "numpy",
}
"""Modules whose functions do nothing to a database that is not handed to them."""


class Place:
    """The names of one function while it is followed."""

    def __init__(self, source: Source, names: dict[str, object] | None = None) -> None:
        """Start with the names of a function's parameters; those of the module are known."""
        self.source = source
        self.names: dict[str, object] = {} if names is None else names
        self.functions: dict[str, Function] = {}

    def seen_by(self, node: ast.AST) -> Self:
        """Return the names that an expression uses, to keep while these here change."""
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        new = type(self)(self.source, {one: self.names[one] for one in used if one in self.names})
        new.functions = self.functions
        return new

    def literal(self, node: ast.expr | None) -> object:
        """Return the value of an expression, UNKNOWN where it cannot be told."""
        value = literal(self.source, node, self.names)
        return UNKNOWN if isinstance(value, Handle | Thing) else value

    def text(self, node: ast.expr | None) -> Text | None:
        """Return the string that an expression is, None where it is none or cannot be told."""
        value = self.literal(node)
        return value if isinstance(value, Text) else None

    def thing(self, node: ast.expr) -> Thing:
        """Return what a name stands for, if that is an expression; else the expression itself."""
        here = Thing(node=node, place=self)
        for _ in range(FURTHEST):
            if not isinstance(here.node, ast.Name):
                break
            name, place = here.node.id, here.place
            if name in place.names:
                value = place.names[name]
                if not isinstance(value, Thing):
                    break
                here = value
            elif name in place.source.constants:
                here = Thing(node=place.source.constants[name], place=Place(place.source))
            else:
                break
        return here

    def value(self, node: ast.expr) -> object:
        """Return what a name is bound to that is set to an expression."""
        known = self.literal(node)
        if known is not UNKNOWN:
            return known
        return self.handle(node) or Thing(node=node, place=self.seen_by(node))

    def dotted(self, node: ast.expr) -> str:
        """Return a name of an imported or built-in thing, "" for anything else."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name) and root.id in self.names:
            return ""
        return self.source.dotted(node) or ""

    def made_by(self, node: ast.expr) -> str:
        """Return the name of the function that a call calls, "" for other expressions."""
        return self.dotted(node.func) if isinstance(node, ast.Call) else ""

    def handle(self, node: ast.expr, depth: int = 0) -> Handle | None:
        """Return which way to the database an expression is, None when it is none."""
        if depth > DEEPEST:
            return None
        if isinstance(node, ast.Name) and isinstance(known := self.names.get(node.id), Handle):
            return known
        if self.dotted(node) == "alembic.op":
            return Handle(way=Way.OP)
        thing = self.thing(node)
        if isinstance(thing.node, ast.Attribute):
            return thing.place._of_attribute(thing.node, depth + 1)  # noqa: SLF001  # of the same class
        if isinstance(thing.node, ast.Call):
            return thing.place._of_call(thing.node, depth + 1)  # noqa: SLF001
        return None

    def _of_attribute(self, node: ast.Attribute, depth: int) -> Handle | None:
        if self.dotted(node) == "alembic.op":
            return Handle(way=Way.OP)
        base = self.handle(node.value, depth)
        if base is None:
            return None
        context = base.way is Way.CONTEXT and node.attr in _CONTEXT_ATTRIBUTES
        connection = base.way is Way.CONNECTION and node.attr in _CONNECTION_ATTRIBUTES
        return Handle(way=Way.CONNECTION) if context or connection else None

    def _of_call(self, node: ast.Call, depth: int) -> Handle | None:
        name = self.dotted(node.func)
        if name in ("alembic.op.get_bind", "alembic.context.get_bind"):
            return Handle(way=Way.CONNECTION)
        if name in ("alembic.op.get_context", "alembic.context.get_context"):
            return Handle(way=Way.CONTEXT)
        root, _, last = name.rpartition(".")
        if root.split(".")[0] in LIBRARIES and last in _MADE:
            return Handle(way=_MADE[last])
        if not isinstance(node.func, ast.Attribute):
            base = self.handle(node.func, depth) if isinstance(node.func, ast.Name) else None
            made = base is not None and base.way is Way.SESSIONS
            return Handle(way=Way.SESSION) if made else None
        base = self.handle(node.func.value, depth)
        way = _CALLS.get((base.way, node.func.attr)) if base else None
        return Handle(way=way) if way else None

    def root(self, node: ast.expr, depth: int = 0) -> Handle | None:
        """Return the way that a chain of attributes and calls begins with."""
        links = [node]
        while (inner := _inner(links[-1])) is not None:
            links.append(inner)
        found: Handle | None = None
        for link in reversed(links):
            known = self.handle(link)
            if known is None and isinstance(link, ast.Call):
                break
            found = known or found
        if found is not None or depth > FURTHEST:
            return found
        thing = self.thing(links[-1])
        return None if thing.node is links[-1] else thing.place.root(thing.node, depth + 1)

    def origin(self, node: ast.expr) -> str:
        """Return the dotted name that a chain of attributes and calls begins with."""
        place: Place = self
        for _ in range(DEEPEST * 2):
            if isinstance(node, ast.Attribute) and (name := place.dotted(node)):
                return name
            if isinstance(node, ast.Attribute | ast.Subscript | ast.Await):
                node = node.value
            elif isinstance(node, ast.Call):
                node = node.func
            else:
                thing = place.thing(node)
                if thing.node is node:
                    return place.dotted(node)
                node, place = thing.node, thing.place
        return ""


def _inner(node: ast.expr) -> ast.expr | None:
    """Return what an attribute, an item or the result of a call is of."""
    if isinstance(node, ast.Attribute | ast.Subscript | ast.Await):
        return node.value
    return node.func if isinstance(node, ast.Call) else None
