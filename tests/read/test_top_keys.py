"""The keys at the top of a file, found without reading it in full."""

import json

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.read.topkeys import top_keys
from deploylint.read.yaml import read_documents

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def found(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    return [key for key, _ in top_keys(data, "f.yaml")]


def read(data: bytes) -> list[str]:
    documents = [document.data for document in read_documents(data, "f.yaml")]
    return [key for one in documents if isinstance(one, dict) for key in one]


@given(st.lists(VALUES, max_size=3))
def test_they_are_those_that_reading_in_full_finds(documents: list[object]) -> None:
    for text in (yaml.safe_dump_all(documents), *map(json.dumps, documents[:1])):
        try:
            expected = read(text.encode())
        except UserError:
            continue
        assert list(dict.fromkeys(found(text))) == list(dict.fromkeys(expected))


@given(st.binary(max_size=60) | st.text("{}[]:-,&*!'\"\n# ab<?|>%", max_size=40).map(str.encode))
@example(b"a: 1\n'a\n")
@example(b"!!python/object:os.system a: 1")
@example("a: 1\u2028b: 2".encode())
def test_no_text_gets_away_with_more_than_reading_it_in_full(data: bytes) -> None:
    """What is read in full has the same keys; what is not may show keys, or a complaint."""
    try:
        expected = read(data)
    except UserError:
        expected = None
    try:
        keys = found(data)
    except UserError:
        assert expected is None
    else:
        assert expected is None or set(keys) == set(expected)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("a: !Ref b\nc: {d: !Sub e}\n", ["a", "c"], id="tags"),
        pytest.param("a: &x {b: 1}\nc:\n  <<: *x\n", ["a", "c"], id="merge-below"),
        pytest.param("a: 1\na: 2\n", ["a", "a"], id="repeated"),
        pytest.param('{"a":\t1, "b": "\\/"}', ["a", "b"], id="json"),
        pytest.param("\ufeffa: 1\n", ["a"], id="mark-of-bytes"),
        pytest.param("- a: 1\n", [], id="list"),
        pytest.param("a\n", [], id="text"),
        pytest.param("", [], id="empty"),
        pytest.param("a: 1\n---\nb: 2\n---\n", ["a", "b"], id="documents"),
        pytest.param(f"a: [{'1,' * 150_000}]\n", ["a"], id="more-values-than-are-read"),
        pytest.param('"deploy\\u006dent": 1\n', ["deployment"], id="escaped"),
    ],
)
def test_keys_of_files_for_other_readers(text: str, keys: list[str]) -> None:
    assert found(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: 1\n<<: {b: 1}\n", id="merge-at-the-top"),
        pytest.param("&x a: 1\n*x : 2\n", id="alias-as-key"),
        pytest.param("? [a]\n: 1\n", id="list-as-key"),
        pytest.param(f"a: {'[' * 70}{']' * 70}\n", id="deep"),
        pytest.param("---\n" * 1001, id="documents"),
        pytest.param("%TAG !a! b\n" * 101 + "---\na: 1\n", id="directives"),
        pytest.param("{{ .Values.a }}: 1\n", id="template"),
        pytest.param(b"\xff\xfea\0", id="other-encoding"),
        pytest.param(b"x" * 4_000_001, id="large"),
    ],
)
def test_what_cannot_be_told_is_complained_about(text: str | bytes) -> None:
    with pytest.raises(UserError):
        found(text)


def test_who_has_heard_enough_does_not_pay_for_the_rest() -> None:
    keys = top_keys(b"deployment: 1\nb: [\n", "f.yaml")
    assert next(keys)[0] == "deployment"


def test_where_keys_stand() -> None:
    (_, first), (_, second) = top_keys(b"a: 1\n\xc3\xa9t: {b: 1}\n", "f.yaml")
    assert (str(first), str(second)) == ("f.yaml:1:1", "f.yaml:2:1")
    assert (second.end_line, second.end_column) == (2, 3)
