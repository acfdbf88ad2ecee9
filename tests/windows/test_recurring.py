"""Cron expressions and recurrence rules start when croniter and dateutil say so."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from croniter import croniter
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from deploylint.load.cronexpr import parse_cron
from deploylint.model.recurrence import parse_recurrence
from deploylint.model.timespecs import CronSpec
from deploylint.windows.cron import cron_days
from deploylint.windows.days import day_number
from deploylint.windows.localtime import wall
from deploylint.windows.recurring import Starts
from tests.windows.policies import ask, day, windows

HOUR = timedelta(hours=1)
numbers = st.integers


def field(least: int, greatest: int) -> st.SearchStrategy[str]:
    """Return one field of a cron expression: lists, ranges, steps, wildcards."""
    number = numbers(least, greatest)
    step = numbers(1, greatest).map(lambda n: f"/{n}")
    span = st.tuples(number, number).map(lambda pair: f"{min(pair)}-{max(pair)}")
    one = st.one_of(
        number.map(str),
        span,
        st.tuples(span, step).map("".join),
        step.map(lambda text: f"*{text}"),
    )
    return st.one_of(st.just("*"), st.lists(one, min_size=1, max_size=3).map(",".join))


expressions = st.tuples(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7)).map(
    " ".join
)


@settings(max_examples=100, deadline=None)
@given(text=expressions, start=st.datetimes(day("2020-01-01"), day("2040-01-01")))
def test_cron_starts_when_croniter_says(text: str, start: datetime) -> None:
    try:
        fields = parse_cron(text)
    except ValueError as error:
        assume("never comes" not in str(error))
        raise
    spec = CronSpec(duration=HOUR, **fields._asdict())
    first, span = start.date(), 40
    days = cron_days(spec, day_number(first), day_number(first) + span)
    ours = [
        day("1970-01-01") + timedelta(days=number, hours=hour, minutes=minute)
        for number in days
        for hour in spec.hours
        for minute in spec.minutes
    ][:200]
    midnight = day(first.isoformat())
    theirs: list[datetime] = []
    if ours or days == []:
        steps = croniter(text, midnight - timedelta(seconds=1), ret_type=datetime)
        while len(theirs) < len(ours) + 1:
            theirs.append(steps.get_next())
    assert ours == theirs[: len(ours)]
    assert days or theirs[0] >= midnight + timedelta(days=span)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("0 0 * * 7", [0, 7, 14], id="seven-is-sunday"),
        pytest.param("0 0 * * SUN", [0, 7, 14], id="by-name"),
        pytest.param("0 0 3 * 0", [0, 2, 7, 14], id="day-or-weekday"),
        pytest.param("0 0 3 * *", [2], id="day-alone"),
    ],
)
def test_days_of_a_cron_expression(text: str, days: list[int]) -> None:
    sunday = day_number(date(2026, 11, 1))
    spec = CronSpec(duration=HOUR, **parse_cron(text)._asdict())
    assert [number - sunday for number in cron_days(spec, sunday, sunday + 15)] == days


rules = st.builds(
    lambda *parts: ";".join(part for part in parts if part),
    st.sampled_from(
        (
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR",
            "FREQ=WEEKLY;BYDAY=SU,TU;WKST=SU",
            "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYDAY=2TU",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=YEARLY",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
            "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3,10",
        )
    ),
    st.sampled_from(("", "INTERVAL=2", "INTERVAL=3")),
    st.sampled_from(("", "", "COUNT=1", "COUNT=40")),
)
moments = st.datetimes(day("2019-01-01"), day("2026-01-01")).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@settings(max_examples=150, deadline=None)
@given(text=rules, anchor=moments, asked=st.lists(moments, min_size=1, max_size=4))
def test_a_rule_starts_when_dateutil_says(
    text: str, anchor: datetime, asked: list[datetime]
) -> None:
    """In any order of questions, also where the anchor is moved close to the question."""
    starts = Starts(parse_recurrence(text), anchor)
    every: Any = rrulestr(text, dtstart=anchor)
    if "COUNT" not in text:
        every = every.replace(until=day("2028-01-01"))
    for low in asked:
        high = low + timedelta(days=100)
        theirs = [wall(time) for time in every.between(low, high, inc=True)]
        assert starts.between(wall(low), wall(high) + 1) == theirs


def test_a_rule_that_never_comes_again_ends_the_search() -> None:
    starts = Starts(parse_recurrence("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), day("2026-01-01"))
    assert starts.between(wall(day("2026-01-01")), wall(day("2027-01-01"))) == []


def recurring(rule: str, **keys: Any) -> dict[str, Any]:
    told = {"rule": rule, "start": "2026-11-02T10:00", "duration": "2h", **keys}
    return {"id": "r", "tier": "recommended", "rrule": told}


@pytest.mark.parametrize(
    ("moment", "zone", "tier"),
    [
        pytest.param("2026-11-04T10:00", "UTC", "recommended", id="last-start-is-included"),
        pytest.param("2026-11-05T10:00", "UTC", "avoid", id="none-after-the-end"),
        pytest.param("2026-11-04T15:00", "America/New_York", "avoid", id="the-end-is-an-instant"),
        pytest.param("2026-11-03T15:00", "America/New_York", "recommended", id="on-its-own-clock"),
    ],
)
def test_until_is_an_instant(moment: str, zone: str, tier: str) -> None:
    rule = recurring("FREQ=DAILY;UNTIL=20261104T100000Z") | {"timezone": zone}
    assert ask(windows(rules=[rule]), moment).tier == tier


def test_a_start_that_does_not_match_is_no_occurrence() -> None:
    rules = windows(rules=[recurring("FREQ=WEEKLY;BYDAY=TU")])
    tiers = [ask(rules, f"2026-11-0{number}T10:00").tier for number in (2, 3)]
    assert tiers == ["avoid", "recommended"]


LONG = {"start": "2026-10-05T10:00", "duration": "7d"}


@pytest.mark.parametrize(
    "time",
    [
        pytest.param({"rrule": {"rule": "FREQ=MONTHLY", **LONG}}, id="rrule"),
        pytest.param({"cron": {**LONG, "start": "0 10 5 * *"}}, id="cron"),
    ],
)
def test_a_long_window_stays_open_into_the_next_block(time: dict[str, Any]) -> None:
    """The engine begins a block on 10 October."""
    rules = windows(rules=[{"id": "l", "tier": "recommended", **time}])
    moments = ("05T09:59", "05T10:00", "09T23:59", "10T00:00", "12T09:59", "12T10:00")
    found = [ask(rules, f"2026-10-{moment}").permitted for moment in moments]
    assert found == [False, True, True, True, True, False]


@pytest.mark.parametrize(
    ("start", "moments"),
    [
        pytest.param("0 * * * *", "00:10 01:10 02:10", id="every-hour"),
        pytest.param("*/30 2 * * *", "00:10 00:40 01:10 01:40", id="every-half-hour"),
        pytest.param("0 2 * * *", "00:10", id="fixed-time"),
        pytest.param("0,30 2 * * *", "00:10 00:40", id="two-fixed-times"),
    ],
)
def test_a_wildcard_opens_in_both_passes_of_a_repeated_hour(start: str, moments: str) -> None:
    """On 25 October 2026 the clock of Paris shows 02:00 at 00:00 and at 01:00 UTC."""
    cron = {"id": "c", "tier": "recommended", "cron": {"start": start, "duration": "20m"}}
    rules = windows(timezone="Europe/Paris", rules=[cron])
    asked = [f"{hour:02}:{minute}" for hour in range(3) for minute in (10, 40)]
    found = [time for time in asked if ask(rules, f"2026-10-25T{time}").permitted]
    assert " ".join(found) == moments


def test_the_start_anchors_the_interval() -> None:
    rules = windows(rules=[recurring("FREQ=WEEKLY;INTERVAL=2")])
    found = [ask(rules, f"2026-11-{number:02}T10:00").tier for number in (2, 9, 16)]
    assert found == ["recommended", "avoid", "recommended"]


def test_count_ends_the_rule() -> None:
    answer = ask(windows(rules=[recurring("FREQ=DAILY;COUNT=2")]), "2026-11-03T12:00")
    assert (answer.tier, answer.next_permitted) == ("avoid", None)
