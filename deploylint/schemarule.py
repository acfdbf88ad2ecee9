"""Rules judged by a JSON Schema over the deployment."""

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from referencing import Registry
from referencing.exceptions import Unresolvable

from deploylint.errors import UserError
from deploylint.model.plan import Plan
from deploylint.model.policy import Rule
from deploylint.model.verdict import Finding, Verdict, failed, passed

MOST = 20
"""More findings than this of one rule help nobody."""


def verify_schema(rule: Rule) -> None:
    """Raise UserError when the schema of `rule` is no JSON Schema."""
    try:
        Draft202012Validator.check_schema(dict(rule.schema or {}))
    except SchemaError as error:
        where = rule.origin.get("judge", rule.at)
        path = ".".join(str(step) for step in error.path)
        message = f"the schema of `{rule.id}` is no JSON Schema, at `{path}`: {error.message}"
        raise UserError(message, where) from None


def judge_schema(rule: Rule, plan: Plan) -> Verdict:
    """Return whether the deployment fits the schema of `rule`.

    The empty registry keeps `$ref` from reaching for the network.
    """
    schema = dict(rule.schema or {})
    validator = Draft202012Validator(schema, registry=Registry())
    try:
        errors = sorted(
            validator.iter_errors(plan.data), key=lambda error: list(map(str, error.path))
        )
    except Unresolvable as error:
        where = rule.origin.get("judge", rule.at)
        raise UserError(f"the schema of `{rule.id}` refers to {error}", where) from None
    if not errors:
        return passed("the plan fits the schema of the rule")
    findings = [
        Finding(error.message, plan.places.at(("deployment", *error.absolute_path)))
        for error in errors
    ]
    places = "1 place" if len(findings) == 1 else f"{len(findings)} places"
    return failed(f"the plan does not fit the schema of the rule in {places}", *findings[:MOST])
