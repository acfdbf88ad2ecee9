"""The lock that we say an operation takes is the one that a PostgreSQL server shows.

Each statement runs on tables of 50,000 rows, in a transaction that is taken back. What others wait
for is read from pg_locks, what is written anew from pg_relation_filenode, what is read from
pg_stat_xact_user_tables.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploylint.facts.migrations import Server
from deploylint.migrations.analysis.lock import Blocks, Held
from deploylint.migrations.analysis.locks import lock_in, locked_table
from deploylint.migrations.analysis.problem import Code
from deploylint.migrations.analysis.transactions import transaction_problems
from deploylint.model.migrationtools import Dialect
from tests.migrations.pgserver import Postgres, programs, server
from tests.migrations.upscripts import release

ROWS = 50_000
WHERE = programs()
TABLES = ("t", "r", "p", "p1", "p2")

SETUP = f"""
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TABLE r (id integer PRIMARY KEY);
    INSERT INTO r SELECT generate_series(1, {ROWS});
    CREATE TABLE t (
        id integer NOT NULL, n integer, m integer NOT NULL DEFAULT 0, s varchar(20), x text,
        d date, ts timestamp, tz timestamptz, j json, u numeric(10, 2), c cidr, b bit(4), e mood,
        a varchar(9)[], k text,
        CONSTRAINT t_unchecked CHECK (d > '2000-01-01') NOT VALID,
        CONSTRAINT t_r FOREIGN KEY (n) REFERENCES r
    );
    INSERT INTO t (id, n, s, x, d)
        SELECT i, i, 'a', 'b', '2026-01-01' FROM generate_series(1, {ROWS}) i;
    CREATE UNIQUE INDEX t_id ON t (id);
    CREATE INDEX t_n ON t (n);
    CREATE INDEX t_s ON t (s);
    CREATE TABLE p (id integer, day date) PARTITION BY RANGE (id);
    CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000000);
    INSERT INTO p SELECT i FROM generate_series(1, {ROWS}) i;
    CREATE TABLE p2 (id integer, day date);
    INSERT INTO p2 SELECT i + 1000000 FROM generate_series(1, {ROWS}) i;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE TRIGGER t_f BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
"""
BEFORE = """
    ALTER TABLE t ALTER n TYPE integer, ALTER m TYPE integer, ALTER s TYPE varchar(20),
        ALTER x TYPE text, ALTER d TYPE date, ALTER ts TYPE timestamp, ALTER tz TYPE timestamptz,
        ALTER j TYPE json, ALTER u TYPE numeric(10, 2), ALTER c TYPE cidr, ALTER b TYPE bit(4),
        ALTER e TYPE mood, ALTER a TYPE varchar(9)[], ALTER k TYPE text
