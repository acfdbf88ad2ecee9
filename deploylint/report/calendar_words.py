"""Calendars in words: times of a day, notes beside it, and what the calendar is of."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import assert_never

from deploylint.model.calendar import Calendar, Cause, Day, Note, NoteKind, Range, Slot, Turn
from deploylint.model.windowwords import moment
from deploylint.model.wording import spoken

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DASH = "\N{EN DASH}"
TURNS = {Turn.ONLY: "", Turn.FIRST: " (first)", Turn.SECOND: " (second)"}


def clock(seconds: int) -> str:
    """Return `10:00`, `24:00` or `10:00:30` for seconds since midnight on the clock."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{rest:02d}" if rest else "")


def times(ranges: Sequence[Range], dash: str = DASH) -> str:
    """Return ranges of a day such as `10:00-16:00, 18:00-20:00`."""
    return ", ".join(f"{clock(start)}{dash}{clock(end)}" for start, end in ranges)


def day_name(day: date) -> str:
    """Return `Tue 1 December 2026`."""
    return f"{DAYS[day.weekday()][:3]} {long_date(day)}"


def long_date(day: date) -> str:
    """Return `1 December 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_name(first: date) -> str:
    """Return `December 2026`."""
    return f"{MONTHS[first.month - 1]} {first.year}"


def title(calendar: Calendar) -> str:
    """Return what the days are: a month by its name, otherwise the first and the last day."""
    first, last = calendar.grid.days[0].date, calendar.grid.days[-1].date
    following = last + timedelta(days=1)
    whole = first.day == following.day == 1 and (first.year, first.month) == (last.year, last.month)
    span = month_name(first) if whole else f"{long_date(first)} to {long_date(last)}"
    return f"Deployment windows, {span}"


def about(calendar: Calendar) -> tuple[str, ...]:
    """Return what the calendar is of: the policy, the zone, the change."""
    report = calendar.report
    told = report.change
    kind = f"{told.type.value} {told.priority.value}" if told.priority else told.type.value
    change = f"{kind} change"
    if report.plan is not None:
        change += f" of {report.plan.version}"
    if told.duration:
        change += f" that takes {spoken(told.duration)} and must end within the window"
    incident = [f"incident {told.incident}"] if told.incident else []
    return (
        f"policy {report.policy}",
        report.answer.timezone,
        change,
        *incident,
        f"on-call {told.on_call.value}",
    )


def status(calendar: Calendar) -> str:
    """Return whether the moment asked about is permitted, and until or from when."""
    report = calendar.report
    answer = report.answer
    # nobody wants to read the seconds of a clock that is running
    at = report.at.replace(second=0) if report.basis == "now" else report.at
    said = f"{moment(at)}: {answer.tier}"
    if answer.permitted:
        until = answer.closes_at
        return f"{said}, permitted" + (f" until {moment(until)}" if until else "")
    again = answer.next_permitted
    if again is None:
        return f"{said}, not permitted; nothing is before {moment(answer.searched_until)}"
    return f"{said}, not permitted; next permitted {moment(again)}"


def origin(calendar: Calendar) -> str:
    """Return whose clocks are shown, and when the calendar was written."""
    report = calendar.report
    written = moment(report.now.replace(second=0))
    simulated = " (simulated)" if report.simulated else ""
    return f"All times are on the clocks of {report.answer.timezone}. Written {written}{simulated}."


def note(told: Note) -> str:
    """Return a note such as `Christmas Day`, `year-end from 18:00` or `holiday eve`."""
    text = _noted(told)
    start, end = told.start, told.end
    if start is not None and end is not None:
        return f"{text} {times([(start, end)], '-')}"
    if start is not None:
        return f"{text} from {clock(start)}"
    return text if end is None else f"{text} to {clock(end)}"


def _noted(told: Note) -> str:
    match told.kind:
        case NoteKind.HOLIDAY | NoteKind.FREEZE:
            return told.name
        case NoteKind.OPENING:
            return f"opening {told.name}"
        case NoteKind.EVE | NoteKind.BRIDGE:
            return told.kind.value
        case _:
            assert_never(told.kind)


def clock_notes(day: Day) -> Iterator[str]:
    """Yield what the clock does on a day on which it is changed."""
    if not day.seconds:
        yield "this date is left out"
        return
    if day.skipped:
        yield f"{_length(day)}: no {times(day.skipped, '-')}"
    if day.repeated:
        yield f"{_length(day)}: {times(day.repeated, '-')} twice"


def _length(day: Day) -> str:
    """Return how long a day lasts, such as `23 h` or `24 h 30 min`."""
    hours, minutes = divmod(day.seconds // 60, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def slot_words(slot: Slot) -> str:
    """Return a part of a day with its tier, such as `10:00-16:00 recommended`."""
    return f"{times([(slot.start, slot.end)])}{TURNS[slot.turn]} {slot.tier}"


def causes(deciding: Sequence[Cause]) -> str:
    """Return what decides a time, such as `rule midweek, rule patch`."""
    if not deciding:
        return "no rule, so the default"
    return ", ".join(
        f"{cause.kind} {cause.id}" + (f" ({cause.reason})" if cause.reason else "")
        for cause in deciding
    )
