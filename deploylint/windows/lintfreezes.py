"""Checks on freezes: over, longer than anybody means, none in sight."""

from collections.abc import Iterator

from deploylint.model.policy import Severity
from deploylint.model.policycheck import Remark
from deploylint.model.timespecs import IcsSpec, YearlySpec
from deploylint.windows.entries import Kind
from deploylint.windows.intervals import Span
from deploylint.windows.lintview import Timed, View, shown, shown_day
from deploylint.windows.localtime import DAY, HOUR

LONGEST = 60
"""Days; what is frozen for longer is mostly a mistake in a date."""

QUARTER = 90
FEBRUARY_29 = (2, 29)


def past_freezes(view: View) -> Iterator[Remark]:
    """Warn about freezes that are over; calendar files are looked at elsewhere."""
    for one in view.of(Kind.FREEZE):
        if isinstance(one.time, IcsSpec) or view.next(one.entry) is not None:
            continue
        over = view.last(one.entry)
        since = f"since {shown(over[1], one.entry.clock)}" if over else "for more than ten years"
        yield Remark(
            level=Severity.WARNING,
            message=f"{one.called} has been over {since}, so it freezes nothing",
            at=one.at,
            hint="remove it, or give it the next dates; `yearly` comes back by itself",
        )


def long_freezes(view: View) -> Iterator[Remark]:
    """Warn about freezes of more than sixty days."""
    for one in view.of(Kind.FREEZE):
        longest = max(_lengths(view, one), default=(0, 0), key=lambda span: span[1] - span[0])
        start, end = longest
        if end - start <= LONGEST * DAY + HOUR:
            continue
        clock = one.entry.clock
        days = round((end - start) / DAY)
        lasting = f"{days} days, from {shown_day(start, clock)} through {shown_day(end - 1, clock)}"
        yield Remark(
            level=Severity.WARNING,
            message=f"{one.called} lasts {lasting}",
            at=one.at,
            hint="look at its dates; a standing ban is better said by a rule with a strict tier",
        )


def unfrozen_quarter(view: View) -> Iterator[Remark]:
    """Note that no freeze falls into the next quarter, where there are freezes at all."""
    nearest: tuple[Span, Timed] | None = None
    for one in view.of(Kind.FREEZE):
        coming = view.next(one.entry)
        if coming is not None and (nearest is None or coming < nearest[0]):
            nearest = coming, one
    if nearest is None or nearest[0][0] < view.now + QUARTER * DAY:
        return
    span, one = nearest
    yield Remark(
        level=Severity.INFO,
        message=f"no freeze falls into the next {QUARTER} days; the next is {one.called}, from"
        f" {shown(span[0], one.entry.clock)}",
        at=view.where("freezes"),
        hint="add the freezes that are agreed on by now",
    )


def leap_days(view: View) -> Iterator[Remark]:
    """Say what becomes of a yearly range that begins or ends on 29 February."""
    for one in view.of(Kind.FREEZE):
        if not isinstance(one.time, YearlySpec) or FEBRUARY_29 not in one.time:
            continue
        first, last = one.time
        if first == last:
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} is on 29 February alone: in common years there is none",
                at=one.at,
                hint="write 02-28 or 03-01, if it is meant every year",
            )
            continue
        does, instead = ("begins", "1 March") if first == FEBRUARY_29 else ("ends", "28 February")
        yield Remark(
            level=Severity.INFO,
            message=f"{one.called} {does} on 29 February; in common years it {does} on {instead}",
            at=one.at,
        )


def _lengths(view: View, one: Timed) -> list[Span]:
    coming = view.next(one.entry)
    if coming is None:
        return []
    if isinstance(one.time, YearlySpec):
        # the ranges of two years may touch, which makes no freeze of two years
        spans = one.entry.spans(*coming) if one.entry.spans else []
        return [span for span in sorted(spans) if span[1] > view.now][:1]
    return [coming, *view.spans(one.entry)]
