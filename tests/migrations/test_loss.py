"""What the ups of a release destroy."""

from types import MappingProxyType

import pytest

from deploylint.facts.migrations import Server
from deploylint.migrations.analysis.loss import loss_of, loss_problems
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect
from tests.migrations.upscripts import POSTGRES_15, lines, migration, release, told

FIX = "keep it for this release and drop it in a later one, or waive the loss and take a backup"


def test_a_loss_is_one_problem_with_its_place_and_what_to_do() -> None:
    scope = release("ALTER TABLE users DROP COLUMN name;")
    assert loss_problems(scope) == (
        Problem(
            code=Code.DATA_LOST,
            message="0001_x drops the column users.name with all its values",
            at=Location("0001.sql", 1, 1, 1, 35),
            migration=scope.migrations[0],
            weight=Weight.FAIL,
            also=None,
            fix=FIX,
        ),
    )


def test_losses_of_one_kind_are_one_problem_of_each_migration() -> None:
    many = "".join(f"ALTER TABLE t DROP COLUMN c{number};" for number in range(9))
    assert lines(loss_problems(release([many, "ALTER TABLE t DROP COLUMN d;"]))) == [
        (
            "fail data-lost 0001.sql:1:1: 0001_x drops the column t.c0 with all its values; the"
            f" same goes for t.c1, t.c2, t.c3, t.c4, t.c5, t.c6 and 2 more; {FIX}"
        ),
        f"fail data-lost 0002.sql:1:1: 0002_x drops the column t.d with all its values; {FIX}",
    ]


LOST = [
    ("DROP TABLE t", "drops the table t with all its rows"),
    ("DROP TABLE IF EXISTS t CASCADE", "drops the table t with all its rows"),
    ("DROP TABLE a, b", "drops the table a with all its rows; the same goes for b"),
    (
        "DROP TABLE t; CREATE TABLE t (a int)",
        "drops the table t with all its rows, and creates it anew without them",
    ),
    ("TRUNCATE t", "deletes all rows of t"),
    ("TRUNCATE t CASCADE", "deletes all rows of t and of every table that refers to it"),
    ("DELETE FROM t", "deletes all rows of t"),
    ("DELETE FROM t WHERE a = 1", "deletes rows of t"),
    ("DELETE FROM t WHERE true", "deletes all rows of t"),
    ("ALTER TABLE t DROP COLUMN a", "drops the column t.a with all its values"),
    (
        "ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a text",
        "drops the column t.a with all its values, and adds one without them",
    ),
    (
        "ALTER TABLE t ADD COLUMN b text; ALTER TABLE t DROP COLUMN a",
        "drops the column t.a with all its values",
    ),
    ("DROP SCHEMA s CASCADE", "drops the schema s with all its tables"),
    ("DROP DATABASE d", "drops the database d with all its tables"),
    ("UPDATE t SET a = NULL", "replaces every value of t.a by the same one"),
    ("UPDATE t SET a = 'x'::text", "replaces every value of t.a by the same one"),
    (
        "UPDATE t SET a = 0, b = -1;",
        "replaces every value of t.a by the same one; the same goes for t.b",
    ),
    ("ALTER TABLE t ALTER a TYPE int USING 0", "replaces every value of t.a by the same one"),
    ("ALTER TABLE t ALTER a TYPE int USING (NULL)", "replaces every value of t.a by the same one"),
    (
        "DO $$ BEGIN IF now() > '2026-01-01' THEN DROP TABLE t; END IF; END $$",
        "drops the table t with all its rows, under a condition",
    ),
]

