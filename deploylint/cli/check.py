"""`deploylint check`: judge plans."""

import glob
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from deploylint.cli.options import Instant, parse_stages, policy_option, settings_policy
from deploylint.cli.output import complain, parse_outputs, style_for, write_outputs
from deploylint.collect.clock import system_now
from deploylint.decision import ExitCode, exit_code, worst
from deploylint.errors import UserError
from deploylint.load.plan import read_plans
from deploylint.load.settings import Settings, load_settings
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.report import Report
from deploylint.model.windows import OnCall
from deploylint.read.files import read_bytes, read_stdin
from deploylint.review import Request, Review

STDIN = "-"


@click.command(name="check")
@click.argument("plans", nargs=-1, metavar="[PLAN]...", type=str)
@policy_option
@click.option(
    "--stage",
    "stages",
    multiple=True,
    metavar="STAGE",
    help="Judge the rules of these stages (pre-deploy, build, staging, production, verify, close,"
    " or all); may be repeated. Default: all up to and including production.",
)
@click.option(
    "--at", type=Instant(), help="The moment to judge. Default: the plan's schedule, else now."
)
@click.option("--now", type=Instant(), help="Pretend that it is this moment; the report says so.")
@click.option("--gate", is_flag=True, help="The deployment is about to start: judge now.")
@click.option("--no-clock", is_flag=True, help="Leave out what depends on the time of day.")
@click.option(
    "--type",
    "kind",
    type=click.Choice([t.value for t in ChangeType]),
    help="Override the plan's type.",
)
@click.option(
    "--priority",
    type=click.Choice([p.value for p in Priority]),
    help="Override the plan's priority.",
)
@click.option(
    "--on-call",
    type=click.Choice([o.value for o in OnCall]),
    help="Is somebody on call? Default: unknown.",
)
@click.option("--strict", is_flag=True, help="Warnings block, too.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if a plan is blocked.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="text, json or yaml, to standard output or to a file; may be repeated. Default: text.",
)
@click.option("--verbose", "-v", is_flag=True, help="Show all evidence.")
@click.option("--quiet", "-q", is_flag=True, help="Show failing items and the decision only.")
@click.pass_context
def command(ctx: click.Context, /, plans: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Judge each PLAN, print pass, fail or na per item, and say whether it may be deployed now.

    A PLAN is a YAML or JSON file, or - for standard input; without one, the plans that
    .deploylint.yaml names.
    """
    outputs = parse_outputs(options["outputs"])
    settings = load_settings(os.getcwd())
    review = Review(_request(options, settings))
    codes: list[ExitCode] = []
    reports = _reports(review, _files(plans, settings), codes)
    style = style_for(
        sys.stdout,
        verbose=options["verbose"],
        quiet=options["quiet"],
    )
    write_outputs(reports, outputs, style)
    code = worst(codes)
    if options["exit_zero"] and code is ExitCode.BLOCKED:
        code = ExitCode.COMPLIANT
    ctx.exit(code)


def _request(options: dict[str, Any], settings: Settings) -> Request:
    if options["no_clock"] and (options["at"] or options["gate"] or options["now"]):
        raise UserError("--no-clock leaves the time out; it cannot go with --at, --now or --gate")
    if options["gate"] and options["at"]:
        raise UserError("--gate judges now; it cannot go with --at", None, "use --now to simulate")
    simulated: datetime | None = options["now"]
    return Request(
        policy=options["policy"] or settings_policy(settings),
        settings=settings,
        stages=parse_stages(options["stages"]),
        now=simulated or system_now(),
        at=options["at"],
        simulated=simulated is not None,
        gate=options["gate"],
        clock=not options["no_clock"],
        type=ChangeType(options["kind"]) if options["kind"] else None,
        priority=Priority(options["priority"]) if options["priority"] else None,
        on_call=OnCall(options["on_call"] or OnCall.UNKNOWN),
        strict=options["strict"],
    )


def _files(plans: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """Return the plan files asked for, else those of the settings.

    Raises UserError when there are none: a gate that looked at nothing must not be green.
    """
    if plans:
        return plans
    if not settings.plans:
        hint = "deploylint check plan.yaml, or name the files under `plans` in .deploylint.yaml"
        raise UserError("no plan is given", None, hint)
    found: list[str] = []
    for pattern in settings.plans:
        matches = sorted(
            glob.glob(os.path.join(glob.escape(settings.root), pattern), recursive=True)
        )
        if not matches:
            where = settings.where("plans")
            raise UserError(f"no file matches `{pattern}`, so no plan is judged", where)
        found.extend(os.path.relpath(match) for match in matches)
    return tuple(dict.fromkeys(found))


def _reports(review: Review, files: tuple[str, ...], codes: list[ExitCode]) -> Iterator[Report]:
    """Yield a report per plan; a file that cannot be used is said on standard error and noted."""
    for file in files:
        try:
            data = read_stdin() if file == STDIN else read_bytes(file)
            for plan in read_plans(data, "<stdin>" if file == STDIN else file):
                report = review.report(plan)
                codes.append(exit_code(report))
                yield report
        except UserError as error:
            codes.append(ExitCode.USAGE)
            complain(error)
