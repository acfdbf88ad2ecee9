"""What there is to know about a rule, as `schemas/explanation.json` describes it."""

from collections.abc import Iterator

from deploylint.model.explanation import Explanation
from deploylint.model.policy import Rule
from deploylint.report.jsonparts import place_object
from deploylint.report.jsontext import Object, document
from deploylint.report.style import Style


def render(told: Explanation, style: Style) -> Iterator[str]:
    """Yield one JSON object.

    Every key is there; what is absent is null. All that a policy says is null where no rule has
    this name, and what a check says where a person or a schema judges. `origin` says which line of
    which layer decided each setting.
    """
    yield document(_explanation(told), style.schema)


def _explanation(told: Explanation) -> Object:
    return {
        **_rule(told.rule),
        "policy": told.policy,
        "check": told.check,
        "what": told.what or None,
        "why": told.why or None,
        "how_to_fix": told.how_to_fix or None,
        "evidence": [{"name": name, "meaning": meaning} for name, meaning in told.evidence],
        "parameters": [
            {
                "name": one.name,
                "type": one.takes,
                "schema": one.schema,
                "default": one.default,
                "value": one.value,
                "meaning": one.meaning,
                "stricter": one.stricter,
            }
            for one in told.parameters
        ],
        "command": told.command,
    }


def _rule(rule: Rule | None) -> Object:
    return {
        "rule": rule and rule.id,
        "title": rule and rule.title,
        "titles": rule and dict(rule.titles),
        "aliases": rule and rule.aliases,
        "category": rule and rule.category,
        "place": rule and place_object(rule.at),
        "origin": rule and {key: place_object(at) for key, at in rule.origin.items()},
        "stage": rule and rule.stage.value,
        "severity": rule and rule.severity.label,
        "on_fail": rule and rule.on_fail.label,
        "assurance": rule and rule.assurance.label,
        "when": rule and {one.field: one.stated for one in rule.when},
        "na_allowed": rule and rule.na_allowed,
        "waivable": rule and rule.waivable,
        "disabled": rule and rule.disabled,
        "fix": rule and rule.fix,
    }
