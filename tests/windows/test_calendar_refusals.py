"""iCalendar files that cannot be understood."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.collect.calendar import collect_events
from deploylint.errors import UserError
from deploylint.model.timespecs import IcsSpec
from tests.windows.policies import calendar

EVENT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            calendar("DTSTART;TZID=Mars/Phobos:20261202T090000"),
            "freeze.ics:6:1: there is no time zone `Mars/Phobos`",
            id="X18-unknown-zone",
        ),
        pytest.param(
            calendar("DTSTART:20261202T090000Z\nDTEND:20261202T080000Z"),
            "freeze.ics:7:1: the event ends before it starts",
            id="X35-ends-before-it-starts",
        ),
        pytest.param("", "freeze.ics: the calendar is empty", id="X36-empty"),
        pytest.param(" \n\n", "freeze.ics: the calendar is empty", id="X36-blank"),
        pytest.param("<html>", "freeze.ics:1:1: this line is none of a calendar", id="X36-html"),
        pytest.param("A:B\n", "freeze.ics:1:1: the file is no calendar", id="X36-other"),
        pytest.param(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261202T090000Z\n",
            "freeze.ics:2:1: `BEGIN:VEVENT` has no end: the file is cut off",
            id="cut-off",
        ),
        pytest.param(
            "BEGIN:VCALENDAR\nEND:VEVENT\n", "freeze.ics:2:1: `END:VEVENT` ends", id="wrong-end"
        ),
        pytest.param(
            "BEGIN:VEVENT\nEND:VEVENT\n", "freeze.ics:1:1: the file holds", id="no-calendar"
        ),
        pytest.param(
            "BEGIN:VCALENDAR\n" + "BEGIN:X\n" * 50, "freeze.ics:9:1: the calendar is", id="deep"
        ),
        pytest.param(EVENT.format("SUMMARY:x"), "freeze.ics:2:1: the event has no", id="no-start"),
        pytest.param(
            EVENT.format("DTSTART:20260230T100000Z"),
            "freeze.ics:3:1: `20260230T100000Z` in `DTSTART` is no date or time",
            id="no-such-day",
        ),
        pytest.param(
            EVENT.format("DTSTART:20260228T100060Z"),
            "freeze.ics:3:1: `20260228T100060Z` in `DTSTART` is no date or time",
            id="leap-second",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDTEND:20261201T110000"),
            "freeze.ics:4:1: `DTEND` cannot be compared with `DTSTART`",
            id="one-end-floats",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDTEND;VALUE=DATE:20261202"),
            "freeze.ics:4:1: `DTEND` cannot be compared with `DTSTART`",
            id="one-end-is-a-day",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:PT1H\nDTEND:20261201T110000Z"),
            "freeze.ics:4:1: the event has both `DTEND` and `DURATION`",
            id="two-ends",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:-PT1H"),
            "freeze.ics:4:1: `-PT1H` is no duration",
            id="negative-duration",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:P"),
            "freeze.ics:4:1: `P` is no duration",
            id="empty-duration",
        ),
        pytest.param(
            EVENT.format("DTSTART;VALUE=DATE:20261201\nDURATION:PT1H"),
            "freeze.ics:4:1: the event starts with a whole day and lasts for part of one",
            id="part-of-a-day",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:PT1H\nRRULE:FREQ=MINUTELY"),
            "freeze.ics:5:1: FREQ=MINUTELY repeats too often for a window",
            id="every-minute",
        ),
        pytest.param(
            EVENT.format(
                "DTSTART;TZID=Europe/Paris:20261201T100000\nDURATION:PT1H\n"
                "RRULE:FREQ=DAILY;UNTIL=20261205T100000"
            ),
            "freeze.ics:5:1: `UNTIL` has no zone, but the event has one",
            id="until-without-zone",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:P400D\nRRULE:FREQ=DAILY"),
            "freeze.ics:2:1: the event is repeated and lasts longer than 366 days",
            id="overlaps-itself-for-years",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:PT1H\nEXDATE:20261201"),
            "freeze.ics:5:1: `EXDATE` cannot be compared with the start of the event",
            id="excluded-day-of-a-timed-event",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDURATION:PT1H\nEXRULE:FREQ=DAILY"),
            "freeze.ics:2:1: `EXRULE` is not supported",
            id="exrule",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nRDATE;VALUE=PERIOD:20261201T100000Z/PT1H"),
            "freeze.ics:4:1: `RDATE` with periods is not supported",
            id="periods",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261201"),
            "freeze.ics:4:1: a change of all later occurrences (RANGE) is not supported",
            id="all-later-ones",
        ),
        pytest.param(
            EVENT.format("DTSTART:20261201T100000Z\nDTSTART:20261202T100000Z"),
            "freeze.ics:4:1: a VEVENT has one `DTSTART`; this one has several",
            id="two-starts",
        ),
        pytest.param(
            calendar(
                "DTSTART;TZID=Here:20261201T100000\nDURATION:PT1H",
                head="BEGIN:VTIMEZONE\nTZID:Here\nEND:VTIMEZONE",
            ),
            "freeze.ics:3:1: the VTIMEZONE does not say what its clock shows",
            id="zone-that-says-nothing",
        ),
        pytest.param(
            calendar(
                "DTSTART;TZID=localtime:20261201T100000\nDURATION:PT1H",
            ),
            "freeze.ics:6:1: there is no time zone `localtime`",
            id="zone-of-the-machine",
        ),
    ],
)
def test_what_cannot_be_understood_is_no_free_day(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "freeze.ics").write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        collect_events(str(tmp_path), IcsSpec("freeze.ics"))
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        pytest.param("none.ics", "none.ics: does not exist", id="X36-missing"),
        pytest.param("../f.ics", "../f.ics: does not stay inside", id="outside"),
        pytest.param("folder", "folder: is a directory, not a file", id="folder"),
        pytest.param("latin.ics", "latin.ics:2:1: the calendar is not UTF-8 text", id="latin-1"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, file: str, message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.ics").write_bytes(b"BEGIN:VCALENDAR\nX:\xe9\nEND:VCALENDAR\n")
    with pytest.raises(UserError) as caught:
        collect_events(str(tmp_path), IcsSpec(file))
    assert str(caught.value).startswith(message)


@given(st.text(), st.text(alphabet='ABCDTEINZ:;=,0123456789\n "\\', max_size=200))
def test_any_text_is_a_calendar_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, head: str, body: str
) -> None:
    folder = tmp_path_factory.mktemp("ics")
    text = head + EVENT.format(f"DTSTART:{body}") if len(head) % 2 else head
    (folder / "f.ics").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        events = collect_events(str(folder), IcsSpec("f.ics"))
    except UserError:
        return
    assert isinstance(events, tuple)
