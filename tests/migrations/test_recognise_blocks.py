"""Statements inside DO blocks, conditions and strings."""

import pytest

from deploylint.facts.operations import Dialect, Does, Flag, Operation
from tests.migrations.recognised import MSSQL, PG, part, read, rows

CONDITIONAL, EXISTS, MISSING = Flag.CONDITIONAL, Flag.IF_EXISTS, Flag.IF_NOT_EXISTS
TYPE, DROP, OPAQUE = Does.CREATE_TYPE, Does.DROP_TABLE, Does.OPAQUE
DYNAMIC = "a DO block with dynamic SQL"
COMPUTED = "it runs SQL that is put together when it is run"
DEEP = "blocks are nested too deeply"


def do(body: str) -> str:
    return f"DO $$\n{body}\n$$"


PLAIN = do("BEGIN DROP TABLE a; DROP TABLE b; END")
CAUGHT = do("BEGIN CREATE TYPE e AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null; END")
UNDEFINED = do("BEGIN DROP TABLE a; EXCEPTION WHEN undefined_table THEN RAISE NOTICE 'x'; END")
OTHERS = do("BEGIN DROP TABLE a; EXCEPTION WHEN OTHERS THEN DROP TABLE b; END")
ASKED = do(
    "BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'e') THEN\n"
    "CREATE TYPE s.e AS ENUM ('a'); END IF; END",
)
ASKED_OTHER = ASKED.replace("typname = 'e'", "typname = 'f'")
THERE = do(
    "BEGIN IF EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'a') THEN\n"
    "DROP TABLE a; ELSE DROP TABLE b; END IF; DROP TABLE c; END",
)
LOOP = do("BEGIN FOR r IN SELECT 1 FROM x LOOP DELETE FROM a WHERE b = r.b; END LOOP; END")
EXECUTED = do("BEGIN EXECUTE 'DROP TABLE ' || x; EXECUTE 'DROP TABLE a'; EXECUTE format('x'); END")
VARIABLES = do(
    "DECLARE n int := 1; BEGIN n := 2; n = 3; SELECT count(*) INTO n FROM x; NULL;\n"
    "GET DIAGNOSTICS n = ROW_COUNT; PERFORM lower('a'); DROP TABLE a; END",
)
PERFORMED = do("BEGIN PERFORM frob(); PERFORM setval('s', 1); END")
RAISED = do("BEGIN RAISE EXCEPTION 'no way back: %', 1; END")
RETURNED = do("BEGIN IF a THEN RETURN; END IF; DROP TABLE a; END")
CASED = do("BEGIN CASE a WHEN 1 THEN DROP TABLE a; ELSE DROP TABLE b; END CASE; DROP TABLE c; END")
LABELLED = "DO LANGUAGE plpgsql $x$ <<l>> BEGIN UPDATE t SET a = CASE WHEN b THEN 1 END; END l $x$"
QUOTED = "DO 'BEGIN DROP TABLE a; END'"
NESTED = do("BEGIN BEGIN DROP TABLE a; EXCEPTION WHEN OTHERS THEN NULL; END; DROP TABLE b; END")
EMPTY = do("BEGIN NULL; END")
PYTHON = "DO LANGUAGE plpython3u $$ drop $$"
HOLLOW = do("BEGIN " * 40 + "DROP TABLE a;" + " END;" * 40)

