"""What holds for any text; places, secrets and problems."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.facts.operations import Dialect, Does
from deploylint.migrations.sql.recognise import HEADS, Recognised, read_sql
from deploylint.migrations.sql.tokens import SqlText
from deploylint.model.location import Location
from deploylint.model.verdict import Finding
from tests.migrations.recognised import PG, SHOWN, read

SAMPLES = Path(__file__).parent / "samples"
TEXTS = tuple(
    path.read_bytes().decode().replace("\r\n", "\n")
    for folder in ("sql", "operations")
    for path in sorted((SAMPLES / folder).rglob("*.sql"))
)
WORDS = (
    *sorted(HEADS),
    *("TABLE", "INDEX", "TYPE", "VIEW", "COLUMN", "CONSTRAINT", "ADD", "RENAME", "TO", "ON", "IF"),
    *("NOT", "EXISTS", "NULL", "DEFAULT", "REFERENCES", "PRIMARY", "KEY", "UNIQUE", "CHECK"),
    *("VALUES", "INTO", "FROM", "WHERE", "AS", "USING", "THEN", "END", "ELSE", "LOOP", "WHEN"),
    *("a", '"B"', "`c`", "[d]", "'e'", "1", "(", ")", ",", ".", ";", "=", "::", "@", "@f", "$1"),
    *("$$", "\n", "VALUE", "GENERATED", "IDENTITY", "TRY", "CATCH", "LANGUAGE", "EXCEPTION"),
)
dialects = st.sampled_from((None, *Dialect))
anything = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join),
)


def check(text: str, dialect: Dialect | None) -> None:
    """Check that every place lies inside the text, in its order, and every name is a name."""
    found = read_sql(SqlText(text=text, path="x.sql", line=7, column=3), dialect)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for one in found.operations:
        at = one.at
        assert at.end_line is not None
        assert at.end_column is not None
        assert (7, 3) <= (at.line, at.column) <= (at.end_line, at.end_column)
        assert at.end_line - 7 < len(lines)
        assert at.end_column - 1 <= len(lines[at.end_line - 7]) + (2 if at.end_line == 7 else 0)
        assert (one.why is None) == (one.does not in (Does.OPAQUE, Does.RAISE))
        assert len(one.text) <= SHOWN
        assert one.text == " ".join(one.text.split())


@settings(max_examples=400, deadline=None)
@given(anything, dialects)
def test_any_text_gives_operations(text: str, dialect: Dialect | None) -> None:
    check(text, dialect)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(TEXTS),
    st.sampled_from(WORDS),
    st.integers(0, 9000),
    st.integers(0, 9),
    dialects,
)
def test_any_mutation_of_a_sample_gives_operations(
    text: str, word: str, place: int, taken: int, dialect: Dialect | None
) -> None:
    place %= len(text) + 1
    check(f"{text[:place]} {word} {text[place + taken :]}", dialect)


@given(st.sampled_from(TEXTS), dialects)
@settings(max_examples=30, deadline=None)
def test_the_same_text_gives_the_same_operations(text: str, dialect: Dialect | None) -> None:
    source = SqlText(text=text, path="x.sql")
    assert read_sql(source, dialect) == read_sql(source, dialect)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT " + "(" * 5000 + ")" * 5000, id="parentheses"),
        pytest.param("ALTER TABLE t ADD a int DEFAULT " + "(" * 5000, id="default"),
        pytest.param("SELECT " + "f(" * 5000, id="calls"),
        pytest.param("WITH a AS (" * 5000, id="queries"),
        pytest.param("EXPLAIN ANALYZE " * 5000, id="explain"),
        pytest.param("IF 1 = 1 " * 5000, id="conditions"),
        pytest.param("BEGIN " * 5000, id="blocks"),
        pytest.param("DO $$ " + "BEGIN " * 5000 + "$$", id="do"),
        pytest.param("DO $$ BEGIN " + "IF a THEN " * 5000 + "$$", id="do-conditions"),
        pytest.param("CREATE " + "UNIQUE " * 5000, id="modifiers"),
        pytest.param("DROP TABLE " + "a." * 5000, id="names"),
    ],
)
@pytest.mark.parametrize("dialect", [PG, Dialect.MSSQL, None])
def test_deep_texts_are_read(text: str, dialect: Dialect | None) -> None:
    check(text, dialect)


def test_nothing_is_no_operation() -> None:
    assert read_sql(SqlText(text=" -- nothing\n;;", path="x.sql"), PG) == Recognised(dialect=PG)


def test_places_count_from_the_source() -> None:
    source = SqlText(
        text="DROP TABLE é;\nALTER TABLE a DROP b,\n DROP c", path="x.py", line=3, column=9
    )
    assert [one.at for one in read_sql(source, PG).operations] == [
        Location("x.py", 3, 9, 3, 21),
        Location("x.py", 4, 15, 4, 21),
        Location("x.py", 5, 2, 5, 8),
    ]


def test_fixed_places_are_that_of_the_first_character() -> None:
    source = SqlText(text="SELECT 1;\nDROP TABLE a", path="x.py", line=3, column=9, fixed=True)
    assert [one.at for one in read_sql(source, PG).operations] == [Location("x.py", 3, 9)] * 2


def test_what_does_not_end_is_opaque_and_a_problem() -> None:
    found = read_sql(SqlText(text="DROP TABLE a; DROP TABLE 'b", path="x.sql"), PG)
    at = Location("x.sql", 1, 15, 1, 28)
    assert [one.does for one in found.operations] == [Does.DROP_TABLE, Does.OPAQUE]
    assert (found.operations[1].why, found.operations[1].at) == ("a string does not end", at)
    assert found.problems == (Finding(message="A string does not end", at=at),)


def test_the_text_may_prove_its_dialect() -> None:
    found = read_sql(SqlText(text="CREATE INDEX CONCURRENTLY i ON t (a)", path="x.sql"), None)
    assert found.dialect is PG


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("DROP /* x */ TABLE\n  a -- b\n", "DROP TABLE a"),
        ("CREATE ROLE r PASSWORD 'hunter22'", "CREATE ROLE r PASSWORD '****'"),
        ("CREATE USER u IDENTIFIED BY 'hunter22'", "CREATE USER u IDENTIFIED BY '****'"),
        ("UPDATE t SET password = 'hunter22'", "UPDATE t SET password = '****'"),
        ('ALTER TABLE t ADD "password" text', 'ALTER TABLE t ADD "password" text'),
        (f"DROP TABLE {'a' * 100}", f"DROP TABLE {'a' * 68}…"),
    ],
    ids=["comments", "role", "user", "update", "column", "long"],
)
def test_texts(sql: str, text: str) -> None:
    assert [one.text for one in read(sql)] == [text]
