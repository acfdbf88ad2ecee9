"""Whether a change of a column's type narrows it, in what it holds and in what it costs."""

from enum import StrEnum

from deploylint.migrations.analysis.typeforms import MYSQL_SIZES, Family, Form, form_of


class Width(StrEnum):
    """What happens to the values of a column whose type changes.

    NARROWER types do not hold all of them; OTHER is a conversion, in which nothing is known to be
    lost.
    """

    SAME = "same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "other"
    UNKNOWN = "unknown"


ZONED = frozenset((("timestamp", "timestamptz"), ("timestamptz", "timestamp")))
"""Changes for which PostgreSQL reads the time zone of the session: in UTC it rewrites nothing."""

ALWAYS_REWRITTEN = frozenset(
    (
        *("smallint", "integer", "bigint", "real", "double precision", "boolean", "uuid", "json"),
        *("jsonb", "date", "time", "timetz", "bytea", "char", "xml"),
    )
)
"""Types to which no other one is changed without a rewrite, whatever it was."""

_CUTTING = frozenset((("timestamp", "date"), ("timestamptz", "date"), ("timestamp", "time")))
"""Changes that silently leave a part of each value out."""


def change(old: str | None, new: str | None) -> Width:
    """Return what a change from one type to another does to values.

    Types are as `Operation.type` writes them. UNKNOWN is for one that is not known.
    """
    if old is None or new is None:
        return Width.UNKNOWN
    before, after = form_of(old), form_of(new)
    if before is None or after is None:
        return Width.SAME if old.split() == new.split() else Width.OTHER
    if before == after:
        return Width.SAME
    if before.dimensions != after.dimensions:
        return Width.OTHER
    return _compared(before, after)


def rewrites(old: str | None, new: str | None, *, utc: bool = False) -> bool | None:
    """Say whether PostgreSQL rewrites the table for a change of type; None when that is not known.

    https://www.postgresql.org/docs/current/sql-altertable.html: a change to a type that is binary
    coercible needs none. With `utc`, the session is known to be in that time zone.
    """
    after = form_of(new) if new is not None else None
    if old is None or after is None:
        certain = after is not None and (after.name in ALWAYS_REWRITTEN or after.dimensions != "")
        return True if certain else None
    before = form_of(old)
    width = change(old, new)
    if before is None or width is Width.SAME:
        return width is not Width.SAME
    names = (before.name, after.name)
    if names in ZONED and before.room <= after.room:
        return False if utc else None
    if "citext" in names and after.room == float("inf") and not after.dimensions:
        return None  # its indexes are built anew, if it has any
    if names == ("cidr", "inet"):
        return False
    alike = before.family is after.family and not before.dimensions
    return not (alike and "char" not in names and _keeps_bytes(before, after))


def reads_alike(old: str, new: str) -> bool:
    """Say whether who reads and writes the old type can go on with a wider new one."""
    before, after = form_of(old), form_of(new)
    if before is None or after is None:
        return False
    families = {Family.TEXT if one.name == "citext" else one.family for one in (before, after)}
    return families <= {Family.TEXT, Family.ENUM} or (
        len(families) == 1 and (Family.MOMENT not in families or before.name == after.name)
    )


def cuts(old: str | None, new: str | None) -> bool:
    """Say whether values that do not fit are cut or rounded without a word, and not refused."""
    before, after = form_of(old or ""), form_of(new or "")
    if before is None or after is None:
        return False
    numbers = {before.family, after.family} <= {Family.NUMBER, Family.FLOAT}
    rounded = numbers and before.room > after.room
    coarser = before.name == after.name and before.family is Family.MOMENT
    return rounded or coarser or (before.name, after.name) in _CUTTING


def _compared(before: Form, after: Form) -> Width:
    if Family.ENUM in (before.family, after.family):
        return _enums(before, after)
    if before.family is not after.family or before.family is Family.OTHER:
        return _unlike(before, after)
    if before.family is Family.MOMENT and before.name != after.name:
        return _moments(before, after)
    room, wider = _room(before, after), _room(after, before)
    fits = room <= wider and after.least <= before.least and after.most >= before.most
    if not fits:
        return Width.NARROWER
    return Width.OTHER if (before.name, after.name) == ("varchar", "char") else Width.WIDER


def _enums(before: Form, after: Form) -> Width:
    """Compare an enum that says its values with another one, or with a text."""
    if before.family is after.family:
        fits = set(before.values) <= set(after.values)
    elif after.family is Family.TEXT:
        fits = before.room <= after.room
    elif before.family is Family.TEXT:
        fits = False
    else:
        return Width.OTHER
    return Width.WIDER if fits else Width.NARROWER


def _room(form: Form, other: Form) -> float:
    """Return the room of a type; beside a name that only MySQL has, that of MySQL."""
    names = {form.name, other.name}
    is_mysql = any(name.startswith(("tiny", "medium", "long")) for name in names)
    if is_mysql and form.room == float("inf"):
        return MYSQL_SIZES.get(form.name, form.room)
    return form.room


def _moments(before: Form, after: Form) -> Width:
    if after.name in ("date", "time") and before.name not in ("date", "time"):
        return Width.NARROWER
    holds = before.name == "date" and after.name in ("timestamp", "datetime", "datetime2")
    return Width.WIDER if holds else Width.OTHER


def _unlike(before: Form, after: Form) -> Width:
    """Compare types of different families, and types that are not known here."""
    if (before.family, after.family) == (Family.FLOAT, Family.NUMBER) and not after.room:
        return Width.NARROWER
    if (before.name, after.name) == ("cidr", "inet"):
        return Width.WIDER
    if after.name == "citext" and before.family is Family.TEXT:
        return Width.WIDER
    return Width.OTHER


def _keeps_bytes(before: Form, after: Form) -> bool:
    """Say whether PostgreSQL stores each value of the one type as it would in the other."""
    if before.family in (Family.TEXT, Family.MOMENT, Family.BITS):
        grows = before.room <= after.room
        if before.family is Family.MOMENT:
            return grows and before.name == after.name
        return grows if before.family is Family.TEXT else grows and after.name == "varbit"
    if before.name == after.name == "numeric":
        kept = before.room == after.room or after.room == float("inf")
        return kept and after.most >= before.most
    return False
