"""The words of the page: what is decided about a plan, and how an item stands."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from deploylint.model.policy import Action, Severity
from deploylint.model.report import Item, Report
from deploylint.model.verdict import Evidence, Status
from deploylint.model.wording import counted
from deploylint.report import decided
from deploylint.report.explained import explain_command, pasted, reference
from deploylint.report.html_element import Markup, element
from deploylint.report.layout import moment


class State(StrEnum):
    """How an item stands, worst first."""

    FAIL = "fail"
    WARNING = "warning"
    INFO = "info"
    WAIVED = "waived"
    PASS = "pass"  # noqa: S105  # not a password
    NA = "na"


class Anchors(NamedTuple):
    """The ids of an item on the page: among what fails, its heading there, in the checklist."""

    card: str
    title: str
    entry: str


class Tone(StrEnum):
    """The colour of a decision."""

    BAD = "bad"
    CARE = "care"
    GOOD = "good"


_FAILING = {
    Severity.ERROR: State.FAIL,
    Severity.WARNING: State.WARNING,
    Severity.INFO: State.INFO,
}


def state_of(item: Item) -> State:
    """Return how an item stands."""
    if item.status is not Status.FAIL:
        return State.PASS if item.status is Status.PASS else State.NA
    return _FAILING[item.severity] if item.waiver is None else State.WAIVED


def anchors(plan: str, number: int) -> Anchors:
    """Return the ids of an item; `plan` is that of its plan."""
    return Anchors(card=f"{plan}-f{number}", title=f"{plan}-t{number}", entry=f"{plan}-i{number}")


def badge(state: State) -> Markup:
    """Return the word for a state on its colour."""
    return element("span", state.value, class_=f"state {state}")


def is_failing(item: Item) -> bool:
    """Return whether an item is to be told of among those that fail."""
    return item.status is Status.FAIL


def tone(report: Report) -> Tone:
    """Return the colour of the decision."""
    if report.blocked:
        return Tone.BAD
    judged = report.counts.passed or report.counts.failed
    return Tone.GOOD if report.decision is Action.GO and judged else Tone.CARE


def meaning(report: Report) -> str:
    """Return what the decision means for whoever wants to deploy, and from or until when."""
    said = "; ".join([decided.meaning(report), *decided.times(report)])
    return f"{said[0].upper()}{said[1:]}."


def judged(report: Report) -> str:
    """Return the moment judged, and what chose it."""
    return decided.moment_judged(report) or "without a clock"


def instant(when: datetime, report: Report) -> str:
    """Return a moment on the clock of the windows."""
    return moment(when, report.timezone)


def waiting(report: Report) -> tuple[str, str] | None:
    """Return until when a permission holds, or from when there is one again, and its name."""
    if report.blocked and report.next_permitted is not None:
        return "Next permitted", instant(report.next_permitted, report)
    if report.decision is Action.POSTPONE and report.next_permitted is None:
        return "Next permitted", "no time to come back is known"
    if report.valid_until is not None:
        return "Valid until", instant(report.valid_until, report)
    return None


def tally(items: Iterable[Item]) -> Iterator[tuple[State, int]]:
    """Yield how many items stand how, worst first."""
    states = [state_of(item) for item in items]
    for state in State:
        if state in states:
            yield state, states.count(state)


def tallied(items: Iterable[Item]) -> str:
    """Return how items stand, such as `12 items: 2 fail, 1 warning, 9 pass`."""
    found = list(tally(items))
    said = ", ".join(f"{number} {state}" for state, number in found)
    total = counted(sum(number for _, number in found), "item")
    return f"{total}: {said}" if said else total


def assurance(item: Item) -> str:
    """Return on what a verdict rests, and on what it has to."""
    reached = "none" if item.assurance is None else item.assurance.label
    return f"{reached} ({item.required_assurance.label} required)"


def attributes(evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what is known of a piece of evidence beside its kind and source."""
    for name, value in (
        ("commit", evidence.commit),
        ("digest", evidence.digest),
        ("time", evidence.time),
    ):
        if value is not None:
            yield name, value


def explaining(item: Item, report: Report) -> str | None:
    """Return the command that explains the rule of an item, to be copied to a shell."""
    command = explain_command(item, reference(report))
    return None if command is None else pasted(command)
