"""`deploylint rules`: the rules of a policy."""

import os

import click

from deploylint.cli.arguments import POLICY, Option
from deploylint.cli.defaults import parse_stages, settings_policy
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.cli.output import parse_outputs, write_subject
from deploylint.cli.overwriting import refuse_layers
from deploylint.load.policy import load_policy
from deploylint.load.settings import load_settings
from deploylint.model.policy import Stage

FORMATS = ("text", "json")
"""Each is a module `report/rules_FORMAT.py`."""

RULES = (
    POLICY,
    Option("stages", ("--stage",), "Only these stages.", metavar="STAGE", many=True),
    Option(
        "outputs",
        ("--output", "-o"),
        "text or json, to standard output or to a file; may be repeated. Default: text.",
        metavar="FORMAT[=FILE]",
        many=True,
    ),
)


@click.command(name="rules", cls=PagedCommand)
@add_options(RULES)
def command(policy: str | None, stages: tuple[str, ...], outputs: tuple[str, ...]) -> None:
    """List the rules of a policy, by stage."""
    asked = parse_outputs(outputs, FORMATS, (policy,))
    loaded = load_policy(policy or settings_policy(load_settings(os.getcwd())))
    refuse_layers(asked, loaded)
    wanted = parse_stages(stages) if stages else tuple(Stage)
    rules = tuple(rule for rule in loaded.rules if rule.stage in wanted)
    write_subject("rules", loaded._replace(rules=rules), asked)