BLOCKS = (
    rows(
        "plain",
        PLAIN,
        part(PLAIN, "DROP TABLE a", DROP, table="a"),
        part(PLAIN, "DROP TABLE b", DROP, table="b"),
    ),
    rows(
        "duplicate-is-caught",
        CAUGHT,
        part(
            CAUGHT,
            "CREATE TYPE e AS ENUM ('a')",
            TYPE,
            CONDITIONAL,
            MISSING,
            name="e",
            object="enum type",
        ),
    ),
    rows(
        "undefined-is-caught",
        UNDEFINED,
        part(UNDEFINED, "DROP TABLE a", DROP, CONDITIONAL, EXISTS, table="a"),
    ),
    rows(
        "handler-does-something",
        OTHERS,
        part(OTHERS, "DROP TABLE a", DROP, CONDITIONAL, table="a"),
        part(OTHERS, "DROP TABLE b", DROP, CONDITIONAL, table="b"),
    ),
    rows(
        "catalogue-is-asked",
        ASKED,
        part(
            ASKED,
            "CREATE TYPE s.e AS ENUM ('a')",
            TYPE,
            CONDITIONAL,
            MISSING,
            name="s.e",
            object="enum type",
        ),
    ),
    rows(
        "catalogue-is-asked-for-something-else",
        ASKED_OTHER,
        part(
            ASKED_OTHER,
            "CREATE TYPE s.e AS ENUM ('a')",
            TYPE,
            CONDITIONAL,
            name="s.e",
            object="enum type",
        ),
    ),
    rows(
        "branches",
        THERE,
        part(THERE, "DROP TABLE a", DROP, CONDITIONAL, EXISTS, table="a"),
        part(THERE, "DROP TABLE b", DROP, CONDITIONAL, table="b"),
        part(THERE, "DROP TABLE c", DROP, table="c"),
    ),
    rows(
        "loop",
        LOOP,
        part(LOOP, "DELETE FROM a WHERE b = r.b", Does.DELETE, CONDITIONAL, Flag.WHERE, table="a"),
    ),
    rows(
        "execute",
        EXECUTED,
        part(EXECUTED, "EXECUTE 'DROP TABLE ' || x", OPAQUE, why=DYNAMIC),
        part(EXECUTED, "DROP TABLE a", DROP, table="a"),
        part(EXECUTED, "EXECUTE format('x')", OPAQUE, why=DYNAMIC),
    ),
    rows("variables", VARIABLES, part(VARIABLES, "DROP TABLE a", DROP, table="a")),
    rows(
        "perform",
        PERFORMED,
        part(
            PERFORMED,
            "PERFORM frob()",
            OPAQUE,
            why="it calls the function frob(), which may change something",
        ),
        part(PERFORMED, "PERFORM setval('s', 1)", Does.ALTER_OBJECT, name="s", object="sequence"),
    ),
    rows(
        "raise",
        RAISED,
        part(RAISED, "RAISE EXCEPTION 'no way back: %', 1", Does.RAISE, why="no way back: %"),
    ),
    rows("behind-a-return", RETURNED, part(RETURNED, "DROP TABLE a", DROP, CONDITIONAL, table="a")),
    rows(
        "case",
        CASED,
        part(CASED, "DROP TABLE a", DROP, CONDITIONAL, table="a"),
        part(CASED, "DROP TABLE b", DROP, CONDITIONAL, table="b"),
        part(CASED, "DROP TABLE c", DROP, table="c"),
    ),
    rows(
        "label",
        LABELLED,
        part(
            LABELLED,
            "UPDATE t SET a = CASE WHEN b THEN 1 END",
            Does.UPDATE,
            table="t",
            columns=("a",),
        ),
    ),
    rows("quoted", QUOTED, part(QUOTED, "DROP TABLE a", DROP, table="a")),
    rows(
        "only-the-inner-block-catches",
        NESTED,
        part(NESTED, "DROP TABLE a", DROP, CONDITIONAL, table="a"),
        part(NESTED, "DROP TABLE b", DROP, table="b"),
    ),
    rows("empty", EMPTY, part(EMPTY, EMPTY, Does.READ)),
    rows(
        "other-language", PYTHON, part(PYTHON, PYTHON, OPAQUE, why="a DO block in another language")
    ),
    rows("no-body", "DO", part("DO", "DO", OPAQUE, why="the body of the DO block is missing")),
    rows("too-deep", HOLLOW, part(HOLLOW, HOLLOW, OPAQUE, why=DEEP)),
)

COLUMN = (
    "IF NOT EXISTS (SELECT * FROM sys.columns WHERE name = N'a' AND object_id = 1)\n"
    "BEGIN\n  ALTER TABLE t ADD a int NULL\n  DROP TABLE x\nEND\nELSE\n  DROP TABLE y"
)
TABLE = "IF OBJECT_ID('dbo.t', 'U') IS NOT NULL DROP TABLE dbo.t\nDROP TABLE u"
LENGTH = "IF COL_LENGTH('dbo.t', 'a') IS NOT NULL\n  ALTER TABLE dbo.t DROP COLUMN a"
TRIED = (
    "BEGIN TRY\nBEGIN TRAN;\nDROP TABLE a;\nCOMMIT TRAN;\nEND TRY\n"
    "BEGIN CATCH\nIF @@TRANCOUNT > 0\nBEGIN\n  ROLLBACK TRAN;\nEND;\nTHROW\nEND CATCH"
)
CATCH = TRIED[TRIED.index("BEGIN CATCH") :]
SOURCED = (
    "IF 1 = 1 INSERT INTO a (b) SELECT c FROM d\n"
    "WHILE 1 = 1 BEGIN UPDATE e SET f = 1 DELETE FROM g WHERE h = 1 END"
)
STRINGS = "EXEC('DROP TABLE a')\nEXEC sp_executesql N'DROP TABLE b'\nEXEC (@sql)"
RENAMED = "EXEC sp_rename 'dbo.a', 'b'\nEXEC sp_rename 'dbo.PK_a', 'PK_b'\nEXEC sp_rename @a, 'b'"

