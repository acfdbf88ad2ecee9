"""Locks by database and version; those of today's PostgreSQL are compared with a server."""

import pytest

from deploylint.facts.migrations import Server
from deploylint.migrations.analysis.lock import Blocks, Held, Known
from deploylint.migrations.analysis.lockrules import RULES, lock_of
from deploylint.migrations.analysis.locks import lock_in
from deploylint.model.migrationtools import Dialect
from tests.migrations.upscripts import release

ALL, WRITES = Blocks.ALL, Blocks.WRITES
SHORT, LONG, UNKNOWN = Held.SHORT, Held.LONG, Held.UNKNOWN
MYSQL, MSSQL, POSTGRESQL = Dialect.MYSQL, Dialect.MSSQL, Dialect.POSTGRESQL

Expected = tuple[Blocks, Held] | None


def last(sql: str, server: Server, down: str | None = None) -> Expected:
    """Return the lock of the last operation."""
    scope = release(sql, server, down=down)
    migration, operation = list(scope.operations())[-1]
    lock = lock_in(migration, operation, scope)
    return None if lock is None else (lock.blocks, lock.held)


CHECKED = "ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL); ALTER TABLE t ALTER a SET NOT NULL"


@pytest.mark.parametrize(
    ("sql", "version", "lock"),
    [
        ("ALTER TABLE t ADD COLUMN a int DEFAULT 0", (10,), (ALL, LONG)),
        ("ALTER TABLE t ADD COLUMN a int DEFAULT 0", (11,), (ALL, SHORT)),
        ("ALTER TABLE t ADD COLUMN a int DEFAULT 0", None, (ALL, SHORT)),
        ("ALTER TABLE t ADD COLUMN a int", (10,), (ALL, SHORT)),
        (CHECKED, (11,), (ALL, LONG)),
        (CHECKED, (12,), (ALL, SHORT)),
        (CHECKED, None, (ALL, SHORT)),
        ("ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID", (18,), (ALL, SHORT)),
        ("REFRESH MATERIALIZED VIEW v", (15,), (ALL, LONG)),
        ("REFRESH MATERIALIZED VIEW CONCURRENTLY v", (15,), None),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1; REFRESH MATERIALIZED VIEW v", (15,), None),
        ("CREATE MATERIALIZED VIEW v AS SELECT 1; CREATE UNIQUE INDEX i ON v (a)", (15,), None),
    ],
)
def test_postgres_by_version(sql: str, version: tuple[int, ...] | None, lock: Expected) -> None:
    assert last(sql, Server(POSTGRESQL, version)) == lock


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("CHECK (a IS NOT NULL)", SHORT),
        ('CHECK ("a" IS NOT NULL AND b > 0)', SHORT),
        ("CHECK (a IS NOT NULL OR b > 0)", LONG),
        ("CHECK (ba IS NOT NULL)", LONG),
        ("CHECK (a > 0)", LONG),
        ("CHECK (a IS NOT NULL) NOT VALID", LONG),
        ("CHECK (a IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c", SHORT),
        ("CHECK (b IS NOT NULL) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT c", LONG),
    ],
)
def test_not_null_is_believed_of_a_check_that_demands_it(condition: str, held: Held) -> None:
    sql = f"ALTER TABLE t ADD CONSTRAINT c {condition}; ALTER TABLE t ALTER a SET NOT NULL"
    assert last(sql, Server(POSTGRESQL, (15,))) == (ALL, held)


def test_a_check_of_an_earlier_release_may_prove_it() -> None:
    validates = "ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t ALTER a SET NOT NULL"
    assert last(validates, Server(POSTGRESQL, (15,))) == (ALL, UNKNOWN)
    scope = release("ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT c")
    migration, operation = next(iter(scope.operations()))
    lock = lock_in(migration, operation, scope)
    assert lock is not None
    assert (lock.held, lock.why) == (
        UNKNOWN,
        "every row is read to prove that none is NULL, unless a CHECK of it is valid already",
    )


