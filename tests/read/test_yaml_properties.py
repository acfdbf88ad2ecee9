"""What holds for every YAML and JSON text."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.errors import UserError, UserErrors
from deploylint.model.location import Location, Places, Step
from deploylint.read.yaml import Document, Written, read_documents

TOKENS = [
    *("a", "b: ", ": ", "- ", "-", "? ", ", ", "[", "]", "{", "}", "\n", "\n  ", "\n    ", " "),
    *("'", '"', "|", ">", "|2-", "#", " # c", "&x ", "*x", "*y", "!", "!!str ", "!a!b ", "!<x> "),
    *("<<: ", "---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n", "\t", "\r\n", "\r", "\u2028", "\x85"),
    *("1.10", "12", "null", "true", "~", "on", "@", "`", "%", "\\", "\\ud83d", "\\ude00", "\\x4"),
    *("é", "🚀", "\ufeff", "\ufffe", "\x00", "\x07", "{{ x }}", "<<<<<<< x\n", "!%ed%a0%80 "),
]
INPUTS = (
    st.binary()
    | st.lists(st.sampled_from(TOKENS), max_size=30).map(lambda parts: "".join(parts).encode())
    | st.lists(st.sampled_from(TOKENS), max_size=8).map(
        lambda parts: "".join(parts).encode("utf-16")
    )
)

# Raw control characters and noncharacters are refused; `json.dumps` writes some of them raw.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    ["10:30", "no", "0x1F", "1_000", "2026-11-24", ".inf", "=", "<<", "1e3", "12", "~", "a\n b\n"]
)
NUMBERS = st.integers(-(10**18) + 1, 10**18 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)
WORDS = st.from_regex(r"[b-e][a-z]{0,7}", fullmatch=True)
PLAIN = st.recursive(
    WORDS | st.integers(0, 999),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(WORDS, inner, min_size=1, max_size=4)
    ),
    max_leaves=15,
)

unhurried = settings(deadline=None, database=None)


def only(source: str) -> Document:
    (document,) = read_documents(source.encode(), "plan.yaml")
    return document


def same(read: Any, value: Any) -> bool:
    """Return whether both are equal, the types of all parts included; numbers are one type.

    PyYAML writes the text 1e3 without quotes, as YAML 1.1 wants a point in a float: then the number
    that is read must know its text.
    """
    if isinstance(value, dict):
        return list(read) == list(value) and all(same(read[key], value[key]) for key in value)
    if isinstance(value, list):
        return len(read) == len(value) and all(map(same, read, value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return bool(read == value) and isinstance(read, Written)
    if isinstance(read, Written) and "e" in read.text.lower():
        return bool(read.text == value)
    return type(read) is type(value) and bool(read == value)


@given(INPUTS)
@settings(unhurried, max_examples=1_000)
def test_any_bytes_give_documents_or_an_error_with_its_place(data: bytes) -> None:
    try:
        documents = read_documents(data, "plan.yaml")
    except UserError as error:
        errors = error.errors if isinstance(error, UserErrors) else (error,)
        for one in errors:
            assert isinstance(one.where, Location)
            assert one.where.line >= 1
            assert one.where.column >= 1
            assert str(one).startswith(f"plan.yaml:{one.where.line}:{one.where.column}: ")
    else:
        json.dumps([document.data for document in documents], allow_nan=False)
        assert [document.number for document in documents] == list(range(1, len(documents) + 1))


@given(VALUES, st.booleans())
@unhurried
def test_what_safe_dump_writes_reads_back_equal(value: object, flow: bool) -> None:
    source = yaml.safe_dump(value, default_flow_style=flow, sort_keys=False)
    assert same(only(source).data, value)


@given(VALUES, st.sampled_from([None, 2, "\t"]))
@unhurried
def test_what_json_dumps_writes_reads_back_equal(value: object, indent: int | str | None) -> None:
    assert same(only(json.dumps(value, indent=indent)).data, value)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\x85")))
@unhurried
def test_raw_json_text_reads_back_equal(text: str) -> None:
    assert only(json.dumps([text], ensure_ascii=False)).data == [text]


@given(st.text("0123456789+-.eExX_:abcTtrufalsn~ ", min_size=1, max_size=12))
@unhurried
def test_a_plain_word_is_itself_a_constant_or_a_number_as_written(word: str) -> None:
    try:
        data = only(f"- {word}\n").data
    except UserError:
        return
    if not isinstance(data, list) or isinstance(data[0], (list, dict)):
        return
    value = data[0]
    constants = {"true": True, "false": False, "null": None, "~": None, "": None}
    if isinstance(value, Written):
        assert value.text == word.strip()
        assert float(value.text) == value  # type: ignore[comparison-overlap]  # a number as well
    elif not isinstance(value, str):
        assert value is constants[word.strip()]
    else:
        assert value == word.strip()


def entries(value: Any, path: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Any]]:
    """Yield every entry of a value with its path."""
    if not isinstance(value, (dict, list)):
        return
    for step, entry in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, step), entry
        yield from entries(entry, (*path, step))


def text_at(lines: list[str], place: Location) -> str:
    return lines[place.line - 1][place.column - 1 :]


def check_places(lines: list[str], places: Places, value: object, quote: str) -> None:
    for path, entry in entries(value):
        step = path[-1]
        if isinstance(step, str):
            assert text_at(lines, places.at(path, key=True)).startswith(f"{quote}{step}{quote}")
        if not isinstance(entry, (dict, list)):
            shown = f"{quote}{entry}{quote}" if isinstance(entry, str) else str(entry)
            place = places.at(path)
            assert text_at(lines, place).startswith(shown)
            assert place.end_line == place.line
            assert place.end_column == place.column + len(shown)


@given(PLAIN, st.booleans(), st.sampled_from(["", "# é🚀\n\n", "---\n", "[🚀, é]\n---\n"]))
@unhurried
def test_yaml_entries_stand_where_they_are_placed(value: object, flow: bool, head: str) -> None:
    source = head + yaml.safe_dump(value, default_flow_style=flow, width=60)
    document = read_documents(source.encode(), "plan.yaml")[-1]
    assert document.data == value
    check_places(source.splitlines(), document.places, value, "")


@given(PLAIN, st.sampled_from([None, 1, "\t"]), st.sampled_from(["", "🚀", "\u2028"]))
@unhurried
def test_json_entries_stand_where_they_are_placed(
    value: object, indent: int | str | None, odd: str
) -> None:
    # A surrogate pair before the value makes the text one that is mended on the way.
    whole = {odd: odd, "value": value}
    source = json.dumps(whole, indent=indent)
    places = only(source).places
    check_places(source.splitlines(), places, {"value": value}, '"')


@given(VALUES | PLAIN, st.booleans())
@unhurried
def test_line_endings_make_no_difference(value: object, flow: bool) -> None:
    source = yaml.safe_dump(value, default_flow_style=flow)
    there, here = only(source.replace("\n", "\r\n")), only(source)
    assert there.data == here.data
    assert there.places.start == here.places.start
    for path, _ in entries(value):
        assert there.places.at(path, key=True) == here.places.at(path, key=True)
        assert there.places.at(path) == here.places.at(path)


@given(st.lists(VALUES, min_size=1, max_size=4))
@unhurried
def test_digests_are_those_of_the_documents_alone(values: list[object]) -> None:
    parts = [yaml.safe_dump(value, explicit_start=True, allow_unicode=True) for value in values]
    together = read_documents("".join(parts).encode(), "plan.yaml")
    assert [one.digest for one in together] == [only(part).digest for part in parts]


@pytest.mark.parametrize("number", ["1", "-2", "1.10", "1e3"])
def test_a_number_read_equals_the_number(number: str) -> None:
    assert only(number).data == json.loads(number)
