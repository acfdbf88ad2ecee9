"""Locks of SQL Server.

https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql and
https://learn.microsoft.com/sql/relational-databases/indexes/guidelines-for-online-index-operations.
"""

from collections.abc import Mapping

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.analysis.lock import SHORT, Blocks, Held, Known, Lock, Rule, short
from deploylint.migrations.analysis.types import Width, change

FIX_TYPE = "add a new column, copy in batches, and swap them in a later release"
FIX_INDEX = "create it WITH (ONLINE = ON), where the edition has it"
FIX_CONSTRAINT = "add it WITH NOCHECK, and check it later"


def _index(one: Operation, _: Known) -> Lock | None:
    if Flag.LOCK_NONE in one.flags:
        return None
    return Lock(Blocks.WRITES, Held.LONG, "the whole table is read to build the index", FIX_INDEX)


def _type(one: Operation, known: Known) -> Lock | None:
    if Flag.LOCK_NONE in one.flags:
        return None
    width = change(known.old_type, one.type)
    if width in (Width.SAME, Width.WIDER) and Flag.NOT_NULL not in one.flags:
        return SHORT
    held = Held.LONG if width in (Width.NARROWER, Width.OTHER) else Held.UNKNOWN
    why = "every row is read or written for the other type"
    return Lock(Blocks.ALL, held, why, FIX_TYPE)


def _constraint(one: Operation, _: Known) -> Lock | None:
    if {Flag.NOT_VALID, Flag.LOCK_NONE} & one.flags or one.constraint is None:
        return SHORT
    if one.constraint in (ConstraintKind.FOREIGN_KEY, ConstraintKind.CHECK):
        return Lock(Blocks.ALL, Held.LONG, "every row is read to check it", FIX_CONSTRAINT)
    return Lock(Blocks.ALL, Held.LONG, "an index over the whole table is built for it", FIX_INDEX)


def _add_column(one: Operation, _: Known) -> Lock | None:
    if {Flag.IDENTITY, Flag.VOLATILE_DEFAULT} & one.flags:
        why = "every row is written anew for the value of the new column"
        return Lock(Blocks.ALL, Held.LONG, why, FIX_TYPE)
    return SHORT


MSSQL: Mapping[Does, Rule] = {
    Does.CREATE_INDEX: _index,
    Does.CHANGE_TYPE: _type,
    Does.ADD_CONSTRAINT: _constraint,
    Does.ADD_COLUMN: _add_column,
    Does.DROP_COLUMN: short,
    Does.DROP_CONSTRAINT: short,
    Does.DROP_TABLE: short,
    Does.TRUNCATE: short,
}
