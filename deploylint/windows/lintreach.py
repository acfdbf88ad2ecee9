"""Checks on entries that never decide anything, and on those that decide too much."""

from collections.abc import Iterable, Iterator

from deploylint.model.plan import ChangeType
from deploylint.model.policy import Severity
from deploylint.model.policycheck import Remark
from deploylint.model.timespecs import (
    DAY_END,
    BridgeDaySpec,
    HolidayEveSpec,
    HolidaySpec,
    RecurrenceSpec,
)
from deploylint.model.windows import Override, Requirement, WindowException
from deploylint.model.wording import listed
from deploylint.windows.days import WEEK
from deploylint.windows.entries import Entry, Kind, Standing
from deploylint.windows.intervals import Span, complement, intersect
from deploylint.windows.lintcoverage import never_closed
from deploylint.windows.lintview import (
    LOOKED,
    Timed,
    View,
    World,
    covers,
    overlap,
    shown,
    shown_day,
    within,
)
from deploylint.windows.localtime import DAY

NAMED = 3
"""So many entries that stand above another are named."""

COMPARED = 100
"""So many times of an entry are looked at to find those that stand above it."""


def idle_rules(view: View) -> Iterator[Remark]:
    """Warn about rules that never hold, and about those above which something always stands."""
    for one in view.of(Kind.RULE):
        if not view.spans(one.entry):
            yield from _absent(view, one)
        elif not any(_decides(view, world, one.entry) for world in view.worlds):
            above = [other for world in view.worlds for other in _above(view, world, one)]
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} never decides within the next {view.days} days: whenever it"
                f" holds, so does what goes before it ({_names(above)})",
                at=one.at,
                hint="remove it, or leave it some time that the others do not cover",
            )


def idle_openings(view: View) -> Iterator[Remark]:
    """Note openings in the past; warn about those that open nothing."""
    for one in view.of(Kind.OPENING):
        span = view.next(one.entry)
        tier = view.entries.names[one.entry.tier]
        if span is None:
            over = view.last(one.entry)
            when = f" since {shown(over[1], one.entry.clock)}" if over else ""
            message = f"{one.called} is over{when}"
            yield Remark(Severity.INFO, message, one.at, "remove it")
        elif one.entry.tier not in view.entries.permit:
            message = f"{one.called} gives `{tier}`, which is not permitted, so it opens nothing"
            yield Remark(Severity.WARNING, message, one.at, f"give it {view.permitted()}")
        elif span[1] <= view.until and not any(
            _decides(view, world, one.entry) for world in view.worlds
        ):
            above = _above(view, view.worlds[0], one)
            why = f"without it, its time is `{tier}` or better as well"
            if above:
                why = f"what goes before it holds all that time ({_names(above)})"
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} opens nothing: {why}",
                at=one.at,
                hint="no opening acts in a freeze; an exception with `overrides: freezes` does"
                if any(other.entry.kind is Kind.FREEZE for other in above)
                else "remove it",
            )


def idle_exceptions(view: View) -> Iterator[Remark]:
    """Warn about exceptions that can never lift anything to a tier that is permitted."""
    closes = not never_closed(view)
    for one, stated in zip(view.of(Kind.EXCEPTION), view.rules.exceptions, strict=True):
        if stated.grants not in view.rules.permit:
            message = f"{one.called} grants `{stated.grants}`, which is not permitted"
            hint = f"grant {view.permitted()}; as it is, no change may go out by it"
            yield Remark(Severity.WARNING, message, one.at, hint)
        elif _without_freezes(view, stated):
            message = f"{one.called} overrides freezes, but there are none"
            yield Remark(Severity.WARNING, message, one.at, "write `overrides: windows`")
        elif closes and not any(_lifts(view, world, one.entry) for world in view.worlds):
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} changes nothing within the next {view.days} days: at its"
                f" times, nothing that it overrides is worse than the `{stated.grants}` it grants",
                at=one.at,
                hint="remove it, or change `during` or `overrides`",
            )


def wide_exceptions(view: View) -> Iterator[Remark]:
    """Warn about exceptions that set the windows aside at any time for nearly every change."""
    for stated in view.rules.exceptions:
        permits = stated.grants in view.rules.permit
        if not _always(stated) or not permits or _without_freezes(view, stated):
            continue
        aside = " and ".join(stated.overrides)
        standard = not stated.types or ChangeType.STANDARD in stated.types
        priorities = " or ".join(stated.priorities)
        if standard and Requirement.INCIDENT not in stated.requires:
            kind = "standard plan" if stated.types else "plan"
            who = f"any {kind} that states priority {priorities}" if priorities else f"every {kind}"
            yield Remark(
                level=Severity.WARNING,
                message=f"the exception `{stated.id}` lets {who} out at any time, without an"
                f" incident: {aside} do not hold it up",
                at=stated.at,
                hint="match `type: hotfix` alone (a hotfix needs an incident and a reason), or"
                " write `requires: [incident]`",
            )
        elif ChangeType.HOTFIX in stated.types and not priorities:
            yield Remark(
                level=Severity.INFO,
                message=f"the exception `{stated.id}` lets hotfixes of every priority out at any"
                f" time: {aside} do not hold them up",
                at=stated.at,
                hint="add `priority: P1` to `match` if only the most urgent are meant",
            )


