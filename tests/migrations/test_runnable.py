"""Downs that end with an error, on operations written by hand."""

from typing import Any

import pytest

from deploylint.facts.operations import ConstraintKind, Does, Flag, Operation
from deploylint.model.migrationtools import Dialect, Framework
from tests.migrations.reversals import (
    CASCADE,
    CONDITIONAL,
    IF_EXISTS,
    IF_NOT_EXISTS,
    OPAQUE,
    add_column,
    create,
    create_index,
    create_table,
    drop,
    drop_column,
    drop_index,
    drop_table,
    foreign_key,
    migration,
    op,
    rename_table,
    told,
)

CONCURRENTLY = {Flag.CONCURRENTLY}
NOT_NULL = {Flag.NOT_NULL}
CREATE_TYPE = op(Does.CREATE_TYPE, name="mood")
DROP_TYPE = op(Does.DROP_TYPE, name="mood")
DROP_NAMELESS = op(
    Does.DROP_CONSTRAINT, "users", fails="the constraint has no name, Alembic cannot drop it"
)
DROP_NOT_NULL = op(Does.DROP_NOT_NULL, "users", "age")
SET_NOT_NULL = op(Does.SET_NOT_NULL, "users", "age")
UPDATE = op(Does.UPDATE, "users", columns=("age",))
FAMILY = (create_table("parents", "id"), create_table("children"))
KEY = foreign_key("children", None, "parents", "parent_id")
TO_WIDE = op(Does.CHANGE_TYPE, "users", "age", type="varchar(40)")
TO_NARROW = op(Does.CHANGE_TYPE, "users", "age", type="varchar(20)")
UNIQUE = op(Does.ADD_CONSTRAINT, "users", "u", constraint=ConstraintKind.UNIQUE, columns=("email",))

BOTH = "DROP TABLE parents, children"

FAILING = [
    pytest.param(
        [op(Does.ADD_CONSTRAINT, "users")],
        [DROP_NAMELESS],
        "fails: the constraint has no name, Alembic cannot drop it",
        ("m1.up:1", "m1.down:1"),
        id="said-by-the-framework",
    ),
    pytest.param(
        [create_table("a"), create_table("b")],
        [drop_table("a"), drop_table("b"), drop_table("a")],
        "drops or changes table a, which it has dropped or renamed before",
        ("m1.down:1", "m1.down:3"),
        id="table-dropped-twice",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [drop_column("users", "age")],
        "drops or changes column age of users, which the up has dropped or renamed before",
        ("m1.up:1", "m1.down:1"),
        id="the-same-on-both-sides",
    ),
    pytest.param(
        [create_table("a")],
        [create_table("a")],
        "creates table a, which is still there",
        ("m1.up:1", "m1.down:1"),
        id="created-on-both-sides",
    ),
    pytest.param(
        [create_table("a"), create_index("a", "i", "x")],
        [drop_table("a"), drop_index("i")],
        "drops or changes index i, which it has dropped or renamed before",
        ("m1.down:1", "m1.down:2"),
        id="index-gone-with-its-table",
    ),
    pytest.param(
        [add_column("users", "age"), create_index("users", "i", "age")],
        [drop_column("users", "age"), drop_index("i")],
        "drops or changes index i, which it has dropped or renamed before",
        ("m1.down:1", "m1.down:2"),
        id="index-gone-with-its-column",
    ),
    pytest.param(
        [add_column("users", "age"), foreign_key("users", "fk", "ages", "age")],
        [drop_column("users", "age"), op(Does.DROP_CONSTRAINT, "users", "fk")],
        "drops or changes constraint fk on users, which it has dropped or renamed before",
        ("m1.down:1", "m1.down:2"),
        id="constraint-gone-with-its-column",
    ),
    pytest.param(
        [create_table("a")],
        [drop_table("a"), op(Does.DELETE, "a")],
        "works on table a, which it has dropped or renamed before",
        ("m1.down:1", "m1.down:2"),
        id="rows-of-a-dropped-table",
    ),
    pytest.param(
        [rename_table("a", "b")],
        [drop_column("a", "x")],
        "works on table a, which the up has dropped or renamed before",
        ("m1.up:1", "m1.down:1"),
        id="old-name",
    ),
    pytest.param(
        [*FAMILY, KEY],
        [drop_table("parents"), drop_table("children")],
        "drops table parents while a foreign key on children still leads to it",
        ("m1.up:3", "m1.down:1"),
        id="parents-first",
    ),
    pytest.param(
        [drop_table("children"), drop_table("parents")],
        [create_table("children"), KEY, create_table("parents")],
        "leads a foreign key of children to parents, which is not there at that time",
        ("m1.up:2", "m1.down:2"),
        id="children-first",
    ),
    pytest.param(
        [CREATE_TYPE, add_column("users", "mood", type="mood")],
        [DROP_TYPE, drop_column("users", "mood")],
        "drops type mood while column mood of users still has it",
        ("m1.up:2", "m1.down:1"),
        id="type-first",
    ),
    pytest.param(
        [drop_index("i")],
        [create_index("users", "i", "age", flags=CONCURRENTLY)],
        "runs inside a transaction, in which CONCURRENTLY is not possible",
        ("m1.up:1", "m1.down:1"),
        id="concurrently",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [add_column("users", "age"), SET_NOT_NULL],
        "demands NOT NULL of column age of users, which it has just added and not filled: that "
        "fails as soon as the table has a row",
        ("m1.down:1", "m1.down:2"),
        id="not-null-of-a-new-column",
    ),
]


