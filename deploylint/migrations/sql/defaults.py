"""Defaults of columns: whether the database can take one value for all rows."""

from deploylint.facts.operations import Flag
from deploylint.migrations.sql.calls import called
from deploylint.migrations.sql.cursor import Cursor
from deploylint.migrations.sql.functions import STABLE
from deploylint.migrations.sql.types import OPTIONS

_ENDS = OPTIONS | {"WITH", "CHARACTER"}

_DEEPEST = 8


def read_default(cursor: Cursor) -> Flag | None:
    """Step over an expression behind DEFAULT and say what kind of default it is.

    None is that of `NULL`. A function that is not known to give one value for a whole statement is
    taken to be volatile: rewriting the table is what the database then does.
    """
    start = cursor.i
    first = True
    depth = 0
    while not cursor.done:
        word = cursor.peek()
        if not depth and not first and (word in _ENDS or word == ",") and not _goes_on(cursor):
            break
        depth += (word == "(") - (word == ")")
        cursor.i += 1
        first = False
    return judged(cursor.part(start, cursor.i))


def judged(expression: Cursor) -> Flag | None:
    """Say what kind of default an expression is."""
    for _ in range(_DEEPEST):
        if expression.end - expression.start < 2 or expression.peek() != "(":  # noqa: PLR2004
            break
        if expression.closing(expression.i) != expression.end - 1:
            break
        expression = expression.part(expression.i + 1, expression.end - 1)
    if expression.peek() == "NULL" and expression.peek(1) in ("", "::"):
        return None
    is_volatile = any(
        _is_volatile(expression, at) for at in range(expression.start, expression.end)
    )
    return Flag.VOLATILE_DEFAULT if is_volatile else Flag.DEFAULT


def _goes_on(cursor: Cursor) -> bool:
    """`AT TIME ZONE` and `IS NOT NULL` hold words that end a default elsewhere."""
    return cursor.up[cursor.i - 1] in ("IS", "=", "||", "+", "-", "*", "/", "::", ".")


def _is_volatile(expression: Cursor, at: int) -> bool:
    up = expression.up
    if up[at] == "NEXT" and at + 1 < expression.end and up[at + 1] == "VALUE":
        return True
    name = called(expression, at)
    return name is not None and name not in STABLE
