"""What takes one operation back, in words."""

import pytest

from deploylint.facts.operations import WITHOUT_EFFECT, Does, Operation
from deploylint.migrations.analysis.inverse import reverse_of
from tests.migrations.reversals import add_column, create, drop, op


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        pytest.param(add_column("users", "age"), "drop column age of users", id="column"),
        pytest.param(
            op(Does.DROP_TABLE, "users"),
            "nothing: the rows of users are gone, create table brings it back empty",
            id="table",
        ),
        pytest.param(create("view", "v"), "drop view v", id="object"),
        pytest.param(drop("schema", "s"), "nothing: everything in s is gone", id="schema"),
        pytest.param(drop("function", "f"), "create function f as it was", id="function"),
        pytest.param(
            op(Does.OPAQUE, why="the name is computed"),
            "nothing: it cannot be read, so that nobody can tell: the name is computed",
            id="unreadable",
        ),
        pytest.param(
            op(Does.CHANGE_TYPE, "users", "age", old_type="integer", type="bigint"),
            "change age of users back to integer, if its values still fit",
            id="type",
        ),
        pytest.param(op(Does.MAINTENANCE, "users"), None, id="maintenance"),
        pytest.param(op(Does.READ), None, id="read"),
    ],
)
def test_what_takes_an_operation_back(operation: Operation, words: str | None) -> None:
    assert reverse_of(operation) == words


@pytest.mark.parametrize("does", Does)
def test_every_operation_is_known(does: Does) -> None:
    known = reverse_of(op(does)) is not None
    assert known is (does not in WITHOUT_EFFECT | QUIET)


QUIET = {Does.MAINTENANCE, Does.VALIDATE_CONSTRAINT, Does.RAISE}
