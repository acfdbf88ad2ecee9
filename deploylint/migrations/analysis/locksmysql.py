"""Locks of MySQL's InnoDB, which changes most things while others write.

https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html; what a version older
than 8.0 does in place, and not instantly, keeps nobody waiting either.
"""

import re
from collections.abc import Mapping

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.migrations.analysis.lock import Blocks, Held, Known, Lock, Rule
from deploylint.migrations.analysis.typeforms import Family, Form, form_of
from deploylint.migrations.analysis.types import Width, change

FIX_ONLINE = "use a tool for online schema changes (gh-ost, pt-online-schema-change)"
FIX_LATER = "leave it to maintenance hours"

ONE_BYTE = 255
"""Bytes up to which one byte says the length of a text."""

WIDEST = 4
"""Bytes of the longest character."""

_CONVERTED = re.compile(r"(?i)\bconvert\s+to\s+(?:character\s+set|charset)\b")
_TEXT_INDEX = re.compile(r"(?i)\b(?:fulltext|spatial)\b")
_TO_READ = re.compile(r"(?i)\bread\b")


def _copied(why: str, held: Held = Held.LONG) -> Lock:
    return Lock(Blocks.WRITES, held, f"the table is copied {why}", FIX_ONLINE)


def _add_column(one: Operation, _: Known) -> Lock | None:
    computed = {Flag.IDENTITY, Flag.GENERATED} & one.flags
    return _copied("for the new column") if computed else None


def _type(one: Operation, known: Known) -> Lock | None:
    width = change(known.old_type, one.type)
    why = "for the other type"
    if width is Width.UNKNOWN:
        return _copied(why, Held.UNKNOWN)
    before, after = form_of(known.old_type or ""), form_of(one.type or "")
    if width is Width.SAME or before is None or after is None:
        return None
    if width is Width.WIDER and before.family is after.family:
        if before.family is Family.ENUM and after.values[: len(before.values)] == before.values:
            return None
        if before.name == after.name == "varchar":
            held = _longer(before, after)
            return None if held is Held.SHORT else _copied(why, held)
    return _copied(why)


def _longer(before: Form, after: Form) -> Held:
    """Say what a longer text costs: nothing while its length takes as many bytes as before."""
    if after.room * WIDEST <= ONE_BYTE or before.room > ONE_BYTE:
        return Held.SHORT
    return Held.LONG if before.room * WIDEST <= ONE_BYTE < after.room else Held.UNKNOWN


def _constraint(one: Operation, known: Known) -> Lock | None:
    unseen = known.unchecked and one.constraint is ConstraintKind.FOREIGN_KEY
    if unseen or one.constraint not in (ConstraintKind.FOREIGN_KEY, ConstraintKind.CHECK):
        return None
    return _copied("to check every row")


def _drop_constraint(one: Operation, known: Known) -> Lock | None:
    if one.constraint is not ConstraintKind.PRIMARY_KEY or known.rebuilt:
        return None
    return _copied("without its primary key")


def _altered(one: Operation, known: Known) -> Lock | None:
    converted = _CONVERTED.search(known.source or one.text)
    return _copied("for the other character set") if converted else None


def _value(one: Operation, _: Known) -> Lock | None:
    is_last = one.does is Does.ADD_ENUM_VALUE and Flag.LAST in one.flags
    return None if is_last else _copied("for the other values")


def _index(one: Operation, known: Known) -> Lock | None:
    if _TEXT_INDEX.search(known.source or one.text):
        why = "the whole table is read to build an index of this kind"
        return Lock(Blocks.WRITES, Held.LONG, why, FIX_LATER)
    return None


def _maintenance(one: Operation, known: Known) -> Lock | None:
    if one.object != "lock table":
        return None
    blocks = Blocks.WRITES if _TO_READ.search(known.source or one.text) else Blocks.ALL
    return Lock(blocks, Held.UNKNOWN, "the lock is held until UNLOCK TABLES")


def _nothing(_: Operation, __: Known) -> None:
    return None


def _as_demanded(rule: Rule) -> Rule:
    """Return a rule that believes `ALGORITHM=` and `LOCK=`: MySQL does it so, or not at all."""

    def judge(one: Operation, known: Known) -> Lock | None:
        if {Flag.INPLACE, Flag.INSTANT, Flag.LOCK_NONE} & one.flags:
            return None
        if Flag.COPY in one.flags:
            return _copied("as ALGORITHM=COPY demands")
        return rule(one, known)

    return judge


_RULES: Mapping[Does, Rule] = {
    Does.ADD_COLUMN: _add_column,
    Does.CHANGE_TYPE: _type,
    Does.ADD_CONSTRAINT: _constraint,
    Does.DROP_CONSTRAINT: _drop_constraint,
    Does.ALTER_OBJECT: _altered,
    Does.ADD_ENUM_VALUE: _value,
    Does.DROP_ENUM_VALUE: _value,
    Does.RENAME_ENUM_VALUE: _value,
    Does.CREATE_INDEX: _index,
    Does.MAINTENANCE: _maintenance,
    **dict.fromkeys(
        (
            *(Does.DROP_COLUMN, Does.RENAME_COLUMN, Does.SET_NOT_NULL, Does.DROP_NOT_NULL),
            *(Does.SET_DEFAULT, Does.DROP_DEFAULT, Does.DROP_INDEX, Does.RENAME_INDEX),
        ),
        _nothing,
    ),
}
MYSQL: Mapping[Does, Rule] = {does: _as_demanded(rule) for does, rule in _RULES.items()}
