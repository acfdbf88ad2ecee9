"""Migrations whose transactions do not fit what they do."""

import pytest

from deploylint.facts.migrations import Server
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.migrations.analysis.transactions import transaction_problems
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect
from tests.migrations.upscripts import POSTGRES_15, lines, migration, release, told


def test_a_problem_is_told_with_its_place_and_what_to_do() -> None:
    scope = release("CREATE INDEX CONCURRENTLY i ON t (a);")
    assert transaction_problems(scope) == (
        Problem(
            code=Code.TRANSACTION,
            message="0001_x runs create index i CONCURRENTLY inside a transaction, which PostgreSQL"
            " refuses",
            at=Location("0001.sql", 1, 1, 1, 37),
            migration=scope.migrations[0],
            weight=Weight.FAIL,
            also=None,
            fix="switch the transaction of this migration off, as its tool provides",
        ),
    )


HELD = " in the transaction that has locked it, so nobody reads or writes it meanwhile"
REFUSED = " CONCURRENTLY inside a transaction, which PostgreSQL refuses"
USED = " in the transaction that adds it, which PostgreSQL refuses"

FOUND = [
    (
        "CREATE INDEX CONCURRENTLY i ON t (a); DROP INDEX CONCURRENTLY j",
        [f"fail: runs create index i{REFUSED}; the same goes for drop index j"],
    ),
    ("BEGIN; DROP INDEX CONCURRENTLY i; COMMIT", [f"fail: runs drop index i{REFUSED}"]),
    (
        (
            "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;"
            "ALTER TABLE t VALIDATE CONSTRAINT c"
        ),
        [
            (
                "fail: validates c in the transaction that adds it, so the lock on t is held while"
                " every row is read"
            )
        ],
    ),
    (
        "ALTER TYPE m ADD VALUE 'new'; UPDATE t SET a = 'new' WHERE b",
        [f"fail: uses the enum value m.new{USED}"],
    ),
    (
        "ALTER TYPE m ADD VALUE 'new'; ALTER TABLE t ALTER a SET DEFAULT 'new'",
        [f"fail: uses the enum value m.new{USED}"],
    ),
    ("ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1", [f"fail: changes every row of t{HELD}"]),
    (
        "ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1 WHERE b",
        [f"note: changes rows of t{HELD}"],
    ),
    ("ALTER TABLE t DROP COLUMN a; DELETE FROM t", [f"fail: changes every row of t{HELD}"]),
    ("BEGIN; DROP TABLE t", ["fail: begins a transaction that nothing commits"]),
]

NONE = [
    "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
    ("CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID;"
    "ALTER TABLE t VALIDATE CONSTRAINT c"),
    "ALTER TABLE t VALIDATE CONSTRAINT c; ALTER TABLE t VALIDATE CONSTRAINT d",
    "CREATE TYPE m AS ENUM ('a'); ALTER TYPE m ADD VALUE 'b'; UPDATE t SET a = 'b' WHERE c",
    "ALTER TYPE m ADD VALUE 'new'; UPDATE t SET a = 'old' WHERE b",
    "UPDATE t SET a = 'new' WHERE b; ALTER TYPE m ADD VALUE 'new'",
    "UPDATE t SET a = 1; ALTER TABLE t ALTER a SET NOT NULL",
    "CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int; UPDATE t SET b = 1",
    "ALTER TABLE t ADD COLUMN a int; UPDATE u SET a = 1",
    "CREATE INDEX i ON t (a); UPDATE t SET a = 1",
    "BEGIN; DROP TABLE t; COMMIT",
]  # fmt: skip


@pytest.mark.parametrize(("sql", "found"), FOUND)
def test_what_does_not_fit_one_transaction(sql: str, found: list[str]) -> None:
    inside = not sql.startswith("BEGIN")
    assert told(transaction_problems(release(sql, transaction=inside))) == found


@pytest.mark.parametrize("sql", NONE)
def test_what_fits(sql: str) -> None:
    inside = not sql.startswith("BEGIN")
    assert transaction_problems(release(sql, transaction=inside)) == ()


