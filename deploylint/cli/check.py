"""`deploylint check`: judge plans."""

from typing import Any

import click

from deploylint.cli.arguments import CHECK
from deploylint.cli.judging import judge_plans
from deploylint.cli.options import add_options


@click.command(name="check")
@click.argument("plans", nargs=-1, metavar="[PLAN]...", type=str)
@add_options(CHECK)
@click.pass_context
def command(ctx: click.Context, /, plans: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Judge each PLAN, print pass, fail or na per item, and say whether it may be deployed now.

    A PLAN is a YAML or JSON file, or - for standard input; without one, the plans that
    .deploylint.yaml names.
    """
    ctx.exit(judge_plans(plans, options))
