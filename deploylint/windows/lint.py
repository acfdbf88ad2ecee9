"""Checks on the windows of a policy, before any plan is judged by them."""

from collections.abc import Callable, Iterator

from deploylint.model.policycheck import Outlook, Remark
from deploylint.model.windows import WindowRules
from deploylint.windows.lintclocks import changed_nights, stretched_days, unclear_zones
from deploylint.windows.lintcoverage import permitted_time, uncovered_hours
from deploylint.windows.lintfreezes import leap_days, long_freezes, past_freezes, unfrozen_quarter
from deploylint.windows.lintlengths import merged_windows, missing_minutes, tiny_windows
from deploylint.windows.lintreach import (
    idle_exceptions,
    idle_openings,
    idle_rules,
    wide_exceptions,
)
from deploylint.windows.lintsources import calendar_files, holiday_calendars, on_call_source
from deploylint.windows.lintview import View

CHECKS: tuple[Callable[[View], Iterator[Remark]], ...] = (
    unclear_zones,
    permitted_time,
    uncovered_hours,
    holiday_calendars,
    on_call_source,
    idle_rules,
    tiny_windows,
    merged_windows,
    missing_minutes,
    changed_nights,
    stretched_days,
    past_freezes,
    calendar_files,
    long_freezes,
    leap_days,
    unfrozen_quarter,
    idle_openings,
    wide_exceptions,
    idle_exceptions,
)
"""In this order where several speak of one place."""


def lint(rules: WindowRules, outlook: Outlook) -> tuple[Remark, ...]:
    """Return what is worth saying about the windows of a policy, in the order of its files.

    The next 400 days from `outlook.now` are looked at, or fewer of a policy with very many windows.
    """
    view = View(rules, outlook)
    found = [remark for check in CHECKS for remark in check(view)]
    places = [rules.at, *(one.at for one in rules.holidays), *(one.at for one in view.timed)]
    files = [place.file for place in (*places, *(remark.at for remark in found))]
    rank = {file: number for number, file in enumerate(dict.fromkeys(files))}
    return tuple(sorted(found, key=lambda one: (rank[one.at.file], one.at.line, one.at.column)))
