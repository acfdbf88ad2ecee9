"""Expressions of a migration in JavaScript, followed for the operations in them."""

from collections.abc import Callable, Mapping

from deploylint.migrations.javascript.calls import Calls
from deploylint.migrations.javascript.parts import item_of, part_of, put_together
from deploylint.migrations.javascript.tree import (
    Array,
    Assign,
    Await,
    Chain,
    Choice,
    Constant,
    Function,
    Link,
    Name,
    Node,
    Object,
    Pattern,
    Several,
    Span,
    Spread,
    Sum,
    Template,
    Text,
    Unreadable,
)
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


class Evaluate(Calls):
    """Follows expressions."""

    def evaluate(self, node: Node, scope: Scope, *, direct: bool = False) -> Value:
        """Return what an expression gives; with `direct` it stands for its effect alone."""
        with self.step():
            if isinstance(node, Text | Constant):
                return node
            if isinstance(node, Name):
                return self._name(node, scope)
            if isinstance(node, Chain):
                return self._chain(node, scope, direct=direct)
            if isinstance(node, Await):
                return self._await(node, scope)
            if isinstance(node, Function):
                return Closure(node, scope)
            return self._composed(node, scope)

    def _composed(self, node: Node, scope: Scope) -> Value:
        read: Mapping[type, Callable[[Node, Scope], Value]] = {
            Template: self._template,
            Sum: self._sum,
            Array: self._array,
            Object: self._object,
            Choice: self._choice,
            Assign: self._assign,
            Several: self._several,
            Spread: self._spread,
            Unreadable: self._unreadable,
        }
        found = read.get(type(node))
        return found(node, scope) if found is not None else Unknown()

    def _name(self, node: Name, scope: Scope) -> Value:
        if node.text == "this":
            return self.this_of(scope)
        holder = scope.holder(node.text)
        return holder.names[node.text] if holder is not None else Unknown((node.text,))

    def _await(self, node: Await, scope: Scope) -> Value:
        return self.settled(self.evaluate(node.value, scope, direct=True))

    def settled(self, value: Value) -> Value:
        """Return what waiting for a value gives."""
        if isinstance(value, Host):
            value.settle(self)
            return value.awaited()
        return value

    def _template(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Template)  # noqa: S101  # by the table above
        parts = [node.texts[0]]
        for hole, text in zip(node.holes, node.texts[1:], strict=True):
            parts += (self._as_part(hole, scope), text)
        return put_together(parts)

    def _sum(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Sum)  # noqa: S101  # by the table above
        values = [self.evaluate(part, scope) for part in node.parts]
        if not any(isinstance(value, Text) for value in values):
            return Unknown()
        parts = zip(node.parts, values, strict=True)
        return put_together([part_of(value, part) for part, value in parts])

    def _as_part(self, node: Node, scope: Scope) -> Text:
        return part_of(self.evaluate(node, scope), node)

    def _array(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Array)  # noqa: S101  # by the table above
        items, complete = self.arguments(node.items, scope)
        return List(items, complete=complete)

    def arguments(self, nodes: tuple[Node, ...], scope: Scope) -> tuple[list[Value], bool]:
        """Return values with their spreads resolved, and whether all of these are known."""
        items: list[Value] = []
        complete = True
        for node in nodes:
            value = self.evaluate(node.value if isinstance(node, Spread) else node, scope)
            if not isinstance(node, Spread):
                items.append(value)
            elif isinstance(value, List) and value.complete:
                items += value.items
            else:
                items.append(Unknown())
                complete = False
        return items, complete

    def _object(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Object)  # noqa: S101  # by the table above
        found = Map({}, node.span)
        for entry in node.entries:
            value = self.evaluate(entry.value, scope)
            if entry.key is not None:
                found.entries[entry.key] = value
            elif isinstance(value, Map):
                found.entries |= value.entries
                found.complete = found.complete and value.complete
            else:
                found.complete = False
        return found

    def _choice(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Choice)  # noqa: S101  # by the table above
        self.evaluate(node.test, scope)
        with self.conditional():
            for branch in node.branches:
                self.evaluate(branch, scope, direct=True)
        return Unknown()

    def _several(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Several)  # noqa: S101  # by the table above
        for part in node.parts:
            self.evaluate(part, scope)
        return Unknown()

    def _spread(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Spread)  # noqa: S101  # by the table above
        self.evaluate(node.value, scope)
        return Unknown()

    def _unreadable(self, node: Node, scope: Scope) -> Value:
        assert isinstance(node, Unreadable)  # noqa: S101  # by the table above
        for word in node.words:
            holder = scope.holder(word)
            if word == "await" or (
                holder is not None and isinstance(holder.names[word], Host | Closure)
            ):
                self.opaque(node.span, node.why)
                break
        return Unknown()

    def _assign(self, node: Node, scope: Scope) -> Value:
        """Give a variable a value; it stays known if it changes in order and in any case."""
        assert isinstance(node, Assign)  # noqa: S101  # by the table above
        value = self.evaluate(node.value, scope, direct=True)
        holder = scope.holder(node.target[0]) if node.target else None
        if node.target is None or holder is None:
            return value
        if len(node.target) == 1:
            name = node.target[0]
            in_order = holder.conditions.get(name) == self.conditions
            is_sure = in_order and name not in self.source.assigned
            holder.names[name] = value if is_sure or isinstance(value, Host) else Unknown()
            return value
        changed = holder.names[node.target[0]]
        if isinstance(changed, Map | List):
            changed.complete = False
        if isinstance(changed, Map):
            changed.entries.pop(node.target[1], None)
        return value

    def bind(self, pattern: Pattern, value: Value | None, scope: Scope) -> None:
        """Give the names of a pattern their values."""
        if (value is None or value == Constant(None, (0, 0))) and pattern.default is not None:
            value = self.evaluate(pattern.default, scope)
        if pattern.name is not None:
            known = value if value is not None else Unknown()
            changes = pattern.name in self.source.assigned and not isinstance(known, Host)
            scope.names[pattern.name] = Unknown() if changes else known
            scope.conditions[pattern.name] = self.conditions
        for key, inner in pattern.keys:
            found = self.member(value, key) if value is not None and key else Unknown()
            self.bind(inner, found, scope)
        for index, inner in enumerate(pattern.items):
            self.bind(inner, item_of(value, index) if not inner.is_rest else Unknown(), scope)

    def member(self, value: Value, name: str) -> Value:
        """Return what `value.name` is."""
        if isinstance(value, Host):
            return value.get(self, name)
        if isinstance(value, Map):
            return value.entries.get(name, Unknown())
        if isinstance(value, Unknown) and value.path:
            return Unknown((*value.path, name), value.arguments)
        return Unknown()

    def _chain(self, node: Chain, scope: Scope, *, direct: bool) -> Value:
        first = len(self.operations)
        value = self.evaluate(node.base, scope)
        links = iter(enumerate(node.links))
        is_new = node.is_new
        for index, written in links:
            link = self._named(written, value, scope)
            following = node.links[index + 1] if index + 1 < len(node.links) else None
            if link.name is not None and following is not None and following.arguments is not None:
                next(links)
                call = self._called(link, following, scope)
                value = self._linked(value, call, first, direct=direct and not is_new)
                is_new = False
            elif link.arguments is not None:
                call = self._called(None, link, scope)
                if isinstance(node.base, Name) and not is_new:
                    call = call._replace(span=(node.base.span[0], call.span[1]))
                value = self.direct_call(value, call, direct=direct and not is_new)
                is_new = False
            elif link.name is not None:
                value = self.member(value, link.name)
            elif link.key is not None:
                value = self._item(value, link, scope)
        if isinstance(value, Host) and direct:
            value.settle(self)
        return value

    def _named(self, link: Link, value: Value, scope: Scope) -> Link:
        """Return `.name` for `["name"]` of a thing of the tool."""
        if link.key is None or not isinstance(value, Host):
            return link
        name = plain(self.evaluate(link.key, scope))
        return link if name is None else Link(name, None, None, link.span)

    def _item(self, value: Value, link: Link, scope: Scope) -> Value:
        """Return what `value[key]` is; what is taken of a thing of the tool may do anything."""
        key = Unknown() if link.key is None else self.evaluate(link.key, scope)
        if isinstance(value, Host):
            self.opaque(link.span, "which method it calls is computed")
        return item_of(value, key.value) if isinstance(key, Constant) else Unknown()

    def _called(self, name: Link | None, link: Link, scope: Scope) -> Call:
        items, _ = self.arguments(link.arguments or (), scope)
        if name is None or name.name is None:
            return Call("", tuple(items), link.span)
        span: Span = (name.span[1] - len(name.name), link.span[1])
        return Call(name.name, tuple(items), span)

    def _linked(self, value: Value, call: Call, first: int, *, direct: bool) -> Value:
        """Return what a method gives; those of promises are the same for all values."""
        if call.name not in ("then", "catch", "finally"):
            return self.method(value, call, direct=direct)
        value = self.settled(value)
        for index, argument in enumerate(call.arguments):
            if not isinstance(argument, Closure):
                continue
            if call.name == "catch" or index == 1:
                self.handled(argument, first)
            else:
                value = self.settled(self.enter(argument, (value,)))
        return value

    def handled(self, handler: Closure, first: int) -> None:
        """Follow what is done about an error in the operations from `first` on."""
        last = len(self.operations)
        if self.always_fails(handler):
            del self.operations[last:]
        else:
            self.doubt(first)

    def always_fails(self, handler: Closure) -> bool:
        """Run a handler under a condition, and say whether it throws in any case."""
        raise NotImplementedError
