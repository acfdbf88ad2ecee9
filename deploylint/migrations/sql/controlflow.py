"""Conditions, loops and blocks of T-SQL, and the statements in them.

From https://learn.microsoft.com/sql/t-sql/language-elements/control-of-flow.
"""

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.sql.classes import CLASSES
from deploylint.migrations.sql.cursor import Cursor, UnreadableError
from deploylint.migrations.sql.guards import Guard, guard, guarded

_HEADS_TEXT = """
    ALTER CREATE DROP SELECT INSERT UPDATE DELETE SET EXEC EXECUTE IF WHILE BEGIN END ELSE DECLARE
    PRINT RAISERROR THROW RETURN TRUNCATE USE COMMIT ROLLBACK SAVE GRANT REVOKE DENY WAITFOR MERGE
    BACKUP RESTORE GOTO DBCC BREAK CONTINUE
"""
_HEADS = frozenset(_HEADS_TEXT.split())
_GLUE_TEXT = """
    , . = AS ON FOR OF AFTER INSTEAD UNION ALL EXCEPT INTERSECT THEN GRANT REVOKE DENY NOT AND OR
    ( INNER LEFT RIGHT FULL OPTION
"""
_GLUE = frozenset(_GLUE_TEXT.split())
_NO_CLASS = frozenset(("COLUMN", "CONSTRAINT", "PERIOD"))
_TRANSACTIONS = frozenset(("TRAN", "TRANSACTION", "DISTRIBUTED"))
_ONE_SELECT = frozenset(("INSERT", "WITH"))
_HANDLED = frozenset((Does.READ, Does.RAISE, Does.TRANSACTION, Does.SETTING))
_OPEN = 32
_TOO_DEEP = "blocks are nested too deeply"


def has_control_flow(cursor: Cursor) -> bool:
    """Say whether a statement begins with a condition, a loop or a block of T-SQL."""
    dialect = cursor.context.dialect
    if dialect not in (None, Dialect.MSSQL):
        return False
    word, after = cursor.peek(), cursor.peek(1)
    if word == "BEGIN":
        is_block = after in _HEADS or after in ("TRY", "CATCH")
        return is_block if dialect is None else after not in _TRANSACTIONS
    return word in ("IF", "WHILE") or (word == "END" and after in ("TRY", "CATCH"))


class ControlFlow:
    """Reads statements from left to right; what is in a CATCH only counts if it changes data."""

    def __init__(self, cursor: Cursor) -> None:
        """Take the tokens of a block or of several statements."""
        self._cursor = cursor
        self._open: list[tuple[str, Guard | None]] = []
        self._waiting: list[Guard] = []
        self._found: list[Operation] = []

    def read(self) -> list[Operation]:
        """Return what the statements do, in order."""
        cursor = self._cursor
        while not cursor.done:
            word = cursor.peek()
            if word == ";":
                cursor.i += 1
            elif word in ("IF", "WHILE"):
                self._condition()
            elif word == "ELSE":
                cursor.i += 1
                self._waiting.append(Guard())
            elif word == "BEGIN" and cursor.peek(1) not in _TRANSACTIONS:
                self._begin()
            elif word == "END":
                self._end()
            else:
                self._statement()
        return self._found or [Operation(does=Does.READ, at=cursor.at, text=cursor.text)]

    def _condition(self) -> None:
        cursor = self._cursor
        start = cursor.i + 1
        cursor.i = boundary(cursor, start, "")
        self._waiting.append(guard(cursor.part(start, cursor.i)))
        if len(self._waiting) > _OPEN:
            raise UnreadableError(_TOO_DEEP)

    def _begin(self) -> None:
        cursor = self._cursor
        cursor.i += 1
        kind = cursor.accept_any(("TRY", "CATCH"))
        condition = self._waiting[-1] if self._waiting else None
        self._open.append((kind, condition))
        self._waiting = []
        if len(self._open) > _OPEN:
            raise UnreadableError(_TOO_DEEP)

    def _end(self) -> None:
        cursor = self._cursor
        cursor.i += 1
        cursor.accept_any(("TRY", "CATCH"))
        if self._open:
            self._open.pop()

    def _statement(self) -> None:
        cursor = self._cursor
        start = cursor.i
        cursor.i = boundary(cursor, start + 1, cursor.peek())
        statement = cursor.part(start, cursor.i)
        self._add(cursor.context.read(statement))
        self._waiting = []

    def _add(self, operations: list[Operation]) -> None:
        is_caught = any(kind == "CATCH" for kind, _ in self._open)
        conditions = [one for _, one in self._open if one is not None] + self._waiting
        for one in operations:
            if is_caught and one.does in _HANDLED:
                continue
            found = guarded(one, Guard()) if is_caught else one
            for condition in conditions:
                found = guarded(found, condition)
            self._found.append(found)


def boundary(cursor: Cursor, start: int, head: str) -> int:
    """Return where the statement ends that begins with `head`, reading on from `start`."""
    depth = cases = 0
    state = _State(head, cursor.up[start] if start < cursor.end else "")
    for at in range(start, cursor.end):
        word = cursor.up[at]
        if word in ("(", ")"):
            depth += 1 if word == "(" else -1
        elif depth > 0:
            continue
        elif word == ";":
            return at
        elif word == "CASE":
            cases += 1
        elif cases and word in ("END", "ELSE"):
            cases -= word == "END"
        elif word in _HEADS and state.begins(cursor, at, word):
            return at
    return cursor.end


class _State:
    """What a statement has had so far, which decides whether a word still belongs to it."""

    def __init__(self, head: str, second: str) -> None:
        self._wants_source = head in _ONE_SELECT
        self._wants_set = head == "UPDATE" or (head == "ALTER" and second == "DATABASE")
        self._is_with = head == "WITH"

    def begins(self, cursor: Cursor, at: int, word: str) -> bool:
        """Say whether a statement begins with the word at `at`."""
        before = cursor.up[at - 1]
        after = cursor.up[at + 1] if at + 1 < cursor.end else ""
        if before in _GLUE or self._continues(word):
            return False
        if word == "SET":
            return before not in ("UPDATE", "DELETE")
        if word in ("ALTER", "DROP"):
            return after not in _NO_CLASS and after in CLASSES
        if word == "IF":
            return after != "EXISTS" or (before not in CLASSES and before not in _NO_CLASS)
        return word not in ("EXEC", "EXECUTE") or before != "WITH"

    def _continues(self, word: str) -> bool:
        if word == "SET" and self._wants_set:
            self._wants_set = False
            return True
        if self._is_with and word in ("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT"):
            self._is_with = False
            self._wants_source = word == "INSERT"
            self._wants_set = word == "UPDATE"
            return True
        if self._wants_source and word in ("SELECT", "EXEC", "EXECUTE"):
            self._wants_source = False
            return True
        return False
