"""How much a statement may lock: MySQL's `ALGORITHM=` and `LOCK=`, SQL Server's `ONLINE = ON`.

From https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html and
https://learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql.
"""

from deploylint.facts.operations import Flag
from deploylint.migrations.sql.cursor import Cursor

_DEMANDS = {
    ("ALGORITHM", "INSTANT"): Flag.INSTANT,
    ("ALGORITHM", "INPLACE"): Flag.INPLACE,
    ("ALGORITHM", "NOCOPY"): Flag.INPLACE,
    ("ALGORITHM", "COPY"): Flag.COPY,
    ("LOCK", "NONE"): Flag.LOCK_NONE,
    ("ONLINE", "ON"): Flag.LOCK_NONE,
}
_FIRST = frozenset(word for word, _ in _DEMANDS)


def demands(cursor: Cursor) -> frozenset[Flag]:
    """Return what is demanded in the rest of a statement."""
    if _FIRST.isdisjoint(cursor.rest()):
        return _NOTHING
    found = set()
    for at in range(cursor.i, cursor.end - 1):
        if cursor.up[at] in _FIRST:
            value = at + 2 if cursor.up[at + 1] == "=" and at + 2 < cursor.end else at + 1
            flag = _DEMANDS.get((cursor.up[at], cursor.up[value]))
            found |= {flag} if flag else set()
    return frozenset(found)


_NOTHING: frozenset[Flag] = frozenset()
