"""What a change of a column's type does to its values and to the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.migrations.analysis.types import Width, change, cuts, reads_alike, rewrites

SAME, WIDER, NARROWER = Width.SAME, Width.WIDER, Width.NARROWER
OTHER, UNKNOWN = Width.OTHER, Width.UNKNOWN

CHANGES: list[tuple[str | None, str | None, Width, bool | None]] = [
    ("varchar(20)", "varchar(40)", WIDER, False),
    ("varchar(40)", "varchar(20)", NARROWER, True),
    ("varchar(40)", "text", WIDER, False),
    ("text", "varchar(40)", NARROWER, True),
    ("text", "varchar", WIDER, False),
    ("varchar(40)", "varchar", WIDER, False),
    ("varchar(20)", "char(20)", OTHER, True),
    ("char(20)", "text", WIDER, True),
    ("citext", "varchar(255)", OTHER, True),
    ("citext", "text", OTHER, None),
    ("text", "citext", WIDER, None),
    ("text", "longtext", WIDER, False),
    ("longtext", "text", NARROWER, False),
    ("nvarchar(max)", "nvarchar(20)", NARROWER, True),
    ("integer", "bigint", WIDER, True),
    ("bigint", "integer", NARROWER, True),
    ("bigserial", "bigint", SAME, False),
    ("smallint", "int", WIDER, True),
    ("int(11)", "int", SAME, False),
    ("int unsigned", "int", NARROWER, True),
    ("int", "int unsigned", NARROWER, True),
    ("int unsigned", "bigint", WIDER, True),
    ("integer", "numeric(12)", WIDER, True),
    ("integer", "numeric(4)", NARROWER, True),
    ("numeric(10,2)", "integer", NARROWER, True),
    ("numeric(10,2)", "numeric(12,2)", WIDER, False),
    ("numeric(10,2)", "numeric(12,4)", WIDER, True),
    ("numeric(7,2)", "numeric(8,3)", WIDER, True),
    ("numeric(10,2)", "numeric(10,4)", NARROWER, True),
    ("numeric(10,4)", "numeric(10,2)", NARROWER, True),
    ("numeric(10,2)", "numeric", WIDER, False),
    ("numeric", "numeric(10,2)", NARROWER, True),
    ("real", "double precision", WIDER, True),
    ("double precision", "real", NARROWER, True),
    ("double precision", "integer", NARROWER, True),
    ("real", "numeric(10,2)", OTHER, True),
    ("cidr", "inet", WIDER, False),
    ("inet", "cidr", OTHER, True),
    ("bit(4)", "varbit", WIDER, False),
    ("bit(4)", "bit(8)", WIDER, True),
    ("json", "jsonb", OTHER, True),
    ("text", "jsonb", OTHER, True),
    ("text", "integer", OTHER, True),
    ("uuid", "text", OTHER, True),
    ("mood", "text", OTHER, True),
    ("mood", "mood2", OTHER, True),
    ("timestamp", "timestamptz", OTHER, None),
    ("timestamptz", "timestamp", OTHER, None),
    ("timestamp", "timestamptz(3)", OTHER, True),
    ("timestamp(3)", "timestamp", WIDER, False),
    ("timestamp", "timestamp(6)", WIDER, False),
    ("timestamp", "timestamp(3)", NARROWER, True),
    ("date", "timestamp", WIDER, True),
    ("timestamp", "date", NARROWER, True),
    ("timestamp", "time", NARROWER, True),
    ("enum('a','b')", "enum('a','b','c')", WIDER, True),
    ("enum('a','b')", "enum('b')", NARROWER, True),
    ("enum('a','bcd')", "varchar(3)", WIDER, True),
    ("enum('a','bcd')", "varchar(2)", NARROWER, True),
    ("varchar(9)", "enum('a')", NARROWER, True),
    ("integer[]", "bigint[]", WIDER, True),
    ("varchar(255)[]", "varchar(1024)[]", WIDER, True),
    ("integer", "integer[]", OTHER, True),
    ("integer[]", "integer[]", SAME, False),
    ("character varying(20)", "varchar(20)", SAME, False),
    ("VARCHAR(20)", "varchar(20)", SAME, False),
    ("blob", "varbinary(9)", NARROWER, True),
    (None, "text", UNKNOWN, None),
    (None, "varchar(9)", UNKNOWN, None),
    (None, "bigint", UNKNOWN, True),
    (None, "text[]", UNKNOWN, True),
    ("text", None, UNKNOWN, None),
    ("x" * 5000, "text", OTHER, True),
    ("", "text", OTHER, True),
]


@pytest.mark.parametrize(("old", "new", "width", "rewritten"), CHANGES)
def test_changes(old: str | None, new: str | None, width: Width, rewritten: bool | None) -> None:
    assert (change(old, new), rewrites(old, new)) == (width, rewritten)


@pytest.mark.parametrize(
    ("old", "new"), [("timestamp", "timestamptz"), ("timestamptz", "timestamp")]
)
def test_in_utc_no_moment_is_written_anew(old: str, new: str) -> None:
    assert rewrites(old, new, utc=True) is False


@pytest.mark.parametrize(
    ("old", "new", "cut"),
    [
        ("numeric(10,4)", "numeric(10,2)", True),
        ("numeric(10,2)", "numeric(8,2)", False),
        ("double precision", "integer", True),
        ("double precision", "real", True),
        ("timestamp", "date", True),
        ("timestamp", "timestamp(0)", True),
        ("varchar(40)", "varchar(20)", False),
        ("bigint", "integer", False),
        (None, "integer", False),
    ],
)
def test_what_is_cut_without_a_word(old: str | None, new: str, cut: bool) -> None:
    assert cuts(old, new) == cut


@pytest.mark.parametrize(
    ("old", "new", "alike"),
    [
        ("varchar(20)", "text", True),
        ("integer", "bigint", True),
        ("numeric(7,2)", "numeric(8,3)", True),
        ("enum('a')", "varchar(9)", True),
        ("timestamp(3)", "timestamp", True),
        ("date", "timestamp", False),
        ("", "text", False),
    ],
)
def test_what_old_code_goes_on_with(old: str, new: str, alike: bool) -> None:
    assert reads_alike(old, new) == alike


PLAIN = st.sampled_from(["varchar", "text", "integer", "bigint", "smallint", "numeric", "date"])
SIZED = st.tuples(st.sampled_from(["varchar", "char", "numeric"]), st.integers(1, 20)).map(
    lambda pair: f"{pair[0]}({pair[1]})"
)
SCALED = st.tuples(st.integers(1, 20), st.integers(0, 9)).map(lambda p: f"numeric({p[0]},{p[1]})")
TYPES = PLAIN | SIZED | SCALED


@given(TYPES, TYPES, TYPES)
def test_wider_than_a_wider_type_is_wider(one: str, other: str, third: str) -> None:
    steps = (change(one, other), change(other, third))
    if set(steps) <= {SAME, WIDER}:
        assert change(one, third) in (SAME, WIDER)


@given(TYPES, TYPES)
def test_only_equal_types_are_the_same(one: str, other: str) -> None:
    assert (change(one, other) is SAME) == (change(other, one) is SAME)
    assert (change(one, other) is SAME) <= (rewrites(one, other) is False)


@given(st.text(), st.text())
def test_any_text_has_an_answer(old: str, new: str) -> None:
    assert change(old, new) in Width
    assert change(old, old) is SAME
    assert rewrites(old, new) in (True, False, None)
    assert reads_alike(old, new) in (True, False)
    assert cuts(old, new) in (True, False)
