"""Checks on what windows take from elsewhere: holiday calendars, calendar files, on-call."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from deploylint.model.location import Location
from deploylint.model.policy import Severity
from deploylint.model.policycheck import Ignored, IgnoredEvent, Remark
from deploylint.model.timespecs import (
    BridgeDaySpec,
    ExceptionTime,
    HolidayEveSpec,
    HolidaySpec,
    IcsSpec,
)
from deploylint.model.windows import HolidayCalendar, HolidayDates, OnCallSource
from deploylint.model.wording import counted, listed, quoted
from deploylint.windows.days import day_number
from deploylint.windows.entries import Kind
from deploylint.windows.lintview import FARTHER, LOOKED, View, shown
from deploylint.windows.sources import events_of

SAID: Mapping[Ignored, tuple[str, str | None]] = {
    Ignored.CANCELLED: ("cancelled", None),
    Ignored.TRANSPARENT: (
        "marked as free time (TRANSP:TRANSPARENT)",
        "mark such events as busy and export the calendar again; whole days are often free there",
    ),
    Ignored.EMPTY: ("without length", "give such events an end (DTEND or DURATION)"),
}
"""Why events do not count, and what to do if that is not meant."""


def holiday_calendars(view: View) -> Iterator[Remark]:
    """Note calendars that nothing uses, that have no country, and dates that may still move."""
    for calendar in view.rules.holidays:
        users = [f"`{name}`" for name in _users(view, calendar.name)]
        if not users:
            yield Remark(
                level=Severity.INFO,
                message=f"nothing uses the calendar `{calendar.name}`",
                at=calendar.at,
                hint="remove it, or name it in a rule, as in `holiday: {calendar: ...}`",
            )
        elif view.unknown(calendar.name):
            yield Remark(
                level=Severity.INFO,
                message=f"the calendar `{calendar.name}`, which {listed(users)}"
                f" {'uses' if len(users) == 1 else 'use'}, is empty:"
                " neither it nor the settings name a country",
                at=calendar.at,
                hint="write `country:` with a code such as FR, here or in .deploylint.yaml",
            )
        else:
            yield from _dates(view, calendar)


def calendar_files(view: View) -> Iterator[Remark]:
    """Warn about calendar files in which nothing is to come, and events that do not count."""
    for one in view.of(Kind.FREEZE):
        if not isinstance(one.time, IcsSpec):
            continue
        if view.next(one.entry) is None:
            over = view.last(one.entry)
            last = "" if over is None else f"; the last ended {shown(over[1], one.entry.clock)}"
            yield Remark(
                level=Severity.WARNING,
                message=f"{one.called} has no event of `{one.time.file}` in the next {LOOKED} days"
                f"{last}",
                at=one.at,
                hint=_more_events(view, one.time),
            )
        yield from _left_out(view, one.time, one.called, one.at)


def on_call_source(view: View) -> Iterator[Remark]:
    """Warn about on-call without shifts to come; note on-call that nothing asks for."""
    on_call, at = view.rules.on_call, view.where("on_call")
    asked = any(rule.on_call for rule in view.rules.rules)
    stated = [key for key in ("schedule", "ics") if getattr(on_call, key)]
    unused = [f"`{key}`" for key in stated if key != on_call.source]
    if unused:
        yield Remark(
            level=Severity.WARNING,
            message=f"on-call is taken from `{on_call.source}`, so {listed(unused)} under `on_call`"
            " is not looked at",
            at=at,
            hint=f"write `from: {stated[0]}`, or remove it",
        )
    if view.entries.on_call is None:
        return
    if not asked:
        message = "no rule asks whether somebody is on call"
        hint = "add `when: {on_call: absent}` to a rule, or remove `on_call`"
        yield Remark(Severity.INFO, message, at, hint)
    if view.next_of(view.entries.on_call, FARTHER) is None:
        over = view.last_of(view.entries.on_call, FARTHER)
        last = "" if over is None else f"; the last ended {shown(over[1], view.clock)}"
        yield Remark(
            level=Severity.WARNING,
            message=f"on-call has no shifts to come, so nobody counts as being on call{last}",
            at=at,
            hint=f"add shifts to its {on_call.source}",
        )
    if on_call.source is OnCallSource.ICS and on_call.ics is not None:
        yield from _left_out(view, on_call.ics, "on-call", at)


def _users(view: View, calendar: str) -> Iterator[str]:
    """Yield the ids of the entries that look at a calendar."""
    for one in view.timed:
        match one.time:
            case HolidaySpec() | HolidayEveSpec() | BridgeDaySpec():
                named = one.time.calendar
            case ExceptionTime():
                named = one.time.exclude_holidays or ""
            case _:
                continue
        if named == calendar:
            yield one.entry.id


def _dates(view: View, calendar: HolidayCalendar) -> Iterator[Remark]:
    """Say what is uncertain about the dates of a calendar."""
    known = view.outlook.holidays.get(calendar.name)
    if known is None:
        return
    first = view.clock.shown(view.now).date()
    last = first + timedelta(days=LOOKED)
    if known.last_year < last.year:
        yield Remark(
            level=Severity.WARNING,
            message=f"the holidays of the calendar `{calendar.name}` are known through"
            f" {known.last_year} only; later days count as ordinary ones",
            at=calendar.at,
            hint="add the dates that matter under `add`",
        )
    estimated = sorted(day for day in known.estimated if first <= day <= last)
    if estimated:
        days = listed([f"{day.isoformat()} ({_plain(known, day)})" for day in estimated])
        yield Remark(
            level=Severity.INFO,
            message=f"{counted(len(estimated), 'date')} of the calendar `{calendar.name}` may still"
            f" move: {days}",
            at=calendar.at,
            hint="once they are settled, correct them with `add` and `remove`",
        )


def _plain(known: HolidayDates, day: date) -> str:
    """Return the name of an estimated holiday without the word that says so."""
    return known.names[day].replace("(estimated)", "").strip()


def _left_out(view: View, source: IcsSpec, what: str, at: Location) -> Iterator[Remark]:
    """Say which events to come do not count, and why.

    That deserves a warning where they were picked by their summary, or where no other event counts;
    many calendars hold events of other kinds besides.
    """
    coming = [
        event
        for event in view.outlook.ignored.get(source, ())
        if event.last is None or day_number(event.last) >= view.today
    ]
    if not coming:
        return
    counting = events_of(view.outlook.calendars[source], view.clock)
    doubtful = source.summary_matches or view.next_of(counting, FARTHER[:2]) is None
    for why, (said, hint) in SAID.items():
        events = [event for event in coming if event.why is why]
        if events:
            yield Remark(
                level=Severity.WARNING if doubtful and hint else Severity.INFO,
                message=f"{what} leaves out {counted(len(events), 'event')} of `{source.file}`,"
                f" {said}: {_named(events)}",
                at=at,
                hint=hint,
            )


def _more_events(view: View, source: IcsSpec) -> str:
    if source.summary_matches is not None and not view.outlook.calendars[source]:
        return f"no summary matches `{source.summary_matches}`; compare it with those in the file"
    return "export the calendar again, or remove the entry"


def _named(events: Iterable[IgnoredEvent]) -> str:
    return listed(
        [f"{quoted(event.summary)} ({event.at.file}:{event.at.line})" for event in events]
    )
