"""The problems as a report of GitLab Code Quality, for the widget of a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format

| problem | severity |
|---|---|
| it blocks | `blocker` |
| an error that does not block | `critical` |
| a warning | `major` |
| an info; whatever is waived | `info` |

GitLab shows those with the same fingerprint as one, and matches a path with a file of the
repository, so paths are as they are.
"""

from collections.abc import Iterable, Iterator
from posixpath import normpath

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.report import Answer
from deploylint.report.escape import printable
from deploylint.report.jsontext import json_text
from deploylint.report.markdowntext import LONG, clipped
from deploylint.report.problems import SETTINGS, Problem, Run
from deploylint.report.rooted import rooted
from deploylint.report.style import Style

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one JSON array with one object per problem, each as soon as it is there."""
    yield "["
    answers, style = rooted(answers, style)
    run, written = Run(style), False
    for answer in answers:
        lines = [f"\n  {json_text(_entry(problem))}" for problem in run.problems(answer)]
        yield ("," if lines and written else "") + ",".join(lines)
        written = written or bool(lines)
    yield "\n]\n" if written else "]\n"


def _entry(problem: Problem) -> dict[str, object]:
    at = problem.at
    return {
        "description": _description(problem),
        "check_name": printable(problem.rule),
        "fingerprint": problem.fingerprint,
        "severity": _severity(problem),
        "location": {
            "path": normpath(at.file) if at.file else SETTINGS,
            "lines": {"begin": max(at.line, 1), "end": _last(at)},
        },
    }


def _description(problem: Problem) -> str:
    """Return on one line what should be, what is instead, and what to do."""
    said = f"{clipped(problem.title or problem.rule, LONG)}: {clipped(problem.message, LONG)}"
    if problem.waiver is not None:
        return f"{said} (waived: {clipped(problem.waiver, LONG)})"
    return f"{said}. Fix: {clipped(problem.fix, LONG)}" if problem.fix else said


def _severity(problem: Problem) -> str:
    if problem.blocking:
        return "blocker"
    return "info" if problem.waiver is not None else _SEVERITIES[problem.severity]


def _last(at: Location) -> int:
    """Return the last line of a place; an end before the first column is that of the line above."""
    if at.end_line is None:
        return max(at.line, 1)
    return max(at.line, at.end_line - (at.end_column == 1), 1)
