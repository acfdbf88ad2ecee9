"""What is said about times: lengths, nights on which the clock is changed, freezes."""

from typing import Any

import pytest

from tests.windows.policies import weekly
from tests.windows.remarks import (
    HOTFIX,
    about,
    cron,
    dates,
    exception,
    flat,
    opening,
    period,
    remarks,
    rrule,
    rule,
    said,
    text,
)

PARIS, NEW_YORK, SANTIAGO = "Europe/Paris", "America/New_York", "America/Santiago"
LORD_HOWE = "Australia/Lord_Howe"
SOON = {"id": "soon", **dates("2026-12-24", "2026-12-24")}


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(
            weekly("sat", "20:00", "20:10"),
            """warning: the rule `r` opens for 10 min at a time: a deployment that is a little late
            misses it (give it half an hour or more, or join it to another window)""",
            id="ten-minutes",
        ),
        pytest.param(weekly("sat", "20:00", "20:15"), "", id="a-quarter-of-an-hour"),
        pytest.param(weekly("sat", "23:50", "24:00"), "", id="where-another-begins"),
    ],
)
def test_windows_that_are_too_short(time: dict[str, Any], expected: str) -> None:
    sunday = {"id": "s", "tier": "recommended", **weekly("sun")}
    monday = {"id": "m", "tier": "acceptable", **weekly("mon tue wed thu fri")}
    rules = [rule(time, "acceptable"), sunday, monday]
    found = remarks(rules=rules)
    assert text(one for one in found if "no rule" not in one.message) == flat(expected)


def test_an_opening_and_an_exception_can_be_too_short() -> None:
    found = said(
        openings=[opening("2026-11-28T20:00", "2026-11-28T20:05")],
        exceptions=[exception(HOTFIX, during=weekly("sun", "20:00", "20:01")["weekly"])],
        freezes=[SOON],
    )
    assert found == flat(
        """warning: the opening `o` opens for 5 min at a time: a deployment that is a little late
        misses it (give it half an hour or more, or join it to another window)
        warning: the exception `e` opens for 1 min at a time: a deployment that is a little late
        misses it (give it half an hour or more, or join it to another window)"""
    )


def test_a_short_time_that_closes_is_no_window() -> None:
    assert said(rule(weekly("mon", "20:00", "20:05"))) == ""


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(
            cron("0 * 15 JAN *", "1440m"),
            """warning: the rule `r` lasts 1 day, longer than the 1 h to its next start, so
            24 windows become one of 1 day 23 h: Fri 2027-01-15 00:00 to Sat 2027-01-16 23:00
            (shorten `duration` to 1 h or less, or start less often (a `*` in minute or hour starts
            a window each time))""",
            id="every-hour-of-a-holiday",
        ),
        pytest.param(
            cron("*/15 * * * *", "20m"),
            """warning: the rule `r` lasts 20 min, longer than the 15 min to its next start, so it
            holds without a break (shorten `duration` to 15 min or less, or start less often
            (a `*` in minute or hour starts a window each time))""",
            id="always",
        ),
        pytest.param(
            cron("0 20 * * 5,6", "30h"),
            """warning: the rule `r` lasts 1 day 6 h, longer than the 1 day to its next start, so
            2 windows become one of 2 days 6 h: Fri 2026-11-27 20:00 to Mon 2026-11-30 02:00
            (shorten `duration` to 1 day or less, or start less often)""",
            id="two-nights-running",
        ),
        pytest.param(
            rrule("FREQ=WEEKLY;BYDAY=FR,SA", "2026-01-02T20:00", "30h"),
            """warning: the rule `r` lasts 1 day 6 h, longer than the 1 day to its next start, so
            2 windows become one of 2 days 6 h: Fri 2026-11-27 20:00 to Mon 2026-11-30 02:00
            (shorten `duration` to 1 day or less, or start less often)""",
            id="recurrence-rule",
        ),
        pytest.param(cron("0 * * * *", "60m"), "", id="until-the-next-start"),
        pytest.param(cron("0 20 * * 6", "30h"), "", id="once-a-week"),
        pytest.param(rrule("FREQ=DAILY;COUNT=1", "2026-12-01T20:00", "90h"), "", id="once"),
    ],
)
def test_windows_that_last_beyond_the_next_start(time: dict[str, Any], expected: str) -> None:
    assert text(about("the rule `r` lasts", remarks(rule(time, "never")))) == flat(expected)


