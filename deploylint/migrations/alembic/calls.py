"""Calls in the functions of a revision: which of them reach the database, and what they do.

https://docs.sqlalchemy.org/en/20/core/connections.html and
https://docs.sqlalchemy.org/en/20/orm/session_api.html
"""

import ast
import builtins
from collections.abc import Callable, Iterator
from typing import NamedTuple

from deploylint.migrations.alembic.data import change_table, execute
from deploylint.migrations.alembic.directive import Directive
from deploylint.migrations.alembic.names import forget, forget_changed
from deploylint.migrations.alembic.ops import directive
from deploylint.migrations.alembic.place import (
    LIBRARIES,
    SAFE_ROOTS,
    Handle,
    Place,
    Way,
)
from deploylint.migrations.alembic.run import Run
from deploylint.migrations.alembic.tables import change_type
from deploylint.migrations.python.ast import DEEPEST, MUTATORS, Function

OP = "alembic.op."

_NOT_OPERATIONS = frozenset(("f", "inline_literal", "get_bind", "get_context", "batch_alter_table"))

_EXECUTES = frozenset(("execute", "exec_driver_sql", "scalar", "scalars", "exec"))

_STATEMENTS = frozenset(("execute", "executemany", "exec_driver_sql", "executescript"))

_HARMLESS = {
    Way.CONNECTION: frozenset(
        (
            *("begin", "begin_nested", "close", "connect", "execution_options", "invalidate"),
            *("get_isolation_level", "in_transaction", "get_transaction", "detach", "dispose"),
        ),
    ),
    Way.SESSION: frozenset(
        (
            "close",
            "expire",
            "expire_all",
            "expunge",
            "expunge_all",
            "rollback",
            "refresh",
            "begin",
            "connection",
            "get_bind",
            "no_autoflush",
            "begin_nested",
            "configure",
            "bind",
        ),
    ),
    Way.CONTEXT: frozenset(
        ("autocommit_block", "begin_transaction", "configure", "get_context", "is_offline_mode"),
    ),
}
"""Methods without any effect on the database."""

_SCHEMA = frozenset(("create", "drop", "create_all", "drop_all"))
_ORM_READS = frozenset(("query", "get", "get_one"))
_ORM_FLUSHES = frozenset(("commit", "flush"))
_ORM_CHANGES = frozenset(("update", "delete"))
_LOGS = frozenset(
    ("debug", "info", "warn", "warning", "error", "exception", "critical", "log", "echo", "print"),
)
_TOLD = _LOGS | _STATEMENTS | {"close"}
_PROGRAMS = ("os.system", "os.popen", "os.exec", "os.spawn", "os.posix_spawn")
_RISKY = frozenset(("exec", "eval", "__import__", "globals", "locals", "getattr"))
_PLAIN = frozenset(dir(builtins)) - _RISKY

Follow = Callable[[Function, Place, ast.Call], None]


