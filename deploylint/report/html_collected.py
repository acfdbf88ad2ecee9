"""What a page keeps of many plans: all details of some, a line of more, and how many there were."""

from typing import NamedTuple

from deploylint.model.calendar import Calendar
from deploylint.model.policy import Action
from deploylint.model.report import Refusal, Report
from deploylint.report.html_element import Markup, element, joined, prose
from deploylint.report.html_plan import Place, section
from deploylint.report.html_search import search
from deploylint.report.html_windows import picture, spoken_status, without_moment
from deploylint.report.html_words import State, Tone, tally, tone, waiting
from deploylint.report.naming import document, subject
from deploylint.report.overall import UNJUDGED, Overall

DETAILED = 200
"""Of so many plans all details are shown, of those that block first."""

LISTED = 2000
REFUSED = 200
PICTURES = 12
ROOM = 8_000_000
"""With so many characters of details no further plan is detailed; a browser shall still open it."""


class Line(NamedTuple):
    """One plan in the table: short texts only, and its number in the order of the run."""

    number: int
    blocked: bool
    decision: Action
    tone: Tone
    release: str
    document: str
    blocking: int
    states: tuple[tuple[State, int], ...]
    waiting: tuple[str, str] | None

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Sorts the worst first."""
        return not self.blocked, -self.decision, self.number


class Collected:
    """Takes answers one by one and forgets what the page has no room for."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.overall = Overall()
        self.lines: list[Line] = []
        self.refusals: list[Refusal] = []
        self.sections: dict[int, Markup] = {}
        self.pictures: dict[Markup, str] = {}
        self._spare: list[int] = []
        self._size = 0
        self._first: Report | None = None

    @property
    def refused(self) -> int:
        """Return how many files could not be judged."""
        return self.overall.ranks[UNJUDGED]

    @property
    def plans(self) -> int:
        """Return how many plans were judged."""
        return self.overall.plans - self.refused

    @property
    def alone(self) -> bool:
        """Whether the page is about one plan and nothing else."""
        return self.plans == 1 and not self.refused

    def take(self, answer: Report | Refusal) -> None:
        """Keep what the page will show of an answer."""
        self.overall.take(answer)
        if isinstance(answer, Refusal):
            if self.refused <= REFUSED:
                self.refusals.append(answer)
            return
        if self.plans == 1:  # how it is shown depends on whether others follow
            self._first = answer
            return
        self.close()
        self._keep(answer, self.plans)

    def close(self) -> None:
        """Keep the first plan, once it is known whether it is alone."""
        if self._first is not None:
            self._keep(self._first, 1)
            self._first = None

    def ranked(self) -> list[Line]:
        """Return the lines of the table, worst first."""
        self._forget_lines()
        return sorted(self.lines, key=lambda line: line.rank)

    def _keep(self, report: Report, number: int) -> None:
        line = _line(report, number)
        self.lines.append(line)
        if self._has_room(line):
            self.sections[number] = text = self._section(report, number)
            self._size += len(text)
            if not line.blocked:
                self._spare.append(number)
        if len(self.lines) >= 2 * LISTED:
            self._forget_lines()

    def _has_room(self, line: Line) -> bool:
        """Return whether details fit; those of a plan that blocks take the room of another's."""
        while len(self.sections) >= DETAILED or self._size >= ROOM:
            if not line.blocked or not self._spare:
                return False
            self._size -= len(self.sections.pop(self._spare.pop()))
        return True

    def _forget_lines(self) -> None:
        self.lines.sort(key=lambda line: (line.number not in self.sections, *line.rank))
        del self.lines[LISTED:]

    def _section(self, report: Report, number: int) -> Markup:
        alone = self.alone
        place = Place(
            name=f"p{number}",
            level=1 if alone else 2,
            windows=self._windows(report),
            find=search("items", tally(report.items)) if alone and report.items else Markup(),
        )
        return section(report, place)

    def _windows(self, report: Report) -> Markup:
        """Return the windows of a plan; several plans share pictures."""
        said = element("p", prose(spoken_status(report)))
        calendar: Calendar | None = report.calendar
        if calendar is None:
            return said
        if self.alone:
            return joined(said, picture(calendar), by="\n")
        shared = picture(without_moment(calendar))
        if shared not in self.pictures and len(self.pictures) >= PICTURES:
            return said
        name = self.pictures.setdefault(shared, f"w{len(self.pictures) + 1}")
        link = element("a", "Four weeks of windows", href=f"#{name}")
        return joined(said, element("p", link), by="\n")


def _line(report: Report, number: int) -> Line:
    return Line(
        number=number,
        blocked=report.blocked,
        decision=report.decision,
        tone=tone(report),
        release=subject(report),
        document=document(report.plan),
        blocking=len(report.blocking),
        states=tuple(tally(report.items)),
        waiting=waiting(report),
    )
