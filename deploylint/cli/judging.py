"""What `deploylint check` does, once its arguments are read."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from deploylint.cli.answering import Asked, Judge, Said, Wanted
from deploylint.cli.defaults import STDIN, parse_stages, settings_policy
from deploylint.cli.github import with_collected
from deploylint.cli.output import Output, complain, parse_outputs, style_for, write_outputs
from deploylint.cli.running import Run, note
from deploylint.cli.sinks import end_cleanly
from deploylint.collect.clock import system_now
from deploylint.decision import ExitCode
from deploylint.errors import UserError
from deploylint.load.settings import Settings, load_settings
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import OnCall
from deploylint.report.style import Style
from deploylint.review import Request, Review

SEVERAL = 2
NO_PLAN = "no file that is named is a plan, so nothing was judged"
GARBAGE = 50_000
"""How many more objects than before make it worth looking for garbage; a plan has a thousand."""

Write = Callable[[Iterator[tuple[int, Said]]], None]


def judge_plans(plans: tuple[str, ...], options: dict[str, Any]) -> ExitCode:
    """Judge the plan files with the options of `arguments.CHECK`, and return the exit code.

    Raises UserError when nothing can be judged, or a report cannot be written; what is wrong with
    one plan among others is said on standard error.
    """
    outputs = with_collected(parse_outputs(options["outputs"], inputs=(options["policy"],)))
    style = style_for(sys.stdout, verbose=options["verbose"], quiet=options["quiet"])
    try:
        code = _judged(plans, options, outputs, style)
    except BaseException as error:
        # only a run that comes to no end pays for it
        from deploylint.cli.reading import tell_readers

        tell_readers(error, outputs, style)
        raise
    if options["exit_zero"] and code is ExitCode.BLOCKED:
        return ExitCode.COMPLIANT
    return code


def _judged(
    plans: tuple[str, ...], options: dict[str, Any], outputs: tuple[Output, ...], style: Style
) -> ExitCode:
    """Judge all that is asked for, write the reports, and return the exit code."""
    files = tuple(output for output in outputs if output.file is not None)
    if files:
        # a run that writes no files leaves nothing behind, however it ends
        end_cleanly()
    settings, asked = _inputs(plans, files, only=options["only_plans"])
    review = Review(_request(options, settings, outputs))
    if files:
        _refuse_sources(files, review)
    asked, none = _changed(asked, options, review)
    run = Run(asked, outputs, none=none, verbose=options["verbose"])
    lost = _reported(review, run, options["jobs"] or 1, (outputs, style))
    return run.end() if lost is None else _give_up(lost, files, style)


def _reported(
    review: Review, run: Run, jobs: int, told: tuple[tuple[Output, ...], Style]
) -> UserError | None:
    """Judge the plans, and write the reports; return why not all was judged."""
    outputs, style = told
    _look_for_garbage()
    if any(output.format != "text" for output in outputs):
        # a run for people alone does not pay for it
        from deploylint.cli.reading import for_machines

        style = for_machines(style, outputs, review.request.settings.root, review.policy)
        style = style._replace(nothing=run.none)
    judge = Judge(review, pictures=any(output.format == "html" for output in outputs))
    return _judge(
        judge,
        run.asked.files,
        jobs,
        lambda said: write_outputs(run.answers(said), outputs, style),
    )


def _look_for_garbage() -> None:
    """Keep what was read so far; plans come and go, and hardly ever refer to themselves."""
    gc.freeze()
    gc.set_threshold(GARBAGE)
    gc.enable()


def _judge(judge: Judge, files: tuple[Wanted, ...], jobs: int, write: Write) -> UserError | None:
    """Let `write` have what is said about each file, with the number of the file.

    Returns why not all was said, if that happened.
    """
    if jobs == 1 or len(files) < SEVERAL:
        write((number, said) for number, one in enumerate(files) for said in judge.answers(one))
        return None
    # most runs are over before other processes would have started
    from deploylint.cli.jobs import LostError, Workers

    if any(one.file == STDIN for one in files):
        judge.listen()
    try:
        with Workers(lambda number: judge.answers(files[number]), len(files), jobs) as workers:
            write(workers.answers())
    except LostError as error:
        hint = "perhaps there was no memory left; try again with fewer --jobs"
        return UserError(f"{error}, so not every plan was judged", None, hint)
    return None


def _give_up(why: UserError, files: tuple[Output, ...], style: Style) -> ExitCode:
    """Say that not all was judged, in files as well: what stands there may be of another run."""
    # as above
    from deploylint.cli.reading import tell_files

    tell_files(why, files, style)
    complain(why)
    return ExitCode.BUG


def _request(options: dict[str, Any], settings: Settings, outputs: tuple[Output, ...]) -> Request:
    if options["no_clock"] and (options["at"] or options["gate"] or options["now"]):
        raise UserError("--no-clock leaves the time out; it cannot go with --at, --now or --gate")
    if options["gate"] and options["at"]:
        raise UserError("--gate judges now; it cannot go with --at", None, "use --now to simulate")
    if options["gate"] and options["changed_since"]:
        message = "--gate judges what is about to be deployed, changed or not"
        raise UserError(f"{message}; it cannot go with --changed-since", None, "name the plan")
    simulated: datetime | None = options["now"]
    if options["gate"] and options["only_plans"]:
        message = "--gate judges what is about to be deployed; it cannot go with --only-plans"
        raise UserError(message, None, "name the plan")
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
        environment=options["environment"],
        # in short, people are told about this policy alone; for machines everything is said
        ladder=not options["quiet"] or any(o.format != "text" for o in outputs),
    )


def _inputs(
    plans: tuple[str, ...], files: tuple[Output, ...], *, only: bool
) -> tuple[Settings, Asked]:
    """Return the settings, and the plans asked for, else those of the settings.

    Raises UserError when there are none: a gate that looked at nothing must not be green. None of
    the `files` to be written may be one of them, which is known before anything can be wrong.
    """
    if only and not plans:
        hint = "leave it out to judge the plans of the settings"
        raise UserError("--only-plans needs files to choose from", None, hint)
    given = _named(plans, files, only=only) if plans else None
    settings = load_settings(os.getcwd())
    if files:
        # as above
        from deploylint.cli.overwriting import refuse_inputs

        refuse_inputs(files, (settings_policy(settings),))
    return settings, given or _by_settings(settings, files)


def _named(plans: tuple[str, ...], files: tuple[Output, ...], *, only: bool) -> Asked:
    if len(plans) == 1 and (plans[0] == STDIN or os.path.isfile(plans[0])):
        return _spared(Asked((Wanted(plans[0], searched=only),), given=plans), files)
    # a hook that names its plan does not pay for finding out what is meant
    from deploylint.cli.planfiles import asked_for

    return _spared(asked_for(plans, only_plans=only), files)


def _by_settings(settings: Settings, files: tuple[Output, ...]) -> Asked:
    # as above
    from deploylint.cli.planfiles import asked_by

    asked = _spared(asked_by(settings), files)
    if not asked.files:
        hint = "deploylint check plan.yaml, or name the files under `plans` in .deploylint.yaml"
        raise UserError("no plan is given", None, hint)
    return asked


def _spared(asked: Asked, files: tuple[Output, ...]) -> Asked:
    """Return what is asked for. Raises OverwriteError when one of the `files` is a plan of it."""
    if files:
        # what is printed overwrites nothing
        from deploylint.cli.overwriting import refuse_plans

        plans = (one.file for one in asked.files if not one.searched)
        refuse_plans(files, plans, (one.file for one in asked.files if one.searched))
    return asked


def _refuse_sources(files: tuple[Output, ...], review: Review) -> None:
    # as above
    from deploylint.cli.overwriting import refuse_sources

    refuse_sources(files, review.request.settings, review.policy)


def _changed(asked: Asked, options: dict[str, Any], review: Review) -> tuple[Asked, str | None]:
    """Return those of the plans that changed, if only they count, and what is said of none.

    Raises UserError when nobody can say what changed.
    """
    ref: str | None = options["changed_since"]
    if ref is None:
        return asked, NO_PLAN if options["only_plans"] else None
    # others do not pay for git
    from deploylint.cli.changed import Chosen

    chosen = Chosen(ref, review.request.settings, review.policy)
    return chosen.of(asked, note, verbose=options["verbose"]), chosen.nothing()
