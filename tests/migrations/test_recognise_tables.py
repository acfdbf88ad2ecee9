"""Tables that are created, dropped, renamed and changed as such."""

from typing import Any

import pytest

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from tests.migrations.recognised import (
    CHECK,
    CRDB,
    EXCLUDE,
    FOREIGN,
    MSSQL,
    MYSQL,
    PG,
    PRIMARY,
    SQLITE,
    UNIQUE,
    action,
    part,
    read,
    row,
    rows,
)

CREATE, DROP, RENAME = Does.CREATE_TABLE, Does.DROP_TABLE, Does.RENAME_TABLE
ADD, LOSE, ALTER = Does.ADD_CONSTRAINT, Does.DROP_CONSTRAINT, Does.ALTER_OBJECT

INLINE = "CREATE TABLE t (a int REFERENCES b, c int, CONSTRAINT k FOREIGN KEY (c) REFERENCES d (e))"
TABLE_LEVEL = "CREATE TABLE t (a int, UNIQUE (a), CHECK (a > 0), EXCLUDE USING gist (a WITH =))"
KEYS = "CREATE TABLE t (`key` int, KEY k (`key`), UNIQUE KEY u (b), b bit(1), FULLTEXT KEY f (b))"
ROACH = "CREATE TABLE t (a INT, INDEX (a), UNIQUE INDEX u (a), FAMILY f (a), INVERTED INDEX (a))"
LIST = "DROP TABLE IF EXISTS first, public.b CASCADE"
REPLACED = "CREATE OR REPLACE TABLE t (a int)"