class Caller(NamedTuple):
    """What is needed to say what calls do; `follow` runs a function of the module."""

    run: Run
    follow: Follow

    def visit(self, node: ast.expr | None, place: Place, depth: int = 0) -> None:
        """Add what an expression does, from the inside out."""
        if node is None or isinstance(node, ast.Constant | ast.Name | ast.Lambda):
            return
        if depth > DEEPEST:
            self.run.opaque(node, "it is nested too deeply")
            return
        self.run.step()
        if isinstance(node, ast.BoolOp | ast.IfExp):
            first, others = _choices(node)
            self.visit(first, place, depth + 1)
            self._perhaps(others, place, depth)
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp):
            self._comprehension(node, place, depth)
        elif isinstance(node, ast.Attribute) and place.dotted(node).startswith(OP):
            self._taken(node, place)
        else:
            for child in _children(node):
                self.visit(child, place, depth + 1)
            if isinstance(node, ast.Call):
                self._call(node, place)

    def _taken(self, node: ast.Attribute, place: Place) -> None:
        """Add an operation that is not called where it is named: `drop = op.drop_table`."""
        if place.dotted(node).removeprefix(OP) not in _NOT_OPERATIONS:
            self.run.opaque(node, f"{self.run.source.shown(node)} is called somewhere else")

    def statement(self, node: ast.expr, place: Place) -> None:
        """Add what an expression does that stands alone: it is there for what it does."""
        self.visit(node, place)
        value = node.value if isinstance(node, ast.Await) else node
        if isinstance(value, ast.Call):
            self.foreign(value, place)

    def foreign(self, node: ast.Call, place: Place) -> None:
        """Add a call, made for its effect, of what this file does not hold."""
        if self._is_foreign(node, place):
            called = self.run.source.shown(node.func)
            self.run.opaque(node, f"it calls {called}, which is not in this file")

    def _perhaps(self, nodes: list[ast.expr], place: Place, depth: int) -> None:
        self.run.maybe += 1
        for one in nodes:
            self.visit(one, place, depth + 1)
        self.run.maybe -= 1

    def _comprehension(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        place: Place,
        depth: int,
    ) -> None:
        first = node.generators[0]
        self.visit(first.iter, place, depth + 1)
        inner = place.seen_by(node)
        for generator in node.generators:
            forget(inner, generator.target)
        parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
        more = [one.iter for one in node.generators[1:]]
        tests = [test for one in node.generators for test in one.ifs]
        self._perhaps([*more, *tests, *parts], inner, depth)

    def _call(self, node: ast.Call, place: Place) -> None:
        """Add what one call does, once its parts have been looked at."""
        name = place.dotted(node.func)
        if name.startswith(OP):
            self._op(node, name.removeprefix(OP), place, None)
            return
        if name == "alembic.context.execute" and node.args:
            execute(self.run, node.args[0], place, node, has_values=False)
            return
        function = self._function(node.func, place)
        if function is not None:
            self.follow(function, place, node)
            return
        if isinstance(node.func, ast.Attribute) and self._method(node, node.func, place):
            return
        if self._is_handed_over(node, place):
            called = self.run.source.shown(node.func)
            self.run.opaque(node, f"it hands the connection to {called}, which is not in this file")

    def _method(self, node: ast.Call, method: ast.Attribute, place: Place) -> bool:
        """Add what a method does; say whether that has been told."""
        if method.attr in MUTATORS:
            forget_changed(place, method.value)
        handle = place.handle(method.value)
        if handle is not None:
            self._on_handle(node, method.attr, place, handle)
            return True
        if self._on_schema(node, method, place):
            return True
        root = place.root(method.value)
        if method.attr in _EXECUTES and node.args and root is not None:
            execute(self.run, node.args[0], place, node, has_values=True)
        elif method.attr in _STATEMENTS and node.args and root is None:
            called = self.run.source.shown(method)
            self.run.opaque(node, f"it is not known what {called} does")
        elif root is not None and root.way is Way.SESSION and method.attr in _ORM_CHANGES:
            self.run.opaque(node, "the ORM makes the statement")
        return root is not None

    def _function(self, node: ast.expr, place: Place) -> Function | None:
        if not isinstance(node, ast.Name) or node.id in place.names:
            return None
        return place.functions.get(node.id) or place.source.functions.get(node.id)

    def _op(self, node: ast.Call, name: str, place: Place, batch: Handle | None) -> None:
        if name in _NOT_OPERATIONS:
            return
        if batch is not None and batch.table is None:
            self.run.opaque(node, batch.why or "the table is computed")
            return
        directive(self.run, name, node, place, batch.table if batch else None)

    def _on_handle(self, node: ast.Call, name: str, place: Place, handle: Handle) -> None:
        """Add what a method does of something that leads to the database."""
        way = handle.way
        if way in (Way.OP, Way.BATCH):
            self._op(node, name, place, handle if way is Way.BATCH else None)
        elif way in (Way.INSPECTOR, Way.SESSIONS) or name in _HARMLESS.get(way, ()):
            pass
        elif name in _EXECUTES and node.args:
            given = len(node.args) > 1 or bool(node.keywords)
            self.run.uses_orm |= way is Way.SESSION and name == "scalars"
            execute(self.run, node.args[0], place, node, has_values=given or way is Way.SESSION)
        elif way is Way.SESSION:
            self._on_session(node, name)
        elif way is Way.CONNECTION and name in ("commit", "rollback"):
            self.run.transaction(node, name, "begin")
        else:
            self.run.opaque(node, f"{name} is called on the connection")

    def _on_session(self, node: ast.Call, name: str) -> None:
        if name in _ORM_READS:
            self.run.uses_orm = True
        elif name not in _ORM_FLUSHES or self.run.uses_orm:
            self.run.opaque(node, "the ORM makes the statements")

    def _on_schema(self, node: ast.Call, method: ast.Attribute, place: Place) -> bool:
        """Add what `Enum(...).create(bind)` and `Table(...).create(bind)` do."""
        values = [*node.args, *(one.value for one in node.keywords)]
        if method.attr not in _SCHEMA or not any(place.root(one) for one in values):
            return False
        if method.attr in ("create_all", "drop_all"):
            self.run.opaque(node, "the tables are defined elsewhere")
            return True
        thing = place.thing(method.value)
        given = dict(zip(("bind", "checkfirst"), node.args, strict=False))
        given |= {one.arg: one.value for one in node.keywords if one.arg}
        call = Directive(run=self.run, place=place, node=node, given=given)
        return change_type(call, thing, method.attr) or change_table(call, thing, method.attr)

    def _is_handed_over(self, node: ast.Call, place: Place) -> bool:
        """Say whether a call hands a way to the database to somebody else's function."""
        if isinstance(node.func, ast.Name) and node.func.id in _PLAIN:
            return False
        if place.origin(node.func).split(".")[0] in LIBRARIES or place.root(node.func):
            return False
        values = [*node.args, *(one.value for one in node.keywords)]
        handles = [
            place.handle(one.value if isinstance(one, ast.Starred) else one) for one in values
        ]
        return any(one is not None and one.way is not Way.INSPECTOR for one in handles)

    def _is_foreign(self, node: ast.Call, place: Place) -> bool:
        """Say whether a call, made for its effect, leaves what this file and safe modules hold."""
        if isinstance(node.func, ast.Attribute) and node.func.attr in _TOLD:
            return False
        if self._function(node.func, place) or place.root(node.func):
            return False
        if self._is_handed_over(node, place) or place.dotted(node.func).startswith(OP):
            return False  # said already
        origin = place.origin(node.func)
        root = origin.split(".")[0]
        if not origin:
            return isinstance(node.func, ast.Call | ast.Subscript)
        if "." not in origin and root not in place.source.imports:
            return root in _RISKY or (root not in _PLAIN and root not in place.source.classes)
        return root not in SAFE_ROOTS or origin.startswith(_PROGRAMS)


def _choices(node: ast.BoolOp | ast.IfExp) -> tuple[ast.expr, list[ast.expr]]:
    if isinstance(node, ast.BoolOp):
        return node.values[0], node.values[1:]
    return node.test, [node.body, node.orelse]


def _children(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the expressions directly in another one, in the order in which they are evaluated."""
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.Call) and child is node.func and isinstance(child, ast.Attribute):
            yield child.value
        elif isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword):
            yield child.value
