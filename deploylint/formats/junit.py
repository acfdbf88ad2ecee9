"""JUnit XML, as many tools write it: what the test cases say and what the counts say, compared.

Both are needed: gotestsum counts a package that does not build as an error and shows no test case
for it, and mocha counts as errors what its test cases call failures. What is counted and not shown
speaks against the run: a failure that no test shows, and tests that are missing.

The time is the oldest that a suite states: a merged file is as old as its oldest part, and tests
that began before a commit was made did not test it. It is unknown when a suite with tests states
none. The commit is that of the suite property `commit`, `git.commit`, `revision` or the like, if
every suite with tests states it.
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.tests import Fault, TestRun
from deploylint.formats.junitcases import odd_children, take_cases
from deploylint.formats.junitdialects import GOTESTSUM, MOCHA, NEWMAN, linter_of
from deploylint.formats.junitsuites import SUITES, Suite, commit_of, time_of, walk
from deploylint.formats.reading import Reading
from deploylint.formats.testfields import first_line
from deploylint.model.wording import counted, quoted
from deploylint.read.xml import Element, parse_xml

_OTHERS = {
    "assemblies": "xUnit.net",
    "test-run": "NUnit",
    "testng-results": "TestNG",
    "TestRun": "Visual Studio",
}
"""Root elements of other reports of tests, and who writes them."""


def read_junit(data: bytes, name: str) -> Reading[TestRun]:
    """Return what a JUnit XML says. Raises UserError when it is none, or that of a linter."""
    root = parse_xml(data, name)
    if root.tag not in SUITES:
        raise UserError(_unknown(root.tag), f"{name}:{root.line}")
    suites, stray = walk(root)
    for suite in suites:
        linter = linter_of(root) or linter_of(suite.element)
        if linter is not None:
            where = f"{name}:{suite.element.line}"
            raise UserError(f"is the report of a linter ({linter}), not of tests", where)
        take_cases(suite)
    testing = [suite for suite in suites if suite.own]
    uncounted = _uncounted(suites, name)
    run = TestRun(
        tool=(testing or suites)[-1].dialect.tool,
        cases=tuple(case for suite in suites for case in suite.cases),
        faults=(
            *map(_stray, stray),
            *odd_children(suites),
            *_negative(suites),
            *_unexplained(suites, name),
        ),
        partial=(*_unasserted(suites, name), *_missing(suites, name)),
        uncounted=uncounted,
    )
    when = time_of(testing or [suite for suite in suites if suite.time])
    commit = commit_of(testing or suites, name)
    return Reading(run, when and when.time, bool(when and when.vague), commit)


def _unknown(tag: str) -> str:
    what = f"is no JUnit XML: its root element is {quoted(tag)}"
    tool = _OTHERS.get(tag)
    return what if tool is None else f"{what}, which {tool} writes; let it write JUnit XML"


def _stray(element: Element) -> Fault:
    words = first_line(element.get("message") or element.text)
    said = f": {quoted(words)}" if words else ""
    return Fault(f"has a failure outside of every test{said}", element.line, element.column)


def _unexplained(suites: list[Suite], name: str) -> list[Fault]:
    """Return where more failures and errors are counted than test cases show them."""
    faults = []
    go = any(suite.dialect is GOTESTSUM for suite in suites)
    for suite in reversed(suites):
        stated = (suite.stated("failures", name) or 0) + (suite.stated("errors", name) or 0)
        excess = stated - suite.bad - suite.told
        if excess > 0:
            suite.told += excess
            faults.append(_excess(suite, excess, go=go))
        if suite.parent is not None:
            suite.parent.bad += suite.bad
            suite.parent.told += suite.told
    return faults[::-1]


def _excess(suite: Suite, excess: int, *, go: bool) -> Fault:
    where = _where(suite)
    error = suite.element.first("system-err")
    why = "; a package crashed or does not build" if go else ""
    if error is not None and error.text.strip():
        why = f": {quoted(error.text[:2000])}"
    what = f"counts {counted(excess, 'failure')} that no test shows{where}{why}"
    return Fault(what, suite.element.line, suite.element.column)


def _where(suite: Suite) -> str:
    title = suite.element.get("name") if suite.parent is not None else None
    return f" in the suite {quoted(title)}" if title else ""


def _negative(suites: list[Suite]) -> Iterator[Fault]:
    """Yield the counts that are less than nothing."""
    for suite in suites:
        for count in ("tests", "failures", "errors", "skipped", "disabled"):
            # mocha subtracts failures of hooks, which are no tests
            if suite.negative(count) and not (suite.dialect is MOCHA and count == "skipped"):
                what = f"counts fewer than no `{count}`{_where(suite)}"
                yield Fault(what, suite.element.line, suite.element.column)


def _missing(suites: list[Suite], name: str) -> list[Fault]:
    """Return where more tests are counted than are shown, or said to be skipped."""
    faults = []
    for suite in reversed(suites):
        known = suite.seen + suite.unseen + suite.untold
        missing = (suite.stated("tests", name) or 0) - known
        if missing > 0 and suite.counts:
            suite.unseen += missing
            what = f"counts {counted(missing, 'test')} that it does not show{_where(suite)}"
            faults.append(Fault(what, suite.element.line, suite.element.column))
        if suite.parent is not None:
            suite.parent.seen += suite.seen
            suite.parent.unseen += suite.unseen
            suite.parent.counts &= suite.counts
    return faults[::-1]


def _uncounted(suites: list[Suite], name: str) -> int:
    """Return how many more tests look as if they ran than are counted as such.

    jest-junit shows a test that is yet to be written as one that passed, and does not count it.
    """
    surplus = 0
    for suite in reversed(suites):
        tests = suite.stated("tests", name)
        if tests is not None:
            surplus += max(0, len(suite.cases) - tests)
        excess = (suite.stated("skipped", name) or 0) - suite.skipped - suite.untold
        suite.untold += max(0, excess)
        if suite.parent is not None:
            suite.parent.skipped += suite.skipped
            suite.parent.untold += suite.untold
    return surplus + suites[0].untold


def _unasserted(suites: list[Suite], name: str) -> Iterator[Fault]:
    """Yield the requests of newman about which nothing was asserted."""
    for suite in suites:
        if suite.dialect is NEWMAN and not suite.own and not suite.stated("errors", name):
            request = quoted(suite.element.get("name") or "")
            what = f"asserts nothing about the request {request}, so nothing of it was tested"
            yield Fault(what, suite.element.line, suite.element.column)
