"""What people call databases: in names of folders and files, in settings, in addresses."""

import re
from collections.abc import Iterable

from deploylint.facts.operations import Dialect

NAMES = {
    "cockroach": Dialect.COCKROACHDB,
    "cockroachdb": Dialect.COCKROACHDB,
    "crdb": Dialect.COCKROACHDB,
    "mariadb": Dialect.MYSQL,
    "mssql": Dialect.MSSQL,
    "mysql": Dialect.MYSQL,
    "pg": Dialect.POSTGRESQL,
    "pgsql": Dialect.POSTGRESQL,
    "pgx": Dialect.POSTGRESQL,
    "postgres": Dialect.POSTGRESQL,
    "postgresql": Dialect.POSTGRESQL,
    "psql": Dialect.POSTGRESQL,
    "sqlite": Dialect.SQLITE,
    "sqlite3": Dialect.SQLITE,
    "sqlserver": Dialect.MSSQL,
}
"""Lower-case words that mean one dialect."""

_WORDS = re.compile(r"[a-z0-9]+")

_NEAR = 3
"""How many folders upwards may name the database: `postgres/db/migrations`."""


def named(words: Iterable[str]) -> Dialect | None:
    """Return the one dialect that these words name, None when they name none or several."""
    found = {NAMES[word] for word in words if word in NAMES}
    return found.pop() if len(found) == 1 else None


def of_folder(folder: str) -> Dialect | None:
    """Return the dialect that the name of a folder or of one shortly above it says."""
    for part in reversed(folder.lower().split("/")[-_NEAR:]):
        words = _WORDS.findall(part)
        if any(word in NAMES for word in words):
            return named(words)
    return None


def agreed(found: Iterable[Dialect | None]) -> Dialect | None:
    """Return the one dialect that several proofs agree on."""
    proofs = {one for one in found if one is not None}
    return proofs.pop() if len(proofs) == 1 else None
