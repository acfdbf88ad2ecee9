"""Names that Django makes up: of tables, indexes and constraints.

The rules are those of `_create_index_name` and `truncate_name`:
https://github.com/django/django/blob/stable/5.2.x/django/db/backends/base/schema.py and
https://github.com/django/django/blob/stable/5.2.x/django/db/backends/utils.py
"""

import hashlib
from collections.abc import Sequence

from deploylint.facts.operations import Dialect
from deploylint.migrations.names import qualified

LONGEST_NAME = {Dialect.MYSQL: 64, Dialect.SQLITE: 200, Dialect.MSSQL: 128}
"""How long names may be, or for SQLite are made, where it is not as in PostgreSQL."""

LONGEST = 63


def longest(dialect: Dialect | None) -> int:
    """Return how many characters a name may have."""
    return LONGEST if dialect is None else LONGEST_NAME.get(dialect, LONGEST)


def digest(*parts: str, length: int) -> str:
    """Return the start of the MD5 of names, which Django makes names unique with."""
    found = hashlib.md5(usedforsecurity=False)
    for part in parts:
        found.update(part.encode(errors="replace"))
    return found.hexdigest()[:length]


def shortened(name: str, dialect: Dialect | None) -> str:
    """Return the name of a table that Django has made up, cut to what the database takes."""
    limit = longest(dialect)
    if len(name) <= limit:
        return name
    return name[: limit - 4] + digest(name, length=4)


def told(written: str) -> str:
    """Return the table that `db_table` names: with `schema"."table` the schema is part of it."""
    return qualified(tuple(part.strip('"`') for part in written.split('"."')))


def index_name(
    table: str, columns: Sequence[str], suffix: str, dialect: Dialect | None
) -> str | None:
    """Return the name of an index or constraint that nobody named.

    None where the name is too long for some databases and it is not known which one it is.
    """
    bare = table.rpartition(".")[2]
    hashed = digest(bare, *columns, length=8) + suffix
    name = f"{bare}_{'_'.join(columns)}_{hashed}"
    limit = longest(dialect)
    if len(name) <= limit:
        return name
    if dialect is None:
        return None
    if len(hashed) > limit / 3:
        hashed = hashed[: limit // 3]
    rest = (limit - len(hashed)) // 2 - 1
    name = f"{bare[:rest]}_{'_'.join(columns)[:rest]}_{hashed}"
    return f"D{name[:-1]}" if name[0] == "_" or name[0].isdigit() else name


def foreign_key_name(
    table: str, column: str, to: tuple[str | None, str | None], dialect: Dialect | None
) -> str | None:
    """Return the name of a foreign key to a table and column; None where one is not known."""
    to_table, to_column = to
    if to_table is None or to_column is None:
        return None
    return index_name(table, (column,), f"_fk_{to_table.rpartition('.')[2]}_{to_column}", dialect)