"""
"""What a down would say: the types that the columns have."""

STATEMENTS = """
    DROP TABLE t CASCADE
    ALTER TABLE t RENAME TO t9
    TRUNCATE t
    DELETE FROM t
    UPDATE t SET x = 'a'
    ALTER TABLE t ADD COLUMN y text
    ALTER TABLE t ADD COLUMN y text NOT NULL DEFAULT 'a'
    ALTER TABLE t ADD COLUMN y timestamptz DEFAULT now()
    ALTER TABLE t ADD COLUMN y timestamptz DEFAULT clock_timestamp()
    ALTER TABLE t ADD COLUMN y uuid DEFAULT gen_random_uuid()
    ALTER TABLE t ADD COLUMN y serial
    ALTER TABLE t ADD COLUMN y integer GENERATED ALWAYS AS IDENTITY
    ALTER TABLE t ADD COLUMN y integer GENERATED ALWAYS AS (id + 1) STORED
    ALTER TABLE t ADD COLUMN y integer REFERENCES r
    ALTER TABLE t ADD COLUMN y integer REFERENCES r DEFAULT 1
    ALTER TABLE t ADD COLUMN y integer; ALTER TABLE t ADD FOREIGN KEY (y) REFERENCES r
    ALTER TABLE t ADD COLUMN y integer UNIQUE
    ALTER TABLE t ADD COLUMN y serial PRIMARY KEY
    ALTER TABLE t ADD COLUMN y integer CHECK (y > 0)
    ALTER TABLE t DROP COLUMN x
    ALTER TABLE t RENAME COLUMN x TO x9
    ALTER TABLE t ALTER n TYPE bigint
    ALTER TABLE t ALTER m TYPE smallint
    ALTER TABLE t ALTER m TYPE integer
    ALTER TABLE t ALTER s TYPE varchar(40)
    ALTER TABLE t ALTER s TYPE varchar(10)
    ALTER TABLE t ALTER s TYPE text
    ALTER TABLE t ALTER s TYPE text USING s::text
    ALTER TABLE t ALTER s TYPE char(20)
    ALTER TABLE t ALTER x TYPE varchar(20)
    ALTER TABLE t ALTER x TYPE varchar
    ALTER TABLE t ALTER u TYPE numeric(12, 2)
    ALTER TABLE t ALTER u TYPE numeric
    ALTER TABLE t ALTER u TYPE numeric(12, 4)
    ALTER TABLE t ALTER u TYPE integer
    ALTER TABLE t ALTER c TYPE inet
    ALTER TABLE t ALTER b TYPE varbit
    ALTER TABLE t ALTER b TYPE bit(8)
    ALTER TABLE t ALTER j TYPE jsonb
    ALTER TABLE t ALTER e TYPE text
    ALTER TABLE t ALTER a TYPE varchar(19)[]
    ALTER TABLE t ALTER k TYPE integer USING length(k)
    ALTER TABLE t ALTER k TYPE text USING lower(k)
    ALTER TABLE t ALTER d TYPE timestamp
    ALTER TABLE t ALTER ts TYPE timestamptz
    SET timezone = 'UTC'; ALTER TABLE t ALTER ts TYPE timestamptz
    SET timezone = 'UTC'; ALTER TABLE t ALTER tz TYPE timestamp
    SET timezone = 'Europe/Berlin'; ALTER TABLE t ALTER ts TYPE timestamptz
    ALTER TABLE t ALTER ts TYPE timestamptz USING ts AT TIME ZONE 'UTC'
    ALTER TABLE t ALTER ts TYPE timestamp(3)
    ALTER TABLE t ALTER ts TYPE timestamp(6)
    ALTER TABLE t ALTER x SET NOT NULL
    ALTER TABLE t ALTER m DROP NOT NULL
    ALTER TABLE t ALTER n SET DEFAULT 1
    ALTER TABLE t ALTER m DROP DEFAULT
    ALTER TABLE t ALTER n SET STATISTICS 10
    ALTER TABLE t ALTER x SET STORAGE EXTERNAL
    ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY
    CREATE INDEX i ON t (x)
    CREATE UNIQUE INDEX i ON t (id)
    CREATE INDEX i ON ONLY p (id)
    ALTER INDEX t_n RENAME TO t_n9
    ALTER TABLE t ADD CONSTRAINT q UNIQUE (id)
    ALTER TABLE t ADD CONSTRAINT q UNIQUE USING INDEX t_id
    ALTER TABLE t ADD PRIMARY KEY (id)
    ALTER TABLE t ADD CONSTRAINT q PRIMARY KEY USING INDEX t_id
    ALTER TABLE t ADD CONSTRAINT q FOREIGN KEY (id) REFERENCES r
    ALTER TABLE t ADD CONSTRAINT q FOREIGN KEY (id) REFERENCES r NOT VALID
    ALTER TABLE t ADD CONSTRAINT q CHECK (id > 0)
    ALTER TABLE t ADD CONSTRAINT q CHECK (id > 0) NOT VALID
    ALTER TABLE t ADD CONSTRAINT q EXCLUDE USING btree (id WITH =)
    ALTER TABLE t VALIDATE CONSTRAINT t_unchecked
    ALTER TABLE t DROP CONSTRAINT t_r
    ALTER TABLE t RENAME CONSTRAINT t_r TO t_r9
    ALTER TYPE mood ADD VALUE 'ugly'
    ALTER TYPE mood RENAME VALUE 'bad' TO 'ugly'
    ALTER TABLE t SET SCHEMA information_schema
    ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (1000000) TO (2000000)
    ALTER TABLE p DETACH PARTITION p1
    CLUSTER t USING t_n
    REINDEX TABLE t
    LOCK TABLE t
    LOCK TABLE t IN SHARE MODE
    LOCK TABLE t IN ROW EXCLUSIVE MODE
    LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE
    ALTER TABLE t SET UNLOGGED
    ALTER TABLE t SET (fillfactor = 70)
    ALTER TABLE t CLUSTER ON t_n
    ALTER TABLE t ENABLE ROW LEVEL SECURITY
    ALTER TABLE t DISABLE TRIGGER ALL
    ALTER TABLE t OWNER TO tester
    CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()
    DROP TRIGGER t_f ON t
    CREATE POLICY o ON t USING (true)
    CREATE RULE o AS ON INSERT TO t DO NOTHING
    CREATE TABLE made (id integer REFERENCES r)
    CREATE VIEW made AS SELECT * FROM t
    COMMENT ON TABLE t IS 'x'
    ANALYZE t