NOTED = [
    (
        "DROP TABLE IF EXISTS t; CREATE TABLE t (a int)",
        "drops the table t, if there is one, and creates it anew",
    ),
    (
        "DROP SCHEMA IF EXISTS s CASCADE; CREATE SCHEMA s",
        "drops the schema s, if there is one, and creates it anew",
    ),
    ("DROP TYPE m CASCADE", "drops the type m and, by CASCADE, whatever column is of it"),
    (
        "DROP EXTENSION hstore CASCADE",
        "drops the extension hstore and, by CASCADE, whatever column is of its types",
    ),
    ("UPDATE t SET a = lower(a)", "changes values of t.a; those before are not kept"),
    ("UPDATE t SET a = b", "changes values of t.a; those before are not kept"),
    ("UPDATE t SET a = 'x' WHERE a = 'y'", "changes values of t.a; those before are not kept"),
    ("UPDATE t SET a = u.a FROM u", "changes values of t.a; those before are not kept"),
    (
        "UPDATE t SET a = 0 WHERE a IS NULL OR b = 1",
        "changes values of t.a; those before are not kept",
    ),
    (
        "UPDATE t SET a = 0, b = 0 WHERE a IS NULL",
        "changes values of t.a; those before are not kept; the same goes for t.b",
    ),
    (
        (
            "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();"
            "UPDATE t SET a = NULL"
        ),
        "changes values of t.a; those before are not kept",
    ),
    (
        "ALTER TABLE t ALTER a TYPE int USING length(a)",
        "converts t.a by an expression of its own; the values before are not kept",
    ),
    (
        "ALTER TABLE t ALTER a TYPE m USING a::text::m",
        "converts t.a by an expression of its own; the values before are not kept",
    ),
    (
        "ALTER TABLE t ADD b int; UPDATE t SET b = a; ALTER TABLE t DROP COLUMN a",
        "drops the column t.a; what it held was copied to t before",
    ),
    (
        "INSERT INTO u (x) SELECT o.a FROM t AS o; ALTER TABLE t DROP COLUMN a",
        "drops the column t.a; what it held was copied to u before",
    ),
    (
        (
            "ALTER TABLE u ADD x bool; UPDATE u SET x = true FROM t WHERE u.id = t.id AND t.a;"
            "ALTER TABLE t DROP COLUMN a"
        ),
        "drops the column t.a; what it held was copied to u before",
    ),
    (
        (
            "ALTER TABLE t ADD b text; UPDATE t SET b = CASE WHEN a = true THEN 'x' ELSE 'y' END;"
            "ALTER TABLE t DROP COLUMN a"
        ),
        "drops the column t.a; what it held was copied to t before",
    ),
    (
        "ALTER TABLE t ADD token int; UPDATE t SET token = old_token; ALTER TABLE t DROP old_token",
        "drops the column t.old_token; what it held was copied to t before",
    ),
    (
        "INSERT INTO u SELECT * FROM s.t; DROP TABLE s.t",
        "drops the table s.t; rows of it were copied to u before",
    ),
    (
        "INSERT INTO u SELECT * FROM t WHERE a = 1; DELETE FROM t WHERE a = 1",
        "deletes rows of t; rows of it were copied to u before",
    ),
    (
        "INSERT INTO u SELECT * FROM t; TRUNCATE t",
        "deletes all rows of t; rows of it were copied to u before",
    ),
    (
        "ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1 WHERE b",
        "drops the column t.a, adds one of that name and sets its values",
    ),
]

KEPT = [
    "CREATE TABLE t (a int); INSERT INTO t VALUES (1); DELETE FROM t; DROP TABLE t",
    "CREATE TABLE t (a int); ALTER TABLE t RENAME TO u; DROP TABLE u",
    "CREATE TEMP TABLE t (a int); DROP TABLE t",
    "ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 0; ALTER TABLE t DROP COLUMN a",
    "ALTER TABLE t ADD COLUMN a int; ALTER TABLE t ALTER a TYPE smallint",
    "UPDATE t SET a = 0 WHERE a IS NULL",
    "UPDATE t SET a = 0, b = 0 WHERE t.a IS NULL AND b IS NULL",
    "DROP VIEW v; DROP FUNCTION f(); DROP INDEX i; DROP SEQUENCE s; DROP TYPE m; DROP EXTENSION e",
    "DROP MATERIALIZED VIEW v; DROP TRIGGER g ON t; DROP POLICY p ON t",
    "DROP SCHEMA s",
    "CREATE TYPE m AS ENUM ('a'); DROP TYPE m CASCADE",
    "CREATE SCHEMA s; DROP SCHEMA s CASCADE",
    "ALTER TABLE t ALTER a TYPE jsonb USING a::jsonb",
    "ALTER TABLE t ALTER a TYPE jsonb USING (a)::jsonb",
    "ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ALTER a DROP NOT NULL",
    "ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t RENAME TO u",
    "CREATE TABLE n (a int); INSERT INTO n SELECT a FROM t; DROP TABLE t;ALTER TABLE n RENAME TO t",
    "ALTER TABLE t RENAME TO o; CREATE TABLE t (a int); INSERT INTO t SELECT a FROM o;DROP TABLE o",
    "INSERT INTO t (a) VALUES (1)",
    "TRUNCATE made",
]


@pytest.mark.parametrize(("sql", "said"), LOST)
def test_what_is_lost_fails(sql: str, said: str) -> None:
    assert told(loss_problems(release(sql))) == [f"fail: {said}"]


@pytest.mark.parametrize(("sql", "said"), NOTED)
def test_what_is_kept_elsewhere_or_only_changed_is_told(sql: str, said: str) -> None:
    assert told(loss_problems(release(sql))) == [f"note: {said}"]


@pytest.mark.parametrize("sql", KEPT)
def test_nothing_is_lost(sql: str) -> None:
    assert told(loss_problems(release(["CREATE TABLE made (a int)", sql]))) == []


NOT_KEPT = [
    pytest.param("UPDATE t SET b = 1 WHERE c = 2; ALTER TABLE t DROP COLUMN a", id="not-named"),
    pytest.param("UPDATE t SET a = 1 WHERE b; ALTER TABLE t DROP COLUMN a", id="target"),
    pytest.param("UPDATE u SET x = v.a FROM v, t; ALTER TABLE t DROP COLUMN a", id="of-another"),
    pytest.param(
        "UPDATE u SET x = 1 FROM t WHERE u.id = t.a; ALTER TABLE t DROP COLUMN a", id="joined"
    ),
    pytest.param("INSERT INTO u (a) VALUES (1); ALTER TABLE t DROP COLUMN a", id="values"),
    pytest.param("ALTER TABLE t DROP COLUMN a; UPDATE u SET x = t.a FROM t", id="too-late"),
    pytest.param(
        "DO $$ BEGIN IF true THEN UPDATE t SET b = a; END IF; END $$; ALTER TABLE t DROP COLUMN a",
        id="under-a-condition",
    ),
    pytest.param(
        "INSERT INTO u SELECT * FROM t WHERE a = 1; DELETE FROM t WHERE a = 2", id="other-rows"
    ),
    pytest.param(
        "CREATE TABLE n (a int); DROP TABLE t; ALTER TABLE n RENAME TO t", id="rebuilt-empty"
    ),
]


