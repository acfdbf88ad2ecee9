"""The reports as JUnit XML: each plan a suite, each item a test case, passes included.

There is no standard. What is written here is what pytest writes (its layout is that of
https://github.com/jenkinsci/xunit-plugin, `junit-10.xsd`) with the file and line that
https://docs.gitlab.com/ci/testing/unit_test_reports/ and others read. Of a test that failed GitLab
shows the text and not the `message`, so the text says everything.

What fails without blocking is a test that was skipped: a test view is red exactly when a plan is
blocked. `time` is 0, because readers expect a number, and nothing here takes time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.report import Answer, Item, Refusal, Report, Trouble
from deploylint.model.verdict import Cause, Finding, Status
from deploylint.report.decided import harmless, nothing_judged, rests_on
from deploylint.report.escape import printable
from deploylint.report.found import found
from deploylint.report.markup import marked_up
from deploylint.report.naming import called, is_file, titled
from deploylint.report.problems import JUDGED, UNJUDGED, Problem, wrong
from deploylint.report.rooted import rooted
from deploylint.report.style import Style

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="deploylint">\n'
_NOWHERE = "plan"


class _Outcome(NamedTuple):
    """What stands in a test case that did not pass: `failure`, `error` or `skipped`."""

    tag: str
    type: str
    message: str
    text: str


class _Case(NamedTuple):
    """A test case; `group` is the last part of its class name, `said` goes to `system-out`."""

    group: str
    name: str
    at: Location
    outcome: _Outcome | None = None
    said: str = ""


class _Suite(NamedTuple):
    """A suite; `package` is what the names of its classes begin with."""

    name: str
    package: str
    time: str
    properties: tuple[tuple[str, str], ...]
    cases: tuple[_Case, ...]


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one XML document with a suite for each plan, each as soon as it is there."""
    yield _HEAD
    answers, style = rooted(answers, style)
    for answer in answers:
        suite = _refused(answer) if isinstance(answer, Refusal) else _judged(answer, style)
        yield "".join(f"{line}\n" for line in _lines(suite))
    yield "</testsuites>\n"


def _judged(report: Report, style: Style) -> _Suite:
    cases = tuple(_case(item, report) for item in report.items)
    if nothing_judged(report):
        cases += tuple(map(_unjudged, wrong(report, style)))
    return _Suite(
        name=titled(report),
        package=_package(report),
        time="" if report.now is None else report.now.isoformat(),
        properties=tuple(_properties(report)),
        cases=tuple(_told_apart(cases)),
    )


def _unjudged(problem: Problem) -> _Case:
    said = [problem.message, *([f"fix: {problem.fix}"] if problem.fix else [])]
    text = "\n".join(map(printable, said))
    error = _Outcome("error", "nothing", problem.message, text)
    return _Case(_NOWHERE, f"{problem.rule}: {problem.title}", problem.at, error)


def _told_apart(cases: Iterable[_Case]) -> Iterator[_Case]:
    """Yield the cases; names repeat where lines of a checklist do, and views show only the last."""
    met: set[tuple[str, str]] = set()
    times: Counter[tuple[str, str]] = Counter()
    for case in cases:
        group, name = _part(case.group), case.name
        first = (group, name)
        while (group, name) in met:
            times[first] += 1
            name = f"{case.name} ({times[first] + 1})"
        met.add((group, name))
        yield case._replace(name=name)


def _refused(refusal: Refusal) -> _Suite:
    said = "\n".join(map(_trouble, refusal.troubles))
    first = refusal.troubles[0].message if refusal.troubles else ""
    at = next((one.at for one in refusal.troubles if one.at is not None), None)
    return _Suite(
        name=called(refusal),
        package=called(refusal),
        time="",
        properties=(),
        cases=(
            _Case(
                _NOWHERE,
                f"{UNJUDGED}: {JUDGED}",
                at or Location(refusal.file, 1, 1),
                _Outcome("error", str(Cause.ERROR), first, said),
            ),
        ),
    )


def _trouble(trouble: Trouble) -> str:
    said = [trouble.message if trouble.at is None else f"{trouble.at}: {trouble.message}"]
    said += [f"hint: {trouble.hint}"] if trouble.hint else []
    return "\n".join(map(printable, said))


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    instants = {
        "at": report.at,
        "now": report.now,
        "next-permitted": report.next_permitted if report.blocked else None,
        "valid-until": report.valid_until,
    }
    yield "decision", report.decision.label
    yield "blocked", str(report.blocked).lower()
    yield "policy", report.policy
    yield "policy-digest", report.policy_digest
    if report.plan.digest:
        yield "plan-digest", report.plan.digest
    yield "simulated", str(report.simulated).lower()
    for name, instant in instants.items():
        if instant is not None:
            yield name, instant.isoformat()


