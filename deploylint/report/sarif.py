"""The problems as SARIF 2.1.0, for code scanning, editors and collections of reports.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

Only what fails is a result, at exactly one place; what is waived is suppressed. There is no
`automationDetails`: GitHub's upload would then ignore its own `category`. There is no
`primaryLocationLineHash` either: the upload computes it from the file, as it does for all tools.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from deploylint import __version__
from deploylint.model.report import Answer, Refusal, Report
from deploylint.model.wording import counted
from deploylint.report.escape import printable
from deploylint.report.explained import reference
from deploylint.report.jsonparts import instant_text
from deploylint.report.jsontext import Object, json_text
from deploylint.report.problems import Problem, Run
from deploylint.report.rooted import rooted
from deploylint.report.sarifparts import (
    ROOT,
    notification_object,
    result_object,
    rule_object,
)
from deploylint.report.style import Style

MOST = 25_000
"""Results that GitHub takes; a file with more is refused whole."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HEAD = f"""\
{{
  "$schema": "{_SCHEMA}",
  "version": "2.1.0",
  "runs": [
    {{
      "columnKind": "unicodeCodePoints",
      "newlineSequences": ["\\r\\n", "\\n", "\\r"],
      "originalUriBaseIds": {{
        "{ROOT}": {{"description": {{"text": "The root of the repository."}}}}
      }},
      "results": ["""
_DRIVER = {
    "name": "deploylint",
    "fullName": f"deploylint {__version__}",
    "version": __version__,
    "semanticVersion": __version__,
}


class _Told:
    """What the run has to say once all answers are there; of a plan that passes nothing is kept."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.rules: dict[str, tuple[int, Object]] = {}
        self.notifications: list[Object] = []
        self.decisions: Counter[str] = Counter()
        self.shared: Object = {}
        self.results = 0
        self.refused = False

    def index(self, problem: Problem, answer: Answer) -> int:
        """Return the position of the rule of a problem, and keep what is known of a new one."""
        rule = printable(problem.rule)
        if rule not in self.rules:
            policy = None if isinstance(answer, Refusal) else reference(answer)
            self.rules[rule] = (len(self.rules), rule_object(problem, policy, self.style))
        return self.rules[rule][0]

    def meet(self, answer: Answer) -> None:
        """Count a decision, and forget what is not the same for all reports."""
        if isinstance(answer, Refusal):
            self.refused = True
            return
        said = _said(answer)
        same = {key: value for key, value in self.shared.items() if said[key] == value}
        self.shared = same if self.decisions else said
        self.decisions[answer.decision.label] += 1


def render(answers: Iterable[Answer], style: Style) -> Iterator[str]:
    """Yield one SARIF document, the results of each answer as soon as it is there."""
    yield _HEAD
    answers, style = rooted(answers, style)
    told, run = _Told(style), Run(style)
    for answer in answers:
        told.meet(answer)
        yield "".join(
            [
                f"{',' if number > 1 else ''}\n        {json_text(result)}"
                for number, result in _results(answer, run, told)
            ]
        )
    yield "\n      ],\n" if told.results else "],\n"
    yield from _tail(told)


def _results(answer: Answer, run: Run, told: _Told) -> Iterator[tuple[int, Object]]:
    """Yield the results of an answer, each with how many there are; no more than are taken."""
    for problem in run.problems(answer):
        told.results += 1
        if isinstance(answer, Refusal):
            told.notifications.append(notification_object(problem, told.index(problem, answer)))
        if told.results <= MOST:
            yield told.results, result_object(problem, told.index(problem, answer))


def _tail(told: _Told) -> Iterator[str]:
    yield '      "tool": {\n        "driver": {\n'
    for key, value in _DRIVER.items():
        yield f'          "{key}": "{value}",\n'
    rules = _listed([rule for _, rule in told.rules.values()], " " * 10)
    yield f'          "rules": {rules}\n        }}\n      }},\n'
    if told.results > MOST:
        told.notifications.append(_left_out(told.results - MOST))
    invocation = _listed(told.notifications, " " * 10)
    done = str(not told.refused).lower()
    yield f'      "invocations": [\n        {{\n          "executionSuccessful": {done},\n'
    yield f'          "toolExecutionNotifications": {invocation}\n        }}\n      ],\n'
    properties = {"decisions": dict(told.decisions), **told.shared}
    yield f'      "properties": {json_text(properties)}\n    }}\n  ]\n}}\n'


def _left_out(number: int) -> Object:
    text = f"{counted(number, 'further result')} left out: code scanning takes {MOST:,} of a run."
    return {"level": "warning", "message": {"text": text}}


def _said(report: Report) -> Object:
    return {
        "policy": report.policy,
        "policy_digest": report.policy_digest,
        "at": instant_text(report.at),
        "now": instant_text(report.now),
        "basis": report.basis,
        "simulated": report.simulated,
    }


def _listed(objects: list[Object], indent: str) -> str:
    """Return a list with each object on a line of its own."""
    lines = ",".join(f"\n{indent}  {json_text(one)}" for one in objects)
    return f"[{lines}\n{indent}]" if objects else "[]"
