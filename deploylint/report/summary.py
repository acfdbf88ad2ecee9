"""The last lines of a text report: counts, decision, ladder, assumptions."""

from collections.abc import Iterator

from deploylint.model.policy import Action, Severity
from deploylint.model.report import Report
from deploylint.model.verdict import Status
from deploylint.report.escape import printable
from deploylint.report.explained import command_for, pasted, reference
from deploylint.report.layout import Tone, hang, moment, tint, usable
from deploylint.report.style import Style

_MEANING = {
    Action.GO: "may go out",
    Action.CAUTION: "may go out, with care",
    Action.INVESTIGATE: "find the cause before going on",
    Action.POSTPONE: "not now",
    Action.ABORT: "do not deploy",
    Action.ROLLBACK: "return to the previous version now",
}
_INDENT = 2


def summary(report: Report, style: Style) -> Iterator[str]:
    """Yield the closing lines of one plan."""
    width = usable(style.width)
    yield from hang("", _counts(report), width, _INDENT)
    word = tint(f"{report.decision.name}:", _tone(report), color=style.color)
    taken = len(report.decision.name) + 2 - _INDENT
    yield from hang(f"{word} ", printable(_decision(report)), width, _INDENT, taken)
    for line in (*_behind(report), *_ladder(report, style)):
        yield from hang("", printable(line), width, _INDENT)
    yield from _explain(report)
    for text in report.assumptions:
        yield from hang("", printable(f"assumed: {text}"), width, _INDENT)


def _counts(report: Report) -> str:
    counts = report.counts
    waived = sum(item.status is Status.FAIL and item.waiver is not None for item in report.items)
    kinds = (
        (counts.errors, "error"),
        (counts.warnings, "warning"),
        (counts.infos, "info"),
    )
    failed = [f"{number} {word}{'s' * (number > 1)}" for number, word in kinds if number]
    failed += [f"{waived} waived"] if waived else []
    said = [f"{counts.passed} pass"]
    said += [f"{counts.failed} fail ({', '.join(failed)})"] if counts.failed else []
    said += [f"{counts.na} na"] if counts.na else []
    total = counts.passed + counts.failed + counts.na
    return f"{total} item{'s' * (total != 1)}: {', '.join(said)}"


def _decision(report: Report) -> str:
    """Return what the decision means, how much is behind it, and from or until when."""
    meaning = _MEANING[report.decision]
    if report.blocked and report.decision <= Action.CAUTION:
        meaning = _MEANING[Action.ABORT]
    if not report.counts.passed and not report.counts.failed:
        meaning = "nothing was judged, so this is no permission"
    said = [meaning]
    postponed = report.decision is Action.POSTPONE
    blocking = len(report.blocking)
    if blocking and not postponed:
        said.append(_blocks(blocking))
    if postponed and report.next_permitted is None:
        said.append("no permitted time is known")
    elif postponed and report.next_permitted is not None:
        said.append(f"permitted again from {moment(report.next_permitted, report.timezone)}")
    if report.valid_until is not None:
        said.append(f"valid until {moment(report.valid_until, report.timezone)}")
    return "; ".join(said)


def _behind(report: Report) -> Iterator[str]:
    """Yield the next permitted time, if waiting is not all, and the items to mend first."""
    if report.next_permitted is not None and report.decision is not Action.POSTPONE:
        yield f"next permitted time: {moment(report.next_permitted, report.timezone)}"
    if report.blocking:
        yield f"blocking: {', '.join(report.blocking)}"
    elif report.decision is Action.CAUTION:
        yield f"warnings: {', '.join(_warnings(report))}"


def _ladder(report: Report, style: Style) -> Iterator[str]:
    """Yield how far up the shipped policies the plan would climb."""
    if not report.ladder:
        return
    said = []
    verb = "would block on"
    for rung in report.ladder:
        if rung.blocking:
            said.append(f"{rung.policy} {verb} {_items(len(rung.blocking))}")
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
    failing.sort(key=lambda item: item.rule not in report.blocking)
    if failing:
        command = command_for(failing[0].rule, reference(report))
        yield printable(f"explain: {pasted(command)}")


def _warnings(report: Report) -> Iterator[str]:
    for item in report.items:
        if item.status is Status.FAIL and item.severity is Severity.WARNING:
            yield item.rule


def _tone(report: Report) -> Tone:
    if report.blocked:
        return Tone.BAD
    return Tone.GOOD if report.decision is Action.GO else Tone.WARN


def _items(number: int) -> str:
    return f"{number} item{'s' * (number != 1)}"


def _blocks(number: int) -> str:
    return f"{_items(number)} block{'s' * (number == 1)}"
