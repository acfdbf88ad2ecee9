"""Answers about time in words: what is shown, and what is left out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from deploylint.model.windows import Deciding
from deploylint.model.windowwords import entry, interval, moment

PARIS = ZoneInfo("Europe/Paris")


def paris(text: str) -> datetime:
    """Return an instant, given in UTC, on the clock of Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(PARIS)


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        pytest.param("2026-11-20T13:30", "Fri 2026-11-20 14:30", id="minutes"),
        pytest.param("2026-11-20T13:30:05", "Fri 2026-11-20 14:30:05", id="seconds"),
        pytest.param("2026-03-29T01:00", "Sun 2026-03-29 03:00", id="after-skipped-time"),
        pytest.param("2026-10-25T00:30", "Sun 2026-10-25 02:30+02:00", id="first-of-two"),
        pytest.param("2026-10-25T01:30", "Sun 2026-10-25 02:30+01:00", id="second-of-two"),
        pytest.param("2026-10-25T02:00", "Sun 2026-10-25 03:00", id="after-repeated-time"),
    ],
)
def test_moment(instant: str, shown: str) -> None:
    assert moment(paris(instant)) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        pytest.param("2026-11-20T13:00", "2026-11-20T15:00", "14:00 to 16:00", id="one-day"),
        pytest.param("2026-11-20T13:00", "2026-11-20T23:00", "14:00 to 24:00", id="its-end"),
        pytest.param(
            "2026-11-20T13:00", "2026-11-21T00:00", "14:00 to Sat 2026-11-21 01:00", id="next-day"
        ),
        pytest.param(
            "2026-11-20T13:00", "2026-11-21T23:00", "14:00 to Sun 2026-11-22 00:00", id="two-days"
        ),
    ],
)
def test_interval(start: str, end: str, shown: str) -> None:
    assert interval(paris(start), paris(end)) == f"Fri 2026-11-20 {shown}"


def test_an_hour_that_comes_twice_has_an_end() -> None:
    first, second = paris("2026-10-25T00:30"), paris("2026-10-25T01:30")
    assert interval(first, second) == "Sun 2026-10-25 02:30+02:00 to 02:30+01:00"


NIGHT = Deciding(
    id="night",
    kind="rule",
    form="weekly",
    tier="avoid",
    start=paris("2026-11-20T13:00"),
    end=paris("2026-11-20T15:00"),
    reason="few are there",
)
SAID = "rule night, Fri 2026-11-20 14:00 to 16:00"


@pytest.mark.parametrize(
    ("deciding", "zone", "day", "said"),
    [
        pytest.param(NIGHT, "Europe/Paris", None, f"{SAID} (few are there)", id="reason"),
        pytest.param(
            NIGHT, "UTC", None, f"{SAID} in Europe/Paris (few are there)", id="another-zone"
        ),
        pytest.param(
            NIGHT, "Europe/Paris", "May Day", f"{SAID} (May Day; few are there)", id="holiday"
        ),
        pytest.param(NIGHT._replace(reason=None), "Europe/Paris", None, SAID, id="no-reason"),
        pytest.param(
            NIGHT._replace(kind="exception", start=None, end=None, reason=None),
            "Europe/Paris",
            None,
            "exception night",
            id="always",
        ),
    ],
)
def test_entry(deciding: Deciding, zone: str, day: str | None, said: str) -> None:
    assert entry(deciding, zone, day) == said
