"""JUnit XML: what test cases and counts say, compared; when it was made, and of which commit."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.errors import UserError
from deploylint.facts.tests import Outcome
from deploylint.formats.junit import read_junit
from tests.evidence.judging import SAMPLES
from tests.evidence.told import lines, told

CASES = [
    pytest.param(
        '<testsuite name="s" tests="2"><testcase name="a"/><testcase name="b"/></testsuite>',
        "JUnit XML: 2 ran, 0 skipped",
        id="all-pass",
    ),
    pytest.param(
        """
        <testsuites><testsuite name="outer"><testsuite name="inner">
        <testcase classname="C" name="deep"><failure message="no"/></testcase>
        </testsuite><testcase name="shallow"/></testsuite></testsuites>
        """,
        """
        node: 2 ran, 0 skipped
        3: C > deep: failed no
        """,
        id="nested-suites",
    ),
    pytest.param(
        '<testsuites x=""><group><testcase name="a"><error message="e"/></testcase></group>'
        "</testsuites>",
        """
        JUnit XML: 1 ran, 0 skipped
        1: a: error e
        """,
        id="inside-an-unknown-element",
    ),
    pytest.param(
        """
        <testsuite name="s"><testcase name="a"><testcase name="b"><failure/></testcase></testcase>
        </testsuite>
        """,
        """
        JUnit XML: 2 ran, 0 skipped
        2: b: failed
        """,
        id="a-test-inside-a-test",
    ),
    pytest.param(
        """
        <testsuite name="s"><testcase name="a"><failure message="f"/><error message="e"/>
        <skipped/></testcase></testsuite>
        """,
        """
        JUnit XML: 1 ran, 0 skipped
        2: a: error e
        """,
        id="the-worst-child-decides",
    ),
    pytest.param(
        '<testsuite name="s"><testcase name="a" failure="1 == 2"/></testsuite>',
        """
        JUnit XML: 1 ran, 0 skipped
        1: a: failed 1 == 2
        """,
        id="a-failure-that-is-an-attribute",
    ),
    pytest.param(
        """
        <testsuite name="s"><testcase name="a"><skipped type="todo"/><failure message="x"/>
        </testcase><testcase name="b"><skipped type="todo"/><error message="y"/></testcase>
        </testsuite>
        """,
        """
        JUnit XML: 1 ran, 1 skipped
        2: a: skipped
        3: b: error y
        """,
        id="todo-may-fail-and-not-break",
    ),
    pytest.param(
        '<testsuites x=""><testsuite name="s"><error message="no memory"/><testcase name="a"/>'
        "</testsuite></testsuites>",
        """
        JUnit XML: 1 ran, 0 skipped
        1: fault: has a failure outside of every test: "no memory"
        """,
        id="a-failure-outside-of-tests",
    ),
    pytest.param(
        """
        <testsuites failures="4"><testsuite name="s" failures="3"><testcase name="a"><failure/>
        </testcase></testsuite></testsuites>
        """,
        """
        JUnit XML: 1 ran, 0 skipped
        2: a: failed
        2: fault: counts 1 failure that no test shows
        2: fault: counts 2 failures that no test shows in the suite "s"
        """,
        id="each-excess-is-told-where-it-is",
    ),
    pytest.param(
        '<testsuites failures="0" errors="0"><testsuite name="s" failures="0"><testcase name="a">'
        '<failure message="m"/></testcase></testsuite></testsuites>',
        """
        JUnit XML: 1 ran, 0 skipped
        1: a: failed m
        """,
        id="children-win-over-counts-that-are-too-low",
    ),
    pytest.param(
        """
        <testsuite name="Mocha Tests" tests="0" failures="0" errors="1" skipped="-1">
        <testcase classname="M" name="hook"><failure>boom</failure></testcase></testsuite>
        """,
        """
        mocha: 0 ran, 1 skipped, 1 of them only look as if they had run
        3: M > hook: failed boom
        """,
        id="mocha-counts-less-than-nothing",
    ),
    pytest.param(
        """
        <testsuites name="jest tests" tests="0" failures="0" errors="0">
        <testsuite name="later" errors="0" failures="0" skipped="0" tests="0">
        <testcase classname="later" name="later" time="0"/></testsuite></testsuites>
        """,
        "jest-junit: 0 ran, 1 skipped, 1 of them only look as if they had run",
        id="nothing-but-todo-of-jest",
    ),
    pytest.param(
        '<testsuite name="s" tests="3" skipped="2"><testcase name="a"/><testcase name="b"/>'
        "<testcase name='c'/></testsuite>",
        "JUnit XML: 1 ran, 2 skipped, 2 of them only look as if they had run",
        id="more-skipped-than-shown",
    ),
    pytest.param(
        '<testsuites skipped="2"><testsuite name="s" skipped="2"><testcase name="a"/>'
        '<testcase name="b"/><testcase name="c"/></testsuite></testsuites>',
        "JUnit XML: 1 ran, 2 skipped, 2 of them only look as if they had run",
        id="what-two-levels-count-is-the-same",
    ),
    pytest.param(
        """
        <testsuites name="AllTests" tests="3" failures="1" disabled="1">
        <testsuite name="Sum" tests="3" failures="1" disabled="1">
        <testcase name="One" status="run" result="completed" classname="Sum"/>
        <testcase name="DISABLED_Two" status="notrun" result="suppressed" classname="Sum"/>
        <testcase name="Three" status="run" result="completed" classname="Sum">
        <failure message="a.cc:9&#x0A;Expected equality" type=""></failure></testcase>
        </testsuite></testsuites>
        """,
        """
        JUnit XML: 2 ran, 1 skipped
        5: Sum > DISABLED_Two: skipped
        6: Sum > Three: failed a.cc:9
        """,
        id="googletest",
    ),
    pytest.param(
        '<testsuites><testcase name="/app/d.test.js" classname="test"/>'
        '<testcase name="ok" classname="test"/></testsuites>',
        """
        node: 1 ran, 1 skipped
        1: /app/d.test.js: skipped
        """,
        id="a-file-of-node-without-a-test",
    ),
    pytest.param(
        """
        <testsuites name="vitest tests"><testsuite name="a"><testcase classname="a" name="same"/>
        <testcase classname="a" name="same"><failure message="1"/></testcase>
        <testcase classname="a" name="same"/></testsuite></testsuites>
        """,
        """
        vitest: 3 ran, 0 skipped
        3: a > same: failed 1
        """,
        id="equal-names-are-no-retries",
    ),
    pytest.param(
        """
        <testsuites name="pytest tests"><testsuite name="pytest" tests="1">
        <testcase classname="a" name="t"/><testcase classname="a" name="t">
        <failure message="again"/></testcase></testsuite></testsuites>
        """,
        """
        pytest: 1 ran, 0 skipped
        3: a > t: failed again
        """,
        id="a-retry-of-pytest-that-failed",
    ),
    pytest.param(
        """
        <testsuites><testsuite name="p"><properties><property name="go.version" value="1.19"/>
        </properties><testcase classname="p" name="TestA"><failure message="Failed"/></testcase>
        <testcase classname="p" name="TestA"/><testcase classname="p" name="TestB"/>
        <testcase classname="p" name="TestB"/></testsuite></testsuites>
        """,
        """
        gotestsum: 2 ran, 0 skipped
        3: p > TestA: failed
        """,
        id="go-count-2-is-no-retry",
    ),
    pytest.param(
        """
        <testsuites><testsuite name="p"><properties><property name="go.version" value="1.19"/>
        </properties><testcase classname="p" name="TestA"><failure message="Failed"/></testcase>
        <testcase classname="p" name="TestA/b"><failure message="Failed">=== RUN
            a_test.go:9: off by one</failure></testcase>
        <testcase classname="p" name="TestA/c"/><testcase classname="p" name="TestA"/>
        <testcase classname="p" name="TestA/b"/><testcase classname="p" name="TestA/c"/>
        </testsuite></testsuites>
        """,
        """
        gotestsum: 3 ran, 0 skipped
        6: p > TestA: passed flaky
        7: p > TestA/b: passed flaky
        """,
        id="go-runs-the-test-around-a-subtest-again",
    ),
    pytest.param(
        """
        <testsuite name="x.B" tests="4" failures="1" errors="1">
        <testcase classname="x.B" name="a"><flakyError message="f"/></testcase>
        <testcase classname="x.B" name="b"><rerunFailure message="r"/></testcase></testsuite>
        """,
        """
        JUnit XML: 2 ran, 0 skipped
        3: x.B > a: passed flaky
        4: fault: has "rerunFailure" in a test that is not said to have failed
        """,
        id="a-rerun-without-its-end",
    ),
    pytest.param(
        """
        <testsuite name="x.B" tests="4" failures="1" errors="1">
        <testcase classname="x.B" name="a"><flakyError message="f"/></testcase>
        <testcase classname="x.B" name="b"><flakyFailure message="r"/></testcase></testsuite>
        """,
        """
        JUnit XML: 2 ran, 0 skipped
        3: x.B > a: passed flaky
        4: x.B > b: passed flaky
        """,
        id="reruns-explain-the-counts",
    ),
    pytest.param(
        '<testsuite name="s" tests="100" failures="0" errors="0"><testcase name="a"/></testsuite>',
        """
        JUnit XML: 1 ran, 0 skipped
        1: partial: counts 99 tests that it does not show
        """,
        id="more-tests-than-are-shown",
    ),
    pytest.param(
        """
        <testsuites tests="9"><testsuite name="s" tests="4" skipped="1"><testcase name="a"/>
        </testsuite><testsuite name="t" tests="3"><testcase name="a"/><testcase name="b"/>
        <testcase name="c"/></testsuite></testsuites>
        """,
        """
        JUnit XML: 3 ran, 1 skipped, 1 of them only look as if they had run
        2: partial: counts 2 tests that it does not show
        2: partial: counts 2 tests that it does not show in the suite "s"
        """,
        id="each-gap-is-told-where-it-is",
    ),
    pytest.param(
        '<testsuites><testsuite name="c" tests="7" hostname="tbd"><testcase name="a"/></testsuite>'
        "</testsuites>",
        "Catch2: 1 ran, 0 skipped",
        id="catch2-counts-assertions",
    ),
    pytest.param(
        '<testsuites><testsuite name="d" errors="0" failures="0" tests="7">'
        '<testcase classname="a.cpp" name="a" time="0.1" status="run"/></testsuite></testsuites>',
        "doctest: 1 ran, 0 skipped",
        id="doctest-counts-assertions",
    ),
    pytest.param(
        '<testsuite name="s" tests="1" failures="-1" errors="-0"><testcase name="a"/></testsuite>',
        """
        JUnit XML: 1 ran, 0 skipped
        1: fault: counts fewer than no `failures`
        """,
        id="less-than-nothing",
    ),
    pytest.param(
        """
        <testsuite name="s"><testcase name="a"><timeout/><Failure/></testcase><testcase name="b">
        <timeout/><properties/><system-out/><system-err/></testcase></testsuite>
        """,
        """
        JUnit XML: 2 ran, 0 skipped
        2: fault: has "timeout" in a test, which is not known
        2: fault: has "Failure" in a test, which is not known
        """,
        id="what-may-be-a-failure",
    ),
    pytest.param(
        """
        <testsuites name="s" tests="2"><testsuite id="b3e8e09c-6436-4fca-9308-50ea5da89135"
        name="login" tests="0" failures="0" errors="0"/>
        <testsuite id="a3e8e09c-6436-4fca-9308-50ea5da89135" name="home" tests="1" failures="0"
        errors="0"><testcase name="is 200" classname="Home"/></testsuite></testsuites>
        """,
        """
        newman: 1 ran, 0 skipped
        2: partial: asserts nothing about the request "login", so nothing of it was tested
        """,
        id="a-request-of-newman-without-assertion",
    ),
]

STARTED = [
    pytest.param("2026-11-24T09:00:00+01:00", "2026-11-24T09:00:00+01:00", id="offset"),
    pytest.param("2026-11-20T23:57:26Z", "2026-11-20T23:57:26+00:00", id="zulu"),
    pytest.param("2026-11-20T23:55:49", "2026-11-20T23:55:49+00:00 or so", id="no-zone"),
    pytest.param("Fri, 20 Nov 2026 23:56:30 GMT", "2026-11-20T23:56:30+00:00", id="rfc-1123"),
    pytest.param("20 Foo 2026 23:56:30 GMT", None, id="no-month"),
    pytest.param("32 Nov 2026 23:56:30 GMT", None, id="no-day"),
    pytest.param("1970-01-01T00:00:00", None, id="clock-not-set"),
    pytest.param("9999-12-31T23:59:59-12:00", None, id="end-of-time"),
    pytest.param("yesterday", None, id="words"),
    pytest.param("", None, id="empty"),
]

SEVERAL = [
    pytest.param(
        ' timestamp="2026-11-21T10:00:00Z"',
        ' timestamp="2026-11-20T10:00:00Z"',
        "2026-11-20T10:00:00+00:00",
        id="the-oldest-decides",
    ),
    pytest.param(
        ' timestamp="1970-01-01T00:00:00"',
        ' timestamp="2026-11-20T10:00:00"',
        "2026-11-20T10:00:00+00:00 or so",
        id="but-not-1970",
    ),
    pytest.param(
        ' timestamp="2026-11-20T10:00:00"',
        ' timestamp="2026-11-21T10:00:00Z"',
        "2026-11-20T10:00:00+00:00 or so",
        id="one-without-zone-makes-it-vague",
    ),
    pytest.param(' timestamp="2026-11-20T10:00:00Z"', "", None, id="one-without-time-hides-it"),
]

COMMIT = "3f9c1e2" + "0" * 33
COMMITS = [
    *(
        pytest.param(name, COMMIT, COMMIT, id=name.lower())
        for name in ("commit", "git.commit", "GIT_COMMIT", "git-sha", "revision", "vcs.revision")
    ),
    pytest.param("commit", "3F9C1E2", "3f9c1e2", id="capitals"),
    pytest.param("commit", "v1.2.0", None, id="no-id"),
    pytest.param("commit", "3f9c1", None, id="too-short-to-believe"),
    pytest.param("java.version", COMMIT, None, id="another-property"),
]

REFUSED = [
    pytest.param("<html><body/></html>", 'is no JUnit XML: its root element is "html"', id="html"),
    pytest.param(
        "<assemblies/>",
        'is no JUnit XML: its root element is "assemblies", which xUnit.net writes;'
        " let it write JUnit XML",
        id="xunit-net",
    ),
    pytest.param(
        '<testsuites><testsuite package="org.eslint" name="a.js"/></testsuites>',
        "is the report of a linter (eslint), not of tests",
        id="eslint",
    ),
    pytest.param(
        '<testsuite name="mypy" tests="1"><testcase name="mypy-py3.11"/></testsuite>',
        "is the report of a linter (mypy), not of tests",
        id="mypy",
    ),
    pytest.param(
        '<testsuites><testsuite name="plan.yaml"><properties><property name="policy-digest"'
        ' value="sha256:0"/></properties><testcase name="tests-pass"/></testsuite></testsuites>',
        "is the report of a linter (deploylint), not of tests",
        id="merged-deploylint",
    ),
    pytest.param(
        '<testsuite name="s" failures="many"/>',
        'says "many" where the number of `failures` is expected',
        id="no-number",
    ),
    pytest.param(
        '<testsuite name="s" tests="1.5"/>',
        'says "1.5" where the number of `tests` is expected',
        id="half-a-test",
    ),
    pytest.param(
        "<testsuites><testsuite><properties><property name='commit' value='aaaaaaa'/></properties>"
        "<testcase name='a'/></testsuite><testsuite><properties><property name='commit'"
        " value='bbbbbbb'/></properties><testcase name='b'/></testsuite></testsuites>",
        "holds tests of two commits, aaaaaaa and bbbbbbb",
        id="two-commits",
    ),
]


def test_ctest_counts_what_it_could_not_start_as_failed() -> None:
    # what ctest 3.25.1 writes of tests that it lists as failed, but for `skipre` and `dis`
    text = """
        <testsuite name="(empty)" tests="6" failures="0" disabled="1" skipped="5"
          hostname="" time="0" timestamp="2026-11-21T06:08:41">
        <testcase name="reqfile" classname="reqfile" time="0" status="notrun">
        <skipped message="Required Files Missing"/></testcase>
        <testcase name="usesfix" classname="usesfix" time="0" status="notrun">
        <skipped message="Fixture dependency failed"/></testcase>
        <testcase name="wd" classname="wd" time="0" status="notrun">
        <skipped message="Failed to change working directory"/></testcase>
        <testcase name="skipre" classname="skipre" time="0.001" status="notrun">
        <skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/></testcase>
        <testcase name="NOT_AVAILABLE" classname="NOT_AVAILABLE" time="0" status="notrun">
        <skipped message="Missing Configuration"/></testcase>
        <testcase name="dis" classname="dis" time="0" status="disabled"/>
        </testsuite>
    """
    expected = """
        ctest: 4 ran, 2 skipped
        made 2026-11-21T06:08:41+00:00 or so
        4: reqfile: error Required Files Missing
        6: usesfix: error Fixture dependency failed
        8: wd: error Failed to change working directory
        10: skipre: skipped
        12: NOT_AVAILABLE: error Missing Configuration
        14: dis: skipped
    """
    assert read(text) == lines(expected)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_what_ran_and_what_came_of_it(text: str, expected: str) -> None:
    assert read(text) == lines(expected)


@pytest.mark.parametrize(("written", "expected"), STARTED)
def test_when_it_was_made(written: str, expected: str | None) -> None:
    text = f'<testsuite name="s" timestamp="{written}"><testcase name="a"/></testsuite>'
    made = f"\nmade {expected}" if expected else ""
    assert read(text) == f"JUnit XML: 1 ran, 0 skipped{made}"


@pytest.mark.parametrize(("first", "second", "expected"), SEVERAL)
def test_when_a_merged_file_was_made(first: str, second: str, expected: str | None) -> None:
    suites = (f'<testsuite name="s"{t}><testcase name="a"/></testsuite>' for t in (first, second))
    made = f"\nmade {expected}" if expected else ""
    text = f'<testsuites x="">{"".join(suites)}</testsuites>'
    assert read(text) == f"JUnit XML: 2 ran, 0 skipped{made}"


def test_an_empty_suite_says_when_it_was_made() -> None:
    text = '<testsuites><testsuite name="pytest" timestamp="2026-11-20T23:50:02Z"/></testsuites>'
    assert read(text) == "pytest: 0 ran, 0 skipped\nmade 2026-11-20T23:50:02+00:00"


@pytest.mark.parametrize(("name", "value", "expected"), COMMITS)
def test_of_which_commit_it_is(name: str, value: str, expected: str | None) -> None:
    stated = f'<properties><property name="{name}" value="{value}"/></properties>'
    text = f'<testsuite name="s">{stated}<testcase name="a"/></testsuite>'
    of = f"\nof {expected}" if expected else ""
    assert read(text) == f"JUnit XML: 1 ran, 0 skipped{of}"


def test_a_commit_of_one_suite_does_not_speak_for_another() -> None:
    suite = '<testsuite name="{}">{}<testcase name="a"/></testsuite>'
    stated = f'<properties><property name="commit" value="{COMMIT}"/></properties>'
    text = f'<testsuites x="">{suite.format("s", stated)}{suite.format("t", "")}</testsuites>'
    assert read(text) == "JUnit XML: 2 ran, 0 skipped"


def test_a_commit_of_the_whole_file_speaks_for_each_suite() -> None:
    stated = f'<properties><property name="commit" value="{COMMIT}"/></properties>'
    suite = '<testsuite name="s"><testcase name="a"/></testsuite>'
    text = f'<testsuites x="">{stated}{suite}{suite}</testsuites>'
    assert read(text) == f"JUnit XML: 2 ran, 0 skipped\nof {COMMIT}"


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_cannot_be_believed_is_refused(text: str, message: str) -> None:
    with pytest.raises(UserError) as refused:
        read_junit(text.encode(), "x.xml")
    assert refused.value.message == message


def test_names_tell_suites_classes_and_files() -> None:
    text = """
        <testsuites name="pytest tests"><testsuite name="pytest">
        <testcase classname="tests.test_pay" name="test_refund" file="tests/test_pay.py"/>
        </testsuite></testsuites>
    """
    (case,) = read_junit(lines(text).encode(), "x.xml").content.cases
    assert case.name == "tests.test_pay > test_refund"
    assert case.labels == ("pytest", "tests.test_pay", "test_refund", "tests/test_pay.py")


def test_properties_are_never_part_of_what_is_read() -> None:
    # surefire writes the environment and all system properties into them
    sample = (SAMPLES / "surefire/TEST-rerun.xml").read_text()
    secret = '<property name="env.DB_PASSWORD" value="correct-horse"/></properties>'
    reading = read_junit(sample.replace("</properties>", secret).encode(), "x.xml")
    assert reading == read_junit(sample.encode(), "x.xml")._replace(content=reading.content)
    assert "correct-horse" not in repr(reading)


CHILD = {
    Outcome.PASSED: "",
    Outcome.FAILED: "<failure message='f'/>",
    Outcome.ERROR: "<error message='e'/>",
    Outcome.SKIPPED: "<skipped/>",
}
outcomes = st.lists(st.sampled_from(Outcome), max_size=6)
trees = st.recursive(outcomes, lambda below: st.lists(below, max_size=3), max_leaves=6)


def leaves(tree: list[Any]) -> list[Outcome]:
    return [one for part in tree for one in (leaves(part) if isinstance(part, list) else [part])]


def suite_of(tree: list[Any], more: int = 0) -> str:
    """Write a suite whose counts are right, or count `more` failures than there are."""
    found = leaves(tree)
    bad = sum(one.bad for one in found) + more
    inside = "".join(
        suite_of(part) if isinstance(part, list) else f"<testcase name='t'>{CHILD[part]}</testcase>"
        for part in tree
    )
    return f"<testsuite name='s' tests='{len(found)}' failures='{bad}'>{inside}</testsuite>"


@given(trees)
def test_every_test_is_counted_once_at_any_depth(tree: list[Any]) -> None:
    run = read_junit(f"<testsuites x=''>{suite_of(tree)}</testsuites>".encode(), "x.xml").content
    assert {one: run.count(one) for one in Outcome} == {
        one: leaves(tree).count(one) for one in Outcome
    }
    assert run.faults == ()
    assert run.uncounted == 0


@given(trees, st.integers(1, 9))
def test_failures_that_are_only_counted_are_told(tree: list[Any], more: int) -> None:
    data = f"<testsuites x=''>{suite_of(tree, more)}</testsuites>".encode()
    (fault,) = read_junit(data, "x.xml").content.faults
    noun = "failure" if more == 1 else "failures"
    assert fault.message == f'counts {more} {noun} that no test shows in the suite "s"'


REPORTS = [path.read_bytes() for path in sorted(SAMPLES.glob("*/*.xml"))]
scraps = st.sampled_from(
    [b"", b"<", b'"', b"-1", b"9" * 40, b"<failure/>", b"</testsuite>", b"\xff", b"&x;", b"<!--"]
)


@given(st.sampled_from(REPORTS), st.data())
def test_a_damaged_report_is_read_or_refused(report: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(report)))
    end = data.draw(st.integers(start, min(len(report), start + 60)))
    damaged = report[:start] + data.draw(scraps | st.binary(max_size=8)) + report[end:]
    assert_read_or_refused(damaged)


@given(st.binary() | st.text().map(lambda text: f"<testsuite>{text}</testsuite>".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert_read_or_refused(data)


def assert_read_or_refused(data: bytes) -> None:
    with suppress(UserError):
        run = read_junit(data, "x.xml").content
        assert 0 <= run.executed <= len(run.cases)


def read(text: str) -> str:
    return told(read_junit(text.encode(), "x.xml"))
