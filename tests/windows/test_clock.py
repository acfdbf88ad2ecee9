"""From times on a clock to instants, where the clock skips time or shows it twice."""

import struct
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.windows.localtime import DAY, HOUR, SECOND, Clock, instant, wall
from tests.windows.policies import day

CLOCKS = {
    key: Clock(ZoneInfo(key))
    for key in ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
}


def resolved(zone: str, time: str) -> tuple[str, str]:
    """Return the instants for which a time on the clock stands, as a start and as an end."""
    clock = CLOCKS[zone]
    there = wall(datetime.fromisoformat(time))
    found = (clock.start(there), clock.end(there))
    first, last = (datetime.fromtimestamp(moment / SECOND, UTC) for moment in found)
    return f"{first:%m-%dT%H:%M}", f"{last:%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("zone", "time", "start", "end"),
    [
        pytest.param("Europe/Paris", "2026-03-29T01:59", "03-29T00:59", "03-29T00:59", id="before"),
        pytest.param("Europe/Paris", "2026-03-29T02:00", "03-29T01:00", "03-29T01:00", id="gap"),
        pytest.param("Europe/Paris", "2026-03-29T02:59", "03-29T01:00", "03-29T01:00", id="in-gap"),
        pytest.param("Europe/Paris", "2026-03-29T03:00", "03-29T01:00", "03-29T01:00", id="after"),
        pytest.param("Europe/Paris", "2026-10-25T01:59", "10-24T23:59", "10-24T23:59", id="once"),
        pytest.param("Europe/Paris", "2026-10-25T02:00", "10-25T00:00", "10-25T01:00", id="twice"),
        pytest.param("Europe/Paris", "2026-10-25T03:00", "10-25T02:00", "10-25T02:00", id="again"),
        pytest.param(
            "Australia/Lord_Howe", "2026-10-04T02:15", "10-03T15:30", "10-03T15:30", id="half-hour"
        ),
        pytest.param(
            "Australia/Lord_Howe", "2026-04-05T01:45", "04-04T14:45", "04-04T15:15", id="half-again"
        ),
        pytest.param("Pacific/Apia", "2011-12-30T12:00", "12-30T10:00", "12-30T10:00", id="no-day"),
    ],
)
def test_time_on_a_clock(zone: str, time: str, start: str, end: str) -> None:
    assert resolved(zone, time) == (start, end)


@given(
    key=st.sampled_from(sorted(CLOCKS)),
    moment=st.datetimes(day("1970-01-01"), day("2200-01-01")),
)
def test_a_time_that_is_shown_once_stands_for_that_instant(key: str, moment: datetime) -> None:
    there = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(key))
    shown = wall(there.replace(tzinfo=None, fold=0))
    clock = CLOCKS[key]
    expected = instant(moment.replace(tzinfo=UTC))
    assert expected in {clock.start(shown), clock.end(shown)}
    assert clock.start(shown) <= expected <= clock.end(shown)


@given(
    key=st.sampled_from(sorted(CLOCKS)),
    first=st.datetimes(day("2000-01-01"), day("2040-01-01")),
    minutes=st.integers(0, 3000),
)
def test_later_on_the_clock_is_never_earlier(key: str, first: datetime, minutes: int) -> None:
    clock = CLOCKS[key]
    start, end = wall(first), wall(first + timedelta(minutes=minutes))
    assert clock.start(start) <= clock.start(end)
    assert clock.end(start) <= clock.end(end)


def test_no_zone_changes_its_clock_twice_within_two_days() -> None:
    """`Clock.offset` compares the two ends of a day, so nothing may come and go between them."""
    keys = files("tzdata").joinpath("zones").read_text("utf-8").split()
    close = [
        key
        for key in keys
        if any(other - one < 2 * DAY // SECOND for one, other in pairwise(changes_of(key)))
    ]
    assert (len(keys) > 500, close) == (True, [])


def changes_of(key: str) -> list[int]:
    """Return the changes of a zone in seconds since 1970, from its TZif file (RFC 8536)."""
    data = files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()
    header = struct.Struct(">4sc15x6I")
    _, _, utc, standard, leaps, times, types, letters = header.unpack_from(data)
    skipped = header.size + times * 5 + types * 6 + letters + leaps * 8 + standard + utc
    count = header.unpack_from(data, skipped)[5]
    return list(struct.unpack_from(f">{count}q", data, skipped + header.size))


def test_far_away_times_do_not_break() -> None:
    clock = CLOCKS["Europe/Paris"]
    assert clock.shown(10**20).year == 9909
    assert clock.start(-(10**20)) < clock.end(10**20)
    assert clock.shown(instant(day("2026-01-01").replace(tzinfo=UTC)) + HOUR).hour == 2