LEFT = "which is excluded: what is left of that day is not in it"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(
            weekly("fri", "14:00", "23:59"),
            f'warning: the rule `r` ends at 23:59, {LEFT} (write `to: "24:00"`)',
            id="weekly",
        ),
        pytest.param(
            cron("0 14 * * 5", "9h59m"),
            f"warning: the rule `r` ends at 23:59, {LEFT} (write `duration: 10 h`)",
            id="cron",
        ),
        pytest.param(
            rrule("FREQ=WEEKLY;BYDAY=FR", "2026-01-02T00:00", "23h59m"),
            f"warning: the rule `r` ends at 23:59, {LEFT} (write `duration: 1 day`)",
            id="recurrence-rule",
        ),
        pytest.param(weekly("fri", "14:00", "24:00"), "", id="end-of-the-day"),
        pytest.param(weekly("fri", "14:00", "23:58"), "", id="another-minute"),
        pytest.param(weekly("fri", "14:00", "00:00"), "", id="midnight"),
    ],
)
def test_a_minute_is_left_out(time: dict[str, Any], expected: str) -> None:
    assert said(rule(time)) == flat(expected)


def test_a_minute_is_left_out_of_a_period_and_an_exception() -> None:
    freeze = {"id": "f", **period("2026-12-01T00:00", "2026-12-01T23:59:59")}
    during = weekly("sat", "10:00", "23:59")["weekly"]
    assert said(freezes=[freeze], exceptions=[exception(HOTFIX, during=during)]) == flat(
        f"""warning: the freeze `f` ends at 2026-12-01T23:59:59, {LEFT}
        (write `until: "2026-12-02T00:00"`)
        warning: the exception `e` ends at 23:59, {LEFT} (write `to: "24:00"`)"""
    )


