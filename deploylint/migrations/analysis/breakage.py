"""How it is told what code sees of an operation that it does not know of."""

from typing import NamedTuple

from deploylint.facts.operations import Does, Flag
from deploylint.migrations.analysis.history import RENAMED_TO, VIEWS, History, Step


class Breakage(NamedTuple):
    """What breaks: "`head` `subject``tail`: the running version `effect`".

    Only what is `certain` fails; of a `constraint` a policy may decide otherwise.
    """

    head: str
    subject: str
    effect: str
    fix: str
    tail: str = ""
    certain: bool = True
    constraint: bool = False


FIX_DROP = "release the code that does without it first, and drop it in a later release"
FIX_RENAME = "add the new name beside the old, write both, and drop the old in a later release"
FIX_DEFAULT = "give it a default in the database, or add it nullable and demand values later"
FIX_NOT_NULL = "release the code that always writes it first, then demand it"
FIX_TYPE = "add a column of the new type, write both, and drop the old one later"
FIX_CONSTRAINT = "release the code that respects it first"
FIX_VALUE = "release the code that knows the value first, and write it in a later release"

GIVEN = frozenset(
    (Flag.DEFAULT, Flag.VOLATILE_DEFAULT, Flag.GENERATED, Flag.IDENTITY),
)
"""What gives a column a value that nobody writes."""


def takes_name(step: Step, name: str, history: History) -> bool:
    """Say whether a table or view of that name is there again when the release is through."""
    again = history.after(step, Does.CREATE_TABLE, name) or history.after(step, RENAMED_TO, name)
    return again is not None or is_made_after(step, name, history, VIEWS)


def is_made_after(step: Step, name: str, history: History, kinds: tuple[str, ...]) -> bool:
    """Say whether an object of that name is created after another step."""
    return any(history.after(step, f"made {kind}", None, name) for kind in kinds)


def is_new(step: Step, column: str | None, history: History) -> bool:
    """Say whether old code cannot know a column: the release adds it, or renames one to that."""
    table = step.operation.table
    if column is not None and history.before(step, RENAMED_TO, table, column) is not None:
        return True
    return history.makes_column(step.migration, step.operation, column) is not None
