"""Statements on rows, queries, settings, transactions and maintenance."""

import pytest

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from tests.migrations.recognised import CRDB, MSSQL, MYSQL, SQLITE, part, read, row, rows

INSERT, UPDATE, DELETE, READ = Does.INSERT, Does.UPDATE, Does.DELETE, Does.READ
SETTING, TRANSACTION, MAINTENANCE = Does.SETTING, Does.TRANSACTION, Does.MAINTENANCE
WHERE = Flag.WHERE
MERGE = (
    "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED AND s.b THEN DELETE "
    "WHEN MATCHED THEN UPDATE SET c = s.c WHEN NOT MATCHED THEN INSERT (a, c) VALUES (1, 2)"
)
MOVED = "WITH gone AS (DELETE FROM a WHERE b RETURNING c) INSERT INTO d SELECT c FROM gone"
COUNTED = "WITH gone AS (DELETE FROM a RETURNING c) SELECT count(*) FROM gone"
RECURSIVE = "WITH RECURSIVE r (a) AS (SELECT 1) UPDATE t SET a = 1 WHERE a IN (SELECT a FROM r)"
EMPTIED = "TRUNCATE TABLE ONLY a, s.b RESTART IDENTITY CASCADE"
LOCKED = "LOCK TABLES a WRITE, b READ"
SETTINGS = "SET @old = @@sql_mode, sql_mode = 'ANSI', GLOBAL x = 1"
UNKNOWN = "it calls the function frob(), which may change something"

