"""What there is to know about a rule as Markdown, for viewers of reports and for pages.

What a policy says may come from anybody, so no text of it acts; what checks say is our own.
"""

from collections.abc import Iterator

from deploylint.model.explanation import Explanation, Told
from deploylint.model.policy import Rule
from deploylint.report.explained import pasted, shown
from deploylint.report.markdowntext import code, prose
from deploylint.report.style import Style


def render(told: Explanation, style: Style) -> Iterator[str]:  # noqa: ARG001  # as every format
    """Yield what is asked, why, how to comply, the parameters, and the command that says so."""
    yield "\n\n".join(_paragraphs(told))
    yield "\n"


def _paragraphs(told: Explanation) -> Iterator[str]:
    rule = told.rule
    if rule is not None:
        yield f"**{prose(rule.title)}**"
        yield from _facts(rule, told.policy or "")
    if told.what:
        yield told.what
    if told.why:
        yield f"**Why.** {told.why}"
    if rule is not None and rule.fix:
        yield f"**Fix.** {prose(rule.fix)}"
    if told.how_to_fix:
        yield f"**How to fix.** {told.how_to_fix}"
    if told.parameters:
        yield "**Parameters**"
        yield "\n".join(_parameter(one) for one in told.parameters)
    yield f"More: {code(pasted(told.command))}"


def _facts(rule: Rule, policy: str) -> Iterator[str]:
    severity = "switched off" if rule.disabled else rule.severity.label
    place = code(f"{rule.at.file}:{rule.at.line}")
    yield f"Rule {code(rule.id)} of {code(policy)} ({place}): {severity}."


def _parameter(one: Told) -> str:
    given = "" if one.value == one.default else f"set to {code(shown(one.value))}, "
    default = f"default {code(shown(one.default))}"
    return f"- `{one.name}` ({one.takes}; {given}{default}): {one.meaning}"
