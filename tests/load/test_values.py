"""Durations and instants as people write them."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.load.values import parse_day, parse_duration, parse_instant, write_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("30m", 30),
        ("1h30m", 90),
        ("1h 30 min", 90),
        ("90 s", 1.5),
        ("2d", 2880),
        ("1.5h", 90),
        ("< 5 minutes", 5),
        ("≤5m", 5),
        ("30 minutes minimum", 30),
        ("max 10 min", 10),
        ("2 heures", 120),
        ("1 semaine", 10080),
        ("0m", 0),
    ],
)
def test_durations(text: str, minutes: float) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a duration such as 30m, 1h30m or 2d, found ``"),
        ("5", "expected a duration such as 30m, 1h30m or 2d, found `5`"),
        ("-5m", "expected a duration such as 30m, 1h30m or 2d, found `-5m`"),
        ("5-10 minutes", "expected a duration such as 30m, 1h30m or 2d, found `5-10 minutes`"),
        ("5 parsecs", "`parsecs` is no unit of time; use s, m, h or d"),
        ("999999w", "`999999w` is longer than ten years"),
        ("999999w" * 200, f"`{('999999w' * 200)[:40]}` is longer than ten years"),
    ],
)
def test_what_is_no_duration(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"duration|unit|years") as error:
        parse_duration(text)
    assert str(error.value) == message


@given(st.integers(0, 300_000_000))
def test_a_written_duration_is_read_back(seconds: int) -> None:
    duration = timedelta(seconds=seconds)
    assert parse_duration(write_duration(duration)) == duration


@given(st.text(max_size=20))
def test_any_text_is_a_duration_and_an_instant_or_refused(text: str) -> None:
    for parse in (parse_duration, parse_instant, parse_day):
        with contextlib.suppress(ValueError):
            assert isinstance(parse(text), datetime | timedelta)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-11-24T10:00:00", "has no UTC offset, so it is not one moment"),
        ("2026-11-24T10:00:60+01:00", "is no moment in time"),
        ("2026-02-30T10:00:00+01:00", "is no moment in time"),
        ("2026-11-24", "has no time of day"),
        ("1969-12-31T23:59:59Z", "is not between 1970 and 2200"),
        ("tomorrow", "is no moment in time"),
    ],
)
def test_what_is_no_instant(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_instant(text)


def test_a_bare_day_begins_at_midnight_utc() -> None:
    assert parse_day("2026-11-02") == datetime(2026, 11, 2, tzinfo=UTC)
