"""What an up creates and its down leaves behind."""

import pytest

from deploylint.facts.operations import Does, Operation
from tests.migrations.reversals import (
    IF_EXISTS,
    IF_NOT_EXISTS,
    OPAQUE,
    add_column,
    create,
    drop,
    drop_column,
    migration,
    op,
    told,
)

ALONG = add_column("users", "age")
BACK = drop_column("users", "age")
REPLACE = op(Does.REPLACE_OBJECT, name="f", object="function")


def left(up: list[Operation], down: list[Operation]) -> list[tuple[str, ...]]:
    found = told(migration([ALONG, *up], [*down, BACK]))
    return [one[1:3] for one in found if one[0] == "down-leaks"]


AGAIN = "which its down leaves, so that it fails when it is applied again"


@pytest.mark.parametrize(
    ("up", "weight", "what"),
    [
        pytest.param(
            [create("function", "f")], "fail", f"m1 creates function f, {AGAIN}", id="function"
        ),
        pytest.param(
            [create("sequence", "s")], "fail", f"m1 creates sequence s, {AGAIN}", id="sequence"
        ),
        pytest.param(
            [create("trigger", "t", "users")],
            "fail",
            f"m1 creates trigger t on users, {AGAIN}",
            id="trigger",
        ),
        pytest.param(
            [create("function", "f"), create("trigger", "t", "users")],
            "fail",
            f"m1 creates function f and trigger t on users, {AGAIN}",
            id="two-things-are-one-problem",
        ),
        pytest.param(
            [REPLACE], "note", "m1 creates function f, which its down leaves", id="or-replace"
        ),
        pytest.param(
            [create("sequence", "s", flags=IF_NOT_EXISTS)],
            "note",
            "m1 creates sequence s, which its down leaves",
            id="if-not-exists",
        ),
        pytest.param(
            [drop("trigger", "t", "users", flags=IF_EXISTS), create("trigger", "t", "users")],
            "note",
            "m1 creates trigger t on users, which its down leaves",
            id="dropped-first-if-it-exists",
        ),
        pytest.param(
            [create("extension", "hstore")],
            "note",
            "m1 creates extension hstore, which its down leaves",
            id="extension",
        ),
    ],
)
def test_what_is_left_is_told(up: list[Operation], weight: str, what: str) -> None:
    assert left(up, []) == [(weight, what)]


@pytest.mark.parametrize(
    ("up", "down"),
    [
        pytest.param([create("function", "f")], [drop("function", "f")], id="dropped"),
        pytest.param(
            [create("function", "f")], [drop("function", "f", flags=IF_EXISTS)], id="if-exists"
        ),
        pytest.param([REPLACE], [REPLACE], id="replaced-again"),
        pytest.param([create("function", "f")], [OPAQUE], id="unreadable-down"),
        pytest.param(
            [create("sequence", "s"), op(Does.ALTER_OBJECT, name="s", object="sequence")],
            [],
            id="sequence-that-may-belong-to-a-column",
        ),
        pytest.param([create("trigger", "t", "users")], [drop("trigger", "t")], id="without-table"),
        pytest.param([create("view", "v")], [], id="views-are-not-judged"),
        pytest.param([drop("function", "f")], [], id="dropped-by-the-up"),
        pytest.param(
            [op(Does.ADD_ENUM_VALUE, name="mood", value="x")],
            [op(Does.DROP_TYPE, name="mood"), op(Does.CREATE_TYPE, name="mood")],
            id="enum-made-anew",
        ),
    ],
)
def test_what_is_not_certainly_left_is_not_told(up: list[Operation], down: list[Operation]) -> None:
    assert left(up, down) == []


def test_what_another_migration_of_the_release_removes_is_a_note() -> None:
    first = migration([create("sequence", "s"), ALONG], [BACK], name="1")
    second = migration([op(Does.READ)], [drop("sequence", "s")], name="2")
    found = [one[:2] for one in told(first, second) if one[0] == "down-leaks"]
    assert found == [("down-leaks", "note")]
