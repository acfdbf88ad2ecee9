"""Which migrations keep others from a table that is in use."""

import pytest

from deploylint.facts.migrations import Server
from deploylint.migrations.analysis.locks import lock_problems, timeout_problem
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect
from tests.migrations.upscripts import POSTGRES_15, lines, migration, release, told

UNLIMITED = Server(dialect=Dialect.POSTGRESQL, version=(15,))


def test_a_lock_is_one_problem_with_its_place_and_what_to_do() -> None:
    scope = release("CREATE INDEX users_name ON users (name);")
    assert lock_problems(scope) == (
        Problem(
            code=Code.LOCKS,
            message="0001_x blocks writes on users (create index): the whole table is read to build"
            " the index",
            at=Location("0001.sql", 1, 1, 1, 40),
            migration=scope.migrations[0],
            weight=Weight.FAIL,
            also=None,
            fix="create it CONCURRENTLY, in a migration of its own without a transaction",
        ),
    )


FOUND = [
    (
        "CREATE INDEX i ON t (a); CREATE INDEX j ON u (a); CREATE INDEX k ON u (b)",
        [
            (
                "fail: blocks writes on t (create index): the whole table is read to build the"
                " index; the same goes for u"
            )
        ],
    ),
    (
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u",
        [
            (
                "fail: blocks writes on t and u (add constraint): every row is looked up in the"
                " referenced table, which is locked, too"
            )
        ],
    ),
    (
        "ALTER TABLE t ALTER a TYPE text",
        [
            (
                "note: may block reads and writes on t (change type): every row and index is"
                " written anew"
            )
        ],
    ),
    (
        "ALTER TABLE p ATTACH PARTITION q DEFAULT",
        [
            (
                "note: may block reads and writes on q (attach partition): every row of the"
                " partition is read, unless a CHECK proves its bounds"
            )
        ],
    ),
    (
        "REFRESH MATERIALIZED VIEW v",
        ["fail: blocks reads and writes on v (maintenance): all of the view is computed anew"],
    ),
    (
        "DO $$ BEGIN IF true THEN CREATE INDEX i ON t (a); END IF; END $$",
        [
            (
                "fail: blocks writes on t (create index, under a condition): the whole table is"
                " read to build the index"
            )
        ],
    ),
]

NONE = [
    "CREATE TABLE t (a int); CREATE INDEX i ON t (a); ALTER TABLE t ALTER a SET NOT NULL",
    "CREATE TABLE t (a int REFERENCES u)",
    ("CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE q (a int);"
    "ALTER TABLE p ATTACH PARTITION q DEFAULT"),
    "CREATE TABLE t (a int); ALTER TABLE t RENAME TO u; CREATE INDEX i ON u (a)",
    "CREATE TEMP TABLE t (a int); CREATE INDEX i ON t (a)",
    "ALTER TABLE t ADD COLUMN a int; ALTER TABLE t DROP COLUMN b; DROP TABLE u",
    "CREATE INDEX CONCURRENTLY i ON t (a)",
    "CREATE INDEX i ON countries (a)",
    "CREATE INDEX i ON made (a)",
]  # fmt: skip


@pytest.mark.parametrize(("sql", "found"), FOUND)
def test_long_locks_are_told(sql: str, found: list[str]) -> None:
    assert told(lock_problems(release(sql))) == found


@pytest.mark.parametrize("sql", NONE)
def test_nobody_waits_for_long(sql: str) -> None:
    small = POSTGRES_15._replace(small_tables=("countries",))
    assert lock_problems(release(["CREATE TABLE made (a int)", sql], small)) == ()


def test_a_rebuilt_table_is_in_use() -> None:
    sql = "CREATE TABLE n (a int); DROP TABLE t; ALTER TABLE n RENAME TO t; CREATE INDEX i ON t (a)"
    assert [one.weight for one in lock_problems(release(sql))] == [Weight.FAIL]


