"""What Markdown says about one plan: what blocks, what else fails, and folded away the rest.

It comes in entries, so that what does not fit is left out whole. Foreign text never begins a line.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.report import Item, Refusal, Report, Rung, Trouble
from deploylint.model.secrets import veiled
from deploylint.model.verdict import Evidence, Status
from deploylint.model.wording import counted
from deploylint.report.decided import (
    blocks,
    decided,
    harmless,
    judged,
    tally,
)
from deploylint.report.escape import printable
from deploylint.report.explained import explain_command, pasted, reference
from deploylint.report.found import found
from deploylint.report.markdowntext import clipped, code, code_in_cell, prose
from deploylint.report.naming import document
from deploylint.report.style import Style

_PLACES = 10
_EVIDENCE = 10
_NAMED = 10
_WIDEST = 160
_BEFORE = 40
_TABLE = "| Category | Item | Outcome | Seen | Rests on |\n| --- | --- | --- | --- | --- |\n"


class Section(NamedTuple):
    """A part of a body: entries between an opening and a closing; `kind` names what they are."""

    kind: str
    opening: str
    entries: tuple[str, ...]
    closing: str = ""


class Body(NamedTuple):
    """All that is said about one plan, the most important first."""

    head: str
    sections: tuple[Section, ...]


def body(report: Report, style: Style, level: int) -> Body:
    """Return what is said about a plan, under headings of `level` and below."""
    at_fault = [item for item in report.items if item.blocks]
    others = [item for item in report.items if item.status is Status.FAIL and not item.blocks]
    title = "#" * level
    doubts = f"{title} {counted(len(others), 'item')} {_fail(len(others))} without blocking\n\n"
    sections = (
        Section(
            kind="items that block",
            opening=f"{title} {_capital(blocks(len(at_fault)))}\n\n",
            entries=tuple(_entry(item, report, (style, f"{title}#")) for item in at_fault),
            closing=_explain(at_fault, report),
        ),
        Section(
            kind="items that fail without blocking",
            opening=doubts,
            entries=tuple(_entry(item, report, (style, f"{title}#")) for item in others),
        ),
        _folded(report),
        _rest(report),
    )
    return Body("".join(_head(report, style)), tuple(one for one in sections if one.entries))


def refusal_body(refusal: Refusal, style: Style) -> Body:
    """Return why a file could not be judged."""
    entries = tuple(_trouble(one, style) for one in refusal.troubles)
    return Body("", (Section("reasons", "", entries, "\n"),))


def _head(report: Report, style: Style) -> Iterator[str]:
    plan = report.plan
    yield f"**{_capital(prose(decided(report)))}**\n\n"
    if plan.file:
        where = document(plan._replace(file=style.from_root(plan.file)))
        yield f"- Plan: {code(where)} ({plan.type})\n"
    said = _capital(prose(judged(report)))
    yield f"- {said}; by deploylint, policy {code(report.policy)}\n"
    yield f"- Items: {tally(report)}\n\n"


def _entry(item: Item, report: Report, context: tuple[Style, str]) -> str:
    style, title = context
    why = "" if item.blocks else f" ({harmless(item)})"
    said = [f"{title} {_named(item)}{why}", f"Why: {prose(item.reason)}"]
    if item.waiver is not None:
        said.append(f"Waived: {prose(item.waiver)}")
    found = "\n".join(_findings(item, report, style))
    said += [found] if found else []
    said += [f"**Fix:** {prose(item.fix)}"] if item.fix else []
    return "\n\n".join(said) + "\n\n"


def _named(item: Item) -> str:
    if item.rule == item.title:
        return f"“{prose(item.title)}”"
    return f"{code(item.rule)}: {prose(item.title)}"


def _findings(item: Item, report: Report, style: Style) -> Iterator[str]:
    """Yield each place once, with what is wrong there unless the reason has said it."""
    places = list(found(item, report))
    for at, line, told in places[:_PLACES]:
        beside = "; ".join(told)
        if at is not None:
            yield f"- {_at(at, style)}{f': {prose(beside)}' if beside else ''}"
            yield from _source(line, at)
        elif beside:
            yield f"- Found: {prose(beside)}"
    if len(places) > _PLACES:
        yield f"- and {counted(len(places) - _PLACES, 'more place')}"


def _at(at: Location, style: Style) -> str:
    return code(str(at._replace(file=style.from_root(at.file))))


def _source(line: str, at: Location) -> Iterator[str]:
    """Yield the line that stands there, in a fence longer than any run of backticks in it."""
    # in a long line it is the place that counts
    start = max(0, at.column - 1 - _BEFORE) if len(line) > _WIDEST else 0
    shown = printable(veiled(line, start, start + _WIDEST)).strip()
    if shown:
        shown = f"{'…' * bool(start)}{shown}{'…' * (len(line) > start + _WIDEST)}"
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", shown)), default=0))
        yield f"  {fence}text\n  {shown}\n  {fence}"


def _explain(items: list[Item], report: Report) -> str:
    """Return how to learn more about the first rule that says so."""
    commands = (explain_command(item, reference(report)) for item in items)
    first = next(filter(None, commands), None)
    return "" if first is None else f"More about a rule: {code(pasted(first))}\n\n"


def _folded(report: Report) -> Section:
    """Return what was assumed, and what other policies would say."""
    entries = (
        *(f"- Assumed: {prose(text)}\n" for text in report.assumptions),
        *(f"- {_rung(rung)}\n" for rung in report.ladder),
    )
    words = ["Assumptions"] * bool(report.assumptions) + ["other policies"] * bool(report.ladder)
    return Section(
        kind="assumptions and other policies",
        opening=_details(_capital(" and ".join(words))),
        entries=entries,
        closing="\n</details>\n\n",
    )


def _rung(rung: Rung) -> str:
    if not rung.blocking:
        return f"The policy {code(rung.policy)} would pass"
    names = ", ".join(map(code, rung.blocking[:_NAMED]))
    more = len(rung.blocking) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    number = counted(len(rung.blocking), "item")
    return f"The policy {code(rung.policy)} would block on {number}: {names}{rest}"


def _rest(report: Report) -> Section:
    """Return the items that pass or do not apply, as a table by category."""
    groups: dict[str, list[Item]] = {}
    for item in report.items:
        if item.status is not Status.FAIL:
            groups.setdefault(item.category, []).append(item)
    counts = report.counts
    words = [f"{counted(counts.passed, 'item')} {_pass(counts.passed)}"] * bool(counts.passed)
    verb = "does" if counts.na == 1 else "do"
    words += [f"{counted(counts.na, 'item')} {verb} not apply"] * bool(counts.na)
    return Section(
        kind="items that pass or do not apply",
        opening=_details(", ".join(words)) + _TABLE,
        entries=tuple(_row(item) for items in groups.values() for item in items),
        closing="\n</details>\n\n",
    )


def _row(item: Item) -> str:
    notes = [f"; note: {finding.message}" for finding in item.findings]
    said = prose(item.reason + "".join(notes[:_EVIDENCE]), cell=True)
    reached = "" if item.assurance is None else item.assurance.label
    rests = "; ".join(map(_evidence, item.evidence[:_EVIDENCE]))
    cells = (
        prose(item.category, cell=True),
        code_in_cell(item.rule),
        str(item.status),
        said,
        ": ".join(filter(None, (reached, rests))),
    )
    return f"| {' | '.join(cells)} |\n"


def _evidence(evidence: Evidence) -> str:
    kind = prose(clipped(evidence.kind, _WIDEST), cell=True)
    return f"{kind} {code_in_cell(clipped(evidence.source, _WIDEST))}"


def _trouble(trouble: Trouble, style: Style) -> str:
    where = "" if trouble.at is None else f"{_at(trouble.at, style)}: "
    hint = f"\n  **Fix:** {prose(trouble.hint)}" if trouble.hint else ""
    return f"- Error: {where}{prose(trouble.message)}{hint}\n"


def _details(summary: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fail(number: int) -> str:
    return "fails" if number == 1 else "fail"


def _pass(number: int) -> str:
    return "passes" if number == 1 else "pass"


def joined(parts: Iterable[str]) -> str:
    """Return the parts as one text that ends in one line break."""
    return "".join(parts).rstrip("\n") + "\n"
