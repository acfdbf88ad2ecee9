"""Which operations of a script run in one transaction."""

import pytest

from deploylint.migrations.analysis.segments import open_at_end, segments
from tests.migrations.upscripts import migration


@pytest.mark.parametrize(
    ("sql", "transaction", "found"),
    [
        ("DROP TABLE a; DROP TABLE b", True, [(True, "ab")]),
        ("DROP TABLE a; DROP TABLE b", False, [(False, "ab")]),
        ("DROP TABLE a", None, [(None, "a")]),
        ("", True, []),
        ("BEGIN; DROP TABLE a; COMMIT; DROP TABLE b", False, [(True, "a"), (False, "b")]),
        ("DROP TABLE a; BEGIN; DROP TABLE b; END", False, [(False, "a"), (True, "b")]),
        ("START TRANSACTION; DROP TABLE a; ROLLBACK", False, [(True, "a")]),
        ("DROP TABLE a; COMMIT; DROP TABLE b", True, [(True, "a"), (False, "b")]),
        ("BEGIN; DROP TABLE a; SAVEPOINT s; DROP TABLE b; COMMIT", False, [(True, "ab")]),
        (
            "BEGIN; DROP TABLE a; ROLLBACK TO SAVEPOINT s; DROP TABLE b; COMMIT",
            False,
            [(True, "ab")],
        ),
    ],
)
def test_segments(sql: str, transaction: bool | None, found: list[tuple[bool, str]]) -> None:
    script = migration(1, sql, transaction=transaction).up
    tables = [
        (one.inside, "".join(step.table or "" for step in one.operations))
        for one in segments(script)
    ]
    assert tables == found


@pytest.mark.parametrize(
    ("sql", "transaction", "line"),
    [
        ("BEGIN;\nDROP TABLE a;", False, 1),
        ("BEGIN;\nCOMMIT;\nBEGIN;", False, 3),
        ("BEGIN;\nDROP TABLE a;", None, 1),
        ("BEGIN;\nDROP TABLE a;", True, None),
        ("BEGIN;\nDROP TABLE a;\nCOMMIT;", False, None),
        ("COMMIT;\nDROP TABLE a;", False, None),
        ("DROP TABLE a;", False, None),
    ],
)
def test_what_is_left_open(sql: str, transaction: bool | None, line: int | None) -> None:
    left = open_at_end(migration(1, sql, transaction=transaction).up)
    assert (left.at.line if left is not None else None) == line
