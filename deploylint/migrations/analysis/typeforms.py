"""What a type of a column holds: its family, and how much of it.

Names are those of `deploylint.migrations.sql.types`. How much each holds:
https://www.postgresql.org/docs/current/datatype.html,
https://dev.mysql.com/doc/refman/8.4/en/data-types.html and
https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from math import inf
from typing import NamedTuple

from deploylint.migrations.sql.types import normal


class Family(StrEnum):
    """Types of one family hold values of one kind."""

    NUMBER = "number"
    FLOAT = "float"
    TEXT = "text"
    BYTES = "bytes"
    BITS = "bits"
    MOMENT = "moment"
    ENUM = "enum"
    OTHER = "other"


class Form(NamedTuple):
    """A type, taken apart.

    A NUMBER holds those from `least` to `most`, with so many places behind the point (`room`); of a
    MOMENT, `room` are the places behind its seconds, else the length of the longest value. `values`
    are those of an ENUM that says them. `dimensions` is `[]` for an array of it.
    """

    name: str
    family: Family = Family.OTHER
    room: float = inf
    least: float = -inf
    most: float = inf
    values: tuple[str, ...] = ()
    arguments: str = ""
    dimensions: str = ""


_LONGEST = 2000
"""Characters of the longest text that is looked at as a type."""

_TYPE = re.compile(r"([^()\[\]]+)(\([^()]*(?:\([^()]*\)[^()]*)?\))?([^()\[\]]*)((?:\[[0-9]*\])*)")
_VALUE = re.compile(r"'((?:[^']|'')*)'")

BITS: Mapping[str, int] = {
    "tinyint": 8,
    "smallint": 16,
    "mediumint": 24,
    "integer": 32,
    "bigint": 64,
}
ALSO: Mapping[str, str] = {
    "serial": "integer",
    "bigserial": "bigint",
    "smallserial": "smallint",
    "nvarchar": "varchar",
    "nchar": "char",
    "ntext": "text",
    "string": "text",
    "clob": "text",
}
"""Types that hold what another one holds."""

SIZES: Mapping[str, tuple[Family, float]] = {
    "char": (Family.TEXT, 1),
    "varchar": (Family.TEXT, inf),
    "tinytext": (Family.TEXT, 255),
    "text": (Family.TEXT, inf),
    "mediumtext": (Family.TEXT, inf),
    "longtext": (Family.TEXT, inf),
    "tinyblob": (Family.BYTES, 255),
    "binary": (Family.BYTES, 1),
    "varbinary": (Family.BYTES, inf),
    "blob": (Family.BYTES, inf),
    "mediumblob": (Family.BYTES, inf),
    "longblob": (Family.BYTES, inf),
    "bytea": (Family.BYTES, inf),
    "bit": (Family.BITS, 1),
    "varbit": (Family.BITS, inf),
    "real": (Family.FLOAT, 24),
    "float": (Family.FLOAT, 24),
    "double precision": (Family.FLOAT, 53),
    "date": (Family.MOMENT, -1),
    "timestamp": (Family.MOMENT, 6),
    "timestamptz": (Family.MOMENT, 6),
    "time": (Family.MOMENT, 6),
    "timetz": (Family.MOMENT, 6),
    "datetime": (Family.MOMENT, 0),
    "datetime2": (Family.MOMENT, 7),
    "datetimeoffset": (Family.MOMENT, 7),
}
"""Families, and the room that a type has without a number behind it."""

MYSQL_SIZES: Mapping[str, int] = {
    "text": 2**16 - 1,
    "mediumtext": 2**24 - 1,
    "blob": 2**16 - 1,
    "mediumblob": 2**24 - 1,
}
"""Lengths that MySQL gives to names which are without limit elsewhere."""


@lru_cache(maxsize=4096)
def form_of(text: str) -> Form | None:
    """Return a type taken apart, None for a text that is none."""
    match = _TYPE.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if match is None or not match[1].strip():
        return None
    before, arguments, after, dimensions = match.groups("")
    name = " ".join(f"{before} {after}".lower().split())
    written = normal(name, " ".join(arguments.split()))
    name, opening, rest = written.partition("(")
    closed, _, signs = rest.rpartition(")")
    named = f"{name}{signs}".removesuffix(" binary")  # MySQL: the order of texts is another one
    known = ALSO.get(named, named)
    form = _sized(known, closed if opening else "")
    return form._replace(dimensions="[]" if dimensions else "")


def _sized(name: str, arguments: str) -> Form:
    plain, _, sign = name.partition(" ")
    numbers = tuple(int(one) for one in re.findall(r"[0-9]{1,9}", arguments))
    if plain in BITS and sign in ("", "unsigned"):
        bits = BITS[plain]
        least, most = (0, 2**bits - 1) if sign else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        return Form(name, Family.NUMBER, 0, least, most)
    if name in ("numeric", "number"):
        return _numeric(name, numbers, arguments)
    if name in ("enum", "set"):
        values = tuple(_VALUE.findall(arguments))
        return Form(name, Family.ENUM, max(map(len, values), default=0), values=values)
    if name in SIZES:
        family, room = SIZES[name]
        has_room = numbers and (name != "float" or len(numbers) == 1)
        size = float(numbers[0]) if has_room else room
        return Form(name, family, size, arguments=arguments)
    return Form(name, arguments=arguments)


def _numeric(name: str, numbers: tuple[int, ...], arguments: str) -> Form:
    if not numbers:
        return Form(name, Family.NUMBER)
    digits, scale = (*numbers, 0)[:2]
    most = 10.0 ** min(max(digits - scale, 0), 300)
    return Form(name, Family.NUMBER, scale, -most, most, arguments=arguments)
