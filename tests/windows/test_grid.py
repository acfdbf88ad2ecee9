"""Stretches and days say the same as the answer about each of their moments."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploylint.model.calendar import Day, Note, NoteKind, Stretch, Turn
from deploylint.model.plan import ChangeType, Priority
from deploylint.model.windows import HolidayDates, OnCall, WindowRules
from deploylint.windows import stretches as module
from deploylint.windows.grid import lay_out
from deploylint.windows.judge import Question, judge
from deploylint.windows.stretches import stretches
from tests.report.calendars import YEAR_END, changing, december, question
from tests.windows.policies import EVERY_DAY, read, weekly, windows

CHANGES = {
    "Europe/Paris": ("2026-03-28", "2026-10-24"),
    "America/New_York": ("2026-03-07", "2026-10-31"),
    "Australia/Lord_Howe": ("2026-04-04", "2026-10-03"),
    "Pacific/Apia": ("2011-12-28", "2011-12-30"),
    "Europe/Dublin": ("2026-03-28", "2026-10-24"),
    "America/Santiago": ("2026-04-03", "2026-09-05"),
    "America/St_Johns": ("2010-11-05", "2010-03-13"),
}
"""Days before which clocks of a zone change."""

HOURS = ("00:00", "00:30", "01:59", "02:00", "02:30", "03:00", "10:00", "23:30")


@st.composite
def policies(draw: st.DrawFn, zone: str, day: date) -> WindowRules:
    """Return a policy with rules, a freeze, an opening and exceptions around a day."""
    times = st.sampled_from(HOURS)
    rules = []
    for number in range(draw(st.integers(0, 4))):
        days = draw(st.sets(st.sampled_from(EVERY_DAY.split()), min_size=1))
        start, end = draw(times), draw(times)
        tier = draw(st.sampled_from(("recommended", "acceptable", "never")))
        time = weekly(" ".join(days), start, end if end != start else "24:00")
        watched = draw(st.sampled_from(({}, {"when": {"on_call": "absent"}})))
        rules.append({"id": f"r{number}", "tier": tier, **time, **watched})
    since, length = draw(st.integers(-30, 60)), draw(st.integers(1, 40))
    first = datetime.fromisoformat(f"{day}T00:00") + timedelta(hours=since)
    period = {"from": first.isoformat(), "until": (first + timedelta(hours=length)).isoformat()}
    opening = {"id": "o", "tier": "recommended", "reason": "r", "approved_by": "cab"}
    lifting = {"grants": "acceptable", "overrides": ["windows"]}
    always = {"id": "e", "match": {"type": "hotfix"}, "during": "always", **lifting}
    return windows(
        timezone=zone,
        rules=rules,
        freezes=[{"id": "f", "period": period}] if draw(st.booleans()) else [],
        openings=[{**opening, "period": period}] if draw(st.booleans()) else [],
        exceptions=[always] if draw(st.booleans()) else [],
    )


@st.composite
def asked(draw: st.DrawFn) -> tuple[WindowRules, Question, date, list[int]]:
    """Return a policy, a change, a day, and minutes after its beginning in UTC."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    day = date.fromisoformat(draw(st.sampled_from(CHANGES[zone])))
    rules = draw(policies(zone, day))
    change = Question(
        at=datetime(2026, 1, 1, tzinfo=UTC),
        type=draw(st.sampled_from((ChangeType.STANDARD, ChangeType.HOTFIX))),
        on_call=draw(st.sampled_from(OnCall)),
    )
    minutes = draw(st.lists(st.integers(-24 * 60, 5 * 24 * 60), min_size=1, max_size=30))
    return rules, change, day, minutes


@given(asked())
@settings(max_examples=120, deadline=None)
def test_stretches_and_slots_agree_with_the_answer(
    case: tuple[WindowRules, Question, date, list[int]],
) -> None:
    rules, change, day, minutes = case
    zone = ZoneInfo(str(rules.timezone))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = stretches(rules, change, midnight - 2 * DAY, midnight + 7 * DAY)
    grid = lay_out(rules, change, day - 2 * DAY, day + 7 * DAY)
    days = {one.date: one for one in grid.days}
    for minute in minutes:
        moment = midnight + timedelta(minutes=minute)
        answer = judge(rules, change._replace(at=moment))
        expected = (answer.tier, answer.permitted, [(one.kind, one.id) for one in answer.deciding])
        stretch = next(one for one in found if one.start <= moment < utc(one.end))
        assert told(stretch) == expected
        shown = moment.astimezone(zone)
        second = shown.hour * 3600 + shown.minute * 60
        slots = [
            slot
            for slot in days[shown.date()].slots
            if slot.start <= second < slot.end
            and slot.turn is not (Turn.FIRST if shown.fold else Turn.SECOND)
        ]
        assert [(one.tier, one.permitted) for one in slots] == [expected[:2]]
        assert shown.fold == 0 or slots[0].turn is Turn.SECOND


