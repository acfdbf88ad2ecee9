"""What may be there or not in a symbolic database, and what is known of it."""

from enum import StrEnum
from typing import NamedTuple

from deploylint.facts.migrations import Migration
from deploylint.facts.operations import Operation

Step = tuple[Migration, Operation]
"""An operation and the migration it stands in."""


class Kind(StrEnum):
    """What a thing is; the last three are aspects of a column: present means changed."""

    TABLE = "table"
    COLUMN = "column"
    INDEX = "index"
    CONSTRAINT = "constraint"
    TYPE = "type"
    ENUM_VALUE = "enum value"
    OBJECT = "object"
    NULLABILITY = "nullability"
    DEFAULT = "default"
    COLUMN_TYPE = "column type"


ASPECTS = (Kind.NULLABILITY, Kind.DEFAULT, Kind.COLUMN_TYPE)
OF_COLUMN = (Kind.COLUMN, *ASPECTS)

UNKNOWN = "\0"
"""The identity of whatever table an index is on of which only the name is known."""


class Thing(NamedTuple):
    """A thing that is there or not.

    `owner` is the table (its identity, see `State`) of a column, a constraint and a trigger, the
    type of an enum value, and the table of an index where names of indexes belong to tables.
    `object` is the class of an object.
    """

    kind: Kind
    name: str
    owner: str = ""
    object: str = ""


class Fact(NamedTuple):
    """Whether a thing is there, None if that cannot be known, and the step that made it so.

    `back` says that a down was the last to touch it. `table` is the identity of the table of an
    index or a trigger. `columns` are those of an index or a constraint; `references` is the
    identity of the table that a foreign key leads to; `type` is that of a column.
    """

    present: bool | None
    by: Step | None = None
    table: str = ""
    columns: tuple[str, ...] = ()
    references: str = ""
    type: str = ""
    back: bool = False


class Prior(NamedTuple):
    """Whether a thing was there before the first step, and the step that tells.

    `sure` is False where the step would also have run otherwise (`IF NOT EXISTS`, `OR REPLACE`).
    `back` says that a down tells it: no up named the thing.
    """

    present: bool
    step: Step
    sure: bool
    back: bool


class Failure(NamedTuple):
    """A step of the down that cannot run: `fact` says what is (not) there, and since when."""

    step: Step
    thing: Thing
    fact: Fact


def whole_of(thing: Thing, fact: Fact) -> str:
    """Return the table (or type) with which a thing vanishes."""
    unknown = UNKNOWN if thing.kind is Kind.INDEX else ""
    return fact.table or thing.owner or unknown
