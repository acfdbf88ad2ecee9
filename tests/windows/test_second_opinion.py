"""The engine agrees with an evaluator that steps through UTC minute by minute."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploylint.model.plan import ChangeType
from deploylint.model.windows import OnCall
from deploylint.windows.judge import Question, judge
from tests.windows.naive import TIERS, WEEKDAYS, Opinion, opinion
from tests.windows.policies import windows

CHANGES = {
    "Europe/Paris": ("2026-03-29T01:00", "2026-10-25T01:00"),
    "America/New_York": ("2026-03-08T07:00", "2026-11-01T06:00"),
    "Australia/Lord_Howe": ("2026-04-04T15:00", "2026-10-03T15:30"),
    "Pacific/Apia": ("2011-12-30T10:00", "2011-04-02T14:00"),
    "Europe/Dublin": ("2026-03-29T01:00", "2026-10-25T01:00"),
    "America/Santiago": ("2026-04-05T03:00", "2026-09-06T04:00"),
    "Pacific/Kiritimati": ("2026-10-10T00:00", "2026-11-11T00:00"),
    "Pacific/Pago_Pago": ("2026-10-10T00:00", "2026-11-11T00:00"),
}
"""When the clock changes, in UTC: forwards, backwards, by half an hour, by a whole day.

In the last two, far east and far west, it never does; there the engine begins another block.
"""

times = st.builds(
    "{:02}:{:02}".format,
    st.one_of(st.integers(0, 4), st.integers(0, 23)),
    st.sampled_from((0, 30, 45)),
)
tiers = st.sampled_from(TIERS[:4])
weeks = st.tuples(
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True), times, times
).filter(lambda week: week[1] != week[2])


def _week(week: tuple[list[str], str, str]) -> dict[str, Any]:
    days, start, end = week
    return {"days": days, "from": start, "to": end}


crons = st.builds(
    lambda minute, hour, day, lasts: {
        "start": f"{minute} {hour} * * {day}",
        "duration": f"{lasts}m",
    },
    st.sampled_from(("0", "15", "30", "*/30", "*/20")),
    st.sampled_from(("0", "1", "2", "3", "23", "*", "*/2")),
    st.sampled_from(("*", "0", "6", "5")),
    st.sampled_from((20, 60, 90, 240, 600)),
)


@st.composite
def policies(draw: st.DrawFn, zone: str, change: datetime) -> dict[str, Any]:
    """Return windows with all kinds of entries, in the format of policy files."""
    zones = st.sampled_from(({}, {}, {"timezone": "Europe/Paris"}, {"timezone": zone}))
    conditions = st.sampled_from(({}, {}, {"when": {"on_call": "absent"}}))
    rules = [
        {"id": f"r{n}", "tier": draw(tiers), **time, **draw(zones), **draw(conditions)}
        for n, time in enumerate(
            draw(
                st.lists(
                    st.one_of(
                        weeks.map(lambda week: {"weekly": _week(week)}),
                        crons.map(lambda cron: {"cron": cron}),
                    ),
                    max_size=4,
                )
            )
        )
    ]
    moments = st.integers(-3000, 3000).map(lambda n: change + timedelta(minutes=n))

    def period() -> dict[str, Any]:
        start = draw(moments)
        end = start + timedelta(minutes=draw(st.integers(1, 3000)))
        return {"period": {"from": f"{start:%Y-%m-%dT%H:%M}", "until": f"{end:%Y-%m-%dT%H:%M}"}}

    freezes: list[dict[str, Any]] = [
        {"id": f"f{n}", **period(), **draw(zones)} for n in range(draw(st.integers(0, 1)))
    ]
    if draw(st.booleans()):
        first, last = draw(moments), draw(moments)
        days = {"from": f"{first:%m-%d}", "through": f"{last:%m-%d}"}
        freezes.append({"id": "y", "yearly": days})
    approved = {"reason": "a migration", "approved_by": "change-board"}
    openings = [
        {"id": f"o{n}", "tier": draw(tiers), **period(), **approved}
        for n in range(draw(st.integers(0, 1)))
    ]
    overrides = st.sampled_from((["windows"], ["freezes"], ["windows", "freezes"]))
    exceptions = [
        {
            "id": f"e{n}",
            "match": {"type": "hotfix"},
            "during": _week(draw(weeks)),
            "overrides": draw(overrides),
            "grants": draw(tiers),
        }
        for n in range(draw(st.integers(0, 1)))
    ]
    return {
        "timezone": zone,
        "default": draw(tiers),
        "permit": draw(st.sampled_from((["recommended"], ["recommended", "acceptable"]))),
        "horizon": "5d",
        "rules": rules,
        "freezes": freezes,
        "openings": openings,
        "exceptions": exceptions,
    }


@pytest.mark.parametrize("zone", CHANGES)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_agrees_minute_by_minute(zone: str, data: st.DataObject) -> None:
    change = datetime.fromisoformat(data.draw(st.sampled_from(CHANGES[zone]))).replace(tzinfo=UTC)
    policy = data.draw(policies(zone, change))
    on_call = data.draw(st.sampled_from((OnCall.PRESENT, OnCall.ABSENT)))
    kind = data.draw(st.sampled_from((ChangeType.STANDARD, ChangeType.HOTFIX)))
    duration = data.draw(st.sampled_from((0, 0, 30, 90, 400)))
    at = change + timedelta(minutes=data.draw(st.integers(-2000, 600)))
    answer = judge(
        windows(**policy),
        Question(at=at, type=kind, on_call=on_call, duration=timedelta(minutes=duration)),
    )
    found = answer.next_permitted
    assert Opinion(answer.tier, found and found.astimezone(UTC)) == opinion(
        policy, at, on_call, kind, duration
    )
