"""The report for people: what is wrong, where, why and what to do; then one line that decides.

Items that pass or do not apply take one line each, so that a failing one cannot be overlooked.
Everything that colour says, a word says as well.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from deploylint.model.policy import Action
from deploylint.model.report import Answer, Item, Refusal, Report
from deploylint.model.verdict import Status
from deploylint.report.decided import judged, reason, unjudged
from deploylint.report.entry import Entries
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, hang, tint, usable
from deploylint.report.naming import document, release
from deploylint.report.style import Style
from deploylint.report.summary import summary

_INDENT = 2


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield the text of each report in turn, then a list of the plans if there are several.

    What could not be judged has been told on standard error, unless the report stands alone.
    """
    first: Answer | None = None
    plans: Any = None
    apart = False
    for answer in answers:
        if first is None:
            first = answer
        else:
            plans = plans or _several(first, style)
            plans.add(answer)
        if isinstance(answer, Refusal):
            yield "\n".join([""] * apart + [*_refused(answer, style), ""]) if style.alone else ""
            apart = apart or style.alone
        elif _is_brief(answer, style):
            yield ""
        else:
            yield "\n".join([""] * apart + [*_lines(answer, style), ""])
            apart = True
    if plans is not None:
        yield "\n".join([""] * apart + [*plans.lines(), ""])
    elif isinstance(first, Report) and not apart:
        yield "\n".join([*_lines(first, style), ""])


def _several(first: Answer, style: Style) -> Any:  # noqa: ANN401  # what is imported here
    # most runs judge one plan
    from deploylint.report.planlist import PlanList

    plans = PlanList(style)
    plans.add(first)
    return plans


def _is_brief(report: Report, style: Style) -> bool:
    """Say whether a plan is worth no more than its line in the list, if there is one."""
    return style.quiet and report.decision is Action.GO and not report.blocked


def _refused(refusal: Refusal, style: Style) -> Iterator[str]:
    yield from _strong(f"ERROR: {unjudged(refusal)}", style)
    for trouble in refusal.troubles:
        text = printable(reason(trouble))
        yield from hang("  ", text, usable(style.width), _INDENT * 2, -_INDENT)


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
    yield from _strong(f"{document(plan)}: {release(plan)} ({plan.type})", style)
    yield from hang("", printable(f"policy {report.policy}; {judged(report)}"), width, _INDENT)
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


def _categories(report: Report, style: Style) -> dict[str, list[Item]]:
    """Return the items to show by category, in order of first appearance."""
    groups: dict[str, list[Item]] = {}
    for item in report.items:
        if item.status is Status.FAIL or not style.quiet:
            groups.setdefault(item.category, []).append(item)
    return groups
