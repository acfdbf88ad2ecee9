"""Goes through the statements of a migration of Rails, in one direction."""

from collections.abc import Callable, Iterable, Mapping

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.rails.calls import Calls
from deploylint.migrations.rails.frame import End, Frame, merged
from deploylint.migrations.rails.literals import UNKNOWN, Unknown, combined
from deploylint.migrations.ruby.nodes import (
    Assign,
    Binary,
    Body,
    Call,
    Choice,
    Guarded,
    Jump,
    Loop,
    Node,
    Other,
    Plain,
)
from deploylint.model.location import Location

MAX_STATEMENTS = 20_000
"""Statements that are gone through for one migration, loops unrolled."""


MAX_DEPTH = 80
"""Statements inside each other, with the methods that they call."""


class Walker(Calls):
    """Reads the statements of one migration into sinks."""

    def body(self, nodes: Body, frame: Frame) -> End:
        """Go through statements; say how they end."""
        worst = End.GOES_ON
        for node in nodes:
            self.statements += 1
            if self.statements > MAX_STATEMENTS:
                self.exhausted = True
                return End.ENDS
            end = self.one(node, frame)
            if end in (End.SKIPS, End.ENDS):
                return end
            if end is not End.GOES_ON:
                worst = max(worst, end)
                frame = frame._replace(conditional=True)
        return worst

    def one(self, node: Node, frame: Frame) -> End:
        """Go through one statement."""
        reader = _STATEMENTS.get(type(node))
        if reader is None:
            return End.GOES_ON
        if self.depth >= MAX_DEPTH:
            self.exhausted = True
            return End.ENDS
        self.depth += 1
        end = reader(self, node, frame)
        self.depth -= 1
        return end

    def branch(self, nodes: Body, frame: Frame, changed: set[str]) -> End:
        """Go through statements that may run; collect the variables that they change."""
        local = dict(frame.local)
        end = self.body(nodes, frame._replace(local=local, conditional=True))
        changed.update(
            name for name, value in local.items() if frame.local.get(name, UNKNOWN) is not value
        )
        return end

    def call_statement(self, node: Node, frame: Frame) -> End:
        """Go through a call."""
        return self.call(node, frame) if isinstance(node, Call) else End.GOES_ON

    def assign(self, node: Node, frame: Frame) -> End:
        """Give a variable its value; what is called for it is done."""
        if not isinstance(node, Assign):
            return End.GOES_ON
        value = self.names.value(node.value, frame.local)
        if isinstance(value, Unknown):
            self.one(node.value, frame)
        if node.name is None:
            for name, old in frame.local.items():
                if isinstance(old, Mapping):
                    frame.local[name] = UNKNOWN
            return End.GOES_ON
        old = frame.local.get(node.name, None)
        if node.operator == "||=":
            value = value if old is None else old
        elif node.operator != "=":
            value = combined(node.operator.removesuffix("="), old, value)
        frame.local[node.name] = value
        return End.GOES_ON

    def choice(self, node: Node, frame: Frame) -> End:
        """Go through the branches of a condition."""
        if not isinstance(node, Choice):
            return End.GOES_ON
        truth = None if node.condition is None else self.truth(node.condition, frame)
        if truth is not None and len(node.branches) <= 2:  # noqa: PLR2004  # then and else
            taken = truth is not node.negated
            rest = node.branches[1:] if node.whole else ((),)
            return self.body(node.branches[0] if taken else rest[0], frame)
        changed: set[str] = set()
        ends = [self.branch(one, frame, changed) for one in node.branches]
        frame.local.update(dict.fromkeys(changed, UNKNOWN))
        return merged(ends if node.whole else [*ends, End.GOES_ON], whole=node.whole)

    def truth(self, node: Node, frame: Frame) -> bool | None:
        """Say whether a condition holds; None where only running it would tell."""
        if isinstance(node, Call) and node.receiver is None and node.name == "reverting?":
            return frame.sink.reverting
        if isinstance(node, Other) and len(node.inside) == 1:
            inner = self.truth(node.inside[0], frame)
            return None if inner is None else not inner
        if isinstance(node, Plain) and isinstance(node.value, bool):
            return node.value
        return None

    def loop(self, node: Node, frame: Frame) -> End:
        """Go through the body of a loop once; it may run any number of times."""
        if isinstance(node, Loop):
            end = self.repeated(node.body, frame)
            return End.MAY_END if end >= End.MAY_END else End.GOES_ON
        return End.GOES_ON

    def guarded(self, node: Node, frame: Frame) -> End:
        """Go through `begin`, `rescue` and `ensure`."""
        if not isinstance(node, Guarded):
            return End.GOES_ON
        if not node.rescues:
            end = self.body(node.body, frame)
        else:
            changed: set[str] = set()
            ends = [self.branch(one, frame, changed) for one in (node.body, *node.rescues)]
            frame.local.update(dict.fromkeys(changed, UNKNOWN))
            end = merged(ends, whole=True)
        last = self.body(node.ensure, frame)
        return max(end, last)

    def jump(self, node: Node, frame: Frame) -> End:
        """Go through `return`, `next` or `break`."""
        if not isinstance(node, Jump):
            return End.GOES_ON
        if node.value is not None:
            self.one(node.value, frame)
        return End.ENDS if node.word == "return" else End.SKIPS

    def binary(self, node: Node, frame: Frame) -> End:
        """Go through both sides; the right one of `and` and `or` may not run."""
        if not isinstance(node, Binary):
            return End.GOES_ON
        if node.operator == "<<" and isinstance(node.left, Call) and node.left.receiver is None:
            frame.local[node.left.name] = UNKNOWN
            return End.GOES_ON
        if node.operator not in ("and", "or", "&&", "||"):
            return End.GOES_ON
        changed: set[str] = set()
        self.one(node.left, frame)
        end = self.branch((node.right,), frame, changed)
        frame.local.update(dict.fromkeys(changed, UNKNOWN))
        return merged([end, End.GOES_ON], whole=False)

    def other(self, node: Node, frame: Frame) -> End:
        """Go through what an expression is made of."""
        if isinstance(node, Other):
            for inner in node.inside:
                self.one(inner, frame._replace(conditional=True))
        return End.GOES_ON

    def run(self, nodes: Body, frame: Frame) -> tuple[Operation, ...]:
        """Return what statements do; a migration that is too long says so."""
        self.body(nodes, frame)
        found = _once(frame.sink.result())
        if self.exhausted:
            why = "it takes too many steps to be read"
            last = Operation(does=Does.OPAQUE, at=self.places.at(0, 0), why=why, text=why)
            return (*found, last)
        return found


def _once(found: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return operations; what a loop cannot say is not said for each of its items."""
    kept: list[Operation] = []
    seen: set[tuple[Location, str | None]] = set()
    for one in found:
        if one.does is Does.OPAQUE:
            if (one.at, one.why) in seen:
                continue
            seen.add((one.at, one.why))
        kept.append(one)
    return tuple(kept)


_STATEMENTS: Mapping[type, Callable[[Walker, Node, Frame], End]] = {
    Call: Walker.call_statement,
    Assign: Walker.assign,
    Choice: Walker.choice,
    Loop: Walker.loop,
    Guarded: Walker.guarded,
    Jump: Walker.jump,
    Binary: Walker.binary,
    Other: Walker.other,
}
