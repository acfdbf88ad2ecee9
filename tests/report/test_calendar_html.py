"""The calendar as a page."""

import re
from collections.abc import Callable

from hypothesis import given, settings

from deploylint.model.calendar import Calendar
from deploylint.report.calendar_html import render
from deploylint.report.style import Style
from tests.report.calendars import changing, december
from tests.report.hostile_calendars import hostile_calendars
from tests.report.markups import check_page


def drawn(calendar: Calendar) -> str:
    return "".join(render(calendar, Style()))


def test_html(golden: Callable[[str, str], None]) -> None:
    golden("calendar.html", drawn(december()))


def test_html_of_days_on_which_the_clock_changes(golden: Callable[[str, str], None]) -> None:
    golden("calendar-autumn.html", drawn(changing("Europe/Paris", "2026-10-24", 3)))


def dashed(text: str) -> str:
    return text.replace("--", "\N{EN DASH}")


def test_a_row_can_be_read_aloud() -> None:
    rows = check_page(drawn(december())).rows
    day = next(row for row in rows if row[0] == "Tue 1")
    assert day == [
        "Tue 1",
        dashed(
            "frozenrecommended00:00--06:00 frozen; 06:00--10:00 avoid;"
            " 10:00--16:00 recommended; 16:00--24:00 avoid"
        ),
        dashed("10:00--16:00"),
        "black-friday to 06:00 ",
    ]


def test_the_policy_is_told_in_words() -> None:
    rows = check_page(drawn(december())).rows
    assert rows[-17:] == [
        ["Freeze", "When", "Touching these days", "Why"],
        [
            "year-end",
            "every year, 20 December to 2 January",
            "Sun 2026-12-20 00:00 to Sun 2027-01-03 00:00",
            "the shops are full",
        ],
        [
            "black-friday",
            "2026-11-26 18:00 until 2026-12-01 06:00",
            "Thu 2026-11-26 18:00 to Tue 2026-12-01 06:00",
            "",
        ],
        ["Opening", "Tier", "When", "Why", "Approved by"],
        [
            "database-move",
            "acceptable",
            "2026-12-12 20:15 until 2026-12-12 23:00",
            "the database moves",
            "change-board",
        ],
        ["Exception", "For", "When"],
        [
            "hotfix-p1",
            "hotfix of priority P1 with incident: acceptable, overriding windows and freezes",
            "at any time",
        ],
        [
            "hotfix-p2",
            "hotfix or rollback of priority P2: acceptable, overriding windows",
            "Monday to Friday, 09:00 to 18:00, except public holidays (main)",
        ],
        ["Rule", "Tier", "When", "Why"],
        ["midweek", "recommended", "Tuesday to Thursday, 10:00 to 16:00", ""],
        ["monday-pm", "acceptable", "Monday, 13:00 to 17:00", ""],
        ["friday-am", "acceptable", "Friday, 09:00 to 12:00", ""],
        [
            "weekend-without-on-call",
            "never",
            "Saturday, Sunday, all day, while nobody is on call",
            "nobody would notice",
        ],
        ["holiday", "avoid", "public holidays (main)", ""],
        ["eve", "avoid", "the day before a public holiday (main), from 12:00", ""],
        [
            "patch",
            "acceptable",
            "FREQ=MONTHLY;BYDAY=2TU from 2026-01-13 16:00, for 1 h 30 min each (America/New_York)",
            "",
        ],
        ["(default)", "avoid", "when no rule holds", ""],
    ]


@given(hostile_calendars())
@settings(max_examples=60, deadline=None)
def test_hostile_text_stays_text(hostile: Calendar) -> None:
    page = check_page(drawn(hostile))
    days = [row for row in page.rows if re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d", row[0])]
    assert len(days) == len(hostile.grid.days)
