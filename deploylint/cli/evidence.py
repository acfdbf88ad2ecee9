"""`deploylint evidence`: what was found, what it proves, and what is missing."""

import os
from collections.abc import Iterator
from typing import Any

import click

from deploylint.cli.arguments import POLICY, Option
from deploylint.cli.completionvalues import plans
from deploylint.cli.defaults import read_input, settings_policy
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.cli.output import parse_outputs, write_subject
from deploylint.load.values import parse_instant

FORMATS = ("text", "json")
"""Each is a module `report/evidence_FORMAT.py`."""

EVIDENCE = (
    POLICY,
    Option(
        "now",
        ("--now",),
        "Pretend that it is this moment.",
        metavar="INSTANT",
        parse=parse_instant,
    ),
    Option(
        "outputs",
        ("--output", "-o"),
        "text or json, to standard output or to a file; may be repeated. Default: text.",
        metavar="FORMAT[=FILE]",
        many=True,
    ),
)


@click.command(name="evidence", cls=PagedCommand)
@click.argument("plan", metavar="[PLAN]", required=False, shell_complete=plans)
@add_options(EVIDENCE)
def command(plan: str | None, **options: Any) -> None:  # noqa: ANN401  # click's
    """Show what evidence lies where, what it proves for the release, and what a policy lacks.

    For each kind: every file with its age, the commit it is of and how it was made; why one does
    not count; the places that are named and empty, or were searched in vain. Then, for each rule
    that rests on evidence, what it asks for and what it gets. Nothing is decided: see `check`.

    A PLAN is a YAML or JSON file, or - for standard input; without one, the plans that
    .deploylint.yaml names, and without those the repository as it is checked out.

    Exit codes: 0 whatever was found, 2 usage, plan or policy is wrong.
    """
    # what answers is not needed to say how it is used
    from deploylint.cli.inventory import take_stock
    from deploylint.cli.overwriting import refuse_plans, refuse_sources
    from deploylint.cli.planfiles import settings_plans
    from deploylint.collect.clock import system_now
    from deploylint.load.settings import load_settings
    from deploylint.model.plan import Plan
    from deploylint.model.policy import Stage
    from deploylint.review import Request, Review

    outputs = parse_outputs(options["outputs"], FORMATS, (plan, options["policy"]))
    settings = load_settings(os.getcwd())
    request = Request(
        policy=options["policy"] or settings_policy(settings),
        settings=settings,
        stages=tuple(Stage),
        now=options["now"] or system_now(),
        simulated=options["now"] is not None,
        ladder=False,
    )
    review = Review(request)
    files = (plan,) if plan is not None else settings_plans(settings)
    refuse_sources(outputs, settings, review.policy)
    refuse_plans(outputs, files, ())
    plans: list[Plan | None] = [*_plans(files)] or [None]
    reports = tuple(take_stock(one, review, settings) for one in plans)
    write_subject("evidence", reports, outputs)


def _plans(files: tuple[str, ...]) -> Iterator[Any]:
    # a repository alone does not pay for the shape of plans
    from deploylint.load.plan import read_plans

    for file in files:
        yield from read_plans(*read_input(file))
