"""The clock that a calendar file describes shows what the real one shows."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.collect.ical import read_components
from deploylint.collect.vtimezone import defined_zone
from tests.windows.policies import ROMANCE, calendar, day

PARIS = ZoneInfo("Europe/Paris")
(CALENDAR,) = read_components(calendar(head=ROMANCE).encode(), "f.ics")
DEFINED = defined_zone(CALENDAR.parts[0])
MOMENTS = st.datetimes(day("1997-01-01"), day("2037-01-01"))


@given(moment=MOMENTS)
@example(moment=datetime.fromisoformat("2026-10-25T00:30"))
@example(moment=datetime.fromisoformat("2026-10-25T01:30"))
@example(moment=datetime.fromisoformat("2026-03-29T01:00"))
def test_what_the_clock_shows(moment: datetime) -> None:
    there = moment.replace(tzinfo=UTC).astimezone(DEFINED)
    real = moment.replace(tzinfo=UTC).astimezone(PARIS)
    assert (there.isoformat(), there.fold) == (real.isoformat(), real.fold)


@given(time=MOMENTS, fold=st.sampled_from((0, 1)))
@example(time=datetime.fromisoformat("2026-10-25T02:30"), fold=0)
@example(time=datetime.fromisoformat("2026-10-25T02:30"), fold=1)
@example(time=datetime.fromisoformat("2026-03-29T02:30"), fold=0)
@example(time=datetime.fromisoformat("2026-03-29T02:30"), fold=1)
def test_what_a_time_on_the_clock_means(time: datetime, fold: int) -> None:
    there = time.replace(tzinfo=DEFINED, fold=fold)
    assert there.utcoffset() == time.replace(tzinfo=PARIS, fold=fold).utcoffset()
