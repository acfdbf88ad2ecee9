"""What the engine answers, beyond the cases of the specification."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import OnCall, WindowAnswer
from deploylint.windows import timeline
from tests.windows.policies import EVERY_DAY, ask, day, weekly, windows

OFFICE = {"id": "office", "tier": "recommended", **weekly("mon tue wed thu fri", "09:00", "17:00")}
APPROVED = {"reason": "a migration", "approved_by": "change-board"}


def shown(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%m-%d %H:%M}"


def gist(answer: WindowAnswer) -> tuple[str, bool, str | None, str | None]:
    """Return tier, permission, when it closes and when it is permitted."""
    closes, opens = shown(answer.closes_at), shown(answer.next_permitted)
    return answer.tier, answer.permitted, closes, opens


def deciding(answer: WindowAnswer) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(d.kind, d.id, d.form, shown(d.start), shown(d.end)) for d in answer.deciding]


@pytest.mark.parametrize(
    ("moment", "duration", "expected"),
    [
        pytest.param(
            "2026-11-24T16:00", 60, ("recommended", True, "11-24 17:00", "11-24 16:00"), id="fits"
        ),
        pytest.param(
            "2026-11-24T16:00:00.000001",
            60,
            ("recommended", False, "11-24 17:00", "11-25 09:00"),
            id="a-microsecond-too-long",
        ),
        pytest.param(
            "2026-11-24T16:59:59.999999",
            0,
            ("recommended", True, "11-24 17:00", "11-24 16:59"),
            id="the-last-microsecond",
        ),
        pytest.param(
            "2026-11-24T10:00",
            481,
            ("recommended", False, "11-24 17:00", None),
            id="never-fits",
        ),
        pytest.param("2026-11-21T10:00", 0, ("avoid", False, None, "11-23 09:00"), id="closed"),
        pytest.param(
            "2026-11-21T10:00", 480, ("avoid", False, None, "11-23 09:00"), id="just-fits-later"
        ),
    ],
)
def test_duration(moment: str, duration: int, expected: object) -> None:
    answer = ask(windows(rules=[OFFICE]), moment, duration=timedelta(minutes=duration))
    assert gist(answer) == expected


def test_windows_that_touch_are_one() -> None:
    morning = {"id": "am", "tier": "recommended", **weekly("mon", "09:00", "12:00")}
    noon = {"id": "pm", "tier": "acceptable", **weekly("mon", "12:00", "17:00")}
    answer = ask(windows(rules=[morning, noon]), "2026-11-23T11:00", duration=timedelta(hours=6))
    assert gist(answer) == ("recommended", True, "11-23 17:00", "11-23 11:00")


def test_a_window_may_span_many_blocks() -> None:
    long_one = {"id": "l", "dates": {"from": "2026-01-01", "through": "2026-12-31"}}
    answer = ask(windows(default="recommended", freezes=[long_one]), "2025-01-01T00:00")
    assert gist(answer) == ("recommended", True, "01-01 00:00", "01-01 00:00")
    assert answer.closes_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert ask(
        windows(default="recommended", freezes=[long_one]), "2026-06-01T00:00"
    ).next_permitted == datetime(2027, 1, 1, tzinfo=UTC)


def test_the_deciding_entries_have_their_own_clock() -> None:
    tokyo = {**OFFICE, "id": "tokyo", "timezone": "Asia/Tokyo"}
    answer = ask(windows(rules=[OFFICE, tokyo]), "2026-11-24T00:30")
    assert deciding(answer) == [("rule", "tokyo", "weekly", "11-24 09:00", "11-24 17:00")]
    assert gist(answer) == ("recommended", True, "11-24 08:00", "11-24 00:30")


def test_nothing_decides_where_no_entry_is() -> None:
    answer = ask(windows(rules=[OFFICE]), "2026-11-24T18:00")
    assert (answer.tier, answer.deciding) == ("avoid", ())


def test_all_entries_of_the_strictest_tier_decide() -> None:
    rules = [
        OFFICE,
        {"id": "a", "tier": "never", **weekly("tue", "10:00", "12:00"), "reason": "peak hours"},
        {"id": "b", "tier": "never", **weekly("tue", "11:00", "13:00")},
    ]
    answer = ask(windows(rules=rules), "2026-11-24T11:30")
    assert [(d.id, d.tier, d.reason) for d in answer.deciding] == [
        ("a", "never", "peak hours"),
        ("b", "never", None),
    ]
    assert [d.id for d in ask(windows(rules=rules), "2026-11-24T12:00").deciding] == ["b"]


FREEZE = {"id": "f", "dates": {"from": "2026-11-24", "through": "2026-11-24"}}
OPENING = {
    "id": "o",
    "tier": "acceptable",
    "period": {"from": "2026-11-22T10:00", "until": "2026-11-22T12:00"},
    **APPROVED,
}


def exception(overrides: list[str], **keys: Any) -> dict[str, Any]:
    match = {"type": "hotfix"}
    told = {"id": "e", "match": match, "during": "always", "grants": "acceptable"}
    return {**told, "overrides": overrides, **keys}


@pytest.mark.parametrize(
    ("overrides", "moment", "tier"),
    [
        pytest.param(["windows"], "2026-11-24T10:00", "frozen", id="not-in-a-freeze"),
        pytest.param(["windows"], "2026-11-22T09:00", "acceptable", id="outside-windows"),
        pytest.param(["freezes"], "2026-11-24T10:00", "acceptable", id="in-a-freeze"),
        pytest.param(["freezes"], "2026-11-22T09:00", "avoid", id="not-outside-windows"),
        pytest.param(["windows"], "2026-11-23T10:00", "recommended", id="never-worse"),
    ],
)
def test_what_an_exception_overrides(overrides: list[str], moment: str, tier: str) -> None:
    rules = windows(rules=[OFFICE], freezes=[FREEZE], exceptions=[exception(overrides)])
    assert ask(rules, moment, type=ChangeType.HOTFIX).tier == tier


@pytest.mark.parametrize(
    ("question", "tier"),
    [
        pytest.param({"incident": True}, "acceptable", id="incident"),
        pytest.param({"incident": False}, "avoid", id="no-incident"),
        pytest.param({"incident": True, "type": ChangeType.STANDARD}, "avoid", id="standard"),
        pytest.param({"incident": True, "priority": None}, "avoid", id="no-priority"),
        pytest.param({"incident": True, "priority": Priority.P3}, "avoid", id="too-low"),
        pytest.param({"incident": True, "type": ChangeType.ROLLBACK}, "acceptable", id="rollback"),
    ],
)
def test_to_which_changes_an_exception_applies(question: dict[str, Any], tier: str) -> None:
    match = {"type": ["hotfix", "rollback"], "priority": ["P1", "P2"]}
    rules = windows(exceptions=[exception(["windows"], match=match, requires=["incident"])])
    told = {"type": ChangeType.HOTFIX, "priority": Priority.P1, **question}
    assert ask(rules, "2026-11-24T03:00", **told).tier == tier


def test_an_exception_that_always_holds_never_closes() -> None:
    rules = windows(exceptions=[exception(["windows", "freezes"])], freezes=[FREEZE], horizon="10y")
    answer = ask(rules, "2026-11-23T03:00", type=ChangeType.HOTFIX)
    assert gist(answer) == ("acceptable", True, None, "11-23 03:00")
    assert deciding(answer) == [("exception", "e", "always", None, None)]


def test_the_better_of_opening_and_rules_holds() -> None:
    rules = windows(rules=[OFFICE], openings=[OPENING, {**OPENING, "id": "p", "tier": "never"}])
    answer = ask(rules, "2026-11-22T11:00")
    assert gist(answer) == ("acceptable", True, "11-22 12:00", "11-22 11:00")
    assert deciding(answer) == [("opening", "o", "period", "11-22 10:00", "11-22 12:00")]


def test_a_period_with_an_offset_is_not_read_on_the_clock() -> None:
    told = {"from": "2026-11-22T10:00+01:00", "until": "2026-11-22T11:00Z"}
    rules = windows(timezone="Asia/Tokyo", openings=[{**OPENING, "period": told}])
    tiers = [ask(rules, f"2026-11-22T{time}").tier for time in ("08:59", "09:00", "11:00")]
    assert tiers == ["avoid", "acceptable", "avoid"]


def test_tiers_of_ones_own() -> None:
    rules = windows(
        tiers=["green", "red"],
        default="green",
        permit=["green"],
        rules=[{"id": "r", "tier": "red", **weekly("mon", "09:00", "17:00")}],
    )
    assert gist(ask(rules, "2026-11-23T10:00")) == ("red", False, None, "11-23 17:00")


WEEKEND = {"id": "n", "tier": "never", **weekly("sat sun"), "when": {"on_call": "absent"}}
GUARDED = {"id": "g", "tier": "acceptable", **weekly("sat"), "when": {"on_call": "present"}}


@pytest.mark.parametrize(
    ("on_call", "unknown", "tier", "assumptions"),
    [
        pytest.param(
            OnCall.PRESENT,
            "absent",
            "acceptable",
            (),
            id="present",
        ),
        pytest.param(
            OnCall.ABSENT,
            "absent",
            "never",
            ("on-call is taken to stay absent when looking ahead",),
            id="absent",
        ),
        pytest.param(
            OnCall.UNKNOWN,
            "absent",
            "never",
            (
                "whether somebody is on call is not known; it counts as absent",
                "on-call is taken to stay absent when looking ahead",
            ),
            id="unknown-counts-as-absent",
        ),
        pytest.param(
            OnCall.UNKNOWN,
            "present",
            "acceptable",
            ("whether somebody is on call is not known; it counts as present",),
            id="unknown-counts-as-present",
        ),
    ],
)
def test_on_call_that_the_caller_states(
    on_call: OnCall, unknown: str, tier: str, assumptions: tuple[str, ...]
) -> None:
    rules = windows(rules=[WEEKEND, GUARDED], on_call={"from": "input", "unknown": unknown})
    answer = ask(rules, "2026-11-28T10:00", on_call=on_call)
    assert (answer.tier, answer.assumptions) == (tier, assumptions)


def test_on_call_of_a_schedule_is_not_overruled() -> None:
    shift = {"from": "2026-11-28T10:00Z", "until": "2026-11-28T12:00Z"}
    rules = windows(rules=[WEEKEND, GUARDED], on_call={"from": "schedule", "schedule": [shift]})
    answer = ask(rules, "2026-11-28T09:00", on_call=OnCall.PRESENT)
    assert gist(answer) == ("never", False, None, "11-28 10:00")
    told = "on-call `present` was given, but the policy takes it from its own calendar"
    assert answer.assumptions == (told,)
    assert gist(ask(rules, "2026-11-28T10:00")) == (
        "acceptable",
        True,
        "11-28 12:00",
        "11-28 10:00",
    )


def test_a_zone_without_summer_time_is_told() -> None:
    answer = ask(windows(timezone="EST"), "2026-07-01T12:00")
    assert answer.assumptions == (
        "the zone EST keeps one offset all year: no summer time is observed",
    )


def test_the_horizon_ends_the_search() -> None:
    rules = windows(horizon="3d", rules=[OFFICE])
    answer = ask(rules, "2026-11-20T17:00")
    assert gist(answer) == ("avoid", False, None, "11-23 09:00")
    answer = ask(
        windows(horizon="2d", rules=[OFFICE]), "2026-11-21T08:00", duration=timedelta(hours=2)
    )
    assert gist(answer) == ("avoid", False, None, None)
    assert shown(answer.searched_until) == "11-23 08:00"


def test_a_search_that_takes_too_long_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MAX_SPANS", 1000)
    dense = {"start": "*/15 * * * *", "duration": "1m"}
    rules = windows(horizon="10y", rules=[{"id": "c", "tier": "avoid", "cron": dense}])
    answer = ask(rules, "2026-11-24T12:00")
    assert answer.next_permitted is None
    assert day("2026-11-24") < answer.searched_until.replace(tzinfo=None) < day("2027-02-01")


def test_a_dense_cron_that_stays_open_is_one_window() -> None:
    rules = windows(
        rules=[{"id": "c", "tier": "recommended", "cron": {"start": "* * * * *", "duration": "1m"}}]
    )
    answer = ask(rules, "2026-11-24T12:00:30")
    assert (answer.tier, answer.closes_at) == ("recommended", None)


def test_the_same_question_gets_the_same_answer() -> None:
    rules = windows(rules=[OFFICE])
    assert ask(rules, "2026-11-24T12:00") is ask(rules, "2026-11-24T13:00+01:00")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59:59.999999"])
def test_the_ends_of_the_calendar_do_not_break(moment: str) -> None:
    rules = windows(
        timezone="America/New_York", rules=[{"id": "a", "tier": "never", **weekly(EVERY_DAY)}]
    )
    assert ask(rules, moment).tier == "never"
