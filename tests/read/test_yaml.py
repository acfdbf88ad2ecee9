"""What is read from YAML and JSON."""

import copy
import json
from typing import Any

import pytest

from deploylint.model.location import Location
from deploylint.read.yaml import Document, Written, read_documents


def only(source: str | bytes) -> Document:
    data = source.encode() if isinstance(source, str) else source
    (document,) = read_documents(data, "plan.yaml")
    return document


TEXTS = [
    *("10:30", "1:30:00", "190:20:30.15", "2026-11-24", "2026-13-45", "2026-11-24T10:30:00+01:00"),
    *("no", "No", "yes", "on", "off", "y", "True", "TRUE", "False", "Null", "NULL", "nil", "None"),
    *("0777", "010", "089", "00", "-01", "0x1F", "0b11", "0o17", "1_000", "1,000", "01.5"),
    *("v1.2.0", "1.2.3", "1.", "1.e3", "1e", "1e+", "e3", ".", "+", "-.", "+-1", "1-2", "1 2"),
    *(".inf", "-.inf", ".nan", "inf", "nan", "1e400", "-1e400", "=", "<", "~x", "null x"),
    *("9" * 19, "9" * 400 + ".0", "0." + "1" * 60, "1" * 5000, "\u0663", "\u00b2", "3f9c1e2"),
    *("tests pass", "true story", "not yet", "a#b", "a:b", "<tag>", "5%"),
]


@pytest.mark.parametrize("text", TEXTS)
def test_is_text_as_people_mean_it(text: str) -> None:
    assert only(f"key: {text}\n").data == {"key": text}
    assert only(f"- {text}\n").data == [text]


NUMBERS: list[tuple[str, float]] = [
    *[("0", 0), ("5", 5), ("-5", -5), ("+5", 5), ("-0", 0), ("9" * 18, 10**18 - 1)],
    *[("1.10", 1.1), ("1e3", 1000.0), ("1E-2", 0.01), ("-0.5", -0.5), (".5", 0.5), ("+1.5", 1.5)],
    *[("12e03", 12000.0), ("0.0", 0.0), ("1.0e+16", 1e16), ("-.5e1", -5.0)],
]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_is_a_number_that_knows_how_it_was_written(text: str, number: float) -> None:
    value: Any = only(f"key: {text}\n").data
    value = value["key"]
    assert (value, isinstance(value, type(number)), isinstance(value, Written), value.text) == (
        *(number, True, True),
        text,
    )
    assert json.loads(json.dumps(value)) == number


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param("true", True, id="true"),
        pytest.param("false", False, id="false"),
        pytest.param("null", None, id="null"),
        pytest.param("~", None, id="tilde"),
        pytest.param("", None, id="nothing"),
        pytest.param("# later", None, id="only-a-comment"),
        pytest.param("!!str 1.10", "1.10", id="forced-to-text"),
        pytest.param("!!str", "", id="forced-to-empty-text"),
        pytest.param("'true'", "true", id="quoted-true"),
        pytest.param('"12"', "12", id="quoted-number"),
        pytest.param("''", "", id="quoted-nothing"),
        pytest.param("[true, ~, 'no', no]", [True, None, "no", "no"], id="list"),
        pytest.param("{a: 1, b}", {"a": 1, "b": None}, id="mapping"),
        pytest.param("|\n  a\n  b\n", "a\nb\n", id="block-text"),
        pytest.param(">-\n  a\n  b\n", "a b", id="folded-text"),
        pytest.param("a\n  b", "a b", id="text-of-two-lines"),
        pytest.param("https://example.org/?a=b#c", "https://example.org/?a=b#c", id="url"),
        pytest.param("channel#1", "channel#1", id="number-sign-inside"),
        pytest.param("&x {a: 1}", {"a": 1}, id="anchor"),
        pytest.param('"\\U0001F600 \\x41"', "\U0001f600 A", id="escapes"),
    ],
)
def test_value(source: str, value: object) -> None:
    assert only(f"key: {source}\n").data == {"key": value}


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        pytest.param("1: a", ["1"], id="number"),
        pytest.param("1.10: a", ["1.10"], id="decimal"),
        pytest.param("null: a", ["null"], id="null"),
        pytest.param("~: a", ["~"], id="tilde"),
        pytest.param("on: a", ["on"], id="on"),
        pytest.param("true: a", ["true"], id="true"),
        pytest.param("'': a", [""], id="empty"),
        pytest.param("'<<': a", ["<<"], id="quoted-merge-is-a-name"),
        pytest.param("!!str 1: a", ["1"], id="forced-to-text"),
        pytest.param("? a\n: b", ["a"], id="question-mark"),
        pytest.param("&k a: 1\nb: *k", ["a", "b"], id="anchored"),
    ],
)
def test_keys_are_text_as_written(source: str, keys: list[str]) -> None:
    data = only(source).data
    assert isinstance(data, dict)
    assert list(data) == keys