CHANGES = (
    row("insert", 'INSERT INTO t (a, "B") VALUES (1, 2)', INSERT, table="t", columns=("a", "B")),
    row("insert-all-columns", "INSERT INTO t SELECT * FROM u", INSERT, table="t"),
    row("insert-alias", "INSERT INTO t AS x (a) VALUES (1)", INSERT, table="t", columns=("a",)),
    row("insert-query", "INSERT INTO t (SELECT 1)", INSERT, table="t"),
    row(
        "insert-missing",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING",
        INSERT,
        Flag.IF_NOT_EXISTS,
        table="t",
        columns=("a",),
    ),
    row(
        "upsert",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2",
        INSERT,
        table="t",
        columns=("a",),
    ),
    row(
        "upsert-cockroach",
        "UPSERT INTO t (a) VALUES (1)",
        INSERT,
        dialect=CRDB,
        table="t",
        columns=("a",),
    ),
    row(
        "ignore-mysql",
        "INSERT IGNORE INTO t (a) VALUES (1)",
        INSERT,
        Flag.IF_NOT_EXISTS,
        dialect=MYSQL,
        table="t",
        columns=("a",),
    ),
    row(
        "set-mysql",
        "INSERT INTO t SET a = 1, b = 2",
        INSERT,
        dialect=MYSQL,
        table="t",
        columns=("a", "b"),
    ),
    row("replace", "REPLACE INTO t VALUES (1)", INSERT, dialect=MYSQL, table="t"),
    row(
        "ignore-sqlite",
        "INSERT OR IGNORE INTO t VALUES (1)",
        INSERT,
        Flag.IF_NOT_EXISTS,
        dialect=SQLITE,
        table="t",
    ),
    row("copy-from", "COPY t (a, b) FROM '/x'", INSERT, table="t", columns=("a", "b")),
    row("load-data", "LOAD DATA INFILE 'x' INTO TABLE t", INSERT, dialect=MYSQL, table="t"),
    row(
        "update",
        "UPDATE t SET a = 1, b = (SELECT c FROM d WHERE e)",
        UPDATE,
        table="t",
        columns=("a", "b"),
    ),
    row(
        "update-where",
        "UPDATE ONLY s.t x SET a = 1 WHERE b = 2",
        UPDATE,
        WHERE,
        table="s.t",
        columns=("a",),
    ),
    row(
        "update-rows",
        "UPDATE t SET (a, b) = (1, 2), c[1] = 3",
        UPDATE,
        table="t",
        columns=("a", "b", "c"),
    ),
    row("update-always", "UPDATE t SET a = 1 WHERE true", UPDATE, table="t", columns=("a",)),
    row(
        "update-from",
        "UPDATE t SET a = u.a FROM u WHERE u.b = t.b",
        UPDATE,
        WHERE,
        table="t",
        columns=("a",),
    ),
    row(
        "update-join-mysql",
        "UPDATE t JOIN u ON t.a = u.a SET t.b = u.b, t.c = 1",
        UPDATE,
        dialect=MYSQL,
        table="t",
        columns=("b", "c"),
    ),
    row(
        "update-alias-mssql",
        "UPDATE x SET x.a = 1 FROM dbo.t AS x WHERE x.b = 1",
        UPDATE,
        WHERE,
        dialect=MSSQL,
        table="t",
        columns=("a",),
    ),
    row("delete", "DELETE FROM t", DELETE, table="t"),
    row("delete-where", "DELETE FROM ONLY t WHERE a", DELETE, WHERE, table="t"),
    row("delete-always", "DELETE FROM t WHERE 1 = 1", DELETE, table="t"),
    row("delete-almost-always", "DELETE FROM t WHERE 1 = 1 AND a", DELETE, WHERE, table="t"),
    row("delete-using", "DELETE FROM t USING u WHERE t.a = u.a", DELETE, WHERE, table="t"),
    row(
        "delete-join-mysql",
        "DELETE x FROM t x JOIN u ON x.a = u.a",
        DELETE,
        dialect=MYSQL,
        table="t",
    ),
    row(
        "delete-alias-mssql",
        "DELETE x FROM dbo.t AS x WHERE x.a = 1",
        DELETE,
        WHERE,
        dialect=MSSQL,
        table="t",
    ),
    rows(
        "merge",
        MERGE,
        part(MERGE, MERGE, DELETE, WHERE, table="t"),
        part(MERGE, MERGE, UPDATE, WHERE, table="t", columns=("c",)),
        part(MERGE, MERGE, INSERT, table="t", columns=("a", "c")),
    ),
    row("merge-nothing", "MERGE INTO t USING s ON a WHEN MATCHED THEN DO NOTHING", READ),
    rows(
        "with-moves-rows",
        MOVED,
        part(MOVED, "DELETE FROM a WHERE b RETURNING c", DELETE, WHERE, table="a"),
        part(MOVED, MOVED, INSERT, table="d"),
    ),
    rows(
        "with-select-deletes",
        COUNTED,
        part(COUNTED, "DELETE FROM a RETURNING c", DELETE, table="a"),
    ),
    row("with-recursive", RECURSIVE, UPDATE, WHERE, table="t", columns=("a",)),
    rows(
        "truncate",
        EMPTIED,
        part(EMPTIED, EMPTIED, Does.TRUNCATE, Flag.CASCADE, table="a"),
        part(EMPTIED, EMPTIED, Does.TRUNCATE, Flag.CASCADE, table="s.b"),
    ),
    row("truncate-short", "TRUNCATE t", Does.TRUNCATE, dialect=MYSQL, table="t"),
)
QUERIES = (
    row("select", "SELECT a, count(*) FROM t WHERE b IN (1) GROUP BY 1", READ),
    row("select-nothing", "SELECT", READ),
    row("select-parenthesised", "(SELECT 1) UNION (SELECT 2)", READ),
    row(
        "select-cast",
        "SELECT a::numeric(10, 2), b::app.kind(3), CAST(c AS varchar(9)) FROM t",
        READ,
    ),
    row("select-alias-with-columns", "SELECT x FROM t AS frob (x)", READ),
    row("select-random", "SELECT gen_random_uuid(), pg_advisory_lock(1)", READ),
    row("with-only-reads", "WITH frob (a) AS (SELECT 1) SELECT a FROM frob", READ),
    row("select-unknown-function", "SELECT frob(1)", Does.OPAQUE, why=UNKNOWN),
    row(
        "select-from-unknown-function",
        "SELECT * FROM t JOIN frob(1) ON true",
        Does.OPAQUE,
        why=UNKNOWN,
    ),
    row(
        "select-own-function",
        "SELECT app.lower('A')",
        Does.OPAQUE,
        why=UNKNOWN.replace("frob", "app.lower"),
    ),
    row("select-into-variable", "SELECT a INTO @b FROM t", READ, dialect=MYSQL),
    row("values", "VALUES (1)", READ),
    row("show", "SHOW TABLES", READ, dialect=MYSQL),
    row("explain", "EXPLAIN DELETE FROM t", READ),
    row("explain-analyze", "EXPLAIN (ANALYZE, VERBOSE) DELETE FROM t", DELETE, table="t"),
    row("print", "PRINT 'x'", READ, dialect=MSSQL),
    row("copy-to", "COPY t TO '/x'", READ),
    row(
        "call",
        "CALL s.p(1)",
        Does.OPAQUE,
        why="it calls the procedure s.p, which may change something",
    ),
    row("prepared", "EXECUTE p", Does.OPAQUE, why="it runs a statement that was prepared before"),
    row(
        "procedure-mssql",
        "EXEC dbo.p @a = 1",
        Does.OPAQUE,
        dialect=MSSQL,
        why="it calls the procedure p, which may change something",
    ),
    row(
        "signal",
        "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'",
        Does.RAISE,
        dialect=MYSQL,
        why="SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'",
    ),
    row("throw", "THROW 50000, 'no way back', 1", Does.RAISE, dialect=MSSQL, why="no way back"),
    row(
        "raiserror", "RAISERROR('no way back', 16, 1)", Does.RAISE, dialect=MSSQL, why="no way back"
    ),
)
OTHERS = (
    row("set", "SET lock_timeout = '5s'", SETTING, name="lock_timeout", value="5s"),
    row("set-to", "SET search_path TO a, Public", SETTING, name="search_path", value="a, public"),
    row(
        "set-local",
        "SET LOCAL lock_timeout TO 0",
        SETTING,
        name="lock_timeout",
        value="0",
        object="local",
    ),
    row("set-session", "SET SESSION x.y = ON", SETTING, name="x.y", value="on"),
    row("set-time-zone", "SET TIME ZONE 'UTC'", SETTING, name="timezone", value="UTC"),
    row(
        "set-config",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        SETTING,
        name="search_path",
        value="",
    ),
    row("set-role", "SET ROLE r", SETTING, name="role", value="r"),
    row("reset", "RESET lock_timeout", SETTING, name="lock_timeout"),
    row(
        "set-constraints",
        "SET CONSTRAINTS ALL DEFERRED",
        SETTING,
        name="constraints",
        value="all deferred",
    ),
    row(
        "set-mysql",
        "SET FOREIGN_KEY_CHECKS=0",
        SETTING,
        dialect=MYSQL,
        name="foreign_key_checks",
        value="0",
    ),
    row("set-names", "SET NAMES utf8mb4", SETTING, dialect=MYSQL, name="names", value="utf8mb4"),
    row(
        "set-scoped",
        "SET @@GLOBAL.x = 1",
        SETTING,
        dialect=MYSQL,
        name="x",
        value="1",
        object="global",
    ),
    rows(
        "set-several",
        SETTINGS,
        part(SETTINGS, SETTINGS, SETTING, name="@old", value="@@sql_mode"),
        part(SETTINGS, SETTINGS, SETTING, name="sql_mode", value="ANSI"),
        part(SETTINGS, SETTINGS, SETTING, name="x", value="1", object="global"),
        dialect=MYSQL,
    ),
    row(
        "set-password",
        "SET PASSWORD FOR r = 'hunter22'",
        Does.ALTER_OBJECT,
        dialect=MYSQL,
        object="user",
    ),
    row("set-mssql", "SET XACT_ABORT ON", SETTING, dialect=MSSQL, name="xact_abort", value="on"),
    row(
        "set-identity-insert",
        "SET IDENTITY_INSERT dbo.t ON",
        SETTING,
        dialect=MSSQL,
        table="t",
        name="identity_insert",
        value="on",
    ),
    row(
        "set-cluster",
        "SET CLUSTER SETTING a.b = true",
        SETTING,
        dialect=CRDB,
        name="a.b",
        value="true",
    ),
    row("set-nothing", "SET", Does.OPAQUE, why="it does not say on what"),
    row(
        "pragma",
        "PRAGMA foreign_keys=OFF",
        SETTING,
        dialect=SQLITE,
        name="foreign_keys",
        value="off",
    ),
    row(
        "pragma-call",
        "PRAGMA main.foreign_keys(1)",
        SETTING,
        dialect=SQLITE,
        name="foreign_keys",
        value="1",
    ),
    row(
        "pragma-asks", "PRAGMA foreign_key_check", SETTING, dialect=SQLITE, name="foreign_key_check"
    ),
    row("use", "USE d", SETTING, dialect=MYSQL, name="use", value="d"),
    row("begin", "BEGIN", TRANSACTION, name="begin"),
    row(
        "begin-immediate", "BEGIN IMMEDIATE TRANSACTION", TRANSACTION, dialect=SQLITE, name="begin"
    ),
    row("begin-tran", "BEGIN TRAN", TRANSACTION, dialect=MSSQL, name="begin"),
    row(
        "start",
        "START TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        TRANSACTION,
        name="start transaction",
    ),
    row("commit", "COMMIT", TRANSACTION, name="commit"),
    row("end", "END", TRANSACTION, name="commit"),
    row("rollback", "ROLLBACK WORK", TRANSACTION, name="rollback"),
    row("rollback-to", "ROLLBACK TO SAVEPOINT a", TRANSACTION, name="rollback to savepoint"),
    row("savepoint", "SAVEPOINT a", TRANSACTION, name="savepoint"),
    row("release", "RELEASE SAVEPOINT a", TRANSACTION, name="release"),
    row(
        "isolation",
        "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
        TRANSACTION,
        name="set transaction",
    ),
    row(
        "block-mariadb",
        "BEGIN NOT ATOMIC DROP TABLE t; END",
        Does.OPAQUE,
        dialect=MYSQL,
        why="a block of several statements is not known here",
    ),
    row("vacuum", "VACUUM ANALYZE t", READ),
    row("vacuum-full", "VACUUM (FULL, ANALYZE) t", MAINTENANCE, table="t", object="vacuum full"),
    row("vacuum-full-old", "VACUUM FULL VERBOSE t", MAINTENANCE, table="t", object="vacuum full"),
    row("analyze", "ANALYZE t", READ),
    row("cluster", "CLUSTER t USING i", MAINTENANCE, table="t", object="cluster"),
    row(
        "reindex-index",
        "REINDEX INDEX CONCURRENTLY i",
        MAINTENANCE,
        Flag.CONCURRENTLY,
        name="i",
        object="reindex",
    ),
    row(
        "reindex-table",
        "REINDEX (CONCURRENTLY) TABLE t",
        MAINTENANCE,
        Flag.CONCURRENTLY,
        table="t",
        object="reindex",
    ),
    row(
        "lock", "LOCK TABLE t IN ACCESS EXCLUSIVE MODE", MAINTENANCE, table="t", object="lock table"
    ),
    rows(
        "lock-mysql",
        LOCKED,
        part(LOCKED, LOCKED, MAINTENANCE, table="a", object="lock table"),
        part(LOCKED, LOCKED, MAINTENANCE, table="b", object="lock table"),
        dialect=MYSQL,
    ),
    row("unlock", "UNLOCK TABLES", READ, dialect=MYSQL),
    row(
        "optimize",
        "OPTIMIZE TABLE t",
        MAINTENANCE,
        dialect=MYSQL,
        table="t",
        object="optimize table",
    ),
    row(
        "refresh",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY m",
        MAINTENANCE,
        Flag.LOCK_NONE,
        name="m",
        object="refresh materialized view",
    ),
)


@pytest.mark.parametrize(("sql", "dialect", "expected"), CHANGES)
def test_changes(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


@pytest.mark.parametrize(("sql", "dialect", "expected"), QUERIES)
def test_queries(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


@pytest.mark.parametrize(("sql", "dialect", "expected"), OTHERS)
def test_others(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    masked = tuple(one._replace(text=one.text.replace("hunter22", "****")) for one in expected)
    assert read(sql, dialect) == masked
