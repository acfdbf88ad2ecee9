"""The functions `upgrade` and `downgrade` of a revision, followed without running them."""

import ast
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum

from deploylint.facts.operations import Dialect, Does
from deploylint.migrations.alembic.calls import Caller
from deploylint.migrations.alembic.contexts import entered
from deploylint.migrations.alembic.names import (
    assigned,
    bind,
    forget,
    forget_changed,
    inside,
    items,
    parameters,
)
from deploylint.migrations.alembic.place import Handle, Place
from deploylint.migrations.alembic.run import EndlessError, Run
from deploylint.migrations.python.ast import Function, Source, own_nodes
from deploylint.migrations.python.astvalues import UNKNOWN
from deploylint.model.wording import quoted

DEEPEST_BLOCK = 30
DEEPEST_CALL = 8


_ENDS = {ast.Break, ast.Return, ast.Raise}


class After(IntEnum):
    """What becomes of a function after a statement; the larger one is the more final."""

    GOES_ON = 0
    MAY_END = 1
    LEAVES_LOOP = 2
    RETURNS = 3
    RAISES = 4


def run_function(source: Source, name: str, dialect: Dialect | None) -> Run:
    """Return what a function of the module does."""
    run = Run(source, dialect)
    function = source.functions[name]
    try:
        place = Place(source)
        for argument in parameters(function):
            place.names[argument] = UNKNOWN
        _Walker(run).block(function.body, place, 0)
    except EndlessError:
        run.maybe = 0
        run.opaque(function, "there is more in it than can be followed")
    return run


