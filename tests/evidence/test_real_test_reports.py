"""What is read out of reports that real tools wrote, as samples/README.md lists them."""

import pytest

from deploylint.errors import UserError
from deploylint.formats.testreport import KNOWN, read_tests
from tests.evidence.judging import SAMPLES
from tests.evidence.told import lines, told

REAL = [
    pytest.param(
        "ctest/ctest.xml",
        """
        ctest: 5 ran, 2 skipped
        made 2026-11-20T23:55:49+00:00 or so
        14: bad: failed
        18: skip: skipped
        22: dis: skipped
        28: missing: error Unable to find executable
        32: slow: failed
        """,
        id="ctest-ctest",
    ),
    pytest.param(
        "ctest/ctest_repeat.xml",
        """
        ctest: 1 ran, 0 skipped
        made 2026-11-20T23:55:50+00:00 or so
        11: bad: failed
        """,
        id="ctest-ctest-repeat",
    ),
    pytest.param(
        "go/gotest.json",
        """
        go test: 7 ran, 1 skipped
        made 2026-11-20T23:57:28.093736+00:00
        12: ex > TestBad: failed a_test.go:4: x
        17: ex > TestSkip: skipped
        28: ex > TestSub/b: failed
        29: ex > TestSub: failed
        33: ex > TestFlaky: failed
        53: ex/p3 > TestP: failed panic: boom [recovered]
        """,
        id="go-gotest",
    ),
    pytest.param(
        "go/gotestsum.xml",
        """
        gotestsum: 7 ran, 1 skipped
        made 2026-11-20T23:57:26+00:00
        7: ex > TestBad: failed a_test.go:4: x
        10: ex > TestSub/b: failed
        13: ex > TestSub: failed
        16: ex > TestFlaky: failed
        19: ex > TestSkip: skipped
        29: ex/p3 > TestP: failed panic: boom [recovered]
        2: fault: counts 1 failure that no test shows; a package crashed or does not build
        """,
        id="go-gotestsum",
    ),
    pytest.param(
        "go/gotestsum_buildfail.xml",
        """
        gotestsum: 1 ran, 0 skipped
        made 2026-11-20T23:58:13+00:00
        2: fault: counts 1 failure that no test shows; a package crashed or does not build
        """,
        id="go-gotestsum-buildfail",
    ),
    pytest.param(
        "go/gotestsum_rerun.xml",
        """
        gotestsum: 6 ran, 1 skipped
        made 2026-11-20T23:57:28+00:00
        7: ex > TestBad: failed a_test.go:4: x
        10: ex > TestSub/b: failed
        13: ex > TestSub: failed
        42: ex > TestFlaky: passed flaky
        37: ex > TestSkip: skipped
        """,
        id="go-gotestsum-rerun",
    ),
    pytest.param(
        "js/jest-junit-broken-suite.xml",
        """
        jest-junit: 1 ran, 0 skipped
        made 2026-11-20T23:56:29+00:00 or so
        """,
        id="js-jest-junit-broken-suite",
    ),
    pytest.param(
        "js/jest-junit.xml",
        """
        jest-junit: 5 ran, 2 skipped, 1 of them only look as if they had run
        made 2026-11-20T23:55:32+00:00 or so
        6: suite A fails: failed Error: expect(received).toBe(expected) /
        28: suite A skipped: skipped
        39: in ba: failed Error: ba
        """,
        id="js-jest-junit",
    ),
    pytest.param(
        "js/jest.json",
        """
        jest: 5 ran, 2 skipped
        made 2026-11-20T23:55:32.181000+00:00
        1: suite A > fails: failed Error: expect(received).toBe(expected) /
        1: suite A > skipped: skipped
        1: suite A > todo one: skipped
        1: suite A > flaky: passed flaky
        1: in ba: failed Error: ba
        1: fault: says that the file "/home/user/project/js/jt/broken.test.js" failed as a whole:
        """,
        id="js-jest",
    ),
    pytest.param(
        "js/mocha-xunit.xml",
        """
        mocha: 3 ran, 2 skipped
        made 2026-11-20T23:56:30+00:00
        3: M > bad: failed 1 == 2
        13: M > pending: skipped
        14: M > sk: skipped
        """,
        id="js-mocha-xunit",
    ),
    pytest.param(
        "js/node-junit-toplevel-fail.xml",
        """
        node: 1 ran, 0 skipped
        3: bad: failed x
        """,
        id="js-node-junit-toplevel-fail",
    ),
    pytest.param(
        "js/node-junit.xml",
        """
        node: 4 ran, 2 skipped
        4: bad: failed 1 == 2
        26: sk: skipped
        29: td failing todo: skipped
        54: D > inbad: failed x
        """,
        id="js-node-junit",
    ),
    pytest.param(
        "js/node.tap",
        """
        TAP: 4 ran, 2 skipped
        8: bad: failed 1 == 2
        29: sk: skipped
        34: td failing todo: skipped 1 == 2
        61: D > inbad: failed x
        """,
        id="js-node",
    ),
    pytest.param(
        "js/playwright-junit.xml",
        """
        Playwright: 12 ran, 4 skipped
        made 2026-11-20T23:55:36.274000+00:00
        5: p1 > a.spec.js > fails: failed expect(received).toBe(expected) // Objec
        52: p1 > a.spec.js > skipped: skipped
        60: p1 > a.spec.js > fixme: skipped
        86: p1 > a.spec.js > xfail but passes: failed a.spec.js:8:1 xfail but passes
        102: p1 > a.spec.js > timeout: error Test timeout of 200ms exceeded.
        129: p2 > a.spec.js > fails: failed expect(received).toBe(expected) // Objec
        176: p2 > a.spec.js > skipped: skipped
        184: p2 > a.spec.js > fixme: skipped
        210: p2 > a.spec.js > xfail but passes: failed a.spec.js:8:1 xfail but passes
        226: p2 > a.spec.js > timeout: error Test timeout of 200ms exceeded.
        """,
        id="js-playwright-junit",
    ),
    pytest.param(
        "js/playwright.json",
        """
        Playwright: 12 ran, 4 skipped
        made 2026-11-20T23:55:36.200000+00:00
        1: p1 > a.spec.js > fails: failed Error: expect(received).toBe(expected) /
        1: p2 > a.spec.js > fails: failed Error: expect(received).toBe(expected) /
        1: p1 > a.spec.js > skipped: skipped
        1: p2 > a.spec.js > skipped: skipped
        1: p1 > a.spec.js > fixme: skipped
        1: p2 > a.spec.js > fixme: skipped
        1: p1 > a.spec.js > flaky: passed flaky
        1: p2 > a.spec.js > flaky: passed flaky
        1: p1 > a.spec.js > xfail but passes: failed it was expected to fail, and passed
        1: p2 > a.spec.js > xfail but passes: failed it was expected to fail, and passed
        1: p1 > a.spec.js > timeout: error Test timeout of 200ms exceeded.
        1: p2 > a.spec.js > timeout: error Test timeout of 200ms exceeded.
        """,
        id="js-playwright",
    ),
    pytest.param(
        "js/playwright_load_error.json",
        """
        Playwright: 0 ran, 0 skipped
        made 2026-11-20T23:55:48.097000+00:00
        1: fault: reports an error outside of every test: "Error: load error"
        1: fault: reports an error outside of every test: "Error: No tests found."
        """,
        id="js-playwright-load-error",
    ),
    pytest.param(
        "js/vitest-flat.tap",
        """
        TAP: 4 ran, 2 skipped
        4: a.test.js > A > fails: failed expected 1 to be 2 // Object.is equality
        13: a.test.js > A > sk: skipped
        14: a.test.js > A > td: skipped
        """,
        id="js-vitest-flat",
    ),
    pytest.param(
        "js/vitest-junit.xml",
        """
        vitest: 4 ran, 2 skipped
        made 2026-11-20T23:55:34.156000+00:00
        6: a.test.js > A > fails: failed expected 1 to be 2 // Object.is equality
        19: a.test.js > A > sk: skipped
        22: a.test.js > A > td: skipped
        """,
        id="js-vitest-junit",
    ),
    pytest.param(
        "js/vitest-none-junit.xml",
        """
        vitest: 0 ran, 0 skipped
        """,
        id="js-vitest-none-junit",
    ),
    pytest.param(
        "js/vitest.json",
        """
        vitest: 4 ran, 2 skipped
        made 2026-11-20T23:55:33.918000+00:00
        1: A > fails: failed AssertionError: expected 1 to be 2 // Ob
        1: A > sk: skipped
        1: A > td: skipped
        1: A > flaky: passed flaky
        """,
        id="js-vitest",
    ),
    pytest.param(
        "js/vitest.tap",
        """
        TAP: 4 ran, 2 skipped
        8: a.test.js > A > fails: failed expected 1 to be 2 // Object.is equality
        17: a.test.js > A > sk: skipped
        18: a.test.js > A > td: skipped
        """,
        id="js-vitest",
    ),
    pytest.param(
        "newman/newman-junit-404-noassert-rc0.xml",
        """
        newman: 0 ran, 0 skipped
        made 2026-11-21T00:24:56.616000+00:00
        3: partial: asserts nothing about the request "noassert404", so nothing of it was tested
        """,
        id="newman-newman-junit-404-noassert-rc0",
    ),
    pytest.param(
        "newman/newman-junit.xml",
        """
        newman: 3 ran, 0 skipped
        made 2026-11-21T00:11:48.053000+00:00
        5: Root > bad: failed expected 1 to equal 2
        20: fault: counts 1 failure that no test shows in the suite "down": "Iteration: 0 RequestEr
        19: partial: asserts nothing about the request "noassert500", so nothing of it was tested
        """,
        id="newman-newman-junit",
    ),
    pytest.param(
        "newman/newman.json",
        """
        newman: 3 ran, 1 skipped
        made 2026-11-21T00:11:48.053000+00:00
        1: root > bad: failed expected 1 to equal 2
        1: root > later: skipped
        1: down: error ECONNREFUSED
        1: partial: asserts nothing about the request "noassert500", so nothing of it was tested
        """,
        id="newman-newman",
    ),
    pytest.param(
        "pytest/junit_collection_error.xml",
        """
        pytest: 1 ran, 0 skipped
        made 2026-11-20T23:50:02.195811+00:00
        1: test_broken: error collection failure
        """,
        id="pytest-junit-collection-error",
    ),
    pytest.param(
        "pytest/junit_deselected.xml",
        """
        pytest: 0 ran, 0 skipped
        made 2026-11-20T23:50:02.790230+00:00
        """,
        id="pytest-junit-deselected",
    ),
    pytest.param(
        "pytest/junit_no_tests.xml",
        """
        pytest: 0 ran, 0 skipped
        made 2026-11-20T23:50:02.541184+00:00
        """,
        id="pytest-junit-no-tests",
    ),
    pytest.param(
        "pytest/junit_x.xml",
        """
        pytest: 3 ran, 0 skipped
        made 2026-11-20T23:50:03.070650+00:00
        1: py.test_all > test_fail: failed AssertionError: assert 'neg' == 'wrong <
        """,
        id="pytest-junit-x",
    ),
    pytest.param(
        "pytest/junit_xdist.xml",
        """
        pytest: 15 ran, 2 skipped
        made 2026-11-20T23:50:39.016387+00:00
        1: test_all > test_xfail: skipped
        1: test_all > test_fail: failed AssertionError: assert 'neg' == 'wrong <
        8: test_all > test_xpass_strict: failed [XPASS(strict)] strict
        8: test_all > test_setup_error: error failed on setup with "RuntimeError: setu
        13: test_all > test_pass_teardown_error: error failed on teardown with "RuntimeError: t
        19: test_all > test_skip: skipped
        25: test_all > test_fail_teardown_error: error failed on teardown with "RuntimeError: t
        25: test_all > test_flaky: passed flaky
        31: test_all.TestU > test_u: failed assert 0
        38: test_all > test_subtests: failed assert 1 != 1
        """,
        id="pytest-junit-xdist",
    ),
    pytest.param(
        "pytest/junit_xunit1.xml",
        """
        pytest: 15 ran, 2 skipped
        made 2026-11-20T23:50:01.883487+00:00
        of deadbeef
        1: test_all > test_fail: failed AssertionError: assert 'neg' == 'wrong <
        8: test_all > test_skip: skipped
        8: test_all > test_xfail: skipped
        8: test_all > test_xpass_strict: failed [XPASS(strict)] strict
        8: test_all > test_setup_error: error failed on setup with "RuntimeError: setu
        13: test_all > test_pass_teardown_error: error failed on teardown with "RuntimeError: t
        25: test_all > test_fail_teardown_error: error failed on teardown with "RuntimeError: t
        31: test_all > test_flaky: passed flaky
        31: test_all > test_subtests: failed assert 1 != 1
        39: test_all.TestU > test_u: failed assert 0
        """,
        id="pytest-junit-xunit1",
    ),
    pytest.param(
        "pytest/junit_xunit2.xml",
        """
        pytest: 15 ran, 2 skipped
        made 2026-11-20T23:50:01.501132+00:00
        of deadbeef
        1: test_all > test_fail: failed AssertionError: assert 'neg' == 'wrong <
        8: test_all > test_skip: skipped
        8: test_all > test_xfail: skipped
        8: test_all > test_xpass_strict: failed [XPASS(strict)] strict
        8: test_all > test_setup_error: error failed on setup with "RuntimeError: setu
        13: test_all > test_pass_teardown_error: error failed on teardown with "RuntimeError: t
        25: test_all > test_fail_teardown_error: error failed on teardown with "RuntimeError: t
        31: test_all > test_flaky: passed flaky
        31: test_all > test_subtests: failed assert 1 != 1
        39: test_all.TestU > test_u: failed assert 0
        """,
        id="pytest-junit-xunit2",
    ),
    pytest.param(
        "surefire/TEST-plain.xml",
        """
        surefire: 4 ran, 2 skipped
        55: x.ATest > assume: skipped
        59: x.ATest > bad: failed expected:<1> but was:<2>
        64: x.ATest > err: error e
        69: x.ATest > ign: skipped
        72: x.ATest > flaky: failed java.lang.AssertionError
        """,
        id="surefire-TEST-plain",
    ),
    pytest.param(
        "surefire/TEST-rerun.xml",
        """
        surefire: 4 ran, 2 skipped
        43: x.ATest > assume: skipped
        47: x.ATest > bad: failed expected:<1> but was:<2>
        57: x.ATest > err: error e
        67: x.ATest > ign: skipped
        70: x.ATest > flaky: passed flaky
        """,
        id="surefire-TEST-rerun",
    ),
]

