"""Windows and freezes of whole days: every year, and around public holidays."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from deploylint.model.windows import HolidayDates
from tests.windows.policies import ask, day, weekly, windows


@pytest.mark.parametrize(
    ("first", "through", "frozen"),
    [
        pytest.param("02-29", "03-01", ["2028-02-29", "2027-03-01", "2028-03-01"], id="from"),
        pytest.param("02-28", "02-29", ["2027-02-28", "2028-02-28", "2028-02-29"], id="through"),
        pytest.param("02-29", "02-29", ["2028-02-29"], id="that-day-alone"),
        pytest.param(
            "03-01",
            "02-28",
            ["2027-02-28", "2028-02-28", "2027-03-01", "2028-03-01"],
            id="all-but-that-day",
        ),
    ],
)
def test_29_february(first: str, through: str, frozen: list[str]) -> None:
    freeze = {"id": "f", "yearly": {"from": first, "through": through}}
    rules = windows(freezes=[freeze])
    days = ["2027-02-28", "2028-02-28", "2028-02-29", "2027-03-01", "2028-03-01"]
    found = [one for one in days if ask(rules, f"{one}T12:00").tier == "frozen"]
    assert sorted(found) == sorted(frozen)


HOLIDAYS = {
    "main": HolidayDates(
        first_year=2026,
        last_year=2026,
        names={day(f"2026-{one}").date(): one for one in ("05-01", "05-14", "12-25", "12-26")},
    )
}


@pytest.mark.parametrize(
    ("time", "days"),
    [
        pytest.param({"holiday": {"calendar": "main"}}, "05-01 05-14 12-25 12-26", id="holiday"),
        pytest.param(
            {"holiday_eve": {"calendar": "main", "mode": "calendar"}},
            "04-30 05-13 12-24 12-25",
            id="date-before",
        ),
        pytest.param(
            {
                "holiday_eve": {
                    "calendar": "main",
                    "mode": "calendar",
                    "skip_weekend_holidays": True,
                }
            },
            "04-30 05-13 12-24",
            id="date-before-but-not-of-a-saturday",
        ),
        pytest.param(
            {"holiday_eve": {"calendar": "main", "mode": "working"}},
            "04-30 05-13 12-24",
            id="working-day-before",
        ),
        pytest.param({"bridge_day": {"calendar": "main"}}, "05-15", id="bridge-day"),
    ],
)
def test_days_around_holidays(time: dict[str, Any], days: str) -> None:
    """1 May 2026 is a Friday, 14 May a Thursday, 25 and 26 December Friday and Saturday."""
    rules = windows(holidays={"main": {}}, rules=[{"id": "h", "tier": "never", **time}])
    dates = [datetime(2026, 4, 25, tzinfo=UTC) + timedelta(days=n) for n in range(250)]
    asked = [(one, ask(rules, f"{one:%Y-%m-%dT12:00}", holidays=HOLIDAYS)) for one in dates]
    assert " ".join(f"{one:%m-%d}" for one, answer in asked if answer.tier == "never") == days


def test_holidays_that_nobody_knows_yet_are_told() -> None:
    rule = {"id": "h", "tier": "never", "holiday": {"calendar": "main"}}
    rules = windows(holidays={"main": {}}, rules=[rule])
    answer = ask(rules, "2026-12-25T12:00", holidays=HOLIDAYS)
    assert answer.assumptions == ("the public holidays of `main` are known through 2026 only",)


FRIDAY = {"main": HolidayDates(2026, 2027, {day("2026-10-09").date(): "a day off"})}


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "entry",
    [
        pytest.param({"rules": [{"weekly": {"days": ["fri"]}}]}, id="weekly"),
        pytest.param({"rules": [{"holiday": {"calendar": "main"}}]}, id="holiday"),
        pytest.param({"rules": [{"cron": {"start": "0 0 * * 5", "duration": "1d"}}]}, id="cron"),
        pytest.param({"freezes": [{"yearly": {"from": "10-09", "through": "10-09"}}]}, id="yearly"),
        pytest.param(
            {"freezes": [{"dates": {"from": "2026-10-09", "through": "2026-10-09"}}]}, id="dates"
        ),
    ],
)
def test_a_day_is_whole_wherever_a_block_begins(entry: dict[str, Any], zone: str) -> None:
    """The engine begins a block on 10 October 00:00 UTC, in the middle of a day elsewhere."""
    ((name, (time,)),) = entry.items()
    told = {"id": "d", **time, **({"tier": "never"} if name == "rules" else {})}
    rules = windows(timezone=zone, holidays={"main": {}}, **{name: [told]})
    hours = [datetime(2026, 10, 8, tzinfo=UTC) + timedelta(hours=n) for n in range(80)]
    closed = {
        hour
        for hour in hours
        if ask(rules, f"{hour:%Y-%m-%dT%H:%M}", holidays=FRIDAY).tier in {"never", "frozen"}
    }
    there = ZoneInfo(zone)
    assert closed == {hour for hour in hours if f"{hour.astimezone(there):%m-%d}" == "10-09"}


def test_an_overnight_window_far_west_reaches_into_the_next_block() -> None:
    """Thursday 22:00 in Pago Pago is Friday 09:00 UTC; the window ends on Saturday 01:00 UTC."""
    window = {"id": "w", "tier": "recommended", **weekly("thu", "22:00", "14:00")}
    rules = windows(timezone="Pacific/Pago_Pago", rules=[window])
    moments = ("09T08:59", "09T09:00", "10T00:00", "10T00:59", "10T01:00")
    found = [ask(rules, f"2026-10-{moment}").permitted for moment in moments]
    assert found == [False, True, True, True, False]
