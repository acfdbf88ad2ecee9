"""Which lock an operation takes on a table that is in use, per database and version."""

from collections.abc import Mapping

from deploylint.facts.operations import Dialect, Does, Operation
from deploylint.migrations.analysis.lock import Known, Lock, Rule
from deploylint.migrations.analysis.locksmssql import MSSQL
from deploylint.migrations.analysis.locksmysql import MYSQL
from deploylint.migrations.analysis.lockspostgres import POSTGRESQL

RULES: Mapping[Dialect, Mapping[Does, Rule]] = {
    Dialect.POSTGRESQL: POSTGRESQL,
    Dialect.MYSQL: MYSQL,
    Dialect.MSSQL: MSSQL,
}
"""Databases with locks to speak of.

SQLite has one lock for all of its file (https://www.sqlite.org/lockingv3.html), and CockroachDB
changes schemas online (https://www.cockroachlabs.com/docs/stable/online-schema-changes).
"""


def lock_of(operation: Operation, dialect: Dialect | None, known: Known) -> Lock | None:
    """Return the lock that an operation takes on an existing table, None when nobody waits.

    Of an unknown database nothing is said.
    """
    rule = RULES.get(dialect, {}).get(operation.does) if dialect is not None else None
    return rule(operation, known) if rule is not None else None
