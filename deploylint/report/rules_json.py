"""The rules of a policy for machines; schema_version 1."""

from collections.abc import Iterator

from deploylint.model.policy import Policy, Rule
from deploylint.report.jsontext import Object, document
from deploylint.report.style import Style


def render(policy: Policy, style: Style) -> Iterator[str]:
    """Yield one JSON object. Every key is there; what is absent is null."""
    listed = [rule_object(rule) for rule in policy.rules]
    yield document({"policy": policy.name, "rules": listed}, style.schema)


def rule_object(rule: Rule) -> Object:
    """Return a rule as a policy states it, with what decides by default."""
    judged = "check" if rule.check else "schema" if rule.schema is not None else "item"
    return {
        "id": rule.id,
        "title": dict(rule.titles),
        "aliases": rule.aliases,
        "category": rule.category,
        "stage": rule.stage.value,
        "severity": rule.severity.label,
        "on_fail": rule.on_fail.label,
        "assurance": rule.assurance.label,
        "judged_by": judged,
        "check": rule.check,
        "when": {condition.field: condition.stated for condition in rule.when},
        "na": "reason" if rule.na_allowed else "never",
        "waivable": rule.waivable,
        "locked": bool(rule.locks),
        "disabled": rule.disabled,
        "fix": rule.fix,
        "origin": {"file": rule.at.file, "line": rule.at.line},
    }