def test_a_table_is_made_before_it_is_free() -> None:
    sql = "CREATE INDEX i ON t (a); DROP TABLE t; CREATE TABLE t (a int); CREATE INDEX j ON t (a)"
    assert [str(one.at) for one in lock_problems(release(sql))] == ["0001.sql:1:1"]


@pytest.mark.parametrize(
    ("ups", "valid"),
    [
        (["ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u NOT VALID",
          "ALTER TABLE t VALIDATE CONSTRAINT c"], True),
        (["ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID",
          "ALTER TABLE t VALIDATE CONSTRAINT c",
          "ALTER TABLE t ALTER a SET NOT NULL; ALTER TABLE t DROP CONSTRAINT c"], True),
        (["CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)",
          "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i"], True),
        (["ALTER TABLE t ADD CONSTRAINT c CHECK (a IS NOT NULL) NOT VALID",
          "ALTER TABLE t ALTER a SET NOT NULL"], False),
        (["ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)"], False),
    ],
)  # fmt: skip
def test_recipes_in_several_steps_are_accepted(ups: list[str], valid: bool) -> None:
    assert (lock_problems(release(ups)) == ()) == valid


def test_the_down_is_not_judged() -> None:
    scope = release("DROP INDEX CONCURRENTLY i", down="CREATE INDEX i ON t (a)")
    assert lock_problems(scope) == ()


def test_an_unknown_database_is_told_once() -> None:
    scope = release(["CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (a)"], Server())
    assert lines(lock_problems(scope)) == [
        ("opaque opaque 0001.sql:1:1: 0001_x may lock t (create index): which database it is for is"
        " not known; name it in .deploylint.yaml: `migrations: {dialect: postgresql}`")
    ]  # fmt: skip
    assert lock_problems(release("CREATE TABLE t (a int); CREATE INDEX i ON t (a)", Server())) == ()


WAITS = (
    "0001_x locks t and sets no lock_timeout: while it waits for running queries, everybody else"
    " waits for it"
)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("ALTER TABLE t ADD COLUMN a int", True),
        ("CREATE TABLE n (a int REFERENCES t)", True),
        ("CREATE TABLE n (a int)", False),
        ("SET lock_timeout = '5s'; ALTER TABLE t ADD COLUMN a int", False),
        ("SET LOCAL statement_timeout = 5000; ALTER TABLE t ADD COLUMN a int", False),
        ("SET lock_timeout = 0; ALTER TABLE t ADD COLUMN a int", True),
        ("SET lock_timeout TO DEFAULT; ALTER TABLE t ADD COLUMN a int", True),
        ("ALTER TABLE t ADD COLUMN a int; SET lock_timeout = '5s'", True),
        ("CREATE INDEX CONCURRENTLY i ON t (a)", False),
    ],
)
def test_a_short_lock_needs_a_timeout(sql: str, found: bool) -> None:
    scope = release(sql, UNLIMITED)
    fix = "SET LOCAL lock_timeout, or name in .deploylint.yaml where one is set"
    expected = [(Code.LOCK_TIMEOUT, WAITS, fix)] if found else []
    for fails, weight in ((False, Weight.NOTE), (True, Weight.FAIL)):
        problems = timeout_problem(scope, fails=fails)
        assert [(one.code, one.message, one.fix) for one in problems] == expected
        assert all(one.weight is weight for one in problems)


def test_a_timeout_may_be_set_elsewhere() -> None:
    sql = "ALTER TABLE t ADD COLUMN a int"
    assert timeout_problem(release(sql), fails=True) == ()
    within = Scope([migration(1, sql, lock_timeout=True)], UNLIMITED)
    assert timeout_problem(within, fails=True) == ()
    assert timeout_problem(release(sql, Server(Dialect.MYSQL)), fails=True) == ()


def test_only_the_first_migration_without_a_timeout_is_told() -> None:
    ups = ["SET lock_timeout = '1s'; DROP TABLE t", "DROP TABLE u", "DROP TABLE v"]
    (problem,) = timeout_problem(release(ups, UNLIMITED), fails=True)
    assert problem.message.startswith("0002_x locks u ")
