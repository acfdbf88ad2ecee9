"""`deploylint rules`: the rules of a policy."""

import os
from typing import Any

import click

from deploylint.cli.arguments import POLICY
from deploylint.cli.defaults import parse_stages, settings_policy
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.cli.output import print_chunks
from deploylint.load.policy import load_policy
from deploylint.load.settings import load_settings
from deploylint.model.policy import Rule, Stage
from deploylint.report.escape import in_json, printable


@click.command(name="rules", cls=PagedCommand)
@add_options((POLICY,))
@click.option("--stage", "stages", multiple=True, metavar="STAGE", help="Only these stages.")
@click.option("--output", "-o", type=click.Choice(["text", "json"]), default="text")
def command(policy: str | None, stages: tuple[str, ...], output: str) -> None:
    """List the rules of a policy, by stage."""
    loaded = load_policy(policy or settings_policy(load_settings(os.getcwd())))
    wanted = parse_stages(stages) if stages else tuple(Stage)
    rules = [rule for rule in loaded.rules if rule.stage in wanted]
    if output == "json":
        # json is for machines only
        import json

        listed = [as_data(rule) for rule in rules]
        text = json.dumps({"policy": loaded.name, "rules": listed}, indent=2)
        print_chunks([in_json(text), "\n"])
        return
    width = max((len(rule.id) for rule in rules), default=0)
    lines = [f"{printable(loaded.name)}: {len(rules)} rules"]
    for stage in wanted:
        group = [rule for rule in rules if rule.stage is stage]
        lines += [f"\n{stage}"] if group else []
        lines += [_line(rule, width) for rule in group]
    print_chunks(f"{line}\n" for line in lines)


def _line(rule: Rule, width: int) -> str:
    severity = "off" if rule.disabled else rule.severity.label
    return f"  {severity:<8} {rule.id:<{width}}  {printable(rule.title)}"


def as_data(rule: Rule) -> dict[str, Any]:
    """Return a rule as plain data, for JSON."""
    judged = "check" if rule.check else "schema" if rule.schema is not None else "item"
    return {
        "id": rule.id,
        "title": dict(rule.titles),
        "aliases": list(rule.aliases),
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
