"""Losses that look as if the release had created what it destroys."""

import pytest

from deploylint.migrations.analysis.loss import loss_problems
from deploylint.migrations.analysis.problem import Weight
from deploylint.migrations.analysis.scope import Scope
from tests.migrations.made import made, pair

GUARDED = "DO $$ BEGIN IF false THEN CREATE TABLE a (id integer); END IF; END $$;"
SWAP = "CREATE TABLE b (id integer); INSERT INTO b {}; DROP TABLE a; ALTER TABLE b RENAME TO a;"


@pytest.mark.parametrize(
    ("up", "lost"),
    [
        ("CREATE TABLE IF NOT EXISTS a (id integer); DROP TABLE a;", True),
        ("CREATE TABLE a (id integer); DROP TABLE a;", False),
        ("ALTER TABLE a ADD COLUMN IF NOT EXISTS c text; ALTER TABLE a DROP COLUMN c;", True),
        ("ALTER TABLE a ADD COLUMN c text; ALTER TABLE a DROP COLUMN c;", False),
        (f"{GUARDED} DROP TABLE a;", True),
        (SWAP.format("SELECT 1"), True),
        (SWAP.format("SELECT id FROM a"), False),
    ],
)
def test_only_what_is_certainly_its_own_may_go(up: str, lost: bool) -> None:
    found = made(pair("0002", "x", up, "SELECT 1;"))
    problems = loss_problems(Scope(found.in_release, found.server))
    assert any(one.weight is Weight.FAIL for one in problems) == lost
