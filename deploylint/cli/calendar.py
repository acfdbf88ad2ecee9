"""What `deploylint window --calendar` does, once its arguments are read."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from deploylint.cli.asking import answered, gather, question
from deploylint.cli.calendaroptions import FORMATS
from deploylint.cli.notes import Asked
from deploylint.cli.output import parse_outputs, write_subject
from deploylint.cli.overwriting import refuse_sources
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.errors import UserError
from deploylint.load.settings import Settings
from deploylint.model.calendar import Calendar, Grid
from deploylint.windows.grid import lay_out

WEEKS = 4
"""How much is drawn when nobody says how much."""


def draw(plan: str | None, options: dict[str, Any], settings: Settings) -> None:
    """Write the calendar in every format asked for.

    Raises UserErrors for what cannot be used, as `asking.gather` does, and when there is too much
    to draw.
    """
    outputs = parse_outputs(options["outputs"], FORMATS, (plan, options["policy"]))
    if options["month"] is not None and options["weeks"] is not None:
        raise UserError("--month and --weeks both say how much to draw; use one of them")
    asked = gather(plan, options, settings)
    refuse_sources(outputs, settings, asked.policy)
    report = answered(asked, settings)
    first, until = _dates(options, report.at.date())
    grid = _grid(asked, settings, first, until)
    write_subject("calendar", Calendar(report, asked.schedule.rules, grid), outputs)


def _dates(options: dict[str, Any], today: date) -> tuple[date, date]:
    """Return the first day to draw, and the one after the last."""
    month: date | None = options["month"]
    if month is not None:
        return month, (month + timedelta(days=31)).replace(day=1)
    return today, today + timedelta(weeks=options["weeks"] or WEEKS)


def _grid(asked: Asked, settings: Settings, first: date, until: date) -> Grid:
    """Return the days, with the public holidays of their own years."""
    rules = asked.schedule.rules
    around = Circumstances(settings.timezone, settings.country, asked.change.on_call, settings.root)
    schedule = collect_schedule(rules, around, datetime.combine(first, time(), UTC))
    try:
        there = asked._replace(schedule=schedule)
        return lay_out(rules, question(there, asked.at), first, until)
    except ValueError as error:
        raise UserError(
            f"{error}, too many to draw", rules.at, "draw fewer weeks with --weeks"
        ) from None
