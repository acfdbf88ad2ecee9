"""The test cases of a JUnit XML: what each says, and which of them are one test that ran again."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.facts.tests import Fault, Outcome, TestCase
from deploylint.formats.junitdialects import NODE, PLAYWRIGHT, Retries
from deploylint.formats.junitsuites import BAD, SUITES, Suite
from deploylint.formats.testfields import LONGEST, first_line, joined
from deploylint.model.wording import quoted
from deploylint.read.xml import Element

AGAIN = ("flakyError", "flakyFailure", "rerunError", "rerunFailure")
"""Children for runs that were not the last: after a flaky one the test passed in the end."""

_LAST_FAILED = ("rerunError", "rerunFailure")
_EXPLAINS = (*BAD, "flakyError", "flakyFailure", "skipped")
"""What says how the last run of a test ended that was run again."""

_FAILED = ("error", "fail", "failed", "failure", "timeout")
_LEFT_OUT = ("disabled", "ignored", "notrun", "pending", "skipped", "suppressed")
_SCRIPT = re.compile(r"(?:/|[A-Za-z]:\\)[^\n]*\.[cm]?[jt]sx?")
_GO = "Failed"
"""The message of every failure of go, whatever went wrong."""

_RANK = (Outcome.ERROR, Outcome.FAILED, Outcome.SKIPPED, Outcome.PASSED)
"""Which outcome stands for several runs of one test, worst first."""


KNOWN = frozenset(
    (
        *(*AGAIN, *BAD, *SUITES, "testcase"),
        *("properties", "property", "skipped", "system-err", "system-out"),
    )
)
"""What a test case may hold; anything else may be what some tool calls a failure."""


class Seen(NamedTuple):
    """What one test case says."""

    element: Element
    outcome: Outcome
    flaky: bool = False
    message: str = ""


def take_cases(suite: Suite) -> None:
    """Turn the test cases directly in `suite` into its tests, and count what they say."""
    groups: dict[object, list[Seen]] = {}
    for number, element in enumerate(suite.own):
        found = _seen(element)
        said = sum(child.tag in BAD or child.tag in AGAIN for child in element.children)
        suite.bad += max(said, found.outcome.bad)
        suite.seen += 1 + sum(child.tag in AGAIN for child in element.children)
        suite.skipped += element.first("skipped") is not None
        key: object = number
        if suite.dialect.retries is not Retries.UNKNOWN:
            key = (element.get("classname"), element.get("name"), element.get("file"))
        groups.setdefault(key, []).append(found)
    retries = suite.dialect.retries
    if retries is Retries.LAST_PASSES and any(map(_repeated, groups.values())):
        retries = Retries.UNKNOWN
    suite.cases = [_case(suite, group, retries) for group in groups.values()]


def _seen(case: Element) -> Seen:
    """Return what a test case says: the worst of its children, its attributes if it has none.

    node marks a test that is expected to fail with both `skipped` and `failure`.
    """
    children: dict[str, Element] = {}
    for child in case.children:
        children.setdefault(child.tag, child)
    skipped = children.get("skipped")
    todo = skipped is not None and skipped.get("type") == "todo"
    for tag, outcome in BAD.items():
        if tag in children and not (todo and tag == "failure"):
            return Seen(case, outcome, message=_words(children[tag]))
    if todo:
        return Seen(case, Outcome.SKIPPED)
    if skipped is None:
        return _seen_bare(case, "flakyError" in children or "flakyFailure" in children)
    why = first_line(skipped.get("message") or "")
    # ctest counts as failed what it could not start, but for what it was told to skip
    if case.get("status") == "notrun" and not why.startswith("SKIP_"):
        return Seen(case, Outcome.ERROR, message=why)
    return Seen(case, Outcome.SKIPPED)


def _seen_bare(case: Element, flaky: bool) -> Seen:  # noqa: FBT001  # a fact about it
    """Return what the attributes of a test case say."""
    status, result = (case.get("status") or "").lower(), (case.get("result") or "").lower()
    failure = case.get("failure")
    if failure is not None or status in _FAILED or result in _FAILED:
        return Seen(case, Outcome.FAILED, message=first_line(failure or ""))
    hollow = case.get("classname") == "test" and is_script(case.get("name") or "")
    if status in _LEFT_OUT or result in _LEFT_OUT or hollow:
        return Seen(case, Outcome.SKIPPED)
    return Seen(case, Outcome.PASSED, flaky)


def odd_children(suites: list[Suite]) -> Iterator[Fault]:
    """Yield what stands in test cases and leaves open whether they passed, each sort once."""
    told: set[str] = set()
    for child, others in (
        (c, case.children) for s in suites for case in s.own for c in case.children
    ):
        message = ""
        if child.tag not in KNOWN:
            message = f"has {quoted(child.tag)} in a test, which is not known"
        elif child.tag in _LAST_FAILED and not any(one.tag in _EXPLAINS for one in others):
            message = f"has {quoted(child.tag)} in a test that is not said to have failed"
        if message and message not in told:
            told.add(message)
            yield Fault(message, child.line, child.column)


def is_script(name: str) -> bool:
    """Say whether the name of a test is the absolute path of a script.

    So node calls the one test that it reports for a file in which there is none.
    """
    return _SCRIPT.fullmatch(name) is not None


def _words(child: Element) -> str:
    """Return the first line that says what went wrong."""
    message = first_line(child.get("message") or "")
    if message and message != _GO:
        return message
    lines = child.text[: 5 * LONGEST].split("\n")
    told = "\n".join(one for one in lines if not one.strip().startswith(("=== ", "--- ")))
    return first_line(told)


def _repeated(group: list[Seen]) -> bool:
    """Say whether a test passed twice: it was repeated on purpose, and every run has to pass.

    Subtests pass again when the test around them is run again.
    """
    subtest = "/" in (group[0].element.get("name") or "")
    return not subtest and sum(one.outcome is Outcome.PASSED for one in group) > 1


def _case(suite: Suite, group: list[Seen], retries: Retries) -> TestCase:
    worst = min(group, key=lambda one: _RANK.index(one.outcome))
    shown = worst
    if retries is Retries.LAST_PASSES and group[-1].outcome is Outcome.PASSED:
        shown = group[-1]
        again = worst.outcome.bad
    else:
        again = retries is Retries.REPEATED and len(group) > 1 and not worst.outcome.bad
    return TestCase(
        name=_name(suite, shown.element),
        labels=_labels(suite.element, shown.element),
        outcome=shown.outcome,
        flaky=shown.flaky or again,
        message=shown.message,
        line=shown.element.line,
        column=shown.element.column,
    )


def _labels(suite: Element, case: Element) -> tuple[str, ...]:
    said = (suite.get("name"), *map(case.get, ("classname", "name", "file")))
    return tuple(dict.fromkeys(one.strip()[:LONGEST] for one in said if one and one.strip()))


def _name(suite: Suite, case: Element) -> str:
    """Return how people call a test; each of Playwright's projects is the host of a suite."""
    group, name = (case.get("classname") or "").strip(), (case.get("name") or "").strip()
    host = ""
    if suite.dialect is NODE and group == "test":
        group = (suite.element.get("name") or "").strip()
    elif suite.dialect is PLAYWRIGHT:
        host = suite.element.get("hostname") or ""
    return joined(host, "" if name.startswith(group) else group, name)
