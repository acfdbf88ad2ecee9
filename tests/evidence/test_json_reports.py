"""The JSON of Playwright, jest, vitest and newman: what ran, what failed, what shows."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.tests import Shard
from deploylint.formats.testreport import KNOWN, read_tests
from tests.evidence.judging import SAMPLES
from tests.evidence.told import lines, told


def read(value: object) -> str:
    return told(read_tests(json.dumps(value).encode(), "x.json"))


def attempt(status: str, message: str = "") -> dict[str, Any]:
    return {"status": status, **({"error": {"message": message}} if message else {})}


def test(status: str, *results: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"status": status, "expectedStatus": "passed", "results": list(results), **more}


test.__test__ = False  # type: ignore[attr-defined]  # named after what Playwright writes


def playwright(*tests: Mapping[str, Any], ok: bool = True, **more: Any) -> dict[str, Any]:
    """Return a report with one spec and these tests."""
    spec = {"title": "pays", "ok": ok, "tests": list(tests)}
    suite = {"title": "shop.spec.ts", "specs": [], "suites": [{"title": "cart", "specs": [spec]}]}
    return {"config": {}, "suites": [suite], "stats": {}, "errors": [], **more}


PASSED = test("expected", attempt("passed"))
PLAYWRIGHT = [
    pytest.param(playwright(PASSED), "Playwright: 1 ran, 0 skipped", id="passed"),
    pytest.param(
        playwright(test("unexpected", attempt("failed", "no\nmore"), projectName="webkit")),
        """
        Playwright: 1 ran, 0 skipped
        1: webkit > shop.spec.ts > cart > pays: failed no
        """,
        id="failed-in-a-project",
    ),
    pytest.param(
        playwright(test("flaky", attempt("failed"), attempt("passed"))),
        """
        Playwright: 1 ran, 0 skipped
        1: shop.spec.ts > cart > pays: passed flaky
        """,
        id="flaky",
    ),
    pytest.param(
        playwright(test("expected", attempt("failed"), expectedStatus="failed")),
        "Playwright: 1 ran, 0 skipped",
        id="expected-to-fail",
    ),
    pytest.param(
        playwright(test("unexpected", attempt("passed"), expectedStatus="failed")),
        """
        Playwright: 1 ran, 0 skipped
        1: shop.spec.ts > cart > pays: failed it was expected to fail, and passed
        """,
        id="expected-to-fail-and-passed",
    ),
    pytest.param(
        playwright(test("expected", attempt("failed", "\x1b[31mred\x1b[39m"))),
        """
        Playwright: 1 ran, 0 skipped
        1: shop.spec.ts > cart > pays: failed red
        """,
        id="called-expected-after-an-attempt-that-failed",
    ),
    pytest.param(
        playwright(
            test("unexpected", attempt("timedOut")), test("unexpected", attempt("interrupted"))
        ),
        """
        Playwright: 2 ran, 0 skipped
        1: shop.spec.ts > cart > pays: error
        1: shop.spec.ts > cart > pays: error
        """,
        id="broken-off",
    ),
    pytest.param(
        playwright(test("expected")),
        """
        Playwright: 0 ran, 1 skipped
        1: shop.spec.ts > cart > pays: skipped
        """,
        id="never-attempted",
    ),
    pytest.param(
        playwright(PASSED, ok=False),
        """
        Playwright: 2 ran, 0 skipped
        1: shop.spec.ts > cart > pays: failed Playwright says that it is not ok, and s
        """,
        id="not-ok-for-no-reason",
    ),
    pytest.param(
        playwright(PASSED, stats={"unexpected": 2, "startTime": "2026-11-24T08:00:00.000Z"}),
        """
        Playwright: 1 ran, 0 skipped
        made 2026-11-24T08:00:00+00:00
        1: fault: counts 2 failures that no test shows
        """,
        id="counts-more-failures",
    ),
    pytest.param(
        playwright(PASSED, errors=[{"value": "a string was thrown"}]),
        """
        Playwright: 1 ran, 0 skipped
        1: fault: reports an error outside of every test: "a string was thrown"
        """,
        id="error-outside",
    ),
    pytest.param(
        playwright(PASSED, config={"shard": {"current": 2, "total": 3}, "forbidOnly": False}),
        """
        Playwright shard 2/3: 1 ran, 0 skipped
        1: note: was made without `forbidOnly`, so `test.only` may have left tests out
        """,
        id="shard",
    ),
    pytest.param(
        playwright(
            PASSED,
            config={
                "projects": [{"name": "chromium"}, {"name": "webkit"}],
                "filteredProjects": [{"name": "chromium"}],
                "grepInvert": {},
            },
        ),
        """
        Playwright: 1 ran, 0 skipped
        1: partial: leaves out the project "webkit"
        1: partial: leaves out tests by their name (`grepInvert`)
        """,
        id="filters",
    ),
    pytest.param(
        playwright(PASSED, config={"metadata": {"gitCommit": {"hash": "3F9C1E2" + "0" * 33}}}),
        f"Playwright: 1 ran, 0 skipped\nof 3f9c1e2{'0' * 33}",
        id="commit-of-git",
    ),
    pytest.param(
        playwright(PASSED, config={"metadata": {"gitCommit": "main", "ci": "github"}}),
        "Playwright: 1 ran, 0 skipped",
        id="metadata-of-the-project-itself",
    ),
    pytest.param(
        playwright(PASSED, config={"metadata": {"ci": {"commitHash": "3f9c1e2"}}}),
        "Playwright: 1 ran, 0 skipped\nof 3f9c1e2",
        id="commit-of-the-ci",
    ),
]


def jest(*assertions: Mapping[str, Any], file: Mapping[str, Any] = {}, **more: Any) -> Any:
    """Return a report with one file and these assertions."""
    one = {"name": "/app/a.test.js", "status": "passed", "assertionResults": list(assertions)}
    found = {"numTotalTests": 1, "success": True, "wasInterrupted": False}
    return {**found, "testResults": [{**one, **file}], **more}


def assertion(status: str, *messages: str, **more: Any) -> dict[str, Any]:
    told_of = {"ancestorTitles": ["A"], "title": "t", "failureMessages": list(messages)}
    return {"status": status, **told_of, **more}


JEST = [
    pytest.param(jest(assertion("passed")), "jest: 1 ran, 0 skipped", id="passed"),
    pytest.param(
        jest(assertion("failed", "Error: no\n  at x")),
        """
        jest: 1 ran, 0 skipped
        1: A > t: failed Error: no
        """,
        id="failed",
    ),
    pytest.param(
        jest(*map(assertion, ("pending", "todo", "skipped", "disabled"))),
        """
        jest: 0 ran, 4 skipped
        1: A > t: skipped
        1: A > t: skipped
        1: A > t: skipped
        1: A > t: skipped
        """,
        id="left-out",
    ),
    pytest.param(
        jest(assertion("passed", invocations=2)),
        """
        jest: 1 ran, 0 skipped
        1: A > t: passed flaky
        """,
        id="a-retry-of-jest",
    ),
    pytest.param(
        {k: v for k, v in jest(assertion("passed", "no")).items() if k != "wasInterrupted"},
        """
        vitest: 1 ran, 0 skipped
        1: A > t: passed flaky
        """,
        id="a-retry-of-vitest",
    ),
    pytest.param(
        jest(file={"status": "failed", "message": "  ● Test suite failed to run\n\n  SyntaxError"}),
        """
        jest: 0 ran, 0 skipped
        1: fault: says that the file "/app/a.test.js" failed as a whole: "Test suite failed to run
        """,
        id="a-file-that-does-not-load",
    ),
    pytest.param(
        jest(assertion("passed"), numRuntimeErrorTestSuites=2),
        """
        jest: 1 ran, 0 skipped
        1: fault: counts 2 files that failed as a whole and does not show it
        """,
        id="files-that-are-only-counted",
    ),
    pytest.param(
        jest(assertion("passed"), numFailedTests=1),
        """
        jest: 1 ran, 0 skipped
        1: fault: counts 1 failure that no test shows
        """,
        id="failures-that-are-only-counted",
    ),
    pytest.param(
        jest(assertion("passed"), success=False),
        """
        jest: 1 ran, 0 skipped
        1: fault: says that the run did not succeed, and shows no test that failed
        """,
        id="no-success",
    ),
    pytest.param(
        jest(assertion("passed"), wasInterrupted=True, startTime=1795508400000),
        """
        jest: 1 ran, 0 skipped
        made 2026-11-24T08:20:00+00:00
        1: fault: says that the run was interrupted
        """,
        id="interrupted",
    ),
    pytest.param(
        jest(assertion("passed"), startTime=1e300), "jest: 1 ran, 0 skipped", id="no-such-time"
    ),
]


def newman(*executions: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"collection": {}, "run": {"executions": list(executions), "failures": [], **more}}


def request(*assertions: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"item": {"name": "login"}, "assertions": list(assertions), **more}


OK: Mapping[str, Any] = {"assertion": "is 200", "skipped": False}
NO: Mapping[str, Any] = {**OK, "error": {"message": "expected 404 to equal 200"}}
NEWMAN = [
    pytest.param(newman(request(OK)), "newman: 1 ran, 0 skipped", id="passed"),
    pytest.param(
        newman(request(NO), failures=[{"at": "assertion:0 in test-script", "error": {}}]),
        """
        newman: 1 ran, 0 skipped
        1: login > is 200: failed expected 404 to equal 200
        """,
        id="failed",
    ),
    pytest.param(
        newman(request({**OK, "skipped": True}), timings={"started": 1795508400000}),
        """
        newman: 0 ran, 1 skipped
        made 2026-11-24T08:20:00+00:00
        1: login > is 200: skipped
        """,
        id="skipped",
    ),
    pytest.param(
        newman(
            request(requestError={"message": "connect ECONNREFUSED"}), failures=[{"at": "request"}]
        ),
        """
        newman: 1 ran, 0 skipped
        1: login: error connect ECONNREFUSED
        """,
        id="no-answer",
    ),
    pytest.param(
        newman(request()),
        """
        newman: 0 ran, 0 skipped
        1: partial: asserts nothing about the request "login", so nothing of it was tested
        """,
        id="no-assertion",
    ),
    pytest.param(
        newman(
            request(OK), failures=[{"at": "test-script", "error": {"message": "x is undefined"}}]
        ),
        """
        newman: 1 ran, 0 skipped
        1: fault: reports a failure in "test-script": "x is undefined"
        """,
        id="a-script-broke",
    ),
    pytest.param(
        newman(request(OK), failures=[{"at": "assertion:7"}]),
        """
        newman: 1 ran, 0 skipped
        1: fault: counts 1 failure that no test shows
        """,
        id="failures-that-are-only-counted",
    ),
    pytest.param(
        newman(request(OK), error={"message": "out of memory"}),
        """
        newman: 1 ran, 0 skipped
        1: fault: says that the run broke off: "out of memory"
        """,
        id="broke-off",
    ),
    pytest.param(
        newman(request(OK), error=7),
        """
        newman: 1 ran, 0 skipped
        1: fault: says that the run broke off
        """,
        id="broke-off-without-words",
    ),
]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(*case.values, id=f"{tool}-{case.id}")
        for tool, cases in (("playwright", PLAYWRIGHT), ("jest", JEST), ("newman", NEWMAN))
        for case in cases
    ],
)
def test_what_ran_and_what_came_of_it(value: object, expected: str) -> None:
    assert read(value) == lines(expected)


REFUSED = [
    pytest.param(b"", "is empty", id="empty"),
    pytest.param(b" \n", "is empty", id="blank"),
    pytest.param(b"[]", f"is no report of tests that is known: {KNOWN}", id="a-list"),
    pytest.param(b'{"a": 1}', f"is no report of tests that is known: {KNOWN}", id="any-object"),
    pytest.param(
        json.dumps(playwright(test("maybe"))).encode(),
        'has a test of the unknown status "maybe"',
        id="a-status-of-playwright",
    ),
    pytest.param(
        json.dumps(playwright(config={"shard": {"current": 4, "total": 3}})).encode(),
        "names a shard that cannot be",
        id="a-shard-beyond-the-last",
    ),
    pytest.param(
        json.dumps(jest(assertion("great"))).encode(),
        'has a test of the unknown status "great"',
        id="a-status-of-jest",
    ),
    pytest.param(
        json.dumps(jest(file={"assertionResults": "none"})).encode(),
        "holds a text under `assertionResults`, where a list is expected",
        id="a-text-for-a-list",
    ),
    pytest.param(
        json.dumps(jest(numFailedTests=-1)).encode(),
        "holds a number under `numFailedTests`, where a count is expected",
        id="less-than-nothing",
    ),
    pytest.param(
        b'{"testResults": [], "numTotalTests": 0, "numFailedTests": 1e999}',
        "holds 1e999, which is too large a number",
        id="infinity",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_tests(data, "x.json")
    assert refused.value.message == message


def test_the_command_and_the_shard_of_playwright_are_kept() -> None:
    config = {"argv": ["node", "playwright", "test"], "shard": {"current": 1, "total": 2}}
    run = read_tests(json.dumps(playwright(PASSED, config=config)).encode(), "x.json").content
    assert (run.command, run.shard) == (("node", "playwright", "test"), Shard(1, 2))


def test_variables_of_a_collection_are_never_part_of_what_is_read() -> None:
    value = newman(request(OK))
    value["environment"] = {"values": [{"key": "token", "value": "correct-horse"}]}
    reading = read_tests(json.dumps(value).encode(), "x.json")
    assert reading.content.executed == 1
    assert "correct-horse" not in repr(reading)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every container of a JSON value with each of its keys."""
    below = list(value.items() if isinstance(value, dict) else enumerate(value))
    found = [(value, key) for key, _ in below]
    return found + [p for _, part in below if isinstance(part, dict | list) for p in places(part)]


REPORTS = [
    *("js/jest.json", "js/vitest.json", "js/playwright.json", "js/playwright_load_error.json"),
    "newman/newman.json",
]
json_values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
strange: st.SearchStrategy[Any] = (
    json_values | st.lists(json_values, max_size=2) | st.just({}) | st.just({"status": []})
)


def small(name: str) -> Any:
    value = json.loads((SAMPLES / name).read_text())
    for execution in value.get("run", {}).get("executions", ()):
        execution.get("response", {}).pop("stream", None)
    return value


KEPT = {name: json.dumps(small(name)) for name in REPORTS}


@given(st.sampled_from(REPORTS), st.data())
def test_a_report_with_a_strange_value_is_read_or_refused(name: str, data: st.DataObject) -> None:
    value = json.loads(KEPT[name])
    where = places(value)
    container, key = where[data.draw(st.integers(0, len(where) - 1))]
    container[key] = data.draw(strange)
    assert_read_or_refused(json.dumps(value).encode())


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(data)


def assert_read_or_refused(data: bytes) -> None:
    with suppress(UserError):
        run = read_tests(data, "x.json").content
        assert 0 <= run.executed <= len(run.cases)
