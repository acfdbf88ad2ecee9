"""Which operations of a script run in one transaction."""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.facts.migrations import Script
from deploylint.facts.operations import Does, Operation

OPENS = frozenset(("begin", "start transaction", "start"))
CLOSES = frozenset(("commit", "end", "rollback", "abort"))


class Segment(NamedTuple):
    """Operations that run together: in one transaction, or each by itself.

    `inside` is None where it cannot be seen whether the tool opens a transaction.
    """

    inside: bool | None
    operations: tuple[Operation, ...]


def segments(script: Script) -> Iterator[Segment]:
    """Yield the transactions of a script, as its tool and its own BEGIN and COMMIT make them."""
    inside = script.transaction
    held: list[Operation] = []
    for operation in script.operations:
        turn = _turn(operation)
        if turn is None:
            held.append(operation)
            continue
        if held:
            yield Segment(inside, tuple(held))
        held, inside = [], turn
    if held:
        yield Segment(inside, tuple(held))


def open_at_end(script: Script) -> Operation | None:
    """Return the BEGIN of a script that no COMMIT follows, where the tool opens none itself."""
    last = None
    for operation in script.operations:
        turn = _turn(operation)
        if turn is not None:
            last = operation if turn else None
    return None if script.transaction else last


def _turn(operation: Operation) -> bool | None:
    """Return whether a transaction is open after the operation, None if it changes nothing."""
    if operation.does is not Does.TRANSACTION:
        return None
    name = (operation.name or "").lower()
    if name in OPENS:
        return True
    return False if name in CLOSES else None