@pytest.mark.parametrize(
    ("zone", "time", "expected"),
    [
        pytest.param(
            PARIS,
            weekly("sat sun", "02:30", "06:00"),
            """warning: the rule `r`: on 2027-03-28 the clock skips 02:30, so it begins at 03:00;
            on 2027-10-31 the clock shows 02:30 twice, so it begins at the first
            (every night has `01:30` and `03:00` exactly once)""",
            id="begins-in-the-hour",
        ),
        pytest.param(
            PARIS,
            weekly("sat", "22:00", "02:00"),
            """warning: the rule `r`: on 2027-03-28 the clock skips 02:00, so it ends at 03:00;
            on 2027-10-31 the clock shows 02:00 twice, so it ends at the second
            (every night has `01:30` and `03:00` exactly once)""",
            id="ends-in-the-hour-on-the-next-day",
        ),
        pytest.param(
            PARIS,
            weekly("sun", "02:10", "02:50"),
            """warning: the rule `r`: on 2027-03-28 the clock skips all of it, so it does not open;
            on 2027-10-31 the clock shows 02:10 twice, so it begins at the first; and 1 more
            (every night has `01:30` and `03:00` exactly once)""",
            id="lies-in-the-hour",
        ),
        pytest.param(
            PARIS,
            cron("30 2 * * *", "1h"),
            """warning: the rule `r`: on 2027-03-28 the clock skips 02:30, so it begins at 03:00;
            on 2027-10-31 the clock shows 02:30 twice, so it begins at the first
            (every night has `01:30` and `03:00` exactly once)""",
            id="cron",
        ),
        pytest.param(
            PARIS,
            rrule("FREQ=MONTHLY;BYDAY=-1SU", "2026-01-25T02:30", "1h"),
            """warning: the rule `r`: on 2027-03-28 the clock skips 02:30, so it begins at 03:00;
            on 2027-10-31 the clock shows 02:30 twice, so it begins at the first
            (every night has `01:30` and `03:00` exactly once)""",
            id="recurrence-rule",
        ),
        pytest.param(
            PARIS,
            rrule("FREQ=MONTHLY;BYDAY=-1SU;UNTIL=20270601T000000Z", "2026-01-25T02:30", "1h"),
            """warning: the rule `r`: on 2027-03-28 the clock skips 02:30, so it begins at 03:00
            (every night has `01:30` and `03:00` exactly once)""",
            id="recurrence-rule-until-summer",
        ),
        pytest.param(
            NEW_YORK,
            weekly("sun", "01:30", "06:00"),
            """warning: the rule `r`: on 2027-11-07 the clock shows 01:30 twice, so it begins at
            the first (every night has `00:30` and `03:00` exactly once)""",
            id="an-hour-earlier-in-new-york",
        ),
        pytest.param(
            LORD_HOWE,
            weekly("sun", "02:15", "06:00"),
            """warning: the rule `r`: on 2027-10-03 the clock skips 02:15, so it begins at 02:30
            (every night has `01:00` and `02:30` exactly once)""",
            id="half-an-hour-at-lord-howe",
        ),
        pytest.param(PARIS, weekly("sat sun", "01:30", "03:00"), "", id="around-the-hour"),
        pytest.param(PARIS, weekly("mon", "02:30", "05:00"), "", id="on-another-night"),
        pytest.param(PARIS, cron("*/30 2 * * *", "30m"), "", id="cron-with-a-wildcard"),
        pytest.param(SANTIAGO, weekly("sun"), "", id="no-midnight-in-santiago"),
        pytest.param("UTC", weekly("sat sun", "02:30", "06:00"), "", id="no-summer-time"),
        pytest.param(
            PARIS,
            cron("0 0 * * 6", "48h"),
            """warning: the rule `r` lasts 2 days of elapsed time, which ends at another hour when
            the clock is changed meanwhile: it holds from Sat 2027-03-27 00:00 to Mon 2027-03-29
            01:00 (whole days on the clock are stated with `weekly`)""",
            id="two-days-of-elapsed-time",
        ),
        pytest.param("UTC", cron("0 0 * * 6", "48h"), "", id="two-days-without-summer-time"),
        pytest.param(PARIS, cron("0 22 * * 6", "8h"), "", id="eight-hours-of-elapsed-time"),
    ],
)
def test_nights_on_which_the_clock_is_changed(
    zone: str, time: dict[str, Any], expected: str
) -> None:
    assert said(rule(time), timezone=zone) == flat(expected)


def test_a_night_that_is_over_is_not_told() -> None:
    found = said(rule(weekly("sun", "02:30", "06:00")), timezone=PARIS, now="2026-10-25T12:00")
    assert found == flat(
        """warning: the rule `r`: on 2027-03-28 the clock skips 02:30, so it begins at 03:00;
        on 2027-10-31 the clock shows 02:30 twice, so it begins at the first
        (every night has `01:30` and `03:00` exactly once)"""
    )


def test_a_period_may_begin_when_the_clock_is_changed() -> None:
    freeze = {"id": "f", **period("2027-03-28T02:30", "2027-03-28T12:00")}
    aware = {"id": "g", **period("2027-03-28T02:30+01:00", "2027-03-28T12:00+02:00")}
    found = remarks(freezes=[freeze, aware], timezone=PARIS)
    assert text(one for one in found if "clock" in one.message) == flat(
        """warning: the freeze `f`: on 2027-03-28 the clock skips 02:30, so it begins at 03:00
        (every night has `01:30` and `03:00` exactly once)"""
    )


def test_a_day_of_25_hours_is_longer_than_24() -> None:
    found = remarks(rule(cron("0 0 * * *", "24h")), timezone=PARIS, now="2026-10-20T12:00")
    assert text(about("the rule `r`", found)) == flat(
        """warning: the rule `r` lasts 1 day of elapsed time, which ends at another hour when the
        clock is changed meanwhile: it holds from Sun 2026-10-25 00:00 to Sun 2026-10-25 23:00
        (whole days on the clock are stated with `weekly`)"""
    )


