"""What both directions of a TypeORM migration say together that neither says alone."""

from collections.abc import Iterator

from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.javascript.module import Followed, compared


def paired(up: Followed, down: Followed) -> tuple[Followed, Followed]:
    """Return both directions with what `changeColumn` and `dropColumn` really do.

    `changeColumn` of a column that is only named makes it anew if its type changes, which the
    other direction tells; else that cannot be known. `dropColumn` drops the type of an enum, too.
    """
    up, down = compared(up, down)
    return _completed(up, down), _completed(down, up)


def _completed(one: Followed, other: Followed) -> Followed:
    types = {
        (made.table, made.columns[0]): made
        for made in other.operations
        if made.does is Does.CREATE_TYPE and made.columns
    }
    found: list[Operation] = []
    for operation in one.operations:
        if operation.at in one.restated and operation.does is Does.CHANGE_TYPE:
            found += _changed(operation)
            continue
        found.append(operation)
        made = types.get((operation.table, operation.name or ""))
        if operation.does is Does.DROP_COLUMN and made is not None:
            flags = frozenset((Flag.IF_EXISTS,))
            drop = operation._replace(does=Does.DROP_TYPE, name=made.name, object="type")
            found.append(drop._replace(table=None, flags=flags))
    return one._replace(operations=tuple(found))


def _changed(operation: Operation) -> Iterator[Operation]:
    if operation.old_type is None:
        why = "whether the type changes: TypeORM then drops the column and adds it anew"
        yield Operation(does=Does.OPAQUE, at=operation.at, why=why, text=operation.text)
        return
    yield operation._replace(does=Does.DROP_COLUMN, type=None, old_type=None)
    yield operation._replace(does=Does.ADD_COLUMN, old_type=None)
