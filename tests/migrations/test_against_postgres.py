"""PostgreSQL's own parser and we cut a text at the same characters."""

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.migrations.postgres import Refused, differences, parsed

SAMPLES = sorted((Path(__file__).parent / "samples/sql").glob("*.sql"))
TEXTS = tuple(path.read_bytes().decode().replace("\r\n", "\n") for path in SAMPLES)

HARD = "ab;'\"$\\/*-(){}[]@:?#`\n\r\t é🦣"
SIGNS = (
    ";",
    "'",
    '"',
    "$$",
    "$a$",
    "--",
    "/*",
    "*/",
    "(",
    ")",
    "\\",
    "E'",
    "\n",
    " ",
    "é",
    "BEGIN",
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in SAMPLES])
def test_samples_are_cut_as_postgres_cuts_them(text: str, line_end: str) -> None:
    assert differences(text.replace("\n", line_end)) == ()


def test_the_samples_are_many_statements() -> None:
    assert sum(len(parsed(text)) for text in TEXTS) > 200


def _in_dollars(inner: str) -> str:
    text = f"$q${inner}"
    return f"{text}$q$" if f"{inner}$q$".index("$q$") == len(inner) else "$q$;$q$"


def _comment(inner: str) -> str:
    for edge in ("*", "/"):
        inner = inner.replace(edge, " ")
    return f"/*{inner}/*{inner};*/*/"


inner = st.text(alphabet=HARD, max_size=8)
gap = st.one_of(
    st.sampled_from((" ", "\n", "\t\r\n ", "/**/", "--;'\n", "/*;*/")),
    inner.map(_comment),
    inner.map(lambda text: "--" + text.replace("\n", "").replace("\r", "") + "\n"),
)
item = st.one_of(
    inner.map(lambda text: "'" + text.replace("'", "''") + "'"),
    inner.map(lambda text: "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"),
    inner.map(lambda text: '"n' + text.replace('"', '""') + '"'),
    inner.map(_in_dollars),
    st.sampled_from(
        ("1", ".5e-3", "a$1", "x::int[]", "f(a => 1)", "CASE a WHEN 1 THEN 2 END", "$1")
    ),
)
select = st.tuples(gap, st.lists(item, min_size=1, max_size=3), gap).map(
    lambda parts: f"SELECT{parts[0]}{','.join(parts[1])}{parts[2]}",
)
statement = st.one_of(
    select,
    st.tuples(gap, select, select).map(
        lambda parts: f"CREATE RULE{parts[0]}r AS ON INSERT TO a DO ({parts[1]};{parts[2]})",
    ),
    st.tuples(gap, select, select).map(
        lambda parts: f"CREATE FUNCTION f(){parts[0]}BEGIN ATOMIC {parts[1]};{parts[2]};END",
    ),
    inner.map(lambda text: f"DO {_in_dollars(text)}"),
)
script = st.lists(st.one_of(statement, gap), max_size=5).map(";".join)


@settings(max_examples=150, deadline=None)
@given(script)
def test_built_statements_are_cut_as_postgres_cuts_them(text: str) -> None:
    assert differences(text) == ()


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TEXTS), st.sampled_from(SIGNS), st.integers(0, 3000), st.integers(0, 3))
def test_a_changed_sample_is_cut_as_postgres_cuts_it(
    text: str,
    sign: str,
    place: int,
    taken: int,
) -> None:
    place %= len(text) + 1
    try:
        found = differences(text[:place] + sign + text[place + taken :])
    except Refused:
        assume(False)  # it is no SQL any more
    else:
        assert found == ()
