"""What is said about zones, holiday calendars, calendar files and on-call."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploylint.collect.calendar import collect_events
from deploylint.collect.ignoredevents import collect_ignored
from deploylint.model.location import Location
from deploylint.model.policycheck import Ignored, IgnoredEvent, Outlook
from deploylint.model.timespecs import IcsSpec
from deploylint.model.windows import HolidayDates
from deploylint.windows.lint import lint
from tests.windows.policies import at, calendar, weekly, windows
from tests.windows.remarks import (
    HOTFIX,
    NOW,
    QUIET,
    dates,
    exception,
    flat,
    period,
    rule,
    said,
    text,
)

PLACE = "write the place that is meant, such as"
SOON = {"id": "soon", **dates("2026-12-24", "2026-12-24")}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        pytest.param("Europe/Paris", "", id="a-place"),
        pytest.param("UTC", "", id="utc"),
        pytest.param(
            "EST",
            f"""warning: the zone `EST` of the windows keeps one offset all year: its clocks are
            never changed to summer time ({PLACE} America/New_York)""",
            id="one-offset",
        ),
        pytest.param(
            "CET",
            f"""warning: the zone `CET` of the windows is an abbreviation and no place, whose law
            decides when clocks are changed ({PLACE} Europe/Paris)""",
            id="abbreviation",
        ),
        pytest.param(
            "Etc/GMT+2",
            """warning: the zone `Etc/GMT+2` of the windows is 2 h behind UTC (its sign is turned
            round), without summer time (write a place such as Europe/Paris; Etc/GMT-2 is the one
            on the other side of UTC)""",
            id="offset-behind",
        ),
        pytest.param(
            "Etc/GMT-5",
            """warning: the zone `Etc/GMT-5` of the windows is 5 h ahead of UTC (its sign is turned
            round), without summer time (write a place such as Europe/Paris; Etc/GMT+5 is the one
            on the other side of UTC)""",
            id="offset-ahead",
        ),
        pytest.param(
            "GMT",
            """info: the zone `GMT` of the windows keeps one offset all year; London has summer
            time (write UTC, or Europe/London if the clocks there are meant)""",
            id="greenwich",
        ),
    ],
)
def test_zones(zone: str, expected: str) -> None:
    assert said(timezone=zone) == flat(expected)


def test_zones_of_entries_and_settings() -> None:
    settings = Location(".deploylint.yaml", 1, 11)
    stated = windows(timezone=None, rules=[{**QUIET[0], "timezone": "HST"}, QUIET[1]])
    found = lint(stated, Outlook(at(NOW), timezone="MET", places={"timezone": settings}))
    assert [
        (one.at, one.message.split("`", 4)[1::2]) for one in found if "zone" in one.message
    ] == [
        (stated.rules[0].at, ["HST", "week"]),
        (settings, ["MET"]),
    ]


def test_without_a_zone_windows_are_read_in_utc() -> None:
    assert said(timezone=None) == flat(
        """info: no time zone is set, so the windows are read in UTC
        (write `timezone:` with a place such as Europe/Paris, here or in .deploylint.yaml)"""
    )


DAYS = HolidayDates(
    2025,
    2029,
    {
        date(2026, 12, 25): "Christmas Day",
        date(2027, 3, 9): "Eid al-Fitr (estimated)",
        date(2028, 3, 9): "Eid al-Fitr (estimated)",
    },
    frozenset({date(2027, 3, 9), date(2028, 3, 9)}),
)
HOLIDAY = rule({"holiday": {"calendar": "main"}})


@pytest.mark.parametrize(
    ("rules", "stated", "known", "expected"),
    [
        pytest.param(
            [],
            {"country": "FR"},
            DAYS,
            """info: nothing uses the calendar `main`
            (remove it, or name it in a rule, as in `holiday: {calendar: ...}`)""",
            id="unused",
        ),
        pytest.param(
            [HOLIDAY, {**HOLIDAY, "id": "s", "holiday_eve": {"calendar": "main", "mode": "working"},
                       "holiday": None}],
            {},
            HolidayDates(1, 9999),
            """info: the calendar `main`, which `r` and `s` use, is empty: neither it nor the
            settings name a country
            (write `country:` with a code such as FR, here or in .deploylint.yaml)""",
            id="no-country",
        ),
        pytest.param(
            [HOLIDAY],
            {"country": "EG"},
            DAYS,
            """info: 1 date of the calendar `main` may still move: 2027-03-09 (Eid al-Fitr)
            (once they are settled, correct them with `add` and `remove`)""",
            id="estimated",
        ),
        pytest.param(
            [HOLIDAY],
            {"country": "EG"},
            DAYS._replace(last_year=2026, estimated=frozenset()),
            """warning: the holidays of the calendar `main` are known through 2026 only; later days
            count as ordinary ones (add the dates that matter under `add`)""",
            id="unknown-years",
        ),
        pytest.param(
            [HOLIDAY],
            {"add": ["2025-12-24"]},
            HolidayDates(1, 9999, {date(2025, 12, 24): "added"}),
            """warning: the rule `r` does not hold at any time to come; the last time was 2025-12-24
            (remove it, or look at its calendar, which has no such days to come)""",
            id="added-dates-are-over",
        ),
    ],
)  # fmt: skip
def test_holiday_calendars(
    rules: list[dict[str, Any]], stated: dict[str, Any], known: HolidayDates, expected: str
) -> None:
    found = said(*rules, holidays={"main": stated}, outlook={"holidays": {"main": known}})
    assert found == flat(expected)


def test_a_calendar_about_which_nothing_is_known_is_empty() -> None:
    assert said(HOLIDAY, holidays={"main": {"country": "FR"}}) == flat(
        """warning: the rule `r` does not hold at any time to come
        (remove it, or look at its calendar, which has no such days to come)"""
    )


def test_the_country_of_the_settings_counts_and_exceptions_use_calendars() -> None:
    during = {**weekly("sat", "10:00", "12:00")["weekly"], "exclude_holidays": "main"}
    outlook = {"country": "FR", "holidays": {"main": DAYS._replace(estimated=frozenset())}}
    assert (
        said(holidays={"main": {}}, exceptions=[exception(HOTFIX, during=during)], outlook=outlook)
        == ""
    )


NIGHT = {"id": "n", "tier": "never", **weekly("sat"), "when": {"on_call": "absent"}}
SHIFT = period("2026-11-28T00:00", "2026-11-28T12:00")["period"]
OVER = period("2025-11-28T00:00", "2025-11-28T12:00")["period"]


@pytest.mark.parametrize(
    ("rules", "on_call", "expected"),
    [
        pytest.param([NIGHT], {"from": "schedule", "schedule": [SHIFT]}, "", id="a-shift-ahead"),
        pytest.param(
            [NIGHT],
            {"from": "schedule", "schedule": [OVER]},
            """warning: on-call has no shifts to come, so nobody counts as being on call; the last
            ended Fri 2025-11-28 12:00 (add shifts to its schedule)""",
            id="all-shifts-over",
        ),
        pytest.param(
            [],
            {"from": "schedule", "schedule": [SHIFT]},
            """info: no rule asks whether somebody is on call
            (add `when: {on_call: absent}` to a rule, or remove `on_call`)""",
            id="nobody-asks",
        ),
        pytest.param(
            [NIGHT],
            {"from": "input", "schedule": [SHIFT]},
            """warning: on-call is taken from `input`, so `schedule` under `on_call` is not looked
            at (write `from: schedule`, or remove it)""",
            id="schedule-beside-input",
        ),
        pytest.param(
            [rule(weekly("sat"), "never", when={"on_call": "present"})],
            {"from": "schedule", "schedule": [OVER]},
            """warning: on-call has no shifts to come, so nobody counts as being on call; the last
            ended Fri 2025-11-28 12:00 (add shifts to its schedule)
            warning: the rule `r` does not hold at any time to come
            (it waits for `on_call`; add shifts, or remove it)""",
            id="a-rule-waits-for-shifts",
        ),
    ],
)
def test_on_call(rules: list[dict[str, Any]], on_call: dict[str, Any], expected: str) -> None:
    assert said(*rules, on_call=on_call) == flat(expected)


AHEAD = "DTSTART;VALUE=DATE:20261220\nDTEND;VALUE=DATE:20270103"
PAST = "DTSTART;VALUE=DATE:20260110\nDTEND;VALUE=DATE:20260112"
NO_END = "DTSTART:20261220T100000Z"


def looked_at(folder: Path, *events: str, **keys: Any) -> str:
    """Return what is said about a calendar of freezes with these events."""
    (folder / "f.ics").write_text(calendar(*events), "utf-8")
    stated = windows(rules=QUIET, **keys)
    sources = [one.time for one in stated.freezes if isinstance(one.time, IcsSpec)]
    sources += [stated.on_call.ics] if stated.on_call.ics else []
    outlook = Outlook(
        now=at(NOW),
        calendars={source: collect_events(str(folder), source) for source in sources},
        ignored={source: collect_ignored(str(folder), source) for source in sources},
    )
    return text(lint(stated, outlook))


ICS = {"id": "f", "ics": {"file": "f.ics"}}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([AHEAD], "", id="event-ahead"),
        pytest.param([f"{PAST}\nRRULE:FREQ=YEARLY"], "", id="event-every-year"),
        pytest.param(
            [PAST],
            """warning: the freeze `f` has no event of `f.ics` in the next 400 days; the last ended
            Mon 2026-01-12 00:00 (export the calendar again, or remove the entry)""",
            id="all-events-over",
        ),
        pytest.param(
            [AHEAD, f"{AHEAD}\nTRANSP:TRANSPARENT", f"{AHEAD}\nSTATUS:CANCELLED", NO_END],
            """info: the freeze `f` leaves out 1 event of `f.ics`, cancelled: "release freeze"
            (f.ics:16) (None)
            info: the freeze `f` leaves out 1 event of `f.ics`, marked as free time
            (TRANSP:TRANSPARENT): "release freeze" (f.ics:9) (mark such events as busy and export
            the calendar again; whole days are often free there)
            info: the freeze `f` leaves out 1 event of `f.ics`, without length: "release freeze"
            (f.ics:23) (give such events an end (DTEND or DURATION))""",
            id="events-that-do-not-count",
        ),
        pytest.param(
            [
                AHEAD,
                f"{PAST}\nTRANSP:TRANSPARENT",
                f"{PAST}\nRRULE:FREQ=YEARLY;UNTIL=20260115\nTRANSP:TRANSPARENT",
                "DTSTART:tomorrow\nTRANSP:TRANSPARENT",
                f"{AHEAD}\nRECURRENCE-ID;VALUE=DATE:20261219\nSTATUS:CANCELLED",
            ],
            "",
            id="events-that-do-not-matter",
        ),
    ],
)
def test_calendar_files(tmp_path: Path, events: list[str], expected: str) -> None:
    assert looked_at(tmp_path, *events, freezes=[ICS, SOON]) == flat(expected)


FREE = """marked as free time (TRANSP:TRANSPARENT): "release freeze" (f.ics:3) (mark such events
as busy and export the calendar again; whole days are often free there)"""


def test_events_that_do_not_count_are_doubtful_when_no_other_does(tmp_path: Path) -> None:
    free = f"{AHEAD}\nTRANSP:TRANSPARENT"
    assert looked_at(tmp_path, free, PAST, freezes=[ICS, SOON]) == flat(
        f"""warning: the freeze `f` has no event of `f.ics` in the next 400 days; the last ended
        Mon 2026-01-12 00:00 (export the calendar again, or remove the entry)
        warning: the freeze `f` leaves out 1 event of `f.ics`, {FREE}"""
    )


def test_events_that_do_not_count_are_doubtful_when_they_were_picked(tmp_path: Path) -> None:
    free = f"{AHEAD}\nTRANSP:TRANSPARENT"
    picked = {"id": "f", "ics": {"file": "f.ics", "summary_matches": "freeze"}}
    assert looked_at(tmp_path, free, AHEAD, freezes=[picked]) == flat(
        f"warning: the freeze `f` leaves out 1 event of `f.ics`, {FREE}"
    )


def test_a_summary_that_matches_nothing(tmp_path: Path) -> None:
    ics = {"id": "f", "ics": {"file": "f.ics", "summary_matches": "moratorium"}}
    assert looked_at(tmp_path, AHEAD, freezes=[ics, SOON]) == flat(
        """warning: the freeze `f` has no event of `f.ics` in the next 400 days
        (no summary matches `moratorium`; compare it with those in the file)"""
    )


def test_a_calendar_of_shifts(tmp_path: Path) -> None:
    on_call = {"from": "ics", "ics": {"file": "f.ics"}}
    free = f"{AHEAD}\nTRANSP:TRANSPARENT"
    assert looked_at(tmp_path, free, on_call=on_call) == flat(
        """info: no rule asks whether somebody is on call
        (add `when: {on_call: absent}` to a rule, or remove `on_call`)
        warning: on-call has no shifts to come, so nobody counts as being on call
        (add shifts to its ics)
        warning: on-call leaves out 1 event of `f.ics`, """
        + FREE
    )


@pytest.mark.parametrize(
    ("event", "why", "last"),
    [
        pytest.param(f"{AHEAD}\nSTATUS:Cancelled", Ignored.CANCELLED, date(2027, 1, 3), id="end"),
        pytest.param(
            "DTSTART:20261220T100000\nDURATION:PT20H\nTRANSP:TRANSPARENT",
            Ignored.TRANSPARENT,
            date(2026, 12, 21),
            id="duration",
        ),
        pytest.param(
            f"{AHEAD}\nRDATE;VALUE=DATE:20280101,20290101\nTRANSP:TRANSPARENT",
            Ignored.TRANSPARENT,
            date(2029, 1, 1),
            id="further-dates",
        ),
        pytest.param(
            f"{AHEAD}\nRRULE:FREQ=YEARLY\nTRANSP:TRANSPARENT", Ignored.TRANSPARENT, None, id="rule"
        ),
        pytest.param(
            f"{AHEAD}\nRRULE:FREQ=YEARLY;UNTIL=20301231T000000Z\nTRANSP:TRANSPARENT",
            Ignored.TRANSPARENT,
            date(2030, 12, 31),
            id="rule-that-ends",
        ),
        pytest.param(NO_END, Ignored.EMPTY, date(2026, 12, 20), id="no-end"),
        pytest.param(
            "DTSTART:20261220T100000Z\nDTEND:20261220T100000Z",
            Ignored.EMPTY,
            date(2026, 12, 20),
            id="ends-at-once",
        ),
    ],
)
def test_events_that_take_no_time(
    tmp_path: Path, event: str, why: Ignored, last: date | None
) -> None:
    (tmp_path / "f.ics").write_text(calendar(event), "utf-8")
    source = IcsSpec("f.ics", summary_matches="freeze")
    assert collect_events(str(tmp_path), source) == ()
    assert collect_ignored(str(tmp_path), source) == (
        IgnoredEvent(why, "release freeze", Location("f.ics", 3, 1), last),
    )
    assert collect_ignored(str(tmp_path), source._replace(summary_matches="other")) == ()
