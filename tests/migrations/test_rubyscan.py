"""Ruby as migrations are written in it: what is read, and that nothing hostile gets through."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.migrations.ruby.places import Places
from deploylint.migrations.ruby.scan import read_ruby


def plain(node: Any) -> Any:
    """Return a node without its places, as its name and its parts."""
    if isinstance(node, tuple) and hasattr(node, "_fields"):
        left_out = ("start", "end", "body_", "exact")
        fields = {key: plain(getattr(node, key)) for key in node._fields if key not in left_out}
        if type(node).__name__ == "Text":
            fields.pop("body")
        kept = {key: value for key, value in fields.items() if value not in ((), None, False)}
        return (type(node).__name__, kept)
    if isinstance(node, tuple):
        return tuple(plain(one) for one in node)
    return node


def text(value: str) -> Any:
    return ("Text", {"parts": (value,)})


def symbol(value: str) -> Any:
    return ("Symbol", {"parts": (value,)})


def call(name: str, *arguments: Any, **more: Any) -> Any:
    fields: dict[str, Any] = {"name": name, **more}
    if arguments:
        fields["arguments"] = arguments
    if not arguments and "options" not in more and not more.pop("closed", False):
        fields["bare"] = True
    fields.pop("closed", None)
    return ("Call", fields)


def pair(key: Any, value: Any) -> Any:
    return ("Pair", {"key": key, "value": value})


def number(value: Any) -> Any:
    return ("Plain", {"value": value}) if value else ("Plain", {})


NULL: Any = ("Plain", {})


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "add_column :users, :name, :string, limit: 20",
            call(
                "add_column",
                symbol("users"),
                symbol("name"),
                symbol("string"),
                options=(pair(symbol("limit"), number(20)),),
            ),
            id="call-without-parentheses",
        ),
        pytest.param(
            'add_index("users", %w[a b], :unique => true)',
            call(
                "add_index",
                text("users"),
                ("Items", {"items": (text("a"), text("b"))}),
                options=(pair(symbol("unique"), number(value=True)),),
            ),
            id="call-with-parentheses-words-and-rockets",
        ),
        pytest.param(
            "execute <<~SQL.squish\n  select 1\nSQL\n",
            call(
                "execute",
                call("squish", receiver=text("  select 1\n")),
            ),
            id="heredoc-with-a-method",
        ),
        pytest.param(
            "foo(<<-A, <<~'B')\n  one\n  A\n  two \\n\nB\n",
            call("foo", text("  one\n"), text("  two \\n\n")),
            id="two-heredocs",
        ),
        pytest.param(
            "create_table :x do |t, u|\n  t.string :a\nend",
            call(
                "create_table",
                symbol("x"),
                block=(
                    "Block",
                    {
                        "params": ("t", "u"),
                        "body": (call("string", symbol("a"), receiver=call("t")),),
                    },
                ),
            ),
            id="do-belongs-to-the-outermost-call",
        ),
        pytest.param(
            "foo bar { baz }",
            call(
                "foo",
                call("bar", block=("Block", {"body": (call("baz"),)})),
            ),
            id="braces-belong-to-the-innermost-call",
        ),
        pytest.param(
            "drop_table :x if old?",
            (
                "Choice",
                {
                    "condition": call("old?"),
                    "branches": ((call("drop_table", symbol("x")),),),
                },
            ),
            id="modifier",
        ),
        pytest.param(
            "x = a ? 1 : 2",
            (
                "Assign",
                {
                    "name": "x",
                    "operator": "=",
                    "value": (
                        "Choice",
                        {
                            "condition": call("a"),
                            "branches": ((number(1),), (number(2),)),
                            "whole": True,
                        },
                    ),
                },
            ),
            id="question",
        ),
        pytest.param(
            "def self.up = nil",
            ("Method", {"name": "up", "own": True, "body": (NULL,)}),
            id="method-on-one-line",
        ),
        pytest.param(
            "class A < ActiveRecord::Migration[7.1]\nend",
            ("Space", {"name": "A", "parent": "ActiveRecord::Migration[7.1]"}),
            id="class",
        ),
        pytest.param(
            "x / 2",
            ("Binary", {"operator": "/", "left": call("x"), "right": number(2)}),
            id="division",
        ),
        pytest.param("x /2, 3/", call("x", ("Other", {})), id="regular-expression"),
        pytest.param(
            'foo "a#{b}c"',
            call("foo", ("Text", {"parts": ("a", (call("b"),), "c")})),
            id="interpolation",
        ),
        pytest.param(
            '"a\\n\\u0041" "b"', ("Text", {"parts": ("a\nA", "b")}), id="strings-that-are-one"
        ),
        pytest.param(
            "a\n  .b # why\n  &.c",
            call("c", receiver=call("b", receiver=call("a"))),
            id="chain-over-lines",
        ),
        pytest.param(
            "-> { 1 }",
            call("lambda", block=("Block", {"body": (number(1),)})),
            id="lambda",
        ),
        pytest.param(
            "foo limit:, null: nil\n",
            call(
                "foo",
                options=(
                    pair(symbol("limit"), call("limit")),
                    pair(symbol("null"), NULL),
                ),
            ),
            id="short-pair",
        ),
    ],
)
def test_statement(source: str, expected: Any) -> None:
    program = read_ruby(source)
    assert (plain(program.body), program.problem) == ((expected,), None)


def test_comments_and_the_end_of_the_program() -> None:
    source = "=begin\nfoo\n=end\n# bar\nbaz # qux\n__END__\n{{{"
    assert plain(read_ruby(source).body) == (call("baz"),)


@pytest.mark.parametrize(
    ("source", "problem", "where"),
    [
        pytest.param("foo 'bar", "a string is not closed", 5, id="string"),
        pytest.param("foo <<~SQL\n", "the heredoc SQL is not closed", 4, id="heredoc"),
        pytest.param("def up\n  foo", "an `end` is missing", 12, id="method"),
        pytest.param("end", "`end` stands where it does not belong", 3, id="stray-end"),
        pytest.param("foo(1", "a list is not closed", 5, id="parenthesis"),
        pytest.param("[" * 5000, "it nests too deeply", 30, id="deep"),
    ],
)
def test_problem(source: str, problem: str, where: int) -> None:
    program = read_ruby(source)
    if problem == "it nests too deeply":
        assert program.problem == problem
    else:
        assert (program.problem, program.where) == (problem, where)


def test_heredoc_stands_where_its_text_begins() -> None:
    source = "foo <<~SQL\n  select 1\nSQL\n"
    node: Any = read_ruby(source).body[0]
    argument = node.arguments[0]
    assert (source[argument.body :].startswith("  select 1"), argument.exact) == (True, True)


def test_places_count_code_points_and_leave_out_the_mark() -> None:
    places = Places("a.rb", "\ufeffä = 1\r\nfoo\n")
    assert [places.place(offset) for offset in (1, 3, 8)] == [(1, 1), (1, 3), (2, 1)]


PIECES = st.sampled_from(
    [
        *"{}()[]|,.:;?!%&*/+-=<>~^@$#'\"`\\ \n",
        *("do", "end", "def ", "class ", "if ", "unless ", "case ", "when ", "begin", "rescue"),
        *("<<~SQL", "SQL\n", "#{", "%w[", "%q(", ":a", "a:", "a", "A", "1", "->", "=begin\n"),
        *("return", "__END__", "self", "::", "=>", "...", "&.", "|a|", "ensure", "else", "then"),
    ]
)


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read(source: str) -> None:
    program = read_ruby(source)
    assert 0 <= program.where <= len(source)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("(", id="parentheses"),
        pytest.param("a.", id="dots"),
        pytest.param("foo ", id="calls"),
        pytest.param("{", id="braces"),
        pytest.param("-> {", id="lambdas"),
        pytest.param("if a\n", id="conditions"),
        pytest.param('"#{', id="interpolations"),
        pytest.param("a ? ", id="questions"),
        pytest.param("!", id="signs"),
        pytest.param("a = ", id="assignments"),
        pytest.param("<<~A\n", id="heredocs"),
        pytest.param("x.y(1) + ", id="operands"),
        pytest.param("foo :a, ", id="arguments"),
        pytest.param("\n.a", id="lines-of-a-chain"),
        pytest.param("a rescue ", id="rescues"),
        pytest.param("a and ", id="ands"),
        pytest.param("a if ", id="modifiers"),
    ],
)
def test_a_lot_of_one_thing(piece: str) -> None:
    program = read_ruby(piece * 20_000)
    assert program.where <= len(piece) * 20_000
