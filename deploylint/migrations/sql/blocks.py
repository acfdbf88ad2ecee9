"""DO blocks of PostgreSQL: the statements in them that are no dynamic SQL.

From https://www.postgresql.org/docs/current/plpgsql-structure.html and
https://www.postgresql.org/docs/current/plpgsql-control-structures.html.
"""

from collections.abc import Callable
from typing import NamedTuple

from deploylint.facts.operations import Does, Operation
from deploylint.migrations.sql.cursor import Context, Cursor, UnreadableError
from deploylint.migrations.sql.guards import Guard, caught, guard, guarded
from deploylint.migrations.sql.lexer import tokens
from deploylint.migrations.sql.strings import unquoted
from deploylint.migrations.sql.tokens import Kind, SqlText, Token

DEEPEST = 4
"""How deep blocks and conditions may stand in each other before they are not read any more."""

_DYNAMIC = "a DO block with dynamic SQL"
_FOREIGN = "a DO block in another language"
_NO_BODY = "the body of the DO block is missing"
_TOO_DEEP = "blocks are nested too deeply"
_QUIET = frozenset(("NOTICE", "WARNING", "INFO", "LOG", "DEBUG"))
_WITHOUT_EFFECT = frozenset(
    ("NULL", "RETURN", "EXIT", "CONTINUE", "GET", "ASSERT", "OPEN", "CLOSE", "FETCH", "MOVE", ""),
)
_HANDLED = frozenset((Does.READ, Does.RAISE, Does.TRANSACTION, Does.SETTING))


_LABEL = 5
"""Tokens of `<<name>>`."""

_OPEN = 32
"""The most blocks that are open at once."""


class _Frame(NamedTuple):
    """An open block: what it is, its condition, and the operations from `first` to `last` in it.

    `errors` are those that its EXCEPTION catches.
    """

    kind: str
    first: int
    condition: Guard = Guard()
    last: int = 0
    errors: frozenset[str] = frozenset()


def do(cursor: Cursor) -> list[Operation]:
    """Read `DO $$ ... $$`, from behind DO on."""
    if cursor.depth >= DEEPEST:
        raise UnreadableError(_TOO_DEEP)
    language = ""
    body: Token | None = None
    while not cursor.done:
        if cursor.accept("LANGUAGE"):
            token = cursor.token()
            language = unquoted(token.text).lower() if token else ""
        elif cursor.kind() is Kind.STRING:
            body = cursor.token()
        cursor.i += 1
    if body is None:
        raise UnreadableError(_NO_BODY)
    if language not in ("", "plpgsql"):
        raise UnreadableError(_FOREIGN)
    found = Block(inner(cursor, body)).read()
    effects = [one for one in found if one.does is not Does.READ]
    return effects or [Operation(does=Does.READ, at=cursor.at, text=cursor.text)]


def inner(cursor: Cursor, body: Token) -> Cursor:
    """Return a cursor over the SQL that stands in a string."""
    context = cursor.context
    text = unquoted(body.text)
    offset = body.text.find(text)
    start = body.start + max(offset, 0)
    at = context.lines.at(start, body.end)
    source = SqlText(
        text=text,
        path=context.source.path,
        line=at.line,
        column=at.column,
        fixed=context.source.fixed or offset < 0,
    )
    made = Context(source, context.dialect, context.read, procedural=True)
    inside = Cursor(made, tokens(text, context.dialect).tokens)
    inside.depth = cursor.depth + 1
    return inside


