"""`deploylint check`: judge plans."""

from typing import Any

import click

from deploylint.cli.arguments import CHECK
from deploylint.cli.completionvalues import plans
from deploylint.cli.judging import judge_plans
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options


@click.command(name="check", cls=PagedCommand)
@click.argument("plans", nargs=-1, metavar="[PLAN]...", shell_complete=plans)
@add_options(CHECK)
@click.pass_context
def command(ctx: click.Context, /, plans: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Judge each PLAN, print pass, fail or na per item, and say whether it may be deployed now.

    A PLAN is a YAML or JSON file, - for standard input, a folder in which plans are looked for, or
    a quoted pattern such as 'services/**/plan.yaml'; without one, what .deploylint.yaml names.
    """
    ctx.exit(judge_plans(plans, options))
