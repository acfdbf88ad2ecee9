"""Whatever stands in a report of a scanner, it is read or refused."""

import json

from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.scans import Scan
from deploylint.formats.scanreport import read_scan
from tests.evidence.judging import SAMPLES
from tests.evidence.scanning import NAME, PROGRAMS, dumped

DOCUMENTS = [
    path.read_bytes()
    for folder in PROGRAMS
    for path in sorted((SAMPLES / folder).iterdir())
    if path.suffix in (".json", ".sarif")
]
VALUES = [json.loads(data) for data in DOCUMENTS]
ODD = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    *(st.text(max_size=9), st.just([]), st.just({}), st.just([{}]), st.just([[1]])),
    *(st.just({"x": {"y": [None]}}), st.just(10**30), st.just("9" * 400)),
)


def reads_or_refuses(data: bytes) -> None:
    try:
        reading = read_scan(data, NAME)
    except UserError:
        return
    assert isinstance(reading.content, Scan)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    reads_or_refuses(data)


@given(st.sampled_from(DOCUMENTS), st.data())
def test_any_cut_is_read_or_refused(document: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(document)))
    reads_or_refuses(document[:cut])


@given(st.sampled_from(VALUES), ODD, st.data())
def test_any_value_put_in_place_of_another_is_read_or_refused(
    value: object, odd: object, data: st.DataObject
) -> None:
    reads_or_refuses(dumped(replaced(value, odd, data)))


def replaced(value: object, odd: object, data: st.DataObject) -> object:
    """Return `value` with `odd` in the place of something in it."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 9)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: replaced(value[key], odd, data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 9)):
        index = data.draw(st.integers(0, len(value) - 1))
        return [*value[:index], replaced(value[index], odd, data), *value[index + 1 :]]
    return odd
