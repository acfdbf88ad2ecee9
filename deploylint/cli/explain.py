"""`deploylint explain`: what a rule or a check asks, why, and how to comply."""

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import click

from deploylint.cli.arguments import POLICY
from deploylint.cli.defaults import settings_policy
from deploylint.cli.options import add_options
from deploylint.cli.output import print_chunks
from deploylint.errors import UserError, did_you_mean
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.settings import load_settings
from deploylint.load.values import write_duration
from deploylint.model.plan import Plan
from deploylint.model.policy import Rule
from deploylint.registry import Check, bind, check_ids, find_check, module_of, parameters
from deploylint.report.escape import printable
from deploylint.report.layout import hang

WHOLE = f"{PREFIX}production"
"""Where a rule is looked for that the policy at hand does not have."""

WIDTH = 88
LABELS = 14
"""Columns that the labels beside the text take."""


@click.command(name="explain")
@click.argument("name", metavar="RULE|CHECK")
@add_options((POLICY,))
def command(name: str, policy: str | None) -> None:
    """Say what a rule or a check asks, why, how to fix it, its parameters and evidence."""
    reference = policy or settings_policy(load_settings(os.getcwd()))
    found = _find_rule(name, reference) or (None if policy else _find_rule(name, WHOLE))
    check_id = found[0].check if found else name if name in check_ids() else None
    check = find_check(check_id) if check_id else None
    if found is None and check is None:
        raise _unknown(name, reference)
    lines: list[str] = []
    if found:
        lines += _rule_lines(*found)
    if check:
        lines += _check_lines(check, found[0] if found else None)
    print_chunks(f"{line}\n" for line in lines)


def _find_rule(name: str, reference: str) -> tuple[Rule, str] | None:
    policy = load_policy(reference)
    return next(((rule, policy.name) for rule in policy.rules if rule.id == name), None)


def _unknown(name: str, reference: str) -> UserError:
    known = {rule.id for source in (reference, WHOLE) for rule in load_policy(source).rules}
    near = did_you_mean(name, sorted(known | set(check_ids())))
    hint = near or "`deploylint rules` lists the rules"
    return UserError(f"there is no rule or check `{name}`", None, hint)


def _rule_lines(rule: Rule, policy: str) -> Iterator[str]:
    yield f"{rule.id}: {printable(rule.title)}"
    other = rule.titles.get("fr")
    if other:
        yield f"  {printable(other)}"
    yield ""
    for name, text in _facts(rule, policy):
        yield from hang(f"  {name:<12}", printable(text), WIDTH, indent=LABELS)


def _facts(rule: Rule, policy: str) -> Iterator[tuple[str, str]]:
    """Yield what there is to say about a rule, each with its label."""
    yield "policy", f"{policy} ({rule.at})"
    yield "stage", f"{rule.stage}, category {rule.category}"
    severity = f"off: {rule.disabled}" if rule.disabled else rule.severity.label
    yield "severity", f"{severity}; when it fails: {rule.on_fail.label}"
    yield "assurance", f"at least {rule.assurance.label}"
    if rule.when:
        told = (f"{c.field} is {' or '.join(c.allowed)}" for c in rule.when)
        yield "applies", f"when {' and '.join(told)}"
    if not rule.na_allowed:
        yield "na", "never accepted from a person"
    if rule.aliases:
        yield "answered by", "; ".join(rule.aliases)
    if rule.fix:
        yield "fix", rule.fix
    if rule.check is None:
        yield "evidence", _BY_SCHEMA if rule.schema is not None else _BY_PERSON


_BY_SCHEMA = "a JSON Schema over the deployment"
_BY_PERSON = "a person's line in the checklist of the plan"


def _check_lines(check: Check, rule: Rule | None) -> Iterator[str]:
    doc = (module_of(check.id).__doc__ or "").strip().splitlines()
    yield f"\ncheck {check.id}: {doc[0]}" if rule else f"{check.id}: {doc[0]}"
    yield from (line.removeprefix("## ") for line in doc[1:])
    yield "\nEvidence"
    for need in check.needs.values():
        first = (need.__doc__ or "").strip().splitlines()[0]
        yield f"  {'the plan' if need is Plan else need.__name__.lower()}: {first}"
    fields = parameters(check)
    if not fields:
        return
    values: Any = (
        next((b.params for b in bind((rule,))), None) if rule and not rule.disabled else None
    )
    yield "\nParameters"
    for field in fields:
        value = getattr(values, field.name, field.default)
        yield f"  {field.name} = {_shown(value)}  {field.doc}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "_asdict"):
        stated = {k: v for k, v in value._asdict().items() if k != "at" and v not in (None, "")}
        return f"{{{', '.join(f'{name}: {_shown(entry)}' for name, entry in stated.items())}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return write_duration(value) if isinstance(value, timedelta) else str(value)
