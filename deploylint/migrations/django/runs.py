"""SQL and Python that migrations of Django run as they are written: `RunSQL` and `RunPython`.

https://docs.djangoproject.com/en/stable/ref/migration-operations/#special-operations
"""

import ast
from typing import NamedTuple

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.django.calls import Call, resolved, value_of
from deploylint.migrations.python.ast import Function, Source
from deploylint.migrations.python.asttext import Text
from deploylint.migrations.python.astvalues import literal
from deploylint.migrations.python.sql import read_text
from deploylint.model.location import Location
from deploylint.model.verdict import Finding
from deploylint.model.wording import quoted

NOOP = "noop"

NO_REVERSE = "{call} has no {reverse}, and Django stops with IrreversibleError"

PARTS = 2
"""A statement and its parameters."""


class Ran(NamedTuple):
    """What a piece of SQL or Python does; `dialect` is what the SQL proves."""

    operations: tuple[Operation, ...] = ()
    problems: tuple[Finding, ...] = ()
    dialect: Dialect | None = None


def ran_sql(call: Call, direction: str, dialect: Dialect | None) -> Ran:
    """Return what the argument `sql` or `reverse_sql` of `RunSQL` does."""
    node = resolved(call.source, (call.given or {}).get(direction))
    at = call.source.at(call.node if node is None else node)
    if call.given is None:
        return Ran((_opaque(at, "the arguments of RunSQL are computed"),))
    if direction == "reverse_sql" and (node is None or _is_none(node)):
        why = NO_REVERSE.format(call="RunSQL", reverse="reverse_sql")
        return Ran((_irreversible(call, why),))
    if node is None:
        return Ran((_opaque(at, "RunSQL is given no SQL"),))
    if (call.source.dotted(node) or "").endswith("RunSQL.noop"):
        return Ran((_noop(at, "RunSQL.noop"),))
    return _of_texts(call, node, at, dialect)


def _of_texts(call: Call, node: ast.expr, at: Location, dialect: Dialect | None) -> Ran:
    texts = _texts(call.source, node)
    operations: list[Operation] = []
    problems: list[Finding] = []
    proved = dialect
    for text in texts:
        if isinstance(text, str) and isinstance(text, Text):
            found = read_text(text, call.source.path, proved)
            operations.extend(found.operations)
            problems.extend(found.problems)
            proved = found.dialect or proved
        else:
            operations.append(_opaque(at, "the SQL is computed"))
    if not operations:
        operations.append(_noop(at, "no SQL"))
    return Ran(tuple(operations), tuple(problems), proved)


def _texts(source: Source, node: ast.expr) -> list[object]:
    """Return the strings of SQL; what is not one is None."""
    found = resolved(source, node)
    if not isinstance(found, ast.List | ast.Tuple):
        value = value_of_text(source, found)
        return value if isinstance(value, list) else [value]
    texts: list[object] = []
    for item in found.elts:
        one = resolved(source, item)
        if isinstance(one, ast.Tuple | ast.List) and len(one.elts) == PARTS:
            one = one.elts[0]
        texts.append(value_of_text(source, one))
    return texts


def value_of_text(source: Source, node: ast.expr | None) -> object:
    """Return the string that an expression is, with its places; else None."""
    value = literal(source, node)
    if isinstance(value, list | tuple):
        return list(value)
    return value if isinstance(value, Text) else None


def ran_python(call: Call, direction: str) -> Ran:
    """Return what the argument `code` or `reverse_code` of `RunPython` does."""
    source = call.source
    node = resolved(source, (call.given or {}).get(direction))
    at = source.at(call.node)
    if call.given is None:
        return Ran((_opaque(at, "the arguments of RunPython are computed"),))
    if direction == "reverse_code" and (node is None or _is_none(node)):
        why = NO_REVERSE.format(call="RunPython", reverse="reverse_code")
        return Ran((_irreversible(call, why),))
    if node is None:
        return Ran((_opaque(at, "RunPython is given no function"),))
    name = source.dotted(node) or ""
    if name.endswith("RunPython.noop"):
        return Ran((_noop(source.at(node), "RunPython.noop"),))
    if isinstance(node, ast.Lambda):
        return Ran((_lambda(source, node),))
    function = source.functions.get(name)
    return Ran((_function(source, function, node, name),))


def _lambda(source: Source, node: ast.Lambda) -> Operation:
    if isinstance(node.body, ast.Constant):
        return _noop(source.at(node), source.shown(node))
    return _opaque(source.at(node), "runs Python: a lambda", source.shown(node))


def _function(source: Source, function: Function | None, node: ast.expr, name: str) -> Operation:
    shown = name.rpartition(".")[2] or source.shown(node)
    at = source.at(node)
    if function is None:
        return _opaque(at, f"runs Python: {shown}", shown)
    first = next((one for one in function.body if not _idle(one)), None)
    if first is None or (isinstance(first, ast.Return) and _without_value(first)):
        return _noop(at, f"{function.name} does nothing")
    if isinstance(first, ast.Raise):
        return Operation(
            does=Does.RAISE,
            at=source.at(first),
            why=_raised(source, first),
            text=source.shown(first),
        )
    return _opaque(at, f"runs Python: function {function.name}", function.name)


def _idle(node: ast.stmt) -> bool:
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _without_value(node: ast.Return) -> bool:
    return node.value is None or isinstance(node.value, ast.Constant)


def _raised(source: Source, node: ast.Raise) -> str:
    """Return what a `raise` says: its message, else its class."""
    raised = node.exc
    if isinstance(raised, ast.Call):
        said = value_of(source, raised.args[0]) if raised.args else None
        if isinstance(said, str) and said.strip():
            return quoted(said)
        raised = raised.func
    return "raise" if raised is None else (source.dotted(raised) or "raise").rpartition(".")[2]


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _noop(at: Location, text: str) -> Operation:
    return Operation(does=Does.READ, at=at, name=NOOP, text=text)


def _opaque(at: Location, why: str, text: str = "") -> Operation:
    return Operation(does=Does.OPAQUE, at=at, why=why, text=text)


def _irreversible(call: Call, why: str) -> Operation:
    return Operation(
        does=Does.IRREVERSIBLE,
        at=call.source.at(call.node),
        why=why,
        text=call.source.shown(call.node),
    )