BATCHES = (
    rows(
        "column-is-missing",
        COLUMN,
        part(
            COLUMN,
            "ALTER TABLE t ADD a int NULL",
            Does.ADD_COLUMN,
            CONDITIONAL,
            MISSING,
            table="t",
            name="a",
            type="integer",
        ),
        part(COLUMN, "DROP TABLE x", DROP, CONDITIONAL, table="x"),
        part(COLUMN, "DROP TABLE y", DROP, CONDITIONAL, table="y"),
        dialect=MSSQL,
    ),
    rows(
        "table-is-there",
        TABLE,
        part(TABLE, "DROP TABLE dbo.t", DROP, CONDITIONAL, EXISTS, table="t"),
        part(TABLE, "DROP TABLE u", DROP, table="u"),
        dialect=MSSQL,
    ),
    rows(
        "column-is-there",
        LENGTH,
        part(
            LENGTH,
            "ALTER TABLE dbo.t DROP COLUMN a",
            Does.DROP_COLUMN,
            CONDITIONAL,
            EXISTS,
            table="t",
            name="a",
        ),
        dialect=MSSQL,
    ),
    rows(
        "what-is-tried-runs",
        TRIED,
        part(TRIED, "BEGIN TRAN", Does.TRANSACTION, name="begin"),
        part(TRIED, "DROP TABLE a", DROP, table="a"),
        part(TRIED, "COMMIT TRAN", Does.TRANSACTION, name="commit"),
        part(TRIED, CATCH, Does.READ),
        dialect=MSSQL,
    ),
    rows(
        "nothing-parts-statements",
        SOURCED,
        part(
            SOURCED,
            "INSERT INTO a (b) SELECT c FROM d",
            Does.INSERT,
            CONDITIONAL,
            table="a",
            columns=("b",),
        ),
        part(SOURCED, "UPDATE e SET f = 1", Does.UPDATE, CONDITIONAL, table="e", columns=("f",)),
        part(SOURCED, "DELETE FROM g WHERE h = 1", Does.DELETE, CONDITIONAL, Flag.WHERE, table="g"),
        dialect=MSSQL,
    ),
    rows(
        "sql-in-strings",
        STRINGS,
        part(STRINGS, "DROP TABLE a", DROP, table="a"),
        part(STRINGS, "DROP TABLE b", DROP, table="b"),
        part(STRINGS, "EXEC (@sql)", OPAQUE, why=COMPUTED),
        dialect=MSSQL,
    ),
    rows(
        "renames",
        RENAMED,
        part(RENAMED, "EXEC sp_rename 'dbo.a', 'b'", Does.RENAME_TABLE, table="a", new_name="b"),
        part(
            RENAMED,
            "EXEC sp_rename 'dbo.PK_a', 'PK_b'",
            Does.RENAME_OBJECT,
            name="pk_a",
            new_name="pk_b",
            object="object",
        ),
        part(RENAMED, "EXEC sp_rename @a, 'b'", OPAQUE, why=COMPUTED),
        dialect=MSSQL,
    ),
)


@pytest.mark.parametrize(("sql", "dialect", "expected"), BLOCKS)
def test_do_blocks(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


@pytest.mark.parametrize(("sql", "dialect", "expected"), BATCHES)
def test_batches(sql: str, dialect: Dialect, expected: tuple[Operation, ...]) -> None:
    assert read(sql, dialect) == expected


def test_a_block_in_a_block_is_read_only_so_deep() -> None:
    sql = "DROP TABLE a"
    for level in range(9):
        sql = f"DO $d{level}$ BEGIN EXECUTE $e{level}${sql}$e{level}$; END $d{level}$"
    assert [(one.does, one.why) for one in read(sql, PG)] == [(OPAQUE, DEEP)]
