"""The stream of `go test -json`: what ran, what failed, what was run again, what broke off."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.formats.gotest import MAX_STRAY
from deploylint.formats.testreport import read_tests
from tests.evidence.judging import SAMPLES
from tests.evidence.told import lines, told


def go(*events: tuple[str, ...]) -> bytes:
    """Return a stream of events of package `p`: action, test, output."""
    keys = ("Action", "Test", "Output")
    found = [{"Package": "p", **dict(zip(keys, event, strict=False))} for event in events]
    return "".join(json.dumps(event) + "\n" for event in found).encode()


PASS, FAIL = ("pass",), ("fail",)
GO = [
    pytest.param(go(("run", "A"), ("pass", "A"), PASS), "go test: 1 ran, 0 skipped", id="passed"),
    pytest.param(
        go(
            ("run", "A"),
            ("output", "A", "=== RUN   A\n"),
            ("output", "A", "    a_test.go:4: x\n"),
            ("fail", "A"),
            ("skip", "B"),
            FAIL,
        ),
        """
        go test: 1 ran, 1 skipped
        4: p > A: failed a_test.go:4: x
        5: p > B: skipped
        """,
        id="failed-and-skipped",
    ),
    pytest.param(
        go(("run", "A"), ("fail", "A"), FAIL, ("run", "A"), ("pass", "A"), PASS),
        """
        go test: 1 ran, 0 skipped
        5: p > A: passed flaky
        """,
        id="run-again",
    ),
    pytest.param(
        go(("run", "A"), ("fail", "A"), ("run", "A"), ("pass", "A"), FAIL),
        """
        go test: 1 ran, 0 skipped
        2: p > A: failed
        """,
        id="count-2",
    ),
    pytest.param(
        go(("run", "A"), ("pass", "A"), PASS, ("run", "A"), ("fail", "A"), FAIL),
        """
        go test: 1 ran, 0 skipped
        5: p > A: failed
        """,
        id="failed-when-run-again",
    ),
    pytest.param(
        go(("run", "A"), ("run", "B"), ("pass", "B"), ("output", "A", "panic: boom\n"), FAIL),
        """
        go test: 2 ran, 0 skipped
        1: p > A: error panic: boom
        """,
        id="began-and-did-not-end",
    ),
    pytest.param(
        go(("run", "A"), ("pass", "A"), FAIL),
        """
        go test: 1 ran, 0 skipped
        3: fault: says that the package "p" failed, and shows no test that did; it does not build,
        """,
        id="a-package-that-crashed",
    ),
    pytest.param(
        go(("run", "A"), ("pass", "A")),
        """
        go test: 1 ran, 0 skipped
        1: fault: ends before the package "p" did: it was cut off
        """,
        id="cut-off",
    ),
    pytest.param(
        go(("output", "", "? p [no test files]"), ("skip",)),
        "go test: 0 ran, 0 skipped",
        id="no-tests",
    ),
    pytest.param(
        go(("output", "", "ok")),
        """
        go test: 0 ran, 0 skipped
        1: fault: ends before the package "p" did: it was cut off
        """,
        id="cut-off-before-the-first-test",
    ),
    pytest.param(
        b'{"ImportPath":"q","Action":"build-fail"}\n' + go(("run", "A"), ("pass", "A"), PASS),
        """
        go test: 1 ran, 0 skipped
        1: fault: says that "q" does not build
        """,
        id="does-not-build",
    ),
    pytest.param(
        b"go: downloading example.com/x v1.0.0\n# q\nq.go:1:1: syntax error\n"
        + go(("run", "A"), ("pass", "A"), PASS)
        + b"FAIL\tq [build failed]\n",
        """
        go test: 1 ran, 0 skipped
        2: fault: has a line that is no event: "# q"
        3: fault: has a line that is no event: "q.go:1:1: syntax error"
        7: fault: has a line that is no event: "FAIL q [build failed]"
        """,
        id="with-what-the-compiler-says",
    ),
]


@pytest.mark.parametrize(("data", "expected"), GO)
def test_what_a_stream_of_go_says(data: bytes, expected: str) -> None:
    assert told(read_tests(data, "x.json")) == lines(expected)


def test_lines_that_are_no_events_are_counted_in_the_end() -> None:
    whole = go(("run", "A"), ("pass", "A"), PASS)
    faults = read_tests(whole + b"noise\n" * MAX_STRAY, "x.json").content.faults
    assert len(faults) == MAX_STRAY
    faults = read_tests(whole + b"noise\n" * (MAX_STRAY + 5), "x.json").content.faults
    assert len(faults) == MAX_STRAY + 1
    assert faults[-1].message == "has 5 more lines that are no event"


REFUSED = [
    pytest.param(
        b'{"Action":"run","Package":"p","Test":1}\n',
        "holds a number under `Test`, where a text is expected",
        id="a-number-for-a-name",
    ),
    pytest.param(
        b'{"Action":"run"}\n{"Action"\n', "is not JSON: expecting ':' delimiter", id="half"
    ),
    pytest.param(
        b'{"Action":"run"},{"Action":"run"}\n',
        "has a line with more than one event",
        id="two-on-a-line",
    ),
    pytest.param(
        b'{"Action":"run","x":' + b"[" * 199 + b"]" * 199 + b"}\n",
        "nests deeper than 200 levels",
        id="as-deep-as-an-event-alone-may-be",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_tests(data, "x.json")
    assert refused.value.message == message


def test_the_place_of_a_damaged_event_is_told() -> None:
    with pytest.raises(UserError) as refused:
        read_tests(go(("run", "A")) + b'{"Action":"pass","Package":[]}\n', "x.json")
    assert str(refused.value.where) == "x.json:2"


EVENTS = (SAMPLES / "go/gotest.json").read_bytes().splitlines(keepends=True)


@given(st.lists(st.sampled_from(EVENTS) | st.binary(max_size=9), max_size=20).map(b"".join))
def test_any_mixture_of_events_is_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(data)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(b'{"Action":"' + data)


def assert_read_or_refused(data: bytes) -> None:
    with suppress(UserError):
        run = read_tests(data, "x.json").content
        assert 0 <= run.executed <= len(run.cases)
