"""The list of operations of a migration of Django, as it is written in its class."""

import ast
from collections.abc import Iterator, Mapping

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.django.calls import HOPS, Call, call_of
from deploylint.migrations.django.ops import KINDS
from deploylint.migrations.django.steps import (
    Both,
    ModelStep,
    SqlStep,
    Step,
    object_step,
    opaque_step,
    python_step,
)
from deploylint.migrations.python.ast import Source, assignments

MOST = 5_000
"""The most operations of one migration that are read."""

DEEPEST = 20
"""How deep lists of operations are followed into each other."""

OWN = ("django.db.", "django.contrib.", "django.")
"""Where Django's own operations are imported from."""

BASE = "django.db.migrations.Migration"
"""The class of which every migration is one."""

DOES = frozenset(("apply", "unapply", "operations", "__init__", "__new__", "__getattribute__"))
"""Methods of a migration that decide what it does."""

DEFINES = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef, ast.Import, ast.ImportFrom)

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    **{name: kind.parameters for name, kind in KINDS.items()},
    "RunSQL": ("sql", "reverse_sql", "state_operations", "hints", "elidable"),
    "RunPython": ("code", "reverse_code", "atomic", "hints", "elidable"),
    "SeparateDatabaseAndState": ("database_operations", "state_operations"),
    "CreateExtension": ("name", "hints"),
    "CreateCollation": ("name", "locale"),
    "RemoveCollation": ("name", "locale"),
}


class Reader:
    """The operations of one migration, counted."""

    def __init__(self, source: Source, body: ast.ClassDef) -> None:
        """Take the class of the migration."""
        self._source = source
        self._class = body
        self._names = dict(assignments(body.body))
        self._count = 0

    def steps(self) -> list[Step]:
        """Return the steps of the migration, in order."""
        found: list[Step] = []
        for node in self._class.body:
            found.extend(self._of_statement(node))
        found.extend(self._of_others())
        return found

    def _of_others(self) -> Iterator[Step]:
        """Yield what the class does besides what its list of operations says."""
        bases = [self._source.dotted(one) for one in self._class.bases]
        if "operations" not in self._names and bases != [BASE]:
            yield self._opaque(self._class, "its operations are those of a class elsewhere")
        for node in self._class.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in DOES:
                yield self._opaque(node, f"the migration has a method {node.name} of its own")
        for statement in self._source.tree.body:
            if not isinstance(statement, DEFINES) and _changes(statement, self._class.name):
                yield self._opaque(statement, "the operations are changed behind the class")

    def _of_statement(self, node: ast.stmt) -> Iterator[Step]:
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id == "operations" for one in targets):
                yield from self._of_list(node.value, 0)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield from self._of_method(node.value)
        elif isinstance(node, ast.If | ast.For | ast.While | ast.Try | ast.With) and _touches(node):
            why = "operations are added under a condition or in a loop"
            yield self._opaque(node, why, conditional=True)

    def _of_method(self, call: ast.Call) -> Iterator[Step]:
        method = self._source.dotted(call.func)
        if method == "operations.append" and len(call.args) == 1:
            yield self._of_item(call.args[0], 0)
        elif method == "operations.extend" and len(call.args) == 1:
            yield from self._of_list(call.args[0], 0)
        elif method is not None and method.startswith("operations."):
            yield self._opaque(call, "the list of operations is changed")

    def _of_list(self, node: ast.expr | None, depth: int) -> Iterator[Step]:
        found = self._resolved(node)
        if found is None or (isinstance(found, ast.Constant) and found.value is None):
            return
        self._count += 1
        if self._count > MOST + 1:
            return
        if depth > DEEPEST or self._count > MOST:
            yield self._opaque(
                found, "there are too many operations, or they are nested too deeply"
            )
        elif isinstance(found, ast.List | ast.Tuple):
            for item in found.elts:
                if self._count > MOST:
                    break
                if isinstance(item, ast.Starred):
                    yield from self._of_list(item.value, depth + 1)
                else:
                    yield self._of_item(item, depth)
        elif isinstance(found, ast.BinOp) and isinstance(found.op, ast.Add):
            yield from self._of_sum(found, depth)
        else:
            yield self._opaque(found, "the list of operations is computed")

    def _of_sum(self, node: ast.BinOp, depth: int) -> Iterator[Step]:
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            parts.append(left.right)
            left = left.left
        for part in (left, *reversed(parts)):
            yield from self._of_list(part, depth + 1)

    def _resolved(self, node: ast.expr | None) -> ast.expr | None:
        for _ in range(HOPS):
            if not isinstance(node, ast.Name):
                break
            node = self._names.get(node.id) or self._source.constants.get(node.id) or node
        return node

    def _of_item(self, node: ast.expr, depth: int) -> Step:
        self._count += 1
        if self._count > MOST:
            return self._opaque(node, f"the migration has more than {MOST} operations")
        call = call_of(self._source, self._resolved(node), PARAMETERS)
        if call is None:
            return self._opaque(node, "the operation is computed")
        if not call.path.startswith(OWN):
            shown = call.path or self._source.shown(call.node)
            return self._opaque(node, f"what {shown} does is not known")
        return self._of_call(call, depth) or self._opaque(
            node, f"what {call.name} does is not known"
        )

    def _of_call(self, call: Call, depth: int) -> Step | None:
        given = call.given or {}
        if call.name in KINDS:
            return ModelStep(call, KINDS[call.name])
        if call.name == "RunPython":
            return python_step(call)
        if call.name == "RunSQL":
            return SqlStep(call, list(self._of_list(given.get("state_operations"), depth + 1)))
        if call.name == "SeparateDatabaseAndState" and call.given is not None:
            lists = [given.get("database_operations"), given.get("state_operations")]
            database, states = (list(self._of_list(one, depth + 1)) for one in lists)
            return Both(database, states)
        return object_step(call)

    def _opaque(self, node: ast.expr | ast.stmt, why: str, *, conditional: bool = False) -> Step:
        return opaque_step(
            Operation(
                does=Does.OPAQUE,
                at=self._source.at(node),
                why=why,
                flags=frozenset((Flag.CONDITIONAL,)) if conditional else frozenset(),
                text=self._source.shown(node),
            )
        )


def _changes(node: ast.stmt, name: str) -> bool:
    """Say whether a statement names the operations of the class."""
    return any(
        isinstance(one, ast.Attribute)
        and one.attr == "operations"
        and isinstance(one.value, ast.Name)
        and one.value.id == name
        for one in ast.walk(node)
    )


def _touches(node: ast.stmt) -> bool:
    """Say whether a statement names the operations."""
    return any(isinstance(one, ast.Name) and one.id == "operations" for one in ast.walk(node))
