"""What travels with the program and is offered for completion: rules, checks, policies."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from deploylint import registry
from deploylint.load.library import PREFIX, shipped_names, shipped_path
from deploylint.load.policy import load_policy
from deploylint.load.values import write_duration
from deploylint.model.plan import ENVIRONMENTS, EnvironmentKind
from deploylint.model.policy import Rule
from deploylint.read.yaml import read_documents
from deploylint.registry import Check, ParameterField
from deploylint.review import LADDER


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """Return the rules of the ladder, each as its strictest policy has it, by id.

    Rules of the example policies are left out: nobody else has them.
    """
    found = {rule.id: rule for name in LADDER for rule in load_policy(PREFIX + name).rules}
    return tuple(found[rule_id] for rule_id in sorted(found))


def rule_offers() -> dict[str, str]:
    """Return the ids of rules, each with its titles."""
    return {rule.id: " / ".join(rule.titles.values()) for rule in shipped_rules()}


def title_offers() -> dict[str, str]:
    """Return the titles of rules in both languages, each with the id of its rule."""
    titles = {}
    for language in ("en", "fr"):
        for rule in shipped_rules():
            titles[rule.titles[language]] = f"Answers the rule {rule.id}."
    return titles


def policy_offers() -> dict[str, str]:
    """Return the names of shipped policies, each with what it is for."""
    return {f"{PREFIX}{name}": _title(name) for name in dict.fromkeys((*LADDER, *shipped_names()))}


def _title(name: str) -> str:
    with open(shipped_path(name), "rb") as file:
        data: Any = read_documents(file.read(), name)[0].data
    return str(data["title"])


def environment_offers() -> dict[str, str]:
    """Return the names of environments, each with what it counts as."""
    kinds = {kind.value: f"Counts as {kind}." for kind in EnvironmentKind}
    return kinds | {name: f"Counts as {kind}." for name, kind in ENVIRONMENTS.items()}


def check_offers() -> dict[str, str]:
    """Return the ids of checks, each with what passes."""
    return {one: _first_line(registry.module_of(one).__doc__) for one in registry.check_ids()}


def _first_line(text: str | None) -> str:
    return (text or "").strip().splitlines()[0]


def with_schemas() -> Mapping[str, dict[str, Any]]:
    """Return the schema of `with` of each check that has parameters."""
    checks = [registry.find_check(one) for one in registry.check_ids()]
    return {one.id: _with(one) for one in checks if registry.parameters(one)}


def _with(check: Check) -> dict[str, Any]:
    properties = {field.name: _parameter(field) for field in registry.parameters(check)}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _parameter(field: ParameterField) -> dict[str, Any]:
    default = field.default
    if isinstance(default, timedelta):
        default = write_duration(default)
    shown = (
        {True: "true", False: "false"}.get(default, default)
        if isinstance(default, bool)
        else default
    )
    if not isinstance(default, str | int):
        return {"description": f"{field.doc} Default: none."} | field.shape.schema()
    schema = {"description": f"{field.doc} Default: {shown}.", "default": default}
    return schema | field.shape.schema()
