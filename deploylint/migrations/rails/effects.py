"""Parts of a migration of Rails that are SQL, loops, methods of the class or code of others."""

from collections.abc import Mapping

from deploylint.facts.operations import Dialect, Does, Flag
from deploylint.migrations.rails.commands import Command, Tool, listing
from deploylint.migrations.rails.frame import (
    MAX_INLINED,
    End,
    Frame,
    assigned,
    bind,
    links,
    root,
)
from deploylint.migrations.rails.literals import UNKNOWN, Unknown, Value, Written
from deploylint.migrations.rails.values import Names
from deploylint.migrations.rails.words import (
    IGNORED,
    IGNORED_ROOTS,
    ITERATING,
    READING,
)
from deploylint.migrations.ruby.nodes import Block, Body, Call, Const
from deploylint.migrations.ruby.places import Places
from deploylint.migrations.sql.recognise import read_sql
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.verdict import Finding

MAX_UNROLLED = 500
"""Items of a literal list that is gone through."""

_TEXT = 120


class Effects:
    """Reads what is no call of Rails; statements inside of blocks are read by who made it."""

    def __init__(self, places: Places, names: Names, tool: Tool) -> None:
        """Read the calls of one file."""
        self.places = places
        self.names = names
        self.tool = tool
        self.problems: list[Finding] = []
        self.dialect: Dialect | None = None
        self.statements = 0
        self.depth = 0
        self.exhausted = False

    def body(self, nodes: Body, frame: Frame) -> End:
        """Go through statements; say how they end."""
        raise NotImplementedError

    def branch(self, nodes: Body, frame: Frame, changed: set[str]) -> End:
        """Go through statements that may run; collect the variables that they change."""
        raise NotImplementedError

    def block(self, block: Block | None, frame: Frame) -> End:
        """Go through a block that certainly runs once."""
        if block is None:
            return End.GOES_ON
        bind(block, (), frame.local)
        end = self.body(block.body, frame)
        return End.GOES_ON if end < End.MAY_END else end

    def repeated(self, nodes: Body, frame: Frame) -> End:
        """Go through statements that run any number of times."""
        names = assigned(nodes)
        frame.local.update(dict.fromkeys(names & set(frame.local), UNKNOWN))
        return self.branch(nodes, frame, set())

    def unknown(self, node: Call, why: str, frame: Frame) -> None:
        """Say that a call cannot be read; go through its block, quietly."""
        if not frame.quiet:
            self.make(self.command(node, node.name, frame), frame, opaque=why)
        if node.block is not None:
            inner = frame._replace(local=dict(frame.local), quiet=True)
            bind(node.block, (), inner.local)
            self.repeated(node.block.body, inner)

    def make(self, command: Command, frame: Frame, *, opaque: str | None = None) -> None:
        """Hand a call on to where operations go."""
        if opaque is not None:
            frame.sink.now.append(command.opaque(opaque))
        elif frame.immediate:
            done = frame.sink.direct()
            done.make(command)
            frame.sink.now.extend(done.result())
        else:
            frame.sink.make(command)

    def command(self, node: Call, name: str, frame: Frame) -> Command:
        """Return a call with the values of its arguments."""
        args = [self.names.value(one, frame.local) for one in node.arguments]
        options: dict[str, Value] = {}
        last = args[-1] if len(args) > 1 else None
        if isinstance(last, Mapping):
            options.update(last)
            args.pop()
        for pair in node.options:
            value = self.names.value(pair.value, frame.local)
            key = "**" if pair.key is None else self.names.value(pair.key, frame.local)
            if key == "**" and isinstance(value, Mapping):
                options.update(value)
            else:
                options[str(key) if isinstance(key, str) else "**"] = value
        end = node.end if node.block is None else node.block.start
        text = self.places.text[node.start : end]
        at = self.places.at(node.start, node.start + len(text.rstrip()))
        shown = " ".join(text[: 4 * _TEXT].split())
        return Command(
            name=name,
            args=tuple(args),
            options=options,
            at=at,
            text=shown if len(shown) <= _TEXT else f"{shown[: _TEXT - 1]}…",
            has_block=node.block is not None,
            conditional=frame.conditional,
        )

    def sql(self, node: Call, frame: Frame) -> None:
        """Go through a call whose first argument is SQL."""
        command = self.command(node, node.name, frame)
        value = command.arg(0)
        if not isinstance(value, str):
            self.make(command, frame, opaque="the SQL is computed")
            return
        first = node.arguments[0]
        if isinstance(value, Written) and value.exact and first.start <= value.offset:
            line, column = self.places.place(value.offset)
            source = SqlText(str(value), self.places.path, line, column)
        else:
            line, column = self.places.place(first.start)
            source = SqlText(str(value), self.places.path, line, column, fixed=True)
        found = read_sql(source, self.tool.dialect)
        self.problems.extend(found.problems)
        self.dialect = self.dialect or found.dialect
        done = found.operations
        if frame.conditional:
            done = tuple(one._replace(flags=one.flags | {Flag.CONDITIONAL}) for one in done)
        if frame.immediate or node.name != "execute":
            frame.sink.now.extend(done)
        elif done:
            frame.sink.make(command, done)

    def iterate(self, node: Call, block: Block, frame: Frame) -> End:
        """Go through a loop: a literal list item by item, another once."""
        items = self._items(node, frame)
        if items is not None:
            for number, item in enumerate(items):
                values = (item, number) if node.name == "each_with_index" else (item,)
                bind(block, values, frame.local)
                if self.body(block.body, frame) >= End.MAY_END:
                    return End.MAY_END
            return End.GOES_ON
        first = root(node)
        if isinstance(first, Const) and first.name not in IGNORED_ROOTS and not frame.quiet:
            why = f"`{_chain(first.name, node)}` runs code of the application"
            self.make(self.command(node, node.name, frame), frame, opaque=why)
            frame = frame._replace(quiet=True)
        inner = frame._replace(local=dict(frame.local))
        bind(block, (), inner.local)
        end = self.repeated(block.body, inner)
        return End.MAY_END if end >= End.MAY_END else End.GOES_ON

    def _items(self, node: Call, frame: Frame) -> tuple[Value, ...] | None:
        """Return the items of a literal list that a loop goes through, None for others."""
        if node.receiver is None or node.arguments or node.name not in _SIMPLE_LOOPS:
            return None
        value = self.names.value(node.receiver, frame.local)
        if isinstance(value, Mapping):
            found: tuple[Value, ...] | None = tuple((key, one) for key, one in value.items())
        else:
            found = listing(value)
        if found is None or len(found) > MAX_UNROLLED:
            return None
        computed = bool(found) and all(isinstance(one, Unknown) for one in found)
        return None if computed else found

    def inline(self, name: str, node: Call, frame: Frame) -> End:
        """Go through a method of the class."""
        method = self.names.method(name)
        if method is None or name in frame.methods or len(frame.methods) >= MAX_INLINED:
            self.unknown(node, f"`{name}` calls itself", frame)
            return End.GOES_ON
        values = [self.names.value(one, frame.local) for one in node.arguments]
        local: dict[str, Value] = {
            param: values[index] if index < len(values) else UNKNOWN
            for index, param in enumerate(method.params)
        }
        for pair in node.options:
            key = UNKNOWN if pair.key is None else self.names.value(pair.key, frame.local)
            if isinstance(key, str) and key in local:
                local[key] = self.names.value(pair.value, frame.local)
        stack = (*frame.methods, name)
        self.body(method.body, frame._replace(local=local, methods=stack))
        return End.GOES_ON

    def foreign(self, node: Call, frame: Frame) -> End:
        """Go through a call of something that is not the migration."""
        first = root(node)
        named = set(links(node))
        if isinstance(first, Const):
            harmless = first.name in IGNORED_ROOTS or named <= READING | IGNORED
            what = _chain(first.name, node)
        elif isinstance(first, Call):
            value = self.names.value(node.receiver, frame.local) if node.receiver else UNKNOWN
            known = not isinstance(value, Unknown)
            harmless = known or named - {first.name} <= READING | IGNORED | ITERATING
            what = _chain(first.name, node)
        else:
            harmless, what = True, node.name
        if not harmless:
            self.unknown(node, f"`{what}` runs code of the application", frame)
        elif node.block is not None:
            inner = frame._replace(local=dict(frame.local))
            bind(node.block, (), inner.local)
            self.repeated(node.block.body, inner)
        return End.GOES_ON

    def refuse(self, node: Call, frame: Frame) -> End:
        """Go through `raise`, which ends the migration."""
        command = self.command(node, node.name, frame)
        texts = [str(one) for one in command.args if isinstance(one, str)]
        frame.sink.now.append(command.op(Does.RAISE)._replace(why=" ".join(texts) or command.text))
        return End.ENDS


def _chain(first: str, node: Call) -> str:
    """Return a chain of calls without what they are given: `Story.where.each`."""
    names = [name for name in reversed(links(node)) if name != "[]"]
    names = names[1:] if names and names[0] == first else names
    shown = names if len(names) <= _LINKS else ["…", *names[1 - _LINKS :]]
    return ".".join((first, *shown))


_LINKS = 4
_SIMPLE_LOOPS = frozenset(
    ("each", "each_with_index", "each_pair", "map", "reverse_each", "each_entry")
)
