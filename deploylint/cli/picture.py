"""Adds the windows around the moment judged to a report that is going to be looked at."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from deploylint.cli.asking import answered, question
from deploylint.cli.calendar import WEEKS
from deploylint.cli.notes import Asked
from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.errors import UnavailableError, UserError
from deploylint.facts.clock import Basis, Clock
from deploylint.model.calendar import Calendar, Grid
from deploylint.model.report import Report
from deploylint.model.statements import real
from deploylint.model.windowreport import Change, WindowReport
from deploylint.model.windows import WindowRules
from deploylint.review import Review
from deploylint.windows.grid import lay_out
from deploylint.windows.localtime import zone_named

MAX_KEPT = 64
MAX_AREAS = 2000
"""More than this is no picture but a grey blur, and a page that no browser likes to open."""


class _Subject(NamedTuple):
    """What a picture is of: windows (by their identity), circumstances, change and first day."""

    rules: int
    around: Circumstances
    change: Change
    first: date


_grids: dict[_Subject, tuple[WindowRules, Grid]] = {}
_answers: dict[tuple[_Subject, Clock], tuple[WindowRules, WindowReport]] = {}
"""The windows are kept with what was made of them, so that their identity stays theirs."""


def pictured(report: Report, review: Review) -> Report:
    """Return the report with four weeks of windows, from the Monday of the moment judged on.

    It stays as it is when there is no such moment, when the policy states no windows, and when they
    cannot be drawn: nothing is decided here, so nothing fails here.
    """
    rules = review.policy.windows
    if rules is None or report.at is None:
        return report
    try:
        calendar = _calendar(report, report.at, rules, review)
    except (UserError, UnavailableError, ValueError, OverflowError):
        return report
    return report._replace(calendar=calendar)


def _calendar(report: Report, at: datetime, rules: WindowRules, review: Review) -> Calendar:
    asked = _asked(report, at, rules, review)
    local = at.astimezone(zone_named(asked.schedule.timezone))
    subject = _Subject(
        rules=id(rules),
        around=review.circumstances,
        change=asked.change,
        first=local.date() - timedelta(days=local.weekday()),
    )
    return Calendar(
        report=_answer(subject, asked, rules, review),
        rules=rules,
        grid=_marked(_grid(subject, asked, rules), local),
    )


def _asked(report: Report, at: datetime, rules: WindowRules, review: Review) -> Asked:
    """Return the change of a plan as `check` judges it, without what only this plan has."""
    plan, around = report.plan, review.circumstances
    return Asked(
        policy=review.policy,
        plan=None,
        change=Change(
            type=plan.type,
            priority=plan.priority,
            incident=plan.incident if real(plan.incident) else None,
            duration=plan.duration,
            on_call=around.on_call,
        ),
        clock=Clock(now=report.now, at=at, basis=Basis(report.basis), simulated=report.simulated),
        at=at,
        schedule=collect_schedule(rules, around, at),
    )


def _answer(subject: _Subject, asked: Asked, rules: WindowRules, review: Review) -> WindowReport:
    key = (subject, asked.clock)
    if key not in _answers:
        if len(_answers) >= MAX_KEPT:
            _answers.clear()
        _answers[key] = (rules, answered(asked, review.request.settings))
    return _answers[key][1]


def _grid(subject: _Subject, asked: Asked, rules: WindowRules) -> Grid:
    """Return the days, with the public holidays of their own years.

    Raises ValueError when there is too much to draw.
    """
    if subject not in _grids:
        if len(_grids) >= MAX_KEPT:
            _grids.clear()
        around, first = subject.around, subject.first
        schedule = collect_schedule(rules, around, datetime.combine(first, time(), UTC))
        there = question(asked._replace(schedule=schedule), asked.at)
        until = first + timedelta(weeks=WEEKS)
        _grids[subject] = (rules, lay_out(rules, there, first, until))
    grid = _grids[subject][1]
    if sum(len(day.slots) for day in grid.days) > MAX_AREAS:
        raise ValueError("too many windows to look at")
    return grid


def _marked(grid: Grid, local: datetime) -> Grid:
    """Return the days with the moment judged in one of them; another plan may have drawn them."""
    clock = (local.hour * 60 + local.minute) * 60 + local.second
    days = (day._replace(moment=clock if day.date == local.date() else None) for day in grid.days)
    return grid._replace(days=tuple(days))