@pytest.mark.parametrize("transaction", [False, None])
@pytest.mark.parametrize(("sql", "found"), FOUND[:8])
def test_without_a_transaction_that_shows_all_of_it_is_well(
    sql: str, found: list[str], transaction: bool | None
) -> None:
    del found
    if not sql.startswith("BEGIN"):
        assert transaction_problems(release(sql, transaction=transaction)) == ()


@pytest.mark.parametrize(
    "ups",
    [
        ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
         "ALTER TABLE t VALIDATE CONSTRAINT c"],
        ["ALTER TYPE m ADD VALUE 'new'", "UPDATE t SET a = 'new' WHERE b"],
        ["ALTER TABLE t ADD COLUMN a int", "UPDATE t SET a = 1"],
    ],
)  # fmt: skip
def test_in_migrations_of_their_own_all_of_it_is_well(ups: list[str]) -> None:
    assert transaction_problems(release(ups)) == ()


def test_before_version_12_no_value_is_added_in_a_transaction() -> None:
    sql = "ALTER TYPE m ADD VALUE 'a'; ALTER TYPE m ADD VALUE 'b'"
    old = Server(Dialect.POSTGRESQL, (11,))
    said = " inside a transaction, which PostgreSQL refuses before version 12"
    assert told(transaction_problems(release(sql, old))) == [
        f"fail: adds the enum value m.a{said}; the same goes for m.b"
    ]
    assert transaction_problems(release(sql, old, transaction=False)) == ()
    assert transaction_problems(release(sql, Server(Dialect.POSTGRESQL, (12,)))) == ()


def test_statements_that_are_sent_together_are_one_transaction() -> None:
    one = migration(1, "CREATE INDEX CONCURRENTLY i ON t (a); SELECT 1", transaction=False)
    first, second = one.up.operations
    refused = first._replace(fails="it is sent together with other statements")
    one = one._replace(up=one.up._replace(operations=(refused, second)))
    assert lines(transaction_problems(Scope([one], POSTGRES_15))) == [
        ("fail transaction 0001.sql:1:1: 0001_x fails at create index i: it is sent together with"
        " other statements; write it alone into a migration of its own")
    ]  # fmt: skip


def test_a_use_beyond_the_shown_text_is_seen() -> None:
    long = ", ".join(f"column_{number} = {number}" for number in range(20))
    sql = f"ALTER TYPE m ADD VALUE 'new'; UPDATE t SET {long}, a = 'new' WHERE b"
    assert told(transaction_problems(release(sql))) == [f"fail: uses the enum value m.new{USED}"]


MYSQL = Server(Dialect.MYSQL)
STAYS = "statements that MySQL commits one by one: if one fails, those before it stay"


@pytest.mark.parametrize(
    ("ups", "found"),
    [
        (["CREATE TABLE a (x int); CREATE TABLE b (x int)"], [f"note: has 2 {STAYS}"]),
        (["ALTER TABLE a ADD x int, ADD y int, DROP z"], []),
        (["ALTER TABLE a ADD x int, ADD y int; DROP TABLE b"], [f"note: has 2 {STAYS}"]),
        (["DROP TABLE a; INSERT INTO b VALUES (1); UPDATE b SET x = 1"], []),
        (
            ["DROP TABLE a; DROP TABLE b", "DROP TABLE c", "DROP TABLE d; DROP TABLE e"],
            [f"note: has 2 {STAYS}; the same goes for 0003_x"],
        ),
    ],
)
def test_mysql_commits_each_statement(ups: list[str], found: list[str]) -> None:
    assert told(transaction_problems(release(ups, MYSQL))) == found


@pytest.mark.parametrize("dialect", [Dialect.SQLITE, Dialect.MSSQL, None])
def test_of_other_databases_only_an_open_transaction_is_told(dialect: Dialect | None) -> None:
    sql = "ALTER TABLE t ADD a int; UPDATE t SET a = 1"
    assert transaction_problems(release(sql, Server(dialect))) == ()
    begun = release("BEGIN TRANSACTION; DROP TABLE t;", Server(dialect), transaction=False)
    assert told(transaction_problems(begun)) == ["fail: begins a transaction that nothing commits"]
