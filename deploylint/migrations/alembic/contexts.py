"""What `with` opens in a revision: a batch, a block outside the transaction, a session.

https://alembic.sqlalchemy.org/en/latest/batch.html
"""

import ast
from collections.abc import Callable

from deploylint.migrations.alembic.calls import Caller
from deploylint.migrations.alembic.directive import name_of
from deploylint.migrations.alembic.names import forget
from deploylint.migrations.alembic.place import Handle, Place, Way
from deploylint.migrations.alembic.run import Run
from deploylint.migrations.names import qualified
from deploylint.migrations.python.astvalues import UNKNOWN

Close = Callable[[], None]


def entered(calls: Caller, item: ast.withitem, place: Place) -> Close:
    """Enter one context of a `with`: bind its name, and return what happens when it is left."""
    node, run = item.context_expr, calls.run
    calls.visit(node, place)
    method = node.func if isinstance(node, ast.Call) else None
    last = method.attr if isinstance(method, ast.Attribute) else ""
    name = place.made_by(node)
    bound: object = UNKNOWN
    close: Close = _nothing
    if isinstance(node, ast.Call) and (name or last).endswith("batch_alter_table"):
        bound = _batch(node, place)
    elif last == "autocommit_block":
        run.transaction(node, "commit")
        close = _Closing(run, node).begin
    elif name in ("contextlib.suppress", "suppress"):
        run.maybe += 1
        close = _Closing(run, node).sure
    else:
        bound = place.handle(node) or _other(calls, node, place)
    if isinstance(item.optional_vars, ast.Name):
        place.names[item.optional_vars.id] = bound
    elif item.optional_vars is not None:
        forget(place, item.optional_vars)
    return close


def _other(calls: Caller, node: ast.expr, place: Place) -> object:
    """Return what `with connection.begin() as x` binds; look at contexts of other modules."""
    root = place.root(node)
    if root is not None:
        return root if root.way in (Way.CONNECTION, Way.SESSION) else UNKNOWN
    if isinstance(node, ast.Call):
        calls.foreign(node, place)
    return UNKNOWN


class _Closing:
    """What happens at the end of a `with`."""

    def __init__(self, run: Run, node: ast.expr) -> None:
        self._run = run
        self._node = node

    def begin(self) -> None:
        self._run.transaction(self._node, "begin")

    def sure(self) -> None:
        self._run.maybe -= 1


def _nothing() -> None:
    """Do nothing at the end of a `with`."""


def _batch(node: ast.Call, place: Place) -> Handle:
    given = dict(zip(("table_name", "schema"), node.args, strict=False))
    given |= {one.arg: one.value for one in node.keywords if one.arg}
    name = name_of(place.thing(given["table_name"])) if "table_name" in given else UNKNOWN
    schema = place.literal(given["schema"]) if "schema" in given else None
    if not isinstance(name, str) or schema is UNKNOWN:
        return Handle(way=Way.BATCH, why="the name of the table is computed")
    return Handle(way=Way.BATCH, table=qualified((str(schema), name) if schema else (name,)))
