"""The rules of a policy for people, by stage."""

from collections.abc import Iterator

from deploylint.model.policy import Policy, Rule, Stage
from deploylint.report.escape import printable
from deploylint.report.style import Style


def render(policy: Policy, style: Style) -> Iterator[str]:  # noqa: ARG001  # for people
    """Yield the rules with their severities and titles, each stage below its name."""
    width = max((len(rule.id) for rule in policy.rules), default=0)
    yield f"{printable(policy.name)}: {len(policy.rules)} rules\n"
    for stage in Stage:
        rules = [rule for rule in policy.rules if rule.stage is stage]
        if rules:
            yield f"\n{stage}\n"
        for rule in rules:
            yield f"{_line(rule, width)}\n"


def _line(rule: Rule, width: int) -> str:
    severity = "off" if rule.disabled else rule.severity.label
    return f"  {severity:<8} {rule.id:<{width}}  {printable(rule.title)}"
