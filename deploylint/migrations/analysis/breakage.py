"""How it is told what code sees of an operation that it does not know of."""

from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Does, Flag, Operation
from deploylint.migrations.analysis.history import History


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

VIEWS = ("view", "materialized view")
MADE = (Does.CREATE_OBJECT, Does.REPLACE_OBJECT)


def takes_name(migration: Migration, one: Operation, name: str, history: History) -> bool:
    """Say whether a table or view of that name is there again when the release is through."""
    number = history.number(one)
    for step in history.on(migration, name):
        other = step.operation
        created = other.does is Does.CREATE_TABLE and other.table == name
        renamed = other.does is Does.RENAME_TABLE and other.new_name == name
        if step.number > number and (created or renamed):
            return True
    return makes(migration, one, name, history, VIEWS)


def makes(
    migration: Migration, one: Operation, name: str, history: History, kinds: tuple[str, ...]
) -> bool:
    """Say whether an object of that name is created after the operation."""
    number = history.number(one)
    return any(
        step.number > number and step.operation.does in MADE and step.operation.object in kinds
        for step in history.named(migration, name)
    )


def is_new(migration: Migration, one: Operation, column: str | None, history: History) -> bool:
    """Say whether old code cannot know a column: the release adds it, or renames one to that."""
    number = history.number(one)
    renamed = any(
        step.operation.does is Does.RENAME_COLUMN and step.operation.new_name == column
        for step in history.on(migration, one.table)
        if step.number < number
    )
    return renamed or history.makes_column(migration, one, column) is not None