DAY = timedelta(days=1)


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def told(stretch: Stretch) -> tuple[str, bool, list[tuple[str, str]]]:
    return stretch.tier, stretch.permitted, [(one.kind, one.id) for one in stretch.deciding]


@given(asked())
@settings(max_examples=60, deadline=None)
def test_stretches_follow_each_other_and_differ(
    case: tuple[WindowRules, Question, date, list[int]],
) -> None:
    rules, change, day, _ = case
    start = datetime(day.year, day.month, day.day, 1, 7, tzinfo=UTC)
    found = stretches(rules, change, start, start + 4 * DAY)
    assert utc(found[0].start) == start
    assert utc(found[-1].end) == start + 4 * DAY
    for one, following in pairwise(found):
        assert utc(one.start) < utc(one.end) == utc(following.start)
        assert told(one) != told(following)


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("number", [0, 1])
def test_days_last_as_long_as_the_clock_says(zone: str, number: int) -> None:
    """An independent count: each second of a day, asked of zoneinfo minute by minute."""
    first = CHANGES[zone][number]
    grid = changing(zone, first, 4).grid
    start = date.fromisoformat(first)
    midnight = datetime(start.year, start.month, start.day, tzinfo=UTC)
    minutes = dict.fromkeys((one.date for one in grid.days), 0)
    for minute in range(-24 * 60, 6 * 24 * 60):
        shown = (midnight + timedelta(minutes=minute)).astimezone(ZoneInfo(zone)).date()
        if shown in minutes:
            minutes[shown] += 1
    assert {one.date: one.seconds // 60 for one in grid.days} == minutes
    for one in grid.days:
        assert one.seconds == sum(slot.end - slot.start for slot in one.slots)


def on(days: tuple[Day, ...], day: str) -> Day:
    return next(one for one in days if one.date.isoformat() == day)


H = 3600


@pytest.mark.parametrize(
    ("zone", "day", "hours", "skipped", "repeated"),
    [
        ("Europe/Paris", "2026-03-29", 23, ((2 * H, 3 * H),), ()),
        ("Europe/Paris", "2026-10-25", 25, (), ((2 * H, 3 * H),)),
        ("Europe/Paris", "2026-10-26", 24, (), ()),
        ("Australia/Lord_Howe", "2026-10-04", 23.5, ((2 * H, 5 * H // 2),), ()),
        ("Pacific/Apia", "2011-12-30", 0, ((0, 24 * H),), ()),
        ("America/Santiago", "2026-09-06", 23, ((0, H),), ()),
        ("America/Santiago", "2026-04-04", 25, (), ((23 * H, 24 * H),)),
        ("America/St_Johns", "2010-11-06", 24 + 59 / 60, (), ((23 * H + 60, 24 * H),)),
        ("America/St_Johns", "2010-11-07", 24 + 1 / 60, (), ((0, 60),)),
    ],
)
def test_what_the_clock_skips_and_repeats(
    zone: str,
    day: str,
    hours: float,
    skipped: tuple[tuple[int, int], ...],
    repeated: tuple[tuple[int, int], ...],
) -> None:
    grid = changing(zone, (date.fromisoformat(day) - DAY).isoformat(), 3).grid
    one = on(grid.days, day)
    assert (one.seconds, one.skipped, one.repeated) == (round(hours * H), skipped, repeated)


def test_a_repeated_hour_has_two_turns() -> None:
    sunday = on(changing("Europe/Paris", "2026-10-24", 2).grid.days, "2026-10-25")
    turns = [(one.start, one.end, one.tier, one.turn.name) for one in sunday.slots]
    assert turns == [
        (0, 2 * H, "gold", "ONLY"),
        (2 * H, 5 * H // 2, "gold", "FIRST"),
        (5 * H // 2, 5 * H // 2 + 1200, "green", "FIRST"),
        (5 * H // 2 + 1200, 3 * H, "gold", "FIRST"),
        (2 * H, 3 * H, "gold", "SECOND"),
        (3 * H, 4 * H, "gold", "ONLY"),
        (4 * H, 22 * H, "soft", "ONLY"),
        (22 * H, 24 * H, "gold", "ONLY"),
    ]


def test_notes_name_what_is_special() -> None:
    days = december().grid.days
    noted = {one.date.day: one.notes for one in days if one.notes}
    frozen = Note(NoteKind.FREEZE, "year-end")
    eve = Note(NoteKind.EVE, "eve", start=12 * H)
    assert noted == {
        1: (Note(NoteKind.FREEZE, "black-friday", end=6 * H),),
        12: (Note(NoteKind.OPENING, "database-move", start=20 * H + 900, end=23 * H),),
        **dict.fromkeys(range(20, 31), (frozen,)),
        24: (frozen, eve),
        25: (Note(NoteKind.HOLIDAY, "Christmas Day"), frozen),
        31: (frozen, eve),
    }


def test_only_the_day_of_the_moment_has_it() -> None:
    days = december().grid.days
    assert [(one.date.day, one.moment) for one in days if one.moment is not None] == [
        (1, 10 * H + 1800)
    ]


def test_freezes_have_their_real_length() -> None:
    spans = [
        (one.id, one.start.isoformat(), one.end.isoformat(), one.reason)
        for one in december().grid.freezes
    ]
    assert spans == [
        ("black-friday", "2026-11-26T18:00:00+01:00", "2026-12-01T06:00:00+01:00", None),
        (
            "year-end",
            "2026-12-20T00:00:00+01:00",
            "2027-01-03T00:00:00+01:00",
            "the shops are full",
        ),
    ]


def test_windows_are_followed_beyond_the_days() -> None:
    grid = changing("UTC", "2026-11-22", 1).grid
    spans = [(one[0].start.isoformat(), one[-1].end.isoformat()) for one in grid.windows]
    assert spans == [
        ("2026-11-21T22:00:00+00:00", "2026-11-22T04:00:00+00:00"),
        ("2026-11-22T22:00:00+00:00", "2026-11-23T04:00:00+00:00"),
    ]
    assert [[part.tier for part in one] for one in grid.windows] == [["gold", "green", "gold"]] * 2


def test_an_endless_window_is_cut_at_the_days() -> None:
    rules = windows(default="recommended")
    grid = lay_out(rules, question(rules, MIDNIGHT), date(2026, 12, 1), date(2026, 12, 3))
    spans = [(one[0].start.isoformat(), one[-1].end.isoformat()) for one in grid.windows]
    assert spans == [("2026-12-01T00:00:00+00:00", "2026-12-03T00:00:00+00:00")]


MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)


def test_an_exception_opens_the_days_of_its_changes() -> None:
    hotfix = december(type=ChangeType.HOTFIX, priority=Priority.P1, incident=True)
    assert {one.permitted for one in hotfix.grid.days} == {((0, 24 * H),)}
    causes = {cause.id for day in hotfix.grid.days for slot in day.slots for cause in slot.deciding}
    assert causes == {"hotfix-p1", "midweek", "monday-pm", "friday-am", "patch", "database-move"}


def test_on_call_decides_about_weekends() -> None:
    tiers = {
        on_call: on(december(on_call=on_call).grid.days, "2026-12-05").slots[0].tier
        for on_call in OnCall
    }
    assert tiers == {"present": "avoid", "absent": "never", "unknown": "never"}


def test_assumptions_are_those_of_the_whole_range() -> None:
    rules = read(YEAR_END)
    estimated = HolidayDates(2026, 2026, {date(2026, 12, 25): "X"}, frozenset({date(2026, 12, 25)}))
    asked = Question(at=MIDNIGHT, holidays={"main": estimated}, on_call=OnCall.PRESENT)
    grid = lay_out(rules, asked, date(2026, 12, 20), date(2027, 1, 10))
    assert grid.assumptions == (
        "on-call is taken to stay present when looking ahead",
        "the public holidays of `main` are known through 2026 only",
        "dates of public holidays that are estimates: 2026-12-25",
    )


def test_too_many_windows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_WINDOWS", 10)
    rules = windows(rules=[{"id": "w", "tier": "avoid", **weekly("mon tue wed", "10:00", "11:00")}])
    with pytest.raises(ValueError, match=r"^there are more than 10 windows in that time$"):
        lay_out(rules, question(rules, MIDNIGHT), date(2026, 12, 1), date(2027, 2, 1))


def test_nothing_lies_between_the_same_moments() -> None:
    assert stretches(windows(), question(windows(), MIDNIGHT), MIDNIGHT, MIDNIGHT) == ()
