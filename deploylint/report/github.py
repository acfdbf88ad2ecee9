"""The reports as annotations of a GitHub workflow, and one line per plan for its log.

A command stands at the start of a line; escaped are `%` and line breaks, in properties `:` and `,`
as well: https://docs.github.com/actions/reference/workflow-commands-for-github-actions and
https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs. Of each level the
runner keeps ten per step, of a message 4,096 characters, and columns only on one line:
https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs and
https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs.
"""

from collections.abc import Iterable, Iterator

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.report import Answer, Refusal
from deploylint.model.wording import counted
from deploylint.report.decided import decided, unjudged
from deploylint.report.escape import printable
from deploylint.report.layout import cut
from deploylint.report.naming import is_file, titled
from deploylint.report.problems import OWN_LINE, Problem, wrong
from deploylint.report.rooted import rooted
from deploylint.report.style import Style

SHOWN = 10
"""How many annotations of each level GitHub shows of a step."""

_LEVELS = ("error", "warning", "notice")
_UNJUDGED, _BLOCKS, _REST = 0, 1, 2
_LONGEST = 1500
_LONGEST_TITLE = 200
_TEN_FIRST = f"shown are the first {SHOWN - 1}; the step summary and the report show all"


class _Kept:
    """The annotations of one level that GitHub will show; of all others only how many there are.

    They come ranked, the most severe first, and within a rank in their order.
    """

    def __init__(self) -> None:
        self.ranks: tuple[list[str], ...] = ([], [], [])
        self.number = 0

    def add(self, line: str, rank: int) -> None:
        self.number += 1
        if len(self.ranks[rank]) < SHOWN:
            self.ranks[rank].append(line)

    def lines(self, level: str) -> Iterator[str]:
        """Yield what is shown; the last of too many says so."""
        ranked = [line for rank in self.ranks for line in rank]
        if self.number <= SHOWN:
            yield from ranked
            return
        yield from ranked[: SHOWN - 1]
        more = counted(self.number - SHOWN + 1, f"more {level}")
        yield f"::{level} title={_property(more)}::{_data((f'{more}: {_TEN_FIRST}',))}"


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield a line for each answer as soon as it is there, in the end the annotations."""
    kept = {level: _Kept() for level in _LEVELS}
    answers, style = rooted(answers, style)
    for answer in answers:
        for problem in wrong(answer, style):
            level = _level(problem)
            kept[level].add(_command(level, problem), _rank(problem))
        yield f"{printable(_said(answer))}\n"
    for level in _LEVELS:
        yield from (f"{line}\n" for line in kept[level].lines(level))


def _rank(problem: Problem) -> int:
    if problem.item is None:
        return _UNJUDGED
    return _BLOCKS if problem.blocking else _REST


def _level(problem: Problem) -> str:
    if problem.blocking:
        return "error"
    if problem.waiver is not None or problem.severity is Severity.INFO:
        return "notice"
    return "error" if problem.severity is Severity.ERROR else "warning"


def _said(answer: Answer) -> str:
    if isinstance(answer, Refusal):
        return unjudged(answer)
    return f"{titled(answer)}: {answer.decision.name}: {decided(answer)}"


def _command(level: str, problem: Problem) -> str:
    own = problem.rule == OWN_LINE
    title = problem.title if own else f"{problem.rule}: {problem.title}"
    message = [problem.message]
    if problem.waiver is not None:
        message.append(f"waived: {problem.waiver}")
    elif problem.fix:
        message.append(f"fix: {problem.fix.strip()}")
    return _line(level, problem.at, title, message)


def _line(level: str, at: Location, title: str, message: Iterable[str]) -> str:
    said = [*_place(at), f"title={_property(cut(printable(title), _LONGEST_TITLE))}"]
    return f"::{level} {','.join(said)}::{_data(message)}"


def _place(at: Location) -> Iterator[str]:
    """Yield where it is. The end is the last column meant, not the one behind it."""
    if not is_file(at.file):
        return
    yield f"file={_property(at.file)}"
    yield f"line={at.line}"
    if at.end_line is not None and at.end_line > at.line:
        yield f"endLine={at.end_line}"
        return
    yield f"col={at.column}"
    if at.end_line == at.line and at.end_column is not None and at.end_column > at.column:
        yield f"endLine={at.line}"
        yield f"endColumn={at.end_column - 1}"


def _data(lines: Iterable[str]) -> str:
    shown = (cut(printable(line), _LONGEST) for line in lines)
    return "%0A".join(line.replace("%", "%25") for line in shown)


def _property(text: str) -> str:
    return printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
