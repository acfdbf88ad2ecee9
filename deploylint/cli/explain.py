"""`deploylint explain`: what a rule or a check asks, why, and how to comply."""

import os
from typing import Any

import click

from deploylint.cli.arguments import POLICY, Option
from deploylint.cli.completionvalues import rules_and_checks
from deploylint.cli.defaults import settings_policy
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.cli.output import parse_outputs, write_subject
from deploylint.cli.overwriting import refuse_layers
from deploylint.errors import UserError, did_you_mean
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.settings import load_settings
from deploylint.model.explanation import Explanation
from deploylint.model.policy import Policy

FORMATS = ("text", "json", "markdown")
"""Each is a module `report/explain_FORMAT.py`."""

EXPLAIN = (
    POLICY,
    Option(
        "outputs",
        ("--output", "-o"),
        "text, json or markdown, to standard output or to a file; may be repeated. Default: text.",
        metavar="FORMAT[=FILE]",
        many=True,
    ),
)

WHOLE = f"{PREFIX}production"
"""Where a rule is looked for that the policy at hand does not have."""


@click.command(name="explain", cls=PagedCommand)
@click.argument("name", metavar="RULE|CHECK", shell_complete=rules_and_checks)
@add_options(EXPLAIN)
def command(name: str, **options: Any) -> None:  # noqa: ANN401  # click's
    """Say what a rule or a check asks, why, how to fix it, its parameters and evidence."""
    outputs = parse_outputs(options["outputs"], FORMATS, (options["policy"],))
    asked = options["policy"]
    reference = asked or settings_policy(load_settings(os.getcwd()))
    policy = load_policy(reference)
    refuse_layers(outputs, policy)
    write_subject("explain", _found(name, policy, reference, alone=asked is not None), outputs)


def _found(name: str, policy: Policy, reference: str, *, alone: bool) -> Explanation:
    """Return the explanation of a rule: of the policy, and unless `alone` of the whole catalogue.

    A name may also be that of a check, or what stands in reports where there is no rule. Raises
    UserError when it is none of these.
    """
    # what explains is not needed to say how it is used
    from deploylint.cli.explaining import explain_check, explain_general, general_names
    from deploylint.registry import check_ids, find_check

    found = _rule(name, policy, reference)
    if found is None and not alone:
        found = _rule(name, load_policy(WHOLE), WHOLE)
    if found is not None:
        return found
    if name in check_ids():
        return explain_check(find_check(name))
    if name in general_names():
        return explain_general(name)
    known = {rule.id for source in (policy, load_policy(WHOLE)) for rule in source.rules}
    near = did_you_mean(name, sorted(known | {*check_ids(), *general_names()}))
    hint = near or "`deploylint rules` lists the rules"
    raise UserError(f"there is no rule or check `{name}`", None, hint)


def _rule(name: str, policy: Policy, reference: str) -> Explanation | None:
    from deploylint.cli.explaining import explain_rule

    rule = next((rule for rule in policy.rules if rule.id == name), None)
    return None if rule is None else explain_rule(rule, policy.name, reference)