CREATED = (
    row(
        "columns",
        "CREATE TABLE t (a int, b varchar(20) NOT NULL)",
        CREATE,
        table="t",
        columns=("a", "b"),
    ),
    row(
        "if-not-exists",
        "CREATE TABLE IF NOT EXISTS s.t (a int)",
        CREATE,
        Flag.IF_NOT_EXISTS,
        table="s.t",
        columns=("a",),
    ),
    row(
        "temporary",
        "CREATE TEMP TABLE t (a int)",
        CREATE,
        Flag.TEMPORARY,
        table="t",
        columns=("a",),
    ),
    row("unlogged", "CREATE UNLOGGED TABLE t (a int)", CREATE, table="t", columns=("a",)),
    row(
        "foreign-table",
        "CREATE FOREIGN TABLE t (a int) SERVER s",
        CREATE,
        table="t",
        columns=("a",),
    ),
    row(
        "quoted-case-stays",
        'CREATE TABLE "T" ("A" int, B int)',
        CREATE,
        table="T",
        columns=("A", "b"),
    ),
    row(
        "quoted-case-folds",
        "CREATE TABLE `T` (`A` int)",
        CREATE,
        dialect=MYSQL,
        table="t",
        columns=("a",),
    ),
    row("public-goes-unsaid", "CREATE TABLE public.t (a int)", CREATE, table="t", columns=("a",)),
    row("as-select", "CREATE TABLE t AS SELECT 1 AS a", CREATE, table="t"),
    row(
        "as-select-names-columns",
        "CREATE TABLE t (a, b) AS SELECT 1, 2",
        CREATE,
        table="t",
        columns=("a", "b"),
    ),
    row("partition-of", "CREATE TABLE t PARTITION OF p FOR VALUES IN (1)", CREATE, table="t"),
    row("of-type", "CREATE TABLE t OF p", CREATE, table="t"),
    row("like-mysql", "CREATE TABLE t LIKE p", CREATE, dialect=MYSQL, table="t"),
    row(
        "like-inside",
        "CREATE TABLE t (LIKE p INCLUDING ALL, a int)",
        CREATE,
        table="t",
        columns=("a",),
    ),
    row(
        "words-as-columns",
        "CREATE TABLE t (key text, index int, period int)",
        CREATE,
        table="t",
        columns=("key", "index", "period"),
    ),
    row("table-constraints", TABLE_LEVEL, CREATE, table="t", columns=("a",)),
    row("mysql-keys", KEYS, CREATE, dialect=MYSQL, table="t", columns=("key", "b")),
    row("cockroach-indexes", ROACH, CREATE, dialect=CRDB, table="t", columns=("a",)),
    row(
        "sqlite-untyped",
        "CREATE TABLE t (a PRIMARY KEY, b)",
        CREATE,
        dialect=SQLITE,
        table="t",
        columns=("a", "b"),
    ),
    row(
        "sqlite-virtual",
        "CREATE VIRTUAL TABLE t USING fts5(a, b)",
        CREATE,
        dialect=SQLITE,
        table="t",
    ),
    row(
        "mssql-brackets",
        "CREATE TABLE [dbo].[T] ([A] int IDENTITY(1,1))",
        CREATE,
        dialect=MSSQL,
        table="t",
        columns=("a",),
    ),
    row(
        "mssql-temporary",
        "CREATE TABLE #t (a int)",
        CREATE,
        Flag.TEMPORARY,
        dialect=MSSQL,
        table="#t",
        columns=("a",),
    ),
    row("select-into", "SELECT a INTO t FROM b", CREATE, table="t"),
    row(
        "select-into-temporary",
        "SELECT a INTO TEMP TABLE t FROM b",
        CREATE,
        Flag.TEMPORARY,
        table="t",
    ),
    row(
        "select-into-mssql",
        "SELECT * INTO #t FROM b",
        CREATE,
        Flag.TEMPORARY,
        dialect=MSSQL,
        table="#t",
    ),
    rows(
        "foreign-keys-inside",
        INLINE,
        part(INLINE, INLINE, CREATE, table="t", columns=("a", "c")),
        part(
            INLINE,
            "REFERENCES b",
            ADD,
            text="a int REFERENCES b",
            table="t",
            columns=("a",),
            constraint=FOREIGN,
            references="b",
        ),
        part(
            INLINE,
            "CONSTRAINT k FOREIGN KEY (c) REFERENCES d (e)",
            ADD,
            table="t",
            name="k",
            columns=("c",),
            constraint=FOREIGN,
            references="d",
        ),
    ),
    rows(
        "mariadb-replace",
        REPLACED,
        part(REPLACED, REPLACED, DROP, Flag.IF_EXISTS, table="t"),
        part(REPLACED, REPLACED, CREATE, table="t", columns=("a",)),
        dialect=MYSQL,
    ),
)
CHANGED = (
    row("drop", "DROP TABLE t", DROP, table="t"),
    row("drop-foreign-table", "DROP FOREIGN TABLE t", DROP, table="t"),
    row("drop-temporary", "DROP TEMPORARY TABLE t", DROP, Flag.TEMPORARY, dialect=MYSQL, table="t"),
    row(
        "drop-if-exists-cascade",
        "DROP TABLE IF EXISTS t CASCADE",
        DROP,
        Flag.IF_EXISTS,
        Flag.CASCADE,
        table="t",
    ),
    rows(
        "drop-several",
        LIST,
        part(LIST, "first", DROP, Flag.IF_EXISTS, Flag.CASCADE, text=LIST, table="first"),
        part(LIST, "public.b CASCADE", DROP, Flag.IF_EXISTS, Flag.CASCADE, text=LIST, table="b"),
    ),
    row("rename", "ALTER TABLE t RENAME TO u", RENAME, table="t", new_name="u"),
    row("rename-keeps-schema", "ALTER TABLE s.t RENAME TO u", RENAME, table="s.t", new_name="s.u"),
    row(
        "rename-if-exists",
        "ALTER TABLE IF EXISTS t RENAME TO u",
        RENAME,
        Flag.IF_EXISTS,
        table="t",
        new_name="u",
    ),
    row(
        "rename-mysql-short",
        "ALTER TABLE s.t RENAME u",
        RENAME,
        dialect=MYSQL,
        table="s.t",
        new_name="u",
    ),
    row(
        "set-schema",
        "ALTER TABLE t SET SCHEMA s",
        Does.SET_SCHEMA,
        table="t",
        new_name="s.t",
        object="table",
    ),
    row(
        "set-schema-public",
        "ALTER TABLE s.t SET SCHEMA public",
        Does.SET_SCHEMA,
        table="s.t",
        new_name="t",
        object="table",
    ),
    row(
        "attach",
        "ALTER TABLE t ATTACH PARTITION p FOR VALUES FROM (1) TO (2)",
        Does.ATTACH_PARTITION,
        table="t",
        name="p",
    ),
    row("detach", "ALTER TABLE t DETACH PARTITION p", Does.DETACH_PARTITION, table="t", name="p"),
    row(
        "detach-concurrently",
        "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
        Does.DETACH_PARTITION,
        Flag.CONCURRENTLY,
        table="t",
        name="p",
    ),
    row(
        "drop-partition",
        "ALTER TABLE t DROP PARTITION p",
        Does.DROP_OBJECT,
        dialect=MYSQL,
        table="t",
        name="p",
        object="partition",
    ),
    row(
        "add-partition",
        "ALTER TABLE t ADD PARTITION (PARTITION p VALUES IN (1))",
        Does.CREATE_OBJECT,
        dialect=MYSQL,
        table="t",
        object="partition",
    ),
    row(
        "empty-partition",
        "ALTER TABLE t TRUNCATE PARTITION p",
        Does.TRUNCATE,
        dialect=MYSQL,
        table="t",
    ),
    row("owner", "ALTER TABLE t OWNER TO r", ALTER, table="t", object="table"),
    row(
        "row-security", "ALTER TABLE t ENABLE ROW LEVEL SECURITY", ALTER, table="t", object="table"
    ),
    row("options", "ALTER TABLE ONLY t SET (fillfactor = 70)", ALTER, table="t", object="table"),
    row(
        "trigger-off",
        "ALTER TABLE t DISABLE TRIGGER g",
        ALTER,
        table="t",
        name="g",
        object="trigger",
    ),
    row("engine", "ALTER TABLE t ENGINE=InnoDB", ALTER, dialect=MYSQL, table="t", object="table"),
    row(
        "character-set",
        "ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4",
        ALTER,
        dialect=MYSQL,
        table="t",
        object="character set",
    ),
    row(
        "only-a-demand",
        "ALTER TABLE t ALGORITHM=INPLACE",
        ALTER,
        Flag.INPLACE,
        dialect=MYSQL,
        table="t",
        object="table",
    ),
    row(
        "comment",
        "ALTER TABLE t COMMENT = 'x'",
        Does.COMMENT,
        dialect=MYSQL,
        table="t",
        object="table",
    ),
    row(
        "zone",
        "ALTER TABLE t CONFIGURE ZONE USING gc.ttlseconds = 1",
        ALTER,
        dialect=CRDB,
        table="t",
        object="table",
    ),
    row(
        "rebuild",
        "ALTER TABLE t REBUILD",
        Does.MAINTENANCE,
        dialect=MSSQL,
        table="t",
        object="rebuild table",
    ),
)
CONSTRAINTS = (
    row(
        "check",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1)",
        ADD,
        table="t",
        name="c",
        constraint=CHECK,
    ),
    row(
        "check-not-valid",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 1) NOT VALID",
        ADD,
        Flag.NOT_VALID,
        table="t",
        name="c",
        constraint=CHECK,
    ),
    row(
        "foreign-key",
        "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a, b) REFERENCES s.u (x) NOT VALID",
        ADD,
        Flag.NOT_VALID,
        table="t",
        name="c",
        columns=("a", "b"),
        constraint=FOREIGN,
        references="s.u",
    ),
    row(
        "foreign-key-unnamed",
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u",
        ADD,
        table="t",
        columns=("a",),
        constraint=FOREIGN,
        references="u",
    ),
    row(
        "unique",
        "ALTER TABLE t ADD CONSTRAINT c UNIQUE (a, b)",
        ADD,
        table="t",
        name="c",
        columns=("a", "b"),
        constraint=UNIQUE,
    ),
    row(
        "unique-nulls",
        "ALTER TABLE t ADD UNIQUE NULLS NOT DISTINCT (a)",
        ADD,
        table="t",
        columns=("a",),
        constraint=UNIQUE,
    ),
    row(
        "unique-using-index",
        "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i",
        ADD,
        Flag.USING_INDEX,
        table="t",
        name="c",
        constraint=UNIQUE,
    ),
    row(
        "using-index-names-it",
        "ALTER TABLE t ADD PRIMARY KEY USING INDEX i",
        ADD,
        Flag.USING_INDEX,
        table="t",
        name="i",
        constraint=PRIMARY,
    ),
    row(
        "primary-key",
        "ALTER TABLE t ADD PRIMARY KEY (a)",
        ADD,
        table="t",
        columns=("a",),
        constraint=PRIMARY,
    ),
    row(
        "exclude",
        "ALTER TABLE t ADD CONSTRAINT c EXCLUDE USING gist (a WITH =)",
        ADD,
        table="t",
        name="c",
        constraint=EXCLUDE,
    ),
    row(
        "not-null-18",
        "ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID",
        Does.SET_NOT_NULL,
        Flag.NOT_VALID,
        table="t",
        name="a",
    ),
    row(
        "unique-not-valid-fails",
        "ALTER TABLE t ADD UNIQUE (a) NOT VALID",
        ADD,
        Flag.NOT_VALID,
        table="t",
        columns=("a",),
        constraint=UNIQUE,
        fails="PostgreSQL refuses NOT VALID for UNIQUE",
    ),
    row(
        "validate",
        "ALTER TABLE t VALIDATE CONSTRAINT c",
        Does.VALIDATE_CONSTRAINT,
        table="t",
        name="c",
    ),
    row(
        "drop",
        "ALTER TABLE t DROP CONSTRAINT IF EXISTS c CASCADE",
        LOSE,
        Flag.IF_EXISTS,
        Flag.CASCADE,
        table="t",
        name="c",
    ),
    row(
        "rename",
        "ALTER TABLE t RENAME CONSTRAINT a TO b",
        Does.RENAME_CONSTRAINT,
        table="t",
        name="a",
        new_name="b",
    ),
    row(
        "alter",
        "ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE",
        ALTER,
        table="t",
        name="c",
        object="constraint",
    ),
    row(
        "cockroach-primary-key",
        "ALTER TABLE t ALTER PRIMARY KEY USING COLUMNS (a, b)",
        ADD,
        dialect=CRDB,
        table="t",
        columns=("a", "b"),
        constraint=PRIMARY,
    ),
    row(
        "mysql-unique-is-an-index",
        "ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)",
        Does.CREATE_INDEX,
        Flag.UNIQUE,
        dialect=MYSQL,
        table="t",
        name="c",
        columns=("a",),
        constraint=UNIQUE,
    ),
    row(
        "mysql-drop-primary-key",
        "ALTER TABLE t DROP PRIMARY KEY",
        LOSE,
        dialect=MYSQL,
        table="t",
        constraint=PRIMARY,
    ),
    row(
        "mysql-drop-foreign-key",
        "ALTER TABLE t DROP FOREIGN KEY c",
        LOSE,
        dialect=MYSQL,
        table="t",
        name="c",
        constraint=FOREIGN,
    ),
    row(
        "mysql-drop-check",
        "ALTER TABLE t DROP CHECK c",
        LOSE,
        dialect=MYSQL,
        table="t",
        name="c",
        constraint=CHECK,
    ),
    row(
        "mssql-no-check",
        "ALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 1)",
        ADD,
        Flag.NOT_VALID,
        dialect=MSSQL,
        table="t",
        name="c",
        constraint=CHECK,
    ),
    row(
        "mssql-clustered",
        "ALTER TABLE t ADD CONSTRAINT c PRIMARY KEY CLUSTERED (a ASC)",
        ADD,
        dialect=MSSQL,
        table="t",
        name="c",
        columns=("a",),
        constraint=PRIMARY,
    ),
    row(
        "mssql-default",
        "ALTER TABLE t ADD CONSTRAINT c DEFAULT (getdate()) FOR a",
        Does.SET_DEFAULT,
        dialect=MSSQL,
        table="t",
        name="a",
    ),
    row(
        "mssql-check-on",
        "ALTER TABLE t CHECK CONSTRAINT c",
        ALTER,
        dialect=MSSQL,
        table="t",
        name="c",
        object="constraint",
    ),
    row(
        "mssql-check-rows",
        "ALTER TABLE t WITH CHECK CHECK CONSTRAINT c",
        Does.VALIDATE_CONSTRAINT,
        dialect=MSSQL,
        table="t",
        name="c",
    ),
)
SEVERAL = "ALTER TABLE ONLY t ADD a int, DROP b, FROB c"
DEMANDS = "ALTER TABLE t ADD KEY k (a), DROP INDEX j, ALGORITHM=INPLACE, LOCK=NONE"
PARTITIONS = "ALTER TABLE t DROP PARTITION p1, p2"
RENAMES = "RENAME TABLE a TO b, c TO d"
ONLINE = (Flag.INPLACE, Flag.LOCK_NONE)
ACTIONS = (
    rows(
        "each-on-its-own",
        SEVERAL,
        action(
            SEVERAL,
            "ADD a int",
            Does.ADD_COLUMN,
            head="ALTER TABLE ONLY t",
            table="t",
            name="a",
            type="integer",
        ),
        action(SEVERAL, "DROP b", Does.DROP_COLUMN, head="ALTER TABLE ONLY t", table="t", name="b"),
        action(
            SEVERAL,
            "FROB c",
            Does.OPAQUE,
            head="ALTER TABLE ONLY t",
            table="t",
            why="the action `FROB ...` of ALTER TABLE is not known",
        ),
    ),
    rows(
        "demands-hold-for-all",
        DEMANDS,
        action(
            DEMANDS,
            "ADD KEY k (a)",
            Does.CREATE_INDEX,
            *ONLINE,
            table="t",
            name="k",
            columns=("a",),
        ),
        action(DEMANDS, "DROP INDEX j", Does.DROP_INDEX, *ONLINE, table="t", name="j"),
        dialect=MYSQL,
    ),
    rows(
        "several-partitions",
        PARTITIONS,
        action(
            PARTITIONS,
            "DROP PARTITION p1",
            Does.DROP_OBJECT,
            table="t",
            name="p1",
            object="partition",
        ),
        part(
            PARTITIONS,
            "p2",
            Does.DROP_OBJECT,
            text="ALTER TABLE t DROP PARTITION p2",
            table="t",
            name="p2",
            object="partition",
        ),
        dialect=MYSQL,
    ),
    rows(
        "rename-several-tables",
        RENAMES,
        part(RENAMES, RENAMES, RENAME, table="a", new_name="b"),
        part(RENAMES, RENAMES, RENAME, table="c", new_name="d"),
        dialect=MYSQL,
    ),
)


@pytest.mark.parametrize(("sql", "dialect", "expected"), CREATED)
def test_creates(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


@pytest.mark.parametrize(("sql", "dialect", "expected"), CHANGED)
def test_changes(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


@pytest.mark.parametrize(("sql", "dialect", "expected"), CONSTRAINTS)
def test_constrains(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


@pytest.mark.parametrize(("sql", "dialect", "expected"), ACTIONS)
def test_acts(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


LONG = "x" * 70


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        pytest.param(PG, LONG[:63], id="postgres-cuts-names"),
        pytest.param(CRDB, LONG, id="cockroach-does-not"),
        pytest.param(None, LONG, id="unknown"),
    ],
)
def test_long_names(dialect: Any, expected: str) -> None:
    assert [one.table for one in read(f"DROP TABLE {LONG}", dialect)] == [expected]
