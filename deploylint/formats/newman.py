"""The JSON of newman's reporter `json`: requests, and what was asserted of each.

https://github.com/postmanlabs/newman#json-reporter

It also holds the collection with all its variables; nothing of that is looked at.
"""

from collections.abc import Iterator

from deploylint.facts.tests import Fault, Outcome, TestCase, TestRun
from deploylint.formats.reading import Reading
from deploylint.formats.testfields import Fields, first_line, joined
from deploylint.formats.testtimes import from_millis
from deploylint.model.wording import counted, quoted


def looks_like_newman(found: object) -> bool:
    """Say whether a JSON value is such a report."""
    run = found.get("run") if isinstance(found, dict) else None
    return isinstance(run, dict) and {"executions", "failures"} <= run.keys()


def read_newman(found: object, name: str) -> Reading[TestRun]:
    """Return what the JSON value of the file `name` says. Raises UserError when it is damaged."""
    run = Fields(found, name).object("run") or Fields({}, name)
    cases: list[TestCase] = []
    partial: list[Fault] = []
    for execution in run.objects("executions"):
        request = _name(execution)
        inside = list(_cases(execution, request))
        cases += inside
        if not inside:
            what = f"asserts nothing about the request {quoted(request)}"
            partial.append(Fault(f"{what}, so nothing of it was tested"))
    timings = run.object("timings")
    started = timings.number("started") if timings else None
    content = TestRun("newman", tuple(cases), tuple(_faults(run, cases)), tuple(partial))
    return Reading(content, None if started is None else from_millis(started))


def _name(execution: Fields) -> str:
    item = execution.object("item")
    return (item and item.text("name")) or "(no name)"


def _cases(execution: Fields, request: str) -> Iterator[TestCase]:
    trouble = execution.object("requestError")
    if trouble is not None:
        said = first_line(trouble.text("message") or trouble.text("code") or "")
        yield TestCase(request, (request,), Outcome.ERROR, message=said or "the request failed")
    for assertion in execution.objects("assertions"):
        error = assertion.object("error")
        outcome = Outcome.FAILED if error is not None else Outcome.PASSED
        skipped = assertion.flag("skipped") and error is None
        title = assertion.text("assertion") or ""
        yield TestCase(
            name=joined(request, title),
            labels=tuple(filter(None, (request, title))),
            outcome=Outcome.SKIPPED if skipped else outcome,
            message=first_line(error.text("message") or "") if error is not None else "",
        )


def _faults(run: Fields, cases: list[TestCase]) -> Iterator[Fault]:
    """Yield the failures that no assertion and no request shows, such as those of scripts."""
    shown = sum(case.outcome.bad for case in cases)
    others = []
    for failure in run.objects("failures"):
        at = failure.text("at") or ""
        error = failure.object("error")
        if at != "request" and not at.startswith("assertion:"):
            others.append((first_line(error.text("message") or "") if error else "", at))
    for said, at in others:
        yield Fault(f"reports a failure in {quoted(at)}: {quoted(said)}")
    excess = len(run.objects("failures")) - len(others) - shown
    if excess > 0:
        yield Fault(f"counts {counted(excess, 'failure')} that no test shows")
    broken = run.values.get("error")
    if broken is not None:
        why = broken.get("message") if isinstance(broken, dict) else None
        said = f": {quoted(first_line(why))}" if isinstance(why, str) else ""
        yield Fault(f"says that the run broke off{said}")
