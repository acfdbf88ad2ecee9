"""The list of all plans at the end of a text report: how many of each, then the worst first."""

from bisect import insort
from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model.location import Location
from deploylint.model.policy import Action
from deploylint.model.report import Answer, Refusal, Report
from deploylint.model.wording import counted
from deploylint.report.decided import blocks, nothing_judged, times, tone
from deploylint.report.escape import printable
from deploylint.report.layout import Tone, columns, cut, hang, pad, tint, usable
from deploylint.report.naming import called
from deploylint.report.overall import UNJUDGED, Overall, rank, spoken
from deploylint.report.style import Style

LISTED = 20
"""How many plans are listed; of more than these only those that are not `go`."""

_WIDEST = 24
"""Columns that a version or an environment takes at most."""

_BESIDE = (4, 3, 1)
"""How many cells of a row may stand beside each other; the others stand below."""

_LONGEST = 200
"""Columns that the reason why a file could not be judged takes at most."""

_INDENT = 2


class _Row(NamedTuple):
    """What is kept of one plan: its file, version, environment, what holds it, and until when."""

    word: str
    tone: Tone
    cells: tuple[str, str, str, str]
    later: str = ""


class PlanList:
    """Keeps of any number of plans how many of each decision there are, and the worst."""

    def __init__(self, style: Style) -> None:
        """Begin with none."""
        self.style = style
        self.width = usable(style.width)
        self.overall = Overall()
        self.kept: list[tuple[int, int, _Row]] = []

    @property
    def number(self) -> int:
        """Return how many plans there are."""
        return self.overall.plans

    def add(self, answer: Answer) -> None:
        """Take the next plan."""
        self.overall.take(answer)
        order = -rank(answer)
        if len(self.kept) < LISTED or order < self.kept[-1][0]:
            insort(self.kept, (order, self.number, _row(answer)))
            del self.kept[LISTED:]

    def lines(self) -> Iterator[str]:
        """Yield one line for all plans, then those of each; nothing if there is but one."""
        if self.number > 1:
            yield from hang("", self.overall.said(), self.width, _INDENT)
            yield from self._rows()

    def _rows(self) -> Iterator[str]:
        all_there = self.number <= LISTED
        rows = [row for order, _, row in self.kept if all_there or -order != Action.GO]
        words = max((len(row.word) for row in rows), default=0)
        widths = [max(map(columns, cells)) for cells in zip(*(r.cells for r in rows), strict=True)]
        margin = _INDENT + words + 2
        beside = next((n for n in _BESIDE if margin + _across(widths[:n]) <= self.width), 1)
        for row in rows:
            head = f"  {tint(pad(row.word, words), row.tone, color=self.style.color)}  "
            cells = map(pad, row.cells[:beside], widths)
            yield f"{head}{'  '.join(cells)}".rstrip()
            below = "; ".join(filter(None, (_below(row, beside), row.later)))
            if below:
                yield from hang(" " * margin, below, self.width, margin)
        left = 0 if all_there else self.number - self.overall.ranks[Action.GO] - len(rows)
        if left:
            yield f"  and {left} more that {'is' if left == 1 else 'are'} not go"


def _across(widths: list[int]) -> int:
    return sum(widths) + 2 * (len(widths) - 1)


def _below(row: _Row, beside: int) -> str:
    """Return what of a row had no room beside its file."""
    _, version, environment, what = row.cells
    said = f"{version} to {environment}" if version and beside == 1 else ""
    return "; ".join(filter(None, (said, what if beside < len(row.cells) else "")))


def _row(answer: Answer) -> _Row:
    file = printable(called(answer))
    if isinstance(answer, Refusal):
        return _Row("ERROR", Tone.BAD, (file, "", "", ""), printable(_first(answer)))
    plan = answer.plan
    return _Row(
        word=answer.decision.name,
        tone=tone(answer),
        cells=(file, _cell(plan.version), _cell(plan.environment), _what(answer)),
        later=printable("; ".join(times(answer))) if answer.blocked else "",
    )


def _first(refusal: Refusal) -> str:
    """Return the first reason why a file could not be judged, and how many more there are."""
    if not refusal.troubles:
        return spoken(UNJUDGED)
    first = refusal.troubles[0]
    place = None if first.at == Location(refusal.file, 1, 1) else first.at
    at = f"{place.line}:{place.column}: " if place and place.file == refusal.file else ""
    more = len(refusal.troubles) - 1
    rest = f"; and {counted(more, 'problem')} more" if more else ""
    return cut(f"{at}{first.message}", _LONGEST) + rest


def _what(report: Report) -> str:
    if report.blocking:
        return blocks(len(report.blocking))
    return "nothing was judged" if nothing_judged(report) else ""


def _cell(text: str) -> str:
    return cut(printable(text), _WIDEST)
