"""What old code cannot live with."""

from typing import Any

import pytest

from deploylint.facts.migrations import Server
from deploylint.migrations.analysis.compatible import (
    Rollback,
    Situation,
    breakage_of,
    compatibility_problems,
)
from deploylint.migrations.analysis.problem import Code, Problem, Weight
from deploylint.migrations.analysis.scope import Scope
from deploylint.model.location import Location
from deploylint.model.migrationtools import Dialect
from tests.migrations.upscripts import POSTGRES_15, lines, migration, release, told

ROLLING = Situation(side_by_side=True, rollback=Rollback.CODE_ONLY)
RUNNING = ": the running version "


def said(sql: str | list[str], situation: Situation = ROLLING, **more: Any) -> list[str]:
    return told(compatibility_problems(release(sql, **more), situation))


def test_a_breakage_is_one_problem_with_its_place_and_what_to_do() -> None:
    scope = release("ALTER TABLE users RENAME COLUMN name TO title;")
    assert compatibility_problems(scope, ROLLING) == (
        Problem(
            code=Code.BREAKS_RUNNING,
            message="0001_x renames the column users.name to title: the running version looks for"
            " the old name",
            at=Location("0001.sql", 1, 1, 1, 46),
            migration=scope.migrations[0],
            weight=Weight.FAIL,
            also=None,
            fix="add the new name beside the old, write both, and drop the old in a later release",
        ),
    )


BREAKS = [
    ("DROP TABLE t", "drops the table t", "fails wherever it still uses it"),
    ("ALTER TABLE t RENAME TO u", "renames the table t to u", "looks for the old name"),
    ("ALTER TABLE t DROP COLUMN a", "drops the column t.a", "fails wherever it still lists it"),
    ("ALTER TABLE t RENAME a TO b", "renames the column t.a to b", "looks for the old name"),
    (
        "ALTER TABLE t ADD COLUMN a int NOT NULL",
        "adds the column t.a, NOT NULL without a default",
        "inserts rows without it, which then fail",
    ),
    (
        "ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 0; ALTER TABLE t ALTER a DROP DEFAULT",
        "adds the column t.a, NOT NULL whose default the release takes away again",
        "inserts rows without it, which then fail",
    ),
    (
        "ALTER TABLE t ADD COLUMN a int; UPDATE t SET a = 1; ALTER TABLE t ALTER a SET NOT NULL",
        "makes t.a NOT NULL",
        "may still write rows without it, which then fail",
    ),
    (
        "ALTER TABLE t ALTER a SET NOT NULL",
        "makes t.a NOT NULL",
        "may still write rows without it, which then fail",
    ),
    (
        "ALTER TYPE m RENAME VALUE 'a' TO 'b'",
        "renames the enum value m.a",
        "still uses the value",
    ),
    ("DROP VIEW v", "drops the view v", "fails wherever it still uses it"),
    ("ALTER VIEW v RENAME TO w", "renames the view v to w", "looks for the old name"),
    ("DROP SCHEMA s CASCADE", "drops the schema s", "fails wherever it still uses it"),
    ("ALTER TABLE t SET SCHEMA s", "moves the table t to s.t", "looks for it where it was"),
]

NOTED = [
    (
        "ALTER TABLE t ALTER a DROP DEFAULT",
        "drops the default of t.a",
        "may rely on it when it inserts rows",
    ),
    (
        "ALTER TYPE m ADD VALUE 'a'",
        "adds the enum value m.a",
        "may not know what to do with it when it reads it",
    ),
    (
        (
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
            "ALTER TABLE t ADD COLUMN a int NOT NULL"
        ),
        "adds the column t.a, NOT NULL without a default",
        "inserts rows without it, which then fail unless a trigger fills it",
    ),
]

CONSTRAINED = [
    (
        "ALTER TABLE t ADD UNIQUE (a)",
        "adds a unique constraint to t (a)",
        "a duplicate that old code writes is refused",
    ),
    (
        "CREATE UNIQUE INDEX i ON t (a, b)",
        "adds a unique constraint to t (a, b)",
        "a duplicate that old code writes is refused",
    ),
    (
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u",
        "adds a foreign key constraint to t (a)",
        "a row without its counterpart that old code writes is refused",
    ),
    (
        "ALTER TABLE t ADD CHECK (a > 0)",
        "adds a check constraint to t",
        "a value that old code writes may be refused",
    ),
    (
        "ALTER TABLE t ADD COLUMN b int DEFAULT 0; CREATE UNIQUE INDEX i ON t (a, b)",
        "adds a unique constraint to t (a, b)",
        "a duplicate that old code writes is refused",
    ),
]