class _Walker:
    """Statements, one after another."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.calls = Caller(run=run, follow=self.follow)
        self._raised = False

    def block(self, body: Sequence[ast.stmt], place: Place, depth: int) -> After:
        """Follow statements until one ends the function; say how they end."""
        if depth > DEEPEST_BLOCK:
            self.run.opaque(body[0], "it is nested too deeply")
            return After.MAY_END
        after, hanging = After.GOES_ON, 0
        for node in body:
            self.run.step()
            kind = _STATEMENTS.get(type(node))
            found = kind(self, node, place, depth) if kind else After.GOES_ON
            if self._raised:
                self._raised = False
                found = After.RAISES
            if found >= After.LEAVES_LOOP:
                after = found if not hanging else After.MAY_END
                break
            if found is After.MAY_END and not hanging:
                hanging = 1
                after = After.MAY_END
                self.run.maybe += 1
        self.run.maybe -= hanging
        return after

    def follow(self, function: Function, place: Place, call: ast.Call) -> None:
        """Follow a function of the module that is called."""
        if function.name in self.run.calls or len(self.run.calls) >= DEEPEST_CALL:
            self.run.opaque(call, f"{function.name} calls itself, or is called too deeply")
            return
        self.run.step(len(place.names) // 10)
        inner = inside(function, place, call)
        self.run.calls.append(function.name)
        after = self.block(function.body, inner, 0)
        self.run.calls.pop()
        if after is After.RAISES:
            self._raised = True

    def expression(self, node: ast.Expr, place: Place, _depth: int) -> After:
        self.calls.statement(node.value, place)
        return After.GOES_ON

    def assignment(
        self, node: ast.Assign | ast.AnnAssign | ast.AugAssign, place: Place, _depth: int
    ) -> After:
        self.calls.visit(node.value, place)
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        value = assigned(node)
        for target in targets:
            if isinstance(target, ast.Name) and value is not None:
                place.names[target.id] = place.value(value)
            elif isinstance(target, ast.Attribute | ast.Subscript):
                forget_changed(place, target)
            else:
                forget(place, target)
        return After.GOES_ON

    def returning(self, node: ast.Return, place: Place, _depth: int) -> After:
        if node.value is not None:
            self.calls.statement(node.value, place)
        return After.RETURNS

    def leaving(self, _node: ast.stmt, _place: Place, _depth: int) -> After:
        return After.LEAVES_LOOP

    def raising(self, node: ast.Raise, place: Place, _depth: int) -> After:
        self.run.emit(Does.RAISE, node, why=_said(node, place))
        return After.RAISES

    def asserting(self, node: ast.Assert, place: Place, _depth: int) -> After:
        self.calls.visit(node.test, place)
        if place.literal(node.test) in (False, None, 0):
            self.run.emit(Does.RAISE, node, why=_text(node.msg, place))
            return After.RAISES
        return After.GOES_ON

    def condition(self, node: ast.If, place: Place, depth: int) -> After:
        self.calls.visit(node.test, place)
        known = _truth(node.test, place)
        if known is not None:
            return self.block(node.body if known else node.orelse, place, depth + 1)
        return self.branches([node.body, node.orelse], place, depth, whole=True)

    def branches(
        self, bodies: Iterable[Sequence[ast.stmt]], place: Place, depth: int, *, whole: bool
    ) -> After:
        """Follow blocks of which any may run; `whole` when one of them does."""
        self.run.maybe += 1
        self.run.step(len(place.names) // 10)
        before = dict(place.names)
        changed: set[str] = set()
        ends = []
        for body in bodies:
            place.names = dict(before)
            ends.append(self.block(body, place, depth + 1) if body else After.GOES_ON)
            changed |= {
                name for name, value in place.names.items() if before.get(name) is not value
            }
        ways = {name: value for name, value in place.names.items() if isinstance(value, Handle)}
        place.names = before | {name: ways.get(name, UNKNOWN) for name in changed}
        self.run.maybe -= 1
        if whole and ends and min(ends) >= After.RETURNS:
            return min(ends)
        return After.MAY_END if any(ends) else After.GOES_ON

    def loop(self, node: ast.For | ast.AsyncFor, place: Place, depth: int) -> After:
        self.calls.visit(node.iter, place)
        turns = items(node.iter, place)
        if turns is None:
            return self.repeated(node, place, depth)
        leaves = {type(one) for one in own_nodes(node.body)}
        hanging, after = 0, After.GOES_ON
        for item in turns:
            bind(place, node.target, item)
            after = self.block(node.body, place, depth + 1)
            if after >= After.RETURNS or (after is After.LEAVES_LOOP and ast.Break in leaves):
                break
            if after is After.MAY_END and leaves & _ENDS and not hanging:
                hanging = 1
                self.run.maybe += 1
        self.run.maybe -= hanging
        if node.orelse:
            self.branches([node.orelse], place, depth, whole=False)
        if after >= After.RETURNS:
            return After.MAY_END if hanging else after
        return After.MAY_END if hanging and leaves & {ast.Return, ast.Raise} else After.GOES_ON

    def repeated(self, node: ast.For | ast.AsyncFor | ast.While, place: Place, depth: int) -> After:
        """Follow a loop of which nobody knows how often it runs."""
        names = [one for one in own_nodes(node.body) if isinstance(one, ast.Name)]
        for one in names:
            if isinstance(one.ctx, ast.Store):
                forget(place, one)
        if not isinstance(node, ast.While):
            forget(place, node.target)
        after = self.branches([node.body, node.orelse], place, depth, whole=False)
        leaves = {type(one) for one in own_nodes(node.body)}
        return after if leaves & {ast.Return, ast.Raise} else After.GOES_ON

    def repeat(self, node: ast.While, place: Place, depth: int) -> After:
        self.calls.visit(node.test, place)
        return self.repeated(node, place, depth)

    def attempt(self, node: ast.Try | ast.TryStar, place: Place, depth: int) -> After:
        if not node.handlers:
            after = self.block(node.body, place, depth + 1)
        else:
            parts = [node.body, *(one.body for one in node.handlers), node.orelse]
            after = self.branches(parts, place, depth, whole=False)
        last = self.block(node.finalbody, place, depth + 1) if node.finalbody else After.GOES_ON
        return max(after, last)

    def match(self, node: ast.Match, place: Place, depth: int) -> After:
        self.calls.visit(node.subject, place)
        return self.branches([one.body for one in node.cases], place, depth, whole=False)

    def define(self, node: Function, place: Place, _depth: int) -> After:
        self.run.step(len(place.functions) // 10)
        place.functions = {**place.functions, node.name: node}
        place.names.pop(node.name, None)
        return After.GOES_ON

    def context(self, node: ast.With | ast.AsyncWith, place: Place, depth: int) -> After:
        """Follow `with`: a batch, a block outside the transaction, a session, or something else."""
        closing = [entered(self.calls, item, place) for item in node.items]
        after = self.block(node.body, place, depth + 1)
        for close in reversed(closing):
            close()
        return after


def _truth(node: ast.expr, place: Place) -> bool | None:
    """Say whether a condition holds, None where that cannot be told."""
    value = place.literal(node)
    return None if value is UNKNOWN else bool(value)


def _said(node: ast.Raise, place: Place) -> str:
    """Return what the author of a `raise` wrote."""
    error = node.exc
    if isinstance(error, ast.Call) and error.args:
        return _text(error.args[0], place)
    return _text(error, place)


def _text(node: ast.expr | None, place: Place) -> str:
    if node is None:
        return ""
    text = place.text(node)
    return str(text) if text else quoted(place.source.shown(node))[1:-1]


_STATEMENTS: dict[type, Callable[..., After]] = {
    ast.Expr: _Walker.expression,
    ast.Assign: _Walker.assignment,
    ast.AnnAssign: _Walker.assignment,
    ast.AugAssign: _Walker.assignment,
    ast.Return: _Walker.returning,
    ast.Break: _Walker.leaving,
    ast.Continue: _Walker.leaving,
    ast.Raise: _Walker.raising,
    ast.Assert: _Walker.asserting,
    ast.If: _Walker.condition,
    ast.For: _Walker.loop,
    ast.AsyncFor: _Walker.loop,
    ast.While: _Walker.repeat,
    ast.Try: _Walker.attempt,
    ast.TryStar: _Walker.attempt,
    ast.Match: _Walker.match,
    ast.FunctionDef: _Walker.define,
    ast.AsyncFunctionDef: _Walker.define,
    ast.With: _Walker.context,
    ast.AsyncWith: _Walker.context,
}
