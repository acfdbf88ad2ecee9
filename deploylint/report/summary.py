"""The last lines of a text report: counts, decision, ladder, assumptions."""

from collections.abc import Iterator

from deploylint.model.policy import Action
from deploylint.model.report import Report
from deploylint.model.verdict import Status
from deploylint.model.wording import counted
from deploylint.report.decided import decided, harmless, tally, tone
from deploylint.report.escape import printable
from deploylint.report.explained import command_for, pasted, reference
from deploylint.report.layout import hang, tint, usable
from deploylint.report.style import Style

_INDENT = 2
_DOUBTS = {"error": "errors that do not block", "warning": "warnings", "waived": "waived"}
"""Why an item does not block and yet asks for care, and how a list of such is headed."""


def summary(report: Report, style: Style) -> Iterator[str]:
    """Yield the closing lines of one plan."""
    width = usable(style.width)
    yield from hang("", f"{counted(len(report.items), 'item')}: {tally(report)}", width, _INDENT)
    word = tint(f"{report.decision.name}:", tone(report), color=style.color)
    taken = len(report.decision.name) + 2 - _INDENT
    yield from hang(f"{word} ", printable(decided(report)), width, _INDENT, taken)
    for line in (*_behind(report), *_ladder(report, style)):
        yield from hang("", printable(line), width, _INDENT)
    yield from _explain(report)
    for text in report.assumptions:
        yield from hang("", printable(f"assumed: {text}"), width, _INDENT)


def _behind(report: Report) -> Iterator[str]:
    """Yield the items to mend first, or those for which care is asked."""
    if report.blocking:
        yield f"blocking: {', '.join(report.blocking)}"
    elif report.decision is Action.CAUTION:
        failing = [item for item in report.items if item.status is Status.FAIL]
        for why, words in _DOUBTS.items():
            names = [item.rule for item in failing if harmless(item) == why]
            if names:
                yield f"{words}: {', '.join(names)}"


def _ladder(report: Report, style: Style) -> Iterator[str]:
    """Yield how far up the shipped policies the plan would climb."""
    if not report.ladder:
        return
    said = []
    verb = "would block on"
    for rung in report.ladder:
        if rung.blocking:
            said.append(f"{rung.policy} {verb} {counted(len(rung.blocking), 'item')}")
            verb = "on"
        else:
            said.append(f"{rung.policy} would pass")
    yield f"{'' if report.blocked else f'passes {report.policy}; '}{', '.join(said)}"
    if style.verbose:
        yield from (f"{r.policy}: {', '.join(r.blocking)}" for r in report.ladder if r.blocking)


def _explain(report: Report) -> Iterator[str]:
    """Yield the command that says more about what fails, of what blocks if anything does.

    It stands on one line, however long, so that it can be copied.
    """
    failing = [item for item in report.items if item.status is Status.FAIL and item.origin]
    failing.sort(key=lambda item: not item.blocks)
    if failing:
        command = command_for(failing[0].rule, reference(report))
        yield printable(f"explain: {pasted(command)}")