UNNOTICED = [
    "CREATE TABLE t (a int); ALTER TABLE t RENAME a TO b; DROP TABLE t",
    "ALTER TABLE t ADD COLUMN a int",
    "ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 0",
    "ALTER TABLE t ADD COLUMN a serial NOT NULL",
    "ALTER TABLE t ADD COLUMN a int NOT NULL; ALTER TABLE t ALTER a SET DEFAULT 0",
    "ALTER TABLE t ADD COLUMN a int DEFAULT 0; ALTER TABLE t ALTER a SET NOT NULL",
    "ALTER TABLE t ADD COLUMN a int NOT NULL; ALTER TABLE t DROP COLUMN a",
    "ALTER TABLE t ADD COLUMN a int; ALTER TABLE t RENAME a TO b",
    "ALTER TABLE t ALTER a DROP NOT NULL; ALTER TABLE t ALTER a SET NOT NULL",
    "ALTER TABLE t ALTER a DROP DEFAULT; ALTER TABLE t ALTER a SET DEFAULT 2",
    "ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a text",
    "DROP TABLE t; CREATE TABLE t (a int)",
    "DROP TABLE t; CREATE VIEW t AS SELECT 1",
    "ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u",
    "CREATE TABLE n (a int); DROP TABLE t; ALTER TABLE n RENAME TO t",
    "ALTER TABLE t RENAME TO o; CREATE TABLE t (a int); DROP TABLE o",
    "DROP VIEW v; CREATE VIEW v AS SELECT 1",
    "CREATE VIEW v AS SELECT 1; DROP VIEW v",
    "CREATE TYPE m AS ENUM ('a'); ALTER TYPE m ADD VALUE 'b'",
    "ALTER TABLE t ADD COLUMN a int UNIQUE; ALTER TABLE t ADD COLUMN b int REFERENCES u",
    "ALTER TABLE t ADD COLUMN b int; CREATE UNIQUE INDEX i ON t (a, b)",
    "ALTER TABLE t DROP CONSTRAINT c; ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u",
    "CREATE INDEX i ON t (a); DROP INDEX j; ALTER TABLE t DROP CONSTRAINT c",
    "DROP FUNCTION f(); DROP TRIGGER g ON t; DROP TYPE m; DROP SEQUENCE s",
    "ALTER TABLE t ALTER a TYPE text",
    "DROP TABLE IF EXISTS made",
]


@pytest.mark.parametrize(("sql", "what", "effect"), BREAKS)
def test_what_breaks_old_code_fails(sql: str, what: str, effect: str) -> None:
    assert said(sql) == [f"fail: {what}{RUNNING}{effect}"]


@pytest.mark.parametrize(("sql", "what", "effect"), NOTED)
def test_what_may_break_old_code_is_told(sql: str, what: str, effect: str) -> None:
    assert said(sql) == [f"note: {what}{RUNNING}{effect}"]
    assert said(sql, ROLLING._replace(constraints_fail=True))[0].startswith("note: ")


@pytest.mark.parametrize(("sql", "what", "effect"), CONSTRAINED)
def test_a_new_constraint_is_told_or_fails(sql: str, what: str, effect: str) -> None:
    whole = f"{what}{RUNNING}does not know it: {effect}"
    assert said(sql) == [f"note: {whole}"]
    assert said(sql, ROLLING._replace(constraints_fail=True)) == [f"fail: {whole}"]


