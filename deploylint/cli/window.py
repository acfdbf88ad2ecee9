"""`deploylint window`: whether a deployment may go out, until when, and if not, when."""

import os
from datetime import timedelta
from typing import Any

import click

from deploylint.cli.arguments import POLICY, Option
from deploylint.cli.asking import ask
from deploylint.cli.calendaroptions import CALENDAR, calendar_alone
from deploylint.cli.completionvalues import plans
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.cli.output import parse_outputs, write_subject
from deploylint.cli.overwriting import refuse_inputs
from deploylint.decision import ExitCode
from deploylint.load.clocktimes import LONGEST, parse_horizon
from deploylint.load.settings import load_settings
from deploylint.load.values import parse_duration, parse_instant
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import OnCall

FORMATS = ("text", "json")
"""Each is a module `report/window_FORMAT.py`."""


def parse_takes(text: str) -> timedelta:
    """Return how long a deployment takes, such as `30m`, up to 366 days. Raises ValueError."""
    length = parse_duration(text)
    if length > LONGEST:
        raise ValueError(f"`{text}` is longer than 366 days")
    return length


def parse_incident(text: str) -> str:
    """Return the name of an incident. Raises ValueError when it is blank."""
    if not text.strip():
        raise ValueError("the incident has no name; write it as in INC-42")
    return text.strip()


WINDOW = (
    POLICY,
    Option(
        "at",
        ("--at",),
        "The moment to ask about. Default: the plan's schedule if it lies ahead, else now.",
        metavar="INSTANT",
        parse=parse_instant,
    ),
    Option(
        "now",
        ("--now",),
        "Pretend that it is this moment.",
        metavar="INSTANT",
        parse=parse_instant,
    ),
    Option(
        "kind",
        ("--type",),
        "The type of the change. Default: the plan's, else standard.",
        choices=tuple(kind.value for kind in ChangeType),
    ),
    Option(
        "priority",
        ("--priority",),
        "The priority of the change. Default: the plan's.",
        choices=tuple(one.value for one in Priority),
    ),
    Option(
        "incident",
        ("--incident",),
        "The incident of a hotfix or rollback, such as INC-42. Default: the plan's.",
        metavar="NAME",
        parse=parse_incident,
    ),
    Option(
        "on_call",
        ("--on-call",),
        "Is somebody on call? Default: unknown.",
        choices=tuple(one.value for one in OnCall),
    ),
    Option(
        "duration",
        ("--duration",),
        "How long it takes, such as 30m: the whole of it must fit. Default: the plan's.",
        metavar="DURATION",
        parse=parse_takes,
    ),
    Option(
        "horizon",
        ("--horizon",),
        "How far to search, such as 90d or 2y, at most 10y. Default: the policy's.",
        metavar="LENGTH",
        parse=parse_horizon,
    ),
    *CALENDAR,
    Option(
        "outputs",
        ("--output", "-o"),
        "text or json; with --calendar text, svg, html or ics; to standard output or to a file; may"
        " be repeated. Default: text.",
        metavar="FORMAT[=FILE]",
        many=True,
    ),
)


@click.command(name="window", cls=PagedCommand)
@click.argument("plan", metavar="[PLAN]", required=False, shell_complete=plans)
@add_options(WINDOW)
@click.pass_context
def command(ctx: click.Context, /, plan: str | None, **options: Any) -> None:  # noqa: ANN401  # click's
    """Say whether a deployment may go out, until when, why, and if not, when it may.

    Without a PLAN, any change is asked about: a standard one unless --type says otherwise. With a
    PLAN (a YAML or JSON file, or - for standard input), that one, at its `scheduled_at`. A policy
    file that states nothing but `windows:` will do.

    With --calendar, draw four weeks, or a month, or as many weeks as wanted, to look at.

    Exit codes: 0 permitted (or drawn), 1 not permitted, 2 usage, plan or policy is wrong.
    """
    if options["calendar"]:
        # all that draws is for those who want to look
        from deploylint.cli.calendar import draw

        draw(plan, options, load_settings(os.getcwd()))
        return
    calendar_alone(options)
    outputs = parse_outputs(options["outputs"], FORMATS, (plan, options["policy"]))
    report = ask(plan, options, load_settings(os.getcwd()))
    refuse_inputs(outputs, (file.name for file in report.policy_files))
    write_subject("window", report, outputs)
    ctx.exit(ExitCode.COMPLIANT if report.answer.permitted else ExitCode.BLOCKED)