UNKNOWN = f"is no report of tests that is known: {KNOWN}"
OTHER = [
    pytest.param(
        "sarif/ruff-junit.xml",
        "is the report of a linter (ruff), not of tests",
        id="sarif-ruff-junit",
    ),
    pytest.param(
        "pytest/coverage.xml", 'is no JUnit XML: its root element is "coverage"', id="cobertura"
    ),
    pytest.param(
        "jacoco/jacoco.xml", 'is no JUnit XML: its root element is "report"', id="jacoco-jacoco"
    ),
    pytest.param("pytest/coverage.json", UNKNOWN, id="coverage-json"),
    pytest.param("pytest/coverage.lcov", UNKNOWN, id="lcov"),
    pytest.param("npm/npm_audit_endpoint_error.json", UNKNOWN, id="npm-npm-audit-endpoint-error"),
    pytest.param("sarif/bandit.sarif", UNKNOWN, id="sarif-bandit"),
    pytest.param("README.md", UNKNOWN, id="readme"),
]


@pytest.mark.parametrize(("sample", "expected"), REAL)
def test_a_real_report_is_read(sample: str, expected: str) -> None:
    assert told(read_tests((SAMPLES / sample).read_bytes(), sample)) == lines(expected)


@pytest.mark.parametrize("sample", [case.values[0] for case in REAL])
def test_the_name_of_a_file_does_not_matter(sample: str) -> None:
    data = (SAMPLES / sample).read_bytes()
    assert read_tests(data, sample) == read_tests(data, "report.txt")


@pytest.mark.parametrize(("sample", "message"), OTHER)
def test_what_is_no_test_report_is_refused(sample: str, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_tests((SAMPLES / sample).read_bytes(), sample)
    assert refused.value.message == message


def test_all_samples_about_tests_are_here() -> None:
    folders = ("pytest", "js", "ctest", "go", "surefire", "newman")
    files = {
        f"{folder}/{path.name}" for folder in folders for path in (SAMPLES / folder).glob("*.*")
    }
    coverage = {name for name in files if "/coverage" in name}
    assert files - coverage == {str(case.values[0]) for case in REAL}
