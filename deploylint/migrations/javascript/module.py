"""Files of migrations in JavaScript: what they export, and what that does when it is called."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from deploylint.facts.migrations import Script
from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.javascript.record import TooMuchError
from deploylint.migrations.javascript.run import Run
from deploylint.migrations.javascript.scan import Source
from deploylint.migrations.javascript.statements import parse
from deploylint.migrations.javascript.tree import (
    Assign,
    Block,
    Class,
    Export,
    Function,
    Node,
    Unreadable,
)
from deploylint.migrations.javascript.values import (
    Call,
    Closure,
    Host,
    Machine,
    Map,
    Scope,
    Unknown,
    Value,
)
from deploylint.model.location import Location
from deploylint.model.verdict import Finding


class Module(NamedTuple):
    """A file: its names, what it exports, and its classes; `problems` are of its brackets."""

    source: Source
    scope: Scope
    exports: Mapping[str, Value]
    classes: tuple[Class, ...]
    problems: tuple[Finding, ...]

    @property
    def start(self) -> Location:
        """Return where the file begins."""
        return Location(self.source.path, 1, 1)

    def closure(self, name: str) -> Closure | None:
        """Return an exported function."""
        found = self.exports.get(name)
        return found if isinstance(found, Closure) else None


class Followed(NamedTuple):
    """What a function does: `at` is where it is written; `outside` as `Record` says it."""

    at: Location
    operations: tuple[Operation, ...] = ()
    problems: tuple[Finding, ...] = ()
    proved: frozenset[Dialect] = frozenset()
    outside: int = 0
    restated: frozenset[Location] = frozenset()


def load(text: str, path: str) -> Module:
    """Read a file without running anything in it."""
    source = Source(text, path)
    tree = parse(source)
    scope = Scope()
    exports: dict[str, Value] = {}
    run = Run(source, None)
    try:
        run.declare_functions(tree.body, scope)
        for node in tree.body:
            _top_level(node, run, scope, exports)
    except (TooMuchError, RecursionError):
        pass  # names that were not reached stay unknown
    found = (node.value if isinstance(node, Export | Assign) else node for node in tree.body)
    classes = tuple(node for node in found if isinstance(node, Class))
    problems = tuple(Finding(what, source.at(at, at + 1)) for what, at in source.problems[:3])
    return Module(source, scope, exports, classes, problems)


def _top_level(node: Node, run: Run, scope: Scope, exports: dict[str, Value]) -> None:
    if isinstance(node, Export):
        _export(node, run, scope, exports)
    elif isinstance(node, Assign) and node.target is not None and _exported(node.target):
        value = run.evaluate(node.value, scope)
        name = node.target[-1]
        exports[name] = value
        if name == "exports" and isinstance(value, Map):
            exports.update(value.entries)
    else:
        run.statement(node, scope)


def _exported(target: tuple[str, ...]) -> bool:
    return target[0] == "exports" or target[:2] == ("module", "exports")


def _export(node: Export, run: Run, scope: Scope, exports: dict[str, Value]) -> None:
    inner = node.value
    if isinstance(inner, Unreadable):
        exports.update((word, scope.names[word]) for word in inner.words if word in scope.names)
        return
    if isinstance(inner, Function):
        exports[inner.name or "default"] = Closure(inner, scope)
        return
    before = set(scope.names)
    if node.is_default:
        value = run.evaluate(inner, scope)
        exports["default"] = value
        if isinstance(value, Map):
            exports.update(value.entries)
        return
    run.statement(inner, scope)
    exports.update((name, scope.names[name]) for name in set(scope.names) - before)


def follow(
    module: Module, function: Closure, arguments: Sequence[Value], dialect: Dialect | None
) -> Followed:
    """Return what a function does when the tool calls it with these arguments."""
    run = Run(module.source, dialect)
    run.script(function, arguments)
    start = function.function.span[0]
    head = function.function.body
    end = head.span[0] if isinstance(head, Block) else function.function.span[1]
    return Followed(
        at=module.source.at(start, max(end, start + 1)),
        operations=tuple(run.operations),
        problems=tuple(run.problems),
        proved=frozenset(run.proved),
        outside=run.outside,
        restated=frozenset(run.restated),
    )


def unfound(at: Location, what: str) -> Script:
    """Return a script that holds one opaque step, as the function that the tool calls is unknown.

    It may be inherited, made by another function, or come from another file.
    """
    why = f"{what} is not in this file, or not written as a function"
    return Script(at=at, operations=(Operation(does=Does.OPAQUE, at=at, why=why, text=what),))


class Instance(Host):
    """An object of a class of the file: `this` in its methods."""

    def __init__(self, node: Class, scope: Scope) -> None:
        """Know the methods of the class."""
        self.methods = {method.name: method for method in node.methods}
        self.fields = dict(node.fields)
        self.scope = Scope(scope, this=self)

    def get(self, run: Machine, name: str) -> Value:
        """Return a method, or a field with a literal value."""
        if name in self.methods:
            return Closure(self.methods[name], self.scope)
        if name in self.fields:
            return run.evaluate(self.fields[name], self.scope)
        return Unknown()

    def call(self, run: Machine, call: Call) -> Value:
        """Call a method of the class."""
        found = self.get(run, call.name)
        if isinstance(found, Closure):
            return run.invoke(found, call.arguments)
        return super().call(run, call)


_STATES = (Does.CHANGE_TYPE, Does.SET_NOT_NULL, Does.DROP_NOT_NULL, Does.SET_DEFAULT)


def compared(up: Followed, down: Followed) -> tuple[Followed, Followed]:
    """Compare what both directions say of whole columns, as `alter()` and `changeColumn` do.

    What is said the same in both was so before and changes nothing. Of a type that changes, the
    type of the other direction is the one before.
    """
    ups, downs = _stated(up), _stated(down)
    same = {
        key: one for key, one in ups.items() if key in downs and _said(one) == _said(downs[key])
    }
    return _without(up, same, downs), _without(down, same, ups)


_Key = tuple[Does, str | None, str | None]


def _key(one: Operation) -> _Key:
    return one.does, one.table, one.name


def _said(one: Operation) -> tuple[str | None, str | None]:
    return one.type, one.value


def _stated(one: Followed) -> dict[_Key, Operation]:
    found: dict[_Key, Operation] = {}
    several: set[_Key] = set()
    for operation in one.operations:
        if operation.does in _STATES and operation.at in one.restated:
            several |= {_key(operation)} & found.keys()
            found[_key(operation)] = operation
    return {key: operation for key, operation in found.items() if key not in several}


def _without(
    one: Followed, same: Mapping[_Key, Operation], other: Mapping[_Key, Operation]
) -> Followed:
    kept = []
    for operation in one.operations:
        if operation.at not in one.restated:
            kept.append(operation)
        elif _key(operation) not in same:
            before = other.get(_key(operation))
            kept.append(operation._replace(old_type=before.type) if before else operation)
    return one._replace(operations=tuple(kept))
