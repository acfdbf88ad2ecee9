"""The report for people: what is wrong, where, why and what to do; then one line that decides.

Items that pass or do not apply take one line each, so that a failing one cannot be overlooked.
Everything that colour says, a word says as well.
"""

from collections.abc import Iterable, Iterator

from deploylint.model.report import Item, Report
from deploylint.model.verdict import Status
from deploylint.report.entry import Entries
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, hang, moment, tint, usable
from deploylint.report.style import Style
from deploylint.report.summary import Outcome, outcome, overview, summary

_INDENT = 2
_BASIS = {"now": "now", "--at": "from --at", "scheduled_at": "the plan's scheduled_at"}


def render(reports: Iterable[Report], style: Style) -> Iterator[str]:
    """Yield the text of each report in turn, then a list of the plans if there are several."""
    outcomes: list[Outcome] = []
    for report in reports:
        yield "\n".join([""] * bool(outcomes) + [*_lines(report, style), ""])
        outcomes.append(outcome(report))
    if len(outcomes) > 1:
        yield "\n".join(["", *overview(outcomes, style), ""])


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield from _header(report, style)
    entries = Entries(report, style)
    apart = True
    for category, items in _categories(report, style).items():
        failing = any(item.status is Status.FAIL for item in items)
        if apart or failing:
            yield ""
        apart = failing
        yield from _strong(category, style)
        yield from entries.lines(items)
    yield ""
    yield from summary(report, style)


def _header(report: Report, style: Style) -> Iterator[str]:
    """Yield which plan this is, and by what and for when it is judged."""
    plan, width = report.plan, usable(style.width)
    line = f":{plan.at.line}" if plan.document > 1 else ""
    what = f"{plan.service} {plan.version}" if plan.service else plan.version
    title = f"{plan.file}{line}: {what} to {plan.environment} ({plan.type})"
    yield from _strong(title, style)
    yield from hang("", printable(f"policy {report.policy}; {_judged(report)}"), width, _INDENT)
    if style.verbose:
        files = ", ".join(f"{file.name} {file.digest}" for file in report.policy_files)
        for text in (
            f"stages: {', '.join(report.stages)}",
            f"plan: {plan.digest}",
            f"policy: {report.policy_digest}, from {files}",
        ):
            yield from hang("", printable(text), width, _INDENT)


def _strong(text: str, style: Style) -> Iterator[str]:
    for line in hang("", printable(text), usable(style.width), _INDENT):
        yield tint(line, Tone.STRONG, color=style.color)


def _judged(report: Report) -> str:
    if report.at is None:
        return "judged without a clock"
    clock = ", simulated clock" if report.simulated else ""
    basis = _BASIS.get(report.basis, report.basis)
    return f"judged for {moment(report.at, report.timezone)}, {basis}{clock}"


def _categories(report: Report, style: Style) -> dict[str, list[Item]]:
    """Return the items to show by category, in order of first appearance."""
    groups: dict[str, list[Item]] = {}
    for item in report.items:
        if item.status is Status.FAIL or not style.quiet:
            groups.setdefault(item.category, []).append(item)
    return groups
