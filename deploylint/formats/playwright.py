"""The JSON of Playwright's reporter `json`: every test once per project, with all its attempts.

https://playwright.dev/docs/test-reporters#json-reporter
"""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.errors import UserError
from deploylint.facts.tests import Fault, Outcome, Shard, TestCase, TestRun
from deploylint.formats.reading import Reading
from deploylint.formats.testfields import Fields, as_commit, first_line, joined
from deploylint.formats.testtimes import parse_time
from deploylint.model.wording import counted, listed, quoted

_OUTCOMES = {
    "expected": Outcome.PASSED,
    "flaky": Outcome.PASSED,
    "unexpected": Outcome.FAILED,
    "skipped": Outcome.SKIPPED,
}
MAX_SHARDS = 10_000
_BROKEN_OFF = ("timedOut", "interrupted")


def looks_like_playwright(found: object) -> bool:
    """Say whether a JSON value is such a report."""
    return isinstance(found, dict) and {"config", "suites", "stats"} <= found.keys()


def read_playwright(found: object, name: str) -> Reading[TestRun]:
    """Return what the JSON value of the file `name` says. Raises UserError when it is damaged."""
    report = Fields(found, name)
    config = report.object("config") or Fields({}, name)
    stats = report.object("stats") or Fields({}, name)
    cases = tuple(_cases(report))
    run = TestRun(
        tool="Playwright",
        cases=cases,
        faults=(*_errors(report), *_unexplained(stats, cases)),
        partial=tuple(_narrowed(config)),
        command=tuple(config.texts("argv")),
        notes=tuple(_unguarded(config)),
        shard=_shard(config),
    )
    stated = parse_time(stats.text("startTime") or "")
    return Reading(
        run, stated and stated.time, bool(stated and stated.vague), commit=_commit(config)
    )


class _Spec(NamedTuple):
    """A suite, or a test before it is run in projects; `path` leads to it."""

    path: tuple[str, ...]
    fields: Fields


def _specs(report: Fields) -> Iterator[_Spec]:
    waiting: list[_Spec] = [_Spec((), suite) for suite in reversed(report.objects("suites"))]
    while waiting:
        path, suite = waiting.pop()
        inside = (*path, suite.text("title") or "")
        for spec in suite.objects("specs"):
            yield _Spec((*inside, spec.text("title") or ""), spec)
        waiting += [_Spec(inside, below) for below in reversed(suite.objects("suites"))]


def _cases(report: Fields) -> Iterator[TestCase]:
    for path, spec in _specs(report):
        tests = [_case(path, test) for test in spec.objects("tests")]
        yield from tests
        if spec.flag("ok") is False and not any(test.outcome.bad for test in tests):
            message = "Playwright says that it is not ok, and shows no attempt that failed"
            yield TestCase(joined(*path), path, Outcome.FAILED, message=message)


def _case(path: tuple[str, ...], test: Fields) -> TestCase:
    status = test.text("status") or ""
    if status not in _OUTCOMES:
        raise UserError(f"has a test of the unknown status {quoted(status)}", test.name)
    results = test.objects("results")
    outcome = _OUTCOMES[status]
    last = results[-1].text("status") if results else None
    if outcome is Outcome.PASSED:
        outcome = _confirmed(status, last, test.text("expectedStatus"))
    elif outcome is Outcome.FAILED and last in _BROKEN_OFF:
        outcome = Outcome.ERROR
    project = test.text("projectName") or ""
    return TestCase(
        name=joined(project, *path),
        labels=tuple(filter(None, (project, *path))),
        outcome=outcome,
        flaky=status == "flaky",
        message=_message(results, last) if outcome.bad else "",
    )


def _confirmed(status: str, last: str | None, expected: str | None) -> Outcome:
    """Return what became of a test that is said to have passed, given its last attempt."""
    if last is None:
        return Outcome.SKIPPED
    wanted = "passed" if status == "flaky" else expected or "passed"
    return Outcome.PASSED if last == wanted else Outcome.FAILED


def _message(results: list[Fields], last: str | None) -> str:
    for result in reversed(results):
        error = result.object("error")
        line = first_line(error.text("message") or "") if error is not None else ""
        if line:
            return line
    return "it was expected to fail, and passed" if last == "passed" else ""


def _errors(report: Fields) -> Iterator[Fault]:
    """Yield what went wrong outside of tests, such as a file that could not be loaded."""
    for error in report.objects("errors"):
        said = first_line(error.text("message") or error.text("value") or "")
        yield Fault(f"reports an error outside of every test: {quoted(said)}")


def _unexplained(stats: Fields, cases: tuple[TestCase, ...]) -> Iterator[Fault]:
    excess = stats.count("unexpected") - sum(case.outcome.bad for case in cases)
    if excess > 0:
        yield Fault(f"counts {counted(excess, 'failure')} that no test shows")


def _shard(config: Fields) -> Shard | None:
    shard = config.object("shard")
    if shard is None:
        return None
    current, total = shard.count("current"), shard.count("total")
    if not 1 <= current <= total <= MAX_SHARDS:
        raise UserError("names a shard that cannot be", config.name)
    return Shard(current, total)


def _narrowed(config: Fields) -> Iterator[Fault]:
    """Yield the filters that show; JSON has no form for the expression of `grep`."""
    projects = [one.text("name") or "" for one in config.objects("projects")]
    ran = {one.text("name") or "" for one in config.objects("filteredProjects")}
    left_out = [quoted(one) for one in projects if ran and one not in ran]
    if left_out:
        yield Fault(
            f"leaves out the {'project' if len(left_out) == 1 else 'projects'} {listed(left_out)}"
        )
    if config.values.get("grepInvert") is not None:
        yield Fault("leaves out tests by their name (`grepInvert`)")


def _unguarded(config: Fields) -> Iterator[Fault]:
    if config.flag("forbidOnly") is False:
        yield Fault("was made without `forbidOnly`, so `test.only` may have left tests out")


def _commit(config: Fields) -> str | None:
    """Return the commit that Playwright took from git or the CI (`captureGitInfo`).

    What else stands there is the project's own business.
    """
    metadata = config.values.get("metadata")
    for path in (("gitCommit", "hash"), ("ci", "commitHash"), ("revision.id",)):
        value = metadata
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        commit = as_commit(value)
        if commit is not None:
            return commit
    return None