def _case(item: Item, report: Report) -> _Case:
    where = next((one.at for one in item.findings if one.at is not None), report.plan.at)
    return _Case(
        group=item.category,
        name=item.rule if item.rule == item.title else f"{item.rule}: {item.title}",
        at=where,
        outcome=_outcome(item, report),
        said="\n".join(map(printable, _rests_on(item))),
    )


def _outcome(item: Item, report: Report) -> _Outcome | None:
    if item.status is Status.PASS:
        return None
    if item.status is Status.NA:
        return _Outcome("skipped", "na", item.reason, printable(item.reason))
    text = "\n".join(map(printable, _failing(item, report)))
    if item.blocks:
        tag = "error" if item.cause is Cause.ERROR else "failure"
        return _Outcome(tag, str(item.cause or Cause.VIOLATED), item.reason, text)
    why = harmless(item)
    return _Outcome("skipped", why, f"{why}, does not block: {item.reason}", text)


def _failing(item: Item, report: Report) -> Iterator[str]:
    yield item.reason
    if item.waiver is not None:
        yield f"waived: {item.waiver}"
    yield from _findings(item, report)
    if item.fix is not None:
        yield f"fix: {item.fix}"


def _findings(item: Item, report: Report) -> Iterator[str]:
    for one in found(item, report):
        said = "; ".join(one.told)
        if one.at is not None:
            yield f"{one.at}: {said}".removesuffix(": ")
        elif said:
            yield said


def _rests_on(item: Item) -> Iterator[str]:
    """Yield on what the verdict rests, and of a pass what was seen."""
    if item.status is Status.PASS:
        yield item.reason
        yield from map(_note, item.findings)
    elif item.status is Status.FAIL and item.origin is not None:
        yield f"rule: {item.origin.file}:{item.origin.line} ({item.severity.label})"
    if item.assurance is not None:
        required = item.required_assurance.label
        yield f"assurance: {item.assurance.label} ({required} required)"
    yield from (f"evidence: {rests_on(one)}" for one in item.evidence)


def _note(finding: Finding) -> str:
    return f"note: {finding.message}" + ("" if finding.at is None else f" ({finding.at})")


def _lines(suite: _Suite) -> Iterator[str]:
    tags = [case.outcome.tag for case in suite.cases if case.outcome is not None]
    counts = {
        "tests": str(len(suite.cases)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "skipped": str(tags.count("skipped")),
    }
    attributes = {"name": suite.name, **counts, "time": "0", "timestamp": suite.time}
    yield f"  <testsuite{_attributes(attributes)}>"
    if suite.properties:
        yield "    <properties>"
        for name, value in suite.properties:
            yield f"      <property{_attributes({'name': name, 'value': value})}/>"
        yield "    </properties>"
    for case in suite.cases:
        yield from _element(case, _class(suite.package, case.group))
    yield "  </testsuite>"


def _element(case: _Case, group: str) -> Iterator[str]:
    file = case.at.file
    placed = {"file": file, "line": str(case.at.line)} if is_file(file) else {}
    attributes = {"classname": group, "name": case.name, **placed, "time": "0"}
    yield f"    <testcase{_attributes(attributes)}>"
    if case.outcome is not None:
        outcome = case.outcome
        said = _attributes({"type": outcome.type, "message": outcome.message})
        yield f"      <{outcome.tag}{said}>{_text(outcome.text)}</{outcome.tag}>"
    if case.said:
        yield f"      <system-out>{_text(case.said)}</system-out>"
    yield "    </testcase>"


def _package(report: Report) -> str:
    """Return what tells plans apart in every run: a view knows a test by its class and name."""
    plan = report.plan
    return f"{plan.file} (document {plan.document})" if plan.document > 1 else called(report)


def _class(package: str, group: str) -> str:
    """Return a class name; Jenkins takes what stands before the last dot for the package."""
    return f"{_part(package)}.{_part(group)}"


def _part(group: str) -> str:
    return group.replace(".", "_")


def _attributes(values: dict[str, str]) -> str:
    return "".join(f' {name}="{_text(value)}"' for name, value in values.items() if value)


def _text(text: str) -> str:
    """Return lines of text for XML; GitLab and Jenkins take `[[ATTACHMENT|...]]` for a file."""
    return "\n".join(map(marked_up, text.replace("[[ATTACHMENT|", r"[\x5bATTACHMENT|").split("\n")))
