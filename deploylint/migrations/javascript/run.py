"""Follow a migration in JavaScript, to tell which operations it runs; nothing is executed.

Constants, functions of the same file, literal loops, promises and callbacks are followed.
Everything else is a value that is not known; where a call of something unknown may reach the
database, that is an opaque operation.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import IntFlag

from deploylint.migrations.javascript.evaluate import Evaluate
from deploylint.migrations.javascript.record import TooMuchError
from deploylint.migrations.javascript.tree import (
    Block,
    Class,
    Constant,
    Declare,
    Export,
    Function,
    If,
    Leave,
    Loop,
    Node,
    Return,
    Several,
    Span,
    Throw,
    Try,
)
from deploylint.migrations.javascript.values import Closure, Host, List, Scope, Unknown, Value


class Flow(IntFlag):
    """How a statement may end."""

    NEXT = 1
    RETURN = 2
    BREAK = 4
    THROW = 8


class Run(Evaluate):
    """Follows statements."""

    def __init__(self, *given: object, **more: object) -> None:
        """Begin with no function."""
        super().__init__(*given, **more)  # type: ignore[arg-type]  # those of the record
        self.active: list[Span] = []
        self.returned: list[list[Value]] = []

    def script(self, closure: Closure, arguments: Sequence[Value]) -> None:
        """Follow a whole script; what is too long or too deep ends as one opaque operation."""
        span = closure.function.span
        try:
            self.settled(self.enter(closure, arguments))
        except (TooMuchError, RecursionError) as error:
            self.conditions = 0
            why = str(error) if isinstance(error, TooMuchError) else "it is nested too deeply"
            self.opaque((span[0], min(span[1], span[0] + 1)), why)

    def enter(self, closure: Closure, arguments: Sequence[Value]) -> Value:
        """Run a function and return what it returns, if that is one value."""
        function = closure.function
        if function.span in self.active:
            self.opaque(function.span, "it calls itself")
            return Unknown()
        with self.step():
            scope = Scope(closure.scope)
            self.active.append(function.span)
            self.returned.append([])
            try:
                for index, pattern in enumerate(function.parameters):
                    given = arguments[index] if index < len(arguments) else None
                    self.bind(pattern, None if pattern.is_rest else given, scope)
                if not isinstance(function.body, Block):
                    return self.evaluate(function.body, scope, direct=True)
                flow = self.block(function.body.body, scope)
                results = self.returned[-1]
                return results[0] if len(results) == 1 and flow == Flow.RETURN else Unknown()
            finally:
                self.returned.pop()
                self.active.pop()

    def always_fails(self, handler: Closure) -> bool:
        """Run a handler under a condition, and say whether it throws in any case."""
        with self.conditional():
            if not isinstance(handler.function.body, Block):
                self.enter(handler, ())
                return False
            self.returned.append([])
            flow = self.block(handler.function.body.body, Scope(handler.scope))
            self.returned.pop()
        return flow == Flow.THROW

    def block(self, body: Sequence[Node], scope: Scope) -> Flow:
        """Run statements; after one that may leave, the others may not run."""
        self.declare_functions(body, scope)
        ends, doubts = Flow(0), 0
        try:
            for statement in body:
                flow = self.statement(statement, scope)
                ends |= flow & ~Flow.NEXT
                if not flow & Flow.NEXT:
                    return ends
                if flow & (Flow.RETURN | Flow.BREAK):
                    self.conditions += 1
                    doubts += 1
        finally:
            self.conditions -= doubts
        return ends | Flow.NEXT

    def declare_functions(self, body: Sequence[Node], scope: Scope) -> None:
        """Make functions known before the statements that come before them."""
        for statement in body:
            node = statement.value if isinstance(statement, Export) else statement
            if isinstance(node, Function) and node.name is not None:
                scope.names[node.name] = Closure(node, scope)

    def statement(self, node: Node, scope: Scope) -> Flow:
        """Run one statement."""
        run: Mapping[type, Callable[[Node, Scope], Flow]] = {
            Block: self._block,
            Declare: self._declare,
            Several: self._all,
            Return: self._return,
            Throw: self._throw,
            If: self._if,
            Loop: self._loop,
            Try: self._try,
        }
        with self.step():
            found = run.get(type(node))
            if found is not None:
                return found(node, scope)
            if isinstance(node, Leave):
                return Flow.BREAK
            if not isinstance(node, Function | Class | Export):
                self.evaluate(node, scope, direct=True)
        return Flow.NEXT

    def _block(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, Block)  # noqa: S101  # by the table above
        return self.block(node.body, Scope(scope))

    def _declare(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, Declare)  # noqa: S101  # by the table above
        value = None if node.value is None else self.evaluate(node.value, scope)
        self.bind(node.pattern, value, scope)
        return Flow.NEXT

    def _all(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, Several)  # noqa: S101  # by the table above
        for part in node.parts:
            self.statement(part, scope)
        return Flow.NEXT

    def _return(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, Return)  # noqa: S101  # by the table above
        value: Value = Constant(None, node.span)
        if node.value is not None:
            value = self.evaluate(node.value, scope, direct=True)
        if self.returned:
            self.returned[-1].append(value)
        return Flow.RETURN

    def _throw(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, Throw)  # noqa: S101  # by the table above
        self.refuse(self.evaluate(node.value, scope), node.span)
        return Flow.THROW

    def _if(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, If)  # noqa: S101  # by the table above
        self.evaluate(node.test, scope)
        ends = Flow(0) if node.is_whole else Flow.NEXT
        with self.conditional():
            for branch in node.branches:
                ends |= self.statement(branch, Scope(scope))
        return ends

    def _loop(self, node: Node, scope: Scope) -> Flow:
        assert isinstance(node, Loop)  # noqa: S101  # by the table above
        inner = Scope(scope)
        for part in node.head:
            self.statement(part, inner)
        values = None if node.values is None else self.evaluate(node.values, scope)
        if node.binding is not None and isinstance(values, List) and values.is_short():
            return self._unrolled(node, values.items, scope)
        with self.conditional():
            if node.binding is not None:
                self.bind(node.binding, values if isinstance(values, Host) else Unknown(), inner)
            ends = self.statement(node.body, inner)
        return (ends & (Flow.RETURN | Flow.THROW)) | Flow.NEXT

    def _unrolled(self, node: Loop, items: Sequence[Value], scope: Scope) -> Flow:
        ends, doubts = Flow.NEXT, 0
        for one in items:
            inner = Scope(scope)
            if node.binding is not None:
                self.bind(node.binding, one, inner)
            flow = self.statement(node.body, inner)
            ends |= flow & (Flow.RETURN | Flow.THROW)
            if flow & (Flow.RETURN | Flow.BREAK):
                self.conditions += 1
                doubts += 1
        self.conditions -= doubts
        return ends

    def _try(self, node: Node, scope: Scope) -> Flow:
        """Run what is tried; only an error that is swallowed makes it doubtful."""
        assert isinstance(node, Try)  # noqa: S101  # by the table above
        first = len(self.operations)
        ends = self.statement(node.body, scope)
        last = len(self.operations)
        if node.handler is not None:
            with self.conditional():
                caught = self.statement(node.handler, scope)
            if caught == Flow.THROW:
                del self.operations[last:]
            else:
                self.doubt(first)
                ends = (ends & ~Flow.THROW) | caught
        if node.final is not None:
            self.statement(node.final, scope)
        return ends