def test_an_alias_shares_what_its_anchor_holds() -> None:
    data: Any = only("a: &x {b: [1]}\nc: *x\nd: &x 2\ne: *x\nf: &k t\n").data
    assert data == {"a": {"b": [1]}, "c": {"b": [1]}, "d": 2, "e": 2, "f": "t"}
    assert data["a"] is data["c"]


def test_an_alias_means_the_latest_anchor_of_its_name() -> None:
    assert only("- &a [&a [x], *a]\n- *a\n- &a y\n- *a\n").data == [
        *([["x"], ["x"]], ["x"]),
        *("y", "y"),
    ]


def test_a_copied_number_still_knows_how_it_was_written() -> None:
    data: Any = copy.deepcopy(only("[1.10, +1]").data)
    assert [(number, number.text) for number in data] == [(1.1, "1.10"), (1, "+1")]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        pytest.param("", [], id="empty-file"),
        pytest.param("# nothing\n\n", [], id="only-comments"),
        pytest.param("---\n", [None], id="marker-alone"),
        pytest.param("a: 1\n---\n# later\n---\n- b\n", [{"a": 1}, None, ["b"]], id="empty-between"),
        pytest.param("--- a\n...\n---\nb\n...\n", ["a", "b"], id="with-ends"),
        pytest.param("%YAML 1.2\n---\na: on\n", [{"a": "on"}], id="version-directive"),
        pytest.param("--- null\n", [None], id="null"),
    ],
)
def test_documents_of_a_file(source: str, values: list[object]) -> None:
    documents = read_documents(source.encode(), "plan.yaml")
    assert [document.data for document in documents] == values
    assert [document.number for document in documents] == list(range(1, len(values) + 1))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        pytest.param('\t{"a":\t[1,\n\t2 ] }\n\t\n', {"a": [1, 2]}, id="tabs"),
        pytest.param('{"a":1,"b":"c"}', {"a": 1, "b": "c"}, id="no-spaces"),
        pytest.param(r'{"a": "\ud83d\ude00!"}', {"a": "\U0001f600!"}, id="surrogate-pair"),
        pytest.param(r'["\\ud83d\\ude00"]', [r"\ud83d\ude00"], id="escaped-backslash"),
        pytest.param(r'["\uD83D\uDE00\/\""]', ['\U0001f600/"'], id="slash-and-quote"),
        pytest.param('["a \u2028 \u2029 \x85 b"]', ["a \u2028 \u2029 \x85 b"], id="separators"),
        pytest.param('["\u2028\\ud83d\\ude00"]', ["\u2028\U0001f600"], id="both"),
        pytest.param("[1E5, -0.5, 1e-7]", [100000.0, -0.5, 1e-7], id="numbers"),
        pytest.param('"text"', "text", id="text-alone"),
        pytest.param('{"<<": 1, "": 2}', {"<<": 1, "": 2}, id="odd-keys"),
    ],
)
def test_json(source: str, value: object) -> None:
    assert json.loads(source) == value
    assert only(source).data == value


def test_separators_are_no_line_breaks() -> None:
    document = only("a: x\u2028y # \x85\nb: 'p \u2029 q'\n")
    assert document.data == {"a": "x\u2028y", "b": "p \u2029 q"}
    assert document.places.at(("b",)) == Location("plan.yaml", 2, 4, 2, 11)
