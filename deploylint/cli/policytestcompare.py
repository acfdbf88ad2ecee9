"""Compares what came of a policy test with what it expects."""

from collections.abc import Iterator, Mapping

from deploylint.decision import evaluated
from deploylint.model.location import Location
from deploylint.model.policy import Rule
from deploylint.model.policytests import ExpectedRule, Mismatch, PolicyTest
from deploylint.model.report import Item, Report
from deploylint.model.wording import counted, listed, quoted
from deploylint.report.found import beyond

SHOWN = 2
"""Findings that are told beside the reason of a rule."""


def differences(
    test: PolicyTest, report: Report, rules: Mapping[str, Rule], lines: tuple[str, ...]
) -> Iterator[tuple[str | None, Mismatch]]:
    """Yield what differs from the expectations, by the id of the rule; None is the decision.

    `rules` are those of the policy by id, `lines` those of the test file.
    """
    found = [_decision(test, report), *_rules(test, report, rules)]
    for rule, message, at in found:
        if message:
            source = lines[at.line - 1] if at.line <= len(lines) else ""
            yield rule, Mismatch(message, at, source)


def _decision(test: PolicyTest, report: Report) -> tuple[None, str, Location]:
    wanted = test.expect.decision
    if wanted is None or wanted.value is report.decision:
        return None, "", test.expect.at
    message = f"expected {wanted.value.label}, came {report.decision.label}{_why(report)}"
    return None, message, wanted.at


def _why(report: Report) -> str:
    if not evaluated(report.items):
        return ": no rule of these stages has anything to say about the plan"
    if not report.blocking:
        return ": nothing blocks"
    names = listed([f"`{rule}`" for rule in report.blocking])
    return f": {names} {'blocks' if len(report.blocking) == 1 else 'block'}"


def _rules(
    test: PolicyTest, report: Report, rules: Mapping[str, Rule]
) -> Iterator[tuple[str, str, Location]]:
    items = {item.rule: item for item in report.items if item.origin is not None}
    for name, expected in test.expect.rules.items():
        item = items.get(name)
        if item is None:
            yield name, _unjudged(rules[name], test), expected.at
        else:
            yield name, *_differs(expected, item)


def _unjudged(rule: Rule, test: PolicyTest) -> str:
    """Say why a rule of the policy was not judged."""
    if rule.disabled is not None:
        where = rule.origin.get("disabled", rule.at)
        return f"`{rule.id}` is switched off at {where}: {rule.disabled}"
    stages = listed(test.stages)
    return (
        f"`{rule.id}` belongs to the stage {rule.stage}, and the test judges"
        f" {stages}; write `stages: {rule.stage}`"
    )


def _differs(expected: ExpectedRule, item: Item) -> tuple[str, Location]:
    """Return how an item differs from what is expected, and where that stands; "" if it is so."""
    status, cause, reason = expected.status, expected.cause, expected.reason
    if item.status is not status.value:
        return f"expected {status.value}, came {item.status}: {_said(item)}", status.at
    if expected.blocks is not None and item.blocks is not expected.blocks.value:
        return _blocking(item), expected.blocks.at
    if cause is not None and item.cause is not cause.value:
        came = item.cause.value if item.cause else "none"
        return f"expected the cause {cause.value}, came {came}: {_said(item)}", cause.at
    if reason is not None and reason.value not in "\n".join(_texts(item)):
        wanted = quoted(reason.value)
        return f"expected a reason with {wanted}, came: {_said(item)}", reason.at
    return "", status.at


def _blocking(item: Item) -> str:
    if item.blocks:
        return f"expected not to block, but it does: {_said(item)}"
    why = "it is waived" if item.waiver is not None else f"its severity is {item.severity.label}"
    return f"expected to block, but it does not, as {why}: {_said(item)}"


def _texts(item: Item) -> tuple[str, ...]:
    return item.reason, *(finding.message for finding in item.findings)


def _said(item: Item) -> str:
    """Return the reason, with what its findings say beyond it."""
    more = list(dict.fromkeys(beyond(item.reason, [one.message for one in item.findings])))
    if not more:
        return item.reason
    rest = f"; and {counted(len(more) - SHOWN, 'finding')} more" if len(more) > SHOWN else ""
    return f"{item.reason} ({'; '.join(more[:SHOWN])}{rest})"
