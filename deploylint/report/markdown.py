"""The reports as Markdown: a comment on a pull request, or the summary of a step on GitHub.

The decision comes first, then what blocks and how to mend it; what is in order is folded away. The
first line is always the same, so that a bot finds the comment that it wrote before. A comment holds
65,536 characters (https://docs.github.com/rest/issues/comments), the summary of a step 1 MiB:
https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits.
Bytes are counted, which are never fewer.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator

from deploylint.model.policy import Action
from deploylint.model.report import Answer, Refusal
from deploylint.model.wording import counted
from deploylint.report.decided import NOTHING, times, unjudged
from deploylint.report.markdownbody import Body, body, joined, refusal_body
from deploylint.report.markdowntext import clipped, code_in_cell, prose
from deploylint.report.markup import marked_up
from deploylint.report.naming import called, subject
from deploylint.report.overall import UNJUDGED, Overall, rank, spoken, word
from deploylint.report.rooted import rooted
from deploylint.report.style import Style

MARKER = "<!-- deploylint -->\n"
"""The first line of each comment; nothing from outside is in it."""

COMMENT = 65536
"""How many characters GitHub takes for a comment."""

_RESERVED = 512
_SUMMARY = 200
_OPEN = 3
"""Of several plans so many that block, or could not be judged, are shown without a click."""

_TABLE = "| Decision | Plan | What | Items | Time |\n| --- | --- | --- | --- | --- |\n"


class _Shelf:
    """The most important texts, in all at most `limit` bytes, and how many others there were."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = self.number = 0
        self.kept: list[tuple[tuple[int, int], str]] = []
        self.first_left_out: tuple[int, int] | None = None

    def add(self, badness: int, make: Callable[[], str]) -> None:
        """Keep what `make` returns if there is room, or if it is worse than what fills the room."""
        self.number += 1
        key = (-badness, self.number)
        if self.first_left_out is not None and key > self.first_left_out:
            return
        text = make()
        insort(self.kept, (key, text))
        self.size += _size(text)
        while self.size > self.limit:
            self.first_left_out, left_out = self.kept.pop()
            self.size -= _size(left_out)


class _Overview:
    """What is kept of several plans: how each was decided, and the details of those that fail."""

    def __init__(self, style: Style, limit: int) -> None:
        self.style = style
        self.limit = limit
        self.overall = Overall()
        self.rows = _Shelf(limit // 3)
        self.details = _Shelf(limit)

    def add(self, answer: Answer) -> None:
        self.overall.take(answer)
        badness = rank(answer)
        self.rows.add(badness, lambda: _row(answer))
        if badness > Action.GO:
            self.details.add(badness, lambda: _folded(answer, self.style, self.limit // 2))

    def text(self) -> str:
        """Return the table of the plans, the worst first, and as many details as fit."""
        number = self.overall.plans
        title = _title(self.overall.decision, f"{number} plans")
        head = f"{title}deploylint looked at {self.overall.said()}\n\n{_TABLE}"
        parts = [MARKER, head, *(text for _, text in self.rows.kept), "\n"]
        missing = number - len(self.rows.kept)
        left = [f"{missing} of {number} lines of the table"] if missing else []
        room = self.limit - _size("".join(parts)) - _RESERVED
        shown = 0
        for (order, _), folded in self.details.kept:
            opened = shown < _OPEN and -order > Action.CAUTION
            text = folded.replace("<details>", "<details open>", 1) if opened else folded
            if _size(text) > room:
                break
            parts.append(text)
            room -= _size(text)
            shown += 1
        if shown < self.details.number:
            left.append(f"the details of {counted(self.details.number - shown, 'plan')}")
        return _within(joined([*parts, _left_out(left)]), self.limit)


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one Markdown text, once all answers are there; it keeps no more of them than fits."""
    limit = COMMENT if style.limit is None else style.limit
    only: Answer | None = None
    several: _Overview | None = None
    answers, style = rooted(answers, style)
    for answer in answers:
        if several is not None:
            several.add(answer)
        elif only is None:
            only = answer
        else:
            several = _Overview(style, limit)
            several.add(only)
            several.add(answer)
            only = None
        yield ""
    if several is not None:
        yield several.text()
    elif only is not None:
        yield _single(only, style, limit)
    else:
        yield _within(_none(style), limit)


def _none(style: Style) -> str:
    """Return what is said without a plan: whoever asked for what changed has an answer."""
    if style.nothing is None:
        return f"{MARKER}## NONE: no plan\n\ndeploylint: {NOTHING}\n"
    return f"{MARKER}## NONE: {prose(style.nothing)}\n\ndeploylint has judged nothing.\n"


def _single(answer: Answer, style: Style, limit: int) -> str:
    what = unjudged(answer) if isinstance(answer, Refusal) else subject(answer)
    head = f"{MARKER}{_title(word(rank(answer)), prose(clipped(what, _SUMMARY)))}"
    parts, left = _fitted(_body(answer, style, 3), limit - _size(head) - _RESERVED)
    return _within(joined([head, *parts, _left_out(left)]), limit)


def _body(answer: Answer, style: Style, level: int) -> Body:
    if isinstance(answer, Refusal):
        return refusal_body(answer, style)
    return body(answer, style, level)


def _fitted(told: Body, room: int) -> tuple[list[str], list[str]]:
    """Return what fits, whole entries from the start, and in words what is left out."""
    parts = [told.head]
    left = []
    room -= _size(told.head)
    for section in told.sections:
        shown = []
        taken = _size(section.opening + section.closing)
        for entry in section.entries:
            taken += _size(entry)
            if taken > room:
                room = 0
                break
            shown.append(entry)
        if shown:
            parts += [section.opening, *shown, section.closing]
            room = max(0, room - taken)
        if len(shown) < len(section.entries):
            missing = len(section.entries) - len(shown)
            left.append(f"{missing} of {len(section.entries)} {section.kind}")
    return parts, left


def _folded(answer: Answer, style: Style, limit: int) -> str:
    where = f"<code>{marked_up(called(answer)[:_SUMMARY])}</code>"
    head = f"<details>\n<summary>{word(rank(answer)).upper()} {where}</summary>\n\n"
    parts, left = _fitted(_body(answer, style, 3), limit - _RESERVED)
    return f"{head}{joined([*parts, _left_out(left)])}\n</details>\n\n"


def _row(answer: Answer) -> str:
    where = code_in_cell(called(answer)[:_SUMMARY])
    if isinstance(answer, Refusal):
        return f"| **ERROR** | {where} | {spoken(UNJUDGED)} | | |\n"
    items = f"{len(answer.blocking)} of {len(answer.items)} block" if answer.blocking else ""
    what = prose(subject(answer)[:_SUMMARY], cell=True)
    time = prose(next(times(answer), ""), cell=True)
    return f"| **{answer.decision.name}** | {where} | {what} | {items} | {time} |\n"


def _title(decision: str, what: str) -> str:
    return f"## {decision.upper()}: {what}\n\n"


def _left_out(left: list[str]) -> str:
    if not left:
        return ""
    return f"Left out for want of room: {'; '.join(left)}. The other reports show them.\n"


def _within(text: str, limit: int) -> str:
    """Return the text; too long by itself, only its first lines; nothing where nothing fits."""
    if _size(text) <= limit:
        return text
    least = "".join(text.splitlines(keepends=True)[:2])
    return least if _size(least) <= limit else ""


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
