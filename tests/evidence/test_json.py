"""JSON of tools: what is read, and what is refused."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.read.json import MAX_DEPTH, parse_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(VALUES, st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_what_json_says_is_read(value: object, mark: bytes) -> None:
    assert parse_json(mark + json.dumps(value).encode(), "f.json") == value


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@given(VALUES)
def test_utf_16_is_read_behind_a_byte_order_mark(encoding: str, value: object) -> None:
    assert parse_json(("\ufeff" + json.dumps(value)).encode(encoding), "f.json") == value


REFUSED = [
    pytest.param(b"\xff\xfe{", "f.json: is not UTF-16 at byte 2", id="half-a-character"),
    pytest.param(
        b"{\0}\0",
        "f.json:1:2: is not JSON: expecting property name enclosed in double quotes",
        id="no-mark",
    ),
    pytest.param(b"", "f.json:1:1: is not JSON: expecting value", id="empty"),
    pytest.param(b'{"a":\n 1', "f.json:2:3: is not JSON: expecting ',' delimiter", id="cut-off"),
    pytest.param(b"{} {}", "f.json:1:4: is not JSON: extra data", id="two"),
    pytest.param(
        b'{"a": {"b": 1, "b": 2}}', "f.json: states the key `b` twice in one object", id="twice"
    ),
    pytest.param(b"[NaN]", "f.json: holds NaN, which is not JSON", id="nan"),
    pytest.param(b"[-Infinity]", "f.json: holds -Infinity, which is not JSON", id="infinity"),
    pytest.param(b"[1e999]", "f.json: holds 1e999, which is too large a number", id="overflow"),
    pytest.param(b"\xff", "f.json: is not UTF-8 at byte 0", id="bytes"),
    pytest.param(b"[" * 100_000, "f.json: nests too deeply", id="deep-and-cut-off"),
    pytest.param(
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        f"f.json: nests deeper than {MAX_DEPTH} levels",
        id="deep",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_json(data, "f.json")
    assert str(caught.value) == message


def test_a_number_of_too_many_digits_is_refused() -> None:
    with pytest.raises(UserError, match="holds a number that cannot be read"):
        parse_json(b"1" * 5000, "f.json")


@given(st.binary(max_size=100) | st.text('{}[]",:1a\\ue', max_size=40).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(UserError):
        parse_json(data, "f.json")