def _always(stated: WindowException) -> bool:
    time = stated.time
    if time is None:
        return True
    week = time.weekly
    whole_days = (week.start, week.end) == (0, DAY_END)
    return len(week.days) == WEEK and whole_days and time.exclude_holidays is None


def _without_freezes(view: View, stated: WindowException) -> bool:
    """Return whether an exception overrides freezes alone, of which there are none."""
    return stated.overrides == (Override.FREEZES,) and not view.rules.freezes


def _decides(view: View, world: World, entry: Entry) -> bool:
    """Return whether an entry gives some moment its tier."""
    if (entry.kind, entry.id) not in world.applying:
        return False
    return overlap(view.spans(entry), world.decided(Standing(entry.tier, entry.kind)))


def _lifts(view: View, world: World, entry: Entry) -> bool:
    """Return whether an exception makes some moment better, if it alone applies."""
    standing = view.entries.standing
    lifted = world.where(lambda bits: standing(bits | entry.bits).kind is Kind.EXCEPTION)
    return bool(lifted) if entry.spans is None else overlap(view.spans(entry), lifted)


def _above(view: View, world: World, one: Timed) -> list[Timed]:
    """Return few entries that together stand above another whenever it holds.

    The first moment that is left decides who comes next: the one there that covers most.
    """
    if (one.entry.kind, one.entry.id) not in world.applying:
        return []
    others = [
        other
        for other in view.timed
        if (other.entry.kind, other.entry.id) in world.applying and _beats(other, one)
    ]
    left = intersect(view.spans(one.entry), [(view.now, view.until)])[:COMPARED]
    low, high = left[0][0], left[-1][1]
    found: list[Timed] = []
    while left and len(found) <= NAMED:
        there = [other for other in others if covers(view.spans(other.entry), left[0][0])]
        if not there:
            break
        times = [within(view.spans(other.entry), low, high) for other in there]
        most = max(range(len(there)), key=lambda number: _length(intersect(left, times[number])))
        found.append(there[most])
        left = intersect(left, complement(times[most], (low, high)))
    return found


def _beats(other: Timed, one: Timed) -> bool:
    """Return whether an entry decides where both hold."""
    kind, tier = other.entry.kind, other.entry.tier
    if kind is Kind.FREEZE:
        return True
    if one.entry.kind is Kind.RULE:
        stricter = kind is Kind.RULE and tier > one.entry.tier
        return stricter or (kind is Kind.OPENING and tier < one.entry.tier)
    return kind is Kind.OPENING and tier < one.entry.tier


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _names(entries: Iterable[Timed]) -> str:
    names = list(dict.fromkeys(entry.called for entry in entries))
    return listed(names if len(names) <= NAMED else [*names[:NAMED], "others"])


def _absent(view: View, one: Timed) -> Iterator[Remark]:
    """Say that a rule does not hold in what is looked at; for its reason elsewhere, say nothing."""
    if isinstance(one.time, HolidaySpec | HolidayEveSpec | BridgeDaySpec) and view.unknown(
        one.time.calendar
    ):
        return
    coming = view.next(one.entry)
    if coming is None:
        over = view.last(one.entry)
        when = f"; the last time was {shown_day(over[0], one.entry.clock)}" if over else ""
        yield Remark(
            level=Severity.WARNING,
            message=f"{one.called} does not hold at any time to come{when}",
            at=one.at,
            hint=_revival(one),
        )
    elif coming[0] >= view.now + LOOKED * DAY:
        yield Remark(
            level=Severity.INFO,
            message=f"{one.called} does not hold within the next {LOOKED} days, but from"
            f" {shown(coming[0], one.entry.clock)}",
            at=one.at,
        )


def _revival(one: Timed) -> str:
    if one.entry.on_call is not None:
        return "it waits for `on_call`; add shifts, or remove it"
    if isinstance(one.time, RecurrenceSpec):
        return "remove it, or change UNTIL or COUNT of the recurrence rule"
    return "remove it, or look at its calendar, which has no such days to come"