@pytest.mark.parametrize(
    ("sql", "lock"),
    [
        ("ALTER TABLE t ADD COLUMN a int", None),
        ("ALTER TABLE t ADD COLUMN a int, ALGORITHM=COPY", (WRITES, LONG)),
        ("ALTER TABLE t ADD COLUMN a int AUTO_INCREMENT", (WRITES, LONG)),
        ("ALTER TABLE t ADD COLUMN a int AS (b) STORED", (WRITES, LONG)),
        ("ALTER TABLE t ADD COLUMN a int AS (b) VIRTUAL", None),
        ("ALTER TABLE t DROP COLUMN a", None),
        ("ALTER TABLE t RENAME COLUMN a TO b", None),
        ("ALTER TABLE t ADD INDEX i (a)", None),
        ("CREATE UNIQUE INDEX i ON t (a)", None),
        ("CREATE FULLTEXT INDEX i ON t (a)", (WRITES, LONG)),
        ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a)", (WRITES, LONG)),
        ("SET foreign_key_checks = 0; ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a)", None),
        ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a), ALGORITHM=INPLACE", None),
        ("ALTER TABLE t ADD CHECK (a > 0)", (WRITES, LONG)),
        ("ALTER TABLE t ADD PRIMARY KEY (a)", None),
        ("ALTER TABLE t DROP PRIMARY KEY", (WRITES, LONG)),
        ("ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4", (WRITES, LONG)),
        ("ALTER TABLE t ENGINE=InnoDB", None),
        ("LOCK TABLES t WRITE", (ALL, UNKNOWN)),
        ("LOCK TABLES t READ", (WRITES, UNKNOWN)),
        ("OPTIMIZE TABLE t", None),
        ("ALTER TABLE t MODIFY a bigint", (WRITES, UNKNOWN)),
        ("ALTER TABLE t MODIFY a bigint, LOCK=NONE", None),
    ],
)
def test_mysql(sql: str, lock: Expected) -> None:
    assert last(sql, Server(MYSQL, (8, 4))) == lock


def test_mysql_copies_no_table_whose_key_is_only_replaced() -> None:
    scope = release("ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b)", Server(MYSQL))
    assert [lock_in(one, operation, scope) for one, operation in scope.operations()] == [None, None]


@pytest.mark.parametrize(
    ("old", "new", "lock"),
    [
        ("int", "bigint", (WRITES, LONG)),
        ("int", "int", None),
        ("varchar(20)", "varchar(63)", None),
        ("varchar(20)", "varchar(300)", (WRITES, LONG)),
        ("varchar(20)", "varchar(200)", (WRITES, UNKNOWN)),
        ("varchar(300)", "varchar(400)", None),
        ("varchar(40)", "varchar(20)", (WRITES, LONG)),
        ("varchar(20)", "text", (WRITES, LONG)),
        ("enum('a')", "enum('a','b')", None),
        ("enum('a')", "enum('b','a')", (WRITES, LONG)),
        ("enum('a','b')", "enum('a')", (WRITES, LONG)),
    ],
)
def test_types_of_mysql(old: str, new: str, lock: Expected) -> None:
    up, down = f"ALTER TABLE t MODIFY a {new}", f"ALTER TABLE t MODIFY a {old}"
    assert last(up, Server(MYSQL), down) == lock


@pytest.mark.parametrize(
    ("sql", "lock"),
    [
        ("CREATE INDEX i ON t (a)", (WRITES, LONG)),
        ("CREATE INDEX i ON t (a) WITH (ONLINE = ON)", None),
        ("ALTER TABLE t ADD a int", (ALL, SHORT)),
        ("ALTER TABLE t ADD a int IDENTITY", (ALL, LONG)),
        ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", (ALL, LONG)),
        ("ALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 0)", (ALL, SHORT)),
        ("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", (ALL, LONG)),
        ("ALTER TABLE t ALTER COLUMN a bigint NOT NULL", (ALL, UNKNOWN)),
    ],
)
def test_sql_server(sql: str, lock: Expected) -> None:
    assert last(sql, Server(MSSQL)) == lock


@pytest.mark.parametrize("dialect", [Dialect.SQLITE, Dialect.COCKROACHDB, None])
def test_elsewhere_there_is_no_lock_to_speak_of(dialect: Dialect | None) -> None:
    scope = release("CREATE INDEX i ON t (a); DROP TABLE t", Server(dialect))
    for _, operation in scope.operations():
        assert lock_of(operation, dialect, Known()) is None


def test_the_databases_with_locks() -> None:
    assert set(RULES) == {POSTGRESQL, MYSQL, MSSQL}