@pytest.mark.parametrize("sql", UNNOTICED)
def test_old_code_does_not_notice(sql: str) -> None:
    assert said(["CREATE TABLE made (a int)", sql]) == []


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        ("integer", "bigint", None),
        ("varchar(20)", "text", None),
        ("numeric(7,2)", "numeric(8,3)", None),
        ("varchar(9)[]", "varchar(19)[]", None),
        ("timestamp(3)", "timestamp", None),
        ("integer", "text", "fail"),
        ("text", "jsonb", "fail"),
        ("varchar(20)", "varchar(9)", "fail"),
        ("timestamp", "timestamptz", "fail"),
        ("date", "timestamp", "fail"),
        ("mood", "text", "note"),
        ("uuid", "text", "note"),
        ("citext", "varchar(9)", "note"),
        ("char(9)", "char(9)", None),
    ],
)
def test_types(old: str, new: str, weight: str | None) -> None:
    up, down = f"ALTER TABLE t ALTER a TYPE {new}", f"ALTER TABLE t ALTER a TYPE {old}"
    effect = "still reads and writes the old type"
    if (old, new) == ("varchar(20)", "varchar(9)"):
        effect = "may write what does not fit"
    text = f": changes t.a from {old} to {new}{RUNNING}{effect}"
    assert said(up, down=down) == ([f"{weight}{text}"] if weight else [])


def test_expand_and_contract_in_one_release_is_a_problem_of_its_own() -> None:
    sql = (
        "ALTER TABLE t ADD COLUMN b int; UPDATE t SET b = a; ALTER TABLE t DROP COLUMN a;"
        "ALTER TABLE t DROP COLUMN c"
    )
    fix = "release the code that does without it first, and drop it in a later release"
    assert lines(compatibility_problems(release(sql), ROLLING)) == [
        (
            "fail expand-and-contract 0001.sql:1:53: 0001_x drops the column t.a, whose values move"
            " to t in the same release: the running version fails wherever it still lists it;"
            f" {fix}"
        ),
        (
            "fail breaks-running 0001.sql:1:81: 0001_x drops the column t.c: the running version"
            f" fails wherever it still lists it; {fix}"
        ),
    ]


BACK = ": the version before, rolled back, fails wherever it still lists it"


@pytest.mark.parametrize(
    ("side_by_side", "rollback", "after_code", "found"),
    [
        (True, Rollback.CODE_ONLY, False, f"{RUNNING}fails wherever it still lists it"),
        (True, Rollback.FORWARD_ONLY, False, f"{RUNNING}fails wherever it still lists it"),
        (True, Rollback.CODE_ONLY, True, BACK),
        (True, Rollback.CODE_AND_SCHEMA, True, None),
        (False, Rollback.CODE_ONLY, False, BACK),
        (False, Rollback.CODE_AND_SCHEMA, False, None),
        (False, Rollback.FORWARD_ONLY, True, None),
    ],
)
def test_only_code_that_meets_the_schema_breaks(
    side_by_side: bool, rollback: Rollback, after_code: bool, found: str | None
) -> None:
    one = migration(1, "ALTER TABLE t DROP COLUMN a", after_code=after_code)
    problems = compatibility_problems(Scope([one], POSTGRES_15), Situation(side_by_side, rollback))
    assert told(problems) == ([f"fail: drops the column t.a{found}"] if found else [])
    codes = {Code.BREAKS_RUNNING if found and RUNNING in found else Code.BREAKS_ROLLBACK}
    assert {one.code for one in problems} == (codes if found else set())


def test_a_table_that_mysql_redefines_keeps_its_old_type() -> None:
    up, down = "ALTER TABLE t MODIFY a enum('a','b')", "ALTER TABLE t MODIFY a enum('a')"
    assert said(up, server=Server(Dialect.MYSQL), down=down) == []
    back = release(down, Server(Dialect.MYSQL), down=up)
    assert [one.weight for one in compatibility_problems(back, ROLLING)] == [Weight.FAIL]


def test_what_cannot_be_read_is_told_unless_nobody_meets_it() -> None:
    scope = release("DO LANGUAGE plpython3u 'x'")
    (problem,) = compatibility_problems(scope, ROLLING)
    assert (problem.weight, problem.code) == (Weight.OPAQUE, Code.OPAQUE)
    assert "has a step that cannot be read, so it may break old code" in problem.message
    assert compatibility_problems(scope, Situation(False, Rollback.FORWARD_ONLY)) == ()


def test_what_old_code_sees_of_one_operation() -> None:
    scope = release("DROP TABLE t; CREATE TABLE u (a int)")
    seen = [breakage_of(one, operation, scope) for one, operation in scope.operations()]
    assert seen == ["fails wherever it still uses it", None]
