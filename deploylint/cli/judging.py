"""What `deploylint check` does, once its arguments are read."""

import gc
import os
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from deploylint.cli.defaults import parse_stages, read_input, settings_policy
from deploylint.cli.output import Output, complain, parse_outputs, style_for, write_outputs
from deploylint.collect.clock import system_now
from deploylint.decision import ExitCode, exit_code, worst
from deploylint.errors import UserError
from deploylint.load.plan import read_plans
from deploylint.load.settings import Settings, load_settings
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.report import Report
from deploylint.model.windows import OnCall
from deploylint.review import Request, Review

GARBAGE = 50_000
"""How many more objects than before make it worth looking for garbage; a plan has a thousand."""


def judge_plans(plans: tuple[str, ...], options: dict[str, Any]) -> ExitCode:
    """Judge the plan files with the options of `arguments.CHECK`, and return the exit code.

    Raises UserError when nothing can be judged; what is wrong with one plan among others is said
    on standard error.
    """
    outputs = parse_outputs(options["outputs"])
    settings = load_settings(os.getcwd())
    review = Review(_request(options, settings, outputs))
    # what was read so far stays; plans come and go, and hardly ever refer to themselves
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()
    codes: list[ExitCode] = []
    reports = _reports(review, _files(plans, settings), codes)
    style = style_for(sys.stdout, verbose=options["verbose"], quiet=options["quiet"])
    write_outputs(reports, outputs, style)
    code = worst(codes)
    if options["exit_zero"] and code is ExitCode.BLOCKED:
        return ExitCode.COMPLIANT
    return code


def _request(options: dict[str, Any], settings: Settings, outputs: tuple[Output, ...]) -> Request:
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
        # in short, people are told about this policy alone; for machines everything is said
        ladder=not options["quiet"] or any(o.format != "text" for o in outputs),
    )


def _files(plans: tuple[str, ...], settings: Settings) -> tuple[str, ...]:
    """Return the plan files asked for, else those of the settings.

    Raises UserError when there are none: a gate that looked at nothing must not be green.
    """
    if plans:
        return plans
    # a hook names its plans
    from deploylint.cli.planfiles import settings_plans

    found = settings_plans(settings)
    if not found:
        hint = "deploylint check plan.yaml, or name the files under `plans` in .deploylint.yaml"
        raise UserError("no plan is given", None, hint)
    return found


def _reports(review: Review, files: tuple[str, ...], codes: list[ExitCode]) -> Iterator[Report]:
    """Yield a report per plan; a file that cannot be used is said on standard error and noted."""
    for file in files:
        try:
            for plan in read_plans(*read_input(file)):
                report = review.report(plan)
                codes.append(exit_code(report))
                yield report
        except UserError as error:
            codes.append(ExitCode.USAGE)
            complain(error)
