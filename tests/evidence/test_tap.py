"""TAP: what ran, what failed, and streams that were cut off or that say less than they hold."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.tests import Outcome
from deploylint.formats.tap import MAX_DEPTH, read_tap
from tests.evidence.judging import SAMPLES
from tests.evidence.told import lines, told

CASES = [
    pytest.param("1..2\nok 1 - a\nok 2 - b\n", "TAP: 2 ran, 0 skipped", id="tap-12"),
    pytest.param("TAP version 13\nok 1\nok 2\n1..2", "TAP: 2 ran, 0 skipped", id="plan-at-the-end"),
    pytest.param("1..1\r\nok 1 - a\r\n", "TAP: 1 ran, 0 skipped", id="crlf"),
    pytest.param(
        "1..2\nnot ok 1 - a\nok 2\n",
        """
        TAP: 2 ran, 0 skipped
        2: a: failed
        """,
        id="a-failure",
    ),
    pytest.param(
        "1..5\nok 1 a # SKIP no disk\nok 2 b # skipped\nnot ok 3 c # TODO later\nok 4 d # TODO\n"
        "ok 5 e\n",
        """
        TAP: 1 ran, 4 skipped
        2: a: skipped
        3: b: skipped
        4: c: skipped
        5: d: skipped
        """,
        id="directives",
    ),
    pytest.param(
        "1..3\nnot ok 1 a # SKIP no disk\nnot ok 2 b \\# TODO\nnot ok 3 c#TODO\n",
        """
        TAP: 3 ran, 0 skipped
        2: a: failed
        3: b # TODO: failed
        4: c#TODO: failed
        """,
        id="no-directive-excuses-these",
    ),
    pytest.param("1..0 # SKIP no tests on this host\n", "TAP: 0 ran, 0 skipped", id="nothing-ran"),
    pytest.param(
        "1..3\nok 1\n",
        """
        TAP: 1 ran, 0 skipped
        1: fault: announces 3 tests and lists 1 test
        """,
        id="plan-not-met",
    ),
    pytest.param(
        "1..1\nok 1\nok 2\n",
        """
        TAP: 2 ran, 0 skipped
        1: fault: announces 1 test and lists 2 tests
        """,
        id="more-than-planned",
    ),
    pytest.param(
        "TAP version 14\nok 1\n",
        """
        TAP: 1 ran, 0 skipped
        1: fault: has no plan (such as 1..4) for some tests, so it may have been cut off
        """,
        id="no-plan",
    ),
    pytest.param(
        "1..1\n1..1\nok 1\n",
        """
        TAP: 1 ran, 0 skipped
        2: fault: has two plans
        """,
        id="two-plans",
    ),
    pytest.param(
        "1..2\nok 1\nok 1\n",
        """
        TAP: 2 ran, 0 skipped
        1: fault: numbers its tests otherwise than its plan says
        """,
        id="one-number-twice",
    ),
    pytest.param("1..2\nok 2\nok 1\n", "TAP: 2 ran, 0 skipped", id="any-order"),
    pytest.param(
        "1..3\nok 1\nBail out! the database is gone\n",
        """
        TAP: 1 ran, 0 skipped
        3: fault: gave up: "the database is gone"
        1: fault: announces 3 tests and lists 1 test
        """,
        id="bail-out",
    ),
    pytest.param(
        "1..0\nBail out!\n",
        """
        TAP: 0 ran, 0 skipped
        2: fault: gave up
        """,
        id="bail-out-without-a-word",
    ),
    pytest.param(
        """
        TAP version 14
        # Subtest: group
            not ok 1 - child
            1..1
        ok 1 - group
        1..1
        """,
        """
        TAP: 1 ran, 0 skipped
        4: group > child: failed
        """,
        id="a-child-fails-and-its-parent-is-ok",
    ),
    pytest.param(
        """
        TAP version 14
            not ok 1 - child
            1..1
        not ok 1 - group # TODO
        1..1
        """,
        """
        TAP: 1 ran, 0 skipped
        3: group > child: failed
        """,
        id="a-child-of-a-todo-fails-as-for-node",
    ),
    pytest.param(
        """
        TAP version 14
            ok 1 - child
            1..1
        not ok 1 - group
        1..1
        """,
        """
        TAP: 2 ran, 0 skipped
        5: group: failed
        """,
        id="only-the-parent-fails",
    ),
    pytest.param(
        """
        1..1
        ok 1 - group {
            1..2
            ok 1 - a
            not ok 2 - b
        }
        """,
        """
        TAP: 2 ran, 0 skipped
        6: group > b: failed
        """,
        id="braces",
    ),
    pytest.param(
        """
        1..2
        not ok 1 - group # time=1.5ms {
            1..0
        }
        ok 2 - other {
            1..0
        }
        """,
        """
        TAP: 1 ran, 1 skipped
        3: group: failed
        6: other: skipped
        """,
        id="empty-braces",
    ),
    pytest.param(
        """
        ok 1 - empty group
          ---
          type: 'suite'
          ...
        ok 2 - /app/empty.test.mjs
        1..2
        """,
        """
        TAP: 0 ran, 2 skipped
        2: empty group: skipped
        6: /app/empty.test.mjs: skipped
        """,
        id="groups-and-files-of-node-without-a-test",
    ),
    pytest.param(
        """
        1..2
        not ok 1 - a
          ---
          error: '1 == 2'
          stack: |-
            not ok 7 - quoted
            1..9
          ...
        ok 2 - b
        """,
        """
        TAP: 2 ran, 0 skipped
        3: a: failed 1 == 2
        """,
        id="diagnostics-are-not-read-as-tests",
    ),
    pytest.param(
        """
        1..2
        ok 1 - a
          ---
          open: for ever
        not ok 2 - b
        """,
        """
        TAP: 2 ran, 0 skipped
        6: b: failed
        """,
        id="open-diagnostics-hide-nothing",
    ),
    pytest.param(
        """
        1..1
        ok 1 - a
          ---
          not ok 2 - b
        """,
        """
        TAP: 1 ran, 0 skipped
        1: fault: ends within the diagnostics of a test: it was cut off
        """,
        id="cut-off-in-diagnostics",
    ),
    pytest.param(
        """
        TAP version 14
            ok 1 - child
            1..1
        """,
        """
        TAP: 1 ran, 0 skipped
        1: fault: ends with subtests whose result is missing: it was cut off
        1: fault: has no plan (such as 1..4) for some tests, so it may have been cut off
        """,
        id="cut-off-after-subtests",
    ),
    pytest.param(
        """
        1..1
        ok 1 - group {
            1..2
            ok 1 - a
        """,
        """
        TAP: 1 ran, 0 skipped
        4: fault: announces 2 tests and lists 1 test
        1: fault: ends within a block of subtests: it was cut off
        """,
        id="cut-off-in-braces",
    ),
    pytest.param(
        """
        1..1
        ok 1 - a
          not ok 2 - b
          ok 3 - c
        """,
        """
        TAP: 1 ran, 0 skipped
        4: fault: has a failed test that stands in no plan
        """,
        id="a-failure-at-an-odd-indentation",
    ),
    pytest.param(
        """
        1..2
        ok 1 - a
        ---
        not ok 2
        ...
        """,
        """
        TAP: 2 ran, 0 skipped
        5: test 2: failed
        """,
        id="a-line-of-dashes-hides-nothing",
    ),
    pytest.param(
        """
        1..1
        ok 1 - group {
          ---
          note: first
          ...
            1..1
            not ok
        }
        """,
        """
        TAP: 1 ran, 0 skipped
        8: group > test: failed
        """,
        id="diagnostics-before-subtests",
    ),
    pytest.param(
        """
        pragma +strict
        1..1
        # not ok 4 - as somebody printed
        a line of a log
        ok 1
        """,
        "TAP: 1 ran, 0 skipped",
        id="other-lines",
    ),
]

NONE = "is no TAP: it has neither a version, nor a plan, nor a test"
REFUSED = [
    pytest.param(b"hello\n", NONE, id="prose"),
    pytest.param(b"ok  \tgithub.com/x/y\t0.1s\n", NONE, id="go-test-without-json"),
    pytest.param(b"1..1\nok \xff\n", "is not UTF-8 at byte 8", id="not-utf-8"),
    pytest.param(
        b"1..1\n" + b"".join(b" " * 4 * depth + b"ok 1 a\n" for depth in range(MAX_DEPTH + 1)),
        f"nests subtests deeper than {MAX_DEPTH}",
        id="too-deep",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_ran_and_what_came_of_it(text: str, expected: str) -> None:
    data = text if text[0] != "\n" else f"\n{lines(text)}\n"
    assert told(read_tap(data.encode(), "x.tap")) == lines(expected)


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_is_no_tap_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_tap(data, "x.tap")
    assert refused.value.message == message


SIGN = {
    Outcome.PASSED: ("ok", ""),
    Outcome.FAILED: ("not ok", ""),
    Outcome.SKIPPED: ("ok", " # SKIP"),
}
leaf = st.sampled_from(list(SIGN))
tree = st.recursive(
    st.lists(leaf, min_size=1, max_size=4),
    lambda below: st.lists(below | leaf, min_size=1, max_size=3),
    max_leaves=8,
)


def leaves(part: Any) -> list[Outcome]:
    return [one for below in part for one in leaves(below)] if isinstance(part, list) else [part]


def stream(parts: list[Any], depth: int, *, braces: bool) -> str:
    """Write points, with their subtests before them or in braces after them."""
    indent = "    " * depth
    text = ""
    for number, part in enumerate(parts, 1):
        if isinstance(part, list):
            inside = stream(part, depth + 1, braces=braces)
            word = "not ok" if any(one.bad for one in leaves(part)) else "ok"
            point = f"{indent}{word} {number} - group"
            text += f"{point} {{\n{inside}{indent}}}\n" if braces else f"{inside}{point}\n"
        else:
            word, directive = SIGN[part]
            text += f"{indent}{word} {number} - test{directive}\n"
    return f"{text}{indent}1..{len(parts)}\n"


@given(tree, st.booleans())
def test_every_test_is_counted_once_in_both_forms(parts: list[Any], braces: bool) -> None:
    run = read_tap(stream(parts, 0, braces=braces).encode(), "x.tap").content
    assert [case.outcome for case in run.cases] == leaves(parts)
    assert run.faults == ()


@given(tree, st.booleans(), st.data())
def test_a_stream_that_lost_a_line_is_not_taken_for_whole(
    parts: list[Any], braces: bool, data: st.DataObject
) -> None:
    whole = stream(parts, 0, braces=braces).splitlines()
    gone = data.draw(st.integers(0, len(whole) - 1).filter(lambda n: whole[n].strip() != "}"))
    rest = "\n".join(["TAP version 14", *whole[:gone], *whole[gone + 1 :]])
    assert read_tap(rest.encode(), "x.tap").content.faults


STREAMS = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*.tap"))]
pieces = st.sampled_from(
    [b"ok 1", b"not ok", b"    ", b"1..3\n", b" {\n", b"}\n", b"  ---\n", b"\n", b"# SKIP", b"..."]
)


@given(st.lists(pieces).map(b"".join) | st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(b"TAP version 13\n" + data)


@given(st.sampled_from(STREAMS), st.data())
def test_a_damaged_stream_is_read_or_refused(report: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(report)))
    end = data.draw(st.integers(start, min(len(report), start + 60)))
    assert_read_or_refused(report[:start] + data.draw(pieces | st.binary()) + report[end:])


def assert_read_or_refused(data: bytes) -> None:
    with suppress(UserError):
        run = read_tap(data, "x.tap").content
        assert 0 <= run.executed <= len(run.cases)
