"""Calls in a migration in JavaScript: of functions, of promises, of arrays, of the unknown."""

from collections.abc import Iterable, Sequence

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.javascript.library import (
    CHANGES,
    GOES_THROUGH,
    LOOKS_AT,
    is_harmless,
    of_object,
    text_at,
    text_method,
)
from deploylint.migrations.javascript.record import Record
from deploylint.migrations.javascript.strings import joined
from deploylint.migrations.javascript.tree import Node, Span, Text
from deploylint.migrations.javascript.values import (
    Call,
    Closure,
    Host,
    List,
    Map,
    Scope,
    Unknown,
    Value,
    plain,
)


class Calls(Record):
    """Follows calls; how a function runs is said by a subclass."""

    def enter(self, closure: Closure, arguments: Sequence[Value]) -> Value:
        """Run a function and return what it returns."""
        raise NotImplementedError

    def evaluate(self, node: Node, scope: Scope) -> Value:
        """Return what an expression gives."""
        raise NotImplementedError

    def invoke(self, closure: Closure, arguments: Sequence[Value]) -> Value:
        """Call a function of this file."""
        return self.enter(closure, arguments)

    def guarded(self, closure: Closure, arguments: Sequence[Value]) -> None:
        """Call a function that may be called any number of times."""
        with self.conditional():
            self.enter(closure, arguments)

    def capture(self, closure: Closure, arguments: Sequence[Value]) -> list[Operation]:
        """Call a function and return its operations instead of noting them."""
        first = len(self.operations)
        conditions, self.conditions = self.conditions, 0
        try:
            self.enter(closure, arguments)
        finally:
            self.conditions = conditions
            found = self.operations[first:]
            del self.operations[first:]
        return found

    def method(self, value: Value, call: Call, *, direct: bool) -> Value:
        """Return what `value.name(...)` gives; with `direct` it is called for its effect."""
        if isinstance(value, Host):
            return value.call(self, call)
        if isinstance(value, List):
            return self._of_list(value, call)
        if isinstance(value, Text):
            return text_method(value, call)
        found = value.entries.get(call.name) if isinstance(value, Map) else None
        if isinstance(found, Closure):
            return self.enter(found, call.arguments)
        if isinstance(value, Unknown):
            path = (*value.path, call.name) if value.path else ()
            return self.unknown(path, call, direct=direct)
        return self.unknown((), call, direct=direct)

    def direct_call(self, value: Value, call: Call, *, direct: bool) -> Value:
        """Return what `value(...)` gives."""
        if isinstance(value, Closure):
            return self.enter(value, call.arguments)
        if isinstance(value, Host):
            return value.call(self, call)
        path = value.path if isinstance(value, Unknown) else ()
        return self.unknown(path, call, direct=direct)

    def unknown(self, path: tuple[str, ...], call: Call, *, direct: bool) -> Value:
        """Return what a call of something outside this file gives."""
        if path[:1] == ("Promise",):
            return self.of_promise(call)
        if path[:1] == ("Object",):
            return of_object(call.name, call)
        for argument in call.arguments:
            if isinstance(argument, Closure):
                self.guarded(argument, ())
        name = ".".join(path) or call.name
        reaches = any(_holds_host(argument) for argument in call.arguments)
        if reaches or (direct and not is_harmless(path)):
            self.opaque(call.span, f"what {name} does is not in this file")
        if path == ("require",):
            return Unknown((plain(call.argument(0)) or "require",))
        return Unknown(path, call.arguments)

    def of_promise(self, call: Call) -> Value:
        """Return what a method of `Promise` gives; what it is handed runs."""
        if call.name == "reject":
            self.refuse(call.argument(0), call.span)
        for argument in call.arguments:
            if isinstance(argument, Closure):
                self.guarded(argument, ())
            for one in argument.items if isinstance(argument, List) else (argument,):
                if isinstance(one, Host):
                    one.settle(self)
        value = call.argument(0)
        return Unknown() if value is None or isinstance(value, Closure) else value

    def refuse(self, value: Value | None, span: Span) -> None:
        """Note that the script ends with an error on purpose; one under a condition is a guard."""
        if self.conditions:
            return
        given = value.arguments[:1] if isinstance(value, Unknown) else (value,)
        said = given[0].text if given and isinstance(given[0], Text) else ""
        why = " ".join(said.split()) or self.snippet(span)
        text = self.snippet(span)
        self.emit(Operation(does=Does.RAISE, at=self.at(span), why=why, text=text))

    def _of_list(self, value: List, call: Call) -> Value:
        first = call.argument(0)
        if call.name in CHANGES:
            value.complete = False
        if call.name == "join":
            return _joined(value, plain(first) if call.arguments else ",", call.span)
        if call.name == "concat" and isinstance(first, List):
            return List(value.items + first.items, complete=value.complete and first.complete)
        if not isinstance(first, Closure):
            return Unknown()
        if call.name in GOES_THROUGH and value.is_short():
            results = [self.enter(first, (item,)) for item in value.items]
            return List(results, complete=call.name == "map")
        if call.name in GOES_THROUGH or call.name in LOOKS_AT:
            self.guarded(first, ())
        return Unknown()

    def this_of(self, scope: Scope) -> Value:
        """Return what `this` is."""
        return scope.this if scope.this is not None else Unknown(("this",))


def _joined(value: List, between: str | None, span: Span) -> Value:
    items = [item for item in value.items if isinstance(item, Text)]
    if not value.complete or between is None or len(items) != len(value.items):
        return Unknown()
    glue = text_at(between, span)
    return joined(tuple(part for item in items for part in (item, glue))[:-1])


def _holds_host(value: Value, depth: int = 2) -> bool:
    if isinstance(value, Host):
        return True
    inner: Iterable[Value] = ()
    if isinstance(value, Map):
        inner = value.entries.values()
    elif isinstance(value, List):
        inner = value.items
    return depth > 0 and any(_holds_host(one, depth - 1) for one in inner)
