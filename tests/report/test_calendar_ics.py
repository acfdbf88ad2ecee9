"""The calendar as a file to subscribe to: by RFC 5545, and read back by our own reader."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploylint.collect.calendar import collect_events
from deploylint.model.calendar import Block, Calendar, Note, NoteKind
from deploylint.model.plan import ChangeType
from deploylint.model.timespecs import CalendarEvent, IcsSpec
from deploylint.model.windows import WindowRules
from deploylint.report.calendar_ics import escaped, folded, render
from deploylint.report.style import Style
from deploylint.windows.grid import lay_out
from deploylint.windows.judge import Question
from tests.report.calendars import MOMENT, calendar, changing, december
from tests.report.hostile_calendars import TEXT, hostile_calendars
from tests.windows.policies import windows
from tests.windows.test_grid import asked

UTC_TIME = r"\d{8}T\d{6}Z"
PLAIN = r'(?:[^\x00-\x1f\x7f";:,\\]|[":]|\\[\\;,nN])*'
"""TEXT of RFC 5545, 3.3.11: commas, semicolons and backslashes are escaped."""

CALENDAR = {
    "VERSION": "2\\.0",
    "PRODID": PLAIN,
    "CALSCALE": "GREGORIAN",
    "METHOD": "PUBLISH",
    "NAME": PLAIN,
    "X-WR-CALNAME": PLAIN,
    "X-WR-CALDESC": PLAIN,
    "REFRESH-INTERVAL;VALUE=DURATION": "PT6H",
    "X-PUBLISHED-TTL": "PT6H",
}
EVENT = {
    "UID": r"[a-z0-9-]+@deploylint",
    "DTSTAMP": UTC_TIME,
    "SUMMARY": PLAIN,
    "DESCRIPTION": PLAIN,
    "DTSTART": UTC_TIME,
    "DTEND": UTC_TIME,
    "DTSTART;VALUE=DATE": r"\d{8}",
    "DTEND;VALUE=DATE": r"\d{8}",
    "CATEGORIES": "DEPLOYMENT WINDOW|DEPLOYMENT FREEZE|HOLIDAY",
    "TRANSP": "TRANSPARENT|OPAQUE",
}
"""Every property that may appear, and what its value must look like."""


class Event(NamedTuple):
    """One event as the file states it."""

    uid: str
    summary: str
    start: str
    end: str
    transparent: bool


def drawn(of: Calendar) -> str:
    return "".join(render(of, Style()))


def check_file(text: str) -> list[Event]:
    """Return the events of a file, which holds nothing but what RFC 5545 and we allow."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|(?<!\r)\n|\r(?!\n)", text)
    whole = text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")
    assert (whole[0], whole[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    first = whole.index("BEGIN:VEVENT") if "BEGIN:VEVENT" in whole else len(whole) - 1
    assert list(checked(whole[1:first], CALENDAR)) == list(CALENDAR)
    return list(events(whole[first:-1]))


def checked(lines: list[str], allowed: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if line.startswith(("REFRESH", "DTSTART;", "DTEND;")):
            assert name in allowed
        assert name not in found
        assert re.fullmatch(allowed[name], value), line
        found[name] = value
    return found


def events(lines: list[str]) -> Iterator[Event]:
    while lines:
        end = lines.index("END:VEVENT")
        assert lines[0] == "BEGIN:VEVENT"
        found = checked(lines[1:end], EVENT)
        start, stop = (
            next(value for name, value in found.items() if name.startswith(key))
            for key in ("DTSTART", "DTEND")
        )
        assert start < stop
        clear = found["TRANSP"] == "TRANSPARENT"
        yield Event(found["UID"], found["SUMMARY"], start, stop, clear)
        lines = lines[end + 1 :]


def test_ics(golden: Callable[[str, str], None]) -> None:
    text = drawn(december())
    check_file(text)
    golden("calendar.ics", text)


def test_each_event_has_a_uid_of_its_own() -> None:
    uids = [event.uid for event in check_file(drawn(december()))]
    assert len(set(uids)) == len(uids) == 19


def test_a_later_file_replaces_the_events_of_an_earlier_one() -> None:
    """The same days drawn another day, and as a part of more days, keep their UIDs."""
    month = {event.uid: event for event in check_file(drawn(december()))}
    later = december(at=MOMENT + timedelta(days=3))
    assert {event.uid: event for event in check_file(drawn(later))} == month
    rules = december().rules
    more = calendar(rules, date(2026, 11, 25), date(2027, 1, 10))
    longer = {event.uid: event for event in check_file(drawn(more))}
    assert {uid: longer[uid] for uid in month} == month


def test_a_window_that_ends_later_keeps_its_uid() -> None:
    def uids(end: str) -> list[tuple[str, str]]:
        time = {"weekly": {"days": ["tue"], "from": "10:00", "to": end}}
        rules = windows(rules=[{"id": "w", "tier": "recommended", **time}])
        days = calendar(rules, date(2026, 12, 1), date(2026, 12, 2))
        return [(event.uid, event.end[9:13]) for event in check_file(drawn(days))]

    ((one, before),) = uids("16:00")
    ((other, after),) = uids("17:30")
    assert one == other
    assert (before, after) == ("1600", "1730")


def test_other_changes_have_other_events() -> None:
    standard = {event.uid for event in check_file(drawn(december()))}
    hotfix = {event.uid for event in check_file(drawn(december(type=ChangeType.HOTFIX)))}
    assert standard.isdisjoint(hotfix)


def test_windows_and_holidays_take_no_time() -> None:
    found = {event.summary: event.transparent for event in check_file(drawn(december()))}
    assert found == {
        "Deployments permitted: recommended": True,
        "Deployments permitted: acceptable": True,
        "Deployment freeze: black-friday": False,
        "Deployment freeze: year-end": False,
        "Christmas Day": True,
    }


def intervals(events: tuple[CalendarEvent, ...]) -> list[tuple[datetime, datetime]]:
    """Return what the events of our reader cover, in UTC."""
    found = []
    for event in events:
        assert event.zone is not None
        assert (event.rule, event.excluded, len(event.starts)) == (None, (), 1)
        start = event.starts[0].replace(tzinfo=event.zone).astimezone(UTC)
        found.append((start, start + event.length))
    return sorted(found)


def read_back(folder: Path, text: str) -> list[tuple[datetime, datetime]]:
    (folder / "feed.ics").write_bytes(text.encode())
    return intervals(collect_events(str(folder), IcsSpec("feed.ics", "^Deployment")))


@given(asked())
@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_windows_and_freezes_come_back_as_they_were(
    tmp_path: Path, case: tuple[WindowRules, Question, date, list[int]]
) -> None:
    rules, change, day, _ = case
    drawn_days = calendar(rules, day, day + timedelta(days=6), type=change.type)
    text = drawn(drawn_days)
    check_file(text)
    freezes = [(utc(one.start), utc(one.end)) for one in drawn_days.grid.freezes]
    assert read_back(tmp_path, text) == sorted(freezes)
    opened = [(utc(one[0].start), utc(one[-1].end)) for one in drawn_days.grid.windows]
    everything = text.replace("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")
    assert read_back(tmp_path, everything) == sorted([*freezes, *opened])


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


@pytest.mark.parametrize(
    "drawn_days",
    [
        pytest.param(lambda: changing("Pacific/Apia", "2011-12-28", 5), id="a-date-left-out"),
        pytest.param(lambda: changing("America/Santiago", "2026-09-04", 5), id="no-midnight"),
        pytest.param(lambda: changing("Europe/Paris", "2026-10-24", 3), id="an-hour-twice"),
    ],
)
def test_windows_come_back_where_clocks_change(
    tmp_path: Path, drawn_days: Callable[[], Calendar]
) -> None:
    days = drawn_days()
    opened = [(utc(one[0].start), utc(one[-1].end)) for one in days.grid.windows]
    text = drawn(days).replace("TRANSP:TRANSPARENT", "TRANSP:OPAQUE")
    assert read_back(tmp_path, text) == sorted(opened) != []


def test_a_policy_can_take_the_freezes_of_a_file(tmp_path: Path) -> None:
    first, until = date(2026, 11, 25), date(2027, 1, 8)
    source = calendar(december().rules, first, until)
    (tmp_path / "feed.ics").write_bytes(drawn(source).encode())
    rules = windows(timezone="Europe/Paris", freezes=[{"id": "f", "ics": {"file": "feed.ics"}}])
    events = {IcsSpec("feed.ics"): collect_events(str(tmp_path), IcsSpec("feed.ics"))}
    days = lay_out(rules, Question(at=MOMENT, calendars=events), first, until).days
    assert [frozen(one.slots) for one in days] == [frozen(one.slots) for one in source.grid.days]


def frozen(slots: tuple[object, ...]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in slots if one.tier == "frozen"]  # type: ignore[attr-defined]  # slots


def test_parts_of_a_second_never_open_too_early_or_close_a_freeze_too_soon() -> None:
    start = datetime(2026, 12, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    grid = december().grid._replace(
        freezes=(Block("f", start, start + timedelta(seconds=2)),),
        windows=((december().grid.windows[0][0]._replace(start=start, end=start + HOUR),),),
    )
    found = check_file(drawn(december()._replace(grid=grid)))[:2]
    assert [(one.start, one.end) for one in found] == [
        ("20261201T100001Z", "20261201T110000Z"),
        ("20261201T100000Z", "20261201T100003Z"),
    ]


HOUR = timedelta(hours=1)


@given(TEXT)
def test_lines_are_folded_between_characters(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).split("\r\n")
    assert "".join([pieces[0], *(piece.removeprefix(" ") for piece in pieces[1:])]) == line
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.text("\\;,:\n", max_size=8))
def test_text_is_escaped(text: str) -> None:
    unescaped = re.sub(r"\\(.)", r"\1", escaped(text))
    assert unescaped == text.replace("\n", " ").replace("::", r"\x3a:") or "::" in text


@given(hostile_calendars())
@settings(max_examples=60, deadline=None)
def test_no_text_becomes_a_property(hostile: Calendar) -> None:
    found = check_file(drawn(hostile))
    holidays = [note for day in hostile.grid.days for note in day.notes if is_holiday(note)]
    parts = (hostile.grid.windows, hostile.grid.freezes, holidays)
    assert len(found) == sum(map(len, parts))


def is_holiday(note: Note) -> bool:
    return note.kind is NoteKind.HOLIDAY