@pytest.mark.parametrize(("up", "down", "why", "places"), FAILING)
def test_a_down_that_fails_is_told_with_both_places(
    up: list[Operation], down: list[Operation], why: str, places: tuple[str, str]
) -> None:
    found = told(migration(up, down))
    expected = ("down-fails", "fail", f"m1 has a down that {why}", *places)
    assert [one for one in found if one[0] == "down-fails"] == [expected]


DATA = [
    pytest.param([DROP_NOT_NULL], [SET_NOT_NULL], [UPDATE], id="not-null"),
    pytest.param([TO_WIDE], [TO_NARROW], [UPDATE], id="narrower"),
    pytest.param(
        [op(Does.DROP_CONSTRAINT, "users", "u")], [UNIQUE], [op(Does.DELETE, "users")], id="unique"
    ),
]


@pytest.mark.parametrize(("up", "down", "before"), DATA)
def test_what_fails_for_certain_rows_is_a_note_unless_they_are_put_in_order(
    up: list[Operation], down: list[Operation], before: list[Operation]
) -> None:
    assert [one[:2] for one in told(migration(up, down))] == [("down-fails", "note")]
    assert told(migration(up, [*before, *down])) == []


RUNS = [
    pytest.param(
        [create_table("a")],
        [drop_table("a"), drop_table("a", flags=IF_EXISTS)],
        {},
        id="if-exists",
    ),
    pytest.param(
        [create_table("a")],
        [create_table("a", flags=IF_NOT_EXISTS), drop_table("a")],
        {},
        id="if-not",
    ),
    pytest.param(
        [create_table("a")],
        [drop_table("a"), drop_table("a", flags=CONDITIONAL)],
        {},
        id="condition",
    ),
    pytest.param(
        [create_table("a"), OPAQUE], [drop_table("a"), OPAQUE, drop_table("a")], {}, id="unreadable"
    ),
    pytest.param(
        [*FAMILY, KEY],
        [drop_table("parents", flags=CASCADE), drop_table("children")],
        {},
        id="cascade",
    ),
    pytest.param(
        [*FAMILY, KEY], [drop_table("children"), drop_table("parents")], {}, id="children-first"
    ),
    pytest.param(
        [*FAMILY, KEY],
        [drop_table("parents", text=BOTH), drop_table("children", text=BOTH)],
        {},
        id="both-in-one-statement",
    ),
    pytest.param(
        [*FAMILY, KEY],
        [drop_table("parents"), drop_table("children")],
        {"dialect": Dialect.SQLITE},
        id="sqlite-does-not-look",
    ),
    pytest.param(
        [create_table("tree"), foreign_key("tree", None, "tree")],
        [drop_table("tree")],
        {},
        id="leads-to-itself",
    ),
    pytest.param(
        [add_column("users", "b"), create_index("users", "i", "a", "b")],
        [drop_column("users", "b"), drop_index("i")],
        {"dialect": Dialect.MYSQL},
        id="mysql-keeps-the-rest-of-an-index",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [add_column("users", "age", flags=NOT_NULL)],
        {"dialect": Dialect.MYSQL},
        id="mysql-fills-in-zeros",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [add_column("users", "age", flags={Flag.NOT_NULL, Flag.DEFAULT})],
        {},
        id="default",
    ),
    pytest.param(
        [drop_column("users", "age")],
        [add_column("users", "age"), UPDATE, SET_NOT_NULL],
        {},
        id="filled-first",
    ),
    pytest.param(
        [drop_table("users")],
        [create_table("users"), add_column("users", "age", flags=NOT_NULL)],
        {},
        id="not-null-in-a-new-table",
    ),
    pytest.param(
        [drop_index("i")],
        [create_index("users", "i", "age", flags=CONCURRENTLY)],
        {"transaction": False},
        id="concurrently-alone",
    ),
    pytest.param(
        [drop("trigger", "t", "users")],
        [create("function", "f"), create("function", "f"), create("trigger", "t", "users")],
        {},
        id="overloaded-function",
    ),
]


@pytest.mark.parametrize(("up", "down", "more"), RUNS)
def test_what_may_run_is_not_called_failing(
    up: list[Operation], down: list[Operation], more: dict[str, Any]
) -> None:
    assert [one for one in told(migration(up, down, **more)) if one[0] == "down-fails"] == []


@pytest.mark.parametrize(
    ("framework", "codes"),
    [
        pytest.param(Framework.GOLANG_MIGRATE, ["down-fails"], id="one-request"),
        pytest.param(Framework.GOOSE, [], id="one-by-one"),
    ],
)
def test_several_statements_in_one_request_are_one_transaction(
    framework: Framework, codes: list[str]
) -> None:
    up = [drop_index("i"), drop_index("j")]
    down = [
        create_index("users", "j", "age"),
        create_index("users", "i", "age", flags=CONCURRENTLY),
    ]
    one = migration(up, down, framework=framework, transaction=False)
    assert [code for code, *_ in told(one)] == codes


def test_several_failing_steps_are_one_problem() -> None:
    found = told(migration([op(Does.ADD_CONSTRAINT, "users")], [DROP_NAMELESS, DROP_NAMELESS]))
    assert found[0][2].endswith(", and 1 more of its steps fail")
    assert len(found) == 1


def test_a_step_that_the_whole_release_can_run_is_a_note() -> None:
    first = migration([drop_index("i")], [drop_index("i")], name="1")
    second = migration([create_index("users", "i", "age")], [UPDATE], name="2")
    why = "1 has a down that drops or changes index i, which the up has dropped or renamed before"
    assert ("down-fails", "note", why, "1.up:1", "1.down:1") in told(first, second)
    assert ("down-fails", "fail", why, "1.up:1", "1.down:1") in told(first)
