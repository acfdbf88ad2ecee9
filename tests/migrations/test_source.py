"""The text of an operation as its file has it."""

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.migrations.analysis.source import source_of, statement_of
from deploylint.model.location import Location
from tests.migrations.upscripts import migration

LONG = f"UPDATE t\n  SET a = '{'é' * 200}',\n      b = 2"


@pytest.mark.parametrize(
    ("sql", "number", "source"),
    [
        ("DROP TABLE t;", 0, "DROP TABLE t"),
        (f"SELECT 1;\n{LONG};\nSELECT 2;", 1, LONG),
        ("ALTER TABLE t ADD a int, DROP b", 1, "DROP b"),
    ],
)
def test_it_is_cut_out_of_its_file(sql: str, number: int, source: str) -> None:
    one = migration(1, sql)
    found = source_of(one, one.up.operations[number])
    assert found.removesuffix(";") == source


@pytest.mark.parametrize(
    ("sql", "whole"),
    [
        ("DROP TABLE  t", "DROP TABLE t"),
        (LONG, LONG),
        ("UPDATE t SET token = old_token", "UPDATE t SET token = old_token"),
    ],
)
def test_what_people_are_shown_serves_where_it_is_whole(sql: str, whole: str) -> None:
    one = migration(1, sql)
    assert statement_of(one, one.up.operations[0]) == whole


def test_without_its_file_it_is_what_people_are_shown() -> None:
    one = migration(1, LONG)._replace(texts=MappingProxyType({}))
    (operation,) = one.up.operations
    assert source_of(one, operation) == statement_of(one, operation) == operation.text


@given(st.text(), *[st.integers(-2, 9)] * 4)
def test_any_place_gives_a_text(text: str, line: int, column: int, end: int, last: int) -> None:
    one = migration(1, "DROP TABLE t")._replace(texts=MappingProxyType({"x": text}))
    at = Location("x", line, column, end, last)
    assert isinstance(source_of(one, one.up.operations[0]._replace(at=at)), str)
