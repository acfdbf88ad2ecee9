"""Checks on the whole of the windows: how much time is covered, and whether any is permitted."""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from deploylint.model.policy import Severity
from deploylint.model.policycheck import Remark
from deploylint.windows.days import WEEK, weekday
from deploylint.windows.entries import Kind
from deploylint.windows.intervals import Span, intersect
from deploylint.windows.lintview import LOOKED, View, shown
from deploylint.windows.localtime import DAY, HOUR, MINUTE

QUARTER = 90
"""Days in which something should be permitted."""

WEEKS = 52
ALL_WEEK = 7 * 24 * 60
"""The minutes of an ordinary week."""


def uncovered_hours(view: View) -> Iterator[Remark]:
    """Say how many hours of an ordinary week no rule covers: the median of the next 52."""
    weeks = _weeks(view)
    if not weeks:
        return
    rules = (1 << view.entries.count) - 1
    uncovered = intersect(view.worlds[0].where(lambda bits: not bits & rules), weeks)
    parts: list[list[Span]] = [[] for _ in weeks]
    starts = [start for start, _ in weeks]
    for span in uncovered:
        parts[bisect_right(starts, span[0]) - 1].append(span)
    ordinary = sorted(parts, key=_length)[len(parts) // 2]
    if not ordinary:
        return
    default = f"`{view.rules.default}` by default, which is "
    default += "permitted" if view.rules.default in view.rules.permit else "not permitted"
    yield Remark(
        level=Severity.INFO,
        message=f"no rule covers {_hours(_length(ordinary))} of an ordinary week"
        f"{_longest(view, ordinary)}; that time is {default}",
        at=view.where("default"),
        hint="if another tier should hold then, add a rule for it",
    )


def permitted_time(view: View) -> Iterator[Remark]:
    """Warn when nothing is permitted for a quarter; note when nothing is ever closed."""
    open_times = [span for world in view.worlds for span in world.permitted]
    first = min((start for start, _ in open_times), default=None)
    quarter = min(QUARTER, view.days)
    if first is None or first >= view.now + quarter * DAY:
        yield Remark(
            level=Severity.WARNING,
            message=f"no deployment is permitted within the next {quarter} days"
            f"{_next(view, first, quarter)}",
            at=view.where("permit"),
            hint=_hint(view, quarter),
        )
    elif never_closed(view):
        yield Remark(
            level=Severity.INFO,
            message=f"every moment of the next {LOOKED} days is permitted: nothing is ever closed",
            at=view.where("permit"),
            hint="add a rule or a freeze with a tier that is not permitted, if that is not meant",
        )


def never_closed(view: View) -> bool:
    """Return whether a standard change is permitted at any time that is looked at."""
    whole = [(view.now, view.until)]
    return view.days == LOOKED and all(world.permitted == whole for world in view.worlds)


def _weeks(view: View) -> list[Span]:
    """Return the whole weeks on the clock that are looked at, from the next Monday."""
    monday = view.today + -weekday(view.today) % WEEK
    clock = view.clock
    starts = [clock.start((monday + WEEK * number) * DAY) for number in range(WEEKS + 1)]
    return [
        (start, end) for start, end in pairwise(starts) if start >= view.now and end <= view.until
    ]


def _length(spans: list[Span]) -> int:
    return sum(end - start for start, end in spans)


def _longest(view: View, spans: list[Span]) -> str:
    """Return the longest stretch of a week, unless it is the whole of it."""
    start, end = max(spans, key=lambda span: span[1] - span[0])
    if end - start >= (WEEK - 1) * DAY:
        return ""
    first, last = view.clock.shown(start), view.clock.shown(end)
    return f" (the longest stretch is {first:%a %H:%M} to {last:%a %H:%M})"


def _hours(length: int) -> str:
    minutes = round(length / MINUTE)
    whole, rest = divmod(minutes, HOUR // MINUTE)
    if minutes == ALL_WEEK:
        return "any hour"
    return f"{whole} h {rest} min of the 168 hours" if rest else f"{whole} of the 168 hours"


def _next(view: View, first: int | None, quarter: int) -> str:
    if first is not None:
        return f"; the first moment that is: {shown(first, view.clock)}"
    return f", nor within the next {view.days}" if view.days > quarter else ""


def _hint(view: View, quarter: int) -> str:
    """Return what to change: the tiers that are given, or what stands above them."""
    rules = view.rules
    given = {one.tier for one in rules.rules} | {one.tier for one in rules.openings}
    given.add(rules.default)
    if not given.intersection(rules.permit):
        return f"no rule, opening or default gives {view.permitted()}; change one, or `permit`"
    ahead = [(view.now, view.now + quarter * DAY)]
    frozen = [one for one in view.of(Kind.FREEZE) if intersect(view.spans(one.entry), ahead)]
    if any(_length(intersect(view.spans(one.entry), ahead)) > quarter * DAY // 2 for one in frozen):
        names = ", ".join(one.called for one in frozen)
        return f"most of that time is frozen by {names}; shorten it if that is not meant"
    return f"what gives {view.permitted()} never decides, because something stricter holds as well"