"""
ALONE = """
    CREATE INDEX CONCURRENTLY i ON t (x)
    DROP INDEX CONCURRENTLY t_s
    REINDEX TABLE CONCURRENTLY t
    ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY
    VACUUM FULL t
"""
"""What PostgreSQL runs outside a transaction only."""

CHECKED = "ALTER TABLE t ADD CONSTRAINT q CHECK (x IS NOT NULL)"
STRENGTH = {
    "AccessExclusiveLock": Blocks.ALL,
    "ExclusiveLock": Blocks.WRITES,
    "ShareRowExclusiveLock": Blocks.WRITES,
    "ShareLock": Blocks.WRITES,
}
"""Locks that reads or writes wait for."""

Seen = dict[str, tuple[Blocks, Held]]


def each(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    if WHERE is None:
        pytest.skip("no PostgreSQL server is installed")
    with server(WHERE) as running:
        running.run(SETUP)
        yield running


def foretold(sql: str, version: int = 15) -> Seen:
    """Return what we say that others wait for, and how long."""
    scope = release(sql, Server(Dialect.POSTGRESQL, (version,)), down=BEFORE)
    found: Seen = {}
    for migration, operation in scope.operations():
        lock = lock_in(migration, operation, scope)
        if lock is None:
            continue
        tables = {locked_table(operation): lock}
        if lock.also and operation.references is not None:
            tables[operation.references] = lock
        for table in tables:
            old = found.get(table or "", (Blocks.WRITES, Held.SHORT))
            blocks = Blocks.ALL if Blocks.ALL in (old[0], lock.blocks) else Blocks.WRITES
            found[table or ""] = (blocks, old[1] if lock.held is Held.SHORT else lock.held)
    return {table: lock for table, lock in found.items() if table in TABLES}


def seen(postgres: Postgres, sql: str, first: str = "") -> Seen:
    """Return what the server shows of a statement in a transaction that is taken back."""
    rows = postgres.run(
        f"""
        BEGIN;
        {first};
        CREATE TEMP TABLE before AS SELECT oid, relname, pg_relation_filenode(oid) AS file,
            coalesce((SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)
                FROM pg_stat_xact_user_tables WHERE relid = c.oid), 0) AS read
            FROM pg_class c WHERE relname IN ('{"', '".join(TABLES)}');
        SAVEPOINT start;
        {sql};
        SELECT relname, mode,
            (pg_relation_filenode(oid) <> file AND pg_relation_size(oid) > 0)
            OR (SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) - read >= {ROWS}
                FROM pg_stat_xact_user_tables WHERE relid = oid)
            FROM before LEFT JOIN pg_locks ON relation = oid AND pid = pg_backend_pid() AND granted;
        ROLLBACK;
        """
    )
    found: Seen = {}
    held = Held.LONG if any(is_long == "t" for _, _, is_long in rows) else Held.SHORT
    for table, mode, _ in rows:
        blocks = STRENGTH.get(mode)
        old = found.get(table, (None, None))[0]
        if blocks is not None and old is not Blocks.ALL:
            found[table] = (blocks, held)
    return found


def agree(ours: Seen, theirs: Seen) -> bool:
    """Say whether the server shows what we say; where we do not say how long, either may be."""
    unsure = {table for table, (_, held) in ours.items() if held is Held.UNKNOWN}
    shown = {table: lock for table, lock in theirs.items() if table in ours or table == "t"}
    return {table: lock if table not in unsure else lock[0] for table, lock in ours.items()} == {
        table: lock if table not in unsure else lock[0] for table, lock in shown.items()
    }


@pytest.mark.parametrize("sql", each(STATEMENTS))
def test_the_lock_is_the_one_that_postgres_takes(postgres: Postgres, sql: str) -> None:
    ours, theirs = foretold(sql), seen(postgres, sql)
    assert agree(ours, theirs), f"we say {ours}, PostgreSQL shows {theirs}"


@pytest.mark.parametrize("column", ["x", "s"])
def test_not_null_is_believed_only_of_the_checked_column(postgres: Postgres, column: str) -> None:
    sql = f"ALTER TABLE t ALTER {column} SET NOT NULL"
    held = Held.SHORT if column == "x" else Held.LONG
    assert seen(postgres, sql, CHECKED) == {"t": (Blocks.ALL, held)}
    scope = release([CHECKED, sql])
    _, (migration, operation) = scope.operations()
    lock = lock_in(migration, operation, scope)
    assert lock is not None
    assert (lock.blocks, lock.held) == (Blocks.ALL, held)


def test_a_constraint_that_is_validated_at_once_is_locked_all_the_time(postgres: Postgres) -> None:
    first = "ALTER TABLE t ADD CONSTRAINT q CHECK (x IS NOT NULL) NOT VALID"
    sql = f"{first}; ALTER TABLE t VALIDATE CONSTRAINT q"
    assert foretold(sql) == {"t": (Blocks.ALL, Held.SHORT)}
    assert seen(postgres, sql) == {"t": (Blocks.ALL, Held.LONG)}
    (problem,) = transaction_problems(release(sql))
    assert problem.code is Code.TRANSACTION


@pytest.mark.parametrize("sql", each(ALONE))
def test_what_runs_alone_keeps_waiting_whom_we_say(postgres: Postgres, sql: str) -> None:
    """Somebody holds the tables, so that the lock is still asked for when it is looked at."""
    with session(postgres, "holder") as holder:
        assert holder.stdin is not None
        holder.stdin.write("BEGIN; SELECT id FROM t LIMIT 1; SELECT id FROM p LIMIT 1;\n")
        holder.stdin.write("LOCK TABLE t, p IN ROW EXCLUSIVE MODE;\n")
        holder.stdin.flush()
        shown(postgres, "holder", "mode = 'RowExclusiveLock' AND relname = 'p'")
        with session(postgres, "alone") as alone:
            assert alone.stdin is not None
            alone.stdin.write(f"{sql};\n")
            alone.stdin.close()
            alone.stdin = None
            modes = shown(postgres, "alone", "wait_event_type = 'Lock'")
            _, complaint = holder.communicate("ROLLBACK;\n", timeout=60)
            assert complaint == ""
            _, complaint = alone.communicate(timeout=60)
            assert complaint == ""
    blocked = {STRENGTH[mode] for mode in modes if mode in STRENGTH}
    assert blocked == {blocks for blocks, _ in foretold(sql).values()}


@contextmanager
def session(postgres: Postgres, name: str) -> Iterator[subprocess.Popen[str]]:
    """Run a session that does what is written to it, at most until the end of the block."""
    running = subprocess.Popen(
        postgres.arguments(),
        env={"PGAPPNAME": name},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def shown(postgres: Postgres, name: str, condition: str) -> set[str]:
    """Return the locks on the tables that a session holds or asks for, once a condition holds."""
    for _ in range(200):
        rows = postgres.run(
            f"""
            SELECT CASE WHEN relname IN ('t', 'p') THEN mode END
            FROM pg_locks l JOIN pg_stat_activity a USING (pid)
            LEFT JOIN pg_class c ON c.oid = l.relation
            WHERE application_name = '{name}' AND {condition}
            """
        )
        if rows:
            return {mode for (mode,) in rows}
        time.sleep(0.05)
    raise AssertionError(f"the session {name} never shows that {condition}")