@pytest.mark.parametrize("sql", NOT_KEPT)
def test_a_copy_that_is_none_excuses_nothing(sql: str) -> None:
    assert any(one.weight is Weight.FAIL for one in loss_problems(release(sql)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "varchar(40)",
            "varchar(20)",
            [("fail: narrows t.a from varchar(40) to varchar(20); what does not fit is lost, or"
             " stops the migration")],
        ),
        (
            "numeric(9, 4)",
            "numeric(9, 2)",
            [("fail: narrows t.a from numeric(9,4) to numeric(9,2); what does not fit is lost"
             " without a word")],
        ),
        (
            "timestamp",
            "date",
            ["fail: narrows t.a from timestamp to date; what does not fit is lost without a word"],
        ),
        ("varchar(20)", "varchar(40)", []),
        ("integer", "text", []),
        ("timestamp", "timestamptz", []),
    ],
)  # fmt: skip
def test_the_down_says_what_the_type_was(old: str, new: str, said: list[str]) -> None:
    up, down = f"ALTER TABLE t ALTER a TYPE {new}", f"ALTER TABLE t ALTER a TYPE {old}"
    assert told(loss_problems(release(up, down=down))) == said


def test_an_earlier_step_says_what_the_type_was() -> None:
    ups = ["ALTER TABLE t ALTER a TYPE varchar(40)", "ALTER TABLE t ALTER a TYPE varchar(20)"]
    assert lines(loss_problems(release(ups))) == [
        (
            "fail data-lost 0002.sql:1:1: 0002_x narrows t.a from varchar(40) to varchar(20); what"
            " does not fit is lost, or stops the migration; keep the old column for this release"
            " beside a new one, or waive the loss"
        )
    ]


@pytest.mark.parametrize(
    ("dialect", "sql", "said"),
    [
        (Dialect.MYSQL, "DROP SCHEMA s", ["fail: drops the schema s with all its tables"]),
        (None, "DROP SCHEMA s", ["fail: drops the schema s with all its tables"]),
        (Dialect.MSSQL, "DROP SCHEMA s", []),
        (
            Dialect.MYSQL,
            "ALTER TABLE t DROP PARTITION p0",
            ["fail: drops the partition p0 of t with all its rows"],
        ),
        (Dialect.COCKROACHDB, "ALTER TYPE m DROP VALUE 'a'", ["fail: drops the enum value m.a"]),
        (Dialect.MSSQL, "DELETE t FROM t WHERE a = 1", ["fail: deletes rows of t"]),
    ],
)
def test_databases_differ(dialect: Dialect | None, sql: str, said: list[str]) -> None:
    assert told(loss_problems(release(sql, Server(dialect)))) == said


def test_migrations_of_two_databases_do_not_see_each_other() -> None:
    ups = [
        migration(1, "ALTER TABLE t ADD COLUMN a int", dialect=Dialect.SQLITE),
        migration(2, "ALTER TABLE t DROP COLUMN a", dialect=Dialect.MYSQL),
    ]
    assert lines(loss_problems(Scope(ups, Server()))) == [
        f"fail data-lost 0002.sql:1:1: 0002_x drops the column t.a with all its values; {FIX}"
    ]


def test_a_condition_beyond_the_shown_text_is_read_in_the_file() -> None:
    many = ", ".join(f"{name * 20} = 0" for name in "abcd")
    nulls = " AND ".join(f"{name * 20} IS NULL" for name in "abcd")
    assert told(loss_problems(release(f"UPDATE t SET {many} WHERE {nulls}"))) == []
    one = migration(1, f"UPDATE t SET {many} WHERE {nulls}")
    unseen = Scope([one._replace(texts=MappingProxyType({}))], POSTGRES_15)
    assert [problem.weight for problem in loss_problems(unseen)] == [Weight.NOTE]


def test_what_cannot_be_read_is_told_once() -> None:
    found = loss_problems(release("DO LANGUAGE plpython3u 'x'; DO LANGUAGE plpython3u 'y'"))
    assert [(one.weight, one.code) for one in found] == [(Weight.OPAQUE, Code.OPAQUE)]
    assert "has 2 steps that cannot be read, so it may lose data" in found[0].message


def test_the_loss_of_one_operation_completes_its_name() -> None:
    scope = release("DROP TABLE t; CREATE TABLE u (a int)")
    said = [loss_of(one, operation, scope) for one, operation in scope.operations()]
    assert said == ["drops the table t with all its rows", None]
