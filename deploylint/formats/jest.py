"""The JSON of `jest --json` and of vitest's reporter `json`, which has the same form.

https://jestjs.io/docs/cli#--json and https://vitest.dev/guide/reporters#json-reporter
"""

from collections.abc import Iterator

from deploylint.errors import UserError
from deploylint.facts.tests import Fault, Outcome, TestCase, TestRun
from deploylint.formats.reading import Reading
from deploylint.formats.testfields import Fields, first_line, joined
from deploylint.formats.testtimes import from_millis
from deploylint.model.wording import counted, quoted

_OUTCOMES = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "pending": Outcome.SKIPPED,
    "skipped": Outcome.SKIPPED,
    "todo": Outcome.SKIPPED,
    "disabled": Outcome.SKIPPED,
}


def looks_like_jest(found: object) -> bool:
    """Say whether a JSON value is such a report."""
    return isinstance(found, dict) and {"testResults", "numTotalTests"} <= found.keys()


def read_jest(found: object, name: str) -> Reading[TestRun]:
    """Return what the JSON value of the file `name` says. Raises UserError when it is damaged."""
    report = Fields(found, name)
    files = report.objects("testResults")
    cases: list[TestCase] = []
    faults: list[Fault] = []
    for file in files:
        inside = [_case(file, one) for one in file.objects("assertionResults")]
        cases += inside
        if file.text("status") == "failed" and not any(case.outcome.bad for case in inside):
            faults.append(_unloaded(file))
    faults += _unexplained(report, cases, len(faults))
    if report.flag("success") is False and not faults and not any(c.outcome.bad for c in cases):
        faults.append(Fault("says that the run did not succeed, and shows no test that failed"))
    started = report.number("startTime")
    run = TestRun(
        tool="jest" if "wasInterrupted" in report.values else "vitest",
        cases=tuple(cases),
        faults=tuple(faults),
    )
    return Reading(run, None if started is None else from_millis(started))


def _case(file: Fields, test: Fields) -> TestCase:
    status = test.text("status") or ""
    if status not in _OUTCOMES:
        raise UserError(f"has a test of the unknown status {quoted(status)}", test.name)
    outcome = _OUTCOMES[status]
    messages = test.texts("failureMessages")
    again = test.count("invocations") > 1 or bool(messages)
    path = tuple(test.texts("ancestorTitles"))
    title = test.text("title") or test.text("fullName") or ""
    return TestCase(
        name=joined(*path, title),
        labels=tuple(filter(None, (file.text("name"), *path, title, test.text("fullName")))),
        outcome=outcome,
        flaky=outcome is Outcome.PASSED and again,
        message=first_line(messages[0]) if messages and outcome.bad else "",
    )


def _unloaded(file: Fields) -> Fault:
    said = first_line((file.text("message") or "").replace("●", ""))
    why = f": {quoted(said)}" if said else ""
    return Fault(f"says that the file {quoted(file.text('name') or '')} failed as a whole{why}")


def _unexplained(report: Fields, cases: list[TestCase], unloaded: int) -> Iterator[Fault]:
    """Yield what is counted and not shown, and a run that was stopped."""
    excess = report.count("numFailedTests") - sum(case.outcome.bad for case in cases)
    if excess > 0:
        yield Fault(f"counts {counted(excess, 'failure')} that no test shows")
    files = report.count("numRuntimeErrorTestSuites") - unloaded
    if files > 0:
        yield Fault(f"counts {counted(files, 'file')} that failed as a whole and does not show it")
    if report.flag("wasInterrupted"):
        yield Fault("says that the run was interrupted")
