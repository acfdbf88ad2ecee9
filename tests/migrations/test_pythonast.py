"""What Python source says without being run: values, names and places."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.migrations.python.ast import Source, arguments, docstring, parse
from deploylint.migrations.python.asttext import Places, Text
from deploylint.migrations.python.astvalues import UNKNOWN, literal, text_of
from deploylint.model.location import Location
from deploylint.model.verdict import Finding


def source_of(text: str) -> Source:
    source = parse("m.py", text)
    assert isinstance(source, Source), source
    return source


def value_of(expression: str, before: str = "") -> object:
    source = source_of(f"{before}\nVALUE = {expression}\n")
    return literal(source, source.constants["VALUE"])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        pytest.param("'a' 'b'", "ab", id="side by side"),
        pytest.param("'a' + 'b' + 'c'", "abc", id="added"),
        pytest.param("f'drop {T}'", "drop users", id="f-string of a constant"),
        pytest.param("'drop %s, %%' % T", "drop users, %", id="percent"),
        pytest.param("'%s %s' % (T, 3)", "users 3", id="percent with a tuple"),
        pytest.param("'%(t)s' % {'t': T}", "users", id="percent with a dictionary"),
        pytest.param("'{} {t} {{}}'.format(1, t=T)", "1 users {}", id="format"),
        pytest.param("'{1} {0}'.format('a', 'b')", "b a", id="format by number"),
        pytest.param("', '.join(['a', T])", "a, users", id="join"),
        pytest.param("dedent('''\n  a\n    b\n''')", "\na\n  b\n", id="dedent"),
        pytest.param("textwrap.dedent('  a').strip().upper()", "A", id="methods"),
        pytest.param("' a b '.split()", ["a", "b"], id="split"),
        pytest.param("LIST[1]", "b", id="item of a list"),
        pytest.param("{'k': {'x': 1}}['k']['x']", 1, id="item of a dictionary"),
        pytest.param("list(reversed(LIST))", ["b", "a"], id="reversed"),
        pytest.param("list(enumerate(LIST))", [(0, "a"), (1, "b")], id="enumerate"),
        pytest.param("zip(LIST, [1, 2])", [("a", 1), ("b", 2)], id="zip"),
        pytest.param("{'a': 1}.items()", [("a", 1)], id="items"),
        pytest.param("range(1, 3)", [1, 2], id="range"),
        pytest.param("(1, -2, None, True)", (1, -2, None, True), id="tuple"),
        pytest.param("not T", False, id="not"),
    ],
)
def test_values_that_can_be_seen(expression: str, value: object) -> None:
    before = "import textwrap\nfrom textwrap import dedent\nT = 'users'\nLIST = ['a', 'b']"
    assert value_of(expression, before) == value


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("name()", id="call"),
        pytest.param("other", id="name without a value"),
        pytest.param("f'{1:>10}'", id="format with a width"),
        pytest.param("f'{T!r}'", id="repr"),
        pytest.param("'%10s' % 'a'", id="percent with a width"),
        pytest.param("'%s' % ('a', 'b')", id="too many values"),
        pytest.param("'%s %s' % ('a',)", id="too few values"),
        pytest.param("'{:>9}'.format(1)", id="format with a spec"),
        pytest.param("'{0.x}'.format(T)", id="format with an attribute"),
        pytest.param("'a' * 1000000000", id="times"),
        pytest.param("[*T]", id="star"),
        pytest.param("LIST[7]", id="no such item"),
        pytest.param("VALUE", id="itself"),
        pytest.param("CHANGED", id="appended to"),
        pytest.param("TWICE", id="bound twice"),
        pytest.param("GLOBAL", id="global of a function"),
        pytest.param("range(10 ** 9)", id="long range"),
        pytest.param("range(1000000)", id="longer range"),
        pytest.param("1 if T else 2", id="condition"),
    ],
)
def test_values_that_cannot_be_seen(expression: str) -> None:
    before = (
        "T = 'users'\nLIST = [1]\nCHANGED = []\nCHANGED.append(1)\nTWICE = 1\nTWICE = 2\n"
        "GLOBAL = 1\ndef f():\n    global GLOBAL\n    GLOBAL = 2\n"
    )
    assert value_of(expression, before) is UNKNOWN


def test_a_part_that_cannot_be_seen_does_not_hide_the_others() -> None:
    assert value_of("['a', name()]") == ["a", UNKNOWN]


def test_doubling_constants_does_not_fill_the_memory() -> None:
    lines = ["A0 = 'x' 'y'", *(f"A{n + 1} = A{n} + A{n}" for n in range(40))]
    assert value_of("A40", "\n".join(lines)) is UNKNOWN


def test_local_names_win() -> None:
    source = source_of("T = 'module'\nV = f'{T} {U}'\n")
    node = source.constants["V"]
    assert text_of(source, node, {"T": "local", "U": 1}) == "local 1"
    assert literal(source, node, {"U": UNKNOWN}) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        pytest.param("x = (", "'(' was never closed", (1, 5), id="unclosed"),
        pytest.param("x = '''a", "unterminated triple-quoted", (1, 5), id="unterminated"),
        pytest.param("é = = 1", "not Python that can be read", (1, 5), id="syntax"),
        pytest.param("(" * 300, "too many nested", (1, 201), id="parentheses"),
        pytest.param("a" + ".a" * 100_000, "nested too deeply", (1, 1), id="attributes"),
        pytest.param("1" + "+1" * 100_000, "nested too deeply", (1, 1), id="sums"),
        pytest.param("-" * 100_000 + "1", "nested too deeply", (1, 1), id="signs"),
        pytest.param("a = '\0'", "null", (1, 1), id="zero byte"),
        pytest.param("a = '\ud800'", "surrogates", (1, 1), id="half a character"),
        pytest.param(" " * 5_000_000, "5000000 characters", (1, 1), id="huge"),
    ],
)
def test_broken_files_are_findings(text: str, message: str, place: tuple[int, int]) -> None:
    found = parse("m.py", text)
    assert isinstance(found, Finding)
    assert message in found.message
    assert "invalid" not in found.message
    assert found.at == Location("m.py", *place)


def test_unknown_escapes_are_no_errors() -> None:
    assert value_of(r"'\d'") == r"\d"


def test_columns_count_characters_after_a_mark_and_other_letters() -> None:
    source = source_of("\ufeffé = 'ü'; b = f(1,\r\n  'ö', x)\r\n")
    nodes = [node.value for node in source.tree.body if isinstance(node, ast.Assign)]
    call = nodes[1]
    assert isinstance(call, ast.Call)
    assert source.at(nodes[0]) == Location("m.py", 1, 5, 1, 8)
    assert source.at(call) == Location("m.py", 1, 14, 2, 10)
    assert source.at(call.args[2]) == Location("m.py", 2, 8, 2, 9)
    assert source.segment(call) == "f(1,\n  'ö', x)"
    assert source.shown(call) == "f(1, 'ö', x)"


def test_long_lines_of_other_letters_are_read_in_linear_time() -> None:
    source = source_of("x = [" + "'ü', " * 50_000 + "]")
    value = source.constants["x"]
    assert isinstance(value, ast.List)
    assert source.at(value.elts[-1]).column == 6 + 5 * 49_999


def test_a_function_is_pointed_at_by_its_first_line() -> None:
    source = source_of("def f(\n    a,\n):\n    pass\n")
    assert source.at(source.functions["f"]) == Location("m.py", 1, 1, 1, 7)


@pytest.mark.parametrize(
    ("written", "word", "place"),
    [
        pytest.param("'DROP x'", "x", (1, 11, 1, 12), id="plain"),
        pytest.param("('DROP '\n  'x')", "x", (2, 4, 2, 5), id="side by side"),
        pytest.param("('DROP '  # why 'not'\n  'x')", "x", (2, 4, 2, 5), id="with a comment"),
        pytest.param("'a\\tb\\n' + r'\\x'", "\\x", (1, 18, 1, 20), id="raw after escapes"),
        pytest.param("'\\u00e9\\x41\\N{BULLET}x'", "x", (1, 26, 1, 27), id="escapes"),
        pytest.param("'\\u00e9\\x41x'", "A", (1, 12, 1, 16), id="an escape"),
        pytest.param("'''\na\n  x'''", "x", (3, 3, 3, 4), id="three quotes"),
        pytest.param("'''\\\na\\\nx'''", "x", (3, 1, 3, 2), id="joined lines"),
        pytest.param("dedent('''\n    a\n      x\n''')", "x", (3, 7, 3, 8), id="dedent"),
        pytest.param("'   x  '.strip()", "x", (1, 9, 1, 10), id="strip"),
        pytest.param("f'DROP {T} x'", "users", (1, 5, 1, 18), id="put in"),
        pytest.param("'DROP %s x' % T", "x", (1, 14, 1, 15), id="behind what is put in"),
        pytest.param("SQL", "DROP", (3, 8, 3, 12), id="constant elsewhere"),
    ],
)
def test_places_of_text(written: str, word: str, place: tuple[int, int, int, int]) -> None:
    source = source_of(f"V = {written}\nT = 'users'\nSQL = 'DROP'\nfrom textwrap import dedent\n")
    text = text_of(source, source.constants["V"])
    assert text is not None
    start = text.index(word)
    before = text[:start]
    line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
    found = Places(text).moved(Location("m.py", line, column, line, column + len(word)))
    assert found == Location("m.py", *place)


def test_carriage_returns_do_not_move_text() -> None:
    source = source_of('V = """a\r\n  b"""\r\n')
    text = text_of(source, source.constants["V"])
    assert text == "a\n  b"
    assert Places(text).moved(Location("m.py", 2, 3, 2, 4)) == Location("m.py", 2, 3, 2, 4)


def test_names_are_resolved_through_imports() -> None:
    source = source_of(
        "import sqlalchemy as sa\nimport a.b\nfrom x.y import z as w\nfrom . import near\n"
        "V = [sa.func.now, a.b.c, w.q, near.x, print, f().g]\n"
    )
    value = source.constants["V"]
    assert isinstance(value, ast.List)
    assert [source.dotted(node) for node in value.elts] == [
        "sqlalchemy.func.now",
        "a.b.c",
        "x.y.z.q",
        "..near.x",
        "print",
        None,
    ]


def test_arguments_by_name() -> None:
    call = ast.parse("f(1, b=2, z=3)", mode="eval").body
    assert isinstance(call, ast.Call)
    given = arguments(call, ("a", "b"))
    assert given is not None
    assert {name: ast.unparse(node) for name, node in given.items()} == {
        "a": "1",
        "b": "2",
        "z": "3",
    }


@pytest.mark.parametrize("call", ["f(*a)", "f(**a)", "f(1, 2, 3)"])
def test_hidden_or_too_many_arguments(call: str) -> None:
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    assert arguments(node, ("a", "b")) is None


def test_docstrings() -> None:
    source = source_of('"""Doc."""\ndef f(): "inner"\ndef g(): pass\n')
    assert docstring(source.tree) == "Doc."
    assert docstring(source.functions["f"]) == "inner"
    assert docstring(source.functions["g"]) is None


PARTS = st.lists(
    st.sampled_from(
        ["'a b'", '"é"', "'''x\n  y'''", "r'\\d'", "'\\n\\x41'", "f'{T} z'", "T", "'  p'.strip()"]
    ),
    min_size=1,
    max_size=5,
)


@given(PARTS)
def test_pieces_are_the_text_and_lie_where_it_is_written(parts: list[str]) -> None:
    source = source_of("T = 'users'\nV = (\n" + " +\n".join(parts) + ")\n")
    text = text_of(source, source.constants["V"])
    assert isinstance(text, Text)
    assert "".join(piece.text for piece in text.pieces) == text
    for piece in text.pieces:
        line = source.lines[piece.line - 1]
        there = line[piece.column - 1 : piece.column - 1 + len(piece.text.rstrip("\n"))]
        assert not piece.verbatim or there == piece.text.rstrip("\n")