def test_elapsed_days_of_a_freeze_have_other_words() -> None:
    freeze = {"id": "f", **rrule("FREQ=WEEKLY;BYDAY=SA", "2026-01-03T00:00", "48h")}
    assert text(about("the freeze `f`", remarks(freezes=[freeze], timezone=PARIS))) == flat(
        """warning: the freeze `f` lasts 2 days of elapsed time, which ends at another hour when
        the clock is changed meanwhile: it holds from Sat 2027-03-27 00:00 to Mon 2027-03-29 01:00
        (whole days on the clock are stated with `dates`, `yearly` or `ics`)"""
    )


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(dates("2026-12-01", "2026-12-24"), "", id="ahead"),
        pytest.param(dates("2026-11-01", "2026-11-24"), "", id="today"),
        pytest.param(dates("2046-12-01", "2046-12-24"), "", id="far-ahead"),
        pytest.param(
            dates("2025-12-20", "2026-01-02"),
            """warning: the freeze `f` has been over since Sat 2026-01-03 00:00, so it freezes
            nothing (remove it, or give it the next dates; `yearly` comes back by itself)""",
            id="last-winter",
        ),
        pytest.param(
            period("1999-12-31T12:00", "2000-01-02T12:00"),
            """warning: the freeze `f` has been over since Sun 2000-01-02 12:00, so it freezes
            nothing (remove it, or give it the next dates; `yearly` comes back by itself)""",
            id="long-ago",
        ),
        pytest.param(
            rrule("FREQ=YEARLY;UNTIL=20251231T000000Z", "2020-12-20T00:00", "36h"),
            """warning: the freeze `f` has been over since Sun 2025-12-21 12:00, so it freezes
            nothing (remove it, or give it the next dates; `yearly` comes back by itself)""",
            id="recurrence-rule-that-has-ended",
        ),
        pytest.param({"yearly": {"from": "11-01", "through": "12-30"}}, "", id="sixty-days"),
        pytest.param(
            {"yearly": {"from": "11-01", "through": "12-31"}},
            """warning: the freeze `f` lasts 61 days, from 2026-11-01 through 2026-12-31
            (look at its dates; a standing ban is better said by a rule with a strict tier)""",
            id="sixty-one-days",
        ),
        pytest.param(
            dates("2028-01-01", "2028-12-31"),
            """warning: the freeze `f` lasts 366 days, from 2028-01-01 through 2028-12-31
            (look at its dates; a standing ban is better said by a rule with a strict tier)""",
            id="a-year-by-mistake",
        ),
        pytest.param(
            {"yearly": {"from": "02-15", "through": "02-29"}},
            """info: the freeze `f` ends on 29 February; in common years it ends on 28 February
            (None)""",
            id="through-leap-day",
        ),
        pytest.param(
            {"yearly": {"from": "02-29", "through": "03-15"}},
            """info: the freeze `f` begins on 29 February; in common years it begins on 1 March
            (None)""",
            id="from-leap-day",
        ),
        pytest.param(
            {"yearly": {"from": "02-29", "through": "02-29"}},
            """warning: the freeze `f` is on 29 February alone: in common years there is none
            (write 02-28 or 03-01, if it is meant every year)""",
            id="leap-day-alone",
        ),
    ],
)
def test_freezes(time: dict[str, Any], expected: str) -> None:
    assert said(freezes=[{"id": "f", **time}, SOON]) == flat(expected)


@pytest.mark.parametrize(
    ("freezes", "expected"),
    [
        pytest.param([], "", id="no-freezes-at-all"),
        pytest.param([{"id": "f", **dates("2027-02-21", "2027-02-22")}], "", id="within-90-days"),
        pytest.param(
            [
                {"id": "later", **dates("2027-03-02", "2027-03-03")},
                {"id": "next", **dates("2027-03-01", "2027-03-01")},
            ],
            """info: no freeze falls into the next 90 days; the next is the freeze `next`, from
            Mon 2027-03-01 00:00 (add the freezes that are agreed on by now)""",
            id="later",
        ),
    ],
)
def test_a_quarter_without_a_freeze(freezes: list[dict[str, Any]], expected: str) -> None:
    assert said(freezes=freezes) == flat(expected)
