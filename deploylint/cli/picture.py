"""Adds the windows around the moment judged to a report that is going to be looked at."""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from deploylint.cli.asking import answered, question
from deploylint.cli.calendar import WEEKS
from deploylint.cli.notes import Asked
from deploylint.collect.schedule import collect_schedule
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
    """What a picture is of, besides the windows of the policy: change and first day."""

    change: Change
    first: date


class Pictures:
    """Draws the windows of one review; plans that ask for the same share what was made of it."""

    def __init__(self, review: Review) -> None:
        """Draw for the plans of `review`."""
        self._review = review
        self._grids: dict[_Subject, Grid] = {}
        self._answers: dict[tuple[_Subject, Clock], WindowReport] = {}

    def pictured(self, report: Report) -> Report:
        """Return the report with four weeks of windows, from the Monday of the moment judged on.

        It stays as it is when there is no such moment, when the policy states no windows, and when
        they cannot be drawn: nothing is decided here, so nothing fails here.
        """
        rules = self._review.policy.windows
        if rules is None or report.at is None:
            return report
        try:
            calendar = self._calendar(report, report.at, rules)
        except (UserError, UnavailableError, ValueError, OverflowError):
            return report
        return report._replace(calendar=calendar)

    def _calendar(self, report: Report, at: datetime, rules: WindowRules) -> Calendar:
        asked = _asked(report, at, rules, self._review)
        local = at.astimezone(zone_named(asked.schedule.timezone))
        first = local.date() - timedelta(days=local.weekday())
        subject = _Subject(change=asked.change, first=first)
        return Calendar(
            report=self._answer(subject, asked),
            rules=rules,
            grid=_marked(self._grid(subject, asked, rules), local),
        )

    def _answer(self, subject: _Subject, asked: Asked) -> WindowReport:
        key = (subject, asked.clock)
        if key not in self._answers:
            if len(self._answers) >= MAX_KEPT:
                self._answers.clear()
            self._answers[key] = answered(asked, self._review.request.settings)
        return self._answers[key]

    def _grid(self, subject: _Subject, asked: Asked, rules: WindowRules) -> Grid:
        """Return the days, with the public holidays of their own years.

        Raises ValueError when there is too much to draw.
        """
        if subject not in self._grids:
            if len(self._grids) >= MAX_KEPT:
                self._grids.clear()
            first = subject.first
            begin = datetime.combine(first, time(), UTC)
            schedule = collect_schedule(rules, self._review.circumstances, begin)
            there = question(asked._replace(schedule=schedule), asked.at)
            self._grids[subject] = lay_out(rules, there, first, first + timedelta(weeks=WEEKS))
        grid = self._grids[subject]
        if sum(len(day.slots) for day in grid.days) > MAX_AREAS:
            raise ValueError("too many windows to look at")
        return grid


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


def _marked(grid: Grid, local: datetime) -> Grid:
    """Return the days with the moment judged in one of them; another plan may have drawn them."""
    clock = (local.hour * 60 + local.minute) * 60 + local.second
    days = (day._replace(moment=clock if day.date == local.date() else None) for day in grid.days)
    return grid._replace(days=tuple(days))