class Block:
    """Reads the statements of a block from left to right."""

    def __init__(self, cursor: Cursor) -> None:
        """Take the whole text of a block."""
        self._cursor = cursor
        self._frames: list[_Frame] = []
        self._found: list[Operation] = []
        self._left = False

    def read(self) -> list[Operation]:
        """Return what the block does, in order."""
        cursor = self._cursor
        while not cursor.done:
            word = cursor.peek()
            step = _STEPS.get(word)
            if word == ";":
                cursor.i += 1
            elif step is not None:
                step(self)
            else:
                self._statement()
        return self._found

    def _until(self, *words: str) -> Cursor:
        """Step behind the next of these words; return what stands before it."""
        cursor = self._cursor
        start = cursor.i
        cases = 0
        depth = 0
        while not cursor.done:
            word = cursor.peek()
            depth += (word == "(") - (word == ")")
            if depth <= 0 and not cases and word in words:
                break
            cases += (word == "CASE") - (word == "END" and cases > 0)
            cursor.i += 1
        found = cursor.part(start, cursor.i)
        cursor.i += 1
        return found

    def declare(self) -> None:
        """Step over the variables of a block."""
        while not self._cursor.done and self._cursor.peek() != "BEGIN":
            self._until(";")

    def begin(self) -> None:
        """Open a block."""
        self._cursor.i += 1
        self._open("BEGIN", None)

    def if_(self) -> None:
        """Open a condition."""
        self._cursor.i += 1
        self._open("IF", self._until("THEN"))

    def case(self) -> None:
        """Open a CASE."""
        self._cursor.i += 1
        self._until("THEN")
        self._open("CASE", None)

    def loop(self) -> None:
        """Open a loop."""
        self._until("LOOP")
        self._open("LOOP", None)

    def branch(self) -> None:
        """Go on with another branch of a condition, or with another error that is caught."""
        word = self._cursor.peek()
        self._cursor.i += 1
        condition = None if word == "ELSE" else self._until("THEN")
        if self._frames:
            frame = self._frames[-1]
            if frame.kind == "EXCEPTION" and condition is not None:
                errors = frame.errors | set(condition.up[condition.start : condition.end])
                self._frames[-1] = frame._replace(errors=errors)
            elif frame.kind == "IF":
                self._frames[-1] = frame._replace(condition=guard(condition))

    def exception(self) -> None:
        """Begin the part of a block that catches errors."""
        self._cursor.i += 1
        if self._frames and self._frames[-1].kind == "BEGIN":
            frame = self._frames[-1]
            self._frames[-1] = frame._replace(kind="EXCEPTION", last=len(self._found))

    def end(self) -> None:
        """Close what was opened last."""
        self._cursor.i += 1
        self._cursor.accept_any(("IF", "CASE", "LOOP"))
        self._until(";")
        if not self._frames:
            return
        frame = self._frames.pop()
        if frame.kind == "EXCEPTION":
            for at in range(frame.first, frame.last):
                self._found[at] = caught(self._found[at], frame.errors)

    def execute(self) -> None:
        """Read `EXECUTE 'literal'`; anything else is put together when it runs."""
        statement = self._until(";")
        statement.i += 1
        token = statement.token()
        after = statement.peek(1)
        is_whole = statement.end == statement.i + 1 or after in ("INTO", "USING")
        if token is None or token.kind is not Kind.STRING or not is_whole:
            self._add([_opaque(statement, _DYNAMIC)])
        elif statement.depth >= DEEPEST:
            self._add([_opaque(statement, _TOO_DEEP)])
        else:
            part = inner(statement, token)
            self._add(part.context.read(part))

    def raise_(self) -> None:
        """Read `RAISE`, which ends everything unless it only tells something."""
        statement = self._until(";")
        statement.i += 1
        if statement.peek() in _QUIET:
            return
        statement.accept("EXCEPTION")
        why = statement.string() or statement.text
        found = Operation(does=Does.RAISE, at=statement.at, why=why, text=statement.text)
        self._add([found])

    def perform(self) -> None:
        """Read `PERFORM f()`, which is a SELECT."""
        statement = self._until(";")
        self._add(statement.context.read(statement))

    def nothing(self) -> None:
        """Step over a statement that changes nothing."""
        word = self._cursor.peek()
        self._until(";")
        self._left = self._left or (word == "RETURN" and bool(self._frames))

    def _statement(self) -> None:
        cursor = self._cursor
        if _is_label(cursor):
            cursor.i += _LABEL
            return
        statement = self._until(";")
        if statement.end > statement.start and not _assigns(statement):
            self._add(statement.context.read(statement))

    def _open(self, kind: str, condition: Cursor | None) -> None:
        if len(self._frames) == _OPEN:
            raise UnreadableError(_TOO_DEEP)
        frame = _Frame(kind=kind, first=len(self._found), condition=guard(condition))
        self._frames.append(frame)

    def _add(self, operations: list[Operation]) -> None:
        conditions = [one for one in self._frames if one.kind != "BEGIN"]
        handles = any(one.kind == "EXCEPTION" for one in conditions)
        for one in operations:
            found = one
            if handles and one.does in _HANDLED:
                continue
            for frame in conditions:
                found = guarded(found, frame.condition)
            if self._left and not conditions:
                found = guarded(found, Guard())
            self._found.append(found)


def _opaque(statement: Cursor, why: str) -> Operation:
    return Operation(does=Does.OPAQUE, at=statement.at, why=why, text=statement.text)


def _is_label(cursor: Cursor) -> bool:
    return cursor.peek() == "<" and cursor.peek(1) == "<"


def _assigns(statement: Cursor) -> bool:
    """Say whether a statement is `variable := value`."""
    words = statement.up[statement.start : min(statement.start + 8, statement.end)]
    if ":=" in words:
        return True
    return len(words) > 1 and words[1] == "=" and statement.is_name()


_STEPS: dict[str, Callable[[Block], None]] = {
    "DECLARE": Block.declare,
    "BEGIN": Block.begin,
    "IF": Block.if_,
    "CASE": Block.case,
    "FOR": Block.loop,
    "FOREACH": Block.loop,
    "WHILE": Block.loop,
    "LOOP": Block.loop,
    "ELSE": Block.branch,
    "ELSIF": Block.branch,
    "ELSEIF": Block.branch,
    "WHEN": Block.branch,
    "EXCEPTION": Block.exception,
    "END": Block.end,
    "EXECUTE": Block.execute,
    "RAISE": Block.raise_,
    "PERFORM": Block.perform,
    **dict.fromkeys(_WITHOUT_EFFECT - {""}, Block.nothing),
}
